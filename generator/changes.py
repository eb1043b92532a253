"""What changed for readers: the dated changes of all records, as one list."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator import case_model, model, prose, reference_model
from generator.catalog import Catalog, key_of

# The first part of every entry's name (RFC 4151). It stays as it is, even if the site moves to another address.
_TAG = "tag:portatlas.example,2026:change"
# The how-to page on which a shared procedure is told first.
TOLD_ON = {
    "connections": "howto/see-open-ports",
    "loopback-firewall": "howto/firewall",
    "own-addresses": "howto/phone-on-the-lan",
    "probe": "howto/test-a-port",
    "probe-udp": "howto/test-a-port",
    "stop-owner": "howto/stop-a-listener",
    "who-listens": "howto/see-open-ports",
    "who-listens-udp": "howto/see-open-ports",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One change: `name` is unique for ever, `where` is the page that changed, `subject` what it is about."""

    name: str
    date: dt.date
    subject: str
    where: prose.Reference
    text: str


def entries(catalog: Catalog) -> tuple[Entry, ...]:
    """Return every change in the data, the newest first; on one day they keep the order of the data."""
    return tuple(sorted(_all(catalog), key=lambda it: it.date, reverse=True))


def _all(catalog: Catalog) -> Iterator[Entry]:
    for record in catalog.records():
        if not isinstance(record, model.Record):
            continue
        kind, own = key_of(record)
        on_day: Counter[dt.date] = Counter()
        for change in record.changes:
            on_day[change.date] += 1
            subject, where = _subject(record)
            yield Entry(
                name=f"{_TAG}/{kind.lower()}/{own or 'all'}/{change.date}/{on_day[change.date]}",
                date=change.date,
                subject=subject,
                where=where,
                text=change.text,
            )


def _subject(record: model.Record) -> tuple[str, prose.Reference]:  # noqa: C901, PLR0911 (a line for each kind)
    """Return what a record is about, and where it is shown."""
    match record:
        case model.Port():
            return f"Port {record.number}", prose.Reference("port", str(record.number))
        case case_model.Case():
            return record.title, prose.Reference("case", record.id)
        case model.AddressBlock():
            return f"{record.block}, {record.name}", prose.Reference("address", record.id)
        case model.IpClass():
            return f"Class {record.id.upper()}", prose.Reference("address", f"class-{record.id}")
        case model.PortRange():
            return record.name, prose.Reference("range", record.id)
        case model.SystemRange():
            return f"Ephemeral ports of {record.system}", prose.Reference("range", "ephemeral")
        case model.Sighting():
            return f"Log lines of {record.printed_by}", prose.Reference("page", "learn/reading-logs")
        case model.RefusedPorts():
            return "Ports that browsers refuse", prose.Reference("page", "learn/ports")
        case case_model.Procedure():
            return record.title, prose.Reference("page", TOLD_ON.get(record.id, "howto/index"))
        case reference_model.Correction():
            return prose.plain(record.claim), prose.Reference("page", "about/corrections", record.id)
        case reference_model.Term():
            return record.term, prose.Reference("page", "learn/glossary", record.id)
        case reference_model.Symptom():
            return record.title, prose.Reference("page", "troubleshooting/index", f"says-{record.id}")
    return "IANA's registry of services", prose.Reference("page", "about/how-we-check", "registry")
