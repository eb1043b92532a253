"""The names on a map of addresses: each beside the cells of its block, as much of it as there is room for."""

from collections.abc import Iterator

from generator.fields import Network
from generator.model import AddressBlock
from generator.pictures.grid import SIDE, Area, area
from generator.pictures.svg import text, width_of

CELL = 20.0
_PAD = 5.0


def cells_of(network: Network, level: int) -> Area:
    """The whole cells that a block touches."""
    own = area(network, level)
    return Area(x=int(own.x), y=int(own.y), width=max(1, own.width), height=max(1, own.height))


def label(group: list[AddressBlock], taken: list[Area], level: int) -> str:
    """The longest name that fits beside the cell, before the next block of its row; else none."""
    own = cells_of(group[0].network, level)
    y = (own.y + 0.5) * CELL + 4.5
    for words in _names(group, level):
        if own.width == SIDE:
            return text(_PAD + 2, y, words, style="on")
        need = width_of(words) + 2 * _PAD
        right, left = _free(own, taken)
        if right * CELL >= need:
            return text((own.x + own.width) * CELL + _PAD, y, words)
        if left * CELL >= need:
            return text(own.x * CELL - _PAD, y, words, anchor="end")
    return ""


def _free(own: Area, taken: list[Area]) -> tuple[float, float]:
    """How many cells are free to the right and to the left; each second block of a row leaves its left to the first."""
    row = [it for it in taken if it.y <= own.y < it.y + it.height and it != own]
    right = min([it.x for it in row if it.x > own.x], default=SIDE) - own.x - own.width
    last = max([it.x + it.width for it in row if it.x < own.x], default=0)
    return right, own.x - last if not last else 0


def _names(group: list[AddressBlock], level: int) -> Iterator[str]:
    """What to write beside a cell, the longest first."""
    short = group[0].block
    while ".0/" in short:
        short = short.replace(".0/", "/", 1)
    if len(group) == 1:
        yield from (f"{short} {group[0].name}", short, short.partition("/")[0], short.split(".")[0])
    else:
        number = group[0].network.network_address.packed[level]
        yield from (f"{number}: {len(group)} blocks", f"{number}: {len(group)}")
