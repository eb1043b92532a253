"""The pipeline in one screen: data, records, pages, files."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from generator import catalog, exports, fragments, history, ledger, output, pages, retired, rules
from generator.api import documents
from generator.catalog import Catalog
from generator.ledger import Ledger
from generator.problems import DataError
from generator.promises import Promises
from generator.published import published
from generator.render import Renderer


def load(root: Path, today: dt.date) -> Catalog:
    """Read and check all data below `root`.

    Raises:
        DataError: with every problem of every file and of every rule.
    """
    loaded = catalog.load(root)
    if found := list(rules.check(loaded, today)):
        raise DataError(found)
    return loaded


def files(loaded: Catalog) -> dict[str, str]:
    """Return the text of every generated file by its path."""
    renderer = Renderer()
    made = tuple(pages.all_pages(loaded))
    rendered = {f"docs/{page.path}": renderer.markdown(page) for page in made}
    parts = {f"docs/{part.path}": renderer.fragment(part) for part in fragments.all_fragments(loaded)}
    return {**rendered, **parts, **dict(exports.schemas()), **dict(documents.files(loaded, made))}


def plan(root: Path, loaded: Catalog, day: dt.date) -> output.Plan:
    """Say what must change below `root`, the ledger of links included; nothing is written.

    Args:
        root: the project.
        loaded: its data.
        day: since when a link is live that is published for the first time.

    Raises:
        DataError: the ledger is broken, or a link that was published would die.
    """
    texts = files(loaded)
    held = ledger.load(root)
    site = published(root, pages.all_pages(loaded), texts)
    promises = Promises(ledger=held, published=site, day=day)
    if found := list(promises.problems()):
        raise DataError(found)
    changes = output.plan(root, texts | withdrawn(held, loaded, site.files))
    head = "" if held.text else f"{ledger.HEADER}\n"
    lines = "".join(f"{line}\n" for line in promises.fresh)
    return replace(changes, append={ledger.FILE: head + lines} if lines else {})


def withdrawn(held: Ledger, loaded: Catalog, files: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of the pages that stand for retired ones; `files` are those of all others, by address."""
    renderer = Renderer()
    return {f"docs/{page.path}": renderer.markdown(page) for page in retired.pages(held, loaded, files)}


def keep_history(root: Path) -> None:
    """See that the ledger still has every line that was ever committed.

    Raises:
        DataError: a line is gone, or the ledger is broken.
    """
    if found := list(history.lost(root, ledger.load(root))):
        raise DataError(found)
