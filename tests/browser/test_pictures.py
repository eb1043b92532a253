"""The pictures as readers get them: legible on a phone, inside their page, in both schemes and on paper."""

import pytest

from tests.browser.barriers import barriers
from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

PAGES = (
    *("/ports/", "/ports/62893/", "/ports/22/", "/ports/49342/", "/ranges/dynamic/", "/ranges/ephemeral/"),
    *("/addresses/", "/addresses/loopback/", "/addresses/nat64-discovery-171/", "/addresses/documentation-ipv6/"),
    *(
        "/troubleshooting/timeout-or-filtered/",
        "/troubleshooting/container-loopback/",
        "/learn/binding/",
        "/howto/wsl/",
    ),
)
PHONE, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
LEAST = 11  # pixels that letters have at least
# What of the pictures is too small or outside: each text with its height on the screen and its edges.
FAULTS = """least => [...document.querySelectorAll(".atlas-picture text")].flatMap((text) => {
  const svg = text.ownerSVGElement, room = svg.getBoundingClientRect(), box = text.getBoundingClientRect();
  const size = parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a;
  const inside = box.left >= room.left - 2 && box.right <= room.right + 2 && box.bottom <= room.bottom + 2;
  return size >= least && inside ? [] : [`${text.textContent}: ${size} ${JSON.stringify(box)}`];
})"""
# Pairs of texts of one picture that share room: what the letters of this machine really take.
TOUCHING = """() => [...document.querySelectorAll(".atlas-picture svg")].flatMap((svg) => {
  const boxes = [...svg.querySelectorAll("text")].map((it) => [it.textContent, it.getBoundingClientRect()]);
  return boxes.flatMap(([one, a], i) => boxes.slice(i + 1)
    .filter(([, b]) => a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3)
    .map(([two]) => `${one} / ${two}`));
})"""
# The contrast of each text and stroke with the page, as WCAG computes it; classes share their colours.
CONTRASTS = """() => {
  const light = (colour) => {
    const parts = colour.match(/[\\d.]+/g).slice(0, 3).map((it) => it / 255);
    const [r, g, b] = parts.map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const page = light(getComputedStyle(document.body).backgroundColor);
  const ratio = (colour) => { const own = light(colour); return (Math.max(own, page) + 0.05) / (Math.min(own, page) + 0.05); };
  const of = (query, name, least) => [...document.querySelectorAll(query)]
    .map((it) => [it.getAttribute("class") ?? it.tagName, ratio(getComputedStyle(it)[name])])
    .filter(([, found]) => found < least);
  return [...of(".atlas-picture text:not(.on)", "fill", 4.5), ...of(".atlas-picture :is(.span, .here, .tick, .sent, .lost, .life, .place, .band, .cell)", "stroke", 3),
    ...of(".atlas-picture :is(.special, .here-block, .dot, .stay)", "fill", 3)];
}"""


@pytest.mark.parametrize("path", PAGES)
def test_letters_are_legible_and_inside_on_the_narrowest_phone(opened: Opener, path: str) -> None:
    """At 320 pixels no letter is smaller than 11 pixels or outside its picture, and the page does not scroll sideways."""
    page = opened(path, viewport=PHONE)
    assert page.locator(".atlas-picture svg").count() >= 1
    assert page.evaluate(FAULTS, LEAST) == []
    assert page.evaluate(TOUCHING) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("path", PAGES)
def test_letters_keep_their_room_on_a_wide_screen(opened: Opener, path: str) -> None:
    """On a desk no text touches another one either, and none is larger than the text of the page."""
    page = opened(path, viewport=WIDE)
    assert page.evaluate(TOUCHING) == []
    sizes = page.evaluate(
        """() => [...document.querySelectorAll(".atlas-picture text")]
          .map((it) => parseFloat(getComputedStyle(it).fontSize) * it.ownerSVGElement.getScreenCTM().a)"""
    )
    assert max(sizes) <= page.evaluate("parseFloat(getComputedStyle(document.querySelector('.md-typeset')).fontSize)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_pictures_have_contrast_and_axe_finds_nothing(opened: Opener, path: str, scheme: str) -> None:
    """Words have a contrast of 4.5 and strokes one of 3 in both schemes; axe finds no fault in a picture or a path."""
    page = opened(path, color_scheme=scheme, reduced_motion="reduce")
    assert page.evaluate(CONTRASTS) == []
    assert barriers(page, within=".atlas-picture, .atlas-path") == []


@pytest.mark.parametrize("path", ["/ports/62893/", "/learn/binding/"])
def test_paper_gets_dark_ink_from_the_dark_scheme(opened: Opener, path: str) -> None:
    """Printed from the dark scheme, the letters of a picture are dark: paper is white."""
    page = opened(path, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    ink = page.locator(".atlas-picture text").first.evaluate("it => getComputedStyle(it).fill")
    assert ink in {"rgb(0, 0, 0)", "rgb(68, 68, 68)"}


def test_the_path_is_an_ordered_list_without_css(opened: Opener) -> None:
    """Where no style sheet arrives, the path of a case is a numbered list with its leads below each question."""
    page = opened("/troubleshooting/connection-refused/")
    page.evaluate("document.querySelectorAll('link[rel=stylesheet], style').forEach((it) => it.remove())")
    items = page.locator(".atlas-path > ol > li")
    assert items.count() >= 3
    assert items.first.evaluate("it => getComputedStyle(it).display") == "list-item"
    assert items.first.evaluate("it => getComputedStyle(it).listStyleType") == "decimal"
    assert items.first.locator("ul > li a").count() >= 1
