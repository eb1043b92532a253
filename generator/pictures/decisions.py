"""The path of questions through a case: what to ask, what you may see, and where that leads.

It is drawn by CSS out of an ordered list, so that it stays a list where there is no CSS. Commands differ between the
systems and questions hardly do: a question that leads where an earlier one of the same procedure leads is that
question, put to another system.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.case_model import Case, Check, Lead
from generator.catalog import Catalog
from generator.views import SYSTEM_NAMES, SYSTEMS


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One station: the question, the systems that it is for ("" for all), and the leads that part from it."""

    asks: str
    systems: str
    leads: tuple[Lead, ...]


def questions(catalog: Catalog, case: Case) -> tuple[Question, ...]:
    """Return the stations of a case in the order of its page: the shared procedures first, then its own checks."""
    groups = [catalog.procedures[name].checks for name in case.start_with]
    return tuple(question for checks in (*groups, case.checks) for question in _stations(checks))


def _stations(checks: Iterable[Check]) -> Iterator[Question]:
    """Yield each question that leads somewhere once."""
    found: dict[str, list[Check]] = {}
    for check in checks:
        if check.leads_to:
            found.setdefault(_same(check, found) or check.asks, []).append(check)
    for asks, same in found.items():
        yield Question(asks=asks, systems=_systems(same), leads=tuple(_leads(same)))


def _same(check: Check, found: dict[str, list[Check]]) -> str | None:
    """Find the question that this check puts to another system: it leads nowhere else."""
    goals = {_goal(it) for it in check.leads_to}
    for asks, others in found.items():
        elsewhere = check.system != others[0].system
        if check.asks == asks or (elsewhere and goals <= {_goal(it) for it in _leads(others)}):
            return asks
    return None


def _leads(checks: Iterable[Check]) -> Iterator[Lead]:
    """Yield every lead of the first system, and of the others those that end elsewhere."""
    seen: set[str] = set()
    for check in checks:
        new = [it for it in check.leads_to if _goal(it) not in seen]
        seen |= {_goal(it) for it in new}
        yield from new


def _goal(lead: Lead) -> str:
    return lead.case or lead.then or ""


def _systems(checks: Iterable[Check]) -> str:
    asked = {it.system for it in checks}
    if "any" in asked or asked >= set(SYSTEMS):
        return ""
    return ", ".join(SYSTEM_NAMES[it] for it in SYSTEMS if it in asked)
