"""The ledger of links: every address and anchor that was ever published, and what became of it.

data/links.tsv only grows. A link may have several lines; the last one counts. `to` names a live link: where a
moved link went, or what to read instead of a retired one.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from generator.document import FORBIDDEN, decode, place_in
from generator.problems import DataError, Place, Problem, did_you_mean

FILE = "data/links.tsv"
COLUMNS = ("link", "state", "since", "to", "why")
HEADER = "\t".join(COLUMNS)
STATES = ("live", "moved", "retired")
# An address from the site's root; an anchor may follow. Mail programs and people break all other characters.
_LINK = re.compile(r"/(?:[a-z0-9._-]+/)*(?:[a-z0-9._-]+)?(?:#[A-Za-z0-9._-]+)?")


class Line(NamedTuple):
    """One line of the ledger: the state that a link has since a day; `number` counts from 1."""

    link: str
    state: str
    since: str
    to: str = ""
    why: str = ""
    number: int = 0

    def __str__(self) -> str:
        """The line as it stands in the file."""
        return "\t".join(self[: len(COLUMNS)]).rstrip("\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of a link: its state, where it leads now ("" for nowhere), and why."""

    state: str  # one of STATES, or "unknown"
    to: str = ""
    why: str = ""


@dataclass(frozen=True)
class Ledger:
    """All lines of data/links.tsv, in order."""

    lines: tuple[Line, ...] = ()
    text: str = field(default="", repr=False)

    @cached_property
    def last(self) -> Mapping[str, Line]:
        """The line that counts, by link."""
        return {line.link: line for line in self.lines}

    def fate(self, link: str) -> Fate:
        """Say what became of a link, however often it moved.

        An anchor without a line of its own shares the fate of its page: on a page that moved, it is the same
        anchor of the new page.
        """
        seen: set[str] = set()
        first = self._step(link)
        now = first
        while now.state == "moved" and now.to not in seen:
            seen.add(now.to)
            further = self._step(now.to)
            if further.state in ("live", "unknown"):
                break
            now = further
        return Fate(state=now.state, to=now.to, why=now.why or first.why)

    def _step(self, link: str) -> Fate:
        line = self.last.get(link)
        page, _, anchor = link.partition("#")
        whole = self.last.get(page) if anchor else None
        if whole is not None and whole.state != "live" and (line is None or line.state == "live"):
            same = f"{whole.to}#{anchor}" if whole.state == "moved" and "#" not in whole.to else whole.to
            return Fate(state=whole.state, to=same, why=whole.why)
        if line is None:
            return Fate(state="unknown")
        return Fate(state=line.state, to=line.to, why=line.why)

    def place(self, line: Line) -> Place:
        """Return where a line stands."""
        return place_in(FILE, self.text, (line.number - 1, 0))


def load(root: Path) -> Ledger:
    """Read `root`/data/links.tsv; a project that has published nothing has no such file.

    Raises:
        DataError: with every line that is not one of a ledger.
    """
    file = root / FILE
    return parse(decode(file.read_bytes(), FILE)) if file.is_file() else Ledger()


def parse(text: str) -> Ledger:
    """Read the text of a ledger.

    Raises:
        DataError: with every line that is not one of a ledger.
    """
    first, *rows = text.removesuffix("\n").split("\n")
    if first != HEADER:
        place = place_in(FILE, text, (0, 0))
        raise DataError([Problem(place=place, message=f"the first line must name the columns: {', '.join(COLUMNS)}")])
    lines = tuple(Line(*_cells(row), number=number) for number, row in enumerate(rows, start=2))
    ledger = Ledger(lines, text)
    if found := list(_faults(ledger)):
        raise DataError(found)
    return ledger


def _cells(row: str) -> list[str]:
    cells = row.split("\t")
    return [*cells, *[""] * (len(COLUMNS) - len(cells))][: len(COLUMNS)]


def _faults(ledger: Ledger) -> Iterable[Problem]:
    for line in ledger.lines:
        for message, suggestion in _wrong(line, ledger):
            yield Problem(place=ledger.place(line), message=message, suggestion=suggestion)


def _wrong(line: Line, ledger: Ledger) -> Iterable[tuple[str, str]]:
    """Yield message and suggestion for each thing that one line gets wrong by itself."""
    raw = ledger.text.split("\n")[line.number - 1] if "\t" not in line.link else ""
    if raw.count("\t") >= len(COLUMNS) or FORBIDDEN.search(raw.replace("\t", "")):
        yield f"a line has {len(COLUMNS)} columns, parted by single tabs", ""
    if not _LINK.fullmatch(line.link):
        yield (
            f'"{line.link}" is not a link of this site',
            "write /folder/page/ or /folder/page/#anchor, in small letters",
        )
    if line.state not in STATES:
        yield f'"{line.state}" is not one of {", ".join(STATES)}', did_you_mean(line.state, STATES)
    if not _is_date(line.since):
        yield f'"{line.since}" is not a date', "write it as 2026-11-22"
    if line.state == "live" and (line.to or line.why):
        yield "a live link has no target and no reason", ""
    if line.state == "moved" and not line.to:
        yield "a moved link needs its new address in the column `to`", ""
    if line.state == "retired" and not (line.to and line.why):
        yield "a retired link needs what to read instead, and why it is gone, in the columns `to` and `why`", ""


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
