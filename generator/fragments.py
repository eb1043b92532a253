"""Parts of hand-written pages that are made from data, so that a fact stands in one place.

A page in a folder directly below docs/ includes one with a line such as `--8<-- "_facts/port-ranges.md"`.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from generator import case_model, changes, model, picture_model
from generator.catalog import Catalog
from generator.helpdesk import SheetView, ShortLinksView
from generator.views import CatalogView

# The number that stands for PORT in the commands of hand-written pages.
EXAMPLE_PORT = 62893
# The sides of a connection in the order in which a reader asks for them.
SIDES = {
    "client": "The client's temporary end",
    "listener": "A listener",
    "published": "A published port",
    "target": "A target",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A part to write: `path` is relative to docs/, `made_from` names the data behind it."""

    path: str
    template: str
    made_from: str
    view: CatalogView


@dataclass(frozen=True, kw_only=True)
class ProcedureView(CatalogView):
    """One shared procedure, with the number that its commands show."""

    procedure: case_model.Procedure
    port: int = EXAMPLE_PORT


@dataclass(frozen=True, kw_only=True)
class ListenersView(CatalogView):
    """Which programs listen where by default."""

    def everywhere(self) -> Iterator[tuple[model.Port, list[model.Listener]]]:
        """Yield the ports with the programs that bind every address there."""
        for port in self.catalog.ports.values():
            if listeners := [it for it in port.listeners if it.binds == "all"]:
                yield port, listeners


@dataclass(frozen=True, kw_only=True)
class SightingsView(CatalogView):
    """How programs print addresses, by the side of the connection."""

    def by_side(self) -> Iterator[tuple[str, str, list[model.Sighting]]]:
        """Yield each side with its heading and its sightings, in the order of the data."""
        for side, heading in SIDES.items():
            yield side, heading, [it for it in self.catalog.sightings.values() if it.side == side]


@dataclass(frozen=True, kw_only=True)
class ChangesView(CatalogView):
    """What changed for readers."""

    def by_day(self) -> Iterator[tuple[dt.date, list[changes.Entry]]]:
        """Yield each day on which something changed, the newest first."""
        for day, found in groupby(changes.entries(self.catalog), key=lambda it: it.date):
            yield day, list(found)


@dataclass(frozen=True, kw_only=True)
class DrawnView(CatalogView):
    """One drawing that a page written by hand includes."""

    drawn: picture_model.Exchange | picture_model.Journey


def all_fragments(catalog: Catalog) -> Iterator[Fragment]:
    """Yield every fragment. To add one, add a template `fact-NAME.md.j2` and name it here."""
    everything = CatalogView(catalog=catalog)
    yield _fragment("port-ranges", "data/port-ranges.yml", everything)
    yield _fragment("ephemeral-ranges", "data/port-ranges.yml", everything)
    yield _fragment("refused-ports", "data/port-ranges.yml", everything)
    yield _fragment("classes", "data/ip-classes.yml", everything)
    yield _fragment("corrections", "data/corrections.yml", everything)
    yield _fragment("glossary", "data/glossary.yml", everything)
    yield _fragment("sightings", "data/sightings.yml", SightingsView(catalog=catalog))
    yield _fragment("binds-everywhere", "data/ports/", ListenersView(catalog=catalog))
    yield _fragment("changes", "data/", ChangesView(catalog=catalog))
    yield _fragment("short-links", "data/", ShortLinksView(catalog=catalog))
    yield _fragment("cheat-sheet", "data/triage.yml", SheetView(catalog=catalog))
    for procedure in catalog.procedures.values():
        yield Fragment(
            path=f"_facts/procedure-{procedure.id}.md",
            template="fact-procedure",
            made_from=catalog.path(procedure),
            view=ProcedureView(catalog=catalog, procedure=procedure),
        )
    yield from _drawings(catalog)


def _drawings(catalog: Catalog) -> Iterator[Fragment]:
    drawings: list[picture_model.Exchange | picture_model.Journey]
    drawings = [*catalog.exchanges.values(), *catalog.journeys.values()]
    for drawn in drawings:
        if drawn.pages:
            yield Fragment(
                path=f"_facts/picture-{drawn.id}.md",
                template="fact-picture",
                made_from=catalog.path(drawn),
                view=DrawnView(catalog=catalog, drawn=drawn),
            )


def _fragment(name: str, made_from: str, view: CatalogView) -> Fragment:
    return Fragment(path=f"_facts/{name}.md", template=f"fact-{name}", made_from=made_from, view=view)
