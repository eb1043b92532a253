"""The barriers that axe finds on a page as it stands."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def barriers(page: Page, *rules: str, within: str | None = None) -> list[tuple[str, list[str]]]:
    """Return each rule that is broken, with the elements that break it: of WCAG 2.2 AA and good practice, or of `rules`.

    test_access.py asks this of whole pages of each kind; a test of one part names it in `within`, for axe is slow.
    """
    only: dict[str, Any] = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": RULES}
    found = Axe().run(page, within, {"runOnly": only, "resultTypes": ["violations"]}).response["violations"]
    return [(it["id"], [node["html"] for node in it["nodes"]]) for it in found]
