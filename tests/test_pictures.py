"""Every picture of every page: valid, described, small, free of colours and scripts, and with room for its words."""

import gzip
import re
from itertools import combinations

import pytest

from generator import build
from generator.catalog import Catalog
from tests.conftest import ROOT
from tests.drawings import Drawing, figures
from tests.test_pages import TODAY

COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|\b(?:fill|stroke|color|style|stop-color)=")
MOST_BYTES, MOST_BYTES_OF_A_PORT = 6000, 1100  # gzipped
SIDEWAYS = 0.5  # units: a rounding


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


@pytest.fixture(scope="module")
def texts(catalog: Catalog) -> dict[str, str]:
    """The site's own generated files."""
    return build.files(catalog)


@pytest.fixture(scope="module")
def drawn(texts: dict[str, str]) -> dict[str, list[Drawing]]:
    """The drawings by page."""
    return {path: found for path, text in texts.items() if path.endswith(".md") and (found := figures(text))}


def test_every_kind_of_page_has_its_picture(catalog: Catalog, drawn: dict[str, list[Drawing]]) -> None:
    """Each port, each range, the directories and every IPv4 block show a picture."""
    wanted = [f"docs/ports/{it}.md" for it in catalog.ports]
    wanted += [f"docs/ranges/{it}.md" for it in (*catalog.ranges, "ephemeral", "index")]
    wanted += ["docs/ports/index.md", "docs/addresses/index.md"]
    wanted += [f"docs/addresses/{it.id}.md" for it in catalog.blocks.values() if it.family == "IPv4"]
    assert [it for it in wanted if it not in drawn] == []


def test_each_picture_has_a_name_a_description_and_a_caption(drawn: dict[str, list[Drawing]]) -> None:
    """A reader who cannot see a picture hears its name and what it shows; all read one sentence below it."""
    for path, found in drawn.items():
        for it in found:
            name, description = it.svg.find("title"), it.svg.find("desc")
            caption = it.figure.find("figcaption")
            assert name is not None, path
            assert description is not None, path
            assert caption is not None, path
            assert it.svg.attrib["aria-labelledby"] == name.attrib["id"]
            assert it.svg.attrib["aria-describedby"] == description.attrib["id"]
            assert len(description.text or "") > len(name.text or "") > 5
            assert (caption.text or "").endswith((".", ")")), path
            assert it.figure.attrib["class"] == "atlas-picture"
            assert it.svg.attrib["role"] == ("group" if it.of("a") else "img")


def test_no_id_stands_twice_on_a_page(drawn: dict[str, list[Drawing]]) -> None:
    """Ids of pictures are unique on their page and begin with `picture-`, so that they clash with no heading."""
    for path, found in drawn.items():
        ids = [element.attrib["id"] for it in found for element in it.svg.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), path
        assert all(it.startswith("picture-") for it in ids)


def test_pictures_hold_no_colour_no_script_and_no_foreign_address(drawn: dict[str, list[Drawing]]) -> None:
    """Colours come from classes alone; nothing in a picture runs, and its links lead to pages of the site."""
    for path, found in drawn.items():
        for it in found:
            assert not COLOUR.search(it.html), path
            assert not it.of("script")
            assert not it.of("style")
            names = {name for element in it.svg.iter() for name in element.attrib}
            assert not [name for name in names if name.startswith("on") or name in {"style", "xlink:href"}]
            for link in it.of("a"):
                assert re.fullmatch(r"[a-z0-9-]+/", link.attrib["href"]), path
                assert (ROOT / path).parent.joinpath(link.attrib["href"].rstrip("/") + ".md").is_file()


def test_pictures_are_small(drawn: dict[str, list[Drawing]]) -> None:
    """A picture weighs at most 6 kB gzipped, and that of a port page about 1 kB."""
    for path, found in drawn.items():
        limit = MOST_BYTES_OF_A_PORT if re.fullmatch(r"docs/ports/\d+\.md", path) else MOST_BYTES
        for it in found:
            assert len(gzip.compress(it.html.encode())) <= limit, path


def test_no_text_leaves_a_picture_or_touches_another_one(drawn: dict[str, list[Drawing]]) -> None:
    """On a phone of 320 pixels every word has its own room, also in a wide font."""
    faults: list[tuple[str, ...]] = []
    for path, found in drawn.items():
        for it in found:
            width, height = it.size
            boxes = list(it.boxes())
            faults += [
                (path, box.words)
                for box in boxes
                if box.left < -SIDEWAYS or box.right > width + SIDEWAYS or box.top < 0 or box.bottom > height
            ]
            faults += [(path, one.words, two.words) for one, two in combinations(boxes, 2) if one.touches(two)]
    assert faults == []


def test_a_picture_is_one_line_that_markdown_leaves_alone(texts: dict[str, str]) -> None:
    """Each figure begins and ends its own paragraph; an empty line inside would end the raw HTML."""
    for path, text in texts.items():
        if path.endswith(".md"):
            assert len(re.findall(r"<figure ", text)) == len(re.findall(r"\n\n<figure .*</figure>(?=\n)", text)), path


def test_pages_that_a_drawing_names_include_it(catalog: Catalog) -> None:
    """A drawing that says which hand-written pages show it is included there, and each drawing is shown somewhere."""
    for it in (*catalog.exchanges.values(), *catalog.journeys.values()):
        assert it.cases or it.pages, it.id
        for page in it.pages:
            assert f'--8<-- "_facts/picture-{it.id}.md"' in (ROOT / f"docs/{page}.md").read_text(encoding="utf-8")
