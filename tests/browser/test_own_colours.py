"""Readers who take their own colours, and those who take no styles at all."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import Opener
from tests.browser.test_keyboard import settled
from tests.kinds import KINDS, MISSING, WIDE

pytestmark = pytest.mark.browser

DRAWN = ("/ports/62893/", "/addresses/", "/learn/binding/", "/troubleshooting/timeout-or-filtered/")
# Buttons and fields that neither a frame nor a ground tells from the page.
FRAMELESS = """() => [...document.querySelectorAll("article :is(button, input, select, textarea)")]
  .filter((it) => it.checkVisibility() && !it.matches(".md-code__button")).filter((it) => {
    const style = getComputedStyle(it);
    return parseFloat(style.borderTopWidth) < 1 && style.textDecorationLine === "none"
      && style.backgroundColor === getComputedStyle(document.body).backgroundColor;
  }).map((it) => it.outerHTML.slice(0, 120))"""
# The pictures' texts and strokes that have the colour of the page.
UNSEEN = """() => {
  const paper = getComputedStyle(document.body).backgroundColor;
  const of = (query, name) => [...document.querySelectorAll(query)].filter((it) => getComputedStyle(it)[name] === paper);
  return [...of(".atlas-picture text:not(.on)", "fill"), ...of(".atlas-picture :is(.span, .here, .tick, .sent, .lost, .life, .place)", "stroke")]
    .map((it) => it.outerHTML.slice(0, 120));
}"""
STRIP = "document.querySelectorAll('link[rel=stylesheet], style').forEach((it) => it.remove())"
# The colours of each element and of the pictures' parts.
COLOURS = """all => all.filter((it) => it.checkVisibility()).map((it) => getComputedStyle(it))
  .map((it) => [it.color, it.backgroundColor, it.borderTopColor, it.fill, it.stroke, it.colorScheme].join(" "))"""
# Where each landmark of a page begins, from its top.
TOPS = "all => all.filter((it) => it.checkVisibility()).map((it) => it.getBoundingClientRect().top + scrollY)"


def looks(page: Page) -> list[list[str]]:
    """Return by what the chosen and the other buttons of a page are told apart."""
    look = "all => all.map((it) => { const s = getComputedStyle(it); return `${s.outlineStyle} ${s.backgroundColor} ${s.borderTopColor}`; })"
    chosen = ":is([aria-pressed='{0}'], [aria-selected='{0}'])"
    return [page.locator(f"article {chosen.format(state)}:visible").evaluate_all(look) for state in ("true", "false")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*DRAWN, KINDS["home"], KINDS["answer"], KINDS["ports"], KINDS["how-to"]])
def test_a_readers_own_colours_hide_nothing(opened: Opener, path: str, scheme: str) -> None:
    """With forced colours pictures have ink, buttons and fields a frame, what is chosen differs, and the focus is seen."""
    page = settled(opened(path, viewport=WIDE, color_scheme=scheme, forced_colors="active"), path)
    assert page.evaluate(FRAMELESS) == []
    assert page.evaluate(UNSEEN) == []
    chosen, others = looks(page)
    assert not set(chosen) & set(others)
    page.locator("article a:visible").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["home", "port", "case", "ports", "how-to"])
def test_who_asks_for_more_contrast_gets_it(opened: Opener, kind: str, scheme: str) -> None:
    """Words then have a contrast of seven to one, as WCAG's level AAA asks."""
    page = settled(opened(KINDS[kind], viewport=WIDE, color_scheme=scheme, contrast="more"), KINDS[kind])
    assert barriers(page, "color-contrast-enhanced") == []


@pytest.mark.parametrize("contrast", ["no-preference", "more"])
@pytest.mark.parametrize("path", DRAWN)
def test_the_dark_needs_no_scripts(opened: Opener, path: str, contrast: str) -> None:
    """Where no script runs, a reader whose system is dark gets the colours that scripts would choose."""
    chosen, plain = (
        opened(path, viewport=WIDE, color_scheme="dark", contrast=contrast, java_script_enabled=scripts)
        for scripts in (True, False)
    )
    expect(chosen.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    parts = "h1, article > p, article > p a, article pre code, .atlas-picture :is(text, path, line, rect), .md-footer a"
    colours = plain.locator(parts).evaluate_all(COLOURS)
    assert len(colours) > 10
    assert set(colours) <= set(chosen.locator(parts).evaluate_all(COLOURS))
    assert plain.locator("body").evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(16, 25, 29)"


@pytest.mark.parametrize("path", [*KINDS.values(), *MISSING.values()])
def test_pages_read_without_styles(opened: Opener, path: str) -> None:
    """Without any style sheet the title comes first, the answer next, then the rest in order; no picture fills the screen."""
    page = settled(opened(path, allow_404=True, viewport=WIDE), path)
    page.evaluate(STRIP)
    tops = page.locator("article :is(h1, h1 + p, h2)").evaluate_all(TOPS)
    assert len(tops) >= 2
    assert tops == sorted(tops)
    large = "all => all.filter((it) => it.getBoundingClientRect().height > 450 || (it.matches('[viewBox=\"0 0 24 24\"]') && it.getBoundingClientRect().height > 48)).map((it) => it.outerHTML.slice(0, 120))"
    assert page.locator("svg, img").evaluate_all(large) == []
