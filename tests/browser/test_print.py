"""Pages on paper: what a reader prints, in A4 and in Letter, as the PDF has it."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import Page

from generator.pages import SITE_URL
from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

PORT, CASE, ARTICLE = "/ports/62893/", "/troubleshooting/port-in-use/", "/learn/binding/"
# The address that stands at the end of each: the short one where there is one.
ADDRESSES = {
    PORT: "p/62893/",
    CASE: "e/port-in-use/",
    "/addresses/loopback/": "a/loopback/",
    "/addresses/class-a/": "a/class-a/",
    "/ranges/dynamic/": "r/dynamic/",
    "/ports/": "ports/",
    ARTICLE: "learn/binding/",
    "/": "",
}
CHROME = ".md-header, .md-tabs, .md-sidebar, .md-footer, .md-top, .md-skip, .headerlink, form, .md-code__nav"
A4_WITHIN_MARGINS = {"width": 665, "height": 1000}


def printed(page: Page, paper: str = "A4") -> list[str]:
    """Return the text of each sheet."""
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(format=paper)))
    return [sheet.extract_text() for sheet in reader.pages]


def squeezed(text: str) -> str:
    """Return a text without spaces and breaks, which a PDF sets anew."""
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("path", "paper"), [*((path, "A4") for path in ADDRESSES), (PORT, "Letter"), (ARTICLE, "Letter")]
)
def test_paper_names_its_page_and_the_day_of_its_facts(opened: Opener, path: str, paper: str) -> None:
    """At the end stand the address, the short one where there is one, and the date; nothing of the menus anywhere."""
    sheets = printed(opened(path), paper)
    end = squeezed(sheets[-1])
    assert re.search(rf"{re.escape(SITE_URL + ADDRESSES[path])}Factscheckedon20\d\d-\d\d-\d\d\.", end)
    words = re.findall(
        r"Skip to content|On this page|Table of contents|Back to top|Look up$|¶|Copy to clip", "\n".join(sheets)
    )
    assert words == []


@pytest.mark.parametrize("path", ADDRESSES)
def test_nothing_for_the_screen_is_on_paper(opened: Opener, path: str) -> None:
    """Head, menus, foot, boxes and buttons are not printed, and the words use the paper's width."""
    page = opened(path, viewport=A4_WITHIN_MARGINS)
    page.emulate_media(media="print")
    assert page.locator(CHROME).locator("visible=true").count() == 0
    assert page.locator("article").bounding_box() == {
        **(page.locator("article").bounding_box() or {}),
        "x": 0,
        "width": 665,
    }


@pytest.mark.parametrize("path", [PORT, ARTICLE, "/ranges/ephemeral/"])
def test_no_line_of_code_and_no_cell_is_cut(opened: Opener, path: str) -> None:
    """Long lines wrap: all code of a page is in the PDF, and nothing is wider than the paper."""
    page = opened(path, viewport=A4_WITHIN_MARGINS)
    text = squeezed("".join(printed(page)))
    blocks = page.locator("article pre:visible > code").all_inner_texts()
    assert [it for it in blocks if squeezed(it) not in text] == []
    page.emulate_media(media="print")
    wide = "all => all.filter(it => it.getBoundingClientRect().right > 666 || it.scrollWidth > it.clientWidth + 1).map(it => it.outerHTML)"
    assert page.locator("article :is(pre > code, table)").evaluate_all(wide) == []


@pytest.mark.parametrize("path", [PORT, CASE, ARTICLE])
def test_no_heading_stands_last_on_a_sheet(opened: Opener, path: str) -> None:
    """A heading goes to the sheet on which its section begins."""
    page = opened(path)
    headings = {squeezed(it).rstrip("¶") for it in page.locator("article :is(h1, h2, h3)").all_inner_texts()}
    lasts = [sheet.strip().splitlines()[-1] for sheet in printed(page)]
    assert [it for it in lasts if squeezed(it) in headings] == []


def test_paper_shows_the_chosen_system_and_says_so(opened: Opener) -> None:
    """Who chose Windows prints no command for Linux, and reads on paper that there is more; who chose all prints all."""
    some = squeezed("".join(printed(opened(f"{PORT}?os=windows"))))
    assert "CommandsforWindowsonly.Thepageitselfhasthoseforothersystems,too." in some
    assert "Get-NetTCPConnection" in some
    assert "sudoss-H" not in some
    page = opened(PORT)
    page.get_by_role("button", name="All").first.click()
    everything = squeezed("".join(printed(page)))
    assert "Commandsfor" not in everything
    assert "Get-NetTCPConnection" in everything
    assert "sudoss-H" in everything


def test_sources_have_their_addresses_on_paper_and_our_own_pages_none(opened: Opener, origin: str) -> None:
    """The address of a source stands beside its name; links inside the site, also those with a port, are plain words."""
    text = squeezed("".join(printed(opened(PORT))))
    assert "(https://www.rfc-editor.org/rfc/rfc6335#section-6)" in text
    assert origin not in text


def test_a_dark_screen_prints_black_on_white(opened: Opener) -> None:
    """Paper is white whatever the screen is, and words on it are black."""
    page = opened(PORT, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    colours = "it => [getComputedStyle(it).color, getComputedStyle(document.body).backgroundColor]"
    for part in ("article h1 + p", "article pre > code span", "article td", "article li a[href^='http']"):
        assert page.locator(part).first.evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
