"""What /api/v1/ once promised holds for ever: no path vanishes, no field vanishes or changes its type.

tests/golden/api-v1.txt has a line for each path and each field. After an addition:
`python -m pytest tests/test_api_contract.py --rewrite` adds lines; nothing ever takes one out.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from generator import build
from generator.api.kinds import KINDS
from generator.api.openapi import openapi as described
from tests.conftest import ROOT
from tests.test_api_pages import TODAY

BASELINE = ROOT / "tests/golden/api-v1.txt"
Schema = dict[str, Any]


def promised() -> set[str]:
    """Return what was promised so far."""
    return set(BASELINE.read_text("utf-8").splitlines())


def fields(schema: Schema, shared: Schema, path: str) -> Iterator[str]:
    """Yield a line for each field of a schema, with its type; `?` marks one that may be missing."""
    schema = resolved(schema, shared)
    yield f"{path}: {kind_of(schema, shared)}"
    for choice in (schema, *(resolved(it, shared) for it in schema.get("anyOf", ()))):
        for name, inner in choice.get("properties", {}).items():
            optional = "" if name in choice.get("required", ()) else "?"
            yield from fields(inner, shared, f"{path}.{name}{optional}")
        for mark, key in (("[]", "items"), ("{}", "additionalProperties")):
            if isinstance(choice.get(key), dict) and choice[key]:
                yield from fields(choice[key], shared, path + mark)


def resolved(schema: Schema, shared: Schema) -> Schema:
    """Return the schema that a reference means."""
    return {**shared[schema["$ref"].rpartition("/")[2]], **schema} if "$ref" in schema else schema


def kind_of(schema: Schema, shared: Schema) -> str:
    """Return the type of a value, with its format."""
    if "anyOf" in schema:
        return " or ".join(kind_of(resolved(it, shared), shared) for it in schema["anyOf"])
    return " ".join(filter(None, [schema.get("type", "anything"), schema.get("format")]))


def current(openapi: Schema) -> set[str]:
    """Return what the interface promises now."""
    shared = openapi["components"]["schemas"]
    lines = {line for name, kind in KINDS.items() for line in fields(shared[kind.__name__], shared, name)}
    for path, item in openapi["paths"].items():
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for choice in schema.get("oneOf", [schema]):
            lines.add(f"GET {path} -> {choice.get('$ref', 'object').rpartition('/')[2]}")
    return lines


@pytest.fixture(scope="module")
def openapi() -> Schema:
    """The description of the interface."""
    return described(build.load(ROOT, TODAY))


def test_nothing_that_was_promised_is_gone(openapi: Schema, request: pytest.FixtureRequest) -> None:
    """Each path and each field of the baseline is there, with its type, and each new one is in the baseline."""
    now = current(openapi)
    if request.config.getoption("--rewrite"):
        BASELINE.write_text("\n".join(sorted(promised() | now)) + "\n", "utf-8")
    assert promised() - now == set(), "gone or changed: within v1 this breaks programs of others"
    assert now - promised() == set(), "new: add it to the promise with --rewrite"
    assert len(now) > 400


@pytest.mark.parametrize("change", ["drop", "type", "optional", "null", "path"])
def test_a_broken_promise_is_noticed(openapi: Schema, change: str) -> None:
    """A field or path that goes, another type, a field that may be missing and one that may be null are all found."""
    broken = json.loads(json.dumps(openapi))
    data = broken["components"]["schemas"]["PortData"]
    match change:
        case "drop":
            del data["properties"]["answer"]
        case "type":
            data["properties"]["number"]["type"] = "string"
        case "optional":
            data["required"].remove("near")
        case "null":
            data["properties"]["trial"] = {"anyOf": [data["properties"]["trial"], {"type": "null"}]}
        case _:
            del broken["paths"]["/api/v1/cases/{id}.json"]
    assert promised() - current(broken)
