"""An address as a QR code, for paper: a drawing that takes its colour from the text around it. Pure."""

from collections.abc import Iterable, Iterator
from itertools import groupby

import segno

from generator.pictures import svg

QUIET = 4  # modules of white on each side: ISO/IEC 18004 asks for four
LEVEL = "M"  # 15 % of the code may be lost: paper gets folded and marked, and L would save no more than one size


def qr_code(address: str) -> str:
    """Return an SVG of the QR code (not a Micro QR code, which few cameras read) that holds the address.

    One unit of the drawing is one module. The text alternative says the address.
    """
    code = segno.make_qr(address, error=LEVEL, boost_error=False)
    size = len(code.matrix) + 2 * QUIET
    path = svg.element("path", d="".join(_rows(code.matrix)), stroke="currentColor")
    return svg.element(
        "svg",
        path,
        viewBox=f"0 0 {size} {size}",
        class_="atlas-qr",
        role="img",
        aria_label=f"QR code of {address}",
        shape_rendering="crispEdges",
    )


def _rows(matrix: Iterable[Iterable[int]]) -> Iterator[str]:
    """Yield each row as a line, one unit thick and with gaps: half of what boxes would take."""
    for y, row in enumerate(matrix, QUIET):
        runs = ((bool(is_dark), len(list(run))) for is_dark, run in groupby(row))
        yield f"M{QUIET} {y}.5" + "".join(f"h{width}" if is_dark else f"m{width} 0" for is_dark, width in runs)
