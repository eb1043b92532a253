"""A page of the site as plain Markdown, for programs that read: front matter in short, no HTML, whole links.

The twin of `/ports/62893/` is `/ports/62893.md`, that of `/ports/` is `/ports/index.md`: a page's source under docs/
has the same path. What only MkDocs and its extensions know (included parts, braces with attributes, wrappers of HTML)
is resolved or left out, so that any reader of CommonMark with tables understands the rest.
"""

import html
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from generator.pages import SITE_URL, address_of

_INCLUDED = re.compile(r'^--8<-- "(.+)"$')
_FENCE = re.compile(r"^( *)(`{3,}|~{3,}) *(.*)$")
_LANGUAGE = re.compile(r"\{? *\.?([\w+-]*)")
_ADMONITION = re.compile(r'^( *)(?:!!!|\?\?\?\+?) +([\w-]+)(?: +"(.*)")? *$')
_COMMENT = re.compile(r"<!--.*?-->")
# Forms, pictures, scripts and what is for paper alone: nothing in them is text to read.
_MUTE = re.compile(r"^ *<(aside|button|dialog|form|input|noscript|script|select|style|svg|template|textarea)\b")
_SUMMARY = re.compile(r"<(summary|figcaption)[^>]*>(.*?)</\1>")
_ANCHOR = re.compile(r'<a\b[^>]*?\bhref="([^"]*)"[^>]*>(.*?)</a>')
_TERM = re.compile(r"(?:<div[^>]*>)?<dt>(.*?)</dt> *(?!<dd>$)")  # a term that code follows is a paragraph
_PICTURE = re.compile(r"<svg\b.*?</svg>")
_MARK = re.compile(r"</?mark>")
_OUTPUT_END = "</code></pre>"
_OUTPUT = re.compile(r'^<pre class="atlas-output[^>]*><code>')
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
_ATTRIBUTES = re.compile(r" *\{:? *[#.][^{}]*\}")
_TARGET = re.compile(r'(?<=\]\()([^)\s]+)(?=\)|\s+"[^"]*"\))')
_PRE = re.compile(r"^( *<[a-z].*?|)<pre\b[^>]*>(?:<code\b[^>]*>)?(.*?)(?:</code>)?</pre>(.*)$", re.DOTALL)
_OPEN_PRE = re.compile(r"^ *<(?:[a-z].*<)?pre\b(?!.*</pre>)")
_BLOCK = re.compile(r"^ *<(?:div|dd|dt|figcaption|h[1-6]|li|p)\b.*[^ >]")
_HEADING = re.compile(r"^# (.*?)(?: *\{.*)?$", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Source:
    """A page as it stands under docs/: its path, the scalars of its front matter, its text below that."""

    path: str
    fields: dict[str, str]
    body: str

    @property
    def title(self) -> str:
        """Its title, or else its first heading."""
        heading = _HEADING.search(self.body)
        return self.fields.get("title") or (heading[1] if heading else self.path)

    @property
    def address(self) -> str:
        """The address of the page."""
        return address_of(self.path)

    @property
    def twin(self) -> str:
        """The address of its twin."""
        return SITE_URL + self.path


def source(path: str, text: str) -> Source:
    """Take a page apart; `path` is relative to docs/."""
    head, _, body = text.removeprefix("---\n").partition("\n---\n") if text.startswith("---\n") else ("", "", text)
    pairs = (line.partition(": ") for line in head.splitlines() if not line.startswith((" ", "-")))
    return Source(path, {key: _scalar(value) for key, _, value in pairs if value}, body)


def twin(page: Source, part: Callable[[str], str]) -> str:
    """Return a page as plain Markdown; `part` gives the text of an included file, named relative to docs/."""
    fields = {"title": page.title, "description": page.fields.get("description", "")}
    fields |= {"url": page.address, "checked": page.fields.get("checked", "")}
    head = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items() if value]
    lines = _plain(_fenced(_whole(page.body.splitlines(), part)), page)
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return "\n".join(["---", *head, "---", "", body, ""])


def _scalar(value: str) -> str:
    return str(json.loads(value)) if value.startswith('"') else value.strip("'")


def _whole(lines: Iterable[str], part: Callable[[str], str]) -> Iterator[str]:
    """Put included parts where they are named."""
    for line in lines:
        if found := _INCLUDED.match(line):
            yield from part(found[1]).splitlines()
        else:
            yield line


def _fenced(lines: Iterable[str]) -> Iterator[str]:
    """Make a fenced block of what HTML shows as code, and a paragraph of what it shows as a block."""
    closing, kept = "", ""
    for line in lines:
        text = f"{kept}\n{line}" if kept else line
        kept = ""
        if closing:
            closing = "" if line.strip() == closing else closing
            yield line
        elif fence := _FENCE.match(text):
            closing = fence[2]
            yield line
        elif pre := _PRE.match(text):
            yield from (pre[1], "", "```text", *html.unescape(_TAG.sub("", pre[2])).splitlines(), "```", "", pre[3])
        elif _OPEN_PRE.match(text):
            kept = text
        else:
            yield text
            if _BLOCK.match(text):
                yield ""


def _plain(lines: Iterable[str], page: Source) -> Iterator[str]:
    """Yield the lines of CommonMark; code stays as it is."""
    closing, mute, inside = "", "", -1
    for line in lines:
        if inside > -1 and line.strip() and len(line) - len(line.lstrip()) <= inside:
            inside = -1
        text = line[4:] if inside > -1 else line
        if closing == _OUTPUT_END:
            closing = "" if text == closing else closing
            yield _bare(text) if closing else "```"
        elif closing:
            closing = "" if text.strip() == closing else closing
            yield text
        elif mute:
            mute = "" if f"</{mute}>" in text else mute
        elif marked := _OUTPUT.match(text):  # a sample output of which a part is marked, up to its closing line
            closing = _OUTPUT_END
            yield "```text"
            yield _bare(text[marked.end() :])
        elif fence := _FENCE.match(text):
            closing = fence[2]
            yield f"{fence[1]}{fence[2]}{(_LANGUAGE.match(fence[3]) or fence)[1]}"
        elif silent := _MUTE.match(text):
            mute = "" if f"</{silent[1]}>" in text or text.rstrip().endswith("/>") else silent[1]
        elif note := _ADMONITION.match(text):
            inside = len(note[1])
            yield f"{note[1]}**{note[3] or note[2].capitalize()}**"
        else:
            yield from _words(text, page)


def _bare(line: str) -> str:
    """Return a line of a sample output without its mark."""
    return html.unescape(_MARK.sub("", line))


def _words(line: str, page: Source) -> Iterator[str]:
    """Yield a line of text without HTML and attributes, its links whole; none if only HTML stood there."""
    plain, last = "", 0
    for code in _CODE.finditer(line):
        plain += _outside_code(line[last : code.start()], page) + code[0]
        last = code.end()
    plain += _outside_code(line[last:], page)
    if plain.strip() or not line.strip():
        yield plain.rstrip()


def _outside_code(text: str, page: Source) -> str:
    text = _TARGET.sub(lambda it: _address(it[1], page), _PICTURE.sub("", _COMMENT.sub("", text)))
    if "<" in text:
        text = _SUMMARY.sub(r"**\2**", text)
        text = _ANCHOR.sub(lambda it: f"[{it[2]}]({urljoin(page.address, html.unescape(it[1]))})", text)
        text = _TAG.sub("", _TERM.sub(r"- \1: ", text))
    return _ATTRIBUTES.sub("", text)


def _address(target: str, page: Source) -> str:
    """Return the whole address of a link, of which MkDocs knows the path of a source."""
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        return target
    anchor = f"#{parts.fragment}" if parts.fragment else ""
    if not parts.path:
        return page.address + anchor
    path = posixpath.normpath(posixpath.join("/", posixpath.dirname(page.path), parts.path)).lstrip("/")
    if path.endswith(".md"):
        return address_of(path) + anchor
    slash = "/" if parts.path.endswith("/") and path else ""
    return SITE_URL + path + slash + (f"?{parts.query}" if parts.query else "") + anchor
