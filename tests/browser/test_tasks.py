"""What readers come for, done as a person does it: each in three steps from the home page.

A step is a click, an entry typed and sent with Enter, or a key.
"""

import io
import re
from dataclasses import dataclass
from unicodedata import normalize

import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Opener
from tests.kinds import PHONE, WIDE

pytestmark = pytest.mark.browser

MOST = 3


@dataclass
class Visit:
    """One reader's way; the step after the last allowed one fails."""

    page: Page
    steps: int = 0

    def enter(self, text: str) -> None:
        """Type into the box of the home page and press Enter."""
        self._count(f"enter {text}")
        self.page.get_by_label("An address, a port or an error message").fill(text)
        self.page.keyboard.press("Enter")

    def click(self, what: Locator) -> None:
        """Click on something that can be seen on the page."""
        self._count(f"click {what}")
        what.click()

    def print(self) -> str:
        """Press the browser's own key for printing; return what stands on the paper."""
        self._count("print")
        sheets = pypdf.PdfReader(io.BytesIO(self.page.pdf(format="A4"))).pages
        text = " ".join(sheet.extract_text() for sheet in sheets)
        return re.sub(r"\s+", " ", normalize("NFKC", text))  # a font may join f and i

    def system(self, name: str) -> Locator:
        """Return the first button or tab that chooses a system."""
        return self.page.locator("article :is(button, [role='tab'])", has_text=re.compile(rf"^\s*{name}")).first

    def _count(self, what: str) -> None:
        self.steps += 1
        assert self.steps <= MOST, f"takes more than {MOST} steps: {what}"


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
def visit(opened: Opener, request: pytest.FixtureRequest) -> Visit:
    """A reader on the home page."""
    return Visit(opened("/", viewport=request.param, permissions=["clipboard-read", "clipboard-write"]))


def test_a_reader_finds_what_an_address_is(visit: Visit) -> None:
    """What is 127.0.0.1:62893? Its page answers in the first sentence."""
    visit.enter("127.0.0.1:62893")
    expect(visit.page.locator("h1")).to_contain_text("62893")
    expect(visit.page.locator("h1 + p")).to_be_in_viewport()


def test_a_reader_frees_port_3000_on_windows(visit: Visit) -> None:
    """With Windows chosen, its page has the command that finds the program on 3000, and the one that ends it."""
    visit.enter("localhost:3000")
    expect(visit.page.locator("h1")).to_contain_text("3000")
    visit.click(visit.system("Windows"))
    finds = visit.page.locator("#who-windows").locator("xpath=following::pre[position() <= 3]")
    expect(finds.filter(has_text="3000").first).to_be_visible()
    ends = visit.page.locator("#free-windows").locator("xpath=following::pre[position() <= 6]")
    expect(ends.filter(has_text=re.compile("taskkill|Stop-Process")).first).to_be_visible()


def test_a_reader_learns_why_a_container_is_refused(visit: Visit) -> None:
    """The message leads to its case, which names the container among the causes and leads there, port and all."""
    visit.enter("connect ECONNREFUSED 127.0.0.1:5432")
    expect(visit.page).to_have_url(re.compile(r"/troubleshooting/connection-refused/\?port=5432"))
    visit.click(visit.page.locator("article a[href*='container-loopback']:visible").first)
    expect(visit.page).to_have_url(re.compile(r"/troubleshooting/container-loopback/.*port=5432"))
    expect(visit.page.locator("h1 + p")).to_contain_text("container")


def test_a_reader_copies_the_macos_command_for_a_colleague(visit: Visit) -> None:
    """The button beside the command copies it, with the number in it."""
    visit.enter("5000")
    expect(visit.page.locator("h1")).to_contain_text("5000")
    visit.click(visit.system("macOS"))
    block = visit.page.locator("#who-macos").locator("xpath=following::*[contains(@class, 'highlight')][1]")
    visit.click(block.locator(".md-code__button").first)
    visit.page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert "lsof" in copied
    assert "5000" in copied


def test_a_reader_prints_the_run_sheet_for_a_timeout(visit: Visit) -> None:
    """The words that people say open the case, and paper has its checks and its address."""
    visit.enter("connection timed out")
    expect(visit.page).to_have_url(re.compile("/troubleshooting/timeout-or-filtered/"))
    paper = visit.print()
    assert "portatlas.example/e/timeout-or-filtered" in paper.replace(" ", "")
    assert "Check" in paper
