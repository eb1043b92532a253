"""One port as data, from the view that its page shows."""

from generator import model
from generator.api import text
from generator.api.model import Procedure
from generator.api.parts import Parts, api_address, case_link, changes, port_link
from generator.api.port_model import (
    Assignment,
    Commands,
    Confusion,
    Listener,
    PortFacts,
    PortHome,
    Sighting,
    Verdict,
    Verdicts,
)
from generator.pages import address_of
from generator.port_view import PortView
from generator.prose import plain


class PortWriter:
    """Describes ports. They share their commands, so these are turned into JSON once, with `PORT` left in."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._written: dict[tuple[str, str], str] = {}

    def commands(self, view: PortView) -> Commands:
        """Return the procedures of the port's page; `PORT` stands in them for the number."""
        return {
            "who": self._procedure(view.who),
            "test": self._procedure(view.probe),
            "free": self._procedure("stop-owner"),
            "firewall": self._procedure("loopback-firewall"),
        }

    def written_commands(self, view: PortView) -> str:
        """Return the same as JSON, with the number filled in."""
        key = (view.who, view.probe)
        if key not in self._written:
            self._written[key] = text.written(self.commands(view))
        return self._written[key].replace("PORT", str(view.number))

    def _procedure(self, name: str) -> Procedure:
        return self._parts.procedure(name)

    def facts(self, view: PortView) -> PortFacts:
        """Return everything else that the page says."""
        port, number, registry = view.port, view.number, view.catalog.registry
        return {
            "number": number,
            "hexadecimal": f"0x{number:04X}",
            "answer": plain(port.answer),
            "transports": list(port.transports),
            "range": _home(view.home),
            "likelier": "client" if view.often_temporary else "listener",
            "systems": _verdicts(view),
            "automatic_on": list(view.automatic_on),
            "privileged": view.privileged,
            "refused_by_browsers": view.refused_by_browsers,
            "registry": {"date": str(registry.provenance.date), "noted": registry.noted},
            "assignments": _assignments(view),
            "notes": [{"text": it.text, "names": [row.called for row in it.rows]} for it in view.notes],
            "listeners": [self._listener(it) for it in port.listeners],
            "confusions": [self._confusion(it) for it in port.confusions],
            "exposure": {"level": port.exposure.level, "why": plain(port.exposure.why)},
            "sightings": [self._sighting(it) for it in view.sightings],
            "cases": [
                {**link, "answer": link["answer"].replace("PORT", str(number))} for link in map(case_link, view.cases)
            ],
            "near": [port_link(it) for it in view.near],
            "advice": [plain(it) for it in view.home.advice],
            "trial": view.trial,
            "changes": changes(port),
        }

    def _listener(self, it: model.Listener) -> Listener:
        cited = self._parts.cite(it.sources)
        return {"program": it.program, "binds": it.binds, "note": plain(it.note), "sources": cited}

    def _confusion(self, it: model.Confusion) -> Confusion:
        return {"claim": plain(it.claim), "truth": plain(it.truth), "sources": self._parts.cite(it.sources)}

    def _sighting(self, it: model.Sighting) -> Sighting:
        return {
            "id": it.id,
            "example": it.example,
            "printed_by": it.printed_by,
            "side": it.side,
            "meaning": plain(it.meaning),
            "do": plain(it.do),
            "counter_example": it.counter_example,
            "counter_reading": plain(it.counter_reading),
            "sources": self._parts.cite(it.sources),
        }


def _home(it: model.PortRange) -> PortHome:
    page = f"ranges/{it.id}.md"
    return {
        "id": it.id,
        "name": it.name,
        "first": it.first,
        "last": it.last,
        "popular_names": list(it.popular_names),
        "url": address_of(page),
        "api": api_address(page),
    }


def _verdicts(view: PortView) -> Verdicts:
    found: dict[str, Verdict] = {
        it.system: {
            "name": it.name,
            "automatic": it.automatic,
            "privileged": it.privileged,
            "first": it.own.first,
            "last": it.own.last,
        }
        for it in view.verdicts
    }
    return {"linux": found["linux"], "macos": found["macos"], "windows": found["windows"]}


def _assignments(view: PortView) -> list[Assignment]:
    return [
        {
            "status": it.status,
            "name": it.name or None,
            "description": it.description if it.description and it.status == "assigned" else None,
            "transports": list(it.transports),
            "date": it.date,
        }
        for it in view.assignments
    ]
