"""A link that was ever given out, and each short one, leads to the right place in a real browser, on any host."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import moved
from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
WIDE = {"width": 1280, "height": 900}
# Where each old link ends, with the part that must be seen there.
ENDS = {
    "/troubleshooting/address-in-use/?port=5432": ("/troubleshooting/port-in-use/?port=5432", "h1"),
    "/troubleshooting/address-in-use/?port=80#fix": ("/troubleshooting/port-in-use/?port=80#fix", "#fix"),
    "/e/address-in-use/#verify": ("/troubleshooting/port-in-use/#verify", "#verify"),
    "/troubleshooting/port-busy/#fix": ("/troubleshooting/port-in-use/#fix", "#fix"),
    "/troubleshooting/port-busy/?a=b#who-has-it": ("/troubleshooting/port-in-use/?a=b#check-linux", "#check-linux"),
    "/e/port-busy/?a=b#list": ("/howto/see-open-ports/?a=b#all-linux", "#all-linux"),
    "/ports/62893/?a=b#lent-by": ("/ranges/dynamic/?a=b#systems", "#systems"),
    "/p/62893/?a=b#lent-by": ("/ranges/dynamic/?a=b#systems", "#systems"),
    "/howto/netstat/": ("/howto/see-open-ports/#all-windows", "#all-windows"),
    "/ports/4242/?os=linux": ("/retired/ports/4242/?os=linux", "h1"),
    "/p/4242/": ("/retired/ports/4242/", "h1"),
    "/learn/token-ring/#answer": ("/retired/learn/token-ring/#answer", "h1"),
}
# Where who has no scripts sees the part: the address may stay, the content may not.
UNSCRIPTED = {
    "/troubleshooting/address-in-use/?port=5432": "h1",
    "/troubleshooting/address-in-use/?port=80#fix": "#fix",
    "/troubleshooting/port-busy/?a=b#who-has-it": "#who-has-it",
    "/ports/62893/#who-win": "#who-windows",
    "/ports/62893/#lent-by": "#lent-by",
    "/p/62893/#trivia": "#trivia",
    "/howto/netstat/": "#all-windows",
    "/ports/4242/?os=linux": "h1",
}
SHORT = {
    "/p/62893/?os=windows#who-windows": ("/ports/62893/?os=windows#who-windows", "#who-windows"),
    "/e/port-in-use/?port=8080#fix": ("/troubleshooting/port-in-use/?port=8080#fix", "#fix"),
    "/a/loopback/#facts": ("/addresses/loopback/#facts", "#facts"),
    "/a/class-a/": ("/addresses/class-a/", "h1"),
    "/r/dynamic/?x=1": ("/ranges/dynamic/?x=1", "h1"),
    "/r/ephemeral/": ("/ranges/ephemeral/", "h1"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a project in which much has moved."""
    return moved.build(tmp_path_factory.mktemp("moved"))


@pytest.fixture(scope="module", params=[moved.Host, moved.Redirecting], ids=["bare", "redirecting"])
def host(site: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """That site on a host that only has files, and on one that follows `_redirects`."""
    with moved.served(site, request.param) as address:
        yield address


Visit = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open an address; the test fails when a script fails or a file is missing."""
    contexts, faults = [], []

    def go(address: str, **options: object) -> Page:
        contexts.append(browser.new_context(**options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.on("pageerror", lambda it: faults.append(str(it)))
        page.on("response", lambda it: faults.append(f"{it.status} {it.url}") if it.status >= 400 else None)
        page.goto(address)
        return page

    yield go
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("link", ENDS)
def test_an_old_link_ends_at_the_lasting_address(host: str, visit: Visit, link: str) -> None:
    """The address bar shows where the link leads now, question and fragment kept, and the part is in sight."""
    end, part = ENDS[link]
    page = visit(host + link, viewport=WIDE)
    page.wait_for_url(host + end)
    expect(page.locator(part).first).to_be_in_viewport()
    expect(page.locator("h1")).not_to_have_text("There is no page at this address")


@pytest.mark.parametrize("link", UNSCRIPTED)
def test_an_old_link_works_without_scripts(host: str, visit: Visit, link: str) -> None:
    """Without scripts the content is there, styled, with the part in sight."""
    page = visit(host + link, viewport=WIDE, java_script_enabled=False)
    expect(page.locator(UNSCRIPTED[link]).first).to_be_in_viewport()
    assert page.locator(".md-header").bounding_box()["y"] == 0  # type: ignore[index]
    expect(page.locator("h1")).not_to_have_text("There is no page at this address")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("link", SHORT)
def test_a_short_link_opens_its_page(origin: str, opened: Opener, link: str, viewport: dict[str, int]) -> None:
    """A short address of a port, a case, an address or a range shows its page, question and fragment kept."""
    end, part = SHORT[link]
    page = opened(link, viewport=viewport)
    page.wait_for_url(origin + end)
    expect(page.locator(part).first).to_be_in_viewport()


def test_a_short_link_shows_the_system_that_it_names(opened: Opener) -> None:
    """`?os=windows#who-windows` behind a short address shows the Windows part and hides the others."""
    page = opened("/p/62893/?os=windows#who-windows", viewport=PHONE)
    expect(page.get_by_role("button", name="Windows").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#who-windows")).to_be_in_viewport()
    expect(page.locator("#who-linux + p")).to_be_hidden()


@pytest.mark.parametrize("link", ["/p/62893?os=windows", "/e/port-in-use?port=80", "/a/loopback", "/r/dynamic?x=1"])
def test_a_short_link_needs_no_slash_at_its_end(host: str, visit: Visit, link: str) -> None:
    """What people type leaves out the last slash; the question is kept all the same."""
    page = visit(host + link)
    path, _, question = link.partition("?")
    folder = {"p": "ports", "e": "troubleshooting", "a": "addresses", "r": "ranges"}[path[1]]
    page.wait_for_url(f"{host}/{folder}/{path[3:]}/{f'?{question}' if question else ''}")


def test_a_short_link_without_its_slash_is_found_on_a_strict_host(site: Path, browser: Browser) -> None:
    """Where a folder needs its slash, the page for unknown addresses sends the reader on, question and part kept."""
    with moved.served(site, moved.Exact) as address:
        for link, end in {
            "/e/port-in-use?os=linux#fix": "/troubleshooting/port-in-use/?os=linux#fix",
            "/a/loopback": "/addresses/loopback/",
            "/p/62893": "/ports/62893/",
        }.items():
            page = browser.new_page()
            page.goto(address + link)
            page.wait_for_url(address + end)
            page.close()


def test_links_within_a_copy_keep_the_question(origin: str, opened: Opener) -> None:
    """A link to a section of the page that a short address opened does not load the page anew."""
    page = opened("/p/62893/?os=linux")
    page.evaluate("window.same = true")
    page.locator("article a[href='#who']").first.click()
    page.wait_for_url(f"{origin}/ports/62893/?os=linux#who")
    assert page.evaluate("window.same") is True


def test_search_and_skip_link_work_on_a_copy_at_another_depth(host: str, visit: Visit) -> None:
    """The theme's own parts, which go by the address, find their files from an old address of another depth."""
    page = visit(f"{host}/learn/token-ring/", viewport=WIDE)
    page.wait_for_url(f"{host}/retired/learn/token-ring/")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{host}/retired/learn/token-ring/#answer")
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("62893")
    expect(page.locator(".md-search-result__link").first).to_have_attribute("href", f"{host}/ports/62893/?h=62893")


def test_a_note_is_seen_only_by_whom_a_link_leads_to_it(host: str, visit: Visit) -> None:
    """A part that is gone says why, and the page says nothing of it to all others."""
    page = visit(f"{host}/ports/62893/#trivia", viewport=WIDE)
    note = page.locator("#trivia")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("This part is gone. The claim had no source. Instead: Facts.")
    page.goto(f"{host}/ports/62893/")
    expect(note).to_be_hidden()
    page.goto(f"{host}/ports/62893/#lent-by")
    page.wait_for_url(f"{host}/ranges/dynamic/#systems")


def test_a_page_opened_as_a_file_stays_as_it_is(site: Path, browser: Browser) -> None:
    """From a disk, where an address may not change, a copy shows its page with its style."""
    page = browser.new_page()
    page.goto(f"{(site / 'p/62893/index.html').as_uri()}#facts")
    expect(page.locator("#facts")).to_be_in_viewport()
    assert page.url.endswith("/p/62893/index.html#facts")
    assert page.locator(".md-header").bounding_box()["y"] == 0  # type: ignore[index]
    page.close()
