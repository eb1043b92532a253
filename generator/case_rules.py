"""What must hold for cases and the way to them: rules as in `rules`."""

from collections.abc import Iterator

from pydantic import BaseModel

from generator.case_model import Case, Check, Procedure
from generator.catalog import Catalog
from generator.changes import TOLD_ON
from generator.problems import Problem
from generator.views import SYSTEMS


def every_system_is_served(catalog: Catalog) -> Iterator[Problem]:
    """A case and a procedure have checks for Linux, macOS and Windows."""
    for procedure in catalog.procedures.values():
        yield from _serves(catalog, procedure, "checks", {check.system for check in procedure.checks})
    for case in catalog.cases.values():
        shared = {
            check.system
            for name in case.start_with
            if name in catalog.procedures
            for check in catalog.procedures[name].checks
        }
        yield from _serves(catalog, case, "checks", shared | {check.system for check in case.checks})


def _serves(catalog: Catalog, record: BaseModel, field: str, systems: set[str]) -> Iterator[Problem]:
    missing = [system for system in SYSTEMS if system not in systems]
    if missing and "any" not in systems:
        yield catalog.problem(record, (field,), f"no check for {', '.join(missing)}")


def unproved_commands_have_sources(catalog: Catalog) -> Iterator[Problem]:
    """A command for macOS or Windows, which our tests cannot run, cites where it is documented."""
    for record in (*catalog.procedures.values(), *catalog.cases.values()):
        for field in ("checks", "fixes", "verify"):
            for index, item in enumerate(getattr(record, field, ())):
                if item.system in {"macos", "windows"} and item.command and not item.sources:
                    message = f"a command for {item.system} needs a source: no test of ours runs it"
                    yield catalog.problem(record, (field, index), message, "add sources: [...]")


def marks_stand_in_outputs(catalog: Catalog) -> Iterator[Problem]:
    """What a page marks in a sample output stands there, once: a second one would be passed over."""
    for record, field, index, check in _every_check(catalog):
        if check.mark and (check.output or "").count(check.mark) != 1:
            message = f'"{check.mark}" must stand in the output, and once'
            yield catalog.problem(record, (field, index, "mark"), message, "copy it from there")


def only_told_procedures_have_asides(catalog: Catalog) -> Iterator[Problem]:
    """A check that pages of ports leave out stands on a how-to page, to which they link; a case leaves none out."""
    for record, field, index, check in _every_check(catalog):
        if check.aside and record.id not in TOLD_ON:
            message = "no how-to page tells this, so none of its checks can be left to one"
            yield catalog.problem(record, (field, index, "aside"), message)


def _every_check(catalog: Catalog) -> Iterator[tuple[Case | Procedure, str, int, Check]]:
    """Yield each check with its record, the field in which it stands, and its place there."""
    for procedure in catalog.procedures.values():
        yield from ((procedure, "checks", index, it) for index, it in enumerate(procedure.checks))
    for case in catalog.cases.values():
        yield from ((case, "checks", index, it) for index, it in enumerate(case.checks))
        yield from ((case, "verify", index, it) for index, it in enumerate(case.verify))


def proof_is_given(catalog: Catalog) -> Iterator[Problem]:
    """A case names the test that raises it, or says why none can."""
    for case in catalog.cases.values():
        if (case.proof.test is None) == (case.proof.why_none is None):
            yield catalog.problem(case, ("proof",), 'give either "test" or "why_none"')


def every_case_leads_on(catalog: Catalog) -> Iterator[Problem]:
    """What a check of a case shows can also lead to another case: nobody ends in a wrong one."""
    for case in catalog.cases.values():
        shared = (catalog.procedures[name] for name in case.start_with if name in catalog.procedures)
        checks = (*case.checks, *case.verify, *(check for procedure in shared for check in procedure.checks))
        if not any(lead.case not in {None, case.id} for check in checks for lead in check.leads_to):
            message = "no check leads to another case"
            yield catalog.problem(case, ("checks",), message, "add leads_to: [{see: ..., case: ...}]")


def every_case_is_found_by_its_message(catalog: Catalog) -> Iterator[Problem]:
    """The page of contents leads to each case from what a message says."""
    found = {lead.case for symptom in catalog.symptoms.values() for lead in symptom.leads}
    for case in catalog.cases.values():
        if case.id not in found:
            message = "no symptom of data/triage.yml leads to this case"
            yield catalog.problem(case, ("id",), message, "name it there")


RULES = (
    every_system_is_served,
    unproved_commands_have_sources,
    marks_stand_in_outputs,
    only_told_procedures_have_asides,
    proof_is_given,
    every_case_leads_on,
    every_case_is_found_by_its_message,
)
