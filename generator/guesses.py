"""Where a lost link may have gone: a proposal that a person confirms."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from generator.ledger import Ledger, Line
from generator.pages import SHORT
from generator.published import Published

# How alike two names must be (0 to 1): less for one that has just appeared, as a renamed thing does.
_LIKE_NEW, _LIKE_OLD = 0.4, 0.75
# The folder of pages behind short addresses, which have no folder of their own.
_PARENT = {f"/{letter}/": f"/{folder}/" for folder, letter in SHORT.items()}
_WITHDRAWN = "the page was withdrawn"


@dataclass(frozen=True, kw_only=True)
class Guesses:
    """Proposals from what the ledger knows and the site has; `since` is the date of the proposed lines."""

    ledger: Ledger
    published: Published
    since: str

    def successor(self, link: str) -> Line:
        """Return the line that tells what probably became of a published link that the site no longer has."""
        page, _, anchor = link.partition("#")
        if anchor:
            home = page if page in self.published.links else self.ledger.fate(page).to
            return Line(link, "moved", self.since, self._section(home, anchor))
        if target := self._page(page):
            return Line(link, "moved", self.since, target)
        return Line(link, "retired", self.since, self.nearest(page), _WITHDRAWN)

    def nearest(self, link: str, without: str = "") -> str:
        """Return the published page that says most of `link`: itself, one of a like name, its folder, or the first."""
        page = link.partition("#")[0]
        if page in self.published.links and page != without:
            return page
        beside = _beside(page, self.published.anchors)
        if not _is_number(page) and (near := _near(page, [it for it in beside if it != without], _LIKE_OLD)):
            return near
        while page != "/" and (page not in self.published.links or page == without):
            page = _PARENT.get(page) or _folder(page)
            if link.endswith(".json") and (whole := f"{page.rstrip('/')}.json") in self.published.links:
                return whole  # the table of what the folder held
        return page

    def _page(self, page: str) -> str:
        """Return the page that took the place of another: new, of its name or a like one, and with all its anchors."""
        wanted = self.ledger.live_anchors.get(page, frozenset())
        fresh = [it for it in self._fresh_pages if wanted <= set(self.published.anchors[it])]
        if same := [it for it in fresh if _last_part(it) == _last_part(page)]:
            return same[0]
        if _is_number(page):
            return ""  # another number is another thing
        return _near(page, _beside(page, fresh), _LIKE_NEW)

    def _section(self, page: str, anchor: str) -> str:
        """Return where a section went: to the page that has just got it, to one of a like name, or to its page."""
        wanted = f"{page}#{anchor}"
        if same := [link for link in self._fresh if link.partition("#")[2] == anchor]:
            return same[0]
        there = [f"{page}#{name}" for name in self.published.anchors.get(page, ())]
        new = [link for link in there if link not in self.ledger.last]
        return _near(wanted, new, _LIKE_NEW) or _near(wanted, there, _LIKE_OLD) or page

    @cached_property
    def _fresh(self) -> list[str]:
        return sorted(link for link in self.published.links if link not in self.ledger.last)

    @cached_property
    def _fresh_pages(self) -> list[str]:
        return [link for link in self._fresh if "#" not in link]


def _near(link: str, among: Iterable[str], like: float) -> str:
    """Return the link whose last part is most like that of `link`, "" when none is."""
    names = {_last_part(it): it for it in among if it != link}
    found = difflib.get_close_matches(_last_part(link), sorted(names), n=1, cutoff=like)
    return names[found[0]] if found else ""


def _beside(page: str, among: Iterable[str]) -> list[str]:
    return [it for it in among if _folder(it) == _folder(page)]


def _folder(page: str) -> str:
    return page.rstrip("/").rpartition("/")[0] + "/"


def _last_part(link: str) -> str:
    return link.partition("#")[2] or link.rstrip("/").rpartition("/")[2]


def _is_number(page: str) -> bool:
    return _last_part(page).partition(".")[0].isdecimal()
