"""The list of changes as feeds: Atom (RFC 4287) and JSON Feed 1.1."""

import datetime as dt
import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

from generator import prose
from generator.changes import Entry
from generator.pages import SITE_URL, reference_address

TITLE = "Port Atlas: changes"
SUBTITLE = "What changed on the pages: facts corrected, causes and commands added or replaced."
ATOM, JSON = "feed.xml", "feed.json"
# Readers that come by once a month miss nothing, and the file stays small.
_LONGEST = 100
_ATOM = "http://www.w3.org/2005/Atom"


def atom(entries: Sequence[Entry], day: dt.date) -> str:
    """Return the newest changes as an Atom feed; `day` is its date while there is no change."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": "en"})
    _add(feed, "id", SITE_URL)
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", SUBTITLE)
    _add(feed, "updated", _instant(entries[0].date if entries else day))
    _add(feed, "icon", f"{SITE_URL}assets/icon.svg")
    _add(ET.SubElement(feed, f"{{{_ATOM}}}author"), "name", "Port Atlas")
    _add(feed, "link", rel="self", type="application/atom+xml", href=SITE_URL + ATOM)
    _add(feed, "link", rel="alternate", type="text/html", href=f"{SITE_URL}about/changes/")
    for entry in entries[:_LONGEST]:
        item = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _add(item, "id", entry.name)
        _add(item, "title", entry.subject)
        _add(item, "updated", _instant(entry.date))
        _add(item, "link", rel="alternate", type="text/html", href=reference_address(entry.where))
        _add(item, "content", prose.html(entry.text, reference_address), type="html")
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'


def json_feed(entries: Sequence[Entry]) -> str:
    """Return the newest changes as a JSON feed."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": TITLE,
        "description": SUBTITLE,
        "home_page_url": f"{SITE_URL}about/changes/",
        "feed_url": SITE_URL + JSON,
        "language": "en",
        "authors": [{"name": "Port Atlas", "url": SITE_URL}],
        "items": [_item(entry) for entry in entries[:_LONGEST]],
    }
    return json.dumps(feed, indent=1, ensure_ascii=False) + "\n"


def _item(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.name,
        "url": reference_address(entry.where),
        "title": entry.subject,
        "content_html": prose.html(entry.text, reference_address),
        "date_published": _instant(entry.date),
    }


def _instant(day: dt.date) -> str:
    """Return a day as RFC 3339 writes a moment: its beginning in UTC."""
    return f"{day.isoformat()}T00:00:00Z"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = text
