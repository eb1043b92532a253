"""Where one block of addresses lies: byte by byte, each square opened out of a cell of the one before."""

from collections.abc import Iterable, Iterator

from generator.fields import Network
from generator.model import AddressBlock
from generator.pictures.figure import Picture, Words
from generator.pictures.grid import SIDE, area, levels, lies_in, square_of
from generator.pictures.svg import element, line, text

WIDTH = 320
MOST = 4  # squares in one row on a phone; IPv6 blocks longer than that many bytes have no picture
_CELLS = {1: 9.0, 2: 9.0, 3: 6.0, 4: 4.5}  # how wide a cell is, by the number of squares
_TOP, _LEAST = 1.0, 3.0  # above the squares; the size of a mark for what is too small to draw


def block_path(block: AddressBlock, blocks: Iterable[AddressBlock]) -> Picture | None:
    """Draw the squares that lead to a block, other special blocks in grey; None when they are too many."""
    network, count = block.network, levels(block.network)
    if count > MOST:
        return None
    cell = _CELLS[count]
    size, step = SIDE * cell, (WIDTH - SIDE * cell - 2) / max(1, count - 1)
    others = [it.network for it in blocks if it.family == block.family]
    parts: list[str] = []
    for level in range(count):
        left = 1 + step * level
        parts += _square(network, level, others, left, cell)
        if level < count - 1:
            parts.append(text(left, _TOP + size + 15, _step(network, level)))
            parts += _guides(network, level, left, left + step, cell)
    last, anchor = (1, None) if count == 1 else (WIDTH - 1, "end")
    parts.append(text(last, _TOP + size + 15, _name(network, count - 1), style="mark", anchor=anchor))
    return Picture(
        id="block",
        words=Words(
            name=f"Where {block.block} lies among all {block.family} addresses",
            description=_description(block, count),
            caption=_caption(block, count),
        ),
        body="".join(parts),
        width=WIDTH,
        height=_TOP + size + 20,
    )


def _square(network: Network, level: int, others: list[Network], left: float, cell: float) -> Iterator[str]:
    size, whole = SIDE * cell, square_of(network, level)
    yield element("rect", x=left, y=_TOP, width=size, height=size, class_="band")
    for other in others:
        if other.prefixlen >= 8 * level and lies_in(other, whole):
            yield _rectangle(other, level, left, cell, "special")
    marked = network if level == levels(network) - 1 else square_of(network, level + 1)
    yield _rectangle(marked, level, left, cell, "here-block")


def _rectangle(network: Network, level: int, left: float, cell: float, style: str) -> str:
    x, y, width, height = area(network, level).scaled(cell)
    if min(width, height) < 1:
        return element("circle", cx=left + x + width / 2, cy=_TOP + y + height / 2, r=_LEAST / 2, class_=style)
    return element("rect", x=left + x, y=_TOP + y, width=width, height=height, class_=style)


def _guides(network: Network, level: int, left: float, following: float, cell: float) -> Iterator[str]:
    """Lines from the marked cell to the square that it opens into."""
    x, y, width, height = area(square_of(network, level + 1), level).scaled(cell)
    yield line(left + x + width, _TOP + y, following, _TOP, "guide")
    yield line(left + x + width, _TOP + y + height, following, _TOP + SIDE * cell, "guide")


def _step(network: Network, level: int) -> str:
    """Name what a square on the way adds: only the last one has room for all of an IPv4 address."""
    whole = _name(network, level)
    return f".{whole.rpartition('.')[2]}" if "." in whole else whole


def _name(network: Network, level: int) -> str:
    """Name all bytes up to that of a square: 192.0.2 or 2001:0db8."""
    digits = network.network_address.packed[: level + 1]
    if network.version == 4:  # noqa: PLR2004 (IPv4)
        return ".".join(str(it) for it in digits)
    words = digits.hex()
    return ":".join(words[it : it + 4] for it in range(0, len(words), 4))


def _description(block: AddressBlock, count: int) -> str:
    cells = ", then ".join(_name(block.network, level) for level in range(count))
    squares = "One square" if count == 1 else f"{count} squares, each opened out of one cell of the one before"
    return f"{squares}: the values 0 to 255 of a byte, sixteen a row. Marked: {cells}. The other special blocks are shown as well."


def _caption(block: AddressBlock, count: int) -> str:
    single = block.network.num_addresses == 1
    share = f"one of {2**32:,}" if single else f"1/{2**block.network.prefixlen:,} of all"
    opened = "" if count == 1 else "; each square opens the marked cell of the one before"
    return f"{block.block} is {share} {block.family} addresses. Sixteen values of a byte make a row{opened}."
