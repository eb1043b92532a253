"""By what the rows of a directory can be picked, as attributes of their Markdown: docs/assets/filter.mjs reads them.

What a row shows is searched, too; `words` holds only what it does not show.
"""

import re
from collections.abc import Iterable

from generator import case_model, model
from generator.catalog import Catalog
from generator.port_view import PortView
from generator.prose import plain
from generator.reference_model import Symptom
from generator.views import CaseView
from generator.ways import symptoms

# Nothing in it that Markdown or an attribute could take for a mark.
_WORD = re.compile(r"[^\W_][\w.+/-]*")
_CODE = re.compile(r"\b(?:[A-Z][A-Z0-9_]{3,}|\d{3,})\b")  # what stays the same in every language


def port(catalog: Catalog, it: model.Port) -> str:
    """Return the attributes of a port: range, risk, transport, whether browsers refuse it, whether it is open to all."""
    view = PortView(catalog=catalog, port=it)
    named = (*(listener.program for listener in it.listeners), *(row.name for row in view.assigned))
    return _attributes(
        range=view.home.id,
        risk=it.exposure.level,
        transport=" ".join(it.transports),
        browsers="refuse" if view.refused_by_browsers else "",
        listens="everywhere" if any(listener.binds == "all" for listener in it.listeners) else "",
        words=_words(named, shown=plain(it.answer)),
    )


def case(catalog: Catalog, it: case_model.Case) -> str:
    """Return the attributes of a case: the classes of messages that may mean it, and the codes of all its messages."""
    says = (symptom.id for symptom in symptoms(CaseView(catalog=catalog, case=it)))
    codes = (code for message in it.messages for code in _CODE.findall(message.text))
    return _attributes(says=" ".join(says), words=_words(codes, shown=plain(it.answer)))


def symptom(catalog: Catalog, it: Symptom) -> str:
    """Return the attributes of a class of messages; it stands beside what is counted."""
    leads = (catalog.cases[lead.case].title for lead in it.leads)
    return _attributes(beside="", says=it.id, words=_words((*it.says, *leads)))


def block(it: model.AddressBlock) -> str:
    """Return the attributes of an address block: its family."""
    return _attributes(family=it.family.lower(), words=_words((it.id,)))


def ip_class(it: model.IpClass) -> str:
    """Return the attributes of a historical class."""
    return _attributes(family="class", words=_words((f"class-{it.id}",)))


def term() -> str:
    """Return the attributes of a term of the glossary: all is said by its words."""
    return _attributes()


def ranges(catalog: Catalog) -> list[tuple[str, str]]:
    """Return id and name of each range, to choose from."""
    return [(name, name.capitalize()) for name in catalog.ranges]


def classes_of_messages(catalog: Catalog) -> list[tuple[str, str]]:
    """Return id and title of each class of messages, likewise."""
    return [(it.id, it.title) for it in catalog.symptoms.values()]


def _attributes(**values: str) -> str:
    """Return a list of attributes; the class comes first, by which plain Markdown knows to leave it out."""
    return " ".join((".atlas-item", *(f'data-{name}="{value}"' for name, value in values.items())))


def _words(texts: Iterable[str], shown: str = "") -> str:
    """Return each word of the texts once, in small letters, but those that are shown."""
    found = (word.rstrip("._/-") for text in texts for word in _WORD.findall(text.lower()))
    return " ".join(word for word in dict.fromkeys(found) if word not in shown.lower())
