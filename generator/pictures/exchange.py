"""Who sends what to whom, from top to bottom: two sides, and time running down between them."""

from collections.abc import Iterator

from generator.picture_model import Exchange, Note, Send, Stay
from generator.pictures.figure import Picture, Words
from generator.pictures.svg import element, line, text

WIDTH = 320
SIDES = {"client": 46.0, "server": 274.0}
_FIRST, _SLOPE, _NEAR = 30, 10, 9  # where time begins; how far a packet falls on its way; from a line to its words
_LOST = 0.62  # how far a packet gets that does not arrive


def exchange(record: Exchange) -> Picture:
    """Draw one exchange, step below step."""
    parts, y = [], float(_FIRST)
    for step in record.steps:
        drawn, height = _step(step, y)
        parts += drawn
        y += height
    lines = [line(x, 20, x, y + 4, "life") for x in SIDES.values()]
    heads = [
        text(8, 13, record.client, style="head"),
        text(WIDTH - 8, 13, record.server, style="head", anchor="end"),
    ]
    return Picture(
        id=f"exchange-{record.id}",
        words=Words(name=record.title, description=record.shows, caption=record.caption),
        body="".join([*lines, *heads, *parts]),
        width=WIDTH,
        height=y + 8,
    )


def _step(step: Send | Note | Stay, y: float) -> tuple[list[str], float]:
    """Return the drawing of a step that begins at `y`, and how much height it takes."""
    if isinstance(step, Send):
        return list(_send(step, y)), 34
    if isinstance(step, Note):
        return list(_note(step, y)), 22
    return list(_stay(step, y)), 52


def _send(step: Send, y: float) -> Iterator[str]:
    """An arrow with its words above it; one that is lost ends in a cross on the way."""
    start, end = SIDES[step.from_], SIDES["server" if step.from_ == "client" else "client"]
    top = y + 17
    share = _LOST if step.lost else 1
    tip_x, tip_y = start + (end - start) * share, top + _SLOPE * share
    yield text((start + (tip_x if step.lost else end)) / 2, y + 12, step.says, anchor="middle")
    yield line(start, top, tip_x, tip_y, "lost" if step.lost else "sent")
    yield cross(tip_x, tip_y) if step.lost else arrow(tip_x, tip_y, 1 if end > start else -1)
    if step.at:
        yield _time(start, top, step.at)


def _time(x: float, y: float, at: str) -> str:
    outwards = -6 if x < WIDTH / 2 else 6
    return text(x + outwards, y + 4, at, style="soft", anchor="end" if outwards < 0 else None)


def _note(step: Note, y: float) -> Iterator[str]:
    x, inwards = SIDES[step.on], 1 if step.on == "client" else -1
    yield element("circle", cx=x, cy=y + 11, r=3.5, class_="end" if step.outcome else "knot")
    style = "mark" if step.outcome else None
    yield text(x + _NEAR * inwards, y + 15, step.note, style=style, anchor=None if inwards > 0 else "end")
    if step.at:
        yield _time(x, y + 11, step.at)


def _stay(step: Stay, y: float) -> Iterator[str]:
    x, inwards = SIDES[step.on], 1 if step.on == "client" else -1
    anchor = None if inwards > 0 else "end"
    yield element("rect", x=x - 4, y=y + 2, width=8, height=44, class_="stay")
    yield text(x + _NEAR * inwards, y + 20, step.state, style="mark", anchor=anchor)
    yield text(x + _NEAR * inwards, y + 37, step.lasts, anchor=anchor)


def arrow(x: float, y: float, direction: int) -> str:
    """Return the head of an arrow whose tip is at a point; `direction` is 1 to the right, -1 to the left."""
    return element("path", d=f"M{x:g} {y:g}l{-9 * direction} -4.5v9z", class_="head-of")


def cross(x: float, y: float) -> str:
    """Return the mark of a way that ends nowhere."""
    return element("path", d=f"M{x - 5:g} {y - 5:g}l10 10m0 -10l-10 10", class_="cross")
