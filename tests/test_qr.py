"""The QR codes on paper: what is drawn is the code, whole, with its quiet zone, and a reader finds the address in it."""

import gzip
import re

import pytest
import segno
import zxingcpp
from lxml import etree
from PIL import Image

from generator import qr
from generator.pages import SITE_URL
from tests.conftest import ROOT

CASES = sorted(it.stem for it in (ROOT / "data/troubleshooting").glob("*.yml"))
ADDRESSES = [*(f"{SITE_URL}e/{case}/" for case in CASES), f"{SITE_URL}p/62893/"]


def modules(drawing: str) -> tuple[int, set[tuple[int, int]]]:
    """Return the size of a drawing, and its dark squares as column and row, read from the path alone."""
    root = etree.fromstring(drawing)
    _, _, width, height = map(int, root.get("viewBox", "").split())
    assert width == height
    dark = set()
    x = y = 0
    for move, row, middle, step, line in re.findall(r"(M)(\d+) (\d+)\.5|m(\d+) 0|h(\d+)", root[0].get("d", "")):
        if move:
            x, y = int(row), int(middle)
        dark |= {(column, y) for column in range(x, x + int(line or 0))}
        x += int(step or 0) + int(line or 0)
    return width, dark


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_module_of_the_code_is_drawn_where_it_belongs(address: str) -> None:
    """The dark squares are those of the code, moved by a quiet zone of four modules, and there are no others."""
    code = segno.make_qr(address, error="m", boost_error=False)
    size, dark = modules(qr.qr_code(address))
    assert size == len(code.matrix) + 8
    assert dark == {(x + 4, y + 4) for y, row in enumerate(code.matrix) for x, bit in enumerate(row) if bit}


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_reader_finds_the_address(address: str) -> None:
    """What a camera sees, decoded by a program that knows nothing of ours, is the short link."""
    size, dark = modules(qr.qr_code(address))
    image = Image.new("L", (size, size), 255)
    for place in dark:
        image.putpixel(place, 0)
    found = zxingcpp.read_barcode(image.resize((size * 6, size * 6), Image.Resampling.NEAREST))
    assert found is not None
    assert (found.text, found.format, found.ec_level) == (address, zxingcpp.BarcodeFormat.QRCode, "M")


def test_a_folded_corner_does_no_harm() -> None:
    """With a square of 49 modules painted over, the code still reads: that is what its level of correction is for."""
    address = ADDRESSES[0]
    size, dark = modules(qr.qr_code(address))
    image = Image.new("L", (size, size), 255)
    for place in dark:
        image.putpixel(place, 0)
    image.paste(0, (18, 18, 25, 25))
    found = zxingcpp.read_barcode(image.resize((size * 6, size * 6), Image.Resampling.NEAREST))
    assert found is not None
    assert found.text == address


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_drawing_is_small_and_takes_its_colour_from_the_text(address: str) -> None:
    """At most 1.5 kB travel; no style and no colour is written into the drawing, and its name says what it holds."""
    drawing = qr.qr_code(address)
    root = etree.fromstring(drawing)
    assert len(gzip.compress(drawing.encode())) <= 1500
    assert [it.get("style") for it in root.iter()] == [None, None]
    assert re.findall(r"#[0-9a-fA-F]{3}|rgb|black|white", drawing.replace(address, "")) == []
    assert (root[0].get("stroke"), root.get("role")) == ("currentColor", "img")
    assert root.get("aria-label") == f"QR code of {address}"
