"""How address blocks nest, and which of them an address belongs to."""

import ipaddress
from collections.abc import Collection, Iterable

from generator.model import AddressBlock

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def longest_match(blocks: Iterable[AddressBlock], address: Address) -> AddressBlock | None:
    """Return the most specific block that holds `address`; None when none does.

    Blocks nest (0.0.0.0/32 lies in 0.0.0.0/8), so the first block that fits is seldom the answer.
    """
    around = (block for block in blocks if address in block.network)
    return max(around, key=_length, default=None)


def parents(block: AddressBlock, blocks: Iterable[AddressBlock]) -> tuple[AddressBlock, ...]:
    """List the blocks that enclose `block`, narrowest first."""
    around = (outer for outer in blocks if _encloses(outer, block))
    return tuple(sorted(around, key=_length, reverse=True))


def children(block: AddressBlock, blocks: Collection[AddressBlock]) -> tuple[AddressBlock, ...]:
    """List the blocks directly inside `block`, in the order in which `blocks` gives them."""
    inside = [inner for inner in blocks if _encloses(block, inner)]
    return tuple(inner for inner in inside if not parents(inner, inside))


def _length(block: AddressBlock) -> int:
    return block.network.prefixlen


def _encloses(outer: AddressBlock, inner: AddressBlock) -> bool:
    """Whether `inner` is a part of `outer`; blocks of different IP versions never are."""
    return _length(outer) < _length(inner) and inner.network.network_address in outer.network
