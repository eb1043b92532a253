"""The JSON interface is what its OpenAPI document says, as a program sees it: over HTTP, from a plain static host."""

import gzip
import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from generator import build, pages
from generator.catalog import Catalog
from tests.api_host import served, write
from tests.conftest import ROOT
from tests.test_api_pages import TODAY

BASE = pages.SITE_URL.rstrip("/")
Document = dict[str, Any]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


@pytest.fixture(scope="module")
def folder(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build of today's data writes below docs/."""
    root = tmp_path_factory.mktemp("site")
    write(catalog, root)
    return root


@pytest.fixture(scope="module")
def origin(folder: Path) -> Iterator[str]:
    """The address of a static host of these files."""
    with served(folder) as address:
        yield address


def fetch(address: str) -> Document:
    """Ask for a document as a program does."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.headers["Content-Type"] == "application/json"
        found: Document = json.loads(answer.read().decode("utf-8"))
    return found


@pytest.fixture(scope="module")
def openapi(origin: str) -> Document:
    """The description, as the host gives it."""
    return fetch(f"{origin}/api/v1/openapi.json")


@pytest.fixture(scope="module")
def described(openapi: Document, origin: str) -> dict[str, Document]:
    """Every address that the description names, with the schema of its answer."""
    numbers = [it["number"] for it in fetch(f"{origin}/api/v1/ports.json")["data"]["items"]]
    found: dict[str, Document] = {}
    for path, item in openapi["paths"].items():
        schema = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        choices: list[Any] = [""]
        for parameter in item["get"].get("parameters", ()):
            choices = numbers if parameter["name"] == "number" else parameter["schema"]["enum"]
        found.update({re.sub(r"\{\w+\}", str(choice), path): schema for choice in choices})
    return found


@pytest.fixture(scope="module")
def documents(described: dict[str, Document], origin: str) -> dict[str, Document]:
    """Every described document by its path; each must be there."""
    return {path: fetch(origin + path) for path in described}


def enveloped(documents: dict[str, Document]) -> dict[str, Document]:
    """Leave out the description and the schemas, whose form is laid down by others."""
    return {path: it for path, it in documents.items() if "$schema" not in it and "openapi" not in it}


def test_the_description_is_valid_openapi(openapi: Document) -> None:
    """A validator of OpenAPI 3.1 finds no fault in the description."""
    assert openapi["openapi"].startswith("3.1.")
    assert [str(it) for it in OpenAPIV31SpecValidator(openapi).iter_errors()] == []


def test_a_fault_in_the_description_is_found(openapi: Document) -> None:
    """The validator is one that can fail: an operation without answers is refused."""
    broken = json.loads(json.dumps(openapi))
    del broken["paths"]["/api/v1/ports/{number}.json"]["get"]["parameters"]
    broken["paths"]["/api/v1/index.json"]["get"]["responses"] = {}
    assert list(OpenAPIV31SpecValidator(broken).iter_errors())


def test_every_file_is_described_and_every_described_file_is_there(
    documents: dict[str, Document], folder: Path
) -> None:
    """The files below /api/v1/ are those that the description names, no more and no fewer."""
    files = {f"/{file.relative_to(folder).as_posix()}" for file in folder.rglob("*") if file.is_file()}
    assert set(documents) == files


def closed(schema: Any) -> Any:
    """Return a schema that allows no field beside those that it names."""
    if isinstance(schema, list):
        return [closed(it) for it in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(it) for name, it in schema.items()}
    return {**inner, "additionalProperties": False} if isinstance(schema.get("properties"), dict) else inner


def test_every_document_fits_its_schema(
    openapi: Document, described: dict[str, Document], documents: dict[str, Document]
) -> None:
    """Each document fits the schema of its path: formats hold, and there is no field that the schema does not name."""
    components = closed(openapi["components"])
    for path, schema in described.items():
        whole = {**closed(schema), "components": components}
        validator = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
        assert [f"{path}: {it.json_path}: {it.message}" for it in validator.iter_errors(documents[path])] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("checked", "yesterday"), ("url", "no address"), ("version", "v2"), ("sources", None), ("extra", 1)],
)
def test_a_wrong_field_does_not_fit(openapi: Document, documents: dict[str, Document], field: str, value: Any) -> None:
    """A date, address, constant or list that is wrong is refused, and so is a field that nobody described."""
    schema = {"$ref": "#/components/schemas/PortDocument", "components": closed(openapi["components"])}
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert not validator.is_valid({**documents["/api/v1/ports/62893.json"], field: value})


def test_the_schemas_of_their_own_are_those_of_the_description(
    openapi: Document, documents: dict[str, Document]
) -> None:
    """What a document's `schema` leads to is a valid JSON Schema, and says the same as the description."""
    shared = json.loads(json.dumps(openapi["components"]["schemas"]).replace("#/components/schemas/", "#/$defs/"))
    for address in {it["schema"] for it in enveloped(documents).values()}:
        schema = documents[address.removeprefix(BASE)]
        assert schema["$id"] == address
        Draft202012Validator.check_schema(schema)
        assert {name: shared[name] for name in schema["$defs"]} == schema["$defs"]
        assert {name: schema[name] for name in shared[schema["title"]]} == shared[schema["title"]]


def test_every_document_begins_alike(documents: dict[str, Document]) -> None:
    """One envelope: the same fields in the same order, `data` last, and its own address among them."""
    orders = {tuple(it) for it in enveloped(documents).values()}
    assert orders == {
        (
            *("generated_from", "kind", "version", "title", "self", "schema"),
            *("url", "short", "checked", "licence", "sources", "data"),
        )
    }
    assert all(it["self"] == BASE + path for path, it in enveloped(documents).items())


def test_a_list_counts_its_items(documents: dict[str, Document]) -> None:
    """`total` is the number of items, each has a document, and the index counts the lists."""
    index = {it["name"]: it for it in documents["/api/v1/index.json"]["data"]["items"]}
    for name in ("ports", "ranges", "addresses", "cases"):
        data = documents[f"/api/v1/{name}.json"]["data"]
        assert data["total"] == len(data["items"]) == index[name]["total"]
        for item in data["items"]:
            target = documents[item["api"].removeprefix(BASE)]
            assert (item["answer"], item["url"], item["short"], item["checked"]) == (
                target["data"]["answer"],
                *(target[field] for field in ("url", "short", "checked")),
            )
    assert {it["api"] for it in index.values()} <= {BASE + path for path in documents}


def inside(value: Any) -> Iterator[Document]:
    """Yield every object inside a value."""
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from inside(item)


def test_a_link_says_what_its_target_says(documents: dict[str, Document]) -> None:
    """Whoever points at another record gives that record's page and answer."""
    links = 0
    for path, document in documents.items():
        for it in inside(document.get("data")):
            if "api" in it and "template" not in it:
                target = documents[it["api"].removeprefix(BASE)]
                number = str(document["data"].get("number", "PORT"))
                answer = target["data"]["answer"].replace("PORT", number)
                assert it["url"] == target["url"], path
                assert it.get("answer", answer) == answer, path
                links += 1
    assert links > 1000


def test_every_address_of_ours_leads_somewhere(catalog: Catalog, documents: dict[str, Document]) -> None:
    """Each address of this site inside a document is that of a page, of a short form of one, or of a document."""
    made = list(pages.all_pages(catalog))
    written = {pages.address_of(f"{name}.md") for name in catalog.written} | {pages.address_of("lookup/index.md")}
    known = (
        {pages.published_address(it) for it in made}
        | written
        | {BASE + path for path in documents}
        | {BASE, f"{BASE}/"}
    )
    known |= {pages.SITE_URL + it.short for it in made if it.short}
    for path, document in documents.items():
        found = re.findall(rf'"({re.escape(pages.SITE_URL)}[^"#{{]*)(?:#[^"]*)?"', json.dumps(document))
        assert [it for it in found if it not in known] == [], path


def test_an_address_that_does_not_exist_is_answered_with_404(origin: str) -> None:
    """A port without a record has no document, and the host says so by its status."""
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(f"{origin}/api/v1/ports/51515.json")


def test_documents_are_small_enough(folder: Path) -> None:
    """One record or list is read in a moment, also over a bad line: at most 150 kB, and compressed 25 kB."""
    for file in folder.glob("api/v1/**/*.json"):
        if file.stem not in {"lookup", "numbers"}:  # another test holds these
            assert file.stat().st_size <= 150_000, file
            assert len(gzip.compress(file.read_bytes())) <= 25_000, file
