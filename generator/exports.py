"""What machines read: JSON Schemas, with which editors check the data, and the table of the look-up."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from generator import case_model, layout, model, prose, views
from generator.catalog import Catalog

API = "docs/api/v1"
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


def tables(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield path and text of each table that the site's own scripts and other programs read."""
    yield f"{API}/lookup.json", _rows(lookup(catalog))


def lookup(catalog: Catalog) -> dict[str, Any]:
    """Return what `docs/assets/lookup.mjs` knows: every record that it can name, and how to tell it."""
    return {
        "generated_from": "data/",
        "checked": views.newest_date(catalog).isoformat(),
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


def _names(catalog: Catalog, port: int) -> list[str]:
    """List the registered names of a port: tools print them in place of the number."""
    return list(dict.fromkeys(row.name for row in catalog.registry.find(port) if row.name))


def _patterns(patterns: Iterable[model.Pattern]) -> list[dict[str, Any]]:
    return [pattern.model_dump(exclude_defaults=True, mode="json") for pattern in patterns]


def _rows(table: dict[str, Any]) -> str:
    """Return JSON with one record on a line, which is small and still shows in a review what changed."""
    parts = []
    for name, value in table.items():
        text = json.dumps(value, ensure_ascii=False)
        if isinstance(value, list):
            text = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
        parts.append(f"{json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
