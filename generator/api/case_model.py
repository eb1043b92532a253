"""What the JSON interface says of one trouble."""

from typing import Annotated, Literal

from pydantic import Field
from typing_extensions import TypedDict

from generator.api.model import AnySystem, Change, Check, Id, Link, OnSystems, Ref, Source, Text


class Message(TypedDict):
    """One spelling of the error, as a program prints it; `PORT` and `ADDRESS` stand for any."""

    text: Text
    systems: list[AnySystem]
    runtime: Text
    note: str | None
    sources: list[Source]


class Cause(TypedDict):
    """Why it happens, and how that shows."""

    title: Text
    detail: Text
    case: Ref | None


class Fix(TypedDict):
    """One way to mend it; without a command where a change of mind or of configuration is the cure."""

    system: AnySystem
    title: Text
    when: str | None
    command: str | None
    language: Literal["console", "ini", "python", "js", "yaml", "nginx"]
    read: Text
    needs_admin: bool
    changes_state: bool
    sources: list[Source]


class Fixes(TypedDict):
    """The fixes by system; `any` for those that suit all."""

    any: list[Fix]
    linux: list[Fix]
    macos: list[Fix]
    windows: list[Fix]


class Escalation(TypedDict):
    """When to hand the trouble on, and what to bring."""

    when: Text
    bring: list[str]


class Proof(TypedDict):
    """The test that raises the trouble on purpose, or why none can."""

    test: str | None
    why_none: str | None


class CaseData(TypedDict):
    """One trouble, from its messages to its cure; `PORT` stands for the port number."""

    id: Id
    title: Text
    answer: Text
    messages: list[Message]
    causes: Annotated[list[Cause], Field(description="the likeliest first")]
    checks: OnSystems
    fixes: Fixes
    verify: list[Check]
    escalate: Escalation
    security: Text
    related: list[Link]
    proof: Proof
    changes: list[Change]
