"""What stands in the site beside the pages, for programs: feeds, llms.txt, a Markdown twin of each page."""

import datetime as dt
from pathlib import Path

from generator import changes, feeds, twins
from generator.catalog import Catalog
from generator.llms import llms

# Parts of pages, and no pages themselves.
_PARTS = "_facts"


def files(root: Path, catalog: Catalog, day: dt.date) -> dict[str, str]:
    """Return the text of each file by its path in the site; `day` is the date of the site."""
    docs = root / "docs"
    found = [it.relative_to(docs).as_posix() for it in sorted(docs.rglob("*.md"))]
    pages = [twins.source(path, _text(docs, path)) for path in found if not path.startswith(f"{_PARTS}/")]
    api = [it.relative_to(docs).as_posix() for it in sorted((docs / "api").glob("*/*.json"))]
    news = changes.entries(catalog)
    return {
        feeds.ATOM: feeds.atom(news, day),
        feeds.JSON: feeds.json_feed(news),
        "llms.txt": llms(pages, api),
        **{page.path: twins.twin(page, lambda name: _text(docs, name)) for page in pages},
    }


def _text(docs: Path, path: str) -> str:
    return (docs / path).read_text(encoding="utf-8")
