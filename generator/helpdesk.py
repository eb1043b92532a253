"""What the help desk's pages show: the short addresses of all pages, and the triage on one sheet of paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from generator import case_model, model, pages, reference_model
from generator.pages import Page
from generator.port_view import PRIVILEGED_BELOW, PortView
from generator.views import BlockView, CatalogView, checks_for

# The parts of the table of short links by the folder of the short address, in the order in which agents need them.
GROUPS = {
    "e": ("cases", "Error messages and failures"),
    "p": ("ports", "Ports"),
    "a": ("addresses", "Addresses"),
    "r": ("ranges", "Port ranges"),
}
MOST_PROGRAMS = 2
# What always stands on the sheet, the command that names a program first; what the symptoms ask for besides follows.
FIRST_STEPS = ("who-listens", "probe", "connections")
SHEET_BLOCKS = ("loopback", "unspecified-ipv4")


class ShortLink(NamedTuple):
    """A row of the table: `short` as it is written and said, what it answers, and the page."""

    short: str
    answers: str
    page: Page


class Step(NamedTuple):
    """A procedure on the sheet, with the letter under which the symptoms name it."""

    letter: str
    procedure: case_model.Procedure

    def command(self, system: str) -> str:
        """Return the first command of the procedure on a system; `PORT` stands in it for the number."""
        return checks_for(system, self.procedure.checks)[0].command


@dataclass(frozen=True, kw_only=True)
class ShortLinksView(CatalogView):
    """Every page that has a short address."""

    def groups(self) -> Iterator[tuple[str, str, list[ShortLink]]]:
        """Yield anchor, heading and rows of each part; ports by their number, all others by their address."""
        found = [it for it in pages.all_pages(self.catalog) if it.short]
        for folder, (anchor, heading) in GROUPS.items():
            here = (it for it in found if str(it.short).startswith(f"{folder}/"))
            links = [ShortLink(f"/{it.short}", _answers(it), it) for it in here]
            yield anchor, heading, sorted(links, key=_by_number)


@dataclass(frozen=True, kw_only=True)
class SheetView(CatalogView):
    """The triage for paper: what a message says, what to run first, and where to read on."""

    def steps(self) -> tuple[Step, ...]:
        """List the procedures that the sheet needs, each once, with their letters."""
        known = self.catalog.procedures
        asked = (self._procedure(it) for it in self.catalog.symptoms.values())
        names = dict.fromkeys(name for name in chain(FIRST_STEPS, asked) if name in known)
        return tuple(Step(chr(ord("A") + at), known[name]) for at, name in enumerate(names))

    def symptoms(self) -> Iterator[tuple[reference_model.Symptom, str, case_model.Case]]:
        """Yield each symptom with the letter of its first step and the case to try first."""
        letters = {step.procedure.id: step.letter for step in self.steps()}
        for it in self.catalog.symptoms.values():
            yield it, letters[self._procedure(it)], self._case(it)

    def meanings(self) -> Iterator[model.AddressBlock | model.PortRange]:
        """Yield the addresses and ranges whose meaning the sheet tells."""
        yield from (block for name in SHEET_BLOCKS if (block := self.catalog.blocks.get(name)))
        yield from self.catalog.ranges.values()

    def _case(self, symptom: reference_model.Symptom) -> case_model.Case:
        return self.catalog.cases[symptom.leads[0].case]

    def _procedure(self, symptom: reference_model.Symptom) -> str:
        return next(iter(self._case(symptom).start_with), FIRST_STEPS[0])


def _answers(page: Page) -> str:
    """Say what a page is about in the words by which an agent looks for it."""
    if isinstance(page.view, PortView):
        return _programs(page.view)
    if isinstance(page.view, BlockView):
        return f"{page.view.block.network}, {page.view.block.name}"
    return page.title


def _programs(view: PortView) -> str:
    """Name the programs that listen on a port; where registered names are in daily use, those first."""
    programs = "; ".join(it.program for it in view.port.listeners[:MOST_PROGRAMS])
    names = dict.fromkeys(it.name for it in view.assignments if it.name and view.port.number < PRIVILEGED_BELOW)
    return f"{', '.join(names)}: {programs}" if names else programs


def _by_number(link: ShortLink) -> tuple[int, str]:
    number = link.short.strip("/").rpartition("/")[2]
    return (int(number) if number.isdecimal() else 0, link.short)
