"""What the first view of a page moves over the wire, and that nothing on it moves afterwards."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, ViewportSize, expect

from tests import gzip_host
from tests.browser.conftest import SITE, Opener
from tests.browser.shifts import SHIFTS, slow
from tests.kinds import KINDS, PHONE, WIDE

pytestmark = pytest.mark.browser

HELD = """window.held = 0;
new MutationObserver((records) => { window.held += records.length; })
  .observe(document, { subtree: true, attributes: true, attributeFilter: ["data-md-color-switching"] });"""
MOST_BYTES, MOST_BYTES_OF_HTML = 150_000, 15_000  # gzipped


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The site as a good host sends it."""
    with gzip_host.served(SITE) as address:
        yield address


def pages_of_ports() -> list[Path]:
    """The built page of each described port."""
    return sorted(SITE.glob("ports/*/index.html"))


def viewed(browser: Browser, address: str) -> list[Response]:
    """Open a page for the first time; return all that the browser was sent for it."""
    sent: list[Response] = []
    page = browser.new_page()
    page.on("response", lambda it: sent.append(it))  # noqa: PLW0108 (Playwright takes no built-in method)
    page.goto(address, wait_until="networkidle")
    page.close()
    return sent


@pytest.mark.parametrize("path", ["/ports/62893/", "/ports/443/"])
def test_the_first_view_of_a_port_is_light(browser: Browser, host: str, path: str) -> None:
    """With nothing kept from before, page, styles, scripts and pictures together are at most 150 kB on the wire."""
    sizes = {it.url: int(it.headers["content-length"]) for it in viewed(browser, host + path)}
    assert len(sizes) > 5
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert not any("search_index" in url for url in sizes), "the index is for who searches"


def test_the_page_of_a_port_is_small() -> None:
    """The HTML of each described port is at most 15 kB on the wire."""
    sizes = {it.parent.name: len(gzip.compress(it.read_bytes(), 6)) for it in pages_of_ports()}
    assert len(sizes) >= 100
    assert {name: size for name, size in sizes.items() if size > MOST_BYTES_OF_HTML} == {}


def test_no_script_of_ours_holds_up_a_page() -> None:
    """What stands in a page's head as a script runs without the network, and our own files come after the text."""
    pages = [*SITE.glob("*/index.html"), *pages_of_ports(), *SITE.glob("troubleshooting/*/index.html")]
    for page in pages:
        head, _, body = page.read_text("utf-8").partition("</head>")
        assert re.findall(r"<script[^>]*\bsrc=(?![^>]*\b(?:async|defer|type=\"?module))[^>]*>", head) == [], page
        text, _, end = body.partition("</article>")
        assert "<script src=" not in text
        assert "<script src=" in end


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_once_it_is_seen(browser: Browser, host: str, kind: str, size: ViewportSize) -> None:
    """No part of a page jumps while it loads over a slow network, nor when an answer comes in place."""
    page = browser.new_page(viewport=size)
    page.add_init_script(SHIFTS)
    slow(page)
    page.goto(host + KINDS[kind], wait_until="networkidle")
    page.wait_for_timeout(300)
    shifts = page.evaluate("window.shifts")
    page.close()
    assert shifts == []


def test_the_colours_that_a_page_has_are_not_set_again(opened: Opener) -> None:
    """The theme holds all transitions when a reader switches colours, and not while the page loads: that costs much."""
    page = opened("/about/")
    page.add_init_script(HELD)
    page.reload(wait_until="networkidle")
    assert page.evaluate("window.held") == 0
    page.locator("form[data-md-component='palette'] label:visible").click()
    page.wait_for_function("window.held > 0")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
