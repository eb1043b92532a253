"""What a port's page shows: everything that its number alone tells."""

from dataclasses import dataclass
from functools import cached_property

from generator import case_model, model
from generator.catalog import Catalog
from generator.registry import Service
from generator.views import SYSTEM_NAMES, SYSTEMS, CitedSource, checks_for, cite, every_citation

PRIVILEGED_BELOW = 1024  # ports that need a privilege to bind on POSIX systems


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
    unauthorized: bool


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
        """The rows of IANA's registry that hold the port, the current name first."""
        return self.catalog.registry.find(self.number)

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The same rows, those of one name together."""
        found: dict[tuple[str, str], list[Service]] = {}
        for row in self.assigned:
            found.setdefault((row.status, row.name), []).append(row)
        return tuple(
            Assignment(
                status=status,
                name=name,
                description=rows[0].description,
                transports=tuple(row.transport for row in rows),
                unauthorized=any(row.unauthorized for row in rows),
            )
            for (status, name), rows in found.items()
        )

    @property
    def often_temporary(self) -> bool:
        """Whether a system of today hands out the number by itself, so that a client may hold it."""
        return any(verdict.automatic for verdict in self.verdicts)

    @property
    def automatic_on(self) -> tuple[str, ...]:
        """Every system, old ones too, whose automatic range holds the number."""
        return tuple(it.system for it in self.catalog.systems.values() if self.number in it)

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

    @property
    def citations(self) -> tuple[CitedSource, ...]:
        """Everything that the page cites."""
        return cite(
            self.catalog, [*every_citation(self.port), *self.home.sources, *self.catalog.registry.provenance.sources]
        )
