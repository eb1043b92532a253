"""The keyboard alone: from the top of each kind of page to its end, and into search and menu."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.walk import FEW_ROWS, walked
from tests.kinds import KINDS, MISSING, PHONE, WIDE

pytestmark = pytest.mark.browser

# On a phone only the frame differs, and the few parts that scripts add.
WALKS = [(path, "wide") for path in (KINDS | MISSING).values()]
WALKS += [(KINDS[kind], "phone") for kind in ("home", "port", "case", "article")]
SIZES = {"wide": WIDE, "phone": PHONE}


def settled(page: Page, path: str) -> Page:
    """Wait for the answer that scripts write, and cut tables to their first rows."""
    if "?q=" in path or path in MISSING.values():
        page.wait_for_timeout(600)
    page.wait_for_load_state("networkidle")
    page.evaluate(FEW_ROWS)
    return page


@pytest.mark.parametrize(("path", "size"), WALKS)
def test_the_tab_key_reaches_everything_in_reading_order(opened: Opener, path: str, size: str) -> None:
    """Each link, button and field is reached once, in the order of the source, marked and in sight; nothing holds the focus."""
    page = opened(path, allow_404=True, viewport=SIZES[size], reduced_motion="reduce")
    expected, stops = walked(settled(page, path))
    assert "md-skip" in stops[0]["name"], "the first stop leads past the menus"
    numbers = [it["number"] for it in stops if it["number"] >= 0]
    assert numbers == sorted(set(numbers))
    assert [what for i, what in enumerate(expected) if i not in numbers] == []
    assert [it["name"] for it in stops if not it["marked"]] == []
    # The search of a phone comes into sight by the focus itself: the test below.
    assert [it["name"] for it in stops if not it["seen"] and "md-search__input" not in it["name"]] == []


@pytest.mark.parametrize("path", [*KINDS.values(), *MISSING.values()][::5])
def test_the_link_past_the_menus_leads_to_the_text(opened: Opener, path: str) -> None:
    """The first Tab and Enter bring the title into sight; the next Tab goes on from there, not through the menus."""
    page = opened(path, allow_404=True, viewport=WIDE, reduced_motion="reduce")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article, .md-content') !== null")


@pytest.mark.parametrize("size", SIZES)
def test_the_search_is_opened_walked_and_left_by_keys(opened: Opener, size: str) -> None:
    """The field shows itself when the focus comes, results are reached by arrow, and Escape closes it."""
    page = opened("/", viewport=SIZES[size], reduced_motion="reduce")
    page.locator(".md-search__input").focus()
    expect(page.locator(".md-search__input")).to_be_in_viewport()
    page.wait_for_selector(".md-search-result__meta:has-text('Type to start')", state="attached")
    page.keyboard.type("62893")
    # Each key brings results anew; those for the whole number say so in their links.
    first = page.locator(".md-search-result__list > li > a[href$='h=62893']").first
    expect(first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-md-toggle='search']")).not_to_be_checked()
