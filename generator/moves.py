"""Which addresses stand for which pages: the short ones, and the old ones of the ledger. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from generator.ledger import Ledger
from generator.pages import Page, link_of, long_path, short_path

RETIRED = "/retired"  # where the pages stand that say what is gone: /retired/ports/1/


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What became of an anchor: it stands at `to`; one that is gone has a reason, and `to` is what to read instead."""

    anchor: str
    to: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """An address at which the page of another one is shown.

    `to` is where it leads, an anchor included; `parts` are the anchors that do not stand under the same name there.
    A page that still lives and lost some anchors is its own alias. `why` and `instead` are those of a retired link.
    """

    path: str
    to: str
    parts: tuple[Part, ...] = ()
    why: str = ""
    instead: str = ""

    @property
    def page(self) -> str:
        """The path whose page is shown."""
        return self.to.partition("#")[0]

    @property
    def is_plain(self) -> bool:
        """Whether a host can send readers on by itself: every fragment means the same at the new address."""
        return not self.parts and "#" not in self.to and not self.to.startswith(RETIRED)

    @property
    def is_short_form(self) -> bool:
        """Whether it is the short form of the very address that it leads to."""
        return self.path != self.to and long_path(self.path) == self.to


def aliases(pages: Iterable[Page], ledger: Ledger) -> Iterator[Alias]:
    """Yield every address that stands for another one, and every page that lost an anchor, each once."""
    anchors = _anchors(ledger)

    def alias(path: str, to: str) -> Alias:
        fate = ledger.fate(path)
        gone = {"why": fate.why, "instead": fate.to} if fate.state == "retired" else {}
        return Alias(path=path, to=to, parts=tuple(_parts(ledger, path, to, anchors.get(path, ()))), **gone)

    found = {path: alias(path, path) for path in _with_lost_anchors(ledger)}
    gone = gone_pages(ledger)
    found |= {path: alias(path, stands_at(ledger, path)) for path in gone}
    for page in pages:
        if page.short:
            short = f"/{page.short}"
            found[short] = alias(short, link_of(page.path))
    for path in gone:
        if (other := short_path(path)) and other not in found:
            found[other] = replace(found[path], path=other)
    yield from found.values()


def gone_pages(ledger: Ledger) -> list[str]:
    """List the paths that moved or were retired, but for short ones, which share the fate of their pages."""
    gone = (link for link, line in ledger.last.items() if "#" not in link and line.state != "live")
    return [link for link in gone if long_path(link) == link]


def sentence(why: str) -> str:
    """Return the reason that the ledger gives as a sentence."""
    return f"{why[:1].upper()}{why[1:]}{'' if why.endswith(('.', '?', '!')) else '.'}"


def stands_at(ledger: Ledger, link: str) -> str:
    """Return the link under which readers find today what was published as `link`.

    What moved is where it went, however often; the page of a retired one says so; a retired anchor keeps its place,
    where a note says so. A short address has no fate of its own: it shares that of its page.
    """
    seen: set[str] = set()
    link = long_path(link)
    while (step := ledger.step(link)).state == "moved" and link not in seen:
        seen.add(link)
        link = long_path(step.to)
    page = link.partition("#")[0]
    return f"{RETIRED}{page}" if ledger.step(page).state == "retired" and step.state == "retired" else link


def _parts(ledger: Ledger, path: str, to: str, anchors: Iterable[str]) -> Iterator[Part]:
    for anchor in anchors:
        link = f"{path}#{anchor}"
        now = stands_at(ledger, link)
        if ledger.last[link].state == "retired" and now == link:
            fate = ledger.fate(link)
            yield Part(anchor=anchor, to=fate.to, why=fate.why)
        elif now not in (to, f"{to}#{anchor}"):
            yield Part(anchor=anchor, to=now)


def _anchors(ledger: Ledger) -> Mapping[str, list[str]]:
    """List the anchors of each page that were ever published."""
    found: dict[str, list[str]] = {}
    for link in ledger.last:
        page, _, anchor = link.partition("#")
        if anchor:
            found.setdefault(page, []).append(anchor)
    return found


def _with_lost_anchors(ledger: Ledger) -> list[str]:
    """List the pages that still stand and of which an anchor does not."""
    lost = (link.partition("#")[0] for link, line in ledger.last.items() if "#" in link and line.state != "live")
    return [page for page in dict.fromkeys(lost) if ledger.step(page).state in ("live", "unknown")]
