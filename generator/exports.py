"""What machines read beside the pages: JSON Schemas, with which editors check the data, and the tables of the look-up."""

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from generator import case_model, layout, model, prose, views
from generator.catalog import Catalog
from generator.port_view import PRIVILEGED_BELOW, Assignment, PortView
from generator.registry import STATUSES, TRANSPORTS

# The procedures whose commands the resolver shows, filled with any number.
PROCEDURES = ("who-listens", "probe", "who-listens-udp", "probe-udp")
_NAMES: dict[str, type[BaseModel]] = {
    **{name.removesuffix(".yml"): kind for name, kind in layout.FILES.items()},
    "port": model.Port,
    "case": case_model.Case,
}


def schemas() -> Iterator[tuple[str, str]]:
    """Yield path and text of the JSON Schema of each kind of data file."""
    for name, kind in _NAMES.items():
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$comment": "generated_from: generator/model.py",
            **kind.model_json_schema(by_alias=True),
        }
        yield f"data/schema/{name}.schema.json", json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def lookup(catalog: Catalog) -> dict[str, Any]:
    """Return what `docs/assets/lookup.mjs` knows: every record that it can name, and how to tell it."""
    return {
        "ports": [
            {"port": port.number, "names": _names(catalog, port.number), "answer": prose.plain(port.answer)}
            for port in catalog.ports.values()
        ],
        "ranges": [
            {"id": it.id, "first": it.first, "last": it.last, "name": it.name, "answer": prose.plain(it.answer)}
            for it in catalog.ranges.values()
        ],
        "systems": [
            {"id": it.id, "system": it.system, "versions": it.versions, "first": it.first, "last": it.last}
            for it in catalog.systems.values()
        ],
        # The narrowest first: the first block that holds an address is the answer.
        "blocks": [
            {"id": it.id, "block": str(it.network), "name": it.name, "answer": prose.plain(it.answer)}
            for it in sorted(catalog.blocks.values(), key=lambda it: (it.family, -it.network.prefixlen))
        ],
        "cases": [
            {"id": it.id, "title": it.title, "answer": prose.plain(it.answer), "patterns": _patterns(it.patterns)}
            for it in catalog.cases.values()
        ],
        "sightings": [
            {"id": it.id, "side": None if it.side == "target" else it.side, "patterns": _patterns(it.patterns)}
            for it in catalog.sightings.values()
            if it.patterns
        ],
    }


def numbers(catalog: Catalog) -> dict[str, Any]:
    """Return what the resolver can say of each of the 65,536 numbers, with a page of its own or without."""
    return {
        "registry": {
            "date": str(catalog.registry.provenance.date),
            "noted": catalog.registry.noted,
            "statuses": list(STATUSES),
            "transports": list(TRANSPORTS),
        },
        "privileged_below": PRIVILEGED_BELOW,
        "browsers": {"refuse": list(catalog.refused.ports)},
        "systems": [
            {
                "id": system,
                "privileged_below": 0 if system == "windows" else PRIVILEGED_BELOW,
                "commands": {name: _command(catalog, system, name) for name in PROCEDURES},
            }
            for system in views.SYSTEMS
        ],
        "services": list(_services(catalog)),
    }


def _command(catalog: Catalog, system: str, procedure: str) -> str:
    """Return the first command of a procedure on a system; `PORT` stands in it for the number."""
    return views.checks_for(system, catalog.procedures[procedure].checks)[0].command


def _services(catalog: Catalog) -> Iterator[list[Any]]:
    """Yield what the registry says, once for neighbours of which it says the same: a row is small.

    `[step, more, assignments, notes]`: the first port is `step` after that of the row before, and `more`
    ports behind it have the same. An assignment is `[name, transports, description, status, date]`, where
    `transports` has a bit for each, and what is empty at the end of a list is left out.
    """
    rows = catalog.registry.services
    before = 0
    for first, end in pairwise(sorted({edge for row in rows for edge in (row.first, row.last + 1)})):
        view = PortView(catalog=catalog, port=unwritten(first))
        if found := [_assignment(catalog, it) for it in view.assignments]:
            notes = [[note.text, *(row.called for row in note.rows)] for note in view.notes]
            yield _trimmed([first - before, end - first - 1, found, notes])
            before = first


def unwritten(number: int) -> model.Port:
    """Return a port of which nothing was written down, for views that go by the number alone."""
    known: dict[str, Any] = {"number": number}
    return model.Port.model_construct(**known)


def _assignment(catalog: Catalog, it: Assignment) -> list[Any]:
    transports = sum(1 << TRANSPORTS[name] for name in set(it.transports))
    description = it.description if it.status == "assigned" else ""
    date = "" if it.date == str(catalog.registry.provenance.date) else it.date
    return _trimmed([it.name, transports, description, STATUSES[it.status], date])


def _trimmed(values: list[Any]) -> list[Any]:
    """Leave out what is empty at the end."""
    while values and not values[-1]:
        values = values[:-1]
    return values


def _names(catalog: Catalog, port: int) -> list[str]:
    """List the registered names of a port: tools print them in place of the number."""
    return list(dict.fromkeys(row.name for row in catalog.registry.find(port) if row.name))


def _patterns(patterns: Iterable[model.Pattern]) -> list[dict[str, Any]]:
    return [pattern.model_dump(exclude_defaults=True, mode="json") for pattern in patterns]
