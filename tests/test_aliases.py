"""An address that was ever given out holds the page that it stands for."""

import json
import re
from pathlib import Path

import pytest

from generator import aliases, ledger, moves
from generator.built import Built, SiteError
from generator.moves import stands_at

HEADER = "link\tstate\tsince\tto\twhy\n"
PAGE = """<!doctype html>
<html><head>
<meta charset="utf-8"><link rel="canonical" href="https://portatlas.example{path}">
</head><body><article class="md-content__inner">
<h1 id="answer">{title}<a class="headerlink" href="#answer">&para;</a></h1>
<h2 id="check">Check <code>it</code><a class="headerlink" href="#check">&para;</a></h2>
<ul><li id="item">An item</li></ul>
<table id="table"></table>
</article></body></html>
"""


def a_site(folder: Path, *paths: str) -> Built:
    """A built site with a page at each path."""
    for path in paths:
        (folder / path[1:]).mkdir(parents=True, exist_ok=True)
        (folder / path[1:] / "index.html").write_text(PAGE.format(path=path, title=f"At {path}"), encoding="utf-8")
    return Built(folder)


def past(*lines: str) -> ledger.Ledger:
    """A ledger with these lines, in which `|` parts the columns."""
    return ledger.parse(HEADER + "".join(line.replace("|", "\t") + "\n" for line in lines))


def applied(built: Built, held: ledger.Ledger) -> None:
    """Write what the ledger asks for."""
    found = list(moves.aliases([], held))
    built.write(aliases.kept(built, found))
    built.write(aliases.copies(built, found))


def test_a_moved_page_is_copied_to_its_old_address(tmp_path: Path) -> None:
    """The copy begins its head with a base at the new page, and differs in nothing else than the script."""
    built = a_site(tmp_path, "/learn/new/")
    applied(built, past("/old/deep/name/|moved|2026-01-01|/learn/new/"))
    copy, page = built.text("/old/deep/name/"), built.text("/learn/new/")
    assert '<head>\n<base href="../../../learn/new/">\n<script src="../../assets/moved.js"></script>\n' in copy
    assert re.sub(r"<base.*\n<script.*\n", "", copy).split() == page.split()


def test_a_chain_of_moves_leads_straight_to_its_end(tmp_path: Path) -> None:
    """A page that moved twice stands for the last address, also under its short one."""
    built = a_site(tmp_path, "/troubleshooting/c/")
    applied(
        built,
        past(
            "/troubleshooting/k/|moved|2026-01-01|/troubleshooting/b/",
            "/troubleshooting/b/|moved|2026-01-02|/troubleshooting/c/",
        ),
    )
    for path in ("/troubleshooting/k/", "/troubleshooting/b/"):
        assert '<base href="../c/">' in built.text(path)
    assert '<base href="../../troubleshooting/c/">' in built.text("/e/k/")


def test_a_moved_anchor_is_beside_its_new_name(tmp_path: Path) -> None:
    """The old id stands inside a heading or an item, before a table; each id stands once."""
    built = a_site(tmp_path, "/k/b/")
    applied(
        built,
        past(
            "/k/b/#old|moved|2026-01-01|/k/b/#check",
            "/k/b/#point|moved|2026-01-01|/k/b/#item",
            "/k/b/#grid|moved|2026-01-01|/k/b/#table",
        ),
    )
    page = built.text("/k/b/")
    assert '<h2 id="check"><span id="old"></span>Check' in page
    assert '<li id="item"><span id="point"></span>An item' in page
    assert '<span id="grid"></span><table id="table">' in page
    names = re.findall(r'id="([^"]*)"', page)
    assert len(names) == len(set(names))


def test_an_anchor_that_left_its_page_has_a_note(tmp_path: Path) -> None:
    """A part that moved to another page names it by its headings; one that is gone says why; the script knows the first."""
    built = a_site(tmp_path, "/k/b/", "/c/")
    applied(
        built,
        past("/k/b/#far|moved|2026-01-01|/c/#check", "/k/b/#gone|retired|2026-01-01|/k/b/#item|it was wrong & <old>"),
    )
    page = built.text("/k/b/")
    assert (
        '<aside class="atlas-moved" id="far"><p><strong>This part now stands at</strong> <a href="../../c/#check">At /c/, section “Check it”</a>.'
        in page
    )
    assert (
        '<strong>This part is gone.</strong> It was wrong &amp; &lt;old&gt;. Instead: <a href="#item">Check it</a>.'
        in page
    )
    assert json.loads(re.findall("data-parts='(.*?)'", page)[0]) == {"far": "../../c/#check"}


def test_an_anchor_with_two_meanings_keeps_that_of_its_page(tmp_path: Path) -> None:
    """What a link meant on the old page goes before what the new page calls alike."""
    built = a_site(tmp_path, "/new/", "/c/")
    applied(built, past("/old/|moved|2026-01-01|/new/", "/old/#check|moved|2026-01-01|/c/#item"))
    copy = built.text("/old/")
    assert copy.count('id="check"') == 1
    assert '<aside class="atlas-moved" id="check">' in copy
    assert 'id="check"' in built.text("/new/")


def test_a_retired_page_stands_at_its_old_address(tmp_path: Path) -> None:
    """The page that says why is copied to the old and the short address, also after a move."""
    built = a_site(tmp_path, "/retired/ports/7/", "/ports/")
    applied(built, past("/ports/7/|retired|2026-01-02|/ports/|withdrawn", "/ports/seven/|moved|2026-01-01|/ports/7/"))
    for path, base in {
        "/ports/7/": "../../retired/ports/7/",
        "/p/7/": "../../retired/ports/7/",
        "/ports/seven/": "../../retired/ports/7/",
    }.items():
        assert f'<base href="{base}">' in built.text(path), path


def test_documents_move_and_retire_too(tmp_path: Path) -> None:
    """A moved table is the same file at its old address; a retired one says so in JSON."""
    built = a_site(tmp_path)
    built.write([("api/v1/new.json", "[1]")])
    applied(
        built,
        past(
            "/api/v1/old.json|moved|2026-01-01|/api/v1/new.json",
            "/api/v1/x.json|retired|2026-01-01|/api/v1/new.json|no use",
        ),
    )
    assert built.text("/api/v1/old.json") == "[1]"
    assert json.loads(built.text("/api/v1/x.json")) == {
        "retired": "/api/v1/x.json",
        "why": "no use",
        "instead": "https://portatlas.example/api/v1/new.json",
    }


def test_a_page_is_never_written_over(tmp_path: Path) -> None:
    """A link that the ledger calls moved and that has a page is a mistake, not a page to replace."""
    built = a_site(tmp_path, "/k/", "/b/")
    with pytest.raises(SiteError, match="a page stands at /k/"):
        applied(built, past("/k/|moved|2026-01-01|/b/"))


def test_a_short_address_shares_the_fate_of_its_page() -> None:
    """Whatever the ledger says of a short address itself, it leads where its page is."""
    held = past(
        "/p/1/|retired|2026-01-01|/ports/|gone", "/ports/1/|moved|2026-01-01|/p/2/", "/ports/2/|live|2026-01-01"
    )
    assert stands_at(held, "/p/1/") == "/ports/2/"
    assert stands_at(held, "/p/1/#who") == "/ports/2/#who"


def test_a_circle_ends() -> None:
    """A ledger that leads in a circle keeps nobody running."""
    held = past("/k/|moved|2026-01-01|/b/", "/b/|moved|2026-01-01|/k/")
    assert stands_at(held, "/k/") in ("/k/", "/b/")
