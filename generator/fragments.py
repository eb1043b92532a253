"""Parts of hand-written pages that are made from data, so that a fact stands in one place.

A page in a folder directly below docs/ includes one with a line such as `--8<-- "_facts/port-ranges.md"`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from generator import case_model, model
from generator.catalog import Catalog
from generator.views import CatalogView, CitedSource, cite

# The number that stands for PORT in the commands of hand-written pages.
EXAMPLE_PORT = 62893


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
class BoundEverywhere:
    """A program that listens on every address unless told otherwise."""

    port: model.Port
    listener: model.Listener
    citations: tuple[CitedSource, ...]


@dataclass(frozen=True, kw_only=True)
class ListenersView(CatalogView):
    """Which programs listen where by default."""

    def everywhere(self) -> Iterator[BoundEverywhere]:
        """Yield the programs that bind every address, in the order of their ports."""
        for port in self.catalog.ports.values():
            for listener in port.listeners:
                if listener.binds == "all":
                    citations = cite(self.catalog, listener.sources)
                    yield BoundEverywhere(port=port, listener=listener, citations=citations)


def all_fragments(catalog: Catalog) -> Iterator[Fragment]:
    """Yield every fragment. To add one, add a template `fact-NAME.md.j2` and name it here."""
    everything = CatalogView(catalog=catalog)
    yield _fragment("port-ranges", "data/port-ranges.yml", everything)
    yield _fragment("ephemeral-ranges", "data/port-ranges.yml", everything)
    yield _fragment("refused-ports", "data/port-ranges.yml", everything)
    yield _fragment("classes", "data/ip-classes.yml", everything)
    yield _fragment("corrections", "data/corrections.yml", everything)
    yield _fragment("glossary", "data/glossary.yml", everything)
    yield _fragment("binds-everywhere", "data/ports/", ListenersView(catalog=catalog))
    for procedure in catalog.procedures.values():
        yield Fragment(
            path=f"_facts/procedure-{procedure.id}.md",
            template="fact-procedure",
            made_from=catalog.path(procedure),
            view=ProcedureView(catalog=catalog, procedure=procedure),
        )


def _fragment(name: str, made_from: str, view: CatalogView) -> Fragment:
    return Fragment(path=f"_facts/{name}.md", template=f"fact-{name}", made_from=made_from, view=view)
