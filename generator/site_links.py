"""The gate before publication: every link that was ever given out still leads somewhere."""

from collections import Counter
from collections.abc import Iterable, Iterator

from generator import markup
from generator.anchors import UNLINKED
from generator.built import Built, SiteError
from generator.ledger import FILE, Ledger
from generator.moves import RETIRED, stands_at

# What the highlighter gives each line of code, and the theme its own parts.
_OF_TOOLS = "__"
_SHOWN = 20  # faults in one message


def check(built: Built, ledger: Ledger, pages: Iterable[str]) -> None:
    """Refuse a site in which a published link is dead, or which has anchors that the ledger does not know.

    Args:
        built: the site with its copies for old and short addresses.
        ledger: what was published; an empty one promises nothing.
        pages: the paths of the pages without the copies.

    Raises:
        SiteError: names the links, and what to do.
    """
    faults = [*_dead(built, ledger), *_of_two_cases(built), *(_unknown(built, ledger, pages) if ledger.lines else ())]
    if faults:
        more = [f"and {len(faults) - _SHOWN} more"] if len(faults) > _SHOWN else []
        raise SiteError("\n".join(["the site would break links:", *faults[:_SHOWN], *more]))


def _dead(built: Built, ledger: Ledger) -> Iterator[str]:
    known: dict[str, frozenset[str]] = {}
    for link in ledger.last:
        now = stands_at(ledger, link)
        page, _, anchor = now.partition("#")
        page = _served(page)
        if page not in known:
            known[page] = frozenset(markup.ids(built.text(page))) if built.has(page) else frozenset()
        if not built.has(page):
            yield f"{link}: nothing stands at {page}; say in {FILE} where it went, or why it is gone"
        elif anchor and anchor not in known[page]:
            yield f"{link}: {page} has no part #{anchor}; say in {FILE} where it went, or why it is gone"


def _served(page: str) -> str:
    """A retired file that is no page tells so at its own address."""
    return page if page.endswith("/") else page.removeprefix(RETIRED)


def _unknown(built: Built, ledger: Ledger, pages: Iterable[str]) -> Iterator[str]:
    """Yield what the ledger does not hold of the live pages: a link to it could die unseen."""
    for path in pages:
        if path.startswith(f"{RETIRED}/"):
            continue
        if path not in ledger.last:
            yield f"{path} is not in {FILE}: run: python -m generator build"
            continue
        for anchor in markup.ids(markup.article(built.text(path)), but=UNLINKED):
            if f"{path}#{anchor}" not in ledger.last and not anchor.startswith(_OF_TOOLS):
                yield (
                    f"{path}#{anchor} is not in {FILE}: name the anchor in the Markdown, "
                    f"as in ## Heading {{ #{anchor} }}, and run: python -m generator build"
                )


def _of_two_cases(built: Built) -> Iterator[str]:
    """Yield paths that are one on a host that does not tell capital from small letters."""
    paths = [file.relative_to(built.site).as_posix() for file in built.site.rglob("*") if file.is_file()]
    count = Counter(path.lower() for path in paths)
    for path in sorted(path for path in paths if count[path.lower()] > 1):
        yield f"/{path} differs from another path in capital letters only: rename one"
