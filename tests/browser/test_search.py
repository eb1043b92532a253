"""The site's search in a real browser: what is typed brings the wanted page first, and costs little."""

import gzip
import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SITE

pytestmark = pytest.mark.browser

INDEX = SITE / "search/search_index.json"
RESULTS = ".md-search-result__list > li > a"
QUERIES = {
    "443": "ports/443/",
    "port 443": "ports/443/",
    "80": "ports/80/",
    "443/tcp": "ports/443/",
    "127.0.0.1:62893": "ports/62893/",
    "62893": "ports/62893/",
    "http://127.0.0.1:62893/": "ports/62893/",
    "localhost:62893": "ports/62893/",
    "[::1]:5432": "ports/5432/",
    "is 127.0.0.1:62893 a virus": "ports/62893/",
    "dynamic ports": "ranges/dynamic/",
    "ephemeral ports": "ranges/ephemeral/",
    "well-known ports": "ranges/system/",
    "loopback address": "learn/loopback/",
    "localhost": "learn/loopback/",
    "127.0.0.1": "addresses/loopback/",
    "0.0.0.0": "addresses/unspecified-ipv4/",
    "::1": "addresses/loopback-ipv6/",
    "169.254": "addresses/link-local-ipv4/",
    "192.168.0.0/16": "addresses/private-192/",
    "192.168.1.20": "addresses/private-192/",
    "EADDRINUSE": "troubleshooting/port-in-use/",
    "address already in use": "troubleshooting/port-in-use/",
    "connection refused": "troubleshooting/connection-refused/",
    "ECONNREFUSED": "troubleshooting/connection-refused/",
    "connect ECONNREFUSED 127.0.0.1:443": "troubleshooting/connection-refused/",
    "ERR_CONNECTION_REFUSED": "troubleshooting/connection-refused/",
    "10061": "troubleshooting/connection-refused/",
    "errno 111": "troubleshooting/connection-refused/",
    "errno 98": "troubleshooting/port-in-use/",
    "permission denied port 80": "troubleshooting/permission-denied/",
    "docker localhost": "troubleshooting/container-loopback/",
    "wsl localhost": "troubleshooting/wsl-localhost/",
    "502 bad gateway": "troubleshooting/bad-gateway/",
    "CORS": "troubleshooting/cors-and-cookies/",
    "time_wait": "troubleshooting/ephemeral-exhaustion/",
    "certificate warning localhost": "troubleshooting/certificate-warning/",
    "kill process on port 3000": "howto/stop-a-listener/",
    "who is listening on a port": "howto/see-open-ports/",
}
# Asks the theme's own search, a worker, without typing.
ASK = """async queries => {
  const config = JSON.parse(document.querySelector("#__config").textContent)
  const worker = new Worker(new URL(config.search, document.baseURI))
  const ask = message => new Promise(answered => {
    worker.onmessage = ({data}) => answered(data)
    worker.postMessage(message)
  })
  const index = await (await fetch("search/search_index.json")).json()
  await ask({type: 0, data: {...index, options: {suggest: false}}})
  const firsts = {}
  for (const query of queries) firsts[query] = (await ask({type: 2, data: query})).data.items[0]?.[0].location
  return firsts
}"""


@pytest.fixture(scope="module")
def home(browser: Browser, origin: str) -> Iterator[Page]:
    """The home page with its search open, loaded once for all queries."""
    page = browser.new_page()
    page.goto(f"{origin}/")
    page.locator(".md-search__input").click()
    page.wait_for_selector(".md-search-result__meta:has-text('Type to start')", state="attached")
    yield page
    page.close()


@pytest.mark.parametrize(("words", "path"), QUERIES.items(), ids=QUERIES)
def test_the_wanted_page_comes_first(home: Page, origin: str, words: str, path: str) -> None:
    """Ports come first for numbers, cases for messages, and each spelling finds its page."""
    home.locator(".md-search__input").focus()
    home.keyboard.press("ControlOrMeta+a")
    home.keyboard.press("Delete")
    expect(home.locator(RESULTS)).to_have_count(0)
    home.keyboard.type(words)
    first = re.compile(rf"^{re.escape(f'{origin}/{path}')}(\?|$)")
    expect(home.locator(RESULTS).first).to_have_attribute("href", first)


def test_every_number_is_found(home: Page) -> None:
    """Each described port comes first for its number, and a digit alone finds something."""
    locations = [entry["location"] for entry in json.loads(INDEX.read_text(encoding="utf-8"))["docs"]]
    numbers = {path.split("/")[1]: path for path in locations if path.startswith("ports/") and path != "ports/"}
    assert len(numbers) > 100
    firsts = home.evaluate(ASK, [*"0123456789", *numbers])
    assert [digit for digit in "0123456789" if not firsts[digit]] == []
    assert {number: firsts[number] for number in numbers} == numbers


def test_what_a_page_view_fetches_for_the_search_is_small() -> None:
    """The index is at most 80 kB gzipped, even with twice as many ports."""
    text = INDEX.read_text(encoding="utf-8")
    index = json.loads(text)
    index["docs"] = [entry for entry in index["docs"] if not entry["location"].startswith("ports/")]
    size, without_ports = (len(gzip.compress(it.encode(), 9)) for it in (text, json.dumps(index, ensure_ascii=False)))
    assert size + (size - without_ports) <= 80_000
