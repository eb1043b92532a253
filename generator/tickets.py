"""What somebody who answers a ticket pastes into it: a title, a sentence, a command for each system, a short link."""

import datetime as dt
from dataclasses import dataclass

from generator.pages import Page, short_address
from generator.port_view import PortView
from generator.views import SYSTEM_NAMES, SYSTEMS, CaseView


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketCommand:
    """The first command to run on one system; on a case, `PORT` stands in it for the reader's port."""

    system: str
    text: str

    @property
    def place(self) -> str:
        """Where it runs, as it stands before the command."""
        return f"On {SYSTEM_NAMES[self.system]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A page in a few lines.

    `part` is the anchor that, with `-linux` and so on behind it, names the part of the page for one system ("" for
    none); `takes_port` says whether the page fills `?port=` into its commands.
    """

    title: str
    answer: str
    commands: tuple[TicketCommand, ...]
    part: str
    takes_port: bool
    checked: dt.date
    link: str

    @property
    def has_placeholder(self) -> bool:
        """Whether `PORT` stands in a command, which then needs a word of explanation."""
        return self.takes_port and any("PORT" in command.text for command in self.commands)


def ticket(page: Page) -> Ticket:
    """Return what a ticket about a page's subject needs; a page without commands of its own gives none."""
    part = {"port": "who", "case": "check"}.get(page.kind, "")
    return Ticket(
        title=page.title,
        answer=page.description,
        commands=_commands(page),
        part=part,
        takes_port=page.kind == "case",
        checked=page.checked,
        link=short_address(page),
    )


def _commands(page: Page) -> tuple[TicketCommand, ...]:
    texts: dict[str, str] = {}
    if isinstance(page.view, PortView):
        texts = {it: page.view.naming_command(it).replace("PORT", str(page.view.number)) for it in SYSTEMS}
    elif isinstance(page.view, CaseView):
        checks = {it: page.view.checks_on(it) for it in SYSTEMS}
        texts = {system: found[0].command for system, found in checks.items() if found}
    elif page.kind == "ephemeral":
        texts = {it: page.view.catalog.systems[it].show for it in SYSTEMS}
    return tuple(TicketCommand(system=system, text=text) for system, text in texts.items())
