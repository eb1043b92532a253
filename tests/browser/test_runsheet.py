"""A case on paper: a run-sheet for somebody without a screen, on at most two sheets once a system is chosen."""

import io
import re
import unicodedata

import pypdf
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from generator.pages import SITE_URL
from tests.browser.conftest import Opener
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

CASES = sorted(it.stem for it in (ROOT / "data/troubleshooting").glob("*.yml"))
SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}
PAPERS = ("A4", "Letter")
CASE = "/troubleshooting/port-in-use/"
A4_WITHIN_MARGINS = {"width": 733, "height": 1066}
SMALL = """all => all.filter((it) => {
  const own = Array.from(it.childNodes).some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const limit = it.closest("code") ? 8.5 : 9;
  const size = parseFloat(getComputedStyle(it).fontSize) * 0.75; // none: other words stand in its place
  return own && it.getClientRects().length && size > 0 && size < limit - 0.01;
}).map((it) => it.outerHTML.slice(0, 90))"""
CUT = """all => all.filter((it) => it.scrollWidth > it.clientWidth + 1 || it.getBoundingClientRect().right > innerWidth + 1)
  .map((it) => it.outerHTML.slice(0, 90))"""


def printed(page: Page, paper: str = "A4") -> list[str]:
    """Return the text of each sheet."""
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(format=paper)))
    return [sheet.extract_text() for sheet in reader.pages]


def squeezed(text: str) -> str:
    """Return a text without spaces, breaks and joined letters, which a PDF sets anew."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("case", CASES)
def test_a_system_fits_on_two_sheets_from_its_title_to_the_lines_to_fill_in(opened: Opener, case: str) -> None:
    """Every case, for every system, on either paper; the last thing is the foot, and no heading stands before a break."""
    page = opened(f"/troubleshooting/{case}/")
    for system, name in SYSTEMS.items():
        page.goto(re.sub(r"\?.*|$", f"?os={system}", page.url, count=1))
        headings = {squeezed(it).rstrip("¶") for it in page.locator("article :is(h1, h2, h3)").all_inner_texts()}
        for paper in PAPERS:
            sheets = printed(page, paper)
            assert len(sheets) <= 2, f"{case} for {system} on {paper}"
            ends = [squeezed(re.sub(r"\n?\d of \d$", "", sheet.strip()).splitlines()[-1]) for sheet in sheets]
            assert not headings & set(ends), f"{case} for {system} on {paper}"
            text = squeezed("".join(sheets))
            assert re.search(rf"TicketNameDateResult.*{re.escape(f'{SITE_URL}e/{case}/')}Factscheckedon20\d\d-", text)
            others = [it for it in SYSTEMS.values() if it != name and f"On{it}:" in text]
            assert (f"Commandsfor{name}only." in text, others) == (True, [])


@pytest.mark.parametrize("case", [CASE, "/troubleshooting/connection-refused/", "/troubleshooting/tls-mismatch/"])
def test_a_sheet_has_what_is_needed_and_nothing_else(opened: Opener, case: str) -> None:
    """Messages, causes, commands, fixes, the proof and what to bring; no sources, spellings, tickets, menus, buttons."""
    page = opened(f"{case}?os=windows")
    text = squeezed("".join(printed(page)))
    for part in ("PortAtlasrun-sheet", "Messages", "Causes", "Check", "Fix", "Verify", "Whentohandit", "Bring:"):
        assert part in text
    for part in ("Factsonthispage", "Allspellings", "spellings,bysystem", "Looksalike", "Foraticket", "Copyas"):
        assert part not in text
    for part in ("Printtherun-sheet", "Skiptocontent", "Tableofcontents", "Backtotop", "https://learn.", "Itprints"):
        assert part not in text
    commands = page.locator("#check ~ .highlight:not(.no-copy):visible code").all_inner_texts()
    assert [it for it in commands if squeezed(it) not in text] == []


def test_a_sheet_is_filled_with_the_port_of_its_address(opened: Opener) -> None:
    """The port in the address of a page stands in every command on paper, and so does one that was typed."""
    page = opened(f"{CASE}?os=windows&port=5432#fix-windows")
    text = squeezed("".join(printed(page)))
    assert "Get-NetTCPConnection-LocalPort5432" in text
    assert "Commandsarefilledinforport5432." in text
    assert "LocalPortPORT" not in text
    page.get_by_label("Your port").fill("8081")
    expect(page.get_by_text("Commands are filled in for port 8081.")).to_be_visible()
    assert "Get-NetTCPConnection-LocalPort8081" in squeezed("".join(printed(page)))


def test_with_all_systems_chosen_all_three_are_printed(opened: Opener) -> None:
    """Each system's commands stand under its name."""
    page = opened(CASE)
    page.get_by_role("button", name="All").first.click()
    text = squeezed("".join(printed(page)))
    assert [name for name in SYSTEMS.values() if f"On{name}" not in text] == []
    assert "Commandsfor" not in text


def test_letters_are_large_enough_and_no_line_is_cut(opened: Opener) -> None:
    """Words have 9 points or more, commands 8.5, and all of it lies on the paper."""
    page = opened("/troubleshooting/database-client/?os=windows&port=5432", viewport=A4_WITHIN_MARGINS)
    page.emulate_media(media="print")
    assert page.locator("article, article *:not(svg, svg *)").evaluate_all(SMALL) == []
    assert page.locator("article :is(pre > code, aside, p, h1, h2)").evaluate_all(CUT) == []


def test_the_code_on_paper_leads_to_the_page(opened: Opener) -> None:
    """As it is printed, the code has 18 mm or more and reads as the short link, also from a dark screen."""
    page = opened("/troubleshooting/timeout-or-filtered/?os=linux", viewport=A4_WITHIN_MARGINS, color_scheme="dark")
    expect(page.locator(".atlas-qr")).to_be_hidden()
    page.emulate_media(media="print", color_scheme="dark")
    box = page.locator(".atlas-qr").bounding_box()
    assert box is not None
    assert box["width"] >= 18 / 25.4 * 96
    found = zxingcpp.read_barcode(Image.open(io.BytesIO(page.locator(".atlas-qr").screenshot(scale="css"))))
    assert found is not None
    assert found.text == f"{SITE_URL}e/timeout-or-filtered/"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_button_prints(opened: Opener, width: int) -> None:
    """The button has its name, a target of 24 pixels, a keyboard, and a place above the title; it asks the browser to print."""
    page = opened(CASE, viewport={"width": width, "height": 800})
    page.evaluate("() => { window.asked = 0; window.print = () => { window.asked += 1; }; }")
    button = page.get_by_role("button", name="Print the run-sheet")
    box, title = button.bounding_box(), page.locator("h1").bounding_box()
    assert box is not None
    assert title is not None
    assert min(box["width"], box["height"]) >= 24
    assert box["y"] + box["height"] <= title["y"] + 1
    button.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("window.asked") == 1
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_without_scripts_there_is_no_button_and_the_sheet_prints_all_the_same(opened: Opener) -> None:
    """The browser's own command prints the run-sheet; a button that does nothing is not shown."""
    page = opened(CASE, java_script_enabled=False)
    assert page.get_by_role("button", name="Print the run-sheet").count() == 0
    assert "PortAtlasrun-sheet" in squeezed("".join(printed(page)))


def test_other_pages_have_no_button(opened: Opener) -> None:
    """A port, a range and an article print as they are."""
    for path in ("/ports/62893/", "/ranges/dynamic/", "/learn/binding/"):
        assert opened(path).locator(".atlas-print, .atlas-runsheet").count() == 0
