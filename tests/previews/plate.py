"""The plate on which each picture is drawn: an atlas's border, a question in large letters, the name below."""

from html import escape

WIDTH, HEIGHT = 1200, 630
LEFT, RIGHT = 96, 1104  # where drawings begin and end
INK, SEA, PAPER, SAND, RED, GREY = "#10404d", "#1d5a6b", "#fdfbf6", "#ece4d2", "#c2431b", "#5c666a"
_SERIF, _SANS, _MONO = (
    "DejaVu Serif Condensed, DejaVu Serif, serif",
    "DejaVu Sans, sans-serif",
    "DejaVu Sans Mono, monospace",
)
_EDGE, _BAND = 26, 9  # of the border
_LOGO = (
    '<path d="M3 26h26M3 26v-5M9.500 26v-3.500M16 26v-5M22.500 26v-3.500M29 26v-5" stroke="{ink}" stroke-width="2" '
    'stroke-linecap="round" fill="none"/>'
    '<path d="M16 3a6.500 6.500 0 0 1 6.500 6.500c0 4-6.500 9.500-6.500 9.500S9.500 13.500 9.500 9.500A6.500 6.500 0 0 1 16 3z" '
    'fill="{red}"/><circle cx="16" cy="9.500" r="2.300" fill="{paper}"/>'
)


def text(  # noqa: PLR0913 (what SVG calls them)
    x: float, y: float, words: str, *, size: int = 30, fill: str = INK, anchor: str = "start", face: str = "sans"
) -> str:
    """Return words with their baseline at a point; `face` is serif, sans or mono, with "-bold" for heavy letters."""
    name, _, bold = face.partition("-")
    family = {"serif": _SERIF, "sans": _SANS, "mono": _MONO}[name]
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x}" y="{y}" font-family="{family}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


def line(*points: float, stroke: str = INK, width: float = 3, more: str = "") -> str:
    """Return a line through points, given as x, y, x, y ..."""
    path = " ".join(f"{x},{y}" for x, y in zip(points[::2], points[1::2], strict=True))
    return f'<polyline points="{path}" fill="none" stroke="{stroke}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round" {more}/>'


def box(  # noqa: PLR0913 (what SVG calls them)
    x: float, y: float, width: float, height: float, *, fill: str = "none", stroke: str = "none", more: str = ""
) -> str:
    """Return a rectangle."""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}" stroke="{stroke}" stroke-width="3" {more}/>'


def dot(x: float, y: float, radius: float, *, fill: str = INK, stroke: str = "none") -> str:
    """Return a circle."""
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="4"/>'


def pin(x: float, y: float, scale: float = 3) -> str:
    """Return the pin of the logo with its point at x, y."""
    shape = "M0 -16a6.500 6.500 0 0 1 6.500 6.500c0 4-6.500 9.500-6.500 9.500S-6.500 -5.500-6.500 -9.500A6.500 6.500 0 0 1 0 -16z"
    return f'<g transform="translate({x} {y}) scale({scale})"><path d="{shape}" fill="{RED}"/><circle cy="-9.500" r="2.300" fill="{PAPER}"/></g>'


def plate(question: str, drawing: str) -> str:
    """Return a whole picture as SVG."""
    logo = _LOGO.format(ink=INK, red=RED, paper=PAPER)
    parts = [
        box(0, 0, WIDTH, HEIGHT, fill=PAPER),
        *_border(),
        text(LEFT, 156, question, size=68, face="serif-bold"),
        drawing,
        f'<g transform="translate({LEFT - 4} 516) scale(1.7)">{logo}</g>',
        text(LEFT + 66, 561, "Port Atlas", size=42, face="serif-bold"),
        text(RIGHT, 559, "addresses, ports, failed connections", size=28, fill=GREY, anchor="end"),
    ]
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'


def _border() -> list[str]:
    """A border of dark and light steps, as maps have it for their degrees."""
    wide, high = WIDTH - 2 * _EDGE, HEIGHT - 2 * _EDGE
    across, down = wide / 24, high / 12
    steps = [
        box(_EDGE + i * across, y, across, _BAND, fill=INK)
        for i in range(0, 24, 2)
        for y in (_EDGE, _EDGE + high - _BAND)
    ]
    steps += [
        box(x, _EDGE + i * down, _BAND, down, fill=INK) for i in range(0, 12, 2) for x in (_EDGE, _EDGE + wide - _BAND)
    ]
    frame = '<rect x="{0}" y="{0}" width="{1}" height="{2}" fill="none" stroke="{3}" stroke-width="1.5"/>'
    inner = _EDGE + _BAND
    return [
        *steps,
        frame.format(_EDGE, wide, high, INK),
        frame.format(inner, WIDTH - 2 * inner, HEIGHT - 2 * inner, INK),
    ]
