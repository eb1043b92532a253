"""Numbers on hand-written pages agree with the data: what two pages say, one record holds."""

import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import build
from generator.catalog import Catalog
from tests.conftest import ROOT
from tests.test_fragments import HAND_WRITTEN
from tests.test_pages import TODAY

FENCE = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"(?<![\w.:/])(\d{1,3}(?:\.\d{1,3}){3}/\d{1,2}|[0-9a-f:]*::[0-9a-f:]*/\d{1,3})(?![\w.])")
SPAN = re.compile(r"(?<![\w.,])(\d{1,5}) to (\d{4,5})(?![\w.,]*\d)")
COUNT = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
PORT_LINK = re.compile(r"\[`?(\d+)`?\]\((?:\.\./)?ports/(\d+)\.md")
# Counts that are no size of a record: what they are.
OTHER_COUNTS = {
    65_536: "all port numbers, and the largest packet on Linux' lo",
    65_535: "the last port",
    1_500: "Ethernet's MTU",
}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


def prose() -> Iterator[tuple[Path, str]]:
    """Yield each hand-written page without its code blocks."""
    for page in HAND_WRITTEN:
        yield page, FENCE.sub("", page.read_text("utf-8"))


def spans(catalog: Catalog) -> list[tuple[int, int]]:
    """Return first and last port of every range of the data."""
    own = [(it.first, it.last) for it in catalog.systems.values()]
    return [(it.first, it.last) for it in catalog.ranges.values()] + own


def test_every_block_is_one_of_the_data(catalog: Catalog) -> None:
    """A block that a page names is a special block of the data, or lies in one that is free to use in examples."""
    known = [it.network for it in catalog.blocks.values()]
    examples = [
        it.network
        for it in catalog.blocks.values()
        if it.id.startswith(("documentation", "private", "loopback", "link-local"))
    ]
    for page, text in prose():
        for match in BLOCK.finditer(text):
            block = ipaddress.ip_network(match[1])
            inside = any(block.version == it.version and block.subnet_of(it) for it in examples)  # type: ignore[arg-type]
            assert block in known or inside, f"{page.name}: {match[1]}"


def test_every_span_of_ports_is_one_of_the_data(catalog: Catalog) -> None:
    """A span of ports, such as 49152 to 65535, begins and ends where a range of the data does."""
    ranges = spans(catalog)
    borders = {border for pair in ranges for border in pair}
    refused = set(catalog.refused.ports)
    whole = {0, 65535, 1}
    beside = {first - 1 for first in borders} | {last + 1 for last in borders}
    for page, text in prose():
        for match in SPAN.finditer(text):
            first, last = int(match[1]), int(match[2])
            at_borders = {first, last} <= borders | beside | whole
            assert at_borders or set(range(first, last + 1)) <= refused, f"{page.name}: {match[0]}"


def test_every_count_is_the_size_of_something(catalog: Catalog) -> None:
    """A count with thousands, such as 16,777,216, is the size of a block, a class or a range of the data."""
    ranges = spans(catalog)
    sizes = {
        *(it.network.num_addresses for it in catalog.blocks.values()),
        *(last - first + 1 for first, last in ranges),
        *(min(last, end) - max(first, start) + 1 for first, last in ranges for start, end in ranges),
        *(count for it in catalog.classes.values() for count in (it.networks, it.hosts)),
        *OTHER_COUNTS,
    }
    for page, text in prose():
        for match in COUNT.finditer(text):
            assert int(match[0].replace(",", "")) in sizes, f"{page.name}: {match[0]}"


def test_a_link_to_a_port_shows_its_number() -> None:
    """The text of a link to a port's page is that port."""
    for page, text in prose():
        for shown, target in PORT_LINK.findall(text):
            assert shown == target, page.name


def test_the_patterns_find_what_they_look_for() -> None:
    """Blocks, spans and counts are recognised as pages write them."""
    text = "`127.0.0.0/8`, `::1/128`, `2001:db8::/32` and 49152 to 65535 are 16,384 ports."
    assert BLOCK.findall(text) == ["127.0.0.0/8", "::1/128", "2001:db8::/32"]
    assert SPAN.findall(text) == [("49152", "65535")]
    assert COUNT.findall(text) == ["16,384"]
