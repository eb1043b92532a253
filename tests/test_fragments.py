"""Hand-written pages take their numbers from the data, by including fragments."""

import re
from pathlib import Path

import pytest

from generator import build
from generator.catalog import Catalog
from tests.conftest import ROOT
from tests.test_pages import TODAY

INCLUDED = re.compile(r'^--8<-- "(.+)"$', re.MULTILINE)
HAND_WRITTEN = [
    file
    for folder in ("learn", "howto", "helpdesk", "lookup", "about")
    for file in sorted((ROOT / "docs" / folder).glob("**/*.md"))
]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


@pytest.fixture(scope="module")
def fragments(catalog: Catalog) -> set[str]:
    """The fragments that the generator writes, as pages name them."""
    return {path.removeprefix("docs/") for path in build.files(catalog) if path.startswith("docs/_facts/")}


def test_every_included_fragment_is_generated(fragments: set[str]) -> None:
    """A page includes only what the generator writes: no page shows a leftover."""
    for page in HAND_WRITTEN:
        assert set(INCLUDED.findall(page.read_text("utf-8"))) <= fragments, page


def test_every_fragment_that_is_not_a_procedure_is_included(fragments: set[str]) -> None:
    """A fragment that no page shows is dead; procedures stand on port and case pages as well."""
    used = {name for page in HAND_WRITTEN for name in INCLUDED.findall(page.read_text("utf-8"))}
    assert {name for name in fragments if "/procedure-" not in name} - used == set()


def test_a_page_of_the_top_folder_includes_nothing() -> None:
    """The links of a fragment lead out of one folder: a page of docs/ itself would break them."""
    for page in Path(ROOT / "docs").glob("*.md"):
        assert not INCLUDED.search(page.read_text("utf-8")), page
