"""All port numbers on one line: the three ranges, what each system hands out by itself, and where a port lies.

The range below 1024 is a sixty-fourth of the line, so a second line enlarges the part that matters; two guides lead
to it. The drawing has no width of its own: letters keep their size on a phone and on a desk.
"""

from collections.abc import Iterable

from generator.catalog import Catalog
from generator.model import SystemRange
from generator.pictures import ruler_lines as lines
from generator.pictures import ruler_words
from generator.pictures.figure import Picture
from generator.pictures.ruler_lines import ALL, BAND, ROW, RUG, STACKED
from generator.pictures.ruler_words import Subject
from generator.pictures.scale import Scale
from generator.views import SYSTEMS

THOUSAND = 1000


def ruler(catalog: Catalog, about: Subject) -> Picture:
    """Draw the ruler for one port, one range, all systems' ranges, or all described ports."""
    shown = catalog.systems.values() if about.whole else [catalog.systems[it] for it in SYSTEMS]
    rows = shared_ranges(shown)
    band, window = (STACKED if about.whole else ROW) * len(rows) + 4, window_of(catalog, about)
    ticks = [lines.tick(ALL, it, band + BAND, RUG) for it in _ticked(catalog, about)]
    below = band + BAND + (RUG if ticks else 0)
    parts = [
        *(lines.stacked(rows) if about.whole else lines.systems(rows, about.port, band)),
        *lines.band(catalog.ranges.values(), band, about.home),
        *ticks,
        *lines.numbers(catalog.ranges.values(), about.port, band, below),
    ]
    height = below + 20
    if window:
        parts += lines.enlarged(window, _described(catalog, window), about.port, below)
        height += BAND + 34
    told = ruler_words.tell(catalog, about, rows, enlarged=window is not None)
    return Picture(id="ruler", words=told, body="".join(parts), height=height)


def shared_ranges(systems: Iterable[SystemRange]) -> list[list[SystemRange]]:
    """Put the systems together that hand out the same numbers."""
    found: dict[tuple[int, int], list[SystemRange]] = {}
    for system in systems:
        found.setdefault((system.first, system.last), []).append(system)
    return list(found.values())


def window_of(catalog: Catalog, about: Subject) -> Scale | None:
    """Choose the numbers to enlarge: the System Ports, or a port's thousand if another described port lies there."""
    system, port = catalog.ranges["system"], about.port
    if about.whole or about.home not in {None, "system"}:
        return None
    if port is None or port <= system.last:
        return Scale(first=system.first, last=system.last)
    start = port - port % THOUSAND
    window = Scale(first=max(start, system.last + 1), last=min(start + THOUSAND - 1, ALL.last))
    return window if _described(catalog, window) != [port] else None


def _described(catalog: Catalog, window: Scale) -> list[int]:
    """List the described ports of a part; it asks for each number, because a part is small and the ports may be many."""
    return [it for it in range(window.first, window.last + 1) if it in catalog.ports]


def _ticked(catalog: Catalog, about: Subject) -> list[int]:
    """List the ports to mark along the line: those of a range, or all."""
    if about.whole or about.port is not None:
        return []
    home = catalog.ranges[about.home] if about.home else ALL
    return _described(catalog, Scale(first=home.first, last=home.last))
