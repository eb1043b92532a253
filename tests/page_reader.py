"""Reads a page's Markdown as a reader of the finished page does: by section, what stands there, without marks."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

_HEAD = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NEARBY = re.compile(r'^<nav class="atlas-nearby"[^>]*>$(.*?)^</nav>$', re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"(.*) \{ #([\w.-]+)[^}]*\}")
_TERM = re.compile(r"<dt>(.*?)</dt> <dd>(.*?)</dd>")
_OUTPUT = re.compile(r'<pre class="atlas-output[^>]*><code>(.*)</code></pre>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_parser = MarkdownIt("commonmark").enable("table")


class Part(NamedTuple):
    """A paragraph (`p`), an entry of the summary (`term`), an item of a list (`li`), a block of code (`code`) or a row of a table (`row`)."""

    kind: str
    text: str
    links: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


Sections = dict[str, list[Part]]


def read(page: str) -> Sections:
    """Return the parts of each section by its anchor; the title of a section stands first, as `h`.

    The row of links to other pages, at the end, belongs to no section: it stands as `nearby`.
    """
    found: Sections = {"nearby": [it for row in _NEARBY.findall(page) for it in _parts(_parser.parse(row))]}
    part: list[Part] = []
    for it in _parts(_parser.parse(_NEARBY.sub("", _HEAD.sub("", page)))):
        if it.kind == "h":
            match = _HEADING.fullmatch(it.text)
            assert match, it.text
            part = found.setdefault(match[2], [])
            part.append(Part("h", match[1]))
        else:
            part.append(it)
    return found


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    lists = 0
    cells: list[Part] = []
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        match token.type:
            case "list_item_open" | "list_item_close":
                lists += token.nesting
            case "heading_open" if following:
                yield _inline("h", following)
            case "paragraph_open" if following:
                yield _inline("li" if lists else "p", following)
            case "html_block":
                yield from _html(token.content)
            case "fence":
                yield Part("code", token.content.removesuffix("\n"))
            case "tr_open":
                cells = []
            case "th_open" | "td_open" if following:
                cells.append(_inline("cell", following))
            case "tr_close":
                yield Part("row", " | ".join(it.text for it in cells), cells=tuple(it.text for it in cells))
            case _:
                pass


def _html(block: str) -> Iterator[Part]:
    """Yield the entries of a summary, or a sample output of which a part is marked; other HTML is no text."""
    if block.startswith('<dl class="atlas-strip">'):
        for term, said in _TERM.findall(block):
            yield Part("term", term, cells=(term, unescape(_TAG.sub("", said))))
    elif found := _OUTPUT.match(block):
        yield Part("code", unescape(_TAG.sub("", found[1])).removesuffix("\n"))


def _inline(kind: str, token: Token) -> Part:
    children = token.children or []
    links = tuple(str(it.attrs["href"]) for it in children if it.type == "link_open")
    texts = ("\n" if it.type == "softbreak" else it.content for it in children if it.type != "html_inline")
    return Part(kind, "".join(texts).strip(), links)
