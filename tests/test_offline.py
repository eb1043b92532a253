"""The copy for desks without a network, as text and as bytes; tests/browser/test_offline.py opens it."""

import datetime as dt
import hashlib
import os
import re
import zipfile
from pathlib import Path

import pytest

from generator import offline, offline_files, offline_page
from generator.pages import SITE_URL
from generator.problems import UsageError
from tests.conftest import ROOT

DAY = dt.date(2026, 11, 22)
FILES = {"index.html", "ports/index.html", "ports/80/index.html", "learn/ports/index.html", "assets/atlas.css"}


@pytest.mark.parametrize(
    ("folder", "address", "expected"),
    [
        ("", ".", "index.html"),
        ("", "./", "index.html"),
        ("", "ports/80/?port=1#who", "ports/80/index.html?port=1#who"),
        ("ports/80", "..", "../index.html"),
        ("ports/80", "../..", "../../index.html"),
        ("ports/80", "../../learn/ports/#x", "../../learn/ports/index.html#x"),
        ("ports/80", "../../assets/atlas.css", "../../assets/atlas.css"),
        ("ports/80", "/learn/ports/", "../../learn/ports/index.html"),
        ("ports/80", "./", "index.html"),
        ("ports/80", "#who", "#who"),
        ("ports/80", "?port=5432#who", "?port=5432#who"),
        ("ports/80", "https://www.rfc-editor.org/rfc/", "https://www.rfc-editor.org/rfc/"),
        ("ports/80", "mailto:a@b.example", "mailto:a@b.example"),
        ("ports/80", "../../feed.xml", f"{SITE_URL}feed.xml"),
        ("ports/80", "../81/#who", f"{SITE_URL}ports/81/#who"),
    ],
)
def test_a_link_names_the_file_that_it_leads_to(folder: str, address: str, expected: str) -> None:
    """A folder becomes its page; what the copy does not hold is linked at the published site; the rest stays."""
    assert offline_page.link(address, folder, FILES) == expected


def test_only_what_works_from_a_disk_stays_in_a_head() -> None:
    """Feeds, other forms, hints to fetch and a policy made for servers go; style, icon and lasting address stay."""
    kept = [
        f'<link rel="canonical" href="{SITE_URL}ports/80/">',
        '<link rel="stylesheet" href="../../assets/atlas.css">',
        '<meta name="description" content="a > b">',
    ]
    gone = [
        '<link rel="alternate" type="application/atom+xml" href="../../feed.xml">',
        '<link rel="modulepreload" href="../../assets/ask.mjs">',
        '<link href="../../opensearch.xml" rel="search">',
        '<meta http-equiv="Content-Security-Policy" content="script-src \'self\'">',
    ]
    found = offline_page.page("\n".join([*kept, *gone]), "ports/80/index.html", FILES)
    assert [it for it in kept if it not in found] == []
    assert re.findall("feed|preload|opensearch|Security", found) == []


def test_a_module_script_becomes_a_plain_one_after_the_first_script() -> None:
    """The first script stands before all others, and modules keep their order by `defer`."""
    html = '<head><script src="../../assets/a.js"></script></head><script src="../../assets/ask.mjs" type="module"></script>'
    found = offline_page.page(
        html, "ports/80/index.html", FILES | {"assets/a.js", "assets/ask.js", "assets/offline.js"}
    )
    assert re.findall(r'<script src="([^"]+)"( defer)?>', found) == [
        ("../../assets/offline.js", ""),
        ("../../assets/a.js", ""),
        ("../../assets/ask.js", " defer"),
    ]
    assert offline_page.modules(html, "ports/80/index.html") == {"assets/ask.mjs"}


def test_a_page_at_its_short_address_links_from_its_base() -> None:
    """With <base> the links of the copied page count from the page that it copies, and so they do here."""
    html = """<base href="../../ports/80/"><script src="../../assets/moved.js" data-parts='{"a": "../>"}'></script><a href="..">Ports</a><a href="#who">"""
    html += '<noscript><meta http-equiv="refresh" content="0; url=../../ports/80/#who"></noscript>'
    found = offline_page.page(html, "p/80/index.html", FILES | {"assets/moved.js"})
    assert '<base href="../../ports/80/index.html">' in found
    assert '<a href="../index.html">Ports</a><a href="#who">' in found
    assert 'content="0; url=index.html#who"' in found
    assert '<script src="../../assets/moved.js"' in found


def test_results_of_the_search_name_files() -> None:
    """The theme's search reads a script, and what it finds is a page's file."""
    index = b'{"docs":[{"location":""},{"location":"ports/80/"},{"location":"learn/ports/#a"}]}'
    expected = b'{"docs":[{"location":"index.html"},{"location":"ports/80/index.html"},{"location":"learn/ports/index.html#a"}]}'
    assert offline_files.search_script(index) == b"var __index = " + expected + b";\n"


def test_the_copy_explains_itself_and_lists_its_files() -> None:
    """README.txt says what to open, of which day the facts are and what does not work; SHA256SUMS fits every file."""
    site = {
        "index.html": b"<p>Home</p>",
        "404.html": b"no",
        "_redirects": b"no",
        "nginx/site.conf": b"no",
        "a.md": b"no",
    }
    found = offline_files.copy(site, {}, "", DAY)
    assert set(found) == {"index.html", "assets/offline.js", "README.txt", "SHA256SUMS"}
    readme = found["README.txt"].decode()
    assert "Open index.html" in readme
    assert "Facts of 2026-11-22. 1 pages" in readme
    assert "What does not work without a network:" in readme
    assert "$" not in readme
    sums = {line[66:]: line[:64] for line in found["SHA256SUMS"].decode().splitlines()}
    assert sums == {path: hashlib.sha256(data).hexdigest() for path, data in found.items() if path != "SHA256SUMS"}


def test_the_same_files_give_the_same_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Order, time and umask change no byte; all entries stand in one folder and carry the day of the facts."""
    files = {"b/index.html": b"two", "a.txt": b"one" * 1000}
    offline.write(tmp_path / "one.zip", files, DAY)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    before = os.umask(0o077)
    offline.write(tmp_path / "two.zip", dict(reversed(files.items())), DAY)
    os.umask(before)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["port-atlas/a.txt", "port-atlas/b/index.html"]
        assert {it.date_time for it in archive.infolist()} == {(2026, 11, 22, 0, 0, 0)}
        assert archive.testzip() is None


def test_without_a_site_nothing_is_written(tmp_path: Path) -> None:
    """The message names the cure."""
    with pytest.raises(UsageError, match="make site"):
        offline.make(ROOT, tmp_path / "site", tmp_path / "copy.zip", DAY)
    assert list(tmp_path.iterdir()) == []


def test_a_module_keeps_its_own_address_in_a_bundle() -> None:
    """`import.meta.url`, which no plain script has, is replaced by the address that the module had."""
    module = b'export const ROOT = new URL("../../", import.meta.url);'
    found = offline_files.sources(
        {"assets/ask/a.mjs": module, "other.mjs": module}, {"ask/b.mjs": b"1", "README.txt": b""}
    )
    assert found == {
        "assets/ask/a.mjs": 'export const ROOT = new URL("../../", new URL("assets/ask/a.mjs", globalThis.portAtlasRoot).href);',
        "assets/ask/b.mjs": "1",
    }
