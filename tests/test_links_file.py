"""`links FILE` finds every link to the site in an export, however it is written, and tells what became of it."""

import json
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.mentions import mentions
from tests.conftest import Project

SITE = "https://portatlas.example"
LEDGER = "link\tstate\tsince\tto\twhy\n" + "".join(
    f"{row.replace(' ', chr(9), 3)}\n"
    for row in (
        *("/ live 2026-11-01", "/lookup/ live 2026-11-01", "/ports/ live 2026-11-01", "/learn/new/ live 2026-11-01"),
        *(f"/p/{number}/ live 2026-11-01" for number in range(2000, 2300)),
        *(f"/ports/{number}/ live 2026-11-01" for number in range(2000, 2300)),
        *(f"/ports/{number}/#who live 2026-11-01" for number in range(2000, 2300)),
        *("/learn/new/#Part-2 live 2026-11-01", "/learn/old/ moved 2026-11-02 /learn/new/"),
        *("/learn/old/#Part-2 live 2026-11-01", "/learn/new/#part moved 2026-11-02 /learn/new/#Part-2"),
        *("/troubleshooting/x/ live 2026-11-01", "/troubleshooting/x/ retired 2026-11-03 /ports/\tIt was wrong."),
        *("/api/v1/lookup.json live 2026-11-01", "/feed.xml live 2026-11-01"),
    )
)
# What a link asks for, and the state and the replacement that it must get.
TARGETS = {
    "/": ("live", ""),
    "/ports/2001/": ("live", ""),
    "/ports/2002/#who": ("live", ""),
    "/p/2003/": ("live", ""),
    "/p/2004/?os=windows#who": ("live", ""),
    "/ports/51515/": ("live", ""),
    "/p/51515/": ("live", ""),
    "/p/127.0.0.1:51515/": ("live", ""),
    "/lookup/?q=127.0.0.1:51515&from=kb": ("live", ""),
    "/learn/new/#Part-2": ("live", ""),
    "/feed.xml": ("live", ""),
    "/api/v1/lookup.json": ("live", ""),
    "/learn/old/": ("moved", "/learn/new/"),
    "/learn/old/?a=1&b=2#Part-2": ("moved", "/learn/new/?a=1&b=2#Part-2"),
    "/learn/new/#part": ("moved", "/learn/new/#Part-2"),
    "/troubleshooting/x/": ("dead", "/ports/"),
    "/troubleshooting/x/#fix": ("dead", "/ports/"),
    "/ports/2005/#whom": ("dead", "/ports/2005/"),
    "/p/2006/#whom": ("dead", "/p/2006/"),
    "/ports/65536/": ("dead", "/ports/"),
    "/learn/newer/": ("dead", "/learn/new/"),
    "/e/nothing/": ("dead", "/"),
}
WAYS: dict[str, Callable[[str], str]] = {
    "plain": lambda url: f"see {url} for more",
    "with http": lambda url: f"see {url.replace('https', 'http')}",
    "with www": lambda url: url.replace("://", "://www."),
    "without a scheme": lambda url: f"go to {url.removeprefix('https://')} now",
    "at the end of a sentence": lambda url: f"It is at {url}. Or {url}, {url}; ({url}) “{url}”! {url}… {url}?",
    "Markdown": lambda url: f"[read]({url}) **{url}** _{url}_ [{url}] `{url}`",
    "a Markdown title": lambda url: f'[read]({url} "Title")',
    "angle brackets": lambda url: f"<{url}>",
    "HTML": lambda url: f'<a href="{url.replace("&", "&amp;")}">text</a><a href=\'{url.replace("&", "&#38;")}\'>x</a>',
    "HTML as text": lambda url: f"&lt;a href=&quot;{url.replace('&', '&amp;amp;')}&quot;&gt;" if "&" not in url else url,
    "HTML with odd entities": lambda url: url.replace("/", "&#x2F;").replace(":", "&#58;"),
    "CSV": lambda url: f'1,"Title, with comma","{url}",{url},end',
    "CSV with inner quotes": lambda url: f'1,"<a href=""{url}"">x</a>"',
    "JSON": lambda url: json.dumps({"body": f'<a href="{url}">x</a>\n{url}\n'}),
    "JSON with escaped slashes": lambda url: json.dumps({"body": f"{url}\r\n\t{url}"}).replace("/", "\\/"),
    "JSON with escaped signs": lambda url: f'"{url}"'.replace("/", "\\u002f").replace("&", "\\u0026").replace(":", "\\u003A"),
    "capitals": lambda url: url.replace(SITE, SITE.upper()),
    "a port of its own": lambda url: url.replace(".example", ".example:443"),
    "SafeLinks": lambda url: f"https://eur01.safelinks.protection.outlook.com/?url={quote(url, safe='')}&data=05%7C02%7C&reserved=0",
    "SafeLinks in HTML": lambda url: f'<a href="https://x.example/?url={quote(url, safe="")}&amp;data=05">x</a>',
    "small percent signs": lambda url: f"u={quote(url, safe='').replace('%2F', '%2f').replace('%3A', '%3a')}&x=1",
    "wrapped twice": lambda url: f"https://x.example/?u={quote(quote(url, safe=''), safe='')}",
    "wrapped whole": lambda url: f"https://urldefense.example/v3/__{url}__;!!abc$" if "#" not in url else url,
    "a text fragment": lambda url: f"{url}{'' if '#' in url else '#'}:~:text=a%20word",
}  # fmt: skip


@pytest.fixture
def shop(project: Project) -> Project:
    """The small project with a ledger in which links live, moved and were retired."""
    project.write("data/links.tsv", LEDGER)
    return project


def asked(project: Project, file: Path, *options: str) -> list[dict[str, str]]:
    """What `links --json` says of each link."""
    found: list[dict[str, str]] = json.loads(project.run("links", str(file), "--json", *options).stdout)["links"]
    return found


@pytest.mark.parametrize("way", WAYS)
def test_a_link_is_understood_however_it_is_written(shop: Project, way: str) -> None:
    """Each usual writing of each kind of link gets the same verdict and the same replacement."""
    for target, (state, to) in TARGETS.items():
        text = WAYS[way](SITE + target)
        found = asked(shop, shop.write("kb.txt", text))
        assert len(found) == max(1, text.lower().count("portatlas")), text
        assert {(it["state"], it["to"]) for it in found} == {(state, SITE + to if to else "")}, text


@pytest.mark.parametrize(
    ("written", "state", "to"),
    [
        ("/ports/2001", "live", ""),
        ("/ports/2001/index.html", "live", ""),
        ("/ports/2001.md", "live", ""),
        ("/ports/index.md", "live", ""),
        ("/index.html#top", "dead", "/"),
        ("/ports/2001.html", "live", ""),
        ("/ports//2001/", "live", ""),
        ("/ports/%32001/#%77ho", "live", ""),
        ("/ports/2001?os=linux#who", "live", ""),
        ("/ports/2001/#", "live", ""),
        ("/PORTS/2001/#WHO", "moved", "/ports/2001/#who"),
        ("/Learn/Old", "moved", "/learn/new/"),
        ("/P/51515/", "moved", "/p/51515/"),
        ("/lookup?q=anything", "live", ""),
        ("/p/[::1]:8080", "live", ""),
        ("/addresses/10.0.0.0/8", "live", ""),
        ("/51515", "live", ""),
        ("/assets/logo.svg", "live", ""),
        ("/assets/none.svg", "dead", "/"),
        ("/ports/2001/who", "dead", "/ports/2001/"),
        ("", "live", ""),
    ],
)
def test_a_page_has_more_than_one_spelling(shop: Project, written: str, state: str, to: str) -> None:
    """What the server or the look-up answers is live; what only differs in capitals gets its right spelling."""
    shop.write("docs/assets/logo.svg", "<svg/>")
    [found] = asked(shop, shop.write("kb.txt", SITE + written))
    assert (found["state"], found["to"]) == (state, SITE + to if to else "")


@pytest.mark.parametrize(
    "text",
    [
        "mail@portatlas.example",
        "https://my.portatlas.example/",
        "https://portatlas.example.com/",
        "notportatlas.example",
    ],
)
def test_other_hosts_are_not_ours(shop: Project, text: str) -> None:
    """An address that only looks like the site's is no link to it."""
    assert asked(shop, shop.write("kb.txt", text)) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_any_encoding_is_read_with_its_places(shop: Project, encoding: str) -> None:
    """Lines and columns are those that an editor shows, in each encoding and with each kind of line end."""
    file = shop.root / "kb.csv"
    file.write_bytes(f"Größe\r\nsiehe ä {SITE}/learn/old/\n\r\n{SITE}/e/nothing/\r{SITE}/ports/".encode(encoding))
    done = shop.run("links", str(file))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"{file}:2:9: moved: /learn/old/ -> {SITE}/learn/new/",
        f"{file}:4:1: dead: /e/nothing/ -> {SITE}/ (never published; the nearest page)",
        f"3 link(s) to {SITE}/: 1 live, 1 moved, 1 dead",
    ]


def test_the_exit_code_tells_the_outcome(shop: Project) -> None:
    """0 when all are live, 1 when one is not, 2 when the file cannot be read as text."""
    good = shop.write("good.txt", f"{SITE}/ports/")
    assert shop.run("links", str(good)).exit_code == 0
    assert f"{good}:1:1: live: /ports/" in shop.run("links", str(good), "--all").stdout
    assert shop.run("links", "no-such-file").exit_code == 2
    for raw in (b"PK\x03\x04rest", b"\x89PNG", b"a\0b"):
        (shop.root / "binary").write_bytes(raw)
        assert shop.run("links", str(shop.root / "binary")).exit_code == 2
    assert shop.run("links", str(good), "--site", "portatlas").exit_code == 2
    (shop.root / "data/links.tsv").unlink()
    assert "nothing was published yet" in shop.run("links", str(good)).stderr


def test_another_address_of_the_site_can_be_named(shop: Project) -> None:
    """With --site the links to that host and folder are judged, and no others."""
    file = shop.write("kb.txt", f"{SITE}/ports/ http://localhost:8000/atlas/learn/old/ http://localhost:8000/other/")
    [found] = asked(shop, file, "--site", "http://localhost:8000/atlas/")
    assert (found["link"], found["to"]) == ("/learn/old/", "http://localhost:8000/atlas/learn/new/")


def export(count: int) -> Iterator[tuple[str, str, str]]:
    """Yield `count` lines of a made-up knowledge base, each with the state and the replacement of its links."""
    chance = random.Random(62893)
    for _ in range(count):
        target = chance.choice(list(TARGETS))
        state, to = TARGETS[target]
        number = str(chance.randrange(2010, 2300))
        for known in ("2001", "2002", "2003", "2004", "2005", "2006"):
            target, to = target.replace(known, number), to.replace(known, number)
        way = chance.choice([name for name in WAYS if name not in ("at the end of a sentence", "Markdown")])
        yield WAYS[way](SITE + target), state, SITE + to if to else ""


def test_ten_thousand_links_get_their_right_verdicts(shop: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """In a large export of mixed formats no dead link is missed and no live one called dead."""
    rows = list(export(10_000))
    file = shop.write("kb.txt", "".join(f"{row}\n" for row, _, _ in rows))
    start = time.process_time()
    done = shop.run("links", str(file), "--json")
    seconds = time.process_time() - start
    told: dict[int, set[tuple[str, str]]] = {}
    for it in json.loads(done.stdout)["links"]:
        told.setdefault(it["line"], set()).add((it["state"], it["to"]))
    expected = {}
    line = 1
    for row, state, to in rows:
        expected[line] = {(state, to)}
        line += row.count("\n") + 1
    assert told == expected
    with capsys.disabled():
        print(f"\n{len(rows)} lines with links judged in {seconds:.2f} s of processor time")  # noqa: T201 (a figure for people)


@given(st.text() | st.text(alphabet="portalsexm./:%25fF3A&#;\\u02\n \"'<>[]()"))
def test_no_text_stops_the_search(text: str) -> None:
    """Whatever stands around a link, it is found once, at its place."""
    whole = f"{text}\n{SITE}/ports/2001/\n{text}"
    found = [it for it in mentions(whole, f"{SITE}/") if it.path == "/ports/2001/"]
    assert len([it for it in found if it.column == 1]) >= 1
