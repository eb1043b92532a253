"""Prose is one paragraph of inline Markdown that every Markdown reader takes alike."""

import re

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import prose

INLINE = st.text(st.sampled_from("ab1 .,;:'\"()/%?-`*_[]<>{}&!#=~|\\\n"), max_size=40)


def faults(text: str) -> list[str]:
    """What is wrong with a text, in sentences."""
    return list(prose.faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, numbers 62893 and signs: (a), 50 %, 'b'.",
        "A `code_span` with *emphasis* and **strength**.",
        "See [the case](case:port-in-use#fix), [62893](port:62893) and [RFC 6335](https://www.rfc-editor.org/rfc/rfc6335#section-6).",
        "Read [how it works](page:learn/loopback) about [dynamic ports](range:dynamic) on [loopback](address:loopback).",
        "`::1` begins the sentence.",
    ],
)
def test_inline_text_is_allowed(text: str) -> None:
    """Words, code, emphasis and links to https addresses or to records may stand in prose."""
    assert faults(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <b>bold</b> word",
        "[run](javascript:alert(1))",
        "[plain http](http://example.com/)",
        "[relative](../ports/80.md)",
        "[no kind](thing:loopback)",
        '[title](https://example.com/ "title")',
        "![image](https://example.com/a.png)",
        "{{ config.site_name }}",
        "{% include 'x' %}",
        "text {: .class }",
        "text { .class }",
        "--8<-- 'file'",
        "!!! note",
        "# heading",
        "- item",
        "1. item",
        "> quotation",
        "two\n\nparagraphs",
        "two\nlines",
        "    code block",
        "a lone * star",
        "an_underscore_name",
        "&copy; entity",
        "a \\* backslash",
        "[unclosed",
        "``",
        "",
        " leading space",
        "trailing space ",
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    """Raw HTML, foreign schemes, attribute lists, template syntax, blocks and stray marks are refused."""
    assert faults(text)


@given(INLINE)
def test_the_shortcut_for_harmless_text_agrees_with_the_parser(text: str) -> None:
    """What the quick look takes for harmless holds, for the parser, text and code spans only."""
    if prose._HARMLESS.fullmatch(text):  # noqa: SLF001 (the shortcut is what is tested)
        tokens = prose._inline(text)  # noqa: SLF001
        assert {token.type for token in tokens} <= {"text", "code_inline"}
        assert not any(re.search(r"[*_`\[\]]", token.content) for token in tokens if token.type == "text")


@given(INLINE)
def test_mkdocs_reads_accepted_prose_as_the_parser_does(text: str) -> None:
    """For accepted prose, Python-Markdown shows the same words that markdown-it-py found."""
    if not faults(text):
        html = markdown.markdown(prose.markdown(text, lambda _: "x.md"), extensions=["attr_list", "tables"])
        shown = re.sub(r"<[^>]+>", "", html)
        for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
            shown = shown.replace(entity, sign)
        assert shown.split() == prose.plain(text).split()


@given(INLINE)
def test_writing_prose_again_changes_nothing_that_is_shown(text: str) -> None:
    """Markdown written from accepted prose is accepted prose with the same words."""
    if not faults(text):
        again = prose.markdown(text, lambda it: f"{it.kind}:{it.target}")
        assert faults(again) == []
        assert prose.plain(again) == prose.plain(text)


def test_references_are_found_with_kind_target_and_anchor() -> None:
    """Links to records are told apart from web addresses."""
    text = "[a](case:port-in-use#fix-linux), [b](https://example.com/), [c](port:80)"
    assert prose.references(text) == (
        prose.Reference("case", "port-in-use", "fix-linux"),
        prose.Reference("port", "80"),
    )


def test_references_become_addresses_and_web_links_stay() -> None:
    """Only the targets that name records are replaced."""
    text = "See *[a](case:port-in-use)* and [b](https://example.com/x)."
    assert (
        prose.markdown(text, lambda it: f"../{it.target}.md")
        == "See *[a](../port-in-use.md)* and [b](https://example.com/x)."
    )


@pytest.mark.parametrize("content", ["a", "a`b", "`", "a b", "``x``", "`a`"])
def test_a_code_span_shows_its_content_whatever_it_holds(content: str) -> None:
    """A command or message with backquotes is shown whole."""
    [token] = prose._inline(prose.code_span(content))  # noqa: SLF001
    assert (token.type, token.content) == ("code_inline", content)
