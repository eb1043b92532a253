"""By which words each record is searched for, beyond the title and the answer that a result shows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import Self

from generator import case_model
from generator.fields import MAX_PORT
from generator.pages import View
from generator.port_view import PortView
from generator.views import CaseView, ClassView, RangeView

# The search completes words, so `80` also finds 8080: a digit less must weigh more.
_PER_DIGIT = 1.4
# Above plain pages, so that a message wins over the port in it; below what would win over a concept.
_CASE = 1.3
_CLASS = 3  # the words of "class A" are too common to find it otherwise
# How a port is typed.
_WITH_ANY_PORT = ("http", "https", "127.0.0.1", "0.0.0.0", "localhost", "tcp", "udp")  # noqa: S104
# In too many messages to tell one case from another.
_EVERYWHERE = frozenset({"port", "address", "localhost", "http", "https", "html", "www", "example", "62893"})
_ASKED_OF_ANY_PORT = ("virus",)
_CODE_WEIGHT = 8  # from here on a pattern of the look-up means its case only
_NUMBER = re.compile(r"(errno )?(\d+|0x[0-9a-f]+)")
_LIKE_NO_OTHER_WORD = re.compile(r"e[a-z]{4,}|\w+_\w+")  # ECONNREFUSED, ERR_TIMED_OUT; not NOAUTH, found by "no"
_BETWEEN_WORDS = re.compile(r"[^\w.']+")
_DOTTED_NUMBER = re.compile(r"\d[\d.]*\.[\d.]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched:
    """What a page is found by: `names` weigh most, then `signs`, then `words`; `boost` multiplies all."""

    boost: float = 1
    names: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    def but(self, other: Self) -> Self:
        """Return this with the boost of another, if it has one, and its names as well."""
        return replace(self, boost=self.boost if other.boost == 1 else other.boost, names=(*self.names, *other.names))


def searched(view: View) -> Searched:
    """Return what the page of a record is found by."""
    match view:
        case PortView():
            return _port(view)
        case CaseView(case=case):
            return _case(case)
        case ClassView():
            return Searched(boost=_CLASS)
        case RangeView(home=home):
            return Searched(names=tuple(words(home.popular_names)))
        case _:
            return Searched()


def _port(view: PortView) -> Searched:
    boost = _PER_DIGIT ** (len(str(MAX_PORT)) - len(str(view.number)))
    registered = tuple(words(row.name for row in view.assigned))
    return Searched(boost=round(boost, 2), names=_ASKED_OF_ANY_PORT, signs=registered, words=_WITH_ANY_PORT)


def _case(case: case_model.Case) -> Searched:
    """Find a case by the codes that mean only it, then by the other words of its messages."""
    texts = [re.sub(r"\b(?:PORT|ADDRESS)\b", " ", message.text) for message in case.messages]
    codes = list(_codes(case))
    own = [word for word in words(_in_capitals(texts)) if any(fnmatchcase(word, sign) for sign in codes)]
    numbers = [match for sign in codes if (match := _NUMBER.fullmatch(sign))]
    names = [word for word in own if _LIKE_NO_OTHER_WORD.fullmatch(word)]
    if any(match[1] for match in numbers):
        names.append("errno")
    signs = [word for word in dict.fromkeys([*own, *(match[2] for match in numbers)]) if word not in names]
    rest = [word for word in words(texts) if word not in _EVERYWHERE and word not in {*names, *signs}]
    return Searched(boost=_CASE, names=tuple(names), signs=tuple(signs), words=tuple(rest))


def _codes(case: case_model.Case) -> Iterator[str]:
    """Yield the signs by which the look-up knows this case from all others: `*econnrefused`, `errno 111`."""
    for pattern in case.patterns:
        if pattern.weight >= _CODE_WEIGHT and not (pattern.blocks or pattern.ports):
            yield from (*pattern.any, *pattern.all)


def _in_capitals(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from (word for word in _BETWEEN_WORDS.split(text) if word.isupper())


def words(texts: Iterable[str]) -> list[str]:
    """Return each word of the texts once, in small letters; no single letter, no address."""
    split = (word.strip(".'").lower() for text in texts for word in _BETWEEN_WORDS.split(text))
    return [word for word in dict.fromkeys(split) if len(word) > 1 and not _DOTTED_NUMBER.fullmatch(word)]
