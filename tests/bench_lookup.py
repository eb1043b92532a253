"""Prints the size of the look-up's tables, and the time from a key press to the answer in a real browser.

Run as `make bench`. The time holds the wait for the next key; the messages are those of the tests.
"""

import gzip
import json
import statistics
from pathlib import Path

from playwright.sync_api import sync_playwright

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


def main() -> None:
    """Print one row."""
    sizes = [len(gzip.compress((ROOT / f"site/api/v1/{name}.json").read_bytes(), 9)) for name in ("lookup", "numbers")]
    times = key_press_to_answer([json.loads(line)["text"] for line in MESSAGES.read_text("utf-8").splitlines()])
    late = statistics.quantiles(times, n=20)[-1]
    print(
        f"look-up: {sum(sizes) / 1000:.1f} kB of tables gzipped ({sizes[0] / 1000:.1f} for the box, the rest for /lookup/)"
    )
    print(
        f"key press to answer: {statistics.median(times):.1f} ms, 95th percentile {late:.1f} ms, {len(times)} messages"
    )


def key_press_to_answer(texts: list[str]) -> list[float]:
    """Return the milliseconds from each text's last key press to its answer."""
    with served() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browser_options())
        page = browser.new_page()
        page.goto(origin + "/")
        page.locator("#ask[aria-describedby]").wait_for()
        page.evaluate(ASK, texts[:5])  # loads the table
        times: list[float] = page.evaluate(ASK, texts)
        browser.close()
    return times


if __name__ == "__main__":
    main()
