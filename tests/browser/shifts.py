"""Parts of a page that jump while it loads, as Chromium itself notes them, and the slow network on which they do."""

from playwright.sync_api import Page

# Into window.shifts: how far, and what.
SHIFTS = """window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().filter((it) => !it.hadRecentInput)
  .map((it) => [it.value, ...it.sources.map(({ node }) => node?.outerHTML?.slice(0, 120) ?? "")])))
  .observe({ type: "layout-shift", buffered: true });"""


def slow(page: Page) -> None:
    """Send what the page asks for as a slow network does, and keep nothing."""
    session = page.context.new_cdp_session(page)
    speed = {"offline": False, "latency": 40, "downloadThroughput": 400_000, "uploadThroughput": 400_000}
    session.send("Network.emulateNetworkConditions", speed)
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
