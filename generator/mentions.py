r"""Where a text links to this site, however the link is written.

An export of a knowledge base holds links as people and programs wrote them: plain, in Markdown, in attributes of
HTML (`&amp;`), in strings of JSON (`https:\/\/`, `\u002f`), percent-encoded inside another address (`url=https%3A%2F%2F`,
as mail programs rewrite links), with or without `www.` and in capitals. The host alone is searched for; what stands
before it tells how the rest is to be read.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from generator.problems import UsageError

_COLON = r"(?::|%(?:25)*3a|&#(?:58|x3a);|&colon;|\\u003a)"
_SLASH = r"(?:/|\\/|%(?:25)*2f|&#(?:47|x2f);|&sol;|\\u002f)"
_BEFORE = re.compile(
    rf"(?:(?<![a-z0-9])https?{_COLON})?{_SLASH}{{2}}(?:www\.)?\Z|(?:\A|(?<![\w.@-]))(?:www\.)?\Z", re.IGNORECASE
)
_REACH = 60  # characters before a host that can belong to its link: `https%25253A%25252F%25252Fwww.` and more
_PORT = re.compile(rf"{_COLON}(?:80|443)(?!\d)", re.IGNORECASE)
_LEVELS = re.compile(r"%((?:25)*)(?:3a|2f)", re.IGNORECASE)
_REST = re.compile(r"(?:\\/|\\u[0-9a-f]{4}|&#?\w+;|[^\s\"'<>\\`|^{}()*,;\x00-\x1f])*", re.IGNORECASE)
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})", re.IGNORECASE)
_END = re.compile(r"[\s\"'<>\\`|^{}()*,;]|\\[^/u]")
_TRAILING = ".:!?)]}_~\N{HORIZONTAL ELLIPSIS}\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_LINE_END = re.compile(r"\r\n?|\n")


class Mention(NamedTuple):
    """A link to this site in a text: its place, counted from 1, and what it asks for, decoded.

    `path` begins with a slash and counts from the site's root; `query` and `fragment` stand without their marks.
    """

    line: int
    column: int
    path: str
    query: str
    fragment: str


def mentions(text: str, site: str) -> Iterator[Mention]:
    """Yield every link to `site` (`https://host/` or `https://host/folder/`) in the order of the text.

    Raises:
        UsageError: `site` is not a web address.
    """
    host, root = _parts(site)
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    for found in re.finditer(rf"{re.escape(host)}(?![\w-]|\.\w)", text, re.IGNORECASE):
        before = _BEFORE.search(text[max(0, found.start() - _REACH) : found.start()])
        if before is None:
            continue
        port = _PORT.match(text, found.end())
        path, query, fragment = _read(before[0], text, port.end() if port else found.end())
        if path.startswith(root):
            start = found.start() - len(before[0])
            line = bisect_right(starts, start)
            yield Mention(line, start - starts[line - 1] + 1, path[len(root) - 1 :], query, fragment)


def _parts(site: str) -> tuple[str, str]:
    address = urlsplit(site)
    if address.scheme not in ("http", "https") or not address.netloc:
        raise UsageError(f"{site} is not a web address: write https://example.org/")
    return address.netloc.lower().removeprefix("www."), f"{address.path.rstrip('/')}/"


def _read(before: str, text: str, start: int) -> tuple[str, str, str]:
    """Return path, query and fragment of the link whose host ends at `start`, in the writing that `before` shows."""
    rest = _REST.match(text, start)
    raw = rest[0] if rest else ""
    raw = _ESCAPED.sub(lambda it: chr(int(it[1], 16)), raw).replace("\\/", "/")
    raw = _up_to_end(html.unescape(raw))
    if wrapped := _LEVELS.search(before):
        raw = raw.partition("&")[0]  # what follows belongs to the address around it
        for _ in range(1 + len(wrapped[1]) // 2):
            raw = _up_to_end(unquote(raw))
    whole, _, fragment = raw.partition("#")
    path, _, query = whole.partition("?")
    path, _, more = path.partition("&")  # no address of ours has one: an unencoded link inside another address
    fragment = "" if more else fragment.partition("&")[0].partition(":~:")[0]
    if not fragment and not query:
        path = _bare(path)
    return _slashed(unquote(path)), query.rstrip(_TRAILING), unquote(_bare(fragment))


def _up_to_end(text: str) -> str:
    end = _END.search(text)
    return text[: end.start()] if end else text


def _bare(text: str) -> str:
    """Return the end of a link without the marks of the sentence around it."""
    while text.endswith(tuple(_TRAILING)) and not (text.endswith("]") and text.count("[") == text.count("]")):
        text = text[:-1]
    return text


def _slashed(path: str) -> str:
    return re.sub("/{2,}", "/", f"/{path.lstrip('/')}")
