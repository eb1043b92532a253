"""The HTML that MkDocs wrote, read and changed in place: names, anchors, the head. Pure.

It is our own output, one shape for all pages, so that plain searches do: a parser costs a hundred times as much.
"""

import html
import posixpath
import re
from collections.abc import Container, Iterator

# Material's icons, which say nothing that a word beside them does not, and fill the screen where there are no styles.
_ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">'
_QUIET_ICON = '<svg aria-hidden="true" width="24" height="24" viewBox="0 0 24 24">'
_ID = re.compile(r'<([a-z][a-z0-9-]*)\b[^<>]*?\sid="([^"]*)"')
_TAG = re.compile(r"<[^>]+>")
_PERMALINK = re.compile(r'<a class="headerlink".*?</a>')
_HEADING = re.compile(r"<(h[1-6])\b[^>]*>(.*?)</\1>", re.DOTALL)
# Where an empty span may stand inside an element; before all others.
_MAY_HOLD = frozenset(
    ("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "li", "dt", "dd", "td", "th", "section", "span", "a")
)


def article(page: str) -> str:
    """Return what stands between the tags of the article, "" for a page that has none."""
    _, _, after = page.partition("<article")
    return after.rpartition("</article>")[0]


def ids(part: str, but: Container[str] = ()) -> Iterator[str]:
    """Yield each id of a page or a part of it, in order, but for those of some elements."""
    return (html.unescape(name) for element, name in _ID.findall(part) if element not in but)


def headings(page: str, anchor: str = "") -> tuple[str, str]:
    """Return the heading of a page and that of the section which holds the anchor, as HTML; "" for none."""
    title, section = "", ""
    text = article(page)
    end = text.find(f' id="{anchor}"') if anchor else 0
    for heading in _HEADING.finditer(text):
        said = _TAG.sub("", _PERMALINK.sub("", heading[2])).strip()
        if not title:
            title = said
        elif heading.start() < end:
            section = said
    return title, section


def relative(link: str, page: str) -> str:
    """Return the relative address of a link from the root (`/ports/1/#who`), as seen from a page."""
    path, mark, anchor = link.partition("#")
    if path == page and anchor:
        return mark + anchor
    slash = "/" if path.endswith("/") else ""
    return posixpath.relpath(path, posixpath.dirname(page)).removesuffix("/") + slash + mark + anchor


def with_quiet_icons(page: str) -> str:
    """Return the page with its icons small by themselves, and left out of what screen readers are told."""
    return page.replace(_ICON, _QUIET_ICON)


def in_head(page: str, text: str) -> str:
    """Return the page with `text` as the first thing in its head."""
    return page.replace("<head>", f"<head>\n{text}", 1)


def at_end(page: str, text: str) -> str:
    """Return the page with `text` as the last thing of its article."""
    before, end, after = page.rpartition("</article>")
    return f"{before}{text}\n{end}{after}"


def with_second_id(page: str, old: str, new: str) -> str:
    """Return the page with an empty span that has the id `old` where the element with the id `new` begins.

    Inside the element where HTML allows it: what belongs to a heading's section belongs to the span, too.
    """
    found = re.search(rf'<([a-z0-9]+)\b[^<>]*?\sid="{re.escape(new)}"[^<>]*>', page)
    if found is None:
        return page
    place = found.end() if found[1] in _MAY_HOLD else found.start()
    return f'{page[:place]}<span id="{old}"></span>{page[place:]}'


def without_id(page: str, anchor: str) -> str:
    """Return the page without the id `anchor`."""
    return page.replace(f' id="{anchor}"', "", 1)
