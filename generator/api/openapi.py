"""The interface's own description: an OpenAPI document, and the JSON Schema of each kind of document."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from generator.api.kinds import KINDS
from generator.api.model import VERSION, Head
from generator.api.parts import API, LICENCE
from generator.catalog import Catalog
from generator.fields import MAX_PORT
from generator.pages import SITE_URL

FOLDER = f"docs/{API}"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MADE_FROM = "generator/api/kinds.py"
_ABOUT = """\
Whatever a page of Port Atlas says, as JSON. Every document has the same first fields and then `data`.

Within v1 a path, a field or its type never vanishes and never changes its meaning; fields and paths are added, so \
ignore those that you do not know. A field that has nothing to say is null or an empty list, never missing. Every \
document can be read from any origin, without a key. The files are static: there are no queries, and an address that \
does not exist is answered with status 404 and a page of HTML, so look at the status before you read JSON. Only \
described ports have a document; numbers.json tells what is known of all others."""
# The documents that are one of a kind; then those of records: the operation, and which kinds of document it answers with.
_SINGLE = ("index", "ports", "ranges", "addresses", "cases", "lookup", "numbers")
_RECORDS = {
    "ports/{number}": ("port", ("port",)),
    "ranges/{id}": ("range", ("range", "ephemeral")),
    "addresses/{id}": ("address", ("block", "class")),
    "cases/{id}": ("case", ("case",)),
}
_EXAMPLE = "62893"  # a port that is described
_NOT_FOUND = {
    "description": "There is no such document. The host answers with a page of HTML, not with JSON.",
    "content": {"text/html": {"schema": {"type": "string"}}},
}
_SCHEMA = {"type": "object", "required": ["$schema", "$id"]}
_OPENAPI = {"type": "object", "required": ["openapi", "info", "paths"]}


def files(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Yield path and text of the OpenAPI document and of each schema."""
    yield f"{FOLDER}openapi.json", _text(openapi(catalog))
    for kind in KINDS:
        yield f"{FOLDER}schemas/{kind}.json", _text(schema(kind))


def schema(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of one kind of document."""
    return {
        "$schema": DIALECT,
        "$id": f"{SITE_URL}{API}schemas/{kind}.json",
        "$comment": f"generated_from: {_MADE_FROM}",
        **_adapter(kind).json_schema(),
    }


@cache
def _adapter(kind: str) -> TypeAdapter[Head]:
    return TypeAdapter(KINDS[kind])


def openapi(catalog: Catalog) -> dict[str, Any]:
    """Return the OpenAPI document; its parameters list the ids that there are."""
    _, shared = TypeAdapter.json_schemas(
        [(kind, "validation", _adapter(kind)) for kind in KINDS], ref_template="#/components/schemas/{model}"
    )
    return {
        "openapi": "3.1.0",
        "x-generated_from": _MADE_FROM,
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": "Port Atlas",
            "version": VERSION,
            "summary": "Addresses, ports and failing connections, as JSON",
            "description": _ABOUT,
            "license": {"name": LICENCE, "url": SITE_URL},
        },
        "servers": [{"url": SITE_URL.rstrip("/")}],
        "externalDocs": {"description": "How to use it, with examples", "url": f"{SITE_URL}helpdesk/api/"},
        "paths": {f"/{API}{path}.json": {"get": it} for path, it in _operations(catalog)},
        "components": {"schemas": shared["$defs"], "responses": {"NotFound": _NOT_FOUND}},
    }


def _operations(catalog: Catalog) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every path below the interface's root, without its ending, and what it answers with."""
    for kind in _SINGLE:
        yield kind, _operation(kind, _about(kind), _one_of((kind,)))
    for path, (name, kinds) in _RECORDS.items():
        found = _operation(name, " ".join(map(_about, kinds)), _one_of(kinds))
        yield path, {**found, "parameters": [_parameter(path, catalog)]}
    yield "openapi", _operation("openapi", "This description.", _OPENAPI)
    named = _path_parameter("kind", {"type": "string", "enum": list(KINDS)}, "What a document's field `kind` says")
    found = _operation("schema", "The JSON Schema of a kind of document.", _SCHEMA)
    yield "schemas/{kind}", {**found, "parameters": [named]}


def _operation(name: str, summary: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    good = {"description": summary, "content": {"application/json": {"schema": answer}}}
    responses = {"200": good, "404": {"$ref": "#/components/responses/NotFound"}}
    return {"operationId": name, "summary": summary, "responses": responses}


def _about(kind: str) -> str:
    return " ".join((KINDS[kind].__doc__ or "").split())


def _one_of(kinds: tuple[str, ...]) -> dict[str, Any]:
    """Return the schema of an answer; where it is one of several, the field `kind` tells which."""
    found = {kind: f"#/components/schemas/{KINDS[kind].__name__}" for kind in kinds}
    if len(found) == 1:
        return {"$ref": found[kinds[0]]}
    choices = [{"$ref": it} for it in found.values()]
    return {"oneOf": choices, "discriminator": {"propertyName": "kind", "mapping": found}}


def _parameter(path: str, catalog: Catalog) -> dict[str, Any]:
    if path == "ports/{number}":
        described = "A described port; ports.json lists them all"
        number = {"type": "integer", "minimum": 1, "maximum": MAX_PORT, "examples": [int(_EXAMPLE)]}
        return _path_parameter("number", number, described)
    ids = {
        "ranges/{id}": [*catalog.ranges, "ephemeral"],
        "addresses/{id}": [*catalog.blocks, *(f"class-{letter}" for letter in catalog.classes)],
        "cases/{id}": list(catalog.cases),
    }
    return _path_parameter(
        "id", {"type": "string", "enum": ids[path], "examples": ids[path][:1]}, "Ids are added, never removed"
    )


def _path_parameter(name: str, schema: Mapping[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": description, "schema": schema}


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"
