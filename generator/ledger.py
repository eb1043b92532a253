"""The ledger of links: every address and anchor that was ever published, and what became of it.

data/links.tsv only grows. A link may have several lines; the last one counts. `to` names a live link: where a
moved link went, or what to read instead of a retired one.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from sys import intern
from typing import NamedTuple

from generator.document import FORBIDDEN, decode, place_in
from generator.problems import DataError, Place, Problem, did_you_mean

FILE = "data/links.tsv"
COLUMNS = ("link", "state", "since", "to", "why")
HEADER = "\t".join(COLUMNS)
STATES = ("live", "moved", "retired")
# An address from the site's root; an anchor may follow. Mail programs and people break all other characters.
_LINK = re.compile(r"/(?:[a-z0-9._-]+/)*(?:[a-z0-9._-]+)?(?:#[A-Za-z0-9._-]+)?")
_LIVE = re.compile(rf"{_LINK.pattern}\tlive\t[0-9-]{{10}}")


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
        return f"{self.link}\t{self.state}\t{self.since}\t{self.to}\t{self.why}".rstrip("\t")


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

    @cached_property
    def live_anchors(self) -> Mapping[str, frozenset[str]]:
        """The anchors of each page whose own last line says that they are live."""
        found: dict[str, set[str]] = {}
        for line in self.last.values():
            page, mark, anchor = line.link.partition("#")
            if mark and line.state == "live":
                found.setdefault(page, set()).add(anchor)
        return {page: frozenset(names) for page, names in found.items()}

    def fate(self, link: str) -> Fate:
        """Say what became of a link, however often it moved; `to` is where the way ends, "" when it runs in a circle.

        A link that moved to one which was retired later is retired. An anchor without a line of its own shares
        the fate of its page: on a page that moved, it is the same anchor of the new page.
        """
        now = self.step(link)
        state, why, seen = now.state, now.why, {link}
        while now.to:
            if now.to in seen:
                return Fate(state=state, why=why)
            seen.add(now.to)
            further = self.step(now.to)
            if further.state in ("live", "unknown"):
                break
            now = further
            if (state, now.state) == ("moved", "retired"):
                state, why = now.state, now.why
        return Fate(state=state, to=now.to, why=why)

    def step(self, link: str) -> Fate:
        """Say what the ledger holds of a link itself: where it went first, if it moved."""
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
        row = self._rows[line.number - 1].replace("\t", "  ")  # a tab would be shown as a forbidden character
        return replace(place_in(FILE, row, (0, 0)), line=line.number)

    @cached_property
    def _rows(self) -> list[str]:
        return self.text.split("\n")


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
        message = f"the first line must name the columns: {', '.join(COLUMNS)}, parted by tabs"
        raise DataError([Problem(place=place_in(FILE, text, (0, 0)), message=message)])
    ledger = Ledger(tuple(_line(row, number) for number, row in enumerate(rows, start=2)), text)
    if found := list(_faults(ledger, rows)):
        raise DataError(found)
    return ledger


def is_link(text: str) -> bool:
    """Whether `text` has the form of a link of this site: `/folder/page/`, `/folder/page/#anchor`."""
    return bool(_LINK.fullmatch(text))


def _line(row: str, number: int) -> Line:
    link, state, since, to, why = [*row.split("\t"), *("",) * 4][: len(COLUMNS)]
    return Line(link, intern(state), intern(since), to, why, number)  # hundreds of thousands share a state and a day


def _faults(ledger: Ledger, rows: list[str]) -> Iterator[Problem]:
    for line, row in zip(ledger.lines, rows, strict=True):
        if _LIVE.fullmatch(row) and _is_date(line.since):  # nearly all are so, and in a large ledger time counts
            continue
        for message, suggestion in _wrong(line, row):
            yield Problem(place=ledger.place(line), message=message, suggestion=suggestion)


def _wrong(line: Line, row: str) -> Iterator[tuple[str, str]]:
    """Yield message and suggestion for each thing that one line gets wrong by itself."""
    if "\t" not in row:
        yield f"a line has at least {', '.join(COLUMNS[:3])}, parted by tabs", ""
        return
    if row.count("\t") >= len(COLUMNS):
        yield f"a line has at most {len(COLUMNS)} columns", ""
    if FORBIDDEN.search(row.replace("\t", "")):
        yield "the line holds a character that nobody can see", "remove it"
    if not is_link(line.link):
        write = "write /folder/page/ or /folder/page/#anchor, the path in small letters"
        yield f'"{line.link}" is not a link of this site', write
    if line.state not in STATES:
        yield f'"{line.state}" is not one of {", ".join(STATES)}', did_you_mean(line.state, STATES)
    if not _is_date(line.since):
        yield f'"{line.since}" is not a date', "write it as 2026-11-22"
    yield from _wrong_target(line)


def _wrong_target(line: Line) -> Iterator[tuple[str, str]]:
    if line.state == "live" and (line.to or line.why):
        yield "a live link has no target and no reason", ""
    if line.state == "moved" and not line.to:
        yield "a moved link needs its new address in the column `to`", ""
    if line.state == "retired" and not (line.to and line.why):
        yield "a retired link needs what to read instead, and why it is gone, in the columns `to` and `why`", ""
    if line.to and not is_link(line.to):
        yield f'the target "{line.to}" is not a link of this site', "write /folder/page/ or /folder/page/#anchor"


@lru_cache(maxsize=4096)
def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
