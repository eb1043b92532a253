"""The lines of a ruler: each function returns elements for places along the full width and heights from the top."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from generator.fields import MAX_PORT
from generator.model import PortRange, SystemRange
from generator.pictures import ruler_words
from generator.pictures.scale import Scale
from generator.pictures.svg import element, line, percent, text, width_of

ALL = Scale(first=0, last=MAX_PORT)
NARROWEST = 288  # pixels that a phone of 320 leaves: at this width no two labels may touch
ROW, STACKED, BAND, RUG = 19, 30, 15, 8  # heights: a system's line, with its name above; all numbers; ticks
_EDGE = 9  # nearer than so many percent to an end, a label begins or ends at its place
_GAP = 6  # pixels between two labels
_BLOCK = 3  # so many ports without a gap between them are drawn as one


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A number to write at its place on a scale, if there is room for it."""

    number: int
    style: str | None = "soft"


def systems(rows: list[list[SystemRange]], port: int | None, bottom: float) -> Iterator[str]:
    """A line for each range that systems hand out; a drop line joins the mark to those that hold its number."""
    middles = [ROW * row + 9 for row in range(len(rows))]
    hit = [y for y, it in zip(middles, rows, strict=True) if port is not None and port in it[0]]
    x = percent(ALL.middle(port or 0))
    if hit:
        yield line(x, hit[0], x, bottom, "drop")
    for y, it in zip(middles, rows, strict=True):
        yield _span(it[0], y)
        yield text(percent(ALL.left(it[0].first) - 1.5), y + 4, ruler_words.span_of(it), anchor="end")
    for y in hit:
        yield element("circle", cx=x, cy=y, r=4.5, class_="dot")


def stacked(rows: list[list[SystemRange]]) -> Iterator[str]:
    """Such lines with their names above them, from where they begin or, where that is too far right, up to the end."""
    for row, it in enumerate(rows):
        y, left, words = STACKED * row + 13, ALL.left(it[0].first), ruler_words.span_of(it)
        fits = left / 100 * NARROWEST + width_of(words) <= NARROWEST
        yield text(percent(left) if fits else "100%", y, words, anchor=None if fits else "end")
        yield _span(it[0], y + 8)


def _span(system: SystemRange, y: float) -> str:
    return line(percent(ALL.left(system.first)), y, percent(ALL.right(system.last)), y, "span")


def band(ranges: Iterable[PortRange], y: float, home: str | None) -> Iterator[str]:
    """The line of all numbers in its three parts, each with its name where it fits."""
    for item in ranges:
        left, width = ALL.left(item.first), ALL.right(item.last) - ALL.left(item.first)
        style = "band own" if item.id == home else "band"
        yield element("rect", x=percent(left), y=y, width=percent(width), height=BAND, class_=style)
        name = item.name.removesuffix(" Ports")
        if width / 100 * NARROWEST > width_of(name) + _GAP:
            yield text(percent(left + width / 2), y + 12, name, style="name", anchor="middle")


def tick(scale: Scale, port: int, y: float, height: float = BAND, style: str = "tick") -> str:
    """A short stroke across the line at the place of a port."""
    x = percent(scale.middle(port))
    return line(x, y, x, y + height, style)


def numbers(ranges: Iterable[PortRange], port: int | None, y: float, below: float) -> Iterator[str]:
    """The mark, and the numbers below the line: the port's own first, then the borders where they have room."""
    borders = dict.fromkeys((0, MAX_PORT, *sorted((it.first for it in ranges), reverse=True)))
    yield from _marked(ALL, port, y)
    yield from _labels(ALL, [*_own(port), *(Label(number=it) for it in borders)], below + 14)


def enlarged(window: Scale, inside: list[int], port: int | None, top: float) -> Iterator[str]:
    """The numbers of `window` on a line of their own, with guides from their place on the line of all numbers."""
    upper, y = top + 18, top + 32
    yield line(percent(ALL.left(window.first)), upper, "0", y, "guide")
    yield line(percent(ALL.right(window.last)), upper, "100%", y, "guide")
    yield element("rect", x="0", y=y, width="100%", height=BAND, class_="band")
    near = sorted((it for it in inside if it != port), key=lambda it: abs(it - (port or 0)))
    yield from _ticks(window, sorted(near), y)
    yield from _marked(window, port, y)
    ends = [Label(number=it) for it in (window.first, window.last)]
    yield from _labels(window, [*_own(port), *ends, *(Label(number=it, style=None) for it in near)], y + BAND + 14)


def _ticks(scale: Scale, ports: list[int], y: float) -> Iterator[str]:
    """A tick for each port; where several follow each other without a gap, one block for all of them."""
    for _, following in groupby(enumerate(ports), key=lambda pair: pair[1] - pair[0]):
        run = [port for _, port in following]
        if len(run) >= _BLOCK:
            left, right = scale.left(run[0]), scale.right(run[-1])
            yield element("rect", x=percent(left), y=y, width=percent(right - left), height=BAND, class_="run")
        else:
            yield from (tick(scale, port, y) for port in run)


def _marked(scale: Scale, port: int | None, y: float) -> list[str]:
    return [] if port is None else [tick(scale, port, y, style="here")]


def _own(port: int | None) -> list[Label]:
    return [] if port is None else [Label(number=port, style="mark")]


def _labels(scale: Scale, labels: Iterable[Label], y: float) -> Iterator[str]:
    """Write the labels in the order given, each unless it would touch one that stands already on a phone."""
    taken: list[tuple[float, float]] = []
    for label in labels:
        place, words = scale.middle(label.number), str(label.number)
        width = width_of(words, bold=label.style == "mark")
        anchor = None if place < _EDGE else "end" if place > 100 - _EDGE else "middle"
        start = place / 100 * NARROWEST - {None: 0, "middle": width / 2, "end": width}[anchor]
        if all(start > end + _GAP or start + width + _GAP < begin for begin, end in taken):
            taken.append((start, start + width))
            yield text(percent(place), y, words, style=label.style, anchor=anchor)
