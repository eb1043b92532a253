"""The commands of a page follow the visitor's port and operating system."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import Address, Opener
from tests.browser.shifts import SHIFTS, slow

pytestmark = pytest.mark.browser

CASE, PORT, HOWTO = "/troubleshooting/port-in-use/", "/ports/62893/", "/howto/see-open-ports/"
PHONE, NARROW = {"width": 390, "height": 844}, {"width": 320, "height": 800}
HOSTILE = [
    "<img src=x onerror=window.__pwn=1>",
    "5432<script>window.__pwn=1</script>",
    "javascript:window.__pwn=1",
    "'\"><svg/onload=window.__pwn=1>",
    "%00",
    "__proto__",
    "5432/../../",
]
EXPLAINED = "Where a command or message says PORT, put your port number, for example 62893."
SAID = "Commands are filled in for port 5432."
OWN = "linux"  # the system of the browser that runs these tests
FIRST = "sudo ss -H -ltnp 'sport = :{}'"


def words(page: Page) -> str:
    """Return what stands on the page, folded parts too."""
    return page.locator("article").evaluate("it => it.textContent") or ""


def field(page: Page) -> Locator:
    """Return the field for the reader's port."""
    return page.get_by_label("Your port")


def button(page: Page, name: str) -> Locator:
    """Return the first button that chooses a system."""
    return page.get_by_role("group", name="Commands for a system").first.get_by_role("button", name=name)


def chosen(page: Page) -> list[str]:
    """Return what is chosen, which all rows of a page agree on."""
    pressed = page.locator(".atlas-system [aria-pressed='true']")
    found = pressed.evaluate_all("all => all.map(it => it.value)")
    assert len(found) == page.locator(".atlas-system").count() > 1
    return sorted(set(found))


def link_to(page: Page, path: str) -> str:
    """Return where the first link of the text to `path` leads."""
    return str(page.locator(f"article a[href*='{path}']").first.evaluate("it => it.href"))


# The port


def test_a_port_in_the_address_fills_commands_outputs_and_messages(opened: Opener) -> None:
    """With ?port=5432 the number stands in commands, outputs, messages and sentences, and the page says so once."""
    page = opened(f"{CASE}?port=5432")
    text = words(page)
    assert FIRST.format("5432") in text
    assert "LISTEN 0      5      127.0.0.1:5432 0.0.0.0:*" in text
    assert "listen EADDRINUSE: address already in use 127.0.0.1:5432" in text
    assert "5432 in the fifth: the program is a client of the port." in text
    assert text.count(SAID) == 1
    expect(page.get_by_role("status").filter(has_text=SAID)).to_be_visible()
    expect(field(page)).to_have_value("5432")
    assert re.findall(r"\bPORT\b", text) == []


def test_names_that_hold_the_word_stay(opened: Opener) -> None:
    """Variables, constants and headings of columns that are called PORT are no placeholders."""
    text = words(opened("/troubleshooting/unexpected-port/?port=5432"))
    assert FIRST.format("5432") in text
    for name in (
        "PORT=8081",
        "unset PORT HOST",
        "Remove-Item Env:PORT",
        "FLASK_RUN_PORT",
        "a setting such as PORT named",
    ):
        assert name in text, name
    text = words(opened(f"{CASE}?port=5432"))
    assert "SO_REUSEPORT" in text
    assert "STATUS         PORTS" in text


def test_a_typed_port_fills_and_clearing_restores(opened: Opener, at: Address) -> None:
    """The number is kept in the page's own address, beside its fragment, and nowhere else."""
    page = opened(f"{CASE}#check")
    before = words(page)
    asked: list[str] = []
    page.on("request", lambda it: asked.append(it.url))
    field(page).fill("5432")
    expect(page.get_by_text(SAID)).to_be_visible()
    expect(page).to_have_url(at(f"{CASE}?port=5432#check"))
    assert FIRST.format("5432") in words(page)
    field(page).fill("80")
    expect(page.get_by_text("Commands are filled in for port 80.")).to_be_visible()
    assert FIRST.format("80") in words(page)
    page.get_by_role("button", name="Clear the port").click()
    expect(field(page)).to_have_value("")
    expect(field(page)).to_be_focused()
    expect(page).to_have_url(at(f"{CASE}#check"))
    assert words(page) == before
    assert [url for url in asked if "5432" in url] == []
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "5432" not in stored


@pytest.mark.parametrize("typed", ["70000", "0", "abc", "-1", "80.5", "<b>80</b>"])
def test_a_number_that_is_no_port_is_named(opened: Opener, typed: str) -> None:
    """What cannot be a port leaves the commands as they are, and the field says what a port is."""
    page = opened(CASE)
    before = FIRST.format("PORT")
    field(page).fill(typed)
    field(page).press("Enter")
    expect(page.get_by_role("status").filter(has_text="A port is a whole number from 1 to 65535.")).to_be_visible()
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    expect(field(page)).to_have_accessible_description(re.compile("from 1 to 65535"))
    assert before in words(page)
    assert "port=" not in page.url
    field(page).fill("5432")
    expect(field(page)).to_have_attribute("aria-invalid", "false")


@pytest.mark.parametrize("asked", ["abc", "70000", "0", "", "05432", "5432x", *HOSTILE])
def test_an_address_without_a_port_changes_nothing(opened: Opener, asked: str) -> None:
    """Whatever else stands in ?port= or ?os= is neither used nor shown."""
    before = words(opened(CASE))
    page = opened(CASE)
    page.goto(
        page.url + page.evaluate("it => '?port=' + encodeURIComponent(it) + '&os=' + encodeURIComponent(it)", asked)
    )
    assert words(page) == before
    expect(field(page)).to_have_value("")
    assert chosen(page) == [OWN]
    assert page.evaluate("window.__pwn") is None


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_in_the_field_is_text(opened: Opener, typed: str) -> None:
    """What is typed becomes no part of the page."""
    page = opened(CASE)
    elements = page.locator("article *").count()
    field(page).fill(typed)
    field(page).press("Enter")
    expect(field(page)).to_have_attribute("aria-invalid", "true")
    assert page.locator("article *").count() <= elements
    assert page.evaluate("window.__pwn") is None


def test_the_copy_button_copies_the_filled_command(opened: Opener) -> None:
    """What lands on the clipboard is the command with the reader's number."""
    page = opened(CASE, permissions=["clipboard-read", "clipboard-write"])
    field(page).fill("5432")
    expect(page.get_by_text(SAID)).to_be_visible()
    block = page.locator(".highlight", has_text=FIRST.format("5432")).first
    block.hover()
    block.get_by_role("button", name="Copy").click()
    expect(page.locator("[role='status'].atlas-heard")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == FIRST.format("5432")


def test_a_closed_clipboard_leaves_the_command_selected(opened: Opener) -> None:
    """Where the browser does not let the page copy, the command is selected, and who listens is told."""
    page = opened(CASE)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    block = page.locator(".highlight:visible").first
    block.get_by_role("button", name="Copy").click()
    expect(page.locator("[role='status'].atlas-heard")).to_contain_text("Selected")
    assert page.evaluate("getSelection().toString().trim()") == block.locator("code").inner_text().strip()


def test_the_port_goes_along_to_other_cases(opened: Opener, at: Address) -> None:
    """Links to other cases carry the number, links to pages of other kinds do not, and the next page is filled."""
    page = opened(f"{CASE}?port=5432")
    assert link_to(page, "connection-refused") == at("/troubleshooting/connection-refused/?port=5432")
    others = page.locator("a[href]:not([href*='/troubleshooting/'], [href*='/e/'])")  # /e/ is short for a case
    found = others.evaluate_all("all => all.map(it => it.href)")
    assert [href for href in found if "port=5432" in href and CASE not in href] == []
    page.locator("article a[href*='connection-refused']").first.click()
    expect(page.get_by_text(SAID)).to_be_visible()
    page.get_by_role("button", name="Clear the port").click()
    assert link_to(page, "port-in-use") == at(CASE)


def test_a_port_page_sends_its_number_to_its_cases(opened: Opener, at: Address) -> None:
    """A port page has no field, but its cases open with its number; without scripts the links are plain."""
    page = opened(PORT)
    assert field(page).count() == 0
    assert link_to(page, "port-in-use") == at(f"{CASE}?port=62893")
    plain = opened(PORT, java_script_enabled=False)
    assert link_to(plain, "port-in-use") == at(CASE)


def test_without_javascript_a_case_reads_as_before(opened: Opener) -> None:
    """With scripts off there is no control, PORT is explained, and every system is shown."""
    page = opened(f"{CASE}?port=5432&os=windows", java_script_enabled=False)
    expect(page.get_by_text(EXPLAINED)).to_be_visible()
    assert FIRST.format("PORT") in words(page)
    expect(page.locator("#check-linux")).to_be_visible()
    assert page.locator(".atlas-port, .atlas-system").count() == 0
    expect(page.locator("#fix-windows")).to_be_visible()


# The system


@pytest.mark.parametrize("path", [CASE, PORT, HOWTO])
def test_a_first_visit_shows_the_visitors_own_system(opened: Opener, path: str) -> None:
    """Every group of parts shows the system of the visitor's machine; nothing is remembered that nobody chose."""
    page = opened(path)
    assert chosen(page) == [OWN]
    expect(page.locator("article h3[id$='-linux']").first).to_be_visible()
    expect(page.locator("article h3[id$='-windows']").first).to_be_hidden()
    assert page.evaluate("localStorage.getItem('atlas-system')") is None


@pytest.mark.parametrize("path", [CASE, PORT, HOWTO])
def test_an_unknown_machine_sees_all(opened: Opener, path: str) -> None:
    """A phone, of which no system is known that commands are for, is shown everything."""
    script = "Object.defineProperty(navigator, 'userAgentData', {value: {platform: 'Android'}})"
    page = opened("/about/")
    page.context.add_init_script(script)
    page.goto(page.url.replace("/about/", path))
    assert chosen(page) == ["all"]
    assert page.locator(".atlas-elsewhere").count() == 0


def test_each_group_has_its_row_with_a_name_of_its_own(opened: Opener) -> None:
    """A row stands before each group of parts and is named by its section."""
    rows = opened(PORT).get_by_role("group", name="Commands for a system")
    names = ["Which program is it?", "Test it", "Stop or free it", "Firewall"]
    assert rows.evaluate_all("all => all.map(it => it.ariaLabel)") == [f"Commands for a system: {it}" for it in names]
    assert rows.evaluate_all("all => all.map(it => it.nextElementSibling.nextElementSibling.id)") == [
        f"{it}-linux" for it in ("who", "test", "free", "firewall")
    ]


@pytest.mark.parametrize("path", [CASE, PORT, HOWTO])
def test_a_click_moves_nothing_under_the_pointer(opened: Opener, path: str) -> None:
    """The row that was clicked stays where it is, though all groups above it change their height."""
    page = opened(path, viewport=PHONE)
    row = page.locator(".atlas-system").last
    row.scroll_into_view_if_needed()
    for value in ("windows", "all", "macos", "linux"):
        target = row.locator(f"[value={value}]")
        before = target.bounding_box()
        target.click()
        assert chosen(page) == [value]
        page.wait_for_timeout(100)
        after = target.bounding_box()
        assert before
        assert after
        assert abs(after["y"] - before["y"]) <= 1, value


def test_a_group_without_the_chosen_system_says_so(opened: Opener) -> None:
    """Where a group has no part for the chosen system, a sentence stands in its place."""
    page = opened("/troubleshooting/airplay-port/?os=windows")
    none = page.locator(".atlas-system__none:visible").first
    expect(none).to_have_text("Nothing here is for Windows alone; “All” shows the other systems.")
    page.locator(".atlas-system [value=all]").first.click()
    expect(page.locator(".atlas-system__none:visible")).to_have_count(0)


@pytest.mark.parametrize("path", [CASE, PORT, HOWTO])
def test_a_choice_shows_one_system_and_is_remembered(opened: Opener, at: Address, path: str) -> None:
    """The parts of the others vanish with their headings, here and on the next page; the contents never name systems."""
    page = opened(path)
    hidden = page.locator("article h3[id$='-linux'], article h3[id$='-macos']")
    shown = page.locator("article h3[id$='-windows']")
    button(page, "Windows").click()
    for heading in hidden.all():
        expect(heading).to_be_hidden()
    assert page.locator(".atlas-elsewhere").locator("visible=true").count() == 0
    for heading in shown.all():
        expect(heading).to_be_visible()
    entries = page.locator(".md-sidebar--secondary a:is([href$='-linux'], [href$='-windows'])")
    assert entries.count() > 0
    for entry in entries.all():
        expect(entry).to_be_hidden()
    assert page.evaluate("localStorage.getItem('atlas-system')") == "windows"
    page.goto(at("/troubleshooting/connection-refused/"))
    assert chosen(page) == ["windows"]
    expect(page.locator("#check-linux")).to_be_hidden()
    button(page, "All").click()
    expect(page.locator("#check-linux")).to_be_visible()
    assert page.locator(".atlas-elsewhere").count() == 0


def test_a_section_ends_at_the_next_heading(opened: Opener) -> None:
    """What stands above the systems, and the sections below them, stay."""
    page = opened(f"{CASE}?os=macos")
    assert (
        "'sport = :PORT'" not in page.locator("article").inner_text().split("When to hand it on")[0].split("Verify")[0]
    )
    for anchor in ("answer", "messages", "check", "check-macos", "fix", "fix-macos", "verify", "link"):
        expect(page.locator(f"#{anchor}")).to_be_visible()
    expect(page.locator("#fix ~ p").first).to_be_visible()


@pytest.mark.parametrize("path", ["/howto/docker/", "/howto/test-a-port/", "/howto/phone-on-the-lan/"])
def test_text_for_everybody_below_a_list_of_commands_stays(opened: Opener, path: str) -> None:
    """A page that goes on below its commands for Windows, without a heading, loses none of that text."""
    text = {
        "/howto/docker/": "If the port answers and then breaks off",
        "/howto/test-a-port/": "This program shows the two answers",
        "/howto/phone-on-the-lan/": "Take the IPv4 address of the interface",
    }[path]
    page = opened(f"{path}?os=linux")
    expect(page.locator("h3[id$='-windows']").first).to_be_hidden()
    expect(page.get_by_text(text)).to_be_visible()


def test_a_system_in_the_address_is_for_this_view_only(opened: Opener, at: Address) -> None:
    """?os= beats what is remembered and changes none of it; a choice by hand ends it."""
    page = opened(CASE)
    button(page, "Linux").click()
    page.goto(at(f"{CASE}?os=windows&port=5432#verify"))
    assert chosen(page) == ["windows"]
    assert page.evaluate("localStorage.getItem('atlas-system')") == "linux"
    button(page, "macOS").click()
    expect(page).to_have_url(at(f"{CASE}?port=5432#verify"))


def test_what_a_link_leads_to_is_shown(opened: Opener, at: Address) -> None:
    """A fragment shows its part whatever was chosen, on opening, on a click and on going back."""
    page = opened(CASE)
    button(page, "Linux").click()
    page.goto(at(f"{CASE}?os=macos#fix-windows"))
    expect(page.locator("#fix-windows")).to_be_in_viewport()
    assert chosen(page) == ["windows"]
    page.evaluate("location.hash = '#check-macos'")
    expect(page.locator("#check-macos")).to_be_in_viewport()
    assert chosen(page) == ["macos"]
    page.go_back()
    expect(page.locator("#fix-windows")).to_be_in_viewport()
    assert page.evaluate("localStorage.getItem('atlas-system')") == "linux"


def test_a_click_inside_the_page_shows_its_part(opened: Opener) -> None:
    """The links of a port page to its part for a system work after another one was chosen."""
    page = opened(f"{PORT}?os=linux")
    page.evaluate(
        "const link = Object.assign(document.createElement('a'), {href: '#who-windows', textContent: 'there', id: 'there'});"
        "document.querySelector('#answer').after(link)"
    )
    page.locator("#there").click()
    expect(page.locator("#who-windows")).to_be_in_viewport()
    assert chosen(page) == ["windows"]


def test_on_paper_the_chosen_part_stands_and_no_control(opened: Opener) -> None:
    """Printing shows what the screen shows: the chosen system, by its name alone, and the port in the commands."""
    page = opened(f"{CASE}?os=windows&port=5432")
    assert chosen(page) == ["windows"]
    page.emulate_media(media="print")
    expect(page.locator("#check-windows + p")).to_be_visible()
    for anchor in ("check-linux", "check-macos"):
        expect(page.locator(f"#{anchor}")).to_be_hidden()
        expect(page.locator(f"#{anchor} + p")).to_be_hidden()
    expect(page.locator(".atlas-port")).to_be_hidden()
    assert [it.get_attribute("value") for it in page.locator(".atlas-system button:visible").all()] == ["windows"]
    expect(page.get_by_text(SAID)).to_be_visible()


# Both


def test_both_controls_work_by_keyboard_alone(opened: Opener) -> None:
    """The field, its button and the systems follow each other, each with a visible focus."""
    page = opened(CASE)
    field(page).focus()
    page.keyboard.type("5432")
    page.keyboard.press("Enter")
    expect(page.get_by_text(SAID)).to_be_visible()
    focused = "[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]"
    for name in ("Clear", "Linux", "macOS", "Windows"):
        if name == "Linux":  # the last link before the row
            page.locator(".atlas-system").first.evaluate("it => { it.tabIndex = -1; it.focus(); }")
        page.keyboard.press("Tab")
        text, outline = page.evaluate(focused)
        assert text.startswith(name)
        assert outline == "solid"
    page.keyboard.press("Space")
    assert chosen(page) == ["windows"]
    expect(button(page, "Windows")).to_be_focused()


@pytest.mark.parametrize("path", [CASE, PORT, HOWTO])
@pytest.mark.parametrize("viewport", [NARROW, PHONE], ids=["320", "390"])
def test_the_controls_fit_a_phone(opened: Opener, path: str, viewport: dict[str, int]) -> None:
    """Nothing scrolls sideways, and every target is at least 44 pixels in both directions."""
    page = opened(f"{path}?port=5432&os=windows", viewport=viewport)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    for target in page.locator(".atlas-port input, .atlas-port button, .atlas-system button").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
        assert box["x"] + box["width"] <= viewport["width"]


@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("earlier", [None, "windows", "all"])
@pytest.mark.parametrize("path", [CASE, PORT, HOWTO, f"{CASE}?port=5432#fix-macos", f"{PORT}#who-windows"])
def test_nothing_jumps_while_a_page_loads(
    opened: Opener, at: Address, path: str, earlier: str | None, viewport: dict[str, int] | None
) -> None:
    """On a slow network, with a choice of an earlier visit or none, no layout shift is measured."""
    page = opened("/about/", **({"viewport": viewport} if viewport else {}))
    page.evaluate("it => it && localStorage.setItem('atlas-system', it)", earlier)
    page.context.add_init_script(SHIFTS)
    slow(page)
    page.goto(at(path))
    page.wait_for_timeout(200)
    assert page.evaluate("window.shifts") == []


def test_commands_are_shown_though_the_script_never_comes(opened: Opener) -> None:
    """Parts wait unseen for the script that chooses, but not for ever: after three seconds they are shown."""
    page = opened("/about/", reduced_motion="reduce")
    page.route("**/system.mjs", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(page.url.replace("/about/", PORT))
    expect(page.locator("#who-windows")).to_be_visible()
    expect(page.locator("#who-linux")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("path", [f"{CASE}?port=5432&os=macos", CASE, f"{PORT}?os=windows"])
def test_the_controls_have_no_barrier_that_axe_finds(
    opened: Opener, path: str, viewport: dict[str, int] | None, scheme: str
) -> None:
    """Filled, wrong or chosen, the controls pass axe's rules in light and dark."""
    page = opened(path, color_scheme=scheme, reduced_motion="reduce", **({"viewport": viewport} if viewport else {}))
    if path == CASE:
        field(page).fill("70000")
        expect(field(page)).to_have_attribute("aria-invalid", "true")
    assert barriers(page) == []
