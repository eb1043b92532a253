"""The pictures of previews: one for each kind of page, small, and with the numbers of the data."""

import re
from pathlib import Path

import pytest
from PIL import Image

from generator import build
from generator.catalog import Catalog
from tests.conftest import ROOT
from tests.previews import drawings
from tests.previews.plate import HEIGHT, WIDTH
from tests.test_pages import TODAY

FOLDER = ROOT / "docs/assets/previews"
LARGEST = 60_000  # bytes
SMALLEST_LETTERS = 28  # of 630: readable where a chat shows the picture 300 pixels wide


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


def test_there_is_a_picture_for_each_kind_and_no_other() -> None:
    """What is drawn is committed: `make previews` writes exactly these files."""
    assert {file.name for file in FOLDER.iterdir()} == {f"{kind}.png" for kind in drawings.KINDS}


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.png")), ids=lambda it: it.name)
def test_a_picture_is_small_and_of_the_size_that_pages_state(file: Path) -> None:
    """PNG, 1200 by 630, below 60 kB."""
    with Image.open(file) as picture:
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert file.stat().st_size < LARGEST


@pytest.mark.parametrize("kind", drawings.KINDS)
def test_all_letters_are_large_enough(kind: str) -> None:
    """No word of a picture is smaller than a chat's narrow column can show."""
    sizes = [int(size) for size in re.findall(r'font-size="(\d+)"', drawings.KINDS[kind]())]
    assert len(sizes) > 2
    assert min(sizes) >= SMALLEST_LETTERS


def test_the_rulers_have_the_numbers_of_the_data(catalog: Catalog) -> None:
    """Ranges and the systems' own ranges are drawn as the records say."""
    assert tuple(it.first for it in catalog.ranges.values()) == drawings.STARTS
    assert max(it.last for it in catalog.ranges.values()) == drawings.LAST
    spans = {(it.system, it.first, it.last) for it in catalog.systems.values()}
    for names, first, last in drawings.AUTOMATIC:
        assert {(name, first, last) for name in names.split(", ")} <= spans
