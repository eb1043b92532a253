"""What is taken out of the built pages changes nothing that a browser shows."""

import gzip
from pathlib import Path

import pytest
from lxml import html

from generator.squeeze import squeeze
from tests.conftest import ROOT

SITE = ROOT / "site"
HEAVIEST_PAGE = 15_000  # bytes of a page's HTML over the wire


def test_indentation_goes_and_code_stays() -> None:
    """A run of whitespace with a line's end in it becomes one; where whitespace counts, each byte stays."""
    page = "<p>\n\n    one  two\n  </p>\n\n\n<pre>\n  a\n\n  b\n</pre>\n   <script>x\n\n  y</script> \n <textarea>\n\n q</textarea>"
    assert squeeze(page) == (
        "<p>\none  two\n</p>\n<pre>\n  a\n\n  b\n</pre>\n<script>x\n\n  y</script>\n<textarea>\n\n q</textarea>"
    )


def test_marks_without_a_colour_go() -> None:
    """Blanks and plain names lose the highlighter's mark; what has a colour keeps it."""
    page = '<pre><span></span><code>ss<span class="w"> </span><span class="s1">\'x\'</span><span class="n">Id</span></code></pre>'
    assert squeeze(page) == "<pre><code>ss <span class=\"s1\">'x'</span>Id</code></pre>"


@pytest.mark.browser
def test_no_page_of_a_port_is_heavy() -> None:
    """The HTML of every port's page is at most 15 kB over the wire, as a host with gzip sends it."""
    pages = [it for it in (SITE / "ports").glob("*/index.html") if it.parent.name.isdecimal()]
    assert len(pages) > 100
    assert {it.parent.name: size for it in pages if (size := _sent(it)) > HEAVIEST_PAGE} == {}


@pytest.mark.browser
@pytest.mark.parametrize("path", ["ports/62893", "ports/80", "troubleshooting/port-in-use", "howto/docker"])
def test_squeezing_a_page_again_changes_nothing(path: str) -> None:
    """The built pages are squeezed, and their words and code are whole."""
    page = (SITE / path / "index.html").read_text("utf-8")
    assert squeeze(page) == page
    assert len(html.fromstring(page).xpath("//article//pre")) > 4


def _sent(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))
