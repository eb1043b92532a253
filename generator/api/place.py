"""Address blocks, historical classes and ranges of ports as data, from the views that their pages show."""

from generator import model
from generator.api.parts import Parts, block_link, changes, port_link
from generator.api.place_model import (
    AddressSpan,
    BlockData,
    ClassData,
    EphemeralData,
    Named,
    RangeData,
    Shared,
    SystemRange,
)
from generator.pages import address_of
from generator.prose import plain
from generator.views import BlockView, CatalogView, ClassView, RangeView


def block_span(view: BlockView) -> AddressSpan:
    """Return name and bounds of a block."""
    it = view.block
    return {
        "id": it.id,
        "name": it.name,
        "answer": plain(it.answer),
        "family": it.family,
        "block": it.block,
        "first": view.first,
        "last": view.last,
        "size": str(it.network.num_addresses),
    }


def block(parts: Parts, view: BlockView) -> BlockData:
    """Return everything that the page of a block says."""
    it = view.block
    return {
        **block_span(view),
        "listed": it.listed,
        "rfc": parts.cite(it.rfc),
        "allocated": it.allocated,
        "terminated": it.terminated,
        "source": it.source,
        "destination": it.destination,
        "forwardable": it.forwardable,
        "globally_reachable": it.global_,
        "reserved_by_protocol": it.reserved,
        "notes": [plain(note) for note in it.notes],
        "parents": [block_link(other) for other in view.parents],
        "children": [block_link(other) for other in view.children],
        "changes": changes(it),
    }


def class_span(view: ClassView) -> AddressSpan:
    """Return name and bounds of a class."""
    it = view.ip_class
    return {
        "id": f"class-{it.id}",
        "name": f"Class {it.id.upper()}",
        "answer": plain(it.answer),
        "family": "IPv4",
        "block": str(view.network),
        "first": str(it.first),
        "last": str(it.last),
        "size": str(view.network.num_addresses),
    }


def ip_class(view: ClassView) -> ClassData:
    """Return everything that the page of a class says."""
    it = view.ip_class
    return {
        **class_span(view),
        "leading_bits": it.leading_bits,
        "share": f"1/{2 ** len(it.leading_bits)}",
        "default_mask": str(it.default_mask) if it.default_mask else None,
        "networks": it.networks,
        "hosts": it.hosts,
        "today": plain(it.today),
        "blocks": [block_link(other) for other in view.blocks],
        "changes": changes(it),
    }


def port_range(view: RangeView) -> RangeData:
    """Return everything that the page of a range says."""
    it = view.home
    return {
        "id": it.id,
        "name": it.name,
        "answer": plain(it.answer),
        "first": it.first,
        "last": it.last,
        "size": view.size,
        "popular_names": list(it.popular_names),
        "procedure": plain(it.procedure),
        "advice": [plain(text) for text in it.advice],
        "systems": [_shared(view, system) for system in view.catalog.systems.values()],
        "ports": [port_link(port) for port in view.ports],
        "changes": changes(it),
    }


def _named(it: model.SystemRange) -> Named:
    return {"id": it.id, "system": it.system, "versions": it.versions, "first": it.first, "last": it.last}


def _shared(view: RangeView, it: model.SystemRange) -> Shared:
    numbers = view.shared_with(it)
    return {**_named(it), "shared": {"first": numbers[0], "last": numbers[-1]} if numbers else None}


def ephemeral(parts: Parts, view: CatalogView, answer: str) -> EphemeralData:
    """Return everything that the page about the systems' own ranges says; its answer is the page's description."""
    return {
        "id": "ephemeral",
        "answer": answer,
        "systems": [_system(parts, it) for it in view.catalog.systems.values()],
    }


def _system(parts: Parts, it: model.SystemRange) -> SystemRange:
    return {
        **_named(it),
        "size": it.last - it.first + 1,
        "show": it.show,
        "change": it.change,
        "notes": [plain(note) for note in it.notes],
        "url": f"{address_of('ranges/ephemeral.md')}#{it.id}",
        "checked": it.checked.isoformat(),
        "sources": parts.cite(it.sources),
    }
