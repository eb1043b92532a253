"""What agents copy from a page into a ticket, as it stands on a real clipboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import Opener

pytestmark = pytest.mark.browser

PORT, CASE, BLOCK, RANGES = (
    "/ports/62893/",
    "/troubleshooting/port-in-use/",
    "/addresses/loopback/",
    "/ranges/ephemeral/",
)
SHORT = "https://portatlas.example"
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
TITLE = "Port 62893 (127.0.0.1:62893)"
ANSWER = (
    "Most likely a temporary port: your own browser's or program's end of a connection, or a program that asked the "
    "system for any free port. No service owns 62893."
)
LINUX = "sudo ss -H -ltnp 'sport = :{}'"
MACOS = "sudo lsof -nP -iTCP:{} -sTCP:LISTEN"
WINDOWS = (
    "Get-Process -Id (Get-NetTCPConnection -LocalPort {} -State Listen).OwningProcess"
    " | Select-Object Id, ProcessName, Path"
)
READ = """async () => {
  const [item] = await navigator.clipboard.read();
  return Object.fromEntries(await Promise.all(item.types.map(async (type) => [type, await (await item.getType(type)).text()])));
}"""
REFUSE = """Object.defineProperty(navigator, "clipboard", { value: {
  write: () => Promise.reject(new DOMException("denied", "NotAllowedError")),
  writeText: () => Promise.reject(new DOMException("denied", "NotAllowedError")),
} })"""


def button(page: Page, name: str) -> Locator:
    """Return a button of the block."""
    return page.get_by_role("button", name=name, exact=True)


def status(page: Page) -> Locator:
    """Return what the block says."""
    return page.locator(".atlas-ticket__status")


def copied(page: Page, name: str) -> dict[str, str]:
    """Press a button and return what is on the clipboard then, by its type."""
    button(page, name).click()
    expect(status(page)).to_contain_text("Copied")
    found: dict[str, str] = page.evaluate(READ)
    return {kind: text.replace("\r\n", "\n") for kind, text in found.items()}


def selected(page: Page) -> str:
    """Return what is selected."""
    return str(page.evaluate("getSelection().toString()"))


def checked(page: Page) -> str:
    """Return the line that says how old the facts are."""
    return f"Checked {page.locator('.atlas-ticket time').inner_text()}"


@pytest.mark.parametrize(
    ("system", "commands", "anchor"),
    [
        ("linux", [f"On Linux: {LINUX}"], "#who-linux"),
        ("macos", [f"On macOS: {MACOS}"], "#who-macos"),
        ("windows", [f"On Windows: {WINDOWS}"], "#who-windows"),
        ("all", [f"On Linux: {LINUX}", f"On macOS: {MACOS}", f"On Windows: {WINDOWS}"], ""),
    ],
)
def test_a_port_is_copied_as_text_for_the_chosen_system(
    opened: Opener, system: str, commands: list[str], anchor: str
) -> None:
    """Title, answer, the command for the system, the date and a link that opens on its part: a line each."""
    page = opened(f"{PORT}?os={system}", **CLIPBOARD)
    lines = [TITLE, ANSWER, *(it.format(62893) for it in commands), checked(page), f"{SHORT}/p/62893/{anchor}"]
    assert copied(page, "Copy as text") == {"text/plain": "\n".join(lines)}
    assert re.fullmatch(r"Checked \d{4}-\d\d-\d\d", checked(page))


def test_a_port_is_copied_as_markdown(opened: Opener) -> None:
    """The Markdown form has the command in a block of code and the address as a link."""
    page = opened(f"{PORT}?os=windows", **CLIPBOARD)
    parts = [
        f"**{TITLE}**",
        ANSWER,
        "On Windows:",
        f"```\n{WINDOWS.format(62893)}\n```",
        checked(page),
        f"<{SHORT}/p/62893/#who-windows>",
    ]
    assert copied(page, "Copy as Markdown") == {"text/plain": "\n\n".join(parts)}


def test_a_port_is_copied_as_html_with_the_text_beside_it(opened: Opener) -> None:
    """A program that takes formats gets paragraphs, code and a link; any other gets the text."""
    page = opened(f"{PORT}?os=linux", **CLIPBOARD)
    found = copied(page, "Copy as HTML")
    assert found["text/plain"].split("\n")[2] == f"On Linux: {LINUX.format(62893)}"
    shown = page.evaluate(
        """html => Array.from(new DOMParser().parseFromString(html, "text/html").body.children,
             it => [it.tagName, it.textContent, it.querySelector("a")?.getAttribute("href") ?? null])""",
        found["text/html"],
    )
    link = f"{SHORT}/p/62893/#who-linux"
    assert shown == [
        ["P", TITLE, None],
        ["P", ANSWER, None],
        ["P", "On Linux:", None],
        ["PRE", LINUX.format(62893), None],
        ["P", checked(page), None],
        ["P", link, link],
    ]
    assert "style" not in found["text/html"]


def test_a_ticket_about_a_case_has_the_readers_port(opened: Opener) -> None:
    """With ?port=5432 the command holds the number and the link keeps it."""
    page = opened(f"{CASE}?port=5432&os=windows", **CLIPBOARD)
    text = copied(page, "Copy as text")["text/plain"].split("\n")
    assert text[0] == "Address already in use"
    assert text[2:] == [
        f"On Windows: {WINDOWS.format(5432)}",
        checked(page),
        f"{SHORT}/e/port-in-use/?port=5432#check-windows",
    ]


def test_without_a_port_a_ticket_says_what_the_word_stands_for(opened: Opener) -> None:
    """Until a number is known the command says PORT, and the ticket explains it; typing one changes both."""
    page = opened(f"{CASE}?os=macos", **CLIPBOARD)
    text = copied(page, "Copy as text")["text/plain"].split("\n")
    assert text[2:4] == [f"On macOS: {MACOS.format('PORT')}", "PORT stands for the port number."]
    page.get_by_label("Your port").fill("80")
    expect(page.locator(".atlas-ticket a")).to_have_text(f"{SHORT}/e/port-in-use/?port=80#check-macos")
    text = copied(page, "Copy as text")["text/plain"].split("\n")
    assert text[2:4] == [f"On macOS: {MACOS.format(80)}", checked(page)]


def test_the_block_follows_the_control(opened: Opener) -> None:
    """What is shown is what is copied: another system by hand changes the command and the link."""
    page = opened(PORT, **CLIPBOARD)
    rows = page.locator(".atlas-ticket [data-system]:visible dt")
    expect(rows).to_have_text(["On Linux", "On macOS", "On Windows"])
    page.get_by_role("group", name="Commands for a system: Which program").get_by_role("button", name="macOS").click()
    expect(rows).to_have_text(["On macOS"])
    assert copied(page, "Copy the short link") == {"text/plain": f"{SHORT}/p/62893/#who-macos"}


def test_an_address_needs_no_command(opened: Opener) -> None:
    """The ticket about an address is its title, its answer, the date and the link, whatever system was chosen."""
    page = opened(f"{BLOCK}?os=windows&port=80", **CLIPBOARD)
    text = copied(page, "Copy as text")["text/plain"].split("\n")
    assert [text[0], *text[2:]] == ["127.0.0.0/8: Loopback", checked(page), f"{SHORT}/a/loopback/"]


def test_ranges_of_systems_come_with_their_commands(opened: Opener) -> None:
    """The page that shows all systems at once gives the commands of all."""
    page = opened(f"{RANGES}?os=windows", **CLIPBOARD)
    text = copied(page, "Copy as text")["text/plain"].split("\n")
    assert [it.split(":")[0] for it in text[2:5]] == ["On Linux", "On macOS", "On Windows"]
    assert text[-1] == f"{SHORT}/r/ephemeral/"


def test_a_port_that_nobody_described_has_the_same_forms(opened: Opener, origin: str) -> None:
    """The look-up's own answer is copied in the same forms, with a link that answers again."""
    page = opened("/lookup/?q=51515", **CLIPBOARD)
    text = copied(page, "Copy as text")["text/plain"].split("\n")
    assert [text[0], *text[2:]] == [
        "Port 51515",
        *(f"On {name}: {it.format(51515)}" for name, it in (("Linux", LINUX), ("macOS", MACOS), ("Windows", WINDOWS))),
        f"{origin}/lookup/?q=51515",
    ]
    assert "<pre><code>" in copied(page, "Copy as HTML")["text/html"]
    page.locator("#who-linux button").click()
    assert page.evaluate("navigator.clipboard.readText()") == LINUX.format(51515)


def test_copying_is_said_and_shown_for_two_seconds(opened: Opener) -> None:
    """By keyboard too: the status speaks, the button says so and keeps focus and size, then all is as before."""
    page = opened(PORT, **CLIPBOARD)
    asked = button(page, "Copy as Markdown")
    asked.focus()
    width = asked.bounding_box()["width"]  # type: ignore[index]
    page.keyboard.press("Enter")
    pressed = button(page, "Copied")
    expect(pressed).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Copied as Markdown.")).to_be_visible()
    assert pressed.bounding_box()["width"] == pytest.approx(width, abs=1)  # type: ignore[index]
    expect(asked).to_be_focused()
    expect(status(page)).to_have_text("")


@pytest.mark.parametrize("name", ["Copy as text", "Copy as Markdown", "Copy as HTML", "Copy the short link"])
def test_where_the_clipboard_is_closed_the_text_is_selected(opened: Opener, name: str) -> None:
    """A browser that refuses leaves the very text selected, and the status says what to do."""
    page = opened("/")
    page.add_init_script(REFUSE)
    page.goto(page.url.rstrip("/") + f"{PORT}?os=linux")
    button(page, name).click()
    expect(page.get_by_role("status").filter(has_text="The text is selected: copy it")).to_be_visible()
    lines = selected(page).split("\n")
    link = f"{SHORT}/p/62893/#who-linux"
    if name == "Copy the short link":
        assert lines == [link]
        return
    assert link in lines[-1]
    assert TITLE in lines[0]
    assert sum(LINUX.format(62893) in line for line in lines) == 1
    assert "Copy" not in selected(page)
    if name == "Copy as Markdown":
        assert lines[0] == f"**{TITLE}**"


@pytest.mark.parametrize("path", [PORT, CASE, BLOCK, RANGES])
def test_without_scripts_the_block_can_be_read_and_selected(opened: Opener, path: str) -> None:
    """The commands for all systems stand there by name, the link is one, and no button promises what it cannot do."""
    page = opened(path, java_script_enabled=False)
    block = page.locator(".atlas-ticket")
    expect(block.locator("a")).to_have_attribute("href", re.compile(rf"^{SHORT}/[pear]/[\w-]+/$"))
    expect(block.locator("a")).to_have_text(re.compile(rf"^{SHORT}/"))
    assert block.locator("dt").all_inner_texts() == ([] if path == BLOCK else ["On Linux", "On macOS", "On Windows"])
    assert page.locator(".atlas-ticket button, .atlas-ticket__buttons").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_block_has_no_barrier_that_axe_finds(opened: Opener, scheme: str, width: int) -> None:
    """With a text selected and shown, the block passes axe's rules, and each of its targets has 24 pixels."""
    page = opened(
        f"{CASE}?port=5432&os=windows",
        viewport={"width": width, "height": 800},
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    page.evaluate(REFUSE)
    button(page, "Copy as Markdown").click()
    expect(page.locator(".atlas-ticket__source")).to_be_visible()
    assert barriers(page) == []
    for target in page.locator(".atlas-ticket button, .atlas-ticket__buttons button").all():
        box = target.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_on_paper_the_block_stands_without_its_buttons(opened: Opener) -> None:
    """Print shows the commands that the page shows, the link once, and no button."""
    page = opened(f"{PORT}?os=linux")
    page.emulate_media(media="print")
    expect(page.locator(".atlas-ticket dt:visible")).to_have_text(["On Linux"])
    expect(page.locator(".atlas-ticket button:visible, .atlas-ticket__buttons:visible")).to_have_count(0)
    assert page.locator(".atlas-ticket a").evaluate("it => getComputedStyle(it, '::after').content") == "none"


def test_the_short_link_at_the_top_pushes_nothing_down(opened: Opener) -> None:
    """The page begins with its short link, on a wide screen in room that is free without it."""
    page = opened(PORT)
    link = page.locator("article .atlas-short a")
    expect(link).to_have_attribute("href", f"{SHORT}/p/62893/")
    expect(link).to_be_visible()
    top = page.locator("h1").bounding_box()
    page.locator(".atlas-short").evaluate("it => it.remove()")
    assert page.locator("h1").bounding_box() == top
