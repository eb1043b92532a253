"""Which anchors a page's Markdown gives, and which of its headings lack one."""

import re
from collections.abc import Iterator

_FENCE = re.compile(r"[ >]*(`{3,}|~{3,})")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")
# attr_list, as in `{ #answer }`, `{: .note #more }`.
_GIVEN = re.compile(r"\{:?(?:\s*[\w.=\"'-]+\s)*\s*#([^\s{}]+)[^{}]*\}")
_ELEMENT = re.compile(r"<([a-z][a-z0-9]*)\b[^<>]*?\sid=[\"']?([^\s\"'<>]+)", re.IGNORECASE)
# Their ids join a label to its field, or a picture to its words; nobody links to them.
UNLINKED = frozenset(
    ("button", "datalist", "desc", "input", "option", "output", "select", "template", "textarea", "title")
)
_HEADING = re.compile(r"#{2,3}\s+(\S.*)")
_INCLUDED = re.compile(r"^[ >]*-{1,}8<-{1,}[ ]+[\"'](_facts/[^\"'\s]+)[\"'][ ]*$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"---\n.*?^---[ ]*\n", re.DOTALL | re.MULTILINE)
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")
_LINK_TARGET = re.compile(r"\]\([^()]*\)")


def anchors(text: str) -> Iterator[str]:
    """Yield each anchor that the Markdown of a page names, in the order of the page."""
    for _, line in _outside_code(text, "{", "<"):
        shown = _CODE_SPAN.sub("", line) if "`" in line else line
        yield from _GIVEN.findall(shown)
        if "<" in shown:
            yield from (name for element, name in _ELEMENT.findall(shown) if element.lower() not in UNLINKED)


def headings_without(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line (from 1), heading and a proposed anchor for each heading of level 2 or 3 that names none."""
    for number, line in _outside_code(text, "## ", "###"):
        heading = _HEADING.fullmatch(line)
        if heading and not _GIVEN.search(_CODE_SPAN.sub("", line)):
            words = _NOT_IN_SLUG.sub("-", _LINK_TARGET.sub("", heading[1]).lower()).strip("-")
            yield number, line, words or "more"


def body(text: str) -> str:
    """Return the Markdown of a page without its front matter; as many empty lines stand in its place."""
    matter = _FRONT_MATTER.match(text)
    return "\n" * matter[0].count("\n") + text[matter.end() :] if matter else text


def included(text: str) -> list[str]:
    """List the fragments (`_facts/glossary.md`) that a hand-written page includes."""
    return _INCLUDED.findall(text)


def _outside_code(text: str, sign: str, other: str) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line that holds one of two signs and is no code.

    No Markdown parser, which would take minutes for ten thousand pages. As in the builder, a fence ends with as many
    marks as it began with.
    """
    fence = ""
    for number, line in enumerate(text.split("\n"), start=1):
        mark = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1] == fence and not line[mark.end() :].strip():
            fence = ""
        elif not fence and (sign in line or other in line):
            yield number, line
