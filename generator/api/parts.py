"""Parts that documents of several kinds share: sources, links to other records, checks."""

from collections.abc import Iterable
from functools import cache

from generator import case_model, model, views
from generator.api.model import Change, Check, Lead, Link, PortLink, Procedure, Ref, Source
from generator.catalog import Catalog
from generator.pages import SITE_URL, address_of
from generator.prose import plain

API = "api/v1/"  # from the site's root
_FOLDERS = {"troubleshooting": "cases"}
LICENCE = "The facts are free to reuse; each document names its sources."


def document_of(page: str) -> str:
    """Return the document, relative to the root of the interface, that says what a page says."""
    folder, _, name = page.removesuffix(".md").partition("/")
    folder = _FOLDERS.get(folder, folder)
    return f"{folder}.json" if name == "index" else f"{folder}/{name}.json"


@cache
def api_address(page: str) -> str:
    """Return the address of the document that says what a page says."""
    return f"{SITE_URL}{API}{document_of(page)}"


def ref(page: str, name: str, title: str) -> Ref:
    """Point at the record that the page describes."""
    return {"id": name, "title": title, "url": address_of(page), "api": api_address(page)}


def link(page: str, name: str, title: str, answer: str) -> Link:
    """Point at the record that the page describes, with its answer."""
    return {**ref(page, name, title), "answer": plain(answer)}


def case_link(case: case_model.Case) -> Link:
    """Point at a case."""
    return link(f"troubleshooting/{case.id}.md", case.id, case.title, case.answer)


def block_link(block: model.AddressBlock) -> Link:
    """Point at an address block."""
    return link(f"addresses/{block.id}.md", block.id, f"{block.block}: {block.name}", block.answer)


def port_link(port: model.Port) -> PortLink:
    """Point at a described port."""
    page = f"ports/{port.number}.md"
    return {"number": port.number, "answer": plain(port.answer), "url": address_of(page), "api": api_address(page)}


def changes(record: model.Record) -> list[Change]:
    """List what changed for readers."""
    return [{"date": it.date.isoformat(), "text": plain(it.text)} for it in record.changes]


def sources(cited: Iterable[views.CitedSource]) -> list[Source]:
    """List sources as the page does."""
    return [{"id": it.id, "title": it.title, "url": it.url, "edition": it.edition or None} for it in cited]


def text_or_none(text: str | None) -> str | None:
    """Return prose without its marks, or nothing."""
    return None if text is None else plain(text)


class Parts:
    """Makes the parts that go by the catalog, each source once."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._sources: dict[str, Source] = {}

    def cite(self, citations: Iterable[str]) -> list[Source]:
        """Resolve citations, each once."""
        wanted = tuple(dict.fromkeys(citations))
        if new := [it for it in wanted if it not in self._sources]:
            self._sources.update({it["id"]: it for it in sources(views.cite(self.catalog, new))})
        return [self._sources[it] for it in wanted]

    def case(self, name: str | None) -> Ref | None:
        """Point at the case of that id, if there is one."""
        return None if name is None else ref(f"troubleshooting/{name}.md", name, self.catalog.cases[name].title)

    def checks(self, found: Iterable[case_model.Check], here: str = "") -> list[Check]:
        """List checks; a lead to the case that the reader is at is left out."""
        return [self._check(it, here) for it in found]

    def _check(self, it: case_model.Check, here: str) -> Check:
        return {
            "system": it.system,
            "asks": plain(it.asks),
            "command": it.command,
            "output": it.output,
            "read": plain(it.read),
            "needs_admin": it.needs_admin,
            "changes_state": it.changes_state,
            "leads": [self._lead(lead) for lead in it.leads_to if not lead.case or lead.case != here],
            "sources": self.cite(it.sources),
        }

    def _lead(self, it: case_model.Lead) -> Lead:
        return {"see": plain(it.see), "case": self.case(it.case), "then": text_or_none(it.then)}

    def procedure(self, name: str) -> Procedure:
        """Return a shared procedure; `PORT` stands in it for the number."""
        it = self.catalog.procedures[name]
        return {
            "id": it.id,
            "title": it.title,
            "answer": plain(it.answer),
            "linux": self.checks(views.checks_for("linux", it.checks)),
            "macos": self.checks(views.checks_for("macos", it.checks)),
            "windows": self.checks(views.checks_for("windows", it.checks)),
        }
