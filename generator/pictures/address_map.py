"""The special IPv4 blocks on the square of the first byte, and those of one busy first byte enlarged."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from generator import addresses
from generator.fields import Network
from generator.model import AddressBlock
from generator.pictures.address_labels import CELL, cells_of, label
from generator.pictures.figure import Picture, Words
from generator.pictures.grid import SIDE, area, square_of
from generator.pictures.svg import element

WIDTH = 320
LinkTo = Callable[[str], str]  # the address of a block's page, by the id of the block
_SMALL = 2.0  # a block narrower than that is drawn as a dot: its place is right, its size is not
_BYTE = 8


def address_map(blocks: Sequence[AddressBlock], level: int, link_to: LinkTo) -> Picture:
    """Draw the outermost of `blocks`, all of one square, on the square of byte `level`; each leads to its page."""
    outermost = [it for it in blocks if not addresses.parents(it, blocks)]
    whole = square_of(outermost[0].network, level)
    cells = _by_cell(outermost, level)
    taken = [cells_of(it[0].network, level) for it in cells.values()]
    parts = [element("rect", x=0, y=0, width=WIDTH, height=WIDTH, class_="band"), _rules()]
    for group in cells.values():
        edge, named = _outline(group[0].network, level), label(group, taken, level)
        if len(group) == 1:
            parts.append(_link(group[0], edge + _shape(group[0].network, level) + named, link_to))
        else:
            parts += [edge, named, *(_link(it, _shape(it.network, level), link_to) for it in group)]
    told, body = _told(whole, blocks), "".join(parts)
    return Picture(id=f"map-{level}", words=told, body=body, width=WIDTH, height=WIDTH, linked=True)


def _link(block: AddressBlock, drawn: str, link_to: LinkTo) -> str:
    title = element("title", escape(f"{block.block} {block.name}", quote=False))
    return element("a", title + drawn, href=link_to(block.id))


def enlarged(blocks: Sequence[AddressBlock]) -> list[AddressBlock]:
    """Return the blocks of the first byte that holds most of them: the part of the map that needs a second one."""
    byte = max({it.network.network_address.packed[0] for it in blocks}, key=lambda it: len(_in_byte(blocks, it)))
    return _in_byte(blocks, byte)


def _in_byte(blocks: Sequence[AddressBlock], byte: int) -> list[AddressBlock]:
    return [it for it in blocks if it.network.prefixlen > _BYTE and it.network.network_address.packed[0] == byte]


def _told(whole: Network, blocks: Sequence[AddressBlock]) -> Words:
    listed = "; ".join(f"{it.block}, {it.name}" for it in blocks)
    if whole.prefixlen == 0:
        name, caption = (
            "Special blocks among all IPv4 addresses",
            "All IPv4 addresses by their first number, 0 to 255, sixteen a row; a dot is a block too small to draw.",
        )
    else:
        first = str(whole.network_address).split(".", 1)[0]
        name = f"Special blocks among the addresses that begin with {first}"
        caption = f"The cell {first} enlarged: its addresses by their second number, 0 to 255, sixteen a row."
    return Words(name=name, caption=caption, description=f"A square of 16 by 16 cells with {listed}.")


def _by_cell(blocks: Sequence[AddressBlock], level: int) -> Mapping[tuple[float, float], list[AddressBlock]]:
    """Put the blocks together that share a cell."""
    found: dict[tuple[float, float], list[AddressBlock]] = {}
    for block in blocks:
        place = cells_of(block.network, level)
        found.setdefault((place.x, place.y), []).append(block)
    return found


def _rules() -> str:
    """The lines between the cells, as one path."""
    across = "".join(f"M0 {it * CELL:g}H{WIDTH}" for it in range(1, SIDE))
    down = "".join(f"M{it * CELL:g} 0V{WIDTH}" for it in range(1, SIDE))
    return element("path", d=across + down, class_="rules")


def _outline(network: Network, level: int) -> str:
    """The edge of the cells in which a block lies; it is also where a pointer hits the link."""
    x, y, width, height = cells_of(network, level).scaled(CELL)
    return element("rect", x=x, y=y, width=width, height=height, class_="cell")


def _shape(network: Network, level: int) -> str:
    x, y, width, height = area(network, level).scaled(CELL)
    if min(width, height) < _SMALL:
        return element("circle", cx=x + width / 2, cy=y + height / 2, r=2.5, class_="special")
    return element("rect", x=x, y=y, width=width, height=height, class_="special")
