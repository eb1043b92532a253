"""The help desk in a real browser: what macros leave unfilled, the examples of the pages, the sheet on paper."""

import io
import re
from unicodedata import normalize
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.barriers import barriers
from tests.browser.conftest import Opener
from tests.test_helpdesk import HELPDESK, RECIPE, examples

pytestmark = pytest.mark.browser

SHEET = "/helpdesk/cheat-sheet/"
PAGES = ("/helpdesk/", "/helpdesk/recipes/", "/helpdesk/short-links/", "/helpdesk/promise/", SHEET)
PAPER = {"A4": (595, 842), "Letter": (612, 792)}  # points
SMALLEST = 8.5  # points: what can be read on a wall
# The rows of a table are alike, and axe takes a while for each.
FEW_ROWS = "document.querySelectorAll('tbody > tr:nth-child(n + 6)').forEach((row) => row.remove())"
# What a text of the sheet looks like in print: its size in points, its colour, and the colour behind it.
INKS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { parentElement: it, textContent: text } = walker.currentNode;
    if (text.trim() === "" || !it.checkVisibility() || it.closest("script, style")) continue;
    const style = getComputedStyle(it);
    found.push({ text, size: parseFloat(style.fontSize) * 0.75, color: style.color, behind: style.backgroundColor });
  }
  return found;
}"""


def placeholders() -> list[str]:
    """The placeholders of the recipes, as an agent's link holds them when nobody replaced them."""
    cells = [cell for _, _, cell, _, _ in RECIPE.findall((HELPDESK / "recipes.md").read_text("utf-8"))]
    return list(dict.fromkeys(cell.strip("`") for cell in cells if cell.startswith("`")))


def settled(page: Page) -> Page:
    """Wait until the resolver has answered."""
    expect(page.locator("h1")).not_to_have_text("Look up an address, a port or a message")
    return page


@pytest.mark.parametrize(
    "text", [*placeholders(), "{{ticket.ticket_field_123}}", "%{ticket.name}", "${current.number}", ""]
)
def test_a_link_that_nobody_filled_in_helps_both_who_follows_and_who_made_it(opened: Opener, text: str) -> None:
    """An empty field or a bare placeholder opens a page that says so, with the box, and with the way to the recipes."""
    page = settled(opened(f"/lookup/?q={quote(text, safe='')}"))
    expect(page.locator("h1")).to_have_text("Nothing to look up")
    expect(page.locator("#ask")).to_be_visible()
    if text:
        expect(page.locator("h1 + p")).to_contain_text(f"{text} is a placeholder")
        page.get_by_role("link", name="how each help desk fills in the address").click()
        expect(page.locator("h1")).to_contain_text("Recipes for help-desk systems")
    else:
        expect(page.locator("h1 + p")).to_contain_text("nothing to look up yet")


@pytest.mark.parametrize("raw", ["{{ticket.title}}", "%{ticket.name}", "${current.number}", "#{ticket.title}", "<num>"])
def test_a_placeholder_that_is_not_encoded_is_told_too(opened: Opener, raw: str) -> None:
    """Macros write braces, signs and hashes into the address as they are."""
    page = settled(opened(f"/lookup/?q={raw}"))
    expect(page.locator("h1")).to_have_text("Nothing to look up")


@pytest.mark.parametrize(
    "address", sorted({it for _, it in examples() if "?q=" in it and not re.search(r"[{%<]|=$|PLACE", it)})
)
def test_every_example_of_the_look_up_is_answered(opened: Opener, address: str) -> None:
    """What the pages show behind `?q=` has an answer of its own, and the address stays one that can be passed on."""
    page = settled(opened(address))
    expect(page.locator("h1")).not_to_have_text(re.compile("^(Nothing|No such|Too long)"))
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))


def test_a_port_that_nobody_described_is_answered_at_its_short_address(opened: Opener) -> None:
    """`/p/51515`, said on the phone, works although there is no such page, with and without its last slash."""
    for path in ("/p/51515/", "/p/51515"):
        expect(opened(path, allow_404=True).locator("h1")).to_have_text("Port 51515")


def test_the_ticket_of_the_example_leads_where_the_page_says(opened: Opener, origin: str) -> None:
    """The message of the worked example, pasted into the box, opens the case with the caller's port."""
    message = re.search(r"`(Error: connect [^`]+)`", (HELPDESK / "index.md").read_text("utf-8"))
    assert message
    page = opened("/lookup/")
    page.locator("#ask[aria-describedby]").fill(message[1])
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{origin}/troubleshooting/connection-refused/?port=5432")
    page.locator("#check ~ .atlas-system").get_by_role("button", name="Windows").first.click()
    expect(page.locator("#check-windows")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("paper", PAPER)
def test_the_cheat_sheet_prints_on_one_page(opened: Opener, paper: str, scheme: str) -> None:
    """A4 or Letter, from light or dark: one page, with its address and date at the foot, and without the menu."""
    page = opened(SHEET, color_scheme=scheme)
    rows = page.locator(".atlas-sheet td a").all_inner_texts()
    made = PdfReader(io.BytesIO(page.pdf(format=paper)))
    assert len(made.pages) == 1
    assert (round(made.pages[0].mediabox.width), round(made.pages[0].mediabox.height)) == pytest.approx(
        PAPER[paper], abs=1
    )
    text = re.sub(r"\s+", " ", normalize("NFKC", made.pages[0].extract_text()))  # a font may join f and i
    assert text.endswith("short links never die")
    assert re.search(r"https://portatlas\.example/helpdesk/cheat-sheet/ . checked \d{4}-\d\d-\d\d", text)
    assert len(rows) == 14
    assert all(row in text for row in rows)
    assert "Our promise" not in text
    assert "Search" not in text


@pytest.mark.parametrize("paper", PAPER)
def test_the_cheat_sheet_is_not_shrunk(opened: Opener, paper: str) -> None:
    """On paper no letter is smaller than promised: the browser had no need to make the page fit."""
    sizes: list[float] = []

    def measure(text: str, cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            sizes.append(abs(size * tm[3] * cm[3]))

    PdfReader(io.BytesIO(opened(SHEET).pdf(format=paper))).pages[0].extract_text(visitor_text=measure)
    assert len(sizes) > 50
    assert min(sizes) >= SMALLEST - 0.05


def test_the_cheat_sheet_is_black_on_white(opened: Opener) -> None:
    """Dark colours stay on the screen: in print every letter is black, nothing is behind it, none is too small."""
    page = opened(SHEET, color_scheme="dark")
    page.emulate_media(media="print")
    inks = page.evaluate(INKS)
    assert len(inks) > 100
    assert {it["color"] for it in inks} == {"rgb(0, 0, 0)"}
    assert {it["behind"] for it in inks} == {"rgba(0, 0, 0, 0)"}
    assert [it for it in inks if it["size"] < SMALLEST - 0.01] == []


@pytest.mark.parametrize("width", [640, 718])  # CSS pixels between the margins; Letter's are 740, A4's 718
def test_nothing_of_the_cheat_sheet_is_cut_off(opened: Opener, width: int) -> None:
    """No table is wider than the paper, and no cell than its column, even on narrower paper."""
    page = opened(SHEET, viewport={"width": width, "height": 1000})
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert (
        page.locator(".atlas-sheet :is(table, td, p, li)").evaluate_all(
            "all => all.filter((it) => it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).display !== 'inline').map((it) => it.textContent)"
        )
        == []
    )


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_the_pages_are_accessible(opened: Opener, path: str, width: int, scheme: str) -> None:
    """No page breaks a rule of WCAG 2.2 AA, nor is any wider than the screen."""
    page = opened(path, viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(FEW_ROWS)
    assert barriers(page) == []


@pytest.mark.parametrize("path", PAGES[:2])
def test_what_to_paste_is_on_the_first_screen(opened: Opener, path: str) -> None:
    """A tired agent sees the text to paste without scrolling, on a laptop and on a phone."""
    for width, height in ((1280, 720), (390, 780)):
        page = opened(path, viewport={"width": width, "height": height})
        place = page.locator(".md-content pre").first.bounding_box()
        assert place is not None
        assert place["y"] + place["height"] < height
