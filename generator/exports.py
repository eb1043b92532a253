"""What machines read: for now the JSON Schemas with which editors complete and check the data."""

import json
from collections.abc import Iterator

from pydantic import BaseModel

from generator import layout, model

_NAMES: dict[str, type[BaseModel]] = {
    **{name.removesuffix(".yml"): kind for name, kind in layout.FILES.items()},
    "port": model.Port,
    "case": model.Case,
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
