"""What became of the links to this site in somebody else's file: live, moved or dead, and what to write instead."""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.fields import MAX_PORT
from generator.ledger import Fate, Ledger
from generator.mentions import mentions
from generator.pages import SHORT
from generator.problems import UsageError

STATES = LIVE, MOVED, DEAD = ("live", "moved", "dead")
# The folder of the pages behind each kind of short address: a short one has the anchors of its page.
_LONG = {letter: folder for folder, letter in SHORT.items()}
LOOK_UP = "answered by the look-up"
# What the page for missing addresses hands to the look-up (docs/assets/ask/question.mjs): a number, an address, a block.
_ASKED = re.compile(
    r"/(?:(?:a|addresses|lookup|p|ports?|ranges|t|troubleshooting)/(?:localhost:)?)?"
    r"(?:\d{1,5}|\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?|\[?[\da-f]*:[\da-f:.]+\]?(?:[:/]\d{1,5})?)/?",
    re.IGNORECASE,
)
_INDEX = re.compile(r"(?<=/)index\.(?:html?|md)\Z")
_ENDING = re.compile(r"(?:\.md|\.html?)?/?\Z")
_BINARY = (b"PK\x03\x04", b"%PDF", b"\x1f\x8b", b"\x89PNG")
_LIKE = 0.7  # how like a name must be to be proposed, from 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a link: `to` is the full address to write instead ("" for none), `why` says why in words."""

    state: str
    to: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A link in the file: its place, counted from 1, its address from the site's root, and its verdict."""

    line: int
    column: int
    link: str
    state: str
    to: str
    why: str


def decoded(raw: bytes) -> str:
    """Return the text of a file: UTF-16 where its first bytes say so, else UTF-8, else Latin-1.

    Raises:
        UsageError: it is not text.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    if b"\0" in raw or raw.startswith(_BINARY):
        raise UsageError("the file is not text: export it as CSV, JSON, HTML or plain text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def report(text: str, site: str, judge: "Judge") -> Iterator[Found]:
    """Yield each link to `site` in `text`, in order, with its verdict.

    Raises:
        UsageError: `site` is not a web address.
    """
    for it in mentions(text, site):
        found = judge.verdict(it.path, it.query, it.fragment)
        link = _joined(it.path, it.query, it.fragment)
        yield Found(line=it.line, column=it.column, link=link, state=found.state, to=found.to, why=found.why)


class Judge:
    """Tells the fate of any address of the site.

    Args:
        ledger: what was ever published.
        site: the address that replacements begin with.
        has_file: says whether the site has a file such as `/assets/logo.svg`, which nothing promises.
    """

    def __init__(self, ledger: Ledger, site: str, has_file: Callable[[str], bool]) -> None:
        self._ledger = ledger
        self._site = site.rstrip("/")
        self._has_file = has_file
        self.verdict = lru_cache(maxsize=65536)(self._verdict)

    def _verdict(self, path: str, query: str, fragment: str) -> Verdict:
        """Judge an address from the site's root, given in its three parts."""
        page = self._page(path)
        if page == "/lookup/":
            return Verdict(state=LIVE, why=LOOK_UP)
        fate = self._fate(page, fragment)
        if fate.state == "unknown":
            return self._unknown(page, query, fragment)
        states = {"live": LIVE, "moved": MOVED, "retired": DEAD}
        return Verdict(state=states[fate.state], to=self._full(self._existing(fate.to), query), why=fate.why)

    def _page(self, path: str) -> str:
        """Return the page's one address: it is also found without its slash, with index.html, and as Markdown."""
        if path in self._ledger.last:
            return path
        bare = _INDEX.sub("", path)
        page = _ENDING.sub("/", bare, count=1)
        return page if page in self._ledger.last or page == "/lookup/" else bare

    def _fate(self, page: str, fragment: str) -> Fate:
        """Say what became of a link; an anchor behind a short address is one of the page behind it."""
        fate = self._ledger.fate(_joined(page, "", fragment))
        _, short, *rest = page.split("/")
        if fate.state != "unknown" or not fragment or short not in _LONG or page not in self._ledger.last:
            return fate
        return self._ledger.fate(f"/{_LONG[short]}/{'/'.join(rest)}#{fragment}")

    def _existing(self, link: str) -> str:
        """Return a target, or its page where the anchor was carried along and does not exist there."""
        page, _, fragment = link.partition("#")
        return page if fragment and self._fate(page, fragment).state == "unknown" else link

    def _unknown(self, page: str, query: str, fragment: str) -> Verdict:
        if small := self._in_small_letters(page, query, fragment):
            return small
        if self._ledger.fate(page).state == "live":
            return Verdict(state=DEAD, to=self._full(page, query), why=f"the page has no #{fragment}")
        if _ASKED.fullmatch(page) and all(int(it) <= MAX_PORT for it in re.findall(r"\b\d+\b", page)):
            return Verdict(state=LIVE, why=LOOK_UP)
        if self._has_file(page):
            return Verdict(state=LIVE)
        return Verdict(state=DEAD, to=self._full(self._near(page), ""), why="never published; the nearest page")

    def _in_small_letters(self, page: str, query: str, fragment: str) -> Verdict | None:
        """Judge the same address in small letters, where that is another; None when it is no better."""
        for other in ((page.lower(), fragment), (page.lower(), fragment.lower())):
            if other == (page, fragment):
                continue
            found = self.verdict(other[0], query, other[1])
            if found.state != DEAD:
                to = found.to or self._full(_joined(self._page(other[0]), "", other[1]), query)
                return Verdict(state=MOVED, to=to, why=found.why or "addresses are in small letters")
        return None

    def _near(self, page: str) -> str:
        """Return the live page beside this one whose name is most like its name, or the nearest folder above it."""
        folder, _, name = page.rstrip("/").rpartition("/")
        names = {it.rstrip("/").rpartition("/")[2]: it for it in self._pages if _folder(it) == folder}
        if near := difflib.get_close_matches(name, sorted(names), n=1, cutoff=_LIKE) if not name.isdecimal() else []:
            return names[near[0]]
        folder = f"/{_LONG.get(folder[1:], folder[1:])}".rstrip("/")
        while folder and f"{folder}/" not in self._pages:
            folder = folder.rpartition("/")[0]
        return f"{folder}/"

    @cached_property
    def _pages(self) -> frozenset[str]:
        return frozenset(link for link, line in self._ledger.last.items() if line.state == "live" and "#" not in link)

    def _full(self, link: str, query: str) -> str:
        page, _, fragment = link.partition("#")
        return self._site + _joined(page, query, fragment) if link else ""


def _joined(page: str, query: str, fragment: str) -> str:
    return page + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _folder(page: str) -> str:
    return page.rstrip("/").rpartition("/")[0]
