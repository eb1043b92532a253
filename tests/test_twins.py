"""A page's Markdown twin reads well without MkDocs: no HTML, no braces, whole links."""

import re
from functools import cache

import pytest
from lxml import html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.pages import SITE_URL
from generator.twins import source, twin
from tests.conftest import ROOT

SITE = ROOT / "site"
PARSER = MarkdownIt("commonmark").enable("table")


def of(body: str, path: str = "howto/docker.md", **parts: str) -> str:
    """The twin of a page, without its front matter."""
    text = f'---\ntitle: Docker\ndescription: "How to \\"publish\\"."\nchecked: "2026-11-22"\nhide:\n  - toc\n---\n\n{body}'
    return twin(source(path, text), lambda name: parts[name.rpartition("/")[2].removesuffix(".md")]).partition(
        "---\n\n"
    )[2]


def tokens(text: str) -> list[Token]:
    """Every token of a text, those inside of paragraphs too."""
    return [it for block in PARSER.parse(text) for it in (block, *(block.children or []))]


def test_front_matter_is_short() -> None:
    """Title, description, address and date stay; what only the builder needs goes."""
    page = source(
        "howto/docker.md", '---\ntitle: Docker\nkind: "x"\nhide:\n  - toc\ndescription: "So \\"much\\""\n---\n\nText.\n'
    )
    url = f"{SITE_URL}howto/docker/"
    assert twin(page, str) == f'---\ntitle: "Docker"\ndescription: "So \\"much\\""\nurl: "{url}"\n---\n\nText.\n'


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ("## Check { #check }", "## Check"),
        ('### On Linux { #check-linux data-search-exclude="" }', "### On Linux"),
        ("{:error, :eaddrinuse} in `{ #x }`", "{:error, :eaddrinuse} in `{ #x }`"),
        ("``` { .text .no-copy }\na { #b }\n```", "```text\na { #b }\n```"),
        ("```bash\n<form>\n--8<-- nothing\n```", "```bash\n<form>\n--8<-- nothing\n```"),
        ("<form>\n<label>No</label>\n</form>\n\nYes", "Yes"),
        ('<details markdown="1">\n<summary>All 3</summary>\n\n- a\n\n</details>', "**All 3**\n\n- a"),
        ('<div class="x" markdown="1">\n\nText\n\n</div>', "Text"),
        ('<p class="x">See <a href="../wsl/">WSL</a>.</p>', f"See [WSL]({SITE_URL}howto/wsl/)."),
        ("<p>One</p>\n<p>Two</p>", "One\n\nTwo"),
        ("<div><dt>On Linux</dt><dd><pre><code>a &lt; b</code></pre></dd></div>", "On Linux\n\n```text\na < b\n```"),
        ("<pre><code>a {\n\n  &amp; }</code></pre>\nEnd", "```text\na {\n\n  & }\n```\n\nEnd"),
        ('<svg viewBox="0 0 1 1">\n<text>no</text>\n</svg>', ""),
        (
            '<figure class="x"><svg viewBox="0 0 1 1"><title>no</title></svg><figcaption>Where</figcaption></figure>',
            "**Where**",
        ),
        ("<!-- not\u00a0seen -->\n\nText", "Text"),
        ('!!! note "Beware"\n\n    Of this.\n\nAfter', "**Beware**\n\nOf this.\n\nAfter"),
        ("`<b>` and <https://example.org/a_(b)>", "`<b>` and <https://example.org/a_(b)>"),
        ("[a](wsl.md)", f"[a]({SITE_URL}howto/wsl/)"),
        ("[a](../ports/62893.md#who)", f"[a]({SITE_URL}ports/62893/#who)"),
        ("[a](index.md) [b](#c)", f"[a]({SITE_URL}howto/) [b]({SITE_URL}howto/docker/#c)"),
        ("[a](https://example.org/b_(c)) `[d](e.md)`", "[a](https://example.org/b_(c)) `[d](e.md)`"),
        ("[a](../lookup/?q=80)", f"[a]({SITE_URL}lookup/?q=80)"),
    ],
)
def test_what_only_mkdocs_knows_is_gone(body: str, plain: str) -> None:
    """Attributes, wrappers, forms, pictures and comments go, code stays, and links are whole."""
    assert of(body).strip() == plain


def test_an_included_part_is_there() -> None:
    """A fragment's text stands where it was named, and its links lead out of the page's own folder."""
    text = of(
        'Before\n\n--8<-- "_facts/ranges.md"\n\nAfter', ranges="<!-- generated_from: x -->\n\n[r](../ranges/user.md)\n"
    )
    assert text == f"Before\n\n[r]({SITE_URL}ranges/user/)\n\nAfter\n"


@cache
def anchors(path: str) -> set[str]:
    """Every id of a page of the site."""
    return {str(it) for it in html.parse(SITE / path / "index.html").getroot().xpath("//@id")}


@pytest.mark.browser
def test_every_twin_of_the_site_is_plain_markdown_with_links_that_hold() -> None:
    """No twin has HTML or a brace of attributes; each link is whole, and those to the site lead to a page and its heading."""
    twins = sorted(SITE.rglob("*.md"))
    assert len(twins) > 250
    for file in twins:
        text = file.read_text("utf-8").partition("\n---\n")[2]
        for token in tokens(text):
            assert token.type not in {"html_block", "html_inline"}, (file, token.content)
            if token.type == "text":
                assert not re.search(r"\{ *[#.:]\w[^}]*\}$|--8<--|^!!! ", token.content), (file, token.content)
            target = str(token.attrs.get("href") or token.attrs.get("src") or "https:")
            assert target.startswith("https:"), (file, target)
            if target.startswith(SITE_URL):
                path, _, anchor = target.removeprefix(SITE_URL).partition("#")
                path = path.partition("?")[0]
                whole = SITE / path / "index.html" if path.endswith("/") or not path else SITE / path
                assert whole.is_file(), (file, target)
                assert not anchor or anchor in anchors(path), (file, target)


@pytest.mark.browser
def test_a_twin_says_all_that_its_page_says() -> None:
    """The words of headings and code blocks are those of the page: nothing got lost on the way."""
    for name in ("ports/62893", "troubleshooting/port-in-use", "howto/docker", "learn/loopback", "addresses/loopback"):
        page = html.parse(SITE / name / "index.html").getroot()
        parsed = PARSER.parse((SITE / f"{name}.md").read_text("utf-8").partition("\n---\n")[2])
        code = [" ".join(it.content.split()) for it in parsed if it.type == "fence"]
        assert code == [" ".join(it.text_content().split()) for it in page.xpath("//article//pre")], name
        headings = len(page.xpath("//article//*[self::h1 or self::h2 or self::h3]"))
        assert sum(it.type == "heading_open" for it in parsed) == headings, name


@pytest.mark.browser
def test_llms_txt_leads_to_every_page_once() -> None:
    """One heading, one summary, lists of links below headings; each twin is linked once, each link leads to a file."""
    text = (SITE / "llms.txt").read_text("utf-8")
    parsed = PARSER.parse(text)
    assert [it.type for it in parsed[:4]] == ["heading_open", "inline", "heading_close", "blockquote_open"]
    assert [it.tag for it in parsed if it.type == "heading_open"].count("h1") == 1
    links = [str(it.attrs["href"]) for it in tokens(text) if it.type == "link_open"]
    assert len(links) == len(set(links))
    assert all((SITE / it.removeprefix(SITE_URL)).is_file() for it in links)
    listed = {it.removeprefix(SITE_URL) for it in links if it.endswith(".md")}
    every = {file.relative_to(SITE).as_posix() for file in SITE.rglob("*.md")}
    assert {it for it in every - listed if not it.startswith("retired/")} == set()
