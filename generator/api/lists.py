"""Many records at once as data: the lists of all ports, ranges, addresses and cases, and the index of them."""

from collections.abc import Sequence

from generator.api.kinds import KINDS
from generator.api.lists_model import (
    AddressEntry,
    AddressesData,
    CaseEntry,
    CasesData,
    IndexData,
    IndexEntry,
    Listed,
    PortEntry,
    PortsData,
    RangeEntry,
    RangesData,
)
from generator.api.parts import API, api_address, case_link, link, port_link
from generator.api.place import block_span, class_span
from generator.pages import SITE_URL, Page, address_of
from generator.port_view import PortView
from generator.views import BlockView, CaseView, ClassView, RangeView, samples

_ABOUT = {
    "ports": ("All described ports, and one port", "ports/{number}.json"),
    "ranges": ("The three ranges of RFC 6335, and one range; `ephemeral` holds the systems' own", "ranges/{id}.json"),
    "addresses": ("All special-purpose blocks and historical classes, and one of them", "addresses/{id}.json"),
    "cases": ("All cases of trouble, and one case", "cases/{id}.json"),
}
_TABLES = {
    "lookup": "By what the look-up knows a pasted text",
    "numbers": "What is known of each of the 65,536 port numbers",
}


def _listed(page: Page) -> Listed:
    return {"short": f"{SITE_URL}{page.short}", "checked": page.checked.isoformat()}


def ports(pages: Sequence[Page]) -> PortsData:
    """List the described ports."""
    found = [_port(page, page.view) for page in pages if isinstance(page.view, PortView)]
    return {"total": len(found), "items": found}


def _port(page: Page, view: PortView) -> PortEntry:
    return {
        **port_link(view.port),
        **_listed(page),
        "transports": list(view.port.transports),
        "range": view.home.id,
        "names": list(dict.fromkeys(row.name for row in view.assigned if row.name)),
        "privileged": view.privileged,
        "refused_by_browsers": view.refused_by_browsers,
        "exposure": view.port.exposure.level,
    }


def ranges(pages: Sequence[Page]) -> RangesData:
    """List the ranges."""
    found = [_range(page, page.view) for page in pages if isinstance(page.view, RangeView)]
    [own] = [page for page in pages if page.kind == "ephemeral"]
    ephemeral = link(own.path, own.kind, own.title, own.description)
    return {"total": len(found), "items": found, "ephemeral": ephemeral}


def _range(page: Page, view: RangeView) -> RangeEntry:
    it = view.home
    return {**link(page.path, it.id, it.name, it.answer), **_listed(page), "first": it.first, "last": it.last}


def addresses(pages: Sequence[Page]) -> AddressesData:
    """List blocks and classes."""
    found = [entry for page in pages if (entry := _address(page))]
    return {"total": len(found), "items": found}


def _address(page: Page) -> AddressEntry | None:
    where = {"url": address_of(page.path), "api": api_address(page.path)}
    match page.view:
        case BlockView():
            return {**block_span(page.view), **_listed(page), "kind": "block", "url": where["url"], "api": where["api"]}
        case ClassView():
            return {**class_span(page.view), **_listed(page), "kind": "class", "url": where["url"], "api": where["api"]}
        case _:
            return None


def cases(pages: Sequence[Page]) -> CasesData:
    """List the cases."""
    found = [_case(page, page.view) for page in pages if isinstance(page.view, CaseView)]
    return {"total": len(found), "items": sorted(found, key=lambda it: it["title"])}


def _case(page: Page, view: CaseView) -> CaseEntry:
    return {**case_link(view.case), **_listed(page), "messages": [it.text for it in samples(view.case, 3)]}


def index(totals: dict[str, int]) -> IndexData:
    """List the collections and tables.

    Args:
        totals: how many records each collection has, by its name.
    """
    items = [*(_collection(name, total) for name, total in totals.items()), *map(_table, _TABLES)]
    schemas = [f"{SITE_URL}{API}schemas/{kind}.json" for kind in KINDS]
    return {"total": len(items), "items": items, "openapi": f"{SITE_URL}{API}openapi.json", "schemas": schemas}


def _collection(name: str, total: int) -> IndexEntry:
    about, template = _ABOUT[name]
    folder = {"cases": "troubleshooting"}.get(name, name)
    return {
        "name": name,
        "about": about,
        "api": f"{SITE_URL}{API}{name}.json",
        "template": f"{SITE_URL}{API}{template}",
        "total": total,
        "url": f"{SITE_URL}{folder}/",
    }


def _table(name: str) -> IndexEntry:
    address = f"{SITE_URL}{API}{name}.json"
    return {
        "name": name,
        "about": _TABLES[name],
        "api": address,
        "template": None,
        "total": 1,
        "url": f"{SITE_URL}lookup/",
    }
