"""What every page view fetches for the search: short entries, and the words by which people search.

MkDocs writes every word of every page into one file; the theme fetches that file on each page view and
builds its index anew. So a page made from data gets one entry, and a section of a page written by hand
keeps its heading and its first words. `title` and `text` are what a result shows; the other fields are
only searched, each with its own weight (`fields` in mkdocs.yml).
"""

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.pages import SITE_URL, Page, published_address
from generator.searched import Searched, searched

Entry = dict[str, Any]

_LONGEST = 120  # characters that a section's result shows below its title
# lunr, which the theme searches with, tells the nodes of its tree of words apart by a text in which the digits of words
# and of node numbers run together (lunr.js issue 503): now and then a number is not found. One long word that sorts
# first uses up the short node numbers; all others have five digits, and no two texts can be mixed up.
_FIRST_WORD = "$" * 10_000
_BLOCK_END = re.compile(r"</(?:p|li|pre)>")
_TAG = re.compile(r"<[^>]+>")
_FIRST_TO_LAST = re.compile(r" \(\d.*\)$")
# What the words of a page do not tell: which of several pages is meant, and what else people call it.
MEANT = {
    "": Searched(boost=0.5),  # the home page answers no question better than the page that it leads to
    "addresses/class-a/": Searched(boost=3.1),  # its letter is no word for the search
    "addresses/link-local-ipv6/": Searched(boost=3),
    "addresses/loopback-ipv6/": Searched(boost=2.2, names=("::1",)),  # the search drops colons, and `1` is common
    "addresses/loopback/": Searched(boost=2, names=("127.0.0.1",)),
    "addresses/unspecified-ipv4/": Searched(boost=1.8, names=("0.0.0.0",)),  # noqa: S104 (a name, not a bind)
    "howto/docker/": Searched(boost=1.5, names=("docker",)),
    "howto/see-open-ports/": Searched(boost=2.6, names=("list", "listening", "netstat")),
    "howto/stop-a-listener/": Searched(names=("kill", "process")),
    "learn/loopback/": Searched(boost=2.5, names=("loopback", "address")),
    "ports/49342/": Searched(boost=2),  # these two stand in many texts as examples
    "ports/62893/": Searched(boost=2),
    "ranges/ephemeral/": Searched(boost=1.3, names=("ephemeral", "ports", "ip_local_port_range")),
    "troubleshooting/container-loopback/": Searched(boost=1.3, names=("docker",)),
    "troubleshooting/ephemeral-exhaustion/": Searched(boost=1.3, names=("time_wait",)),
}


def shorten(index: str, pages: Iterable[Page]) -> str:
    """Return the search index that MkDocs wrote, cut to size; the same text gives the same bytes.

    Args:
        index: JSON, with the entries of all pages and sections in `docs`.
        pages: the pages that are made from data.
    """
    whole = json.loads(index)
    made = {published_address(page).removeprefix(SITE_URL): page for page in pages}
    first, *others = _short(whole["docs"], made)
    whole["docs"] = [{**first, "words": f"{_FIRST_WORD} {first.get('words', '')}".strip()}, *others]
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _short(entries: Iterable[Entry], made: dict[str, Page]) -> Iterator[Entry]:
    for entry in entries:
        location, _, section = entry["location"].partition("#")
        if location not in made:
            short = {**entry, "text": first_words(entry["text"])}
            yield short if section else _with(short, MEANT.get(location, Searched()))
        elif not section:
            page = made[location]
            title, text = _FIRST_TO_LAST.sub("", page.title), page.description
            short = {
                "location": location,
                "title": html.escape(title, quote=False),
                "text": html.escape(text, quote=False),
            }
            yield _with(short, searched(page.view).but(MEANT.get(location, Searched())))


def _with(entry: Entry, extra: Searched) -> Entry:
    """Return an entry with its fields that are only searched; an empty one costs nothing."""
    fields = {"names": extra.names, "signs": extra.signs, "words": extra.words}
    boost = {"boost": extra.boost} if extra.boost != 1 else {}
    return {**entry, **boost, **{name: " ".join(words) for name, words in fields.items() if words}}


def first_words(text: str) -> str:
    """Return the first paragraph of a section without its markup, cut between two words where it is long."""
    first = next((it for it in map(_plain, _BLOCK_END.split(text)) if it), "")
    return first if len(first) <= _LONGEST else f"{first[:_LONGEST].rsplit(' ', 1)[0]} ..."


def _plain(text: str) -> str:
    return " ".join(_TAG.sub("", text).split())
