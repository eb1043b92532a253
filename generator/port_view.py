"""What a port's page shows: everything that its number alone tells."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from generator import case_model, model
from generator.catalog import Catalog
from generator.registry import Service, called
from generator.views import SYSTEM_NAMES, SYSTEMS, CitedSource, checks_for, cite, every_citation

PRIVILEGED_BELOW = 1024  # ports that need a privilege to bind on POSIX systems
LONGEST_PAIR = 44  # characters of two programs that the summary of a page can hold
LONGEST_NOTE = 160  # characters; of a longer note the page shows the first sentence
_EXPLAINED = re.compile(r"(?: \(|, (?:which|such as) ).*$")  # what follows the name of a program
_FIRST_SENTENCE = re.compile(r".+?[.!?](?= )")
_FOR_DISCOVERY = "Defined TXT keys"  # what a service tells about itself in the DNS: nothing about its port


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a port number means on one operating system."""

    system: str
    name: str
    own: model.SystemRange
    automatic: bool
    privileged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What IANA's registry says of a number once, for all the transports of which it says the same."""

    status: str
    name: str
    description: str
    transports: tuple[str, ...]
    date: str  # of the copy that says so

    @property
    def called(self) -> str:
        """The name, or what stands in its place."""
        return called(self.name, self.status)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What IANA remarked once, and the rows at which it stands."""

    text: str
    rows: tuple[Service, ...]  # one for each name


@dataclass(frozen=True, kw_only=True)
class PortView:
    """One port: its record and all that the ranges say about its number."""

    catalog: Catalog
    port: model.Port

    @property
    def number(self) -> int:
        """The port number."""
        return self.port.number

    @cached_property
    def home(self) -> model.PortRange:
        """The range of RFC 6335 that holds the port."""
        return next(it for it in self.catalog.ranges.values() if it.first <= self.number <= it.last)

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What the number means on each of today's three systems."""
        return tuple(self._verdict(system) for system in SYSTEMS)

    def _verdict(self, system: str) -> Verdict:
        own = self.catalog.systems[system]
        privileged = self.number < PRIVILEGED_BELOW and system != "windows"
        name = SYSTEM_NAMES[system]
        return Verdict(system=system, name=name, own=own, automatic=self.number in own, privileged=privileged)

    @cached_property
    def assigned(self) -> tuple[Service, ...]:
        """The rows of IANA's registry that hold the port: those of the newer copy first, the current name first."""
        return tuple(sorted(self.catalog.registry.find(self.number), key=lambda it: it.copy))

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The same rows, those of one name together."""
        found: dict[tuple[str, str, str], list[Service]] = {}
        for row in self.assigned:
            found.setdefault((row.copy, row.status, row.name), []).append(row)
        return tuple(
            Assignment(
                status=status,
                name=name,
                description=rows[0].description,
                transports=tuple(row.transport for row in rows),
                date=self.catalog.registry.date_of(rows[0]),
            )
            for (_, status, name), rows in found.items()
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """What IANA remarked about the port and uses of it; as of the day that the registry calls `noted`."""
        found: dict[str, dict[tuple[str, str], Service]] = {}
        for row in self.assigned:
            for text in filter(None, (_shown(row), row.unauthorized)):
                found.setdefault(text, {}).setdefault((row.status, row.name), row)
        return tuple(Note(text=text, rows=tuple(rows.values())) for text, rows in found.items())

    @property
    def often_temporary(self) -> bool:
        """Whether a system of today hands out the number by itself, so that a client may hold it."""
        return any(verdict.automatic for verdict in self.verdicts)

    @property
    def automatic_on(self) -> tuple[str, ...]:
        """Every system whose automatic range holds the number; an older range of a system with its versions."""
        found = (it for it in self.catalog.systems.values() if self.number in it)
        several = Counter(it.system for it in self.catalog.systems.values())
        return tuple(
            it.system if several[it.system] == 1 or it.id in SYSTEMS else f"{it.system} ({it.versions})" for it in found
        )

    @property
    def privileged(self) -> bool:
        """Whether POSIX systems ask for a privilege to bind it."""
        return self.number < PRIVILEGED_BELOW

    @property
    def refused_by_browsers(self) -> bool:
        """Whether the Fetch Standard lists the number as a bad port."""
        return self.number in self.catalog.refused.ports

    @property
    def udp_only(self) -> bool:
        """Whether the port is one of UDP alone, for which the commands differ."""
        return self.port.transports == ("udp",)

    @property
    def usual(self) -> tuple[str, ...]:
        """The program that comes to mind first, and the next one where there is room; without what explains them."""
        names = [_EXPLAINED.sub("", it.program) for it in self.port.listeners[:2]]
        return tuple(names if len("".join(names)) < LONGEST_PAIR else names[:1])

    @property
    def who(self) -> str:
        """The id of the procedure that names the program behind the port."""
        return "who-listens-udp" if self.udp_only else "who-listens"

    @property
    def probe(self) -> str:
        """The id of the procedure that tests the port."""
        return "probe-udp" if self.udp_only else "probe"

    def naming_command(self, system: str) -> str:
        """The command that names the program behind the port on one system."""
        return checks_for(system, self.catalog.procedures[self.who].checks)[0].command

    @property
    def trial(self) -> str:
        """The command of a server with which to try the number, out of reach for others."""
        if self.udp_only:
            return f"nc -u -l 127.0.0.1 {self.number}"
        return f"python3 -m http.server {self.number} --bind 127.0.0.1"

    @property
    def sightings(self) -> tuple[model.Sighting, ...]:
        """How programs print this port."""
        return tuple(self.catalog.sightings[name] for name in self.port.sightings)

    @property
    def cases(self) -> tuple[case_model.Case, ...]:
        """The troubles that people have with this port."""
        return tuple(self.catalog.cases[name] for name in self.port.cases)

    @property
    def near(self) -> tuple[model.Port, ...]:
        """Other described ports worth a look."""
        return tuple(self.catalog.ports[number] for number in self.port.near)

    @cached_property
    def citations(self) -> tuple[CitedSource, ...]:
        """Everything that the page cites."""
        return cite(
            self.catalog, [*every_citation(self.port), *self.home.sources, *self.catalog.registry.provenance.sources]
        )


def _shown(row: Service) -> str:
    """Return what a reader should see of a row's note."""
    if row.status == "historic" or row.note.startswith(_FOR_DISCOVERY):  # "old spelling" says the same
        return ""
    sentence = _FIRST_SENTENCE.match(row.note) if len(row.note) > LONGEST_NOTE else None
    return sentence[0] if sentence else row.note
