"""IANA's service registry: which name each port was given. Reads, writes and looks up data/services.tsv.

The file is sorted, has one header line and is separated by tabs; a quotation mark is a
character like any other. Reading is a part of every build, so it is made to be quick.

It may be made of two copies of the registry: a newer one that gives the names, and an older one
for what the newer one leaves out (`provenance.older`). Then each reference, date, unauthorized use
and note is that of the older copy, and so is all of a row with "older" in its column `copy`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from generator import model
from generator.document import FORBIDDEN, decode
from generator.problems import DataError, Place, Problem, did_you_mean

FILE = "data/services.tsv"
CURE = "python -m generator import-services FILE"
LAST_ASSIGNABLE = 49151  # RFC 6335, section 6: nothing above is assigned
# "any": the registry gives the row without a transport.
TRANSPORTS = {name: place for place, name in enumerate(("any", "tcp", "udp", "sctp", "dccp"))}
# The registry's first row for a port and transport is "assigned", "reserved" or "unassigned". What follows is
# another name ("alias"), a use that IANA noted but did not assign ("unofficial") or a spelling that RFC 6335 no
# longer allows ("historic").
STATUSES = {
    name: place for place, name in enumerate(("assigned", "reserved", "unassigned", "alias", "unofficial", "historic"))
}
FIRST_ROWS = ("assigned", "reserved", "unassigned")
COPIES = ("", "older")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,4}")
_DATE = re.compile(r"(?:[0-9]{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")

Key = tuple[int, int, int, int, str]


def called(name: str, status: str) -> str:
    """Return what to call a row of this name and status: many rows have no name."""
    return name or ("no name" if status == "assigned" else status)


class Service(NamedTuple):
    """One row of the registry: a port or a range of ports, its name, and what IANA says about it."""

    first: int
    last: int
    transport: str
    name: str = ""
    status: str = "assigned"
    description: str = ""
    reference: str = ""
    date: str = ""
    unauthorized: str = ""
    note: str = ""
    copy: str = ""

    @property
    def key(self) -> Key:
        """What tells a row from all others, and orders them: the first name of a port comes first."""
        return (self.first, self.last, TRANSPORTS[self.transport], STATUSES[self.status], self.name)

    @property
    def slot(self) -> tuple[int, int, str]:
        """The numbers and the transport that the row speaks of."""
        return (self.first, self.last, self.transport)

    @property
    def called(self) -> str:
        """The name, or what stands in its place."""
        return called(self.name, self.status)


COLUMNS = Service._fields


@dataclass(frozen=True, kw_only=True)
class Registry:
    """All rows, and where they come from."""

    services: tuple[Service, ...]
    provenance: model.Provenance

    def find(self, port: int, transport: str = "") -> tuple[Service, ...]:
        """Return all rows that hold `port` (with `transport`, where given), the current name first."""
        return tuple(
            it for it in self._by_port.get(port, ()) if transport in {"", it.transport} or it.transport == "any"
        )

    def date_of(self, service: Service) -> str:
        """Return the day of the copy from which the row and its name were taken."""
        older = self.provenance.older
        return str(older.date if older and service.copy else self.provenance.date)

    @property
    def noted(self) -> str:
        """The day of the copy from which notes and unauthorized uses were taken."""
        return str((self.provenance.older or self.provenance).date)

    @cached_property
    def _by_port(self) -> dict[int, list[Service]]:
        found: dict[int, list[Service]] = {}
        for service in sorted(self.services, key=lambda it: STATUSES[it.status]):
            for port in range(service.first, service.last + 1):
                found.setdefault(port, []).append(service)
        return found


def read(root: Path) -> tuple[Service, ...]:
    """Read `root`/data/services.tsv.

    Raises:
        DataError: with every bad row, or because there is no such file.
    """
    file = root / FILE
    if not file.is_file():
        message = "the file is missing: without IANA's registry no page can say to what a port is assigned"
        raise DataError([Problem(place=Place(path=FILE), message=message, suggestion=f"run: {CURE}")])
    return parse(decode(file.read_bytes(), FILE), FILE)


def parse(text: str, path: str) -> tuple[Service, ...]:
    """Read the text of a table; `path` is how messages call it.

    Raises:
        DataError: with every bad row.
    """
    reader = _Reader(path, text)
    services = tuple(reader.read())
    if reader.problems:
        raise DataError(reader.problems)
    return services


def write(services: Iterable[Service]) -> str:
    """Return the text of a table; the rows are put in order."""
    rows = (COLUMNS, *sorted(services, key=lambda it: it.key))
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


class _RowError(Exception):
    """A row is wrong, at the field with this index."""

    def __init__(self, index: int, message: str, suggestion: str = "") -> None:
        self.index, self.message, self.suggestion = index, message, suggestion


class _Reader:
    """Reads row after row and collects what is wrong with any of them."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.lines = path, text.split("\n")
        self.problems: list[Problem] = []

    def read(self) -> Iterator[Service]:
        """Yield the rows that are right; what is wrong goes to `problems`."""
        if tuple(self.lines[0].split("\t")) != COLUMNS:
            self._report(1, 0, f"the first line must name the columns: {', '.join(COLUMNS)}")
            return
        if self.lines[-1]:
            self._report(len(self.lines), 0, "the last line does not end: the file was cut")
        self._find_strange_characters()
        before: Key = (-1, -1, -1, -1, "")
        for number, line in enumerate(self.lines[1:-1], 2):
            try:
                service = _service(line)
                before, previous = service.key, before
                _follows(previous, service)
                yield service
            except _RowError as fault:
                start = sum(len(field) + 1 for field in line.split("\t")[: fault.index])
                self._report(number, start, fault.message, fault.suggestion)

    def _find_strange_characters(self) -> None:
        if FORBIDDEN.search("".join(self.lines).replace("\t", "")) is None:
            return
        for number, line in enumerate(self.lines, 1):
            for match in FORBIDDEN.finditer(line.replace("\t", " ")):
                what = f"the invisible character U+{ord(match[0]):04X} is not allowed"
                self._report(number, match.start(), what, "remove it")

    def _report(self, number: int, start: int, message: str, suggestion: str = "") -> None:
        excerpt = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", self.lines[number - 1].replace("\t", " "))
        place = Place(path=self.path, line=number, column=start + 1, excerpt=excerpt)
        self.problems.append(Problem(place=place, message=message, suggestion=suggestion))


def _service(line: str) -> Service:
    fields = line.split("\t")
    if len(fields) != len(COLUMNS):
        raise _RowError(0, f"the row has {len(fields)} columns, it needs {len(COLUMNS)}", "they are separated by tabs")
    first, last = _port(fields, 0), _port(fields, 1)
    transport, status, date, copy = fields[2], fields[4], fields[7], fields[10]
    if last < first:
        raise _RowError(1, f"a range cannot end ({last}) before it begins ({first})")
    if transport not in TRANSPORTS:
        raise _RowError(2, f'"{transport}" is not one of {", ".join(TRANSPORTS)}', did_you_mean(transport, TRANSPORTS))
    if status not in STATUSES:
        raise _RowError(4, f'"{status}" is not one of {", ".join(STATUSES)}', did_you_mean(status, STATUSES))
    if not _DATE.fullmatch(date):
        raise _RowError(7, f'"{date}" is not a date', 'write "2026-11-22" or "2026-11"')
    if copy not in COPIES:
        raise _RowError(
            10, f'"{copy}" is not "older"', "leave the last column empty where the row is in the newer copy"
        )
    return Service(first, last, *fields[2:])


def _port(fields: list[str], index: int) -> int:
    if not _NUMBER.fullmatch(fields[index]):
        raise _RowError(index, f'"{fields[index]}" is not a port number')
    if (port := int(fields[index])) > LAST_ASSIGNABLE:
        raise _RowError(index, f"{port} cannot be in the registry: IANA assigns nothing above {LAST_ASSIGNABLE}")
    return port


def _follows(before: Key, service: Service) -> None:
    """Refuse a row that does not stand in order, is given twice, or is a second first row."""
    key = service.key
    if key == before:
        raise _RowError(0, "the row is given twice")
    if key < before:
        raise _RowError(0, "the row is not in order", f"run: {CURE}")
    if key[:3] == before[:3] and service.status in FIRST_ROWS:
        what = f"{service.first}/{service.transport}"
        raise _RowError(4, f'{what} is "{service.status}" but has a first row already', 'write "alias"')
