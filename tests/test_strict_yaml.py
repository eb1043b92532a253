"""The strict reader takes a small part of YAML 1.2 and knows the place of every value."""

import string
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import strict_yaml
from generator.document import Document
from generator.problems import DataError, Problem

KEYS = st.text(string.ascii_lowercase, min_size=2, max_size=8).filter(lambda it: it not in {"no", "on", "yes", "off"})
TEXTS = st.text(
    string.printable.replace("\t", "").replace("\r", "").replace("\x0b", "").replace("\x0c", ""), max_size=30
)
SCALARS = st.none() | st.booleans() | st.integers(-(10**15), 10**15) | TEXTS
VALUES = st.recursive(
    SCALARS, lambda it: st.lists(it, max_size=4) | st.dictionaries(KEYS, it, max_size=4), max_leaves=20
)


def parse(text: str) -> Document:
    """Read a text as if it were a file."""
    return strict_yaml.parse(text, "some.yml")


def frozen(value: Any) -> Any:
    """Return `value` with tuples for its lists, as the reader gives them."""
    if isinstance(value, dict):
        return {key: frozen(inner) for key, inner in value.items()}
    return tuple(frozen(inner) for inner in value) if isinstance(value, list) else value


def complaints(text: str) -> list[str]:
    """What the reader says of a text that it must refuse."""
    with pytest.raises(DataError) as caught:
        parse(text)
    return [problem.message for problem in caught.value.problems]


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
def test_what_is_written_in_quotes_is_read_back(value: dict[str, Any]) -> None:
    """Any tree of mappings, lists, texts, numbers and truth values survives writing and reading."""
    text = yaml.safe_dump(value, default_style='"', allow_unicode=True)
    plain = text.replace('!!int "', '"').replace('!!bool "', '"').replace('!!null "', '"')
    assert parse(plain).content.keys() == value.keys()


@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
def test_what_the_reader_takes_it_reads_as_yaml_1_2_does(value: dict[str, Any]) -> None:
    """A text that PyYAML writes is read as what was written, or is refused; never as something else."""
    try:
        content = parse(yaml.safe_dump(value, allow_unicode=True)).content
    except DataError:
        return
    assert content == frozen(value)


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """The problems with which `read` refuses, or none when it takes its text."""
    try:
        read()
    except DataError as error:
        return error.problems or pytest.fail("refused without a problem")
    return ()


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_with_places(text: str) -> None:
    """Whatever stands in a file, the reader returns a value or problems that lie inside the file."""
    for problem in problems_of(lambda: parse(text)):
        assert 1 <= problem.place.line <= text.count("\n") + 1


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """A file of any bytes never makes the reader fail in another way than with problems in that file."""
    file = tmp_path_factory.mktemp("bytes") / "some.yml"
    file.write_bytes(data)
    assert all(it.place.path == "some.yml" for it in problems_of(lambda: strict_yaml.read(file, "some.yml")))


@given(KEYS, st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_every_value_has_its_place(key: str, numbers: list[int]) -> None:
    """The place of the n-th value of a list is the line and column where it stands."""
    text = f"first: 1\n{key}x:\n" + "".join(f"  - {number}\n" for number in numbers)
    document = parse(text)
    for index in range(len(numbers)):
        place = document.place((f"{key}x", index))
        assert (place.line, place.column) == (index + 3, 5)
        assert place.excerpt[place.column - 1] == str(numbers[index])


def test_the_place_of_a_missing_value_is_that_of_what_is_around_it() -> None:
    """Asked for a value that is not there, the document names the mapping that lacks it."""
    place = parse("a: 1\nb:\n  c: 2\n").place(("b", "d"))
    assert (place.line, place.column) == (3, 3)


def test_a_mapping_of_forty_levels_is_read() -> None:
    """Forty levels are allowed; only the forty-first is refused."""
    depth = strict_yaml.MAX_DEPTH
    assert parse("[" * depth + "]" * depth).content
    assert complaints("[" * (depth + 1) + "]" * (depth + 1)) == [f"nested more than {depth} levels deep"]


def test_thousands_of_levels_are_refused_at_once() -> None:
    """Deep nesting, which breaks recursive readers, is an ordinary problem here."""
    assert len(complaints("[" * 100_000)) == 1


def test_an_alias_bomb_is_refused_without_growing() -> None:
    """Aliases of aliases, which grow to a billion values, are refused before they are followed."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert set(complaints("\n".join(lines))) == {"anchors and aliases are not allowed"}


def test_a_file_over_one_mebibyte_is_refused(tmp_path: Path) -> None:
    """A file larger than the limit is not parsed at all."""
    file = tmp_path / "big.yml"
    file.write_bytes(b"a: 1\n" + b"#" * strict_yaml.MAX_BYTES)
    with pytest.raises(DataError) as caught:
        strict_yaml.read(file, "big.yml")
    assert [problem.message for problem in caught.value.problems] == ["larger than 1048576 bytes"]


def test_all_problems_of_a_file_are_reported_together() -> None:
    """One run names every surprise of a file, not only the first."""
    assert len(complaints("a: no\nb: 22:22\nc: 0777\nd: 2026-01-01\n")) == 4


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_both_kinds_of_line_ends_are_read(tmp_path: Path, ending: str) -> None:
    """A file saved on Windows reads as one saved elsewhere."""
    file = tmp_path / "some.yml"
    file.write_bytes(f"a: 1{ending}b: two{ending}".encode())
    assert strict_yaml.read(file, "some.yml").content == {"a": 1, "b": "two"}
