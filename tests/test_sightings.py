"""The lines that programs print: each shows an address, its counter-example another side, the page all of them."""

import re

import pytest

from generator import fragments, layout, model, render, strict_yaml
from generator.catalog import Catalog
from tests.conftest import ROOT
from tests.test_fragments import catalog  # noqa: F401 (a fixture)

PAGE = ROOT / "docs/learn/reading-logs.md"
SIGHTINGS = layout.SightingsFile.model_validate(
    strict_yaml.read(ROOT / "data/sightings.yml", "data/sightings.yml").content
).sightings
# A port follows an address, a word that names one, or stands before its transport.
PORT = re.compile(
    r"[:.#=]\d{2,5}(?!\d|\.\d)|\bport\W{1,3}\d{2,5}\b|\b\d{2,5}/tcp\b|(?<![\d.])\b\d{4,5}\b(?![\d.])", re.IGNORECASE
)


def headings(text: str, level: int) -> list[str]:
    """List the anchors of the headings of one level."""
    return re.findall(rf"^{'#' * level} .+ {{ #([a-z0-9-]+) }}$", text, re.MULTILINE)


@pytest.fixture(scope="module")
def fragment(catalog: Catalog) -> str:  # noqa: F811 (pytest's way to ask for a fixture)
    """The part of the page that is made from the sightings."""
    [found] = [it for it in fragments.all_fragments(catalog) if it.path == "_facts/sightings.md"]
    return render.Renderer().fragment(found)


def test_there_are_many_sightings_of_every_side() -> None:
    """At least 60 sightings, no id twice, and at least seven for each side of a connection."""
    assert len(SIGHTINGS) >= 60
    assert len({it.id for it in SIGHTINGS}) == len(SIGHTINGS)
    for side in fragments.SIDES:
        assert sum(it.side == side for it in SIGHTINGS) >= 7, side


@pytest.mark.parametrize("item", SIGHTINGS, ids=lambda it: it.id)
def test_both_lines_of_a_sighting_hold_a_port(item: model.Sighting) -> None:
    """A reader finds a port in each example and in each counter-example, and the two differ."""
    assert PORT.search(item.example)
    assert PORT.search(item.counter_example)
    assert item.example.strip() != item.counter_example.strip()


def test_no_two_sightings_show_the_same_line_under_the_same_name() -> None:
    """The headings of the page tell the sightings apart."""
    names = [it.printed_by for it in SIGHTINGS]
    assert len(set(names)) == len(names)
    assert len({it.example for it in SIGHTINGS}) == len(SIGHTINGS)


def test_the_page_groups_all_sightings_by_side(fragment: str) -> None:
    """Each side is a section with its sightings in the order of the data; none is left out."""
    assert headings(fragment, 2) == list(fragments.SIDES)
    for side, section in zip(fragments.SIDES, re.split(r"^## ", fragment, flags=re.MULTILINE)[1:], strict=True):
        assert headings(section, 3) == [it.id for it in SIGHTINGS if it.side == side]


def test_a_sighting_is_shown_with_its_counter_example_and_source(fragment: str) -> None:
    """Below a heading stand the line, what it means, the line that looks alike, how that one reads, and a source."""
    item = next(it for it in SIGHTINGS if it.id == "uvicorn-access")
    shown = next(part for part in fragment.split("\n### ") if "{ #uvicorn-access }" in part)
    places = [
        shown.index(item.example),
        shown.index(item.meaning),
        shown.index(item.do),
        shown.index("Not to be confused with:"),
        shown.index(item.counter_example),
        shown.index(item.counter_reading),
        shown.index("Source: ["),
    ]
    assert places == sorted(places)


def test_the_page_answers_before_it_lists() -> None:
    """The hand-written page tells all four sides in its first paragraph, and links each section from its rules."""
    text = PAGE.read_text("utf-8")
    first = text.split("\n\n")[2]
    assert [word in first for word in ("listener", "temporary end", "published port", "target")] == [True] * 4
    assert {f"(#{side})" for side in fragments.SIDES} <= set(re.findall(r"\(#[a-z]+\)", text.split("--8<--")[0]))


def test_the_pattern_knows_a_port() -> None:
    """A port is found behind an address, behind its word and before its transport; other numbers are not taken for one."""
    for text in (
        "127.0.0.1:80",
        "127.0.0.53#53",
        "port 22.",
        '"port":27017',
        "5432/tcp",
        "address: 5005",
        "1.49342 > 2",
    ):
        assert PORT.search(text), text
    for text in ("status 200", "127.0.0.1", "11 ms", "version 8.2.0"):
        assert not PORT.search(text), text
