"""What the JSON interface says of many records at once, and the tables of the look-up."""

from typing import Annotated, Any, Literal

from pydantic import Field
from typing_extensions import TypedDict

from generator.api.model import Day, Id, Link, Number, PortLink, Span, Text, Url
from generator.api.place_model import AddressSpan


class Listed(TypedDict):
    """What the entry of any list has."""

    short: Annotated[Url, Field(description="The page's short address")]
    checked: Day


class PortEntry(PortLink, Listed):
    """A described port in the list of all."""

    transports: list[Literal["tcp", "udp"]]
    range: Literal["system", "user", "dynamic"]
    names: Annotated[list[str], Field(description="in IANA's registry, the current one first")]
    privileged: bool
    refused_by_browsers: bool
    exposure: Literal["low", "medium", "high", "critical"]


class PortsData(TypedDict):
    """All described ports in the order of their numbers."""

    total: int
    items: list[PortEntry]


class RangeEntry(Link, Listed, Span):
    """A range of RFC 6335 in the list of all."""


class RangesData(TypedDict):
    """The three ranges of RFC 6335, and where the systems' own are."""

    total: int
    items: list[RangeEntry]
    ephemeral: Link


class AddressEntry(AddressSpan, Listed):
    """A block or class in the list of all."""

    kind: Literal["block", "class"]
    url: Url
    api: Url


class AddressesData(TypedDict):
    """All special-purpose blocks, then the historical classes; to find an address, take the smallest that holds it."""

    total: int
    items: list[AddressEntry]


class CaseEntry(Link, Listed):
    """A case in the list of all."""

    messages: Annotated[list[str], Field(description="three of its messages; its own document has all")]


class CasesData(TypedDict):
    """All cases in the order of their titles."""

    total: int
    items: list[CaseEntry]


class IndexEntry(TypedDict):
    """A collection: the document about all its records, and the address of one."""

    name: Text
    about: Text
    api: Url
    template: Annotated[str | None, Field(description="put a number or an id into the braces")]
    total: int
    url: Url


class IndexData(TypedDict):
    """What there is."""

    total: int
    items: list[IndexEntry]
    openapi: Url
    schemas: Annotated[list[Url], Field(description="the JSON Schema of each kind of document")]


class Pattern(TypedDict, total=False):
    """By what a text is known; what a pattern does not ask for is left out."""

    all: list[str]
    any: list[str]
    without: list[str]
    blocks: list[str]
    ports: list[Number]
    weight: int


class LookupPort(TypedDict):
    """A described port."""

    port: Number
    names: list[str]
    answer: Text


class LookupRange(Span):
    """A range of RFC 6335."""

    id: Id
    name: Text
    answer: Text


class LookupSystem(Span):
    """A system's own range."""

    id: Id
    system: Text
    versions: Text


class LookupBlock(TypedDict):
    """An address block."""

    id: Id
    block: Text
    name: Text
    answer: Text


class LookupCase(TypedDict):
    """A case, and by what its messages are known."""

    id: Id
    title: Text
    answer: Text
    patterns: list[Pattern]


class LookupSighting(TypedDict):
    """A way to print an address, and by what it is known."""

    id: Id
    side: Literal["client", "listener", "published"] | None
    patterns: list[Pattern]


class LookupData(TypedDict):
    """What assets/lookup.mjs knows."""

    ports: list[LookupPort]
    ranges: list[LookupRange]
    systems: list[LookupSystem]
    blocks: Annotated[
        list[LookupBlock], Field(description="the narrowest first: the first that holds an address counts")
    ]
    cases: list[LookupCase]
    sightings: list[LookupSighting]


class NumbersRegistry(TypedDict):
    """How to read the rows of `services`."""

    date: Day
    noted: Day
    statuses: list[str]
    transports: list[str]


class NumbersBrowsers(TypedDict):
    """What browsers do not open."""

    refuse: list[Number]


class NumbersSystem(TypedDict):
    """One system, and the first command of each procedure; `PORT` stands in it for the number."""

    id: Literal["linux", "macos", "windows"]
    privileged_below: int
    commands: Annotated[dict[str, str], Field(description="by the id of the procedure")]


class NumbersData(TypedDict):
    """What is known of each of the 65,536 numbers, with a page of its own or without."""

    registry: NumbersRegistry
    privileged_below: int
    browsers: NumbersBrowsers
    systems: list[NumbersSystem]
    services: Annotated[
        list[list[Any]],
        Field(
            description="Rows of IANA's registry: [step, more, assignments, notes]. The first port is `step` after that "
            "of the row before, and `more` ports behind it have the same. An assignment is [name, transports, "
            "description, status, date]: `transports` has a bit for each of registry.transports, `status` is a place in "
            "registry.statuses, a date that is missing is registry.date. A note is [text, names...]. What is empty at "
            "the end of a list is left out."
        ),
    ]
