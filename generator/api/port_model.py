"""What the JSON interface says of one port."""

from typing import Annotated, Literal

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict

from generator.api.model import Change, Day, Id, Link, Number, PortLink, Procedure, Source, Span, Text, Url
from generator.registry import STATUSES

Status = Annotated[str, WithJsonSchema({"type": "string", "enum": list(STATUSES)})]


class PortHome(Span):
    """The range of RFC 6335 that holds the port."""

    id: Literal["system", "user", "dynamic"]
    name: Text
    popular_names: list[str]
    url: Url
    api: Url


class Verdict(Span):
    """What the number means on one system; `first` and `last` are those of the system's automatic range."""

    name: Text
    automatic: Annotated[bool, Field(description="The system hands the number out by itself")]
    privileged: Annotated[bool, Field(description="Binding it needs a privilege")]


class Verdicts(TypedDict):
    """The verdict for each system."""

    linux: Verdict
    macos: Verdict
    windows: Verdict


class Assignment(TypedDict):
    """What IANA's registry says of the number under one name."""

    status: Status
    name: str | None
    description: str | None
    transports: Annotated[list[str], Field(description='"any": the registry names none')]
    date: Annotated[Day, Field(description="of the copy of the registry that says so")]


class Note(TypedDict):
    """A remark of IANA, and the names at which it stands."""

    text: Text
    names: list[str]


class RegistryDates(TypedDict):
    """How old our copy of IANA's registry is, and how old its remarks are."""

    date: Day
    noted: Day


class Listener(TypedDict):
    """A program that is usually behind the port, and where it binds unless told otherwise."""

    program: Text
    binds: Literal["loopback", "localhost", "all", "varies", "configured"]
    note: Text
    sources: list[Source]


class Confusion(TypedDict):
    """What people say, and what is true."""

    claim: Text
    truth: Text
    sources: list[Source]


class Exposure(TypedDict):
    """How bad it is when others can reach the port, and why."""

    level: Literal["low", "medium", "high", "critical"]
    why: Text


class Sighting(TypedDict):
    """How a program prints the address, and which side of the connection it is."""

    id: Id
    example: Text
    printed_by: Text
    side: Literal["client", "listener", "published", "target"]
    meaning: Text
    do: Text
    counter_example: Text
    counter_reading: Text
    sources: list[Source]


class PortFacts(TypedDict):
    """All that is known of one port, but for the commands."""

    number: Number
    hexadecimal: Annotated[str, Field(pattern="^0x[0-9A-F]{4}$")]
    answer: Text
    transports: list[Literal["tcp", "udp"]]
    range: PortHome
    likelier: Annotated[Literal["client", "listener"], Field(description="The likelier end when seen in a log")]
    systems: Verdicts
    automatic_on: Annotated[list[str], Field(description="Every system that hands the number out by itself")]
    privileged: Annotated[bool, Field(description="POSIX systems ask for a privilege to bind it")]
    refused_by_browsers: bool
    registry: RegistryDates
    assignments: list[Assignment]
    notes: list[Note]
    listeners: list[Listener]
    confusions: list[Confusion]
    exposure: Exposure
    sightings: list[Sighting]
    cases: list[Link]
    near: list[PortLink]
    advice: list[str]
    trial: Annotated[str, Field(description="A server with which to try the number, out of reach for others")]
    changes: list[Change]


class Commands(TypedDict):
    """The four procedures, with the number filled in; `PID` is left to the reader."""

    who: Procedure
    test: Procedure
    free: Procedure
    firewall: Procedure


class PortData(PortFacts):
    """All that is known of one port."""

    commands: Commands
