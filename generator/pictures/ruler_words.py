"""What a ruler shows, in words: its name, its description and its caption."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.catalog import Catalog
from generator.model import PortRange, SystemRange
from generator.pictures.figure import Words
from generator.views import SYSTEMS

_FEW = 0.02  # below that share a percentage needs its decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What a ruler is about: one port, one range (`home`), every system's range (`whole`), or all ports."""

    port: int | None = None
    home: str | None = None
    whole: bool = False


def tell(catalog: Catalog, about: Subject, rows: list[list[SystemRange]], *, enlarged: bool) -> Words:
    """Say what a ruler shows; `rows` are the systems on it, `enlarged` tells whether a part is drawn larger."""
    systems = "; ".join(f"{names_of(it)}: {it[0].first} to {it[0].last}" for it in rows)
    handed = f"Handed out by the systems themselves: {systems}."
    if about.port is not None:
        return _of_port(catalog, about.port, rows, handed, enlarged=enlarged)
    if about.home is not None:
        return _of_range(catalog.ranges[about.home], handed, enlarged=enlarged)
    ranges = listed(f"{it.name} to {it.last}" for it in catalog.ranges.values())
    if about.whole:
        return Words(
            name="What each system hands out, on the line of all ports",
            description=f"A line from 0 to 65535. {handed} Below it the ranges of RFC 6335: {ranges}.",
            caption="The systems do not keep to the ranges of RFC 6335, and they differ from each other.",
        )
    return Words(
        name="All ports on one line",
        description=f"A line from 0 to 65535: {ranges}. {handed} Ticks mark the {len(catalog.ports)} described ports.",
        caption="Each tick is a port that has a page here; the lower line enlarges the first 1,024 numbers.",
    )


def _of_port(catalog: Catalog, port: int, rows: list[list[SystemRange]], handed: str, *, enlarged: bool) -> Words:
    home = next(it for it in catalog.ranges.values() if it.first <= port <= it.last)
    inside = [it.system for systems in rows if port in systems[0] for it in systems]
    hand = "hands" if len(inside) == 1 else "hand"
    verdict = f"{listed(inside)} {hand} such numbers out" if inside else "no current system hands it out"
    below = "; the lower line enlarges its neighbourhood" if enlarged else ""
    return Words(
        name=f"Port {port} on the line of all ports",
        description=f"{port} is one of the {home.name}, {home.first} to {home.last}. {handed}",
        caption=f"Where {port} lies: {verdict} by default{below}.",
    )


def _of_range(home: PortRange, handed: str, *, enlarged: bool) -> Words:
    share = (home.last - home.first + 1) / 65536
    part = f"{share:.1%}" if share < _FEW else f"{share:.0%}"
    below = "; the lower line enlarges them" if enlarged else ""
    return Words(
        name=f"{home.name} on the line of all ports",
        description=f"{home.first} to {home.last} of 0 to 65535. {handed} Ticks mark the described ports.",
        caption=f"The {home.name} are {part} of all numbers; each tick is a port that has a page here{below}.",
    )


def span_of(systems: list[SystemRange]) -> str:
    """Name systems that share a range, and the range, as briefly as a drawing needs it."""
    return f"{', '.join(_name_of(it) for it in systems)} {systems[0].first}\N{EN DASH}{systems[0].last}"


def names_of(systems: list[SystemRange]) -> str:
    """Name systems that share a range."""
    return listed(_name_of(it) for it in systems)


def _name_of(system: SystemRange) -> str:
    """Name a system; an older range of it, as its id tells, with its versions."""
    return f"{system.system} {system.versions}".partition(",")[0] if _is_older(system) else system.system


def _is_older(system: SystemRange) -> bool:
    """Whether a newer range of the same system stands under its plain id."""
    return system.id not in SYSTEMS and system.id.partition("-")[0] in SYSTEMS


def listed(words: Iterable[str]) -> str:
    """Join words as a sentence does: a, b and c."""
    *most, last = list(words)
    return f"{', '.join(most)} and {last}" if most else last
