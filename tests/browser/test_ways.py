"""Finding one's way: filters of directories, the way from home, neighbours, keys, and the drawer of a phone."""

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Locator, Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import ROOT, SITE, Address, Opener

pytestmark = pytest.mark.browser

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Each directory with a state of its filter, what the status says, and something that is shown and hidden.
LISTS = {
    "/ports/?range=user&risk=high&q=sql": (r"^\d of 143 ports$", "5432", "6379"),
    "/ports/?browsers=refuse&transport=udp": (r"^\d+ of 143 ports$", "53", "80"),
    "/troubleshooting/?q=10061": (r"^\d of \d+ cases$", "Connection refused", "Permission denied when a server starts"),
    "/troubleshooting/?says=timed-out": (
        r"^\d of \d+ cases$",
        "A UDP service gives no answer",
        "Address already in use",
    ),
    "/addresses/?family=ipv6": (r"^\d+ of \d+ entries$", "fe80::/10", "10.0.0.0/8"),
    "/learn/glossary/?q=backlog": (r"^\d of \d+ terms$", "Backlog", "Loopback interface"),
}
WALK = """() => {
  const element = document.activeElement;
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const inside = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
  return { name: element.getAttribute("aria-label") ?? element.textContent.trim(), inside, tag: element.tagName,
           menu: element.closest(".md-sidebar--primary") !== null, page: element.closest("article, .md-footer") !== null };
}"""


def status(page: Page) -> Locator:
    """What the filter says."""
    return page.locator(".atlas-filter [role='status']")


def named(page: Page, text: str) -> Locator:
    """The link or heading of an item."""
    return page.locator("article :is(td a, h3)", has_text=re.compile(rf"^{re.escape(text)}(¶|$)")).first


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_an_address_opens_a_list_filtered(opened: Opener, at: Address, viewport: dict[str, int], path: str) -> None:
    """What the address asks for is shown, counted and stands in the form; the address stays."""
    says, shown, hidden = LISTS[path]
    page = opened(path, viewport=viewport)
    expect(status(page)).to_have_text(re.compile(says))
    expect(named(page, shown)).to_be_visible()
    expect(named(page, hidden)).to_be_hidden()
    assert page.url == at(path)
    assert not page.locator("[data-md-toggle='search']").is_checked()


def test_typing_filters_and_the_address_follows(opened: Opener, at: Address) -> None:
    """Text and choices show at once in list, count and address; Clear brings all back and keeps the keyboard's place."""
    page = opened("/ports/")
    page.get_by_label("Number, name or program").fill("sql")
    page.get_by_label("Risk if others reach it").select_option("High")
    expect(status(page)).to_have_text(re.compile(r"^\d of 143 ports$"))
    expect(page).to_have_url(at("/ports/?q=sql&risk=high"))
    expect(page.get_by_role("heading", name="Dynamic Ports")).to_be_hidden()
    page.get_by_role("button", name="Clear the filter").click()
    expect(status(page)).to_have_text("143 ports")
    expect(page).to_have_url(at("/ports/"))
    expect(page.get_by_label("Number, name or program")).to_be_focused()


def test_going_back_brings_the_filter_back(opened: Opener) -> None:
    """After a look at a port, Back shows the same list."""
    page = opened("/ports/?q=redis")
    said = status(page).inner_text()
    named(page, "6379").click()
    expect(page.locator("h1")).to_contain_text("6379")
    page.go_back()
    expect(status(page)).to_have_text(said)
    expect(page.get_by_label("Number, name or program")).to_have_value("redis")


def test_unknown_values_in_an_address_are_ignored(opened: Opener) -> None:
    """A value that no choice has filters nothing."""
    expect(status(opened("/ports/?range=users&risk=&os=linux"))).to_have_text("143 ports")


def test_a_number_without_a_page_leads_to_the_look_up(opened: Opener) -> None:
    """Where nothing is found, a sentence says so, and a link brings the answer."""
    page = opened("/ports/?q=51515")
    expect(status(page)).to_have_text('0 of 143 ports. 51515 has no page of its own. Look up "51515".')
    page.get_by_role("link", name='Look up "51515"').click()
    expect(page.locator("h1")).to_contain_text("51515")


def test_a_link_to_a_filtered_part_shows_it(opened: Opener) -> None:
    """An anchor wins over the filter that hides it."""
    page = opened("/troubleshooting/?q=10048#name-resolution")
    expect(page.locator("#name-resolution")).to_be_in_viewport()


def test_without_scripts_lists_are_whole_and_have_no_dead_form(opened: Opener) -> None:
    """Every port is there, and no control that does nothing."""
    page = opened("/ports/?range=system", java_script_enabled=False)
    expect(named(page, "62893")).to_be_visible()
    expect(page.locator(".atlas-filter")).to_be_hidden()
    expect(opened("/about/using/", java_script_enabled=False).locator("#single-keys")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*LISTS, "/about/using/", "/ports/?q=51515"])
def test_filtered_lists_have_no_barrier_that_axe_finds(opened: Opener, path: str, scheme: str) -> None:
    """Lists with a filter at work pass axe's rules on a phone."""
    page = opened(path, viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
    assert barriers(page) == []


@pytest.mark.parametrize("path", [*LISTS, "/about/using/", "/troubleshooting/connection-refused/"])
def test_lists_fit_the_narrowest_phone(opened: Opener, path: str) -> None:
    """Nothing scrolls sideways at 320 pixels, and each control is at least 24 pixels high."""
    page = opened(path, viewport={"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sizes = page.locator(".atlas-filter :is(input, select, button:not([hidden]))").evaluate_all(
        "all => all.map((it) => it.getBoundingClientRect().height)"
    )
    assert all(size >= 24 for size in sizes)


def pages() -> dict[str, html.HtmlElement]:
    """Every page of the built site by its path; copies at other addresses left out."""
    files = {file.relative_to(SITE).as_posix(): file for file in SITE.rglob("index.html")}
    return {path: html.parse(file).getroot() for path, file in files.items() if b"<base " not in file.read_bytes()}


def test_the_way_that_readers_see_is_the_one_that_crawlers_get() -> None:
    """Each page but home shows the way from home; names and addresses are those of its structured data."""
    found = pages()
    assert len(found) > 250
    for path, page in found.items():
        steps = page.xpath("//nav[@aria-label='Breadcrumb']//li/*")
        if path == "index.html":
            assert steps == []
            continue
        names = [it.text_content() for it in steps]
        assert names[0] == "Home"
        assert len(names) in {2, 3}
        assert [it.get("aria-current") for it in steps] == [None] * (len(steps) - 1) + ["page"], path
        told = [json.loads(it) for it in page.xpath("//script[@type='application/ld+json']/text()")]
        for data in (it for it in told if it["@type"] == "BreadcrumbList"):
            assert names == [it["name"] for it in data["itemListElement"]], path


def test_headings_of_every_page_go_down_step_by_step() -> None:
    """A page has one heading of the first level, and no heading skips a level."""
    wrong = {}
    for path, page in pages().items():
        levels = [
            int(it.tag[1])
            for it in page.xpath("//article//*[self::h1 or self::h2 or self::h3 or self::h4 or self::h5]")
        ]
        if levels.count(1) != 1 or any(below > above + 1 for above, below in pairwise(levels)):
            wrong[path] = levels
    assert wrong == {}


def test_described_ports_are_a_chain() -> None:
    """From the first described port, "After" leads through all of them, and "Before" all the way back."""
    beside = {}
    for path, page in pages().items():
        if match := re.fullmatch(r"ports/(\d+)/index.html", path):
            row = page.xpath("//nav[@aria-label='Ports beside this one']//li")
            beside[int(match[1])] = {it.text_content().split(":")[0].strip(): it.xpath("a/text()") for it in row}
    numbers = sorted(beside)
    assert len(numbers) == len(list((ROOT / "data/ports").glob("*.yml")))
    for before, after in pairwise(numbers):
        assert beside[before]["After"] == [str(after)]
        assert beside[after]["Before"] == [str(before)]


def test_a_case_leads_on_by_what_the_reader_sees(opened: Opener) -> None:
    """Below a case stand the signs of the others, each with its case, and the ways to any other message."""
    page = opened("/troubleshooting/connection-refused/")
    part = page.locator("#otherwise + p + ul")
    expect(part.locator("li").first).to_contain_text("It works with 127.0.0.1 and not with localhost")
    expect(part.get_by_role("link", name="all that it can be")).to_have_attribute("href", re.compile("#says-refused$"))
    part.get_by_role("link", name="A database client cannot connect").click()
    expect(page.locator("h1")).to_contain_text("A database client cannot connect")


def test_single_keys_do_nothing_until_they_are_switched_on(opened: Opener, at: Address) -> None:
    """WCAG 2.1.4: no letter, figure or mark alone does anything; who wants them can have them, and be rid of them."""
    page = opened("/ports/80/")
    search = page.locator("[data-md-toggle='search']")
    for key in ("f", "s", "/", "p", "n", ",", ".", "Alt+f"):
        page.keyboard.press(key)
    page.wait_for_timeout(200)
    assert page.url == at("/ports/80/")
    assert not search.is_checked()
    page.goto(at("/about/using/"))
    page.get_by_label("Single keys").check()
    page.goto(at("/ports/80/"))
    page.keyboard.press("s")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.goto(at("/about/using/"))
    page.get_by_label("Single keys").uncheck()
    page.keyboard.press("Tab")
    page.keyboard.press("s")
    assert not search.is_checked()


def test_single_keys_can_be_typed_into_every_field(opened: Opener) -> None:
    """What holds the letters back does not swallow them."""
    page = opened("/ports/")
    for label in ("Number, name or program", "An address, a port or an error message"):
        field = page.get_by_label(label)
        field.press_sequentially("fps/.,n")
        expect(field).to_have_value("fps/.,n")


def test_keys_with_ctrl_open_search_and_look_up(opened: Opener, at: Address) -> None:
    """Ctrl+K opens the search everywhere; Ctrl+Shift+L goes to the box of the page, or else to the look-up's."""
    page = opened("/ports/")
    page.keyboard.press("Control+k")
    expect(page.locator(".md-search__input")).to_be_focused()
    expect(page.locator(".md-search__input")).to_have_attribute("aria-keyshortcuts", "Control+K")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Shift+L")
    expect(page.get_by_label("An address, a port or an error message")).to_be_focused()
    page.goto(at("/ports/80/"))
    page.keyboard.press("Control+Shift+L")
    expect(page).to_have_url(re.compile(rf"^{re.escape(at('/lookup/'))}"))
    expect(page.get_by_label("An address, a port or an error message")).to_be_focused()


def test_the_keys_are_seen_where_they_help(opened: Opener) -> None:
    """The field of the search says by which keys it opens, on a wide screen; a phone has no such hint."""
    expect(opened("/").locator(".atlas-key")).to_have_text("Ctrl K")
    expect(opened("/", viewport=PHONE, has_touch=True, is_mobile=True).locator(".atlas-key")).to_be_hidden()


def test_the_first_stop_skips_to_the_text(opened: Opener) -> None:
    """The first press of Tab shows the skip link; behind it, the next stop lies in the text."""
    page = opened("/ports/62893/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert walked(page)["page"]


def walked(page: Page) -> dict[str, Any]:
    """Where the keyboard is."""
    place: dict[str, Any] = page.evaluate(WALK)
    return place


@pytest.mark.parametrize("path", ["/ports/62893/", "/troubleshooting/port-in-use/", "/learn/binding/"])
def test_the_drawer_opens_holds_and_closes_by_keyboard(opened: Opener, path: str) -> None:
    """Enter opens it and goes inside, Tab stays among what is seen in it and its button, Escape closes it and returns."""
    page = opened(path, viewport=PHONE, reduced_motion="reduce")
    button = page.get_by_role("button", name="Menu", exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    page.wait_for_function("document.activeElement.closest('.md-sidebar--primary')")
    page.wait_for_timeout(400)  # it slides in
    for _ in range(25):
        place = walked(page)
        assert not place["page"], place
        assert place["inside"] or not place["menu"], place
        page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_a_closed_drawer_is_no_stop(opened: Opener) -> None:
    """What is out of sight is not walked through on the way into the text."""
    page = opened("/ports/62893/", viewport=PHONE)
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(walked(page))
    assert not any(it["menu"] for it in seen)
    assert any(it["page"] for it in seen)


def test_the_drawer_leads_up_and_down(opened: Opener) -> None:
    """Inside a part of the menu, its head leads back to the whole, and focus goes along."""
    page = opened("/learn/binding/", viewport=PHONE, reduced_motion="reduce")
    page.get_by_role("button", name="Menu", exact=True).press(" ")
    back = page.get_by_role("button", name="Back from Learn")
    expect(back).to_be_focused()
    back.press("Enter")
    opener = page.get_by_role("button", name="Learn: pages")
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.press("Enter")
    expect(back).to_be_focused()
