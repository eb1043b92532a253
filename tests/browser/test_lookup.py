"""Ask anything, in a real browser: the box on four pages, the resolver, and addresses without a page."""

import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.barriers import barriers
from tests.browser.conftest import Address, Opener

pytestmark = pytest.mark.browser

MESSAGES = Path(__file__).parents[1] / "fixtures/messages.jsonl"
LOOK_ALL_UP = """async (texts) => {
  const [{ lookup }, table] = await Promise.all([
    import("/assets/lookup.mjs"), fetch("/api/v1/lookup.json").then((answer) => answer.json()),
  ]);
  return texts.map((text) => lookup(table, text));
}"""
BOXES = {"home": "/", "lookup": "/lookup/", "ports": "/ports/", "missing": "/no/such/page"}
REFUSED = "Error: connect ECONNREFUSED ::1:5432\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1494:16)"
HOSTILE = (
    "<img/src='x'/onerror='window.__pwn=1'>",
    '"><script>window.__pwn=1</script>',
    "127.0.0.1:51515<svg onload=window.__pwn=1>",
    "javascript:window.__pwn=1",
    "-<img/src='x'/onerror='window.__pwn=1'> port",
)
LABEL = "An address, a port or an error message"
EVERYTHING = {"width": 1280, "height": 900}
SMALLEST = {"width": 320, "height": 640}


def box(page: Page) -> Locator:
    """The field into which people type; its script has run."""
    page.locator("#ask[aria-describedby]").wait_for()
    return page.get_by_label(LABEL)


def answer(page: Page) -> Locator:
    """What the box says."""
    return page.locator("#ask-answer")


def resolved(opened: Opener, text: str, **options: object) -> Page:
    """Open the resolver with a question and wait for its answer."""
    page = opened(f"/lookup/?q={quote(text, safe='')}", **options)
    expect(page.locator("h1")).not_to_have_text("Look up an address, a port or a message")
    return page


@pytest.mark.parametrize("path", BOXES.values(), ids=BOXES)
def test_every_box_answers_while_one_types_and_opens_the_page_on_enter(opened: Opener, at: Address, path: str) -> None:
    """On each of the four pages the answer shows without a key more, and Enter opens the page behind it."""
    page = opened(path, allow_404=True)
    box(page).press_sequentially("127.0.0.1:62893")
    expect(answer(page).get_by_role("link", name="Port 62893")).to_be_visible()
    box(page).press("Enter")
    expect(page).to_have_url(at("/ports/62893/"))


def test_a_pasted_message_shows_what_was_recognised_and_second_thoughts(opened: Opener, at: Address) -> None:
    """Address, port and trouble of a message of several lines are named, with the best link and others."""
    page = opened("/")
    box(page).fill(REFUSED)
    expect(answer(page).locator("dl")).to_have_text(re.compile(r"Address\s*::1\s*Port\s*5432\s*Trouble"))
    best = at("/troubleshooting/connection-refused/?port=5432")
    expect(answer(page).locator(".atlas-ask__best")).to_have_attribute("href", best)
    expect(answer(page)).to_contain_text("Also possible: ")
    height = box(page).evaluate("field => [field.clientHeight, field.scrollHeight]")
    assert height[0] >= height[1] > 40, "the field grows with its lines"


def test_the_labelled_messages_are_read_in_the_browser_as_in_node(opened: Opener) -> None:
    """On the built site, address and port of at least 97 of 100 real messages are right, and so is the first case."""
    messages = [json.loads(line) for line in MESSAGES.read_text("utf-8").splitlines()]
    answers = opened("/lookup/").evaluate(LOOK_ALL_UP, [message["text"] for message in messages])
    pairs = list(zip(messages, answers, strict=True))
    read = [
        (it, got) for it, got in pairs if [got["address"], got["port"]] in [[it["address"], it["port"]], *it["accept"]]
    ]
    named = [(it, got) for it, got in pairs if (got["cases"] or ["none"])[0] in it["case"]]
    assert len(pairs) > 150
    assert len(read) >= 0.97 * len(pairs)
    assert len(named) >= 0.97 * len(pairs)
    assert [it["text"] for it, _ in pairs if it["kind"] == "refuse" and it not in [one for one, _ in read]] == []


def test_the_button_opens_the_best_page(opened: Opener, at: Address) -> None:
    """A click does what Enter does, before the answer had time to show."""
    page = opened("/")
    box(page).fill(REFUSED)
    page.get_by_role("button", name="Look up").click()
    expect(page).to_have_url(at("/troubleshooting/connection-refused/?port=5432"))


def test_enter_before_the_box_is_ready_leads_to_the_answer(opened: Opener, at: Address) -> None:
    """Who types and presses Enter while the script is still on its way is led to the page as soon as it comes."""
    page = opened("/about/")
    held: list[Route] = []
    page.route("**/assets/ask/box.mjs", lambda it: held.append(it))  # noqa: PLW0108 (Playwright takes no built-in method)
    page.goto(at("/"))
    page.locator("#ask").fill("3000")
    page.keyboard.press("Enter")
    held[0].continue_()
    expect(page).to_have_url(at("/ports/3000/"))


def test_shift_and_enter_break_a_line_and_escape_clears(opened: Opener, at: Address) -> None:
    """The keys do what the hint below the field says."""
    page = opened("/")
    field = box(page)
    field.press_sequentially("bind failed")
    field.press("Shift+Enter")
    field.press_sequentially("port 8080")
    expect(field).to_have_value("bind failed\nport 8080")
    expect(answer(page)).to_be_visible()
    field.press("Escape")
    expect(field).to_have_value("")
    expect(answer(page)).to_be_hidden()
    assert page.url == at("/")


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("", "There is nothing to look up yet"),
        ("{{ticket.ticket_field_123}}", "is a placeholder into which nobody put a value"),
        ("70000", "70000 is too high for a port"),
        ("256.1.1.1", "256 is more than 255"),
        ("x" * 100_000, "at most 4,000 are looked at"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_reason_and_in_place(
    opened: Opener, at: Address, text: str, reply: str
) -> None:
    """Enter stays on the page and says precisely why, to the eye and to the ear."""
    page = opened("/")
    box(page).fill(text)
    box(page).press("Enter")
    expect(answer(page)).to_contain_text(reply)
    expect(page.locator(".atlas-ask [role=status]")).to_contain_text(reply)
    assert page.url == at("/")


def test_a_cut_number_offers_the_described_ports_near_it(opened: Opener) -> None:
    """4934 was 49342 before somebody cut it."""
    page = opened("/")
    box(page).fill("4934")
    expect(answer(page).get_by_role("link", name="49342")).to_be_visible()


def test_the_tables_are_asked_for_when_the_box_is_used_and_nothing_else_ever(opened: Opener) -> None:
    """Before the first focus no table is fetched; typing then fetches the look-up's table once, and no more."""
    page = opened("/")
    asked: list[str] = []
    page.on("request", lambda it: asked.append(it.url))
    field = box(page)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/api/" in url] == []
    asked.clear()
    field.press_sequentially("secret-token 127.0.0.1:51515")
    expect(answer(page)).to_be_visible()
    assert [url.rsplit("/", 1)[1] for url in asked] == ["lookup.json"]


def test_a_screen_reader_hears_one_answer_and_not_every_key(opened: Opener) -> None:
    """The status speaks once, after the typing has ended."""
    page = opened("/")
    box(page).focus()
    page.evaluate(
        "() => { window.heard = []; const status = document.querySelector('.atlas-ask [role=status]');"
        " new MutationObserver(() => window.heard.push(status.textContent)).observe(status, { childList: true }); }"
    )
    page.keyboard.type("127.0.0.1:62893", delay=150)
    page.wait_for_function("window.heard.length > 0")
    page.wait_for_timeout(500)
    heard = page.evaluate("window.heard")
    assert len(heard) == 1
    assert heard[0].startswith("Port 62893: ")
    assert heard[0].endswith("Enter opens it.")


def test_the_box_works_with_the_keyboard_alone(opened: Opener, at: Address) -> None:
    """Tab reaches the field, then the button, then each link of the answer, and Enter follows it."""
    page = opened("/")
    box(page)
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "ask":
            break
    page.keyboard.type("connect ECONNREFUSED ::1:5432")
    expect(answer(page)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Look up")).to_be_focused()
    page.keyboard.press("Tab")
    expect(answer(page).locator(".atlas-ask__best")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(at("/troubleshooting/ipv4-ipv6-mismatch/?port=5432"))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("62893", "/ports/62893/"),
        ("http://127.0.0.1:8080/x?y=z#a", "/ports/8080/"),
        (REFUSED, "/troubleshooting/connection-refused/?port=5432"),
        ("EADDRINUSE", "/troubleshooting/port-in-use/"),
        ("redis", "/ports/6379/"),
    ],
)
def test_the_resolver_replaces_itself_by_the_page_that_answers(
    opened: Opener, at: Address, text: str, path: str
) -> None:
    """A described port or a case is opened, and Back leads to where the reader came from."""
    page = opened("/about/")
    page.goto(at(f"/lookup/?q={quote(text, safe='')}"))
    page.wait_for_url(at(path))
    page.go_back()
    expect(page).to_have_url(at("/about/"))


@pytest.mark.parametrize(
    ("text", "title", "shown"),
    [
        ("51515", "Port 51515", "sudo ss -H -ltnp 'sport = :51515'"),
        ("127.0.0.1:6003", "Port 6003", "x11"),
        ("0", "Port 0", "0x0000"),
        ("10.1.2.3", "10.1.2.3", "10.0.0.0/8, Private-Use"),
        ("192.0.0.0/16", "192.0.0.0/16", "65,536"),
        ("2001:db8::1", "2001:db8::1", "2001:db8::/32, Documentation"),
        ("localhost", "localhost", "127.0.0.0/8, Loopback"),
        ("db.internal", "db.internal", "private networks"),
    ],
)
def test_the_resolver_explains_the_rest_in_place(
    opened: Opener, at: Address, text: str, title: str, shown: str
) -> None:
    """What has no page of its own is explained under an address that gives the same answer again."""
    page = resolved(opened, text)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".atlas-resolved")).to_contain_text(shown)
    expect(page).to_have_title(f"{title} - Port Atlas")
    expect(page).to_have_url(at(f"/lookup/?q={text}"))
    expect(page.locator(".atlas-ticket a")).to_contain_text(f"/lookup/?q={text}")
    expect(page.locator(".md-search__input")).not_to_be_focused()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", "Nothing to look up"),
        ("{{issue.summary}}", "Nothing to look up"),
        ("hello world", "Nothing recognised"),
        ("70000", "No such port"),
        ("256.1.1.1", "No such address"),
        ("z" * 5000, "Too long to look up"),
    ],
)
def test_the_resolver_says_what_it_cannot_answer(opened: Opener, text: str, title: str) -> None:
    """An empty, senseless or impossible question gets a title, a reason and the ways to go on."""
    page = resolved(opened, text)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.get_by_role("heading", name="Find it yourself")).to_be_visible()
    assert len(page.url) < 200


def test_a_pasted_message_does_not_stay_in_the_address(opened: Opener, at: Address) -> None:
    """Of a message behind ?q= the address keeps the recognised form alone, and nothing is stored."""
    page = resolved(opened, "GET http://alice:hunter2@127.0.0.1:51515/private?token=abc")
    expect(page).to_have_url(at("/lookup/?q=127.0.0.1:51515"))
    stored = page.evaluate("[JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie]")
    assert "hunter2" not in "".join(stored)
    page.reload()
    expect(page.locator("h1")).to_have_text("Port 51515")


def test_a_link_to_a_part_of_an_answer_shows_that_part(opened: Opener) -> None:
    """The resolver's answers have the anchors of a port's page."""
    page = opened("/lookup/?q=51515#who-windows", viewport={"width": 390, "height": 500})
    expect(page.locator("#who-windows")).to_be_in_viewport()


def test_the_copy_button_copies_the_ticket(opened: Opener, shared: str) -> None:
    """The clipboard then holds title, sentence, commands and link, and a screen reader is told."""
    page = resolved(opened, "51515")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as text").click()
    expect(page.locator(".atlas-ticket__status[role=status]")).to_have_text("Copied as text.")
    title, *others, link = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert (title, link) == ("Port 51515", f"{shared}/lookup/?q=51515")
    assert [it.split(":")[0] for it in others[1:]] == ["On Linux", "On macOS", "On Windows"]


def test_a_copy_button_copies_its_command(opened: Opener) -> None:
    """The clipboard then holds the command, and a screen reader is told."""
    page = resolved(opened, "51515")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#who-linux").get_by_role("button").click()
    expect(page.locator(".atlas-resolved > .atlas-ask__status")).to_have_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == "sudo ss -H -ltnp 'sport = :51515'"


@pytest.mark.parametrize(
    ("path", "end"),
    [
        ("/p/127.0.0.1:62893", "/ports/62893/"),
        ("/p/62893/", "/ports/62893/"),
        ("/troubleshooting/ECONNREFUSED", "/troubleshooting/connection-refused/"),
    ],
)
def test_a_path_without_a_page_leads_to_the_page_that_it_means(
    opened: Opener, at: Address, path: str, end: str
) -> None:
    """Short and guessed addresses of described ports and cases arrive."""
    page = opened(path, allow_404=True)
    expect(page).to_have_url(at(end))


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/ports/51515/", "Port 51515"),
        ("/p/51515", "Port 51515"),
        ("/ports/70000/", "No such port"),
        ("/addresses/10.1.2.3/", "10.1.2.3"),
        ("/ports/%E0%A4%A/", "There is no page at this address"),
        ("/no/such/page", "There is no page at this address"),
    ],
)
def test_a_path_without_a_page_is_explained_in_place(opened: Opener, at: Address, path: str, title: str) -> None:
    """An undescribed port, an address and an impossible port are answered under their own path."""
    page = opened(path, allow_404=True)
    box(page)
    page.wait_for_load_state("networkidle")
    expect(page.locator("h1")).to_have_text(title)
    assert page.url == at(path)


@pytest.mark.parametrize("path", BOXES.values(), ids=BOXES)
def test_without_javascript_the_box_leads_to_the_tables_and_sends_nothing(
    opened: Opener, at: Address, path: str
) -> None:
    """With scripts off the button opens the page with the ranges; what was typed is in no address."""
    page = opened(path, allow_404=True, java_script_enabled=False)
    page.get_by_label(LABEL).fill("secret 127.0.0.1:51515")
    page.get_by_role("button", name="Look up").click()
    expect(page).to_have_url(at("/lookup/?"))
    expect(page.get_by_role("cell", name="49152 to 65535", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="All described ports")).to_be_visible()
    expect(page.get_by_role("link", name="Error messages")).to_be_visible()


def test_the_box_comes_back_though_no_answer_does(opened: Opener) -> None:
    """What waits for an answer in place, so that nothing jumps, is shown after some seconds without one."""
    page = opened("/lookup/", reduced_motion="reduce")
    never = "export const resolve = () => new Promise(() => {});"
    page.route("**/resolve.mjs", lambda route: route.fulfill(body=never, content_type="text/javascript"))
    page.goto(f"{page.url}?q=51515")
    expect(page.locator("form.atlas-ask")).to_be_hidden()
    expect(page.locator("form.atlas-ask")).to_be_in_viewport()
    expect(page.locator("h1 + p")).to_be_visible()


def test_without_javascript_a_missing_page_reads_as_before(opened: Opener) -> None:
    """The 404 page still names the three ranges."""
    page = opened("/ports/51515/", allow_404=True, java_script_enabled=False)
    expect(page.locator("h1")).to_have_text("There is no page at this address")
    expect(page.get_by_role("link", name="dynamic ports", exact=True)).to_be_visible()


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("way", ["query", "fragment", "path", "paste"])
def test_hostile_text_runs_nothing_and_is_shown_as_text(opened: Opener, way: str, text: str) -> None:
    """Markup in the query, the fragment, the path or the box becomes no element and runs no code."""
    encoded = quote(text, safe="")
    path = {"query": f"/lookup/?q={encoded}", "fragment": f"/lookup/?q=51515#{encoded}", "path": f"/ports/{encoded}/"}
    page = opened(path.get(way, "/"), allow_404=True)
    box(page).fill(text)
    expect(answer(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.__pwn") is None
    assert page.locator("article :is(img, script:not([src]), svg[onload], a[href^='javascript'])").count() == 0
    if way == "query" and page.locator("h1").text_content() == "Nothing recognised":
        expect(page.locator(".atlas-resolved")).to_contain_text(text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [EVERYTHING, SMALLEST], ids=["wide", "small"])
def test_an_open_answer_has_no_barrier_that_axe_finds_and_fits_the_screen(
    opened: Opener, viewport: dict[str, int], scheme: str
) -> None:
    """The box with an answer passes axe's rules and does not scroll sideways, on the smallest phone too."""
    page = opened("/", viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    box(page).fill(REFUSED + "\n" + "verylongword" * 20)
    expect(answer(page).locator(".atlas-ask__best")).to_be_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [EVERYTHING, SMALLEST], ids=["wide", "small"])
@pytest.mark.parametrize("text", ["127.0.0.1:51515", "192.0.0.0/16", "hello world"])
def test_a_resolved_page_has_no_barrier_that_axe_finds_and_fits_the_screen(
    opened: Opener, text: str, viewport: dict[str, int], scheme: str
) -> None:
    """What the resolver writes passes axe's rules and does not scroll sideways."""
    page = resolved(opened, text, viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
