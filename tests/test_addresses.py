"""The address blocks and classes, held against IANA's registries, arithmetic and Python's `ipaddress`.

The registries are IANA's own CSV files, last updated on 2025-10-09.
"""

import csv
import ipaddress
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from generator import layout, strict_yaml
from generator.addresses import Address, children, longest_match, parents
from generator.fields import Network
from generator.model import AddressBlock, IpClass
from tests.claims.tables import table
from tests.test_fragments import HAND_WRITTEN

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
FOOTNOTE = re.compile(r"\s*\[\d+\]")  # `[1]`; a citation is `[RFC6890]`
BLOCK_LINK = re.compile(r"\[`([0-9a-f.:/]+)`\]\((?:\.\./)?addresses/([\w-]+)\.md\)")
TRUTH = {"True": True, "False": False, "N/A": None, "": None}

Blocks = tuple[AddressBlock, ...]

# Where Python's `is_global` contradicts IANA's "Globally Reachable". IANA is right: never "mend" the data to please
# the library. The versions looked at: 3.11.2 of Debian 12, 3.11.7, 3.12.1, 3.13.0 and 3.14.
UNREPAIRED = {
    "6a44-relay-anycast": "the library knows neither 192.88.99.0/24 nor this address inside it",
    "ipv4-mapped": "the library answers for the IPv4 address inside; IANA speaks of the block",
    "dummy-ipv6-prefix": "registered in 2025-04, not in the library",
    "dns-sd-srp-anycast": "registered in 2024-04, not among the library's exceptions to 2001::/23",
    "srv6-sids": "registered in 2024-04, not in the library",
}
# Contradictions that a newer Python, or a distribution's older one with the security fix, has no more.
REPAIRED = {
    "cpython issue 113171": {
        "ietf-protocol-assignments-ipv4",
        "ipv4-dummy-address",
        "nat64-local",
        "pcp-anycast-ipv6",
        "turn-anycast-ipv6",
        "amt-ipv6",
        "as112-ipv6",
        "orchid-v2",
        "drone-remote-id",
    },
    "cpython issue 124217": {"documentation-ipv6-large"},
}


@dataclass(frozen=True)
class Row:
    """One block as IANA describes it."""

    block: Network
    name: str
    rfc: tuple[str, ...]
    allocated: str | None
    terminated: str | None
    source: bool | None
    destination: bool | None
    forwardable: bool | None
    global_: bool | None
    reserved: bool | None
    footnotes: bool = False  # whether a cell of the row has a footnote mark


def citations(cell: str) -> tuple[str, ...]:
    """Read `[RFC8190] [RFC919], Section 7`; the section belongs to the last document."""
    found = [name.lower().replace(" ", "-") for name in re.findall(r"\[(.+?)\]", cell)]
    if section := re.search(r"Section ([\d.]+)", cell):
        found[-1] += f"#section-{section[1]}"
    return tuple(found)


def rows(family: str) -> Iterator[Row]:
    """Yield one row for each block of a registry: a cell may hold two blocks, and a line break."""
    with (FIXTURES / f"iana-{family}-special-registry.csv").open(encoding="utf-8", newline="") as file:
        for cells in csv.DictReader(file):
            plain = {name: FOOTNOTE.sub("", cell) for name, cell in cells.items()}
            for block in plain["Address Block"].split(", "):
                yield Row(
                    block=ipaddress.ip_network(block),
                    name=plain["Name"],
                    rfc=citations(cells["RFC"]),
                    allocated=plain["Allocation Date"],
                    terminated=None if plain["Termination Date"] == "N/A" else plain["Termination Date"],
                    source=TRUTH[plain["Source"]],
                    destination=TRUTH[plain["Destination"]],
                    forwardable=TRUTH[plain["Forwardable"]],
                    global_=TRUTH[plain["Globally Reachable"]],
                    reserved=TRUTH[plain["Reserved-by-Protocol"]],
                    footnotes=plain != cells,
                )


REGISTRY = (*rows("ipv4"), *rows("ipv6"))


@pytest.fixture(scope="module")
def blocks() -> Blocks:
    """Give every block of the data, in its order."""
    document = strict_yaml.read(ROOT / "data" / "address-blocks.yml", "data/address-blocks.yml")
    return layout.AddressBlocksFile.model_validate(document.content).blocks


@pytest.fixture(scope="module")
def classes() -> tuple[IpClass, ...]:
    """Give the classes of the data, in their order."""
    document = strict_yaml.read(ROOT / "data" / "ip-classes.yml", "data/ip-classes.yml")
    return layout.IpClassesFile.model_validate(document.content).classes


def named(blocks: Blocks, name: str) -> AddressBlock:
    """Return the block with that id."""
    return next(block for block in blocks if block.id == name)


def ids(blocks: Blocks) -> list[str]:
    """List the ids of the blocks."""
    return [block.id for block in blocks]


def probes(block: AddressBlock, blocks: Blocks) -> Iterator[Address]:
    """Yield addresses that belong to `block` and to no block inside it: its edges, its middle, the gaps within."""
    first, last = int(block.network[0]), int(block.network[-1])
    inside = [number for inner in blocks for number in (int(inner.network[0]) - 1, int(inner.network[-1]) + 1)]
    for number in {first, last, (first + last + 1) // 2, *inside}:
        if first <= number <= last:
            address = block.network[number - first]
            if longest_match(blocks, address) is block:
                yield address


# The registries


@pytest.mark.parametrize("row", REGISTRY, ids=lambda row: str(row.block))
def test_each_registered_block_is_in_the_data_with_the_values_of_its_row(row: Row, blocks: Blocks) -> None:
    """What IANA says of a block, the data say word for word."""
    [block] = [block for block in blocks if block.network == row.block]

    assert row == Row(
        block=block.network,
        name=block.name,
        rfc=block.rfc,
        allocated=block.allocated,
        terminated=block.terminated,
        source=block.source,
        destination=block.destination,
        forwardable=block.forwardable,
        global_=block.global_,
        reserved=block.reserved,
        footnotes=row.footnotes,
    )


def test_exactly_the_registered_blocks_are_marked_as_listed(blocks: Blocks) -> None:
    """The registries have 26 IPv4 and 25 IPv6 blocks; the data list these and no other."""
    assert [row.block.version for row in REGISTRY].count(4) == 26
    assert [row.block.version for row in REGISTRY].count(6) == 25
    assert {block.network for block in blocks if block.listed} == {row.block for row in REGISTRY}


def test_two_blocks_in_one_cell_are_two_rows() -> None:
    """The two addresses of NAT64 discovery share a row of the CSV file and nothing is lost."""
    shared = [str(row.block) for row in REGISTRY if row.name == "NAT64/DNS64 Discovery"]

    assert shared == ["192.0.0.170/32", "192.0.0.171/32"]


def test_a_blank_is_not_a_no(blocks: Blocks) -> None:
    """A terminated block has no truth values, and "N/A" is neither true nor false."""
    terminated = [block for block in blocks if block.terminated]
    undecided = [block.id for block in blocks if block.listed and block.global_ is None and block not in terminated]

    assert [block.id for block in terminated] == ["6to4-relay-anycast", "orchid"]
    assert all(block.source is block.global_ is block.reserved is None for block in terminated)
    assert undecided == ["teredo", "6to4"]


def test_the_footnotes_of_the_registries_are_told_in_the_notes(blocks: Blocks) -> None:
    """A value with a footnote has a note that says what the registry adds."""
    footnoted = {row.block for row in REGISTRY if row.footnotes}
    told = {block.network for block in blocks if any("registry" in note for note in block.notes)}

    assert len(footnoted) == 6
    assert footnoted <= told


def test_a_block_of_another_registry_has_no_values_of_these_registries(blocks: Blocks) -> None:
    """Multicast and the like are in the data without dates and truth values, which IANA does not give."""
    others = [block for block in blocks if not block.listed]

    assert {"multicast-ipv4", "multicast-ipv6"} <= {block.id for block in others}
    for block in others:
        values = (block.source, block.destination, block.forwardable, block.global_, block.reserved)
        assert (block.allocated, block.terminated, *values) == (None,) * 7


def test_blocks_stand_in_the_order_of_their_addresses(blocks: Blocks) -> None:
    """IPv4 comes before IPv6, a lower address before a higher one, a wide block before a narrow one."""
    keys = [(block.network.version, int(block.network[0]), block.network.prefixlen) for block in blocks]

    assert keys == sorted(set(keys))
    assert len(set(ids(blocks))) == len(blocks)


# The classes


def test_the_classes_cover_all_of_ipv4_without_gap_or_overlap(classes: tuple[IpClass, ...]) -> None:
    """Each class begins where the one before it ended, from 0.0.0.0 to 255.255.255.255."""
    assert [each.id for each in classes] == ["a", "b", "c", "d", "e"]
    assert int(classes[0].first) == 0
    assert int(classes[-1].last) == 2**32 - 1
    assert all(int(before.last) + 1 == int(after.first) for before, after in pairwise(classes))


def test_the_first_bits_make_the_class(classes: tuple[IpClass, ...]) -> None:
    """A class is exactly the addresses that begin with its leading bits."""
    for each in classes:
        free = 32 - len(each.leading_bits)
        assert f"{int(each.first):032b}" == each.leading_bits + "0" * free
        assert f"{int(each.last):032b}" == each.leading_bits + "1" * free


def test_networks_and_hosts_of_a_class_follow_from_its_mask(classes: tuple[IpClass, ...]) -> None:
    """Networks are what the bits between class and host allow; two host numbers of each network are not for hosts."""
    for each in classes[:3]:
        assert each.default_mask is not None
        prefix = f"{int(each.default_mask):032b}".rstrip("0").count("1")
        assert f"{int(each.default_mask):032b}" == "1" * prefix + "0" * (32 - prefix)
        assert each.networks == 2 ** (prefix - len(each.leading_bits))
        assert each.hosts == 2 ** (32 - prefix) - 2
        assert f"{each.networks:,}" in each.answer
        assert f"{each.hosts:,}" in each.answer
    assert [(each.default_mask, each.networks, each.hosts) for each in classes[3:]] == [(None, None, None)] * 2


def test_the_last_two_classes_are_blocks_of_today(classes: tuple[IpClass, ...], blocks: Blocks) -> None:
    """Class D is the multicast block and class E the reserved one."""
    for each, name in zip(classes[3:], ("multicast-ipv4", "reserved-ipv4"), strict=True):
        block = named(blocks, name).network
        assert (each.first, each.last) == (block[0], block[-1])


# Python's ipaddress


def contradicted(blocks: Blocks) -> set[str]:
    """Name the blocks of which the library says otherwise than IANA; without IANA's word there is nothing to say."""
    decided = [block for block in blocks if block.global_ is not None]
    return {block.id for block in decided for address in probes(block, blocks) if address.is_global != block.global_}


def test_ipaddress_agrees_on_what_is_global_but_for_known_exceptions(blocks: Blocks) -> None:
    """A contradiction that no exception explains is an error of the data."""
    assert contradicted(blocks) - set(UNREPAIRED) - set().union(*REPAIRED.values()) == set()


def test_no_exception_is_stale(blocks: Blocks) -> None:
    """When Python learns of a block, its entry moves from UNREPAIRED to REPAIRED."""
    assert set(UNREPAIRED) - contradicted(blocks) == set()


@pytest.mark.parametrize("change", REPAIRED)
def test_a_repair_of_ipaddress_came_as_a_whole(change: str, blocks: Blocks) -> None:
    """This Python has the change or has it not, so it contradicts IANA on none or on all of these blocks."""
    assert contradicted(blocks) & REPAIRED[change] in (set(), REPAIRED[change])


@pytest.mark.skipif(sys.version_info < (3, 14), reason="an older Python has a repair or has it not")
def test_every_repair_is_in_python_from_a_version_on(blocks: Blocks) -> None:
    """From 3.14 on Python contradicts IANA on none of the blocks of which it was repaired."""
    assert contradicted(blocks) & set().union(*REPAIRED.values()) == set()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("is_loopback", {"loopback", "loopback-ipv6"}),
        ("is_link_local", {"link-local-ipv4", "link-local-ipv6"}),
        ("is_unspecified", {"unspecified-ipv4", "unspecified-ipv6"}),
        ("is_multicast", {"multicast-ipv4", "documentation-multicast-ipv4", "multicast-ipv6"}),
        ("is_site_local", {"site-local"}),
        ("ipv4_mapped", {"ipv4-mapped"}),
        ("sixtofour", {"6to4"}),
        ("teredo", {"teredo"}),
    ],
)
def test_ipaddress_knows_the_same_kinds_of_addresses(kind: str, expected: set[str], blocks: Blocks) -> None:
    """Every address of these blocks is of the kind, and no address of another block is."""
    # From 3.13 on the library answers for the IPv4 address inside a mapped one, before that for the block.
    asked = [block for block in blocks if kind == "ipv4_mapped" or block.id != "ipv4-mapped"]
    # A property that gives an address gives None for "no"; 0.0.0.0 inside is still a "yes".
    answers = {
        block.id: {getattr(address, kind, None) not in (None, False) for address in probes(block, blocks)}
        for block in asked
    }

    assert {name for name, answer in answers.items() if answer == {True}} == expected
    assert {name for name, answer in answers.items() if answer == {False}} == set(answers) - expected


def test_shared_address_space_is_neither_private_nor_global_to_ipaddress(blocks: Blocks) -> None:
    """The warning in the notes holds: a test for private addresses does not catch 100.64.0.0/10."""
    block = named(blocks, "shared-address-space")

    assert any("neither private nor global" in note for note in block.notes)
    assert not any(address.is_private or address.is_global for address in probes(block, blocks))


@pytest.mark.parametrize(
    ("name", "outer", "shift"),
    [("ipv4-mapped", "::ffff:c000:201", 0), ("nat64", "64:ff9b::c000:201", 0), ("6to4", "2002:c000:201::", 80)],
)
def test_the_examples_of_embedded_ipv4_addresses_hold(name: str, outer: str, shift: int, blocks: Blocks) -> None:
    """The example in the text lies in the block and holds 192.0.2.1 where the text says."""
    block = named(blocks, name)
    text = " ".join((block.answer, *block.notes))
    address = ipaddress.IPv6Address(outer)

    assert f"`{outer}`" in text
    assert "192.0.2.1`" in text
    assert address in block.network
    assert ipaddress.IPv4Address(int(address) >> shift & 0xFFFFFFFF) == ipaddress.IPv4Address("192.0.2.1")


# The pages


def test_a_link_to_a_block_shows_that_block_or_an_address_in_it(blocks: Blocks) -> None:
    """Where a hand-written page links a block or an address to a block's page, the page is the right one."""
    seen = 0
    for page in HAND_WRITTEN:
        for shown, name in BLOCK_LINK.findall(page.read_text("utf-8")):
            seen += 1
            block = ipaddress.ip_network(shown)
            home = named(blocks, name).network
            assert block.version == home.version, (page, shown)
            assert home == block if "/" in shown else block[0] in home, (page, shown)
    assert seen > 20


def test_the_pages_table_of_blocks_agrees_with_the_registry(blocks: Blocks) -> None:
    """What the page calls "never" or "no" on the Internet is not globally reachable to IANA."""
    for row in table("learn/ip-addresses", "blocks", "On the Internet?"):
        named_here = [named(blocks, name) for _, name in BLOCK_LINK.findall(row["Block"])]
        assert named_here, row["Block"]
        if row["On the Internet?"] == "partly":
            assert not any(block.listed for block in named_here)
        else:
            assert row["On the Internet?"] in {"no", "never"}
            assert [block.global_ for block in named_here] == [False] * len(named_here)


def test_the_count_of_a_page_is_that_of_ipaddress(blocks: Blocks) -> None:
    """Each block's page gives first, last and number of its addresses as the library has them."""
    for block in blocks:
        text = (ROOT / f"docs/addresses/{block.id}.md").read_text("utf-8")
        count = block.network.num_addresses
        written = f"{count:,}" if count < 10**12 else f"2 to the power of {count.bit_length() - 1}"
        assert re.search(rf"(?<![\d,]){re.escape(written)}(?![\d,])", text), block.id
        for address in (block.network[0], block.network[-1]):
            assert address.exploded in text, block.id


# Longest match, parents, children


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("0.0.0.0", "unspecified-ipv4"),
        ("0.0.0.1", "this-network"),
        ("9.255.255.255", None),
        ("10.0.0.0", "private-10"),
        ("127.255.255.255", "loopback"),
        ("128.0.0.0", None),
        ("172.15.255.255", None),
        ("172.31.255.255", "private-172"),
        ("172.32.0.0", None),
        ("192.0.0.0", "ipv4-service-continuity"),
        ("192.0.0.8", "ipv4-dummy-address"),
        ("192.0.0.11", "ietf-protocol-assignments-ipv4"),
        ("192.0.0.171", "nat64-discovery-171"),
        ("192.88.99.1", "6to4-relay-anycast"),
        ("192.88.99.2", "6a44-relay-anycast"),
        ("233.252.0.255", "documentation-multicast-ipv4"),
        ("239.255.255.255", "multicast-ipv4"),
        ("255.255.255.254", "reserved-ipv4"),
        ("255.255.255.255", "limited-broadcast"),
        ("::", "unspecified-ipv6"),
        ("::1", "loopback-ipv6"),
        ("::2", None),
        ("::ffff:127.0.0.1", "ipv4-mapped"),
        ("2001::1", "teredo"),
        ("2001:1::1", "pcp-anycast-ipv6"),
        ("2001:1::4", "ietf-protocol-assignments-ipv6"),
        ("2001:200::", "global-unicast"),
        ("2001:db8::1", "documentation-ipv6"),
        ("3fff:fff:ffff::", "documentation-ipv6-large"),
        ("3fff:1000::", "global-unicast"),
        ("4000::", None),
        ("fdff::1", "unique-local"),
        ("fe80::1%eth0", "link-local-ipv6"),
        ("feff::", "site-local"),
        ("ff02::1", "multicast-ipv6"),
    ],
)
def test_an_address_belongs_to_the_most_specific_block(address: str, expected: str | None, blocks: Blocks) -> None:
    """Of several blocks around an address the narrowest counts, in whatever order they come."""
    for order in (blocks, blocks[::-1], iter(blocks)):
        found = longest_match(order, ipaddress.ip_address(address))
        assert (found and found.id) == expected


def test_the_longest_match_is_the_longest_common_bit_string(blocks: Blocks) -> None:
    """At every edge of every block the match is that of a plain comparison of bits."""
    bits = {
        (f"{int(it.network[0]):0{it.network.max_prefixlen}b}"[: it.network.prefixlen], it.family): it for it in blocks
    }
    for block in blocks:
        top = 2**block.network.max_prefixlen - 1
        for number in (
            int(block.network[0]) - 1,
            int(block.network[0]),
            int(block.network[-1]),
            int(block.network[-1]) + 1,
        ):
            address = type(block.network[0])(min(max(number, 0), top))
            written = f"{int(address):0{address.max_prefixlen}b}"
            held = [written[:length] for length in range(len(written), 0, -1)]
            expected = next((bits[start, block.family] for start in held if (start, block.family) in bits), None)
            assert longest_match(blocks, address) is expected


def test_parents_are_the_enclosing_blocks_narrowest_first(blocks: Blocks) -> None:
    """The blocks around a block lead outwards step by step and do not name the block itself."""
    assert ids(parents(named(blocks, "pcp-anycast-ipv6"), blocks)) == [
        "ietf-protocol-assignments-ipv6",
        "global-unicast",
    ]
    assert ids(parents(named(blocks, "limited-broadcast"), blocks[::-1])) == ["reserved-ipv4"]
    assert parents(named(blocks, "loopback"), blocks) == ()


def test_children_are_the_blocks_directly_inside(blocks: Blocks) -> None:
    """A block inside a child is the child's, not its grandparent's."""
    inside = ids(children(named(blocks, "global-unicast"), blocks))

    assert ids(children(named(blocks, "ietf-protocol-assignments-ipv4"), blocks)) == [
        "ipv4-service-continuity",
        "ipv4-dummy-address",
        "pcp-anycast-ipv4",
        "turn-anycast-ipv4",
        "nat64-discovery-170",
        "nat64-discovery-171",
    ]
    assert "ietf-protocol-assignments-ipv6" in inside
    assert "teredo" not in inside
    assert children(named(blocks, "loopback-ipv6"), blocks) == ()


def test_children_and_parents_tell_the_same_tree(blocks: Blocks) -> None:
    """A block is among the children of its nearest parent and of no other block."""
    by_parent = {(outer[0].id, inner.id) for inner in blocks if (outer := parents(inner, blocks))}
    by_child = {(outer.id, inner.id) for outer in blocks for inner in children(outer, blocks)}

    assert by_child == by_parent
