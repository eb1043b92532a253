"""What the site publishes: every path and anchor that readers can link to."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from generator import anchors
from generator.document import decode, place_in
from generator.output import OWNED
from generator.pages import Page, link_of
from generator.problems import Problem

# What the site has beside pages and tables; other modules make them.
DOCUMENTS = ("/feed.json", "/feed.xml", "/llms.txt", "/opensearch.xml", "/sitemap.xml")
_TABLES = "docs/api/"


@dataclass(frozen=True, kw_only=True)
class Published:
    """The anchors of everything that has an address, by its path; and the hand-written pages' own problems."""

    anchors: Mapping[str, tuple[str, ...]]
    files: Mapping[str, str]  # the file below docs/ from which a page is made, by the page's path
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def links(self) -> frozenset[str]:
        """Every link: the paths, and the paths with each of their anchors."""
        return frozenset(self._links())

    def _links(self) -> Iterator[str]:
        for path, names in self.anchors.items():
            yield path
            for name in names:
                yield f"{path}#{name}"


def published(root: Path, pages: Iterable[Page], texts: Mapping[str, str]) -> Published:
    """Say what the site would have.

    Args:
        root: the project, whose hand-written pages are read from docs/.
        pages: the pages made from data.
        texts: what the build would write, by path: those pages, the fragments that hand-written pages include, the tables.

    Raises:
        DataError: a hand-written page is not UTF-8.
    """
    found: dict[str, tuple[str, ...]] = dict.fromkeys(DOCUMENTS, ())
    files = {}
    for page in pages:
        files[link_of(page.path)] = f"docs/{page.path}"
        found[link_of(page.path)] = tuple(anchors.anchors(anchors.body(texts[f"docs/{page.path}"])))
        if page.short:
            found[f"/{page.short}"] = ()
    problems: list[Problem] = []
    for name, text in written_pages(root):
        files[link_of(name)] = f"docs/{name}"
        parts = (texts.get(f"docs/{part}", "") for part in anchors.included(text))
        found[link_of(name)] = tuple(it for part in (text, *parts) for it in anchors.anchors(part))
        problems += _without_anchor(f"docs/{name}", text)
    found |= {path.removeprefix("docs"): () for path in texts if path.startswith(_TABLES)}
    return Published(anchors=found, files=files, problems=tuple(problems))


def written_pages(root: Path) -> Iterator[tuple[str, str]]:
    """Yield path below docs/ and Markdown of each hand-written page, in a stable order.

    Raises:
        DataError: one is not UTF-8.
    """
    for file in sorted((root / "docs").rglob("*.md")):
        path = file.relative_to(root).as_posix()
        if not path.startswith(tuple(f"{folder}/" for folder in OWNED)):
            yield path.removeprefix("docs/"), anchors.body(decode(file.read_bytes(), path))


def _without_anchor(path: str, text: str) -> Iterator[Problem]:
    for number, _, words in anchors.headings_without(text):
        message = "a heading without an anchor of its own: its link would change with its words"
        place = place_in(path, text, (number - 1, 0))
        yield Problem(place=place, message=message, suggestion=f"end it with {{ #{words} }}")
