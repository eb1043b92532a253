"""What is fetched for the search on every page view is short, and still finds what people type."""

import datetime as dt
import gzip
import json
import re
from collections.abc import Iterable
from typing import Any

import pytest

from generator import build, search_index
from generator.catalog import Catalog
from generator.pages import SITE_URL, Page, all_pages, published_address
from tests.conftest import FIXTURE, ROOT

TODAY = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)  # in the easternmost time zone
MORE_TEXT = "<p>More of it.</p>"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


def as_mkdocs(pages: Iterable[Page], *others: dict[str, Any]) -> str:
    """An index as MkDocs writes it: each page made from data with its sections, then entries of other pages."""
    docs: list[dict[str, Any]] = []
    for page in pages:
        location = published_address(page).removeprefix(SITE_URL)
        docs.append({"location": location, "title": "Heading", "text": f"<p>Text</p> {MORE_TEXT}"})
        docs.append({"location": f"{location}#facts", "title": "Facts", "text": "<p>Many facts.</p>"})
    return json.dumps({"config": {"lang": ["en"]}, "docs": [*docs, *others]})


def shortened(pages: list[Page], *others: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The entries that are left, by their location."""
    short = json.loads(search_index.shorten(as_mkdocs(pages, *others), pages))
    assert short["config"] == {"lang": ["en"]}
    first = short["docs"][0]
    first["words"] = first["words"].lstrip("$ ")
    return {entry["location"]: entry for entry in short["docs"]}


@pytest.fixture(scope="module")
def entries(catalog: Catalog) -> dict[str, dict[str, Any]]:
    """The entries of the site's own pages that are made from data."""
    return shortened(list(all_pages(catalog)))


def test_a_page_made_from_data_has_one_entry(catalog: Catalog, entries: dict[str, dict[str, Any]]) -> None:
    """Ports, blocks, cases and ranges have an entry each with title and answer, their sections have none."""
    assert set(entries) == {published_address(page).removeprefix(SITE_URL) for page in all_pages(catalog)}
    assert entries["ports/443/"]["title"] == "Port 443"
    assert entries["ports/443/"]["text"].startswith("Most likely a web server")
    assert "registry" not in json.dumps(entries["ports/443/"])


def test_a_section_written_by_hand_keeps_its_heading_and_its_first_words() -> None:
    """Of a section's text the first paragraph is left, without markup, cut between two words."""
    long = "<p>The <code>first</code> paragraph " + "goes on and " * 30 + f"ends.</p> {MORE_TEXT}"
    table = {"location": "howto/wsl/#table", "title": "A <code>table</code>", "text": " One &lt;cell&gt; another "}
    left = shortened([], {"location": "howto/wsl/#long", "title": "Long", "text": long}, table)
    assert left["howto/wsl/#table"]["title"] == "A <code>table</code>"
    assert left["howto/wsl/#table"]["text"] == "One &lt;cell&gt; another"
    text = left["howto/wsl/#long"]["text"]
    assert text.startswith("The first paragraph goes on")
    assert text.endswith(("goes ...", "on ...", "and ..."))
    assert len(text) <= 124


@pytest.mark.parametrize("text", ["", "<ul></ul>", "<p> </p>"])
def test_a_section_without_text_keeps_its_heading(text: str) -> None:
    """A heading alone is found too."""
    empty = {"location": "learn/ports/#empty", "title": "Empty", "text": text}
    assert shortened([], empty) == {"learn/ports/#empty": {**empty, "text": "", "words": ""}}


def test_what_a_result_shows_can_hold_no_markup(entries: dict[str, dict[str, Any]]) -> None:
    """Titles and answers of records reach the results as text: `<` and `&` stand there escaped."""
    shown = [entry[field] for entry in entries.values() for field in ("title", "text")]
    assert [text for text in shown if "<" in text or re.search(r"&(?!lt;|gt;|amp;)", text)] == []


def test_every_message_of_every_case_can_be_found(catalog: Catalog, entries: dict[str, dict[str, Any]]) -> None:
    """Each word by which a message differs from others stands in the entry of its case."""
    common = {"port", "address", "localhost", "http", "https", "www", "html", "example"}
    missing = []
    for case in catalog.cases.values():
        known = found_by(entries[f"troubleshooting/{case.id}/"])
        for message in case.messages:
            words = re.findall(
                r"(?<![\w.'+])[^\W\d_][\w'.]+\w", re.sub(r"\b(?:PORT|ADDRESS)\b", " ", message.text).lower()
            )
            missing += [(case.id, word) for word in words if word not in common and word not in known]
    assert missing == []


def found_by(entry: dict[str, Any]) -> set[str]:
    """All words of an entry."""
    return set(
        " ".join(str(entry.get(field, "")) for field in ("title", "text", "names", "signs", "words")).lower().split()
    )


@pytest.mark.parametrize(
    ("case", "names", "signs"),
    [
        ("connection-refused", {"econnrefused", "err_connection_refused", "errno"}, {"111", "10061"}),
        ("port-in-use", {"eaddrinuse", "errno"}, {"98", "10048"}),
    ],
)
def test_a_code_leads_to_the_case_that_it_means(
    catalog: Catalog, entries: dict[str, dict[str, Any]], case: str, names: set[str], signs: set[str]
) -> None:
    """A code of which the look-up says that it means one case weighs more there than in any other."""
    entry = entries[f"troubleshooting/{case}/"]
    assert names <= set(entry["names"].split())
    assert signs <= set(entry["signs"].split())
    for other in catalog.cases:
        assert other == case or not (names - {"errno"}) & set(
            entries[f"troubleshooting/{other}/"].get("names", "").split()
        )


def test_a_number_with_fewer_digits_weighs_more(entries: dict[str, dict[str, Any]]) -> None:
    """The search completes 80 to 8080, so the page of 80 must come first."""
    boosts = [entries[f"ports/{number}/"].get("boost", 1) for number in (80, 443, 8080, 27017)]
    assert boosts == sorted(set(boosts), reverse=True)


def test_pages_preferred_by_name_exist(entries: dict[str, dict[str, Any]]) -> None:
    """Each page that the search prefers is one of the site, made from data or written by hand."""
    by_hand = {
        f"{folder}/{file.stem}/" for folder in ("learn", "howto") for file in (ROOT / "docs" / folder).glob("*.md")
    }
    assert set(search_index.MEANT) - set(entries) - by_hand == {""}


def test_the_first_word_of_all_uses_up_the_short_numbers() -> None:
    """One long word sorts before all others, without which lunr now and then loses a number (lunr.js issue 503)."""
    docs = [{"location": "", "title": "Home", "text": ""}, {"location": "a/", "title": "0 80 443", "text": ""}]
    short = search_index.shorten(json.dumps({"docs": docs}), [])
    words = sorted({word for doc in json.loads(short)["docs"] for field in doc.values() for word in str(field).split()})
    assert len(words[0]) >= 10_000
    assert set(words[0]) == {"$"}


def test_the_same_index_gives_the_same_bytes() -> None:
    """Shortening depends on nothing but the index and the records."""
    pages = list(all_pages(build.load(FIXTURE, TODAY)))
    assert search_index.shorten(as_mkdocs(pages), pages) == search_index.shorten(as_mkdocs(pages), pages)


def test_one_more_port_costs_little(catalog: Catalog) -> None:
    """A port adds at most 100 bytes to what is fetched, so that twice as many ports fit too."""
    pages = list(all_pages(catalog))
    ports = [page for page in pages if page.path.startswith("ports/") and page.path != "ports/index.md"]
    rest = [page for page in pages if page not in ports]
    sizes = [len(gzip.compress(search_index.shorten(as_mkdocs(it), it).encode(), 9)) for it in (pages, rest)]
    assert (sizes[0] - sizes[1]) / len(ports) <= 100
