"""Prints the size of the look-up's tables, and the times from a key press to its answer and to the search's first result.

Run as `make bench`; the browser is a real one. The look-up's time holds the wait for the next key; the messages are those of the tests.
"""

import gzip
import json
import statistics
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import browser_options, served

ROOT = Path(__file__).parent.parent
MESSAGES = ROOT / "tests/fixtures/messages.jsonl"
# Puts each text into the box as one key press does, and waits until the answer below it has changed.
ASK = """async (texts) => {
  const [field, answer] = [document.querySelector("#ask"), document.querySelector("#ask-answer")];
  const times = [];
  for (const text of texts) {
    const changed = new Promise((done) => {
      const observer = new MutationObserver(() => { observer.disconnect(); done(); });
      observer.observe(answer, { childList: true, subtree: true });
    });
    const start = performance.now();
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await changed;
    times.push(performance.now() - start);
  }
  return times;
}"""

# Long inputs of the kinds that make a careless expression slow: each piece is repeated up to the length.
PIECES = (
    "a",
    "1.",
    "::",
    ":1",
    "[",
    "127.0.0.1:",
    "port ",
    "https://",
    "a.b-",
    "%3A",
    "-> ",
    "(((",
    "\u00e9 ",
    "econnrefused ",
)
LONGEST = 100_000  # characters
WORST = """async (texts) => {
  const [{ lookup }, table] = await Promise.all([
    import("/assets/lookup.mjs"), fetch("/api/v1/lookup.json").then((answer) => answer.json()),
  ]);
  lookup(table, "warm up 127.0.0.1:1");
  return texts.map((text) => { const start = performance.now(); lookup(table, text); return performance.now() - start; });
}"""
RESULTS = ".md-search-result__list > li > a"
SEARCHED = ("econnrefused", "62893", "docker localhost", "address already in use", "time_wait")


def main() -> None:
    """Print one row for each question."""
    sizes = [len(gzip.compress((ROOT / f"site/api/v1/{name}.json").read_bytes(), 9)) for name in ("lookup", "numbers")]
    times, worst, first = measured([json.loads(line)["text"] for line in MESSAGES.read_text("utf-8").splitlines()])
    late = statistics.quantiles(times, n=20)[-1]
    print(
        f"look-up: {sum(sizes) / 1000:.1f} kB of tables gzipped ({sizes[0] / 1000:.1f} for the box, the rest for /lookup/)"
    )
    print(
        f"key press to answer: {statistics.median(times):.1f} ms, 95th percentile {late:.1f} ms, {len(times)} messages"
    )
    print(f"key press to the search's first result: {first:.0f} ms, the slowest of {len(SEARCHED)}")
    print(f"slowest of the long inputs, up to {LONGEST:,} characters: {worst:.1f} ms")


def measured(texts: list[str]) -> tuple[list[float], float, float]:
    """Return the milliseconds from each text's last key press to its answer, those of the slowest long input and search."""
    lengths = (LONGEST, 4_000)  # the whole, and as much as is looked at
    long = [(piece * length)[:length] for piece in PIECES for length in lengths]
    with served() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browser_options())
        page = browser.new_page()
        page.goto(origin + "/")
        page.locator("#ask[aria-describedby]").wait_for()
        page.evaluate(ASK, texts[:5])  # loads the table
        times: list[float] = page.evaluate(ASK, texts)
        worst = max(page.evaluate(WORST, long))
        first = max(found(page, words) for words in SEARCHED)
        browser.close()
    return times, worst, first


def found(page: Page, words: str) -> float:
    """Put words into the search; return the milliseconds from the last key to the first result."""
    field = page.locator(".md-search__input")
    field.click()
    page.wait_for_selector(".md-search-result__meta:has-text('Type to start')", state="attached")
    field.fill(words[:-1])  # the theme looks when a key comes up
    field.press(words[-1])
    start = time.monotonic()
    page.wait_for_selector(RESULTS, state="attached")
    passed = (time.monotonic() - start) * 1000
    field.fill("")
    field.press("Backspace")
    return passed


if __name__ == "__main__":
    main()
