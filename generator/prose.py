"""The Markdown that a data file may hold: one paragraph, inline marks only.

Allowed are emphasis, `code` and links. A link's target is an https address or a record of
ours, as `case:port-in-use`, `port:62893`, `range:dynamic`, `address:loopback`
or `page:learn/loopback`, optionally with `#anchor`. Text is parsed with markdown-it-py, which
follows CommonMark; MkDocs reads the result with Python-Markdown. So whatever the two could
read differently (raw HTML, attribute lists, template syntax, stray marks) is refused.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

REFERENCE_KINDS = ("case", "port", "range", "address", "page")
_REFERENCE = re.compile(rf"({'|'.join(REFERENCE_KINDS)}):([a-z0-9][a-z0-9./-]*?)(?:#([a-z0-9-]+))?")
_WEB_ADDRESS = re.compile(r"https://[^\s<>\"]+")
_ALLOWED = {"text", "code_inline", "em_open", "em_close", "strong_open", "strong_close", "link_open", "link_close"}
_NAMES = {
    "html_inline": "raw HTML",
    "html_block": "raw HTML",
    "image": "an image",
    "softbreak": "a line break",
    "hardbreak": "a line break",
    "heading_open": "a heading",
    "bullet_list_open": "a list",
    "ordered_list_open": "a list",
    "blockquote_open": "a quotation",
    "fence": "a code block",
    "code_block": "a code block",
    "hr": "a rule",
}
# Marks that mean something to Python-Markdown or Jinja, or that they nest differently, wherever they stand.
_SYNTAX = re.compile(r"\{[{%#:]|[%#}]\}|--8<--|\*{3}")
# In running text these are either a mark that was not closed or one that only MkDocs knows.
_STRAY = re.compile(r"[\\*_`\[\]{}<>|]|&(?=[#\w])|~~|\^\^|==")
# Most texts: words and code spans, in which no parser can find a fault. A shortcut for the sake of
# speed; a property test shows that the parser agrees.
_HARMLESS = re.compile(r"(?=[A-Za-z`])(?:[A-Za-z0-9 ,.;:'\"()/%?-]|`[^` \n](?:[^`\n]*[^` \n])?`(?!`))+(?<! )")
_ONE_LINE = re.compile(r"[A-Za-z][^\n]*\Z")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.;:'\"()/%?-]*")
_BLOCK_MARKS = ("#", "!", "?", ":", "=", "~", "+", "-", "|", ">")


class _Parser(MarkdownIt):
    """CommonMark that judges no link: every target is judged here, by a stricter rule."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (the library's name)
        """Take every target as a link."""
        return url is not None


# Without these rules their syntax stays in the text, where _STRAY refuses it.
_parser = _Parser("commonmark").disable(["entity", "escape", "autolink"])


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a record of ours: its kind, its id, and the anchor on its page ("" for none)."""

    kind: str
    target: str
    anchor: str = ""


def faults(text: str) -> Iterator[str]:
    """Yield one sentence for each thing in `text` that prose may not hold."""
    if text != text.strip():
        yield "text begins or ends with a space"
    if match := _SYNTAX.search(text):
        yield f'"{match[0]}" is not allowed in text'
    if _HARMLESS.fullmatch(text):
        return
    if not text:
        yield "text must be one paragraph, not nothing"
    if text.startswith(_BLOCK_MARKS):
        yield f'text must not begin with "{text[0]}", which can open a block'
    blocks = _parse(text)
    if [block.type for block in blocks if block.type != "inline"] not in ([], ["paragraph_open", "paragraph_close"]):
        yield f"text must be one paragraph, not {_name_of_blocks(blocks)}"
        return
    depth = 0
    for token in _inline(text):
        yield from _token_faults(token)
        if token.type.startswith(("em_", "strong_")):
            depth += token.nesting
            if depth > 1:
                yield "emphasis inside emphasis is not allowed in text"


def _name_of_blocks(blocks: tuple[Token, ...]) -> str:
    for block in blocks:
        if block.type in _NAMES:
            return _NAMES[block.type]
    return "several"


def _token_faults(token: Token) -> Iterator[str]:
    if token.type not in _ALLOWED:
        yield f"{_NAMES.get(token.type, token.type)} is not allowed in text"
    elif token.type in {"em_open", "strong_open"} and "_" in token.markup:
        yield "emphasis is written with stars: *so* or **so**"
    elif token.type == "code_inline" and token.content != token.content.strip():
        yield f'the code span "{token.content}" begins or ends with a space'
    elif token.type == "text" and (match := _STRAY.search(token.content)):
        yield f'"{match[0]}" is not allowed in running text: put names and code in backquotes, close every mark'
    elif token.type == "link_open":
        target = str(token.attrs.get("href", ""))
        if reference(target) is None and not _WEB_ADDRESS.fullmatch(target):
            kinds = ", ".join(f"{kind}:" for kind in REFERENCE_KINDS)
            yield f'the link target "{target}" is neither https:// nor one of {kinds}'
        if "title" in token.attrs:
            yield "a link title is not allowed"


def reference(target: str) -> Reference | None:
    """Read a link target as a reference to a record; None when it is something else."""
    match = _REFERENCE.fullmatch(target)
    return Reference(match[1], match[2], match[3] or "") if match else None


@lru_cache(maxsize=65536)
def references(text: str) -> tuple[Reference, ...]:
    """List the records of ours that `text` links to."""
    if "](" not in text:
        return ()
    targets = (str(token.attrs["href"]) for token in _inline(text) if token.type == "link_open")
    return tuple(found for found in map(reference, targets) if found)


def markdown(text: str, address_of: Callable[[Reference], str]) -> str:
    """Return `text` as Markdown whose references became the addresses that `address_of` gives."""
    if "](" not in text:
        return text
    written: list[str] = []
    targets: list[str] = []
    for token in _inline(text):
        match token.type:
            case "link_open":
                href = str(token.attrs["href"])
                found = reference(href)
                targets.append(address_of(found) if found else href)
                written.append("[")
            case "link_close":
                written.append(f"]({targets.pop()})")
            case "code_inline":
                written.append(code_span(token.content))
            case _:
                written.append(token.content or token.markup)
    return "".join(written)


def html(text: str, address_of: Callable[[Reference], str]) -> str:
    """Return `text` as HTML, escaped, whose references became the addresses that `address_of` gives."""
    return str(_parser.renderInline(markdown(text, address_of)))


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Return `text` without any marks, as titles, descriptions and tickets show it."""
    if _PLAIN.fullmatch(text):
        return text
    return "".join(token.content for token in _inline(text))


def code_span(content: str) -> str:
    """Return `content` as a code span, whatever backquotes it holds."""
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if content.startswith("`") or content.endswith("`") else ""
    return f"{fence}{pad}{content}{pad}{fence}"


def _inline(text: str) -> list[Token]:
    return next((block.children or [] for block in _parse(text) if block.type == "inline"), [])


@lru_cache(maxsize=65536)
def _parse(text: str) -> tuple[Token, ...]:
    # A line that begins with a letter opens no other block than a paragraph: only its inside needs parsing.
    parsed = _parser.parseInline(text) if _ONE_LINE.match(text) else _parser.parse(text)
    return tuple(parsed)
