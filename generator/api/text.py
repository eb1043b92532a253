"""A document as text: one field or record on a line, which is small and shows in a review what changed."""

import json
from collections.abc import Mapping
from typing import Any

_readable = json.JSONEncoder(ensure_ascii=False).encode
_shortest = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def document(head: Mapping[str, Any], data: Mapping[str, Any], ready: Mapping[str, str] | None = None) -> str:
    """Return a document.

    Args:
        head: its first fields.
        data: what stands in its field `data`.
        ready: further fields of `data` that are JSON already.
    """
    fields = [f"{_readable(name)}: {written(value)}" for name, value in data.items()]
    fields += [f"{_readable(name)}: {text}" for name, text in (ready or {}).items()]
    first = [f"{_readable(name)}: {written(value)}" for name, value in head.items()]
    return _lines("{", [*first, '"data": ' + _lines("{", fields, "}")], "}\n")


def written(value: Any) -> str:
    """Return JSON: each record of a list on a line of its own, and each field of what holds such lists."""
    if isinstance(value, list) and value and isinstance(value[0], dict | list):
        return _lines("[", [_shortest(it) if isinstance(it, list) else _readable(it) for it in value], "]")
    if isinstance(value, dict) and any(_holds_records(it) for it in value.values()):
        return _lines("{", [f"{_readable(name)}: {written(it)}" for name, it in value.items()], "}")
    return _readable(value)


def _holds_records(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _lines(opening: str, parts: list[str], closing: str) -> str:
    return opening + "\n" + ",\n".join(parts) + "\n" + closing
