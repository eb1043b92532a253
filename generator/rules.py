"""What must hold between records: functions that yield problems.

A rule is a function that takes the catalog (and the day, where it asks for one) and yields a
problem for each breach. To add one, write it and name it in RULES or DATED_RULES.
"""

import datetime as dt
import ipaddress
from collections.abc import Collection, Iterator
from typing import Any

from pydantic import BaseModel

from generator import case_rules, model, prose, registry
from generator.catalog import Catalog
from generator.document import Location
from generator.fields import MAX_PORT
from generator.problems import Place, Problem, did_you_mean
from generator.views import SYSTEMS

SHOWN_PROCEDURES = ("who-listens", "who-listens-udp", "probe", "probe-udp", "stop-owner", "loopback-firewall")


def check(catalog: Catalog, today: dt.date) -> Iterator[Problem]:
    """Yield every breach of every rule; `today` is the day against which dates are judged."""
    for rule in RULES:
        yield from rule(catalog)
    for dated_rule in DATED_RULES:
        yield from dated_rule(catalog, today)


def ranges_cover_all_ports(catalog: Catalog) -> Iterator[Problem]:
    """The ranges of RFC 6335 hold every number from 0 to 65535 exactly once."""
    expected = 0
    ranges = sorted(catalog.ranges.values(), key=lambda it: it.first)
    for item in ranges:
        if item.first != expected:
            what = "overlaps the range before it" if item.first < expected else "leaves a gap before it"
            yield catalog.problem(item, ("first",), f"{item.first} {what}", f"write {expected}")
        if item.last < item.first:
            yield catalog.problem(item, ("last",), f"a range cannot end ({item.last}) before it begins ({item.first})")
        expected = item.last + 1
    if ranges and expected <= MAX_PORT:
        yield catalog.problem(ranges[-1], ("last",), f"no range holds the ports from {expected} on")


def system_ranges_begin_before_they_end(catalog: Catalog) -> Iterator[Problem]:
    """A system's own range begins before it ends."""
    for item in catalog.systems.values():
        if item.last < item.first:
            yield catalog.problem(item, ("last",), f"a range cannot end ({item.last}) before it begins ({item.first})")


def classes_cover_all_addresses(catalog: Catalog) -> Iterator[Problem]:
    """The classes A to E hold every IPv4 address exactly once, as their leading bits say."""
    expected = 0
    for item in catalog.classes.values():
        if int(item.first) != expected:
            should = ipaddress.IPv4Address(expected)
            yield catalog.problem(
                item, ("first",), f"{item.first} does not follow the class before it", f"write {should}"
            )
        bits = f"{int(item.first):032b}", f"{int(item.last):032b}"
        if not all(number.startswith(item.leading_bits) for number in bits):
            yield catalog.problem(
                item, ("leading_bits",), f"addresses from {item.first} to {item.last} do not begin so"
            )
        expected = min(int(item.last) + 1, 2**32 - 1)


def pages_find_what_they_show(catalog: Catalog) -> Iterator[Problem]:
    """The procedures and systems that every port page shows are described."""
    wanted = (
        ("data/commands.yml", catalog.procedures, SHOWN_PROCEDURES),
        ("data/port-ranges.yml", catalog.systems, SYSTEMS),
    )
    for path, found, names in wanted:
        for name in names:
            if name not in found:
                yield Problem(
                    place=Place(path=path), message=f'every port page needs the record "{name}", which is missing'
                )


def file_names_match(catalog: Catalog) -> Iterator[Problem]:
    """A port's file is named by its number, a case's file by its id."""
    for port in catalog.ports.values():
        yield from _name_matches(catalog, port, "number", str(port.number))
    for case in catalog.cases.values():
        yield from _name_matches(catalog, case, "id", case.id)


def _name_matches(catalog: Catalog, record: BaseModel, field: str, name: str) -> Iterator[Problem]:
    stem = catalog.path(record).rsplit("/", 1)[-1].removesuffix(".yml")
    if stem != name:
        yield catalog.problem(record, (field,), f"the file is named {stem}.yml but its {field} is {name}")


def blocks_are_given_once(catalog: Catalog) -> Iterator[Problem]:
    """No two records describe the same address block."""
    seen: dict[Any, str] = {}
    for item in catalog.blocks.values():
        if item.block in seen:
            yield catalog.problem(item, ("block",), f'{item.block} is given twice, first as "{seen[item.block]}"')
        seen.setdefault(item.block, item.id)


def references_exist(catalog: Catalog) -> Iterator[Problem]:
    """Every id of a case, a port, a sighting, a procedure or a source names a record that exists."""
    names: dict[str, Collection[str]] = {
        **dict.fromkeys(("case", "cases", "related"), catalog.cases),
        "start_with": catalog.procedures,
        "blocks": catalog.blocks,
        "sightings": catalog.sightings,
        "near": {str(number) for number in catalog.ports},
        **dict.fromkeys(("sources", "rfc"), catalog.sources),
    }
    linked = targets(catalog)
    for record in catalog.records():
        for location, value in _values(record):
            field = next((part for part in reversed(location) if isinstance(part, str)), "")
            if field in names:
                name = str(value).partition("#")[0]
                if name not in names[field]:
                    yield _unknown(catalog, record, location, name, names[field])
            elif isinstance(value, str):
                for reference in prose.references(value):
                    if reference.target not in linked[reference.kind]:
                        name = f"{reference.kind}:{reference.target}"
                        yield _unknown(catalog, record, location, name, linked[reference.kind])


def targets(catalog: Catalog) -> dict[str, Collection[str]]:
    """List what each kind of link in prose may name."""
    return {
        "case": catalog.cases,
        "port": {str(number) for number in catalog.ports},
        "range": {*catalog.ranges, "ephemeral"},
        "address": {*catalog.blocks, *(f"class-{item}" for item in catalog.classes)},
        "page": catalog.written,
    }


def _unknown(catalog: Catalog, record: BaseModel, location: Location, name: str, choices: Collection[str]) -> Problem:
    meant = did_you_mean(name.rpartition(":")[2], choices)
    return catalog.problem(record, location, f'there is no record "{name}"', meant)


def lists_hold_nothing_twice(catalog: Catalog) -> Iterator[Problem]:
    """A list of ids or numbers names each one once, and a record never names itself."""
    for record in (*catalog.ports.values(), *catalog.cases.values()):
        for name, value in record:
            if name in {"near", "cases", "sightings", "related", "start_with", "transports"}:
                for index, item in enumerate(value):
                    if item in value[:index]:
                        yield catalog.problem(record, (name, index), f'"{item}" is named twice')
                    if name in {"near", "related"} and item in {
                        getattr(record, "number", 0),
                        getattr(record, "id", ""),
                    }:
                        yield catalog.problem(record, (name, index), "a record cannot name itself")


def sources_are_reachable(catalog: Catalog) -> Iterator[Problem]:
    """A source has an address, unless our own tests measured the fact."""
    for source in catalog.sources.values():
        if (source.url is None) != (source.kind == "measured"):
            yield catalog.problem(source, ("url",), "only a measured source has no url, and it has none")


def registry_is_complete(catalog: Catalog) -> Iterator[Problem]:
    """The copy of IANA's registry has as many rows as were imported."""
    provenance, rows = catalog.registry.provenance, len(catalog.registry.services)
    if provenance.rows != rows:
        message = f"{registry.FILE} has {rows} rows and not {provenance.rows}"
        yield catalog.problem(provenance, ("rows",), message, f"run: {registry.CURE}")
    if provenance.older is None and any(row.copy for row in catalog.registry.services):
        message = f"{registry.FILE} has rows of an older copy, of which nothing stands here"
        yield catalog.problem(provenance, ("method",), message, f"run: {registry.CURE}")


def dates_are_past(catalog: Catalog, today: dt.date) -> Iterator[Problem]:
    """No record was checked or changed in the future."""
    for record in catalog.records():
        if isinstance(record, model.Record):
            for location, date in _dates(record):
                if date > today:
                    yield catalog.problem(record, location, f"{date} is in the future")


def _dates(record: model.Record) -> Iterator[tuple[Location, dt.date]]:
    yield ("checked",), record.checked
    if isinstance(record, model.Provenance):
        yield ("date",), record.date
    for index, change in enumerate(record.changes):
        yield ("changes", index, "date"), change.date


def _values(value: Any, location: Location = ()) -> Iterator[tuple[Location, Any]]:
    """Yield every text and number inside a record with its location."""
    if isinstance(value, BaseModel):
        for name, inner in value:
            yield from _values(inner, (*location, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _values(inner, (*location, index))
    elif isinstance(value, str | int):
        yield location, value


RULES = (
    ranges_cover_all_ports,
    system_ranges_begin_before_they_end,
    classes_cover_all_addresses,
    pages_find_what_they_show,
    file_names_match,
    blocks_are_given_once,
    references_exist,
    lists_hold_nothing_twice,
    sources_are_reachable,
    registry_is_complete,
    *case_rules.RULES,
)
DATED_RULES = (dates_are_past,)
