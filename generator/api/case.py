"""One trouble as data, from the view that its page shows."""

from generator import case_model
from generator.api.case_model import CaseData, Cause, Fix, Fixes, Message
from generator.api.parts import Parts, case_link, changes, text_or_none
from generator.prose import plain
from generator.views import CaseView


def case(parts: Parts, view: CaseView) -> CaseData:
    """Return everything that the page of a case says."""
    it = view.case
    return {
        "id": it.id,
        "title": it.title,
        "answer": plain(it.answer),
        "messages": [_message(parts, message) for message in it.messages],
        "causes": [_cause(parts, cause) for cause in it.causes],
        "checks": {
            "linux": parts.checks(view.checks_on("linux"), it.id),
            "macos": parts.checks(view.checks_on("macos"), it.id),
            "windows": parts.checks(view.checks_on("windows"), it.id),
        },
        "fixes": _fixes(parts, view),
        "verify": parts.checks(it.verify, it.id),
        "escalate": {"when": plain(it.escalate.when), "bring": [plain(text) for text in it.escalate.bring]},
        "security": plain(it.security),
        "related": [case_link(other) for other in view.related],
        "proof": {"test": it.proof.test, "why_none": text_or_none(it.proof.why_none)},
        "changes": changes(it),
    }


def _message(parts: Parts, it: case_model.Message) -> Message:
    return {
        "text": it.text,
        "systems": list(it.systems),
        "runtime": it.runtime,
        "note": text_or_none(it.note),
        "sources": parts.cite(it.sources),
    }


def _cause(parts: Parts, it: case_model.Cause) -> Cause:
    return {"title": plain(it.title), "detail": plain(it.detail), "case": parts.case(it.case)}


def _fixes(parts: Parts, view: CaseView) -> Fixes:
    return {
        "any": [_fix(parts, it) for it in view.fixes_for("any")],
        "linux": [_fix(parts, it) for it in view.fixes_for("linux")],
        "macos": [_fix(parts, it) for it in view.fixes_for("macos")],
        "windows": [_fix(parts, it) for it in view.fixes_for("windows")],
    }


def _fix(parts: Parts, it: case_model.Fix) -> Fix:
    return {
        "system": it.system,
        "title": plain(it.title),
        "when": text_or_none(it.when),
        "command": it.command,
        "language": it.language,
        "read": plain(it.read),
        "needs_admin": it.needs_admin,
        "changes_state": it.changes_state,
        "sources": parts.cite(it.sources),
    }
