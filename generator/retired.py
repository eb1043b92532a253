"""The pages that say what is gone, one for each retired page; its old address shows a copy."""

import datetime as dt
import posixpath
from collections.abc import Iterator, Mapping

from generator.catalog import Catalog
from generator.ledger import FILE, Ledger
from generator.moves import RETIRED, gone_pages, sentence
from generator.pages import Page, all_pages, link_of, long_path
from generator.views import RetiredView

_PORTS = "/ports/"
_LOOKUP = "/lookup/"


def pages(ledger: Ledger, catalog: Catalog, files: Mapping[str, str]) -> Iterator[Page]:
    """Yield a page for each page that the ledger calls retired.

    Args:
        ledger: every published link.
        catalog: all data; pages made from it are named by their titles.
        files: of all pages that live, below the root (docs/ports/1.md), by address.
    """
    for path in gone_pages(ledger):
        if ledger.last[path].state == "retired" and path.endswith("/"):
            yield _page(ledger, path, catalog, files)


def _page(ledger: Ledger, path: str, catalog: Catalog, files: Mapping[str, str]) -> Page:
    line, fate = ledger.last[path], ledger.fate(path)
    here = f"{RETIRED}{path}".strip("/")
    instead, mark, anchor = long_path(fate.to).partition("#")
    lookup = _file(_LOOKUP, here, files) + f"?q={_port(path)}" if _port(path) and _LOOKUP in files else ""
    return Page(
        path=f"{here}.md",
        kind="retired",
        template="retired",
        title=f"{_name(path)}: this page is gone",
        description=sentence(line.why),
        made_from=FILE,
        checked=dt.date.fromisoformat(line.since),
        view=RetiredView(
            catalog=catalog,
            name=_name(path),
            address=path,
            since=line.since,
            why=sentence(line.why),
            instead=_file(instead, here, files) + mark + anchor,
            instead_name=_title(instead, catalog),
            lookup=lookup,
        ),
    )


def _title(path: str, catalog: Catalog) -> str:
    titles = (page.title for page in all_pages(catalog) if link_of(page.path) == path)
    return next(titles, _name(path))


def _port(path: str) -> str:
    number = path.removeprefix(_PORTS).rstrip("/")
    return number if number.isdecimal() else ""


def _name(path: str) -> str:
    """Return what a page was about, from its address: all that is left of it."""
    words = path.rstrip("/").rpartition("/")[2].replace("-", " ")
    return f"Port {_port(path)}" if _port(path) else words[:1].upper() + words[1:] or "Home"


def _file(path: str, here: str, files: Mapping[str, str]) -> str:
    """Return the file of a page, relative to a page at `here`, as a link in Markdown names it."""
    return posixpath.relpath(files.get(path, f"docs{path}").removeprefix("docs/"), posixpath.dirname(here))
