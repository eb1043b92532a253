"""The records behind the drawn pictures: who sends what to whom, and which places a packet passes."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from generator.fields import Id, Literally
from generator.model import Record, Strict

Side = Literal["client", "server"]
# What fits beside or between the lines of a drawing on a phone; a test measures it.
Short = Annotated[Literally, Field(max_length=44)]
At = Annotated[Literally, Field(max_length=5)]


class Send(Strict):
    """A packet on its way to the other side; `at` is the time since the first one."""

    from_: Side = Field(alias="from")
    says: Short
    at: At | None = None
    lost: bool = False


class Note(Strict):
    """What one side does or learns at this moment; an outcome is what its user gets to know."""

    on: Side
    note: Short
    at: At | None = None
    outcome: bool = False


class Stay(Strict):
    """A state in which one side remains for a while."""

    on: Side
    state: Short
    lasts: Short


class Drawn(Record):
    """What every drawing of this kind has; `cases` and `pages` (written by hand) show it."""

    id: Id
    title: Literally
    shows: Literally  # in words, for those who do not see it
    caption: Literally
    cases: tuple[Id, ...] = ()
    pages: tuple[Annotated[str, Field(pattern=r"^[a-z]+/[a-z-]+$")], ...] = ()


class Exchange(Drawn):
    """What client and server say to each other, in order."""

    client: Literally = "Client"
    server: Literally = "Server"
    steps: tuple[Send | Note | Stay, ...] = Field(min_length=1)


class Place(Strict):
    """A network stack with a loopback of its own: a machine, a container, a virtual machine."""

    id: Id
    name: Literally
    address: Literally | None = None  # by which others reach it
    inside: Id | None = None


class Packet(Strict):
    """A connection attempt: the program that makes it, the address that it names, and where that ends.

    It ends at the program `meets`, or at nobody in the place `reaches`.
    """

    by: Short
    in_: Id = Field(alias="in")
    to: Short
    reaches: Id
    meets: Short | None = None
    through: Short | None = None  # what carries it from one place to the other
    fails: Short | None = None  # how it ends where nobody is met, or where the one that stands there does not answer


class Journey(Drawn):
    """Places that each have their own 127.0.0.1, and where packets between their programs go."""

    places: tuple[Place, ...] = Field(min_length=1)
    packets: tuple[Packet, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        places = {it.id for it in self.places}
        named = {it.inside for it in self.places if it.inside}
        named |= {name for it in self.packets for name in (it.in_, it.reaches)}
        if unknown := sorted(named - places):
            raise ValueError(f"there is no place {', '.join(unknown)} (places: {', '.join(sorted(places))})")
        if any(it.meets is None and it.fails is None for it in self.packets):
            raise ValueError("a packet that meets nobody needs `fails`: how that ends")
        if any(it.meets is None and it.in_ != it.reaches for it in self.packets):
            raise ValueError("a packet to another place needs `meets`: the program at which it ends or is refused")
        return self
