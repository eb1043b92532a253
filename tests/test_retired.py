"""A page that is gone leaves one that says so."""

import json

import pytest

from tests.conftest import Project
from tests.test_site import make_buildable

GONE = "/learn/token-ring/\tretired\t2026-02-03\t/ports/80/#facts\tnobody read <it> *much*\n"
NUMBER = "/ports/4242/\tretired\t2026-02-03\t/ports/\ttoo little is known\n"


@pytest.fixture
def withdrawn(project: Project) -> Project:
    """The small project, of which a hand-written page and a port were withdrawn."""
    make_buildable(project)
    project.write("docs/lookup/index.md", "# Look up { #answer }\n")
    project.write("docs/learn/token-ring.md", "# Token ring { #answer }\n")
    assert project.run("build").exit_code == 0
    (project.root / "docs/learn/token-ring.md").unlink()
    project.write("data/links.tsv", project.read("data/links.tsv") + GONE + NUMBER)
    assert project.run("build").exit_code == 0
    return project


def test_a_retired_page_says_what_why_and_where_to(withdrawn: Project) -> None:
    """Its page is made from the ledger alone, whoever wrote the old one, and no mark in the reason is read as one."""
    text = withdrawn.read("docs/retired/learn/token-ring.md")
    assert "# Token ring: this page is gone { #answer }" in text
    assert "**Nobody read &#60;it&#62; &#42;much&#42;.**" in text
    assert "[Port 80 (127.0.0.1:80)](../../ports/80.md#facts)" in text
    assert "`/learn/token-ring/` until 2026-02-03" in text
    port = withdrawn.read("docs/retired/ports/4242.md")
    assert "# Port 4242: this page is gone" in port
    assert "[the look-up](../../lookup/index.md?q=4242)" in port


def test_a_retired_page_is_read_but_not_found(withdrawn: Project) -> None:
    """It stands at its old and its short address, and search engines and the search do without it."""
    done = withdrawn.run("site")
    assert done.exit_code == 0, done.stderr
    for path in ("learn/token-ring", "ports/4242", "p/4242"):
        assert "this page is gone" in withdrawn.read(f"site/{path}/index.html"), path
    found = json.loads(withdrawn.read("site/search/search_index.json"))["docs"]
    assert [it["location"] for it in found if "retired" in it["location"]] == []
    assert 'robots: "noindex"' in withdrawn.read("docs/retired/learn/token-ring.md")


def test_a_page_that_lives_again_loses_its_note(withdrawn: Project) -> None:
    """Once the ledger says that a link is live again, the build removes the page that said otherwise."""
    withdrawn.write("docs/learn/token-ring.md", "# Token ring { #answer }\n")
    withdrawn.write("data/links.tsv", withdrawn.read("data/links.tsv") + "/learn/token-ring/\tlive\t2026-03-03\n")
    assert withdrawn.run("build").exit_code == 0
    assert not (withdrawn.root / "docs/retired/learn/token-ring.md").exists()
