"""A byte of an address as a square of sixteen by sixteen: 0 to 15 in the first row, 240 to 255 in the last.

Any block is then a rectangle: some rows, some cells of a row, or a part of one cell, which is a square of the next
byte again. Its share of the square is its share of the addresses, exactly.
"""

import ipaddress
from dataclasses import dataclass

from generator.fields import Network

SIDE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A rectangle, in cells of the square."""

    x: float
    y: float
    width: float
    height: float

    def scaled(self, cell: float) -> tuple[float, float, float, float]:
        """Return left, top, width and height where a cell is so many units wide."""
        return self.x * cell, self.y * cell, self.width * cell, self.height * cell


def area(network: Network, level: int = 0) -> Area:
    """Return where a block lies in the square of its byte number `level` (0 is the first).

    Raises:
        ValueError: the block is larger than the square, so that it holds more than one value of an earlier byte.
    """
    bits = network.prefixlen - 8 * level
    if bits < 0:
        raise ValueError(f"{network} is larger than the square of byte {level + 1}")
    row, column = divmod(network.network_address.packed[level] if bits else 0, SIDE)
    if bits <= 4:  # noqa: PLR2004 (whole rows: half of a byte)
        return Area(x=0, y=row, width=SIDE, height=2 ** (4 - bits))
    if bits <= 8:  # noqa: PLR2004 (whole cells: one byte)
        return Area(x=column, y=row, width=2 ** (8 - bits), height=1)
    inner = area(network, level + 1)
    return Area(x=column + inner.x / SIDE, y=row + inner.y / SIDE, width=inner.width / SIDE, height=inner.height / SIDE)


def lies_in(network: Network, outer: Network) -> bool:
    """Whether a block lies inside another one, or is it."""
    same = network.version == outer.version and network.prefixlen >= outer.prefixlen
    return same and network.network_address in outer


def square_of(network: Network, level: int) -> Network:
    """Return the block that the square of byte `level` holds: the one that all bytes before it name."""
    first = network.network_address.packed[:level]
    address = ipaddress.ip_address(first.ljust(network.max_prefixlen // 8, b"\0"))
    return ipaddress.ip_network(f"{address}/{8 * level}")


def levels(network: Network) -> int:
    """How many squares lead to a block: one for each byte of its prefix that is begun."""
    return max(1, -(-network.prefixlen // 8))
