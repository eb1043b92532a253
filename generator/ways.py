"""Where a reader goes on from a page: to what it may be instead, and to its neighbours. All of it follows from data."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator import case_model, model
from generator.port_view import PortView
from generator.prose import code_span
from generator.reference_model import Symptom
from generator.views import BlockView, CaseView, CatalogView, samples

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A sign by which another case is known, as Markdown without its final stop, and that case."""

    sees: str
    case: case_model.Case


def turns(view: CaseView) -> tuple[Turn, ...]:
    """Return the cases that may be meant instead of the one shown, each once, with the sign that tells them apart.

    What readers of the same message may see comes first, then what its causes lead to, then the cases that look alike.
    """
    found: dict[str, str] = {}
    for name, sign in (*_by_symptom(view), *_by_cause(view), *_by_message(view)):
        found.setdefault(name, sign.removesuffix("."))
    return tuple(Turn(sees=sign, case=view.catalog.cases[name]) for name, sign in found.items() if name != view.case.id)


def symptoms(view: CaseView) -> tuple[Symptom, ...]:
    """Return the classes of messages that may mean the case."""
    found = view.catalog.symptoms.values()
    return tuple(it for it in found if any(lead.case == view.case.id for lead in it.leads))


def _by_symptom(view: CaseView) -> Iterator[tuple[str, str]]:
    """Yield what a message may mean but first of all: to that one, no sign is needed."""
    for symptom in symptoms(view):
        yield from ((lead.case, lead.when) for lead in symptom.leads[1:])


def _by_cause(view: CaseView) -> Iterator[tuple[str, str]]:
    yield from ((cause.case, cause.title) for cause in view.case.causes if cause.case)


def _by_message(view: CaseView) -> Iterator[tuple[str, str]]:
    for case in view.related:
        yield case.id, "The message is " + code_span(samples(case, 1)[0].text.replace("\n", " "))


def beside_port(view: PortView) -> tuple[model.Port | None, model.Port | None]:
    """Return the described ports before and after one, by number."""
    return _beside(tuple(view.catalog.ports.values()), view.port)


def beside_block(view: BlockView) -> tuple[model.AddressBlock | None, model.AddressBlock | None]:
    """Return the blocks of the same IP version before and after one, by address."""
    return _beside(CatalogView(catalog=view.catalog).blocks(view.block.family), view.block)


def _beside(items: Sequence[_Item], item: _Item) -> tuple[_Item | None, _Item | None]:
    place = items.index(item)
    return (items[place - 1] if place else None), (items[place + 1] if place + 1 < len(items) else None)
