"""The records of the reference pages: corrections of what articles say, terms, and the way into the cases."""

from typing import Literal

from pydantic import Field

from generator.fields import Answer, Id, Literally, Prose
from generator.model import Record, Strict


class Correction(Record):
    """A claim that articles repeat, and what is true. Its id is its anchor, for ever."""

    id: Id
    topic: Literal["addresses", "loopback", "ports", "sockets", "tools", "firewalls", "security", "troubleshooting"]
    claim: Prose
    verdict: Literal["wrong", "misleading", "incomplete"]
    truth: Prose


class Term(Record):
    """A term as RFCs, POSIX and vendors use it, with its popular names. Its id is its anchor."""

    id: Id
    term: Literally
    meaning: Answer
    popular: tuple[Literally, ...] = ()  # what people also say: explained once, in the glossary
    avoid: tuple[Literally, ...] = ()  # spellings of the term that no page of ours uses
    more: Prose | None = None


class Candidate(Strict):
    """A case that a symptom may be, and how to tell."""

    case: Id
    when: Prose


class Symptom(Record):
    """A class of messages: what all of them mean, and the cases to try, the first one first."""

    id: Id
    title: Literally
    says: tuple[Literally, ...] = Field(min_length=1)  # codes and words by which to know it
    means: Answer
    leads: tuple[Candidate, ...] = Field(min_length=1)
