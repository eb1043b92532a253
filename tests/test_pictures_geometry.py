"""Where things stand in the pictures, against the numbers that they stand for."""

import ipaddress
import xml.etree.ElementTree as ET
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from generator import build
from generator.catalog import Catalog
from generator.fields import MAX_PORT, Network
from generator.picture_model import Send
from generator.pictures import address_map, decisions, gallery, ruler
from generator.pictures.grid import SIDE, Area, area, levels, square_of
from generator.pictures.journey import OWN
from generator.pictures.ruler_words import Subject
from generator.pictures.scale import Scale
from tests.conftest import ROOT
from tests.drawings import Drawing
from tests.test_pages import TODAY

ROUNDED = 0.0006  # percent: places along the width have three decimals
ALL = MAX_PORT + 1


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


def place(element: ET.Element, name: str = "x1") -> float:
    """Return a place along the width in percent."""
    return float(element.attrib[name].removesuffix("%"))


@given(first=some.integers(0, MAX_PORT), size=some.integers(1, ALL), inside=some.integers(0, MAX_PORT))
def test_a_scale_gives_each_number_a_cell_of_the_same_width(first: int, size: int, inside: int) -> None:
    """Cells follow each other without gap or overlap, fill the scale, and hold their middle."""
    scale = Scale(first=first, last=first + size - 1)
    number = first + inside % size
    assert scale.left(first) == 0
    assert scale.right(scale.last) == pytest.approx(100)
    assert scale.left(number) < scale.middle(number) < scale.right(number) == scale.left(number + 1)
    assert scale.right(number) - scale.left(number) == pytest.approx(scale.cell)


def test_every_port_is_marked_where_it_is(catalog: Catalog) -> None:
    """The mark, its number and the enlarged mark stand at the port's own place, for every described port."""
    for port in catalog.ports:
        drawing = Drawing(gallery.port_ruler(catalog, port))
        marks, labels = drawing.of("line", "here"), drawing.of("text", "mark")
        window = ruler.window_of(catalog, Subject(port=port))
        places = [(port + 0.5) / ALL * 100]
        places += [(port + 0.5 - window.first) / (window.last + 1 - window.first) * 100] if window else []
        assert [place(it) for it in marks] == pytest.approx(places, abs=ROUNDED), port
        assert [place(it, "x") for it in labels] == pytest.approx(places, abs=ROUNDED), port
        assert {it.text for it in labels} == {str(port)}


def test_62893_lies_outside_linux_and_inside_windows_and_macos(catalog: Catalog) -> None:
    """The mark of 62893 meets the line of Windows and macOS, and passes the end of that of Linux."""
    drawing = Drawing(gallery.port_ruler(catalog, 62893))
    linux, others = drawing.of("line", "span")
    mark = place(drawing.of("line", "here")[0])
    assert place(linux, "x2") < mark
    assert place(others) < mark < place(others, "x2")
    assert [it.attrib["cy"] for it in drawing.of("circle")] == [others.attrib["y1"]]


def test_a_dot_stands_on_each_system_that_hands_the_port_out(catalog: Catalog) -> None:
    """The dots on the systems' lines are those of the ranges that hold the port."""
    for port in catalog.ports:
        drawing = Drawing(gallery.port_ruler(catalog, port))
        dots = {it.attrib["cy"] for it in drawing.of("circle")}
        mark = (port + 0.5) / ALL * 100
        held = {it.attrib["y1"] for it in drawing.of("line", "span") if place(it) < mark < place(it, "x2")}
        today = ruler.shared_ranges(catalog.systems[it] for it in ("linux", "macos", "windows"))
        assert dots == held, port
        assert len(dots) == sum(port in it[0] for it in today), port


def test_ranges_and_systems_end_where_their_numbers_end(catalog: Catalog) -> None:
    """The three ranges fill the line without a gap, and every system's line has its first and last number."""
    drawing = Drawing(gallery.systems_ruler(catalog))
    bands = [(place(it, "x"), place(it, "width")) for it in drawing.of("rect", "band")]
    borders = [it.first / ALL * 100 for it in catalog.ranges.values()]
    assert [left for left, _ in bands] == pytest.approx(borders, abs=ROUNDED)
    assert all(left + width == pytest.approx(right, abs=2 * ROUNDED) for (left, width), (right, _) in pairwise(bands))
    spans = {(place(it), place(it, "x2")) for it in drawing.of("line", "span")}
    wanted = {(it.first / ALL * 100, (it.last + 1) / ALL * 100) for it in catalog.systems.values()}
    assert sorted(spans) == [pytest.approx(it, abs=ROUNDED) for it in sorted(wanted)]


def test_the_directory_ticks_every_described_port(catalog: Catalog) -> None:
    """Each described port has its tick on the line of all ports, and those below 1024 a tick or a block on the enlarged line."""
    drawing = Drawing(gallery.range_ruler(catalog))
    places = [place(it) for it in drawing.of("line", "tick")]
    blocks = [(place(it, "x"), place(it, "width")) for it in drawing.of("rect", "run")]
    covered = [left + (cell + 0.5) * 100 / 1024 for left, width in blocks for cell in range(round(width * 10.24))]
    whole = [(it + 0.5) / ALL * 100 for it in catalog.ports]
    larger = [(it + 0.5) / 1024 * 100 for it in catalog.ports if it < 1024]
    assert blocks
    assert sorted(places + covered) == pytest.approx(sorted(whole + larger), abs=ROUNDED)


@some.composite
def networks(draw: some.DrawFn) -> Network:
    """Any IPv4 block."""
    length = draw(some.integers(0, 32))
    return ipaddress.IPv4Network((draw(some.integers(0, 2**32 - 1)) >> (32 - length) << (32 - length), length))


def share(it: Area) -> float:
    """Return which part of the square an area covers."""
    return it.width * it.height / SIDE**2


@given(network=networks(), level=some.integers(0, 3))
def test_an_area_is_as_large_as_its_block(network: Network, level: int) -> None:
    """A block covers exactly its share of the addresses of a square, and lies inside the square."""
    if 8 * level > network.prefixlen:
        with pytest.raises(ValueError, match="larger than the square"):
            area(network, level)
        return
    it = area(network, level)
    assert share(it) == pytest.approx(network.num_addresses / square_of(network, level).num_addresses)
    assert 0 <= it.x <= it.x + it.width <= SIDE
    assert 0 <= it.y <= it.y + it.height <= SIDE


@given(one=networks(), two=networks())
def test_areas_overlap_only_where_blocks_do(one: Network, two: Network) -> None:
    """Two blocks share room exactly if they share addresses; an inner one lies inside the outer one."""
    a, b = area(one), area(two)
    beside = a.x + a.width <= b.x or b.x + b.width <= a.x
    apart = a.y + a.height <= b.y or b.y + b.height <= a.y
    assert (beside or apart) is not one.overlaps(two)


def test_every_special_block_covers_exactly_its_addresses_on_the_map(catalog: Catalog) -> None:
    """What is drawn for the outermost IPv4 blocks has their areas; dots stand in the middle of theirs."""
    blocks = [it for it in catalog.blocks.values() if it.family == "IPv4"]
    for some_blocks, level in ((blocks, 0), (address_map.enlarged(blocks), 1)):
        body = address_map.address_map(some_blocks, level, "{}/".format)
        svg = ET.fromstring(f"<svg>{body.body}</svg>")
        links = {it.attrib["href"].rstrip("/"): it for it in svg.iter("a")}
        for block in some_blocks:
            inner = [it for it in some_blocks if it != block and block.network.subnet_of(it.network)]  # type: ignore[arg-type]
            assert (block.id in links) is not bool(inner), block.id
            if block.id in links:
                shape = next(it for it in links[block.id].iter() if it.get("class") == "special")
                x, y, width, height = area(block.network, level).scaled(20)
                if shape.tag == "circle":
                    drawn = [float(shape.attrib[it]) for it in ("cx", "cy")]
                    assert drawn == pytest.approx([x + width / 2, y + height / 2], abs=0.006)
                else:
                    drawn = [float(shape.attrib[it]) for it in ("x", "y", "width", "height")]
                    assert drawn == pytest.approx([x, y, width, height], abs=0.006)


def test_a_block_is_marked_in_the_last_of_its_squares(catalog: Catalog) -> None:
    """A block's own page marks one place in each square, and the last one is the block; longer IPv6 blocks have none."""
    for block in catalog.blocks.values():
        html = gallery.place_of_block(catalog, block)
        assert bool(html) is (levels(block.network) <= 4), block.id
        if html:
            drawing = Drawing(html)
            marked = [it for it in drawing.svg.iter() if it.get("class") == "here-block"]
            assert len(marked) == levels(block.network), block.id
            assert len(drawing.of("text")) == levels(block.network), block.id


def test_messages_stand_in_their_order_and_go_their_way(catalog: Catalog) -> None:
    """Time runs down: each message begins below the one before, at its sender, and ends lower, at the other side."""
    for record in catalog.exchanges.values():
        drawing = Drawing(gallery.drawing(record))
        arrows = [it for it in drawing.of("line") if it.get("class") in {"sent", "lost"}]
        sends = [it for it in record.steps if isinstance(it, Send)]
        assert len(arrows) == len(sends), record.id
        client, server = (float(it.attrib["x1"]) for it in drawing.of("line", "life"))
        for arrow, send in zip(arrows, sends, strict=True):
            start, end = float(arrow.attrib["x1"]), float(arrow.attrib["x2"])
            assert start == (client if send.from_ == "client" else server), record.id
            assert (end in (client, server)) is not send.lost, record.id
            assert float(arrow.attrib["y1"]) < float(arrow.attrib["y2"])
        tops = [float(it.attrib["y1"]) for it in arrows]
        assert tops == sorted(set(tops)), record.id
        said = [it.text for it in drawing.of("text") if it.text in {send.says for send in sends}]
        assert said == [send.says for send in sends], record.id


def test_each_place_has_its_own_loopback_and_each_packet_its_end(catalog: Catalog) -> None:
    """A box for each place that names its own 127.0.0.1; an arrow's head or a cross for each packet, never both."""
    for record in catalog.journeys.values():
        drawing = Drawing(gallery.drawing(record))
        places = drawing.of("rect", "place")
        assert len(places) == len(record.places) == [it.text for it in drawing.of("text")].count(OWN), record.id
        failed = [it for it in record.packets if it.fails]
        assert len(drawing.of("path", "cross")) == len(failed), record.id
        assert len(drawing.of("path", "head-of")) == len(record.packets) - len(failed), record.id
        for one, two in combinations(places, 2):
            tops = sorted(
                (float(it.attrib["y"]), float(it.attrib["y"]) + float(it.attrib["height"])) for it in (one, two)
            )
            assert tops[0][1] <= tops[1][0] or tops[1][1] <= tops[0][1], record.id  # apart, or one inside the other


def test_every_case_has_a_path_that_leads_wherever_its_checks_lead(catalog: Catalog) -> None:
    """The path of a case has at least one question, and every case to which a check leads is on it."""
    for case in catalog.cases.values():
        path = decisions.questions(catalog, case)
        assert path, case.id
        shared = [it for name in case.start_with for it in catalog.procedures[name].checks]
        leads = [lead for check in (*shared, *case.checks) for lead in check.leads_to]
        on_path = [lead for question in path for lead in question.leads]
        assert {it.case for it in leads} == {it.case for it in on_path}, case.id
        assert {it.then for it in leads if not it.case} == {it.then for it in on_path if not it.case}, case.id
        asked = [check.asks for check in (*shared, *case.checks) if check.leads_to]
        assert [asked.index(it.asks) for it in path] == sorted(asked.index(it.asks) for it in path), case.id
