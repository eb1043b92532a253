"""`new port 8080`: a valid data file with everything that the ranges already tell."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from generator import output
from generator.catalog import Catalog
from generator.fields import MAX_PORT
from generator.problems import UsageError
from generator.prose import code_span

NEIGHBOURS = 2  # how many of the nearest described ports a new one points to
_MODELINE = "# yaml-language-server: $schema=../schema/port.schema.json"


def new_port(root: Path, catalog: Catalog, number: int, today: dt.date) -> str:
    """Write data/ports/NUMBER.yml and return its path, relative to `root`.

    Raises:
        UsageError: the number is none that a program can use, or the port is described already.
    """
    highest = MAX_PORT
    if not 1 <= number <= highest:
        why = "0 asks the system to choose, it is no port to describe" if number == 0 else f"ports end at {highest}"
        raise UsageError(f"{number} is not a port that a page can describe: {why}")
    path = f"data/ports/{number}.yml"
    if number in catalog.ports:
        raise UsageError(f"port {number} is described already: {path}")
    output.write_new(root / path, "\n".join(_lines(catalog, number, today)) + "\n")
    return path


def _lines(catalog: Catalog, number: int, today: dt.date) -> Iterator[str]:
    home = next(item for item in catalog.ranges.values() if item.first <= number <= item.last)
    name = _assigned_name(catalog, number)
    automatic = [it.system for name in ("linux", "macos", "windows") if number in (it := catalog.systems[name])]
    yield _MODELINE
    yield f"number: {number}"
    yield f"answer: {_quoted(_answer(number, home.id, automatic, name))}"
    yield "transports: [tcp]"
    yield "exposure:"
    yield f"  level: {'low' if automatic else 'medium'}"
    yield f"  why: {_quoted(_why(number, name))}"
    yield "cases: [connection-refused, port-in-use]"
    if near := _nearest(catalog, number):
        yield f"near: [{', '.join(map(str, near))}]"
    yield f"sources: [{', '.join(dict.fromkeys((*home.sources, *catalog.systems['linux'].sources)))}]"
    yield f'checked: "{today}"'


def _assigned_name(catalog: Catalog, number: int) -> str:
    """Return the name to which IANA assigned the port, "" when it has none, several or only one of long ago."""
    rows = catalog.registry.find(number)
    names = {row.name for row in rows if row.status == "assigned" and not row.copy}
    return code_span(names.pop()) if len(names) == 1 and all(names) else ""


def _answer(number: int, home: str, automatic: list[str], name: str) -> str:
    if automatic:
        systems = f"{', '.join(automatic[:-1])} and {automatic[-1]}" if len(automatic) > 1 else automatic[0]
        lends = "lend it to connections by themselves" if len(automatic) > 1 else "lends it to connections by itself"
        if name:
            return f"Port {number} is assigned to {name}, but {systems} {lends}: ask which program holds it before you guess."
        return f"Port {number} is a {home} port, and {systems} {lends}: ask which program holds it before you guess."
    if name:
        return f"Port {number} is assigned to {name}, but any program may listen there: ask which one does."
    return f"Port {number} is a {home} port that no system lends out by itself: a program was told to use it."


def _why(number: int, name: str) -> str:
    use = f"IANA assigned {number} to {name}" if name else f"No program that uses {number} by default is recorded here"
    return f"{use}. The risk is that of the program that listens, and of the address on which it does."


def _nearest(catalog: Catalog, number: int) -> list[int]:
    return sorted(sorted(catalog.ports, key=lambda it: abs(it - number))[:NEIGHBOURS])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
