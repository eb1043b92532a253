"""No barrier on any kind of page: axe, magnified text, a reader's own colours, no colours and no styles at all."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import Opener
from tests.browser.test_keyboard import settled
from tests.kinds import KINDS, MISSING, PHONE, WIDE

pytestmark = pytest.mark.browser

ALL = KINDS | MISSING
SIZES = {"wide": WIDE, "phone": PHONE}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Words that the edge of their own element cuts off; what scrolls inside itself loses nothing, nor what is only heard.
CUT = """() => [...document.querySelectorAll("article *")].filter((it) => {
  const style = getComputedStyle(it);
  return it.checkVisibility() && style.overflowX !== "visible" && !["auto", "scroll"].includes(style.overflowX)
    && style.clipPath === "none" && it.scrollWidth > it.clientWidth + 2 && it.textContent.trim() !== "";
}).map((it) => it.outerHTML.slice(0, 120))"""
# What the reader would have to push to the side inside the page; lines of code may be long.
PUSHED = """() => [...document.querySelectorAll("article *")].filter((it) => it.checkVisibility()
  && ["auto", "scroll"].includes(getComputedStyle(it).overflowX) && it.scrollWidth > it.clientWidth + 1
  && !it.closest("pre") && !it.querySelector("pre")).map((it) => it.outerHTML.slice(0, 120))"""
# Addresses in tables and options in any line that go on in the next line.
BROKEN = r"""() => [...document.querySelectorAll("article :is(td, th, code)")].filter((it) => it.checkVisibility() && !it.closest("pre"))
  .flatMap((it) => [...it.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE))
  .flatMap((node) => [...node.data.matchAll(node.parentElement.closest("td, th") ? /\d+(\.\d+){3}|(?<!\S)-\w+/g : /(?<!\S)-\w+/g)].filter((found) => {
    const range = new Range();
    range.setStart(node, found.index);
    range.setEnd(node, found.index + found[0].length);
    return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
  }).map(([word]) => word))"""
MOVING = """() => [...document.querySelectorAll("*")].flatMap((it) => [null, "::before", "::after"].map((part) => [it, getComputedStyle(it, part)]))
  .filter(([, its]) => its.scrollBehavior === "smooth" || Math.max(...its.transitionDuration.split(",").map(parseFloat)) > 0.01
    || (its.animationName !== "none" && parseFloat(its.animationDuration) > 0.01)).map(([it]) => it.outerHTML.slice(0, 120))"""


def in_the_dark(page: Page) -> Page:
    """Change to the dark scheme by the mark that Material's own switch sets."""
    page.emulate_media(color_scheme="dark")
    page.locator("body").evaluate("it => it.setAttribute('data-md-color-scheme', 'slate')")
    return page


def drawer(page: Page) -> Locator:
    """Open the menu of a phone."""
    page.locator(".md-header label[for='__drawer']").click()
    return page.locator(".md-sidebar--primary")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ALL)
def test_pages_have_no_barrier_that_axe_finds(opened: Opener, kind: str, size: str) -> None:
    """Every kind of page passes axe's WCAG 2.2 AA and best-practice rules; in the dark only the colours differ."""
    page = opened(ALL[kind], allow_404=True, viewport=SIZES[size], color_scheme="light", reduced_motion="reduce")
    assert barriers(settled(page, ALL[kind])) == []
    assert barriers(in_the_dark(page), "color-contrast", "link-in-text-block") == []


@pytest.mark.parametrize("size", SIZES)
def test_the_open_search_has_no_barrier_that_axe_finds(opened: Opener, size: str) -> None:
    """The search with its results passes axe's rules too, in both schemes."""
    page = opened("/", viewport=SIZES[size], color_scheme="light", reduced_motion="reduce")
    page.locator(".md-search__input").focus()
    page.wait_for_selector(".md-search-result__meta:has-text('Type to start')", state="attached")
    page.keyboard.type("62893")
    expect(page.locator(".md-search-result__list > li > a").first).to_be_visible()
    assert barriers(page) == []
    assert barriers(in_the_dark(page), "color-contrast", "link-in-text-block") == []


def test_the_open_menu_of_a_phone_has_no_barrier_that_axe_finds(opened: Opener) -> None:
    """The menu that slides in passes axe's rules too, in both schemes; closed, it is out of sight for everybody."""
    page = opened("/troubleshooting/port-in-use/", viewport=PHONE, color_scheme="light", reduced_motion="reduce")
    expect(page.locator(".md-sidebar--primary")).not_to_be_in_viewport()
    expect(drawer(page)).to_be_in_viewport()
    assert barriers(page) == []
    assert barriers(in_the_dark(page), "color-contrast", "link-in-text-block") == []


@pytest.mark.parametrize("kind", ALL)
def test_text_of_any_size_fits(opened: Opener, kind: str) -> None:
    """From 320 pixels (1280 at 400 %) up, and with letters twice as large, nothing is cut off and no page scrolls sideways."""
    page = settled(opened(ALL[kind], allow_404=True, viewport=WIDE, reduced_motion="reduce"), ALL[kind])
    for width in (320, 390, 640, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert (width, page.evaluate(SIDEWAYS), page.evaluate(CUT)) == (width, 0, [])
        assert (width, page.evaluate(PUSHED)) == (width, [])
    for width in (640, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '250%'")  # Material's own is 125 %
        assert (width, page.evaluate(SIDEWAYS), page.evaluate(CUT)) == (width, 0, [])


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "path", [*KINDS.values(), "/learn/loopback/", "/howto/local-database/", "/troubleshooting/udp-no-answer/"]
)
def test_no_address_and_no_option_is_broken(opened: Opener, path: str, size: str) -> None:
    """Where a column is narrow or a line ends, `127.0.0.1` and `-ltnp` go to the next line as a whole."""
    page = opened(path, viewport=SIZES[size])
    page.wait_for_load_state("networkidle")
    assert page.evaluate(BROKEN) == []


@pytest.mark.parametrize("kind", ["home", "port", "case", "ports", "article"])
def test_who_wants_no_motion_gets_none(opened: Opener, kind: str) -> None:
    """With reduced motion nothing slides, fades or scrolls smoothly."""
    page = settled(opened(KINDS[kind], viewport=WIDE, reduced_motion="reduce"), KINDS[kind])
    assert page.evaluate(MOVING) == []
