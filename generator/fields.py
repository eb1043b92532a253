"""The types of the fields: what a date, a block, an answer or a citation may look like."""

import datetime as dt
import ipaddress
import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from generator import prose

MAX_PORT = 65535
MAX_ANSWER = 200  # characters: what a ticket, a preview and a search result show without cutting

MIN_SIGN, MAX_SIGN = 2, 120  # characters of a text that the look-up searches for

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
System = Literal["linux", "macos", "windows"]
AnySystem = Literal["linux", "macos", "windows", "any"]
_PLACEHOLDER = re.compile(r"\b(?:ADDRESS|PORT)\b")


def _date(value: Any) -> dt.date:
    if isinstance(value, str) and len(value) == len("2026-11-22"):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    raise ValueError(f'{value!r} is not a date (write "2026-11-22")')


def _block(text: str) -> str:
    try:
        ipaddress.ip_network(text)
    except ValueError as error:
        raise ValueError(f"not an address block: {error}") from error
    return text


def _ipv4(value: Any) -> ipaddress.IPv4Address:
    try:
        return ipaddress.IPv4Address(value)
    except ValueError as error:
        raise ValueError(f"not an IPv4 address: {error}") from error


def _prose(text: str) -> str:
    if found := next(prose.faults(text), None):
        raise ValueError(found)
    return text


def _answer(text: str) -> str:
    length = len(prose.plain(_prose(text)))
    if length > MAX_ANSWER:
        raise ValueError(f"an answer has at most {MAX_ANSWER} characters, this one has {length}")
    return text


def _literal(text: str) -> str:
    if not text.strip() or text != text.strip("\n"):
        raise ValueError("text is empty or begins or ends with a line break (write |- or quotes)")
    return text


def _sign(text: str) -> str:
    if len(text) > MAX_SIGN:
        raise ValueError(f"a sign has at most {MAX_SIGN} characters, this one has {len(text)}")
    bare = _PLACEHOLDER.sub("", text)
    if bare != bare.lower():
        raise ValueError("a sign is written in small letters (only ADDRESS and PORT are capital: they stand for any)")
    if " ".join(text.split()) != text:
        raise ValueError("a sign has no blank at its ends, and single blanks between its words")
    core = text.strip("*")
    if len(core) < MIN_SIGN or _PLACEHOLDER.fullmatch(core) or "*" in text[1:-1]:
        raise ValueError(
            f"a sign has {MIN_SIGN} characters or more, says more than {core}, and has a * at its ends only"
        )
    return text


Date = Annotated[dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date"})]
# The text stays as the registry has it: Python versions spell `::ffff:0:0/96` differently.
Block = Annotated[str, AfterValidator(_block)]
IPv4 = Annotated[ipaddress.IPv4Address, BeforeValidator(_ipv4), WithJsonSchema({"type": "string", "format": "ipv4"})]
Prose = Annotated[str, AfterValidator(_prose)]
Answer = Annotated[str, AfterValidator(_answer)]
Literally = Annotated[str, AfterValidator(_literal)]  # a command, its output, a message: shown as it is
# A text that the look-up searches for: no regular expression, so the time to search never explodes.
Sign = Annotated[str, AfterValidator(_sign)]
Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
PortNumber = Annotated[int, Field(ge=0, le=MAX_PORT)]
Citation = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(#[A-Za-z0-9._-]+)?$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
