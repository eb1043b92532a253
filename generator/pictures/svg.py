"""What all pictures are drawn with: elements as text, and how wide letters are.

Colours come from the classes in docs/assets/pictures.css alone, so that a picture follows the reader's scheme.
"""

from html import escape

TEXT = 12.5  # the size of letters, in units of the drawing; pictures.css says the same
# Widths in hundredths of the size, measured on common interface fonts, rounded up.
_NARROW, _USUAL, _WIDE = 38, 64, 98
_THIN_LETTERS = frozenset(" .,:;'|!ijlftr()[]/-")
_BROAD_LETTERS = frozenset("mwMW@%")


def width_of(text: str, size: float = TEXT, *, bold: bool = False) -> float:
    """Estimate how wide a text is, rather too wide than too narrow."""
    hundredths = sum(_NARROW if it in _THIN_LETTERS else _WIDE if it in _BROAD_LETTERS else _USUAL for it in text)
    return hundredths / 100 * size * (1.12 if bold else 1)


def number(value: float) -> str:
    """Write a number with at most two decimals and nothing that could be left out."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def element(name: str, content: str | None = None, /, **attributes: float | str | None) -> str:
    """Return one element; `class_` gives the class, `x_1` and the like keep their digit, None leaves one out.

    `content` is markup; without it the element is empty.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    return f"<{name}{written}/>" if content is None else f"<{name}{written}>{content}</{name}>"


def _attribute(key: str, value: float | str) -> str:
    text = escape(value) if isinstance(value, str) else number(value)
    return f' {key.rstrip("_").replace("_", "-")}="{text}"'


def text(x: float | str, y: float, words: str, *, style: str | None = None, anchor: str | None = None) -> str:
    """Return words whose baseline begins, has its middle or ends at a point."""
    return element("text", escape(words, quote=False), x=x, y=y, class_=style, text_anchor=anchor)


def line(x1: float | str, y1: float, x2: float | str, y2: float, style: str) -> str:
    """Return a straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=style)


def percent(value: float) -> str:
    """Write a place along the full width; three decimals tell neighbouring ports apart."""
    return f"{value:.3f}".rstrip("0").rstrip(".") + "%"
