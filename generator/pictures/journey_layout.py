"""Where the places and programs of a journey stand: everything follows from the order of the records."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.picture_model import Journey, Packet, Place

ROW, HEAD, FOOT, GAP = 42, 34, 8, 14  # heights: of a row, above the rows, below them, between places


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a place: the packet that starts there, the program that is met there."""

    place: str
    y: float
    starts: Packet | None
    meets: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The box of a place; `depth` counts the places around it."""

    place: Place
    depth: int
    top: float
    bottom: float


@dataclass(slots=True)
class Layout:
    """The rows and boxes of one journey, from top to bottom; `bottom` is where the last one ends."""

    record: Journey
    rows: list[Row] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    bottom: float = 2.0

    def __post_init__(self) -> None:
        for place in self.record.places:
            if place.inside is None:
                self.bottom = self._arrange(place, self.bottom + GAP * bool(self.frames), 0)
        self.frames.sort(key=lambda it: it.depth)

    def _arrange(self, place: Place, top: float, depth: int) -> float:
        """Give a place, its rows and the places inside it their heights; return where it ends."""
        y = top + HEAD
        for starts, meets in self._wanted(place.id):
            self.rows.append(Row(place=place.id, y=y + ROW / 2, starts=starts, meets=meets))
            y += ROW
        for inner in self.record.places:
            if inner.inside == place.id:
                y = self._arrange(inner, y, depth + 1) + FOOT / 2
        self.frames.append(Frame(place=place, depth=depth, top=top, bottom=y + FOOT))
        return y + FOOT

    def _wanted(self, place: str) -> Iterator[tuple[Packet | None, str | None]]:
        """Yield what the rows of a place hold: its own packets first, then programs that only others meet."""
        met: set[str | None] = set()
        for packet in self.record.packets:
            if packet.in_ == place:
                meets = packet.meets if packet.reaches == place else None
                met.add(meets)
                yield packet, meets
        for packet in self.record.packets:
            if packet.reaches == place != packet.in_ and packet.meets not in met:
                met.add(packet.meets)
                yield None, packet.meets

    def start_of(self, packet: Packet) -> Row:
        """The row in which a packet starts."""
        return next(it for it in self.rows if it.starts is packet)

    def end_of(self, packet: Packet) -> Row:
        """The row in which a packet that leaves its place ends."""
        return next(it for it in self.rows if it.place == packet.reaches and it.meets == packet.meets)
