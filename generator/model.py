"""The records: one frozen type for each kind of data.

Field names are those of RFC 6335, RFC 6890 and POSIX. Nothing here reads a file or knows where
a value stands; `catalog` joins these types with the places that `strict_yaml` gives.
"""

import ipaddress
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from generator.fields import (
    MAX_PORT,
    Answer,
    Block,
    Citation,
    Date,
    Id,
    IPv4,
    Literally,
    Month,
    Network,
    PortNumber,
    Prose,
    Sign,
)


class Strict(BaseModel):
    """A record that takes only the fields and the types that it names, and never changes."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", populate_by_name=True)


class Change(Strict):
    """What changed for the reader on a day; feeds the list of changes."""

    date: Date
    text: Prose


class Record(Strict):
    """What every record has: its sources (`id` or `id#section`), the day it was checked, its changes."""

    sources: tuple[Citation, ...] = Field(min_length=1)
    checked: Date
    changes: tuple[Change, ...] = ()


class Source(Strict):
    """Something that a fact may cite."""

    id: Id
    title: Literally
    kind: Literal["rfc", "registry", "manual", "vendor", "issue", "advisory", "measured"]
    url: Annotated[str, Field(pattern=r"^https://[^\s]+$")] | None  # null: measured by our own tests
    version: Literally | None = None
    date: Literally | None = None


class IpClass(Record):
    """One of the historical classes A to E of RFC 791 and RFC 1112."""

    id: Literal["a", "b", "c", "d", "e"]
    first: IPv4
    last: IPv4
    leading_bits: Annotated[str, Field(pattern=r"^[01]+$")]
    default_mask: IPv4 | None
    networks: int | None
    hosts: int | None
    answer: Answer
    today: Prose


class AddressBlock(Record):
    """A special-purpose block, with the columns of IANA's registries (RFC 6890, section 2.2.1).

    A truth value is null where the registry has none: terminated rows, and "N/A".
    """

    id: Id
    block: Block
    name: Literally
    answer: Answer
    listed: bool = True  # in IANA's special-purpose registry; multicast, for one, has a registry of its own
    rfc: tuple[Citation, ...] = Field(min_length=1)
    allocated: Month | None = None
    terminated: Month | None = None
    source: bool | None = None
    destination: bool | None = None
    forwardable: bool | None = None
    global_: bool | None = Field(default=None, alias="global")
    reserved: bool | None = None
    notes: tuple[Prose, ...] = ()

    @property
    def family(self) -> Literal["IPv4", "IPv6"]:
        """The IP version of the block."""
        return "IPv6" if ":" in self.block else "IPv4"

    @cached_property
    def network(self) -> Network:
        """The block as a network to calculate with."""
        return ipaddress.ip_network(self.block)


class PortRange(Record):
    """One of the three ranges of RFC 6335, section 6."""

    id: Literal["system", "user", "dynamic"]
    first: PortNumber
    last: PortNumber
    name: Literally
    popular_names: tuple[Literally, ...]
    answer: Answer
    procedure: Prose
    advice: tuple[Prose, ...] = Field(min_length=1)


class SystemRange(Record):
    """The range from which one operating system takes automatic (ephemeral) ports."""

    id: Id
    system: Literally
    versions: Literally
    first: PortNumber
    last: PortNumber
    show: Literally
    change: Literally | None = None
    notes: tuple[Prose, ...] = ()

    def __contains__(self, port: int) -> bool:
        """Whether the system may hand out `port` by itself."""
        return self.first <= port <= self.last


class RefusedPorts(Record):
    """The ports that browsers refuse to open (the Fetch Standard's bad ports)."""

    ports: tuple[PortNumber, ...]
    notes: tuple[Prose, ...] = ()


class RegistryCopy(Strict):
    """A file with a copy of IANA's service registry, and of which day it is."""

    origin: Literally
    version: Literally
    integrity: Annotated[str, Field(pattern=r"^sha512-[A-Za-z0-9+/]{86}==$")]  # of the file that was read
    date: Date  # the day up to which the origin followed IANA's registry
    licence: Literally


class Provenance(RegistryCopy, Record):
    """Where our copy of IANA's service registry comes from."""

    rows: int
    method: Literally
    older: RegistryCopy | None = None  # gave what this copy leaves out: notes, dates, references, some rows


class Pattern(Strict):
    """By what the look-up knows a case or a sighting in a pasted text.

    A sign is a piece of text in small letters, found as whole words; a `*` at its end lets the word go
    on there. `ADDRESS` stands for any address with its port, `PORT` for any port that the text names
    as one. Error numbers are found as `errno 111`, however they were printed.
    """

    all: tuple[Sign, ...] = ()  # each of these stands in the text
    any: tuple[Sign, ...] = ()  # at least one of these does
    without: tuple[Sign, ...] = ()  # none of these does
    blocks: tuple[Id, ...] = ()  # and the address lies in one of these blocks
    ports: tuple[PortNumber, ...] = ()  # and the port is one of these
    weight: Annotated[int, Field(ge=1, le=9)]  # 9: a code that means only this; 5: words; 1: a second thought

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.all or self.any):
            raise ValueError('a pattern needs "all" or "any"')
        return self


class Listener(Strict):
    """A program that is usually behind a port, and where it binds unless told otherwise."""

    program: Literally
    binds: Literal["loopback", "localhost", "all", "varies", "configured"]
    note: Prose
    sources: tuple[Citation, ...] = Field(min_length=1)


class Confusion(Strict):
    """What people say about the port, and what is true."""

    claim: Prose
    truth: Prose
    sources: tuple[Citation, ...] = Field(min_length=1)


class Exposure(Strict):
    """How bad it is when the port is open to others, and why."""

    level: Literal["low", "medium", "high", "critical"]
    why: Prose


class Sighting(Record):
    """How a program prints an address, and which side of the connection that address is."""

    id: Id
    example: Literally
    printed_by: Literally
    side: Literal["client", "listener", "published", "target"]
    meaning: Prose
    do: Prose
    counter_example: Literally  # a line that looks alike, and that is to be read differently
    counter_reading: Prose
    patterns: tuple[Pattern, ...] = ()


class Port(Record):
    """One example port; its file's name is its number."""

    number: Annotated[int, Field(ge=1, le=MAX_PORT)]
    answer: Answer
    transports: tuple[Literal["tcp", "udp"], ...] = Field(min_length=1)
    listeners: tuple[Listener, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    exposure: Exposure
    sightings: tuple[Id, ...] = ()
    cases: tuple[Id, ...] = ()
    near: tuple[Annotated[int, Field(ge=1, le=MAX_PORT)], ...] = ()
