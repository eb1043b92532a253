"""Reads the drawings that the generator makes: their texts with the room that they take, their lines, their links."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from generator.pictures.ruler_lines import NARROWEST
from generator.pictures.svg import TEXT, width_of

ASCENT, DESCENT = 0.74, 0.2  # of the size of letters: capitals and digits above the baseline, tails below it


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The room of a text, in units of the drawing."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box") -> bool:
        """Whether two texts share room."""
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.top < other.bottom and other.top < self.bottom


@dataclass(frozen=True)
class Drawing:
    """One figure, parsed; raises when it is no valid XML."""

    html: str

    @property
    def figure(self) -> ET.Element:
        """The figure element."""
        return ET.fromstring(self.html)

    @property
    def svg(self) -> ET.Element:
        """The drawing inside it."""
        found = self.figure.find("svg")
        assert found is not None
        return found

    @property
    def size(self) -> tuple[float, float]:
        """Width and height; one that fills the page is taken as wide as on a phone."""
        if box := self.svg.get("viewBox"):
            _, _, width, height = map(float, box.split())
            return width, height
        return NARROWEST, float(self.svg.attrib["height"])

    def across(self, value: str) -> float:
        """Return a place along the width, which may be a percentage."""
        return float(value[:-1]) / 100 * self.size[0] if value.endswith("%") else float(value)

    def of(self, name: str, style: str = "") -> list[ET.Element]:
        """Return the elements of a name and, where one is given, of a class."""
        return [it for it in self.svg.iter(name) if not style or style in (it.get("class") or "").split()]

    def boxes(self) -> Iterator[Box]:
        """Yield the room of every text."""
        for it in self.of("text"):
            words, style = it.text or "", it.get("class")
            width = width_of(words, bold=style in {"mark", "head"})
            x, y = self.across(it.attrib["x"]), float(it.attrib["y"])
            left = x - {"end": width, "middle": width / 2}.get(it.get("text-anchor", ""), 0)
            yield Box(words=words, left=left, right=left + width, top=y - ASCENT * TEXT, bottom=y + DESCENT * TEXT)


def figures(markdown: str) -> list[Drawing]:
    """Return the drawings of a generated page."""
    return [Drawing(it) for it in re.findall(r"^<figure .*</figure>$", markdown, re.MULTILINE)]
