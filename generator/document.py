"""A data file that was read: its text, and where in it each value stands."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from generator.problems import DataError, Place, Problem

# C0 and C1 control characters but the line feed; invisible and direction-changing characters.
FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


Location = tuple[int | str, ...]
Mark = tuple[int, int]  # line and column, both from 0


class Places(NamedTuple):
    """Where the values and the keys of a document stand, by their locations."""

    values: dict[Location, Mark]
    keys: dict[Location, Mark]


@dataclass(frozen=True)
class Document:
    """One file's content as plain values (sequences are tuples), and where each value stands.

    Places are asked for only when something is wrong, so they are found only then, by `find`.
    """

    path: str
    content: Any
    text: str
    find: Callable[[str], Places]

    @cached_property
    def places(self) -> Places:
        """Where everything stands."""
        return self.find(self.text)

    def place(self, location: Location = (), *, of_key: bool = False) -> Place:
        """Return the place of the value (or key) at `location`, or of the nearest value around it."""
        marks = {**self.places.values, **self.places.keys} if of_key else self.places.values
        while location and location not in marks:
            location = location[:-1]
        return place_in(self.path, self.text, marks.get(location, (0, 0)))


def place_in(path: str, text: str, mark: Mark) -> Place:
    """Turn a mark into a place with its line as excerpt."""
    lines = text.split("\n")
    line = min(mark[0], len(lines) - 1)
    excerpt = FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", lines[line])
    return Place(path=path, line=line + 1, column=mark[1] + 1, excerpt=excerpt)


def decode(raw: bytes, path: str) -> str:
    """Return the text of a file, with one kind of line end.

    Raises:
        DataError: it is not UTF-8.
    """
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        mark = (before.count("\n"), len(before) - before.rfind("\n") - 1)
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        suggestion = f"in Latin-1 it is {chr(raw[error.start])!r}: save the file as UTF-8"
        place = place_in(path, raw.decode("utf-8", errors="replace"), mark)
        raise DataError([Problem(place=place, message=message, suggestion=suggestion)]) from error
