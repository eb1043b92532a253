"""YAML without surprises, and the place of every value.

The accepted language is a small part of YAML 1.2: mappings, sequences, text, whole decimal
numbers, `true`, `false` and `null`. What YAML 1.1 (and so PyYAML's safe_load) reads as
something else than it looks like is refused, with the advice to write quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator.document import FORBIDDEN, Document, Location, Mark, Places, decode, place_in
from generator.problems import DataError, Place, Problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 40

# Plain (unquoted) text that some YAML reader takes for another value than its letters.
SURPRISES = (
    (re.compile(r"yes|no|on|off|y|n", re.IGNORECASE), "is a truth value in YAML 1.1"),
    (re.compile(r"true|false|null", re.IGNORECASE), "has capitals that readers of YAML treat differently"),
    (re.compile(r"[-+]?\d+(:[0-5]?\d)+"), "is a number of base 60 in YAML 1.1"),
    (re.compile(r"\d{4}-\d\d?(-\d\d?([Tt ].*)?)?"), "is a date in YAML 1.1"),
    (re.compile(r"[-+]?0[0-7_]+|0o[0-7]+"), "is an octal number"),
    (re.compile(r"[-+]?0[xb][0-9a-f_]+", re.IGNORECASE), "is a hexadecimal or binary number"),
    (re.compile(r"[-+]?\d[\d_]*_[\d_]*"), "is a number with underscores in YAML 1.1"),
    (re.compile(r"[-+]?(\d[\d_]*\.[\d_]*|\.\d[\d_]*)([eE][-+]?\d+)?|[-+]?\d+[eE][-+]?\d+"), "is a fraction"),
    (re.compile(r"[-+]?\.inf|\.nan", re.IGNORECASE), "is an infinite or undefined number"),
    (re.compile(r"\+\d+|[-+]?0\d+"), "is not how a whole number is written"),
    (re.compile(r"~|="), "is a special value in YAML 1.1"),
)
MAY_SURPRISE = re.compile(r"[-+.\d~=]|(?:yes|no|on|off|y|n|true|false|null)$", re.IGNORECASE)  # a quick first look
WORDS = {"true": True, "false": False, "null": None}
WHOLE_NUMBER = re.compile(r"0|-?[1-9]\d{0,17}")
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is still being read, and where it began."""

    mark: Mark
    items: dict[str, Any] | list[Any]
    key: str | None = None
    lines: dict[str, int] = field(default_factory=dict)


def read(file: Path, path: str) -> Document:
    """Read one file; `path` is how messages call it.

    Raises:
        DataError: the file is not UTF-8, is too large, or is not YAML of the accepted kind.
    """
    raw = file.read_bytes()
    if len(raw) > MAX_BYTES:
        raise DataError([Problem(place=Place(path=path), message=f"larger than {MAX_BYTES} bytes")])
    return parse(decode(raw, path), path)


def parse(text: str, path: str) -> Document:
    """Parse the text of one file.

    Raises:
        DataError: the text is not YAML of the accepted kind; all problems of the file are in it.
    """
    if problems := list(_forbidden_characters(text, path)):
        raise DataError(problems)
    reader = _Reader(path, text)
    reader.read()
    if reader.problems:
        raise DataError(reader.problems)
    return Document(path, reader.content, text, _places)


def _forbidden_characters(text: str, path: str) -> Iterator[Problem]:
    for match in FORBIDDEN.finditer(text):
        start = match.start()
        mark = (text.count("\n", 0, start), start - text.rfind("\n", 0, start) - 1)
        code = ord(match[0])
        what = "a tab is not allowed" if code == ord("\t") else f"the invisible character U+{code:04X} is not allowed"
        suggestion = "use spaces" if code == ord("\t") else "remove it"
        yield Problem(place=place_in(path, text, mark), message=what, suggestion=suggestion)


def _mark(event: Any) -> Mark:
    start = event.start_mark
    return start.line, start.column


def _places(text: str) -> Places:
    """Find where each value and each key of an accepted text stands, in PyYAML's node graph."""
    values: dict[Location, Mark] = {}
    keys: dict[Location, Mark] = {}
    rest: list[tuple[Location, Any]] = [((), yaml.compose(text, Loader=_Loader))]
    while rest:
        location, node = rest.pop()
        values[location] = _mark(node)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                keys[*location, key.value] = _mark(key)
                rest.append(((*location, key.value), value))
        elif isinstance(node, yaml.SequenceNode):
            rest += [((*location, index), value) for index, value in enumerate(node.value)]
    return Places(values, keys)


class _Reader:
    """Builds the values from PyYAML's events, with a stack of its own instead of recursion."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.content: Any = None
        self.problems: list[Problem] = []
        self._stack: list[_Open] = []
        self._documents = 0

    def read(self) -> None:
        """Read all events; what is wrong goes to `problems`."""
        take = {
            yaml.DocumentStartEvent: self._begin_document,
            yaml.AliasEvent: self._alias,
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._begin,
            yaml.SequenceStartEvent: self._begin,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
        }
        try:
            events = _Loader(self.text)
            while events.check_event():
                event = events.get_event()
                if (method := take.get(type(event))) and method(event, _mark(event)) is False:
                    return
        except yaml.MarkedYAMLError as error:
            self._syntax_error(error)
        if not self.problems and self._documents == 0:
            self._report((0, 0), "the file is empty")

    def _begin_document(self, _event: Any, mark: Mark) -> bool:
        self._documents += 1
        if self._documents > 1:
            self._report(mark, "a second document in one file is not allowed")
        return self._documents == 1

    def _alias(self, _event: Any, mark: Mark) -> None:
        self._report(mark, "anchors and aliases are not allowed", "write the value out")
        self._add(None, mark)

    def _check_node(self, event: Any, mark: Mark) -> None:
        if event.anchor is not None:
            self._report(mark, "anchors and aliases are not allowed", "write the value out")
        if event.tag is not None:
            self._report(
                mark, f"the tag !!{event.tag.rpartition(':')[2]} is not allowed", "remove it; the schema knows the type"
            )

    def _begin(self, event: Any, mark: Mark) -> bool:
        """Open a mapping or sequence; False when reading on makes no sense."""
        self._check_node(event, mark)
        if len(self._stack) >= MAX_DEPTH:
            self._report(mark, f"nested more than {MAX_DEPTH} levels deep")
            return False
        if self._awaits_key():
            self._report(mark, "a key must be plain text")
            return False
        self._stack.append(_Open(mark, {} if type(event) is yaml.MappingStartEvent else []))
        return True

    def _end(self, _event: Any, _mark: Mark) -> None:
        done = self._stack.pop()
        value = tuple(done.items) if isinstance(done.items, list) else done.items
        self._add(value, done.mark)

    def _scalar(self, event: Any, mark: Mark) -> None:
        self._check_node(event, mark)
        if self._awaits_key():
            self._key(event.value, mark)
        elif event.implicit[0]:
            self._add(self._plain(event.value, mark), mark)
        else:
            self._add(event.value, mark)

    def _key(self, key: str, mark: Mark) -> None:
        top = self._stack[-1]
        if key == "<<":
            self._report(mark, "merge keys are not allowed", "write the keys out")
        elif key in top.lines:
            self._report(mark, f'duplicate key "{key}"', f"first given on line {top.lines[key] + 1}")
        top.lines.setdefault(key, mark[0])
        top.key = key

    def _plain(self, text: str, mark: Mark) -> Any:
        """Resolve unquoted text as YAML 1.2 does, and refuse what YAML 1.1 reads differently."""
        if text in WORDS:
            return WORDS[text]
        if WHOLE_NUMBER.fullmatch(text):
            return int(text)
        if not text:
            self._report(mark, "a value is missing", 'write null, "" or leave the key out')
        if MAY_SURPRISE.match(text):
            for pattern, meaning in SURPRISES:
                if pattern.fullmatch(text):
                    self._report(mark, f"{text} without quotes {meaning}", f'write "{text}"')
                    break
        return text

    def _add(self, value: Any, mark: Mark) -> None:
        """Put a finished value into the innermost open mapping or sequence."""
        if not self._stack:
            self.content = value
            return
        top = self._stack[-1]
        if isinstance(top.items, list):
            top.items.append(value)
        elif top.key is None:
            self._report(mark, "a key must be plain text")
        else:
            top.items.setdefault(top.key, value)
            top.key = None

    def _awaits_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1].items, dict) and self._stack[-1].key is None

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        at = (mark.line, mark.column) if mark else (0, 0)
        text = error.problem or "is not YAML"
        if "mapping values are not allowed" in text:
            self._report(at, 'a value that contains ": " must be in quotes')
        else:
            self._report(at, f"not valid YAML: {text}")

    def _report(self, mark: Mark, message: str, suggestion: str = "") -> None:
        place = place_in(self.path, self.text, mark)
        self.problems.append(Problem(place=place, message=message, suggestion=suggestion))
