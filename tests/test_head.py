"""What crawlers, chat programs and feed readers get from every page of the built site."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import etree, html

from generator.pages import SITE_URL
from tests.conftest import ROOT

pytestmark = pytest.mark.browser

SITE = ROOT / "site"
OPENSEARCH = {"os": "http://a9.com/-/spec/opensearch/1.1/"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
# How many characters of a title and of a description search engines and chats show.
LONGEST_TITLE, DESCRIPTION = 70, range(50, 201)
SECTION = {"howto": "How-to", "helpdesk": "Help desk", "lookup": "Look up"}
KINDS = {
    "ports": "port",
    "ranges": "range",
    "addresses": "address",
    "troubleshooting": "case",
    "helpdesk": "helpdesk",
    "howto": "article",
    "learn": "article",
    "about": "article",
}


@cache
def pages() -> dict[str, html.HtmlElement]:
    """Every page that search engines may list, by its address; a copy at a short address is none."""
    assert (SITE / "index.html").is_file(), "build the site first: make site"
    found = {}
    for file in sorted(SITE.rglob("index.html")):
        address = SITE_URL + file.relative_to(SITE).as_posix().removesuffix("index.html")
        page = html.parse(file).getroot()
        if "noindex" not in (meta(page, "robots") or "") and one(page, "//link[@rel='canonical']/@href") == address:
            found[address] = page
    return found


def one(page: html.HtmlElement, path: str) -> str:
    """The only result of an XPath expression."""
    found = page.xpath(path)
    assert len(found) == 1, (path, found)
    return str(found[0])


def meta(page: html.HtmlElement, name: str) -> str | None:
    """The content of a meta element by its name or property; None where it is missing."""
    found = page.xpath(f"//head/meta[@name='{name}' or @property='{name}']/@content")
    assert len(found) <= 1, (name, found)
    return str(found[0]) if found else None


def published(address: str) -> Path:
    """The file of the site that stands at a whole address."""
    assert address.startswith(SITE_URL), address
    path = address.removeprefix(SITE_URL).partition("#")[0]
    return SITE / path / "index.html" if not path or path.endswith("/") else SITE / path


def described(page: html.HtmlElement) -> dict[str, dict[str, Any]]:
    """The structured data of a page, by type."""
    texts = page.xpath("//script[@type='application/ld+json']/text()")
    return {it["@type"]: it for it in map(json.loads, texts)}


def twice(values: Iterator[str | None]) -> list[str | None]:
    """What stands more than once among values."""
    return [value for value, count in Counter(values).items() if count > 1]


def test_every_page_has_a_title_of_its_own() -> None:
    """No two pages share a title, and none is longer than a result of a search shows."""
    titles = {address: one(page, "//head/title/text()") for address, page in pages().items()}
    assert len(titles) > 250
    assert twice(iter(titles.values())) == []
    assert {address: it for address, it in titles.items() if len(it) > LONGEST_TITLE} == {}


def test_every_page_has_a_description_of_its_own() -> None:
    """No two pages share a description; each is a sentence, and short enough to be shown whole."""
    found = {address: meta(page, "description") for address, page in pages().items()}
    assert twice(iter(found.values())) == []
    assert {address: it for address, it in found.items() if not it or len(it) not in DESCRIPTION} == {}


def test_chats_and_search_engines_read_the_same_sentence() -> None:
    """Title and description are one text in each language of previews, and the address is the canonical one."""
    for address, page in pages().items():
        sentence, facts = meta(page, "description"), described(page)
        assert meta(page, "og:description") == meta(page, "twitter:description") == sentence, address
        assert meta(page, "og:title") == meta(page, "twitter:title"), address
        assert one(page, "//head/title/text()").startswith(str(meta(page, "og:title"))), address
        assert meta(page, "og:url") == address
        assert meta(page, "og:type") == ("website" if address == SITE_URL else "article")
        assert meta(page, "og:site_name") == "Port Atlas"
        assert meta(page, "og:locale") == "en_GB"
        assert meta(page, "twitter:card") == "summary_large_image"
        article = next(it for kind, it in facts.items() if kind != "BreadcrumbList")
        assert (article["description"], article["url"]) == (sentence, address)


def test_previews_stand_near_the_top() -> None:
    """The last tag of the preview stands within the first 8 kB: some programs read no more than the beginning."""
    for address in pages():
        text = published(address).read_bytes()
        assert -1 < text.find(b"twitter:image:alt") < 8_000, address


def test_every_page_has_the_picture_of_its_kind() -> None:
    """The picture exists in the site, is named by its whole address, and says what it shows."""
    for address, page in pages().items():
        kind = KINDS.get(address.removeprefix(SITE_URL).split("/", maxsplit=1)[0], "lookup")
        image = meta(page, "og:image")
        assert image == meta(page, "twitter:image") == f"{SITE_URL}assets/previews/{kind}.png", address
        assert published(image).is_file()
        assert (meta(page, "og:image:width"), meta(page, "og:image:height")) == ("1200", "630")
        assert meta(page, "og:image:type") == "image/png"
        assert meta(page, "og:image:alt") == meta(page, "twitter:image:alt")
        assert len(meta(page, "og:image:alt") or "") > 20


def test_structured_data_says_what_google_asks() -> None:
    """An article has headline, picture, author and the date that the page itself shows."""
    for address, page in pages().items():
        facts = described(page)
        directory = address.count("/") == 4
        kind = "WebSite" if address == SITE_URL else "WebPage" if directory else "TechArticle"
        article = facts[kind]
        assert article["@context"] == "https://schema.org"
        assert 0 < len(article["headline"]) <= 110, address
        assert published(article["image"]["url"]).is_file()
        assert article["author"]["name"] == article["publisher"]["name"] == "Port Atlas"
        assert dt.date.fromisoformat(article["dateModified"]) <= dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(1)
        if kind == "TechArticle":
            assert f"hecked {'on ' if 'sources' in article else ''}" in page.text_content(), address
            assert article["dateModified"] in page.text_content(), address
        assert kind == "WebSite" or article["isPartOf"]["url"] == SITE_URL


def test_breadcrumbs_lead_from_home_to_the_page() -> None:
    """Steps are numbered from 1, go through the section, and each one's address is a page of the site."""
    for address, page in pages().items():
        if address == SITE_URL:
            assert "BreadcrumbList" not in described(page)
            continue
        steps = described(page)["BreadcrumbList"]["itemListElement"]
        assert [it["position"] for it in steps] == list(range(1, len(steps) + 1))
        where = [it["item"] for it in steps]
        assert all(published(it).is_file() for it in where), address
        folder = address.removeprefix(SITE_URL).split("/", maxsplit=1)[0]
        assert list(dict.fromkeys([SITE_URL, f"{SITE_URL}{folder}/", address])) == where
        assert steps[0]["name"] == "Home"
        assert steps[1]["name"] == SECTION.get(folder, folder.capitalize())


def test_the_trail_of_a_port_is_as_a_reader_says_it() -> None:
    """Home > Ports > Port 62893, though no menu has the page."""
    steps = described(pages()[f"{SITE_URL}ports/62893/"])["BreadcrumbList"]["itemListElement"]
    assert [it["name"] for it in steps] == ["Home", "Ports", "Port 62893"]


@pytest.mark.parametrize(
    ("rel", "kind"),
    [
        ("alternate", "text/markdown"),
        ("alternate", "application/atom+xml"),
        ("alternate", "application/feed+json"),
        ("describedby", "text/plain"),
        ("search", "application/opensearchdescription+xml"),
    ],
)
def test_every_page_links_to_its_companions(rel: str, kind: str) -> None:
    """The twin, both feeds, llms.txt and the description of the search are linked, and exist in the site."""
    for address, page in pages().items():
        target = urljoin(address, one(page, f"//head/link[normalize-space(@rel)='{rel}'][@type='{kind}']/@href"))
        assert published(target).is_file(), (address, target)
        if kind == "text/markdown":
            assert f'url: "{address}"' in published(target).read_text("utf-8")


def test_no_link_is_taken_for_a_translation() -> None:
    """The theme's script fetches a sitemap for each link whose rel is exactly "alternate": a page has none."""
    assert [address for address, page in pages().items() if page.xpath("//link[@rel='alternate']")] == []


def test_the_page_of_missing_pages_is_listed_nowhere() -> None:
    """404.html asks not to be indexed, claims no address, and still has a preview."""
    page = html.parse(SITE / "404.html").getroot()
    assert meta(page, "robots") == "noindex"
    assert page.xpath("//link[@rel='canonical'] | //meta[@property='og:url'] | //script[contains(@type, 'ld')]") == []
    assert one(page, "//head/title/text()") == "There is no page at this address - Port Atlas"
    assert published(str(meta(page, "og:image"))).is_file()


def test_the_sitemap_lists_every_page_with_the_day_of_its_facts() -> None:
    """Each page is there once, 404.html and pages not to be indexed are not; the date is that of the page."""
    tree = etree.parse(SITE / "sitemap.xml")
    dates = {
        str(url.findtext("s:loc", namespaces=SITEMAP)): url.findtext("s:lastmod", namespaces=SITEMAP)
        for url in tree.getroot().iterfind("s:url", namespaces=SITEMAP)
    }
    assert len(dates) == len(tree.getroot())
    assert dates.keys() == pages().keys()
    for address, page in pages().items():
        assert dates[address] in {it.get("dateModified") for it in described(page).values()}, address


def test_the_search_can_be_added_to_a_browser() -> None:
    """The description of the search is XML with the look-up as its template, UTF-8 and an icon that exists."""
    root = etree.parse(SITE / "opensearch.xml").getroot()
    assert root.tag == f"{{{OPENSEARCH['os']}}}OpenSearchDescription"
    texts = {name: root.findtext(f"os:{name}", namespaces=OPENSEARCH) for name in ("ShortName", "Description")}
    assert 0 < len(texts["ShortName"] or "") <= 16
    assert 0 < len(texts["Description"] or "") <= 1024
    (url,) = root.findall("os:Url", namespaces=OPENSEARCH)
    assert (url.get("type"), url.get("template")) == ("text/html", f"{SITE_URL}lookup/?q={{searchTerms}}")
    assert {root.findtext(f"os:{it}", namespaces=OPENSEARCH) for it in ("InputEncoding", "OutputEncoding")} == {"UTF-8"}
    assert published(str(root.findtext("os:Image", namespaces=OPENSEARCH))).is_file()
