"""What the JSON interface says of an address block, a historical class of addresses, and a range of ports."""

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict

from generator.api.model import Change, Day, Id, Link, Month, PortLink, Source, Span, Text, Url

IPv4 = Annotated[str, WithJsonSchema({"type": "string", "format": "ipv4"})]


class AddressSpan(TypedDict):
    """Name and bounds of a block or class; an IPv6 address is written in full."""

    id: Id
    name: Text
    answer: Text
    family: Literal["IPv4", "IPv6"]
    block: Annotated[str, Field(description="in CIDR notation")]
    first: Text
    last: Text
    size: Annotated[str, Field(pattern="^[1-9][0-9]*$", description="how many addresses, exact, so as text")]


class BlockData(AddressSpan):
    """A special-purpose block; null where IANA's registry states nothing."""

    listed: Annotated[bool, Field(description="in IANA's special-purpose registry")]
    rfc: list[Source]
    allocated: Month | None
    terminated: Month | None
    source: Annotated[bool | None, Field(description="valid as a source address")]
    destination: Annotated[bool | None, Field(description="valid as a destination address")]
    forwardable: Annotated[bool | None, Field(description="routers may forward it")]
    globally_reachable: bool | None
    reserved_by_protocol: Annotated[bool | None, Field(description="every system must treat it specially")]
    notes: list[str]
    parents: Annotated[list[Link], Field(description="the blocks around it, narrowest first")]
    children: Annotated[list[Link], Field(description="the blocks directly inside it")]
    changes: list[Change]


class ClassData(AddressSpan):
    """A historical class of addresses."""

    leading_bits: Annotated[str, Field(pattern="^[01]+$")]
    share: Annotated[str, Field(description="of all IPv4 addresses", pattern="^1/[0-9]+$")]
    default_mask: IPv4 | None
    networks: int | None
    hosts: Annotated[int | None, Field(description="in each network")]
    today: Text
    blocks: Annotated[list[Link], Field(description="the special blocks inside it")]
    changes: list[Change]


class Named(Span):
    """The range from which a system takes automatic (ephemeral) ports."""

    id: Id
    system: Text
    versions: Text


class Shared(Named):
    """A system's automatic range, and what of it lies in the range that the document is about."""

    shared: Span | None


class RangeData(Span):
    """One of the three ranges of RFC 6335."""

    id: Literal["system", "user", "dynamic"]
    name: Text
    answer: Text
    size: int
    popular_names: list[str]
    procedure: Annotated[str, Field(description="how IANA assigns these ports")]
    advice: list[str]
    systems: list[Shared]
    ports: Annotated[list[PortLink], Field(description="the described ports inside it")]
    changes: list[Change]


class SystemRange(Named):
    """A system's automatic range, how to show it and how to change it."""

    size: int
    show: Annotated[str, Field(description="the command that shows it")]
    change: Annotated[str | None, Field(description="the command that changes it, as administrator")]
    notes: list[str]
    url: Url
    checked: Day
    sources: list[Source]


class EphemeralData(TypedDict):
    """The operating systems' own ranges."""

    id: Literal["ephemeral"]
    answer: Text
    systems: list[SystemRange]
