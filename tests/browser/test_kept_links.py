"""What the ledger calls live is in the built site: every page, and every anchor on it."""

from html.parser import HTMLParser

import pytest

from generator import ledger
from generator.published import DOCUMENTS
from tests.conftest import ROOT

pytestmark = pytest.mark.browser  # needs the built site


class Ids(HTMLParser):
    """Collects the ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the id of an element."""
        self.found |= {value for name, value in attrs if name == "id" and value and tag}


def test_every_live_link_is_in_the_site() -> None:
    """No page and no anchor that the ledger promises is missing from the HTML."""
    held = ledger.load(ROOT)
    pages = [it.link for it in held.last.values() if it.state == "live" and "#" not in it.link]
    missing = []
    for page in pages:
        if page in DOCUMENTS or page.startswith(("/a/", "/e/", "/p/", "/r/")):
            continue  # other tests ask for these
        file = ROOT / "site" / (f"{page[1:]}index.html" if page.endswith("/") else page[1:])
        ids = Ids()
        if file.is_file():
            ids.feed(file.read_text(encoding="utf-8"))
        else:
            missing.append(page)
        missing += [f"{page}#{name}" for name in held.live_anchors.get(page, frozenset()) - ids.found]
    assert len(pages) > 100
    assert missing == []
