"""The site that MkDocs built, before it is published: its files, read once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator import markup


class SiteError(Exception):
    """The site was not built; what was published before still stands."""


@dataclass(frozen=True)
class Built:
    """The folder of a built site; paths are those of its addresses, from the root: `/ports/62893/`."""

    site: Path
    _texts: dict[str, str] = field(default_factory=dict, repr=False)

    @staticmethod
    def file(path: str) -> str:
        """Return the file that a host sends for a path, relative to the site's folder."""
        return f"{path}index.html".removeprefix("/") if path.endswith("/") else path.removeprefix("/")

    def has(self, path: str) -> bool:
        """Whether a path has a file."""
        return (self.site / self.file(path)).is_file()

    def text(self, path: str) -> str:
        """Return the text at a path.

        Raises:
            SiteError: there is none.
        """
        if path not in self._texts:
            if not self.has(path):
                raise SiteError(f"a link leads to {path}, and the site has nothing there: correct data/links.tsv")
            self._texts[path] = (self.site / self.file(path)).read_text(encoding="utf-8")
        return self._texts[path]

    def must_be_free(self, path: str) -> None:
        """Refuse to write over a page.

        Raises:
            SiteError: a page stands there.
        """
        if self.has(path):
            raise SiteError(
                f"a page stands at {path}, which data/links.tsv says is gone: add a line that it is live again"
            )

    def name(self, link: str, page: str) -> str:
        """Return what a link on `page` is to say, as HTML: the heading of where it leads."""
        path, _, anchor = link.partition("#")
        title, section = markup.headings(self.text(path), anchor)
        if path == page:
            return section or title
        return f"{title}, section \u201c{section}\u201d" if section else title or path

    def pages(self) -> Iterator[str]:
        """Yield the path of every page."""
        for file in sorted(self.site.rglob("index.html")):
            folder = file.parent.relative_to(self.site).as_posix()
            yield "/" if folder == "." else f"/{folder}/"

    def write(self, files: Iterable[tuple[str, str]]) -> None:
        """Write files; what was read of them before is forgotten."""
        for name, text in files:
            target = self.site / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        self._texts.clear()
