"""The records of troubleshooting: what a program says, how to look, how to mend."""

from typing import Literal

from pydantic import Field

from generator.fields import Answer, AnySystem, Citation, Id, Literally, Prose
from generator.model import Pattern, Record, Strict


class Lead(Strict):
    """Where a result leads: "you see this: it is that case"."""

    see: Prose
    case: Id | None = None
    then: Prose | None = None


class Check(Strict):
    """One command to look with: what it answers, what it prints, how to read that."""

    system: AnySystem
    asks: Prose
    command: Literally
    output: Literally | None = None
    mark: Literally | None = None  # the part of the output that answers; a rule looks that it stands there
    read: Prose
    needs_admin: bool = False
    changes_state: bool = False
    aside: bool = False  # one more way to look: pages of ports leave it to the how-to page of the procedure
    leads_to: tuple[Lead, ...] = ()
    sources: tuple[Citation, ...] = ()  # a rule asks for one where our tests cannot run the command


class Fix(Strict):
    """One way to mend it; without a command where the cure is a change of mind or of configuration."""

    system: AnySystem
    title: Prose
    when: Prose | None = None
    command: Literally | None = None
    language: Literal["console", "ini", "python", "js", "yaml", "nginx"] = "console"
    read: Prose
    needs_admin: bool = False
    changes_state: bool = True
    sources: tuple[Citation, ...] = ()


class Procedure(Record):
    """Commands that several pages share; `PORT` stands for the port number."""

    id: Id
    title: Literally
    answer: Answer
    checks: tuple[Check, ...] = Field(min_length=1)


class Message(Strict):
    """One spelling of an error, as programs print it."""

    text: Literally
    systems: tuple[AnySystem, ...] = Field(min_length=1)
    runtime: Literally
    note: Prose | None = None
    sources: tuple[Citation, ...] = Field(min_length=1)


class Cause(Strict):
    """Why it happens and how that shows."""

    title: Prose
    detail: Prose
    case: Id | None = None


class Escalation(Strict):
    """When to hand the trouble on, and what to hand over with it."""

    when: Prose
    bring: tuple[Prose, ...] = Field(min_length=1)


class Proof(Strict):
    """The test that raises this trouble (`tests/file.py::test`), or why none can."""

    test: Literally | None = None
    why_none: Prose | None = None


class Case(Record):
    """One way in which a connection or a server fails; its file's name is its id, for ever."""

    id: Id
    title: Literally
    answer: Answer
    messages: tuple[Message, ...] = Field(min_length=1)
    causes: tuple[Cause, ...] = Field(min_length=1)
    start_with: tuple[Id, ...] = ()
    checks: tuple[Check, ...] = ()
    fixes: tuple[Fix, ...] = Field(min_length=1)
    verify: tuple[Check, ...] = Field(min_length=1)
    escalate: Escalation
    security: Prose
    proof: Proof
    related: tuple[Id, ...] = ()
    patterns: tuple[Pattern, ...] = ()
