"""The kinds of documents of the JSON interface: each has the common head, says its kind, and holds its data."""

from typing import Literal

from generator.api.case_model import CaseData
from generator.api.lists_model import (
    AddressesData,
    CasesData,
    IndexData,
    LookupData,
    NumbersData,
    PortsData,
    RangesData,
)
from generator.api.model import Head
from generator.api.place_model import BlockData, ClassData, EphemeralData, RangeData
from generator.api.port_model import PortData


class IndexDocument(Head):
    """What there is."""

    kind: Literal["index"]
    data: IndexData


class PortsDocument(Head):
    """All described ports."""

    kind: Literal["ports"]
    data: PortsData


class PortDocument(Head):
    """One described port."""

    kind: Literal["port"]
    data: PortData


class RangesDocument(Head):
    """The ranges of RFC 6335."""

    kind: Literal["ranges"]
    data: RangesData


class RangeDocument(Head):
    """One range of RFC 6335."""

    kind: Literal["range"]
    data: RangeData


class EphemeralDocument(Head):
    """The operating systems' own ranges."""

    kind: Literal["ephemeral"]
    data: EphemeralData


class AddressesDocument(Head):
    """All special-purpose blocks and historical classes."""

    kind: Literal["addresses"]
    data: AddressesData


class BlockDocument(Head):
    """One special-purpose block."""

    kind: Literal["block"]
    data: BlockData


class ClassDocument(Head):
    """One historical class."""

    kind: Literal["class"]
    data: ClassData


class CasesDocument(Head):
    """All cases of trouble."""

    kind: Literal["cases"]
    data: CasesData


class CaseDocument(Head):
    """One case of trouble."""

    kind: Literal["case"]
    data: CaseData


class LookupDocument(Head):
    """The table from which assets/lookup.mjs tells what a pasted text means."""

    kind: Literal["lookup"]
    data: LookupData


class NumbersDocument(Head):
    """What is known of each of the 65,536 port numbers."""

    kind: Literal["numbers"]
    data: NumbersData


# Each kind by the name that its field `kind` gives it.
KINDS: dict[str, type[Head]] = {
    "index": IndexDocument,
    "ports": PortsDocument,
    "port": PortDocument,
    "ranges": RangesDocument,
    "range": RangeDocument,
    "ephemeral": EphemeralDocument,
    "addresses": AddressesDocument,
    "block": BlockDocument,
    "class": ClassDocument,
    "cases": CasesDocument,
    "case": CaseDocument,
    "lookup": LookupDocument,
    "numbers": NumbersDocument,
}
