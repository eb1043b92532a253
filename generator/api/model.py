"""The JSON interface's shape, from which its schemas and its OpenAPI document are made: the head, and shared parts.

Within v1 a field never vanishes and never changes its type; tests/golden/api-v1.txt holds all that was promised.
A field that has nothing to say is null, never missing. Types are dictionaries: making one of them costs nothing.
"""

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict  # pydantic reads that of `typing` from Python 3.12 on only

from generator.fields import MAX_PORT

VERSION: Literal["v1"] = "v1"

Url = Annotated[str, WithJsonSchema({"type": "string", "format": "uri", "pattern": "^https://"})]
Day = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
Month = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"})]
Id = Annotated[str, WithJsonSchema({"type": "string", "pattern": r"^[a-z0-9]+(-[a-z0-9]+)*$"})]
Number = Annotated[int, Field(ge=0, le=MAX_PORT)]
System = Literal["linux", "macos", "windows"]
AnySystem = Literal["linux", "macos", "windows", "any"]
Text = Annotated[str, Field(min_length=1)]


class Source(TypedDict):
    """What a fact rests on."""

    id: Annotated[str, Field(description="The citation, with its section: rfc6335#section-6")]
    title: Text
    url: Annotated[Url | None, Field(description="null: measured by our own tests")]
    edition: Annotated[str | None, Field(description="version or date of what was read")]


class Change(TypedDict):
    """What changed for readers on a day."""

    date: Day
    text: Text


class Head(TypedDict):
    """What every document begins with; `kind` and `data` follow from what it is about."""

    generated_from: Annotated[str, Field(description="The data file behind the document")]
    version: Literal["v1"]
    title: Text
    self: Annotated[Url, Field(description="This document")]
    schema: Annotated[Url, Field(description="JSON Schema of this document")]
    url: Annotated[Url, Field(description="The page for people that says the same")]
    short: Annotated[Url | None, Field(description="That page's short address, for the telephone")]
    checked: Annotated[Day, Field(description="The last day on which the facts were checked")]
    licence: Text
    sources: Annotated[list[Source], Field(description="What the document's facts rest on")]


class Ref(TypedDict):
    """Another record: its page, and its document."""

    id: Id
    title: Text
    url: Url
    api: Url


class Link(Ref):
    """Another record with its one-sentence answer."""

    answer: Text


class PortLink(TypedDict):
    """Another described port."""

    number: Number
    answer: Text
    url: Url
    api: Url


class Span(TypedDict):
    """First and last number of a range; both belong to it."""

    first: Number
    last: Number


class Lead(TypedDict):
    """What a result means: the case that it is, or what to do then."""

    see: Text
    case: Ref | None
    then: str | None


class Check(TypedDict):
    """One command: what it answers, what it prints, how to read that."""

    system: Annotated[AnySystem, Field(description="any: one command for all systems")]
    asks: Text
    command: Text
    output: Annotated[str | None, Field(description="what it prints, for example")]
    read: Text
    needs_admin: bool
    changes_state: bool
    leads: list[Lead]
    sources: list[Source]


class OnSystems(TypedDict):
    """Checks by system, each list in the order in which to run them."""

    linux: list[Check]
    macos: list[Check]
    windows: list[Check]


class Procedure(OnSystems):
    """A question with its commands for each system."""

    id: Id
    title: Text
    answer: Text
