"""The pipeline in one screen: data, records, pages, files."""

import datetime as dt
from pathlib import Path

from generator import api, catalog, exports, fragments, output, pages, rules
from generator.catalog import Catalog
from generator.problems import DataError
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
    return {**rendered, **parts, **dict(exports.schemas()), **dict(api.files(loaded, made))}


def plan(root: Path, today: dt.date) -> output.Plan:
    """Say what must change below `root`; nothing is written.

    Raises:
        DataError: the data has problems.
    """
    return output.plan(root, files(load(root, today)))
