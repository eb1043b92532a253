"""`new port 8080`: a valid data file with everything that the ranges already tell."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

from generator import output
from generator.catalog import Catalog
from generator.fields import MAX_PORT
from generator.problems import UsageError

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
    automatic = [it.system for name in ("linux", "macos", "windows") if number in (it := catalog.systems[name])]
    yield _MODELINE
    yield f"number: {number}"
    yield f"answer: {_quoted(_answer(number, home.id, automatic))}"
    yield "transports: [tcp]"
    yield "exposure:"
    yield f"  level: {'low' if automatic else 'medium'}"
    yield f"  why: {_quoted(_why(number))}"
    yield "cases: [connection-refused, port-in-use]"
    if near := _nearest(catalog, number):
        yield f"near: [{', '.join(map(str, near))}]"
    yield f"sources: [{', '.join(dict.fromkeys((*home.sources, *catalog.systems['linux'].sources)))}]"
    yield f'checked: "{today}"'


def _answer(number: int, home: str, automatic: list[str]) -> str:
    if home == "dynamic" or automatic:
        systems = f"{', '.join(automatic[:-1])} and {automatic[-1]}" if len(automatic) > 1 else automatic[0]
        kind = "dynamic" if home == "dynamic" else "user"
        return f"Port {number}, a {kind} port, is one that {systems} lend to connections by themselves: ask which program holds it before you guess."
    return f"Port {number} is a {home} port that no system lends out by itself: a program was told to use it."


def _why(number: int) -> str:
    return f"No program is known to us that uses {number} by default. The risk is that of the program that listens, and of the address on which it does."


def _nearest(catalog: Catalog, number: int) -> list[int]:
    return sorted(sorted(catalog.ports, key=lambda it: abs(it - number))[:NEIGHBOURS])


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
