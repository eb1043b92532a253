"""Validation errors in our own words, at the place of the value."""

import re
import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.document import Document, Location
from generator.problems import Problem, did_you_mean

_KINDS = {
    "int_type": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "model_type": "a mapping of keys and values",
    "none_required": "null",
}
_LIMITS = {
    "greater_than_equal": ("ge", "at least"),
    "less_than_equal": ("le", "at most"),
}
_SHAPES = {  # what a pattern means, for people
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "an id (small letters, digits and single hyphens)",
    r"^[a-z0-9]+(-[a-z0-9]+)*(#[A-Za-z0-9._-]+)?$": "the id of a source, with #section where there is one",
    r"^\d{4}-(0[1-9]|1[0-2])$": 'a month (write "2026-11")',
    r"^https://[^\s]+$": "an https:// address",
    r"^[01]+$": "a string of binary digits",
    r"^sha512-[A-Za-z0-9+/]{86}==$": "a checksum (sha512- and 88 characters of base64)",
}


def problems(error: ValidationError, document: Document, model: type[BaseModel]) -> Iterator[Problem]:
    """Yield one problem for each of pydantic's errors on `document`, read as `model`."""
    seen: set[Location] = set()
    for detail in error.errors(include_url=False):
        location = _in_document(detail["loc"], document)
        if location in seen or _follows(detail):  # each branch of "this or null" complains once
            continue
        seen.add(location)
        message, suggestion = _sentence(detail, model, document)
        of_key = detail["type"] == "extra_forbidden"
        yield Problem(place=document.place(location, of_key=of_key), message=message, suggestion=suggestion)


def _follows(detail: ErrorDetails) -> bool:
    """Whether an error only follows from others: a list whose entries are wrong is not empty."""
    return detail["type"] == "too_short" and bool(detail["input"])


def _in_document(loc: Location, document: Document) -> Location:
    """Leave out the parts of `loc` that name a branch of a type and not a value."""
    location: Location = ()
    for part in loc:
        if (*location, part) in document.places.values:
            location = (*location, part)
    return (*location, loc[-1]) if loc and len(location) == len(loc) - 1 else location


def _sentence(detail: ErrorDetails, model: type[BaseModel], document: Document) -> tuple[str, str]:
    """Return message and suggestion for one of pydantic's errors."""
    kind, context, given = detail["type"], detail.get("ctx", {}), detail["input"]
    message, suggestion = f"{detail['msg']} ({document.path})", ""
    if kind == "missing":
        message = f'the key "{detail["loc"][-1]}" is missing'
    elif kind == "extra_forbidden":
        key = str(detail["loc"][-1])
        message, suggestion = f'unknown key "{key}"', did_you_mean(key, _keys_at(model, detail["loc"][:-1]))
    elif kind == "literal_error":
        choices = re.findall(r"'([^']*)'", context["expected"])
        message, suggestion = f"{_show(given)} is not one of {', '.join(choices)}", did_you_mean(str(given), choices)
    elif kind == "string_pattern_mismatch":
        message = f"{_show(given)} is not {_SHAPES.get(context['pattern'], context['pattern'])}"
    elif kind == "too_short":
        message = "the list is empty: it needs at least one entry"
    elif kind == "value_error":
        message = str(context["error"])
    elif kind in _LIMITS:  # every number with a limit in our records is a port number
        message = f"{_show(given)} is not a port number: it must be {_LIMITS[kind][1]} {context[_LIMITS[kind][0]]}"
    elif kind in _KINDS:
        message, suggestion = f"expected {_KINDS[kind]}, got {_show(given)}", _repair(kind, given)
    return message, suggestion


def _repair(kind: str, given: Any) -> str:
    if kind == "tuple_type" and isinstance(given, str):
        return f"write [{given}]"
    if kind == "string_type" and isinstance(given, int):
        return f'write "{str(given).lower()}"'
    if kind == "int_type" and isinstance(given, str) and given.isdecimal():
        return f"write {given} without quotes"
    return ""


def _show(value: Any) -> str:
    """Name a value in a sentence, short."""
    match value:
        case dict():
            return "a mapping"
        case tuple():
            return "a list"
        case None:
            return "null"
        case bool():
            return str(value).lower()
    text = str(value) if isinstance(value, int) else f'"{value}"'
    return text if len(text) <= 60 else f'{text[:56]}..."'  # noqa: PLR2004 (what fits a line)


def _keys_at(model: type[BaseModel], loc: Location) -> list[str]:
    """List the keys that the model takes at `loc`."""
    found: Any = model
    for part in loc:
        inner = _model_in(found)
        if inner is not None and isinstance(part, str):
            found = next((it.annotation for name, it in inner.model_fields.items() if part in {name, it.alias}), None)
    inner = _model_in(found)
    return [it.alias or name for name, it in inner.model_fields.items()] if inner else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """Find the model inside `tuple[Model, ...]`, `Model | None` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in {tuple, Union, types.UnionType, Annotated}:
        return next((found for part in get_args(annotation) if (found := _model_in(part))), None)
    return None
