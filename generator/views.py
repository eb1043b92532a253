"""What the pages show: facts derived from the records, never written down."""

import datetime as dt
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

from generator import addresses, case_model, model
from generator.catalog import Catalog

SYSTEM_NAMES = {"linux": "Linux", "macos": "macOS", "windows": "Windows", "any": "Any system"}
BEST_KNOWN = ("Chromium", "Python", "Node.js", "Java", "Go", "curl")  # programs whose messages come first
SYSTEMS = ("linux", "macos", "windows")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedSource:
    """A source as a page lists it: citation, title, short name, address with section, version or date."""

    id: str
    title: str
    short: str  # an RFC by its number alone: its title can be as long as a paragraph
    url: str | None
    edition: str


def cite(catalog: Catalog, citations: Iterable[str]) -> tuple[CitedSource, ...]:
    """Resolve citations, each once, in the order given; `rfc6335#section-6` points at the section."""
    return tuple(_cite(catalog, citation) for citation in dict.fromkeys(citations))


def _cite(catalog: Catalog, citation: str) -> CitedSource:
    name, _, section = citation.partition("#")
    source = catalog.sources[name]
    title = short = source.title
    if source.kind == "rfc" and name.removeprefix("rfc").isdecimal():
        short = f"RFC {name.removeprefix('rfc')}"
        title = f"{short}, {title}"
    part = f", section {section.removeprefix('section-')}" if section.startswith("section-") else ""
    url = f"{source.url.partition('#')[0]}#{section}" if source.url and section else source.url
    edition = source.version or source.date or ""
    return CitedSource(id=citation, title=title + part, short=short + part, url=url, edition=edition)


def every_citation(record: model.Strict) -> list[str]:
    """List the citations of a record and of all that is inside it, its own first."""
    found = list(getattr(record, "sources", ()))
    for _, value in record:
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, model.Strict):
                found += every_citation(item)
    return found


def samples(case: case_model.Case, count: int) -> tuple[case_model.Message, ...]:
    """One message each of `count` programs, those that most readers know before the others."""
    first = {message.runtime: message for message in reversed(case.messages)}
    known = [name for name in BEST_KNOWN if name in first]
    names = dict.fromkeys([*known, *(message.runtime for message in case.messages)])
    return tuple(first[name] for name in names)[:count]


def checks_for(system: str, checks: Iterable[case_model.Check]) -> tuple[case_model.Check, ...]:
    """The checks of one system; those for any system count where it has none of its own."""
    own = tuple(check for check in checks if check.system == system)
    return own or tuple(check for check in checks if check.system == "any")


@dataclass(frozen=True, kw_only=True)
class CaseView:
    """One case with the procedures that its check begins with."""

    catalog: Catalog
    case: case_model.Case

    @property
    def procedures(self) -> tuple[case_model.Procedure, ...]:
        """The shared procedures to begin with."""
        return tuple(self.catalog.procedures[name] for name in self.case.start_with)

    @property
    def related(self) -> tuple[case_model.Case, ...]:
        """Cases that look alike."""
        return tuple(self.catalog.cases[name] for name in self.case.related)

    @property
    def citations(self) -> tuple[CitedSource, ...]:
        """Everything that the page cites."""
        shared = [source for procedure in self.procedures for source in every_citation(procedure)]
        return cite(self.catalog, [*every_citation(self.case), *shared])

    def samples(self, count: int) -> tuple[case_model.Message, ...]:
        """The first message of each of the first `count` programs."""
        return samples(self.case, count)

    def checks_on(self, system: str) -> tuple[case_model.Check, ...]:
        """All checks to make on one system: those of the shared procedures, then the case's own."""
        shared = (check for procedure in self.procedures for check in checks_for(system, procedure.checks))
        return (*shared, *(check for check in self.case.checks if check.system in {system, "any"}))

    def fixes_for(self, system: str) -> tuple[case_model.Fix, ...]:
        """The fixes of exactly one system ("any" for those that suit all)."""
        return tuple(fix for fix in self.case.fixes if fix.system == system)


@dataclass(frozen=True, kw_only=True)
class BlockView:
    """One address block and its place among the others."""

    catalog: Catalog
    block: model.AddressBlock

    @property
    def parents(self) -> tuple[model.AddressBlock, ...]:
        """The blocks around it, narrowest first."""
        return tuple(addresses.parents(self.block, self.catalog.blocks.values()))

    @property
    def children(self) -> tuple[model.AddressBlock, ...]:
        """The blocks directly inside it."""
        return tuple(addresses.children(self.block, self.catalog.blocks.values()))

    @property
    def size(self) -> str:
        """How many addresses it holds, as people write it."""
        count = self.block.network.num_addresses
        return (
            f"{count:,}"
            if count < 10**12
            else f"2 to the power of {self.block.network.max_prefixlen - self.block.network.prefixlen}"
        )

    @property
    def first(self) -> str:
        """The first address; IPv6 in full, which every Python version spells the same."""
        return self.block.network[0].exploded

    @property
    def last(self) -> str:
        """The last address, spelled likewise."""
        return self.block.network[-1].exploded

    @property
    def citations(self) -> tuple[CitedSource, ...]:
        """Everything that the page cites."""
        return cite(self.catalog, [*self.block.rfc, *self.block.sources])


@dataclass(frozen=True, kw_only=True)
class ClassView:
    """One historical class with the special blocks that lie inside it."""

    catalog: Catalog
    ip_class: model.IpClass

    @property
    def network(self) -> ipaddress.IPv4Network:
        """The class as one CIDR block."""
        return ipaddress.IPv4Network((int(self.ip_class.first), len(self.ip_class.leading_bits)))

    @property
    def blocks(self) -> tuple[model.AddressBlock, ...]:
        """The special blocks inside it."""
        blocks = self.catalog.blocks.values()
        return tuple(it for it in blocks if it.family == "IPv4" and it.network[0] in self.network)

    @property
    def citations(self) -> tuple[CitedSource, ...]:
        """Everything that the page cites."""
        return cite(self.catalog, self.ip_class.sources)


@dataclass(frozen=True, kw_only=True)
class RangeView:
    """One of the three ranges with the example ports inside it."""

    catalog: Catalog
    home: model.PortRange

    @property
    def size(self) -> int:
        """How many ports it holds."""
        return self.home.last - self.home.first + 1

    @property
    def ports(self) -> tuple[model.Port, ...]:
        """The described ports inside it."""
        return tuple(it for it in self.catalog.ports.values() if self.home.first <= it.number <= self.home.last)

    def shared_with(self, system: model.SystemRange) -> range:
        """The numbers that lie in this range and in a system's own."""
        return range(max(self.home.first, system.first), min(self.home.last, system.last) + 1)

    @property
    def citations(self) -> tuple[CitedSource, ...]:
        """Everything that the page cites."""
        return cite(self.catalog, self.home.sources)


@dataclass(frozen=True, kw_only=True)
class CatalogView:
    """Everything, for the directories."""

    catalog: Catalog

    def ranges(self) -> tuple[RangeView, ...]:
        """The three ranges in the order of their numbers."""
        return tuple(RangeView(catalog=self.catalog, home=it) for it in self.catalog.ranges.values())

    def samples(self, case: case_model.Case, count: int) -> tuple[case_model.Message, ...]:
        """The first message of each of the first `count` programs."""
        return samples(case, count)

    def cite(self, citations: Iterable[str]) -> tuple[CitedSource, ...]:
        """Resolve citations."""
        return cite(self.catalog, citations)

    def blocks(self, family: str) -> tuple[model.AddressBlock, ...]:
        """The blocks of one IP version in the order of their addresses."""
        found = (it for it in self.catalog.blocks.values() if it.family == family)
        return tuple(sorted(found, key=lambda it: (int(it.network[0]), it.network.prefixlen)))


def newest_date(catalog: Catalog) -> dt.date:
    """The last day on which any fact was checked: the date of the site."""
    return max(record.checked for record in catalog.records() if isinstance(record, model.Record))


@dataclass(frozen=True, kw_only=True)
class RetiredView:
    """A page that is gone: what it was, why it is gone, where to read on."""

    catalog: Catalog
    name: str
    address: str  # from the site's root
    since: str
    why: str
    instead: str  # relative to the page
    instead_name: str
    lookup: str  # the resolver with the page's port as question; "" where there is none
