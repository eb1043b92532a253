"""The feeds of changes: valid, whole, safe, and the same every time."""

import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any

import feedparser
import jsonschema
import pytest
from lxml import etree

from generator import build, changes, feeds, pages, prose
from generator.catalog import Catalog
from generator.changes import Entry
from tests.conftest import ROOT
from tests.test_pages import TODAY

ATOM = {"a": "http://www.w3.org/2005/Atom"}
SCHEMA = json.loads((ROOT / "tests/fixtures/json-feed-1.1.schema.json").read_text("utf-8"))
DAY = dt.date(2026, 11, 22)
RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


@pytest.fixture(scope="module")
def news(catalog: Catalog) -> tuple[Entry, ...]:
    """All changes in the site's own data."""
    return changes.entries(catalog)


def entry(number: int, text: str = "Corrected.") -> Entry:
    """A made-up change."""
    where = prose.Reference("port", "80")
    return Entry(name=f"tag:portatlas.example,2026:{number}", date=DAY, subject="<Port> & 80", where=where, text=text)


def structure(text: str) -> etree._Element:
    """An Atom feed, after each thing was looked for that RFC 4287, section 4.1, demands."""
    root = etree.fromstring(text.encode())
    assert root.tag == f"{{{ATOM['a']}}}feed"
    for element in (root, *root.iterfind("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"a:{name}", ATOM)) == 1, name
        assert RFC3339.fullmatch(str(element.findtext("a:updated", namespaces=ATOM)))
        kinds = [(it.get("rel"), it.get("type"), it.get("hreflang")) for it in element.findall("a:link", ATOM)]
        assert len(kinds) == len(set(kinds))
    assert root.findtext("a:author/a:name", namespaces=ATOM)
    assert root.find("a:link[@rel='self']", ATOM) is not None
    return root


def test_the_data_tells_what_changed(news: tuple[Entry, ...]) -> None:
    """There are changes, the newest first, none of them of tomorrow, and each with a name of its own."""
    assert len(news) >= 15
    assert [it.date for it in news] == sorted((it.date for it in news), reverse=True)
    assert max(it.date for it in news) <= TODAY
    assert len({it.name for it in news}) == len(news)


def test_every_change_leads_to_a_page(catalog: Catalog, news: tuple[Entry, ...]) -> None:
    """The page of each change is one that is made from data or written by hand."""
    made = {page.path for page in pages.all_pages(catalog)}
    for it in news:
        path = pages.path_of(it.where)
        assert path in made or (ROOT / "docs" / path).is_file(), it


def test_a_name_stays_when_later_changes_are_added(catalog: Catalog, news: tuple[Entry, ...]) -> None:
    """A new entry below the others of a record leaves the names of those as they were: readers get no repeats."""
    case = catalog.cases["port-in-use"]
    later = case.changes + case.changes
    grown = {**catalog.cases, case.id: case.model_copy(update={"changes": later})}
    copy = replace(catalog, cases=grown)
    assert {it.name for it in changes.entries(copy)} > {it.name for it in news}


def test_atom_is_valid_and_read_alike(news: tuple[Entry, ...]) -> None:
    """RFC 4287 is kept, and a feed reader finds every change with its page, date and text."""
    text = feeds.atom(news, DAY)
    structure(text)
    read: Any = feedparser.parse(text)
    assert (read.bozo, read.version) == (False, "atom10")
    assert [it.id for it in read.entries] == [it.name for it in news]
    assert [it.link for it in read.entries] == [pages.reference_address(it.where) for it in news]
    assert [it.updated[:10] for it in read.entries] == [str(it.date) for it in news]
    assert read.feed.updated[:10] == str(news[0].date)


def test_the_json_feed_is_valid_and_says_the_same(news: tuple[Entry, ...]) -> None:
    """JSON Feed 1.1 is kept, and its items are those of the Atom feed."""
    feed = json.loads(feeds.json_feed(news))
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(feed)
    read: Any = feedparser.parse(feeds.atom(news, DAY))
    pairs = [(it["id"], it["url"], it["title"], it["date_published"]) for it in feed["items"]]
    assert pairs == [(it.id, it.link, it.title, it.updated) for it in read.entries]


@pytest.mark.parametrize("missing", ["version", "title", "items"])
def test_the_schema_refuses_what_is_no_json_feed(missing: str) -> None:
    """The schema of the tests knows what the specification requires."""
    feed = json.loads(feeds.json_feed([entry(1)]))
    del feed[missing]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(feed, SCHEMA)


def test_content_is_escaped() -> None:
    """Marks of HTML in a change or a title come out as text, links of ours as whole addresses."""
    text = feeds.atom([entry(1, "Use `<b>` & [a page](case:port-in-use).")], DAY)
    read: Any = feedparser.parse(text)
    (item,) = structure(text).findall("a:entry", ATOM)
    assert item.findtext("a:title", namespaces=ATOM) == "<Port> & 80"
    address = f"{pages.SITE_URL}troubleshooting/port-in-use/"
    expected = f'Use <code>&lt;b&gt;</code> &amp; <a href="{address}">a page</a>.'
    assert item.findtext("a:content", namespaces=ATOM) == expected == read.entries[0].content[0].value
    assert json.loads(feeds.json_feed([entry(1, "`<b>`")]))["items"][0]["content_html"] == "<code>&lt;b&gt;</code>"


def test_a_feed_has_at_most_a_hundred_entries() -> None:
    """The newest hundred are enough for a reader that comes by once a month."""
    many = [entry(number) for number in range(120)]
    assert len(structure(feeds.atom(many, DAY)).findall("a:entry", ATOM)) == 100
    assert [it["id"] for it in json.loads(feeds.json_feed(many))["items"]] == [it.name for it in many[:100]]


def test_a_feed_without_changes_is_valid() -> None:
    """Before the first change there is a feed to subscribe to, dated by the site."""
    root = structure(feeds.atom([], DAY))
    assert root.findtext("a:updated", namespaces=ATOM) == "2026-11-22T00:00:00Z"
    jsonschema.validate(json.loads(feeds.json_feed([])), SCHEMA)
