"""Places that each have their own 127.0.0.1, and where packets between their programs end.

Clients stand at the left of their place and servers at the right. A packet that stays is one straight arrow; one
that leaves turns twice, in a channel of its own.
"""

from collections.abc import Iterator

from generator.picture_model import Journey, Packet
from generator.pictures.exchange import WIDTH, arrow, cross
from generator.pictures.figure import Picture, Words
from generator.pictures.journey_layout import Frame, Layout, Row
from generator.pictures.svg import TEXT, element, line, text, width_of

_CHIP, _OFF = 26, 10  # the height of a program; how far below its middle packets from elsewhere come in
_CLIENT, _SERVER = (11.0, 72.0), (214.0, 309.0)  # where the two kinds of programs begin and end
_CHANNEL, _NEXT = 204.0, 10.0  # the place of the first channel, and from one to the next
_WORDS = _CLIENT[1] + 5  # where words on a way begin
OWN = "own 127.0.0.1"


def journey(record: Journey) -> Picture:
    """Draw the places of one journey and the ways of its packets."""
    layout = Layout(record)
    leaving = [it for it in record.packets if it.in_ != it.reaches]
    lanes = [_CHANNEL - _NEXT * index for index in range(len(leaving))]
    nearest = min(lanes, default=_SERVER[0])
    parts = [part for frame in layout.frames for part in _frame(frame)]
    for packet in record.packets:
        if packet in leaving:
            parts += _leaves(packet, layout, lanes[leaving.index(packet)], nearest)
        else:
            parts += _stays(packet, layout.start_of(packet).y, nearest)
    parts += [part for row in layout.rows for part in _programs(row)]
    words = Words(name=record.title, description=record.shows, caption=record.caption)
    return Picture(id=f"journey-{record.id}", words=words, body="".join(parts), width=WIDTH, height=layout.bottom + 2)


def _frame(frame: Frame) -> Iterator[str]:
    inset = 1 + 5 * frame.depth
    left, right = float(inset), float(WIDTH - inset)
    yield element(
        "rect", x=left, y=frame.top, width=right - left, height=frame.bottom - frame.top, rx=6, class_="place"
    )
    yield text(left + 10, frame.top + 20, frame.place.name, style="head")
    if frame.place.address:
        x = left + 20 + width_of(frame.place.name, bold=True)
        yield text(x, frame.top + 20, frame.place.address, style="soft")
    yield text(right - 10, frame.top + 20, OWN, style="sea", anchor="end")


def _stays(packet: Packet, y: float, nearest: float) -> Iterator[str]:
    """A packet to a program of the same place; one to nobody ends before the nearest channel."""
    yield text(_WORDS, y - 7, packet.to)
    if packet.meets is not None:
        yield from _ends(packet, _CLIENT[1], y)
        return
    tip = nearest - 14
    yield line(_CLIENT[1], y, tip, y, "lost")
    yield cross(tip, y)
    yield text(_SERVER[0] + 4, y + 4, packet.fails or "", style="mark")


def _ends(packet: Packet, start: float, y: float) -> Iterator[str]:
    """The last stretch of a way: an arrow's head, or a cross just before the end."""
    tip = _SERVER[0] - (8 if packet.fails else 1)
    yield line(start, y, tip, y, "lost" if packet.fails else "sent")
    yield cross(tip, y) if packet.fails else arrow(tip, y, 1)


def _leaves(packet: Packet, layout: Layout, x: float, nearest: float) -> Iterator[str]:
    """A packet to another place: out, along its channel at `x`, and in."""
    start, goal = layout.start_of(packet).y, layout.end_of(packet)
    end = goal.y + _OFF if goal.starts else goal.y
    yield text(_WORDS, start - 7, packet.to)
    yield element(
        "path",
        d=f"M{_CLIENT[1]:g} {start:g}H{x:g}V{end:g}",
        class_="way lost" if packet.fails else "way sent",
    )
    yield from _ends(packet, x, end)
    if packet.fails:
        yield text(_WORDS, start + TEXT + 3, packet.fails, style="mark")
    if packet.through:
        yield text(nearest - 7, end + 4, packet.through, style="soft", anchor="end")


def _programs(row: Row) -> Iterator[str]:
    """The programs at the ends of a row."""
    if row.starts:
        yield from _program(_CLIENT, row.y, row.starts.by)
    if row.meets:
        yield from _program(_SERVER, row.y, row.meets)


def _program(sides: tuple[float, float], y: float, name: str) -> Iterator[str]:
    left, right = sides
    yield element("rect", x=left, y=y - _CHIP / 2, width=right - left, height=_CHIP, rx=4, class_="program")
    yield text((left + right) / 2, y + 4, name, style="name", anchor="middle")
