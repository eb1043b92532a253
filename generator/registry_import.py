"""`import-services FILE`: a newer copy of IANA's registry into data/, once it was reviewed."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import output, registry, strict_yaml
from generator import registry_sources as sources
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
    raw = request.file.read_bytes()
    found = _read(strict_yaml.decode(raw, str(request.file)), request)
    table = registry.write(found.services)
    services = registry.parse(table, registry.FILE)
    old = registry.read(root) if (root / registry.FILE).exists() else ()
    digest = base64.b64encode(hashlib.sha512(raw).digest()).decode()
    facts = {
        **_origin(request, found),
        "integrity": f"sha512-{digest}",
        "rows": len(services),
        "method": _method(request, found),
        "sources": ["iana-ports"],
        "checked": str(request.today),
    }
    lines = [_MODELINE, *(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items())]
    return Review(
        files={registry.FILE: table, PROVENANCE: "\n".join(lines) + "\n"},
        before=len(old),
        after=len(services),
        changes={**_changes(old, services), "corrected": found.corrected, "ranges": found.ranges},
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


def _read(text: str, request: Request) -> sources.Found:
    path = str(request.file)
    if text.lstrip()[:1] in {"{", "["}:
        first = None
        if other := request.cross_check:
            first = sources.first_names(strict_yaml.decode(other.read_bytes(), str(other)), str(other))
        return sources.from_json(text, path, first, request.keep)
    if request.cross_check or request.keep:
        raise UsageError("--cross-check and --keep are for npm's JSON: IANA's own CSV needs no correction")
    return sources.from_csv(text, path)


def _origin(request: Request, found: sources.Found) -> dict[str, str]:
    """Say whose file it is, which edition, up to which day, and under which licence."""
    package = request.file.with_name("package.json")
    date = str(request.date or sources.newest_date(found.services))
    if not date:
        raise UsageError("the file does not tell its date: add --date 2026-11-22, the day on which it was published")
    if request.file.suffix == ".json" and package.is_file():
        about = json.loads(package.read_bytes())
        name, version, licence = about["name"], about["version"], f"{_CC0}; the package: {about['license']}"
        origin = f"{request.file.name} of the npm package {name}, made from IANA's registry"
        return {"origin": origin, "version": version, "date": date, "licence": licence}
    return {"origin": f"IANA, {request.file.name}", "version": date, "date": date, "licence": _CC0}


def _method(request: Request, found: sources.Found) -> str:
    words = ["python -m generator import-services", request.file.name]
    if request.cross_check:
        words += ["--cross-check", request.cross_check.name]
    words += [f"--keep {port}" for port in sorted(request.keep)]
    if request.date:
        words += ["--date", str(request.date)]
    said = f"{len(found.corrected)} names corrected to the first one, {len(found.ranges)} rows for ranges added"
    return " ".join(words) + (f": {said} by the cross-check" if request.cross_check else "")


def _changes(old: Collection[Service], new: Collection[Service]) -> dict[str, list[str]]:
    """Name the rows that came and went, and the ports whose first name is another one."""
    was, now = ({it.slot: it for it in rows if it.status in FIRST_ROWS} for rows in (old, new))
    renamed = [slot for slot in now if slot in was and _called(was[slot]) != _called(now[slot])]
    settled = {(it.slot, it.name) for slot in renamed for it in (was[slot], now[slot])}
    before, after = ({(it.slot, it.name): it for it in rows} for rows in (old, new))
    return {
        "added": [_label(it) for key, it in after.items() if key not in before and key not in settled],
        "removed": [_label(it) for key, it in before.items() if key not in after and key not in settled],
        "renamed": [f"{_label(was[slot])} is now {_called(now[slot])}" for slot in renamed],
    }


def _label(service: Service) -> str:
    ports = str(service.first) if service.first == service.last else f"{service.first}-{service.last}"
    return f"{ports}/{service.transport} {_called(service)}"


def _called(service: Service) -> str:
    return service.name or service.status
