"""No site is published in which a link that was given out is dead."""

from pathlib import Path

import pytest

from generator import site_links
from generator.built import Built, SiteError
from tests.conftest import Project
from tests.test_aliases import a_site, applied, past
from tests.test_site import make_buildable

LIVE = ("/k/|live|2026-01-01", *(f"/k/#{name}|live|2026-01-01" for name in ("answer", "check", "item", "table")))


def refusal(built: Built, *lines: str) -> str:
    """What the gate says of a site, "" when it lets it pass."""
    pages = list(built.pages())
    held = past(*lines)
    applied(built, held)
    try:
        site_links.check(built, held, pages)
    except SiteError as error:
        return str(error)
    return ""


def test_a_site_that_keeps_its_links_passes(tmp_path: Path) -> None:
    """Live, moved and retired links all lead somewhere."""
    built = a_site(tmp_path, "/k/", "/retired/b/")
    assert (
        refusal(
            built,
            *LIVE,
            "/b/|retired|2026-01-01|/k/|gone",
            "/c/#x|moved|2026-01-01|/k/#check",
            "/c/|moved|2026-01-01|/k/",
        )
        == ""
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/lost/|live|2026-01-01", "/lost/: nothing stands at /lost/"),
        ("/k/#lost|live|2026-01-01", "/k/#lost: /k/ has no part #lost"),
        ("/k/#x|moved|2026-01-01|/k/#lost", "/k/#x: /k/ has no part #lost"),
        ("/feed.xml|live|2026-01-01", "/feed.xml: nothing stands at /feed.xml"),
    ],
)
def test_a_dead_link_is_refused(tmp_path: Path, line: str, said: str) -> None:
    """A page, a part or a file that was published and is not there is named, with what to do."""
    found = refusal(a_site(tmp_path, "/k/"), *LIVE, line)
    assert said in found
    assert "say in data/links.tsv where it went, or why it is gone" in found


def test_an_anchor_that_the_ledger_lacks_is_refused(tmp_path: Path) -> None:
    """An anchor that came from nowhere could vanish unseen: the refusal says how to name it."""
    found = refusal(a_site(tmp_path, "/k/"), *LIVE[:-1])
    assert "/k/#table is not in data/links.tsv: name the anchor in the Markdown, as in ## Heading { #table }" in found


def test_a_page_that_the_ledger_lacks_is_refused(tmp_path: Path) -> None:
    """A page beside the ledger is new: the build adds it."""
    assert "/b/ is not in data/links.tsv: run: python -m generator build" in refusal(
        a_site(tmp_path, "/k/", "/b/"), *LIVE
    )


def test_what_tools_number_is_no_link(tmp_path: Path) -> None:
    """Line anchors of code, the theme's own ids and the ids of fields need no line in the ledger."""
    built = a_site(tmp_path, "/k/")
    own = '<a id="__codelineno-0-1"></a><input id="ask"><p>id="none"</p></article>'
    built.write([("k/index.html", built.text("/k/").replace("</article>", own))])
    assert refusal(built, *LIVE) == ""


def test_paths_that_differ_in_case_only_are_refused(tmp_path: Path) -> None:
    """On Windows and macOS two such files are one."""
    built = a_site(tmp_path, "/k/")
    built.write([("x/Notes.txt", ""), ("x/notes.txt", "")])
    assert "/x/Notes.txt differs from another path in capital letters only" in refusal(built, *LIVE)


def test_a_broken_link_keeps_the_published_site(project: Project) -> None:
    """A site that would break a link is not published, and the old one still stands."""
    project.write("site/sitemap.xml", "old")
    make_buildable(project)
    project.write("docs/learn/loopback.md", "# Loopback { #answer }\n\n#### Unnamed heading\n\nWritten by hand.\n")
    done = project.run("site")
    assert done.exit_code == 1
    assert "/learn/loopback/#unnamed-heading is not in data/links.tsv" in done.stderr
    assert project.read("site/sitemap.xml") == "old"
