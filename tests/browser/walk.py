"""A walk through a page by the Tab key alone, and what is to be known of each stop."""

from typing import TypedDict

from playwright.sync_api import Page

# Rows of a table are alike; the first of them stand for all.
FEW_ROWS = "document.querySelectorAll('tbody > tr:nth-child(n + 4)').forEach((row) => row.remove())"
# Numbers what the Tab key should come to, in the order of the source, and notes each stop when the key goes up: by then
# the focus has moved and the page has scrolled. A set of radio buttons is one stop; the button that leads to the top is
# none to count on: it comes and goes with the scrolling.
WATCH = """() => {
  const able = "a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]";
  const all = [...document.querySelectorAll(able)].filter((it) => it.tabIndex >= 0 && !it.disabled && !it.hidden
    && it.checkVisibility({ visibilityProperty: true }) && it.getClientRects().length > 0
    && !it.closest("[inert], .md-top, details:not([open]) > :not(summary)") && (it.type !== "radio" || it.checked));
  const beside = (it) => [it, it.parentElement, it.labels?.[0], it.nextElementSibling].filter(Boolean).map((one) => getComputedStyle(one));
  const look = (it) => beside(it).map((its) => [its.boxShadow, its.backgroundColor, its.borderTopColor].join()).join("/");
  const outlined = (it) => beside(it).some((its) => its.outlineStyle !== "none" && parseFloat(its.outlineWidth) >= 1);
  // Whether any of nine points of it is neither out of sight nor under something else; its label's for a hidden input.
  const seen = (it) => [it, it.labels?.[0], it.nextElementSibling].filter(Boolean).flatMap((one) => [...one.getClientRects()])
    .flatMap((box) => [0.1, 0.5, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y])))
    .map(([x, y]) => document.elementFromPoint(x, y)).some((top) => top && [it, it.labels?.[0], it.nextElementSibling].some((one) => one?.contains(top) || top.contains(it)));
  const rest = new Map(all.map((it) => [it, look(it)]));
  window.stops = [];
  document.addEventListener("keyup", () => {
    const it = document.activeElement;
    if (it === null || it === document.body) return window.stops.push(null);
    const marked = outlined(it) || (rest.has(it) && rest.get(it) !== look(it));
    window.stops.push({ name: it.outerHTML.replace(/\\s+/g, " ").slice(0, 120), number: all.indexOf(it), marked, seen: seen(it) });
  });
  return all.map((it) => it.outerHTML.replace(/\\s+/g, " ").slice(0, 120));
}"""


class Stop(TypedDict):
    """What the focus came to: its place among all that it should come to (or -1), whether it is marked and seen."""

    name: str
    number: int
    marked: bool
    seen: bool


def walked(page: Page) -> tuple[list[str], list[Stop]]:
    """Press Tab until the focus has left the page; return what it should come to, and its stops."""
    expected: list[str] = page.evaluate(WATCH)
    stops: list[Stop | None] = []
    while None not in stops[1:] and len(stops) < 2 * len(expected) + 40:
        for _ in range(20):
            page.keyboard.press("Tab")
        stops = page.evaluate("window.stops")
    end = stops.index(None, 1) if None in stops[1:] else len(stops)
    return expected, [stop for stop in stops[:end] if stop is not None]
