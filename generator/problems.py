"""What can be wrong with the data, and where."""

import difflib
import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A point in a file: lines and columns count from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1
    excerpt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault: where it stands, the rule that it breaks, and what was probably meant."""

    place: Place
    message: str
    suggestion: str = ""

    @property
    def sentence(self) -> str:
        """The message with its suggestion, on one line."""
        return f"{self.message} ({self.suggestion})" if self.suggestion else self.message

    def __str__(self) -> str:
        """The form for people and editors: `path:line:column: error: ...`, the line, a caret."""
        head = f"{self.place.path}:{self.place.line}:{self.place.column}: error: {self.sentence}"
        if not self.place.excerpt:
            return head
        return f"{head}\n    {self.place.excerpt}\n    {' ' * (self.place.column - 1)}^"

    def as_annotation(self) -> str:
        """The form that GitHub shows beside the line in a review."""
        place = self.place
        return f"::error file={place.path},line={place.line},col={place.column}::{self.sentence}"


class DataError(Exception):
    """The data has problems: nothing was, and nothing will be, written."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda it: (it.place.path, it.place.line, it.place.column)))
        super().__init__(f"{len(self.problems)} problem(s)")


class UsageError(Exception):
    """The request itself makes no sense, whatever the data says: wrong folder, wrong number."""


def did_you_mean(word: str, choices: Collection[str]) -> str:
    """Name the choice that `word` resembles as a suggestion, or return "" when none is near."""
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else ""


def as_json(problems: Iterable[Problem]) -> str:
    """The form for programs: a JSON list, one object a problem."""
    return json.dumps([asdict(problem) for problem in problems], indent=2, ensure_ascii=False)
