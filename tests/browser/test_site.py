"""The built site in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Address, Opener
from tests.kinds import KINDS, PHONE, WIDE

pytestmark = pytest.mark.browser


def search(page: Page, words: str) -> Locator:
    """Type `words` into the site's search and return its results, best first."""
    page.locator(".md-search__input").click()
    page.wait_for_selector(".md-search-result__meta:has-text('Type to start')", state="attached")
    page.keyboard.type(words)
    return page.locator(".md-search-result__list > li > a")


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("62893", "/ports/62893/"),
        ("127.0.0.1:62893", "/ports/62893/"),
        ("http://127.0.0.1:62893/", "/ports/62893/"),
        ("localhost:62893", "/ports/62893/"),
        ("127.0.0.1:49342", "/ports/49342/"),
        ("8080", "/ports/8080/"),
        ("port 80", "/ports/80/"),
        ("[::1]:5432", "/ports/5432/"),
        ("EADDRINUSE", "/troubleshooting/port-in-use/"),
        ("connection refused", "/troubleshooting/connection-refused/"),
    ],
)
def test_search_finds_the_wanted_page_first(opened: Opener, at: Address, words: str, path: str) -> None:
    """Every spelling of an address or port, and an error's name, finds its page before all others."""
    results = search(opened("/"), words)
    expect(results.first).to_have_attribute("href", re.compile(rf"^{re.escape(at(path))}(\?|$)"))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("127.0.0.1:62893", "/ports/62893/"),
        ("http://localhost:8080/index.html", "/ports/8080/"),
        ("10.0.0.7", "/addresses/private-10/"),
        ("Error: connect ECONNREFUSED 127.0.0.1:5432", "/troubleshooting/connection-refused/?port=5432"),
        ("OSError: [Errno 98] Address already in use", "/troubleshooting/port-in-use/"),
    ],
)
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_box_on_the_home_page_opens_the_right_page(
    opened: Opener, at: Address, viewport: dict[str, int], text: str, path: str
) -> None:
    """What is pasted into the box opens the page that explains it."""
    page = opened("/", viewport=viewport)
    page.get_by_label("An address, a port or an error message").fill(text)
    page.get_by_role("button", name="Look up").click()
    expect(page).to_have_url(at(path))


def test_what_the_box_does_not_recognise_is_searched_and_stays_in_the_browser(opened: Opener, at: Address) -> None:
    """Other words open the search; no request and no address ever carries them."""
    page = opened("/")
    asked: list[str] = []
    page.on("request", lambda it: asked.append(it.url))
    page.get_by_label("An address, a port or an error message").fill("wildcard listeners")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator(".md-search-result__list > li > a").first).to_be_visible()
    assert page.url == at("/")
    assert [url for url in asked if "wildcard" in url] == []


@pytest.mark.parametrize("kind", KINDS)
def test_pages_read_without_javascript(opened: Opener, kind: str) -> None:
    """With scripts off the answer stands on the page and its links lead on."""
    page = opened(KINDS[kind], java_script_enabled=False)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("article p").first).to_be_visible()
    assert page.locator("article a").count() > 1


@pytest.mark.parametrize("path", ["/ports/62893/#who-windows", "/troubleshooting/port-in-use/#check-macos"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_link_to_a_section_shows_it(opened: Opener, path: str, viewport: dict[str, int]) -> None:
    """A link with an anchor opens the page on that section, on a phone too."""
    page = opened(path, viewport=viewport)
    expect(page.locator(path[path.index("#") :])).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/ports/fifty/", "/no/such/page"])
def test_an_unknown_address_still_tells_something(opened: Opener, path: str) -> None:
    """The 404 page names the ranges and links to the ports and cases, from any depth."""
    page = opened(path, allow_404=True)
    expect(page.locator("h1")).to_have_text("There is no page at this address")
    page.get_by_role("link", name="dynamic ports", exact=True).click()
    expect(page.locator("h1")).to_contain_text("49152 to 65535")


def test_the_colour_scheme_can_be_switched(opened: Opener) -> None:
    """The switch in the header turns a light page dark."""
    page = opened("/ports/62893/", color_scheme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("label[title='Switch to dark colours']").click()
    page.wait_for_function("before => getComputedStyle(document.body).backgroundColor !== before", arg=before)


def test_a_hostile_search_query_runs_nothing(opened: Opener) -> None:
    """The payload of CVE-2026-73295 in ?q= is shown or dropped, never executed."""
    page = opened("/?q=-%3Cimg/src='x'/onerror='window.__pwn=1'%3E%20port")
    page.locator(".md-search__input").press("a")
    page.wait_for_timeout(500)
    assert page.evaluate("window.__pwn") is None
