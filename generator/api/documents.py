"""The JSON interface: every document below /api/v1/, its head, and the views from which its data are made.

Whatever a page says stands in a document, made from the same view, so that the two cannot differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator import exports, views
from generator.api import lists, openapi, text
from generator.api.case import case
from generator.api.model import VERSION, Head, Source
from generator.api.parts import API, LICENCE, Parts, document_of, sources
from generator.api.place import block, ephemeral, ip_class, port_range
from generator.api.port import PortWriter
from generator.catalog import Catalog
from generator.pages import SITE_URL, Page, address_of, published_address
from generator.port_view import PortView
from generator.views import BlockView, CaseView, CatalogView, ClassView, RangeView, RetiredView

FOLDER = f"docs/{API}"
_RECORDS = {"ports": lists.ports, "ranges": lists.ranges, "addresses": lists.addresses, "cases": lists.cases}


def files(catalog: Catalog, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """Yield path and text of every file of the interface.

    Args:
        catalog: all records.
        pages: every page that is made from them.
    """
    yield from records(catalog, pages)
    yield from _lists(catalog, pages)
    yield from tables(catalog)
    yield from openapi.files(catalog)


def records(catalog: Catalog, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """Yield the document of each record."""
    parts = Parts(catalog)
    ports = PortWriter(parts)
    for page in pages:
        if page.kind != "directory":
            data, ready = _data(parts, ports, page)
            cited = sources(getattr(page.view, "citations", ())) or parts.cite(_of_systems(catalog))
            yield FOLDER + document_of(page.path), text.document(_head_of(page, page.kind, cited), data, ready)


def _data(parts: Parts, ports: PortWriter, page: Page) -> tuple[Mapping[str, Any], dict[str, str]]:
    """Return the data of a page's document, and what of them is JSON already."""
    match page.view:
        case PortView():
            return ports.facts(page.view), {"commands": ports.written_commands(page.view)}
        case CaseView():
            return case(parts, page.view), {}
        case BlockView():
            return block(parts, page.view), {}
        case ClassView():
            return ip_class(page.view), {}
        case RangeView():
            return port_range(page.view), {}
        case CatalogView():
            return ephemeral(parts, page.view, page.description), {}
        case RetiredView():
            raise ValueError(f"{page.path} is gone: it has no facts")


def _lists(catalog: Catalog, pages: Sequence[Page]) -> Iterator[tuple[str, str]]:
    """Yield the list of each kind of record, and the index."""
    parts = Parts(catalog)
    cited = {"ports": [*catalog.registry.provenance.sources, *catalog.refused.sources], "ranges": _of_systems(catalog)}
    totals = {}
    for page in pages:
        if page.kind == "directory":
            kind = document_of(page.path).removesuffix(".json")
            data = _RECORDS[kind](pages)
            totals[kind] = data["total"]
            head = _head_of(page, kind, parts.cite(cited.get(kind, ())))
            yield f"{FOLDER}{kind}.json", text.document(head, data)
    head = _head(catalog, "index", "The JSON interface of Port Atlas", "helpdesk/api.md")
    yield f"{FOLDER}index.json", text.document(head, lists.index(totals))


def tables(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield each table from which the site's own scripts answer what is pasted."""
    for kind, title, data in (
        ("lookup", "By what the look-up knows a text", exports.lookup(catalog)),
        ("numbers", "What each port number tells", exports.numbers(catalog)),
    ):
        yield f"{FOLDER}{kind}.json", text.document(_head(catalog, kind, title, "lookup/index.md"), data)


def _of_systems(catalog: Catalog) -> list[str]:
    """Return what the systems' own ranges rest on."""
    return [source for system in catalog.systems.values() for source in system.sources]


def _head_of(page: Page, kind: str, cited: list[Source]) -> dict[str, Any]:
    """Return the head of the document that says what a page says."""
    short = f"{SITE_URL}{page.short}" if page.short else None
    about: Head = {
        "generated_from": page.made_from,
        "version": VERSION,
        "title": page.title,
        "self": f"{SITE_URL}{API}{document_of(page.path)}",
        "schema": _schema(kind),
        "url": published_address(page),
        "short": short,
        "checked": page.checked.isoformat(),
        "licence": LICENCE,
        "sources": cited,
    }
    return {"generated_from": page.made_from, "kind": kind, **about}


def _head(catalog: Catalog, kind: str, title: str, page: str) -> dict[str, Any]:
    """Return the head of a document that no record is behind; its sources are those of the registry."""
    about: Head = {
        "generated_from": "data/",
        "version": VERSION,
        "title": title,
        "self": f"{SITE_URL}{API}{kind}.json",
        "schema": _schema(kind),
        "url": address_of(page),
        "short": None,
        "checked": views.newest_date(catalog).isoformat(),
        "licence": LICENCE,
        "sources": Parts(catalog).cite(catalog.registry.provenance.sources),
    }
    return {"generated_from": "data/", "kind": kind, **about}


def _schema(kind: str) -> str:
    return f"{SITE_URL}{API}schemas/{kind}.json"
