"""Whether the site keeps what the ledger promises, and which line would say what became of a link."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.guesses import Guesses
from generator.ledger import FILE, Fate, Ledger, Line, is_link
from generator.problems import Place, Problem
from generator.published import Published

NEVER_COMMITTED = "never committed? delete its lines"


@dataclass(frozen=True, kw_only=True)
class Promises:
    """The ledger beside what the site would publish; `day` is the date that new lines get."""

    ledger: Ledger
    published: Published
    day: dt.date

    @cached_property
    def fresh(self) -> tuple[Line, ...]:
        """The lines that the ledger lacks: one for each link that is published for the first time."""
        known = self.ledger.last
        new = sorted(link for link in self.published.links if link not in known)
        since = self.day.isoformat()
        return tuple(Line(link, "live", since) for link in new)

    @cached_property
    def _guesses(self) -> Guesses:
        return Guesses(ledger=self.ledger, published=self.published, since=self.day.isoformat())

    def problems(self) -> Iterator[Problem]:
        """Yield each broken promise, with the line that would keep it."""
        yield from self.published.problems
        yield from self._odd()
        yield from self._alike()
        for line in self.ledger.last.values():
            if line.state == "live":
                yield from self._gone(line)
            elif line.link in self.published.links:
                yield self._returned(line)
            else:
                yield from self._astray(line)

    def _odd(self) -> Iterator[Problem]:
        """Links that people and programs would break."""
        for link in (line.link for line in self.fresh if not is_link(line.link)):
            message = f'"{link}" cannot be kept as a link for ever'
            place = Place(path=self.published.files.get(link.partition("#")[0], FILE))
            yield Problem(
                place=place, message=message, suggestion="paths: a-z, 0-9, dots and hyphens; anchors: capitals too"
            )

    def _alike(self) -> Iterator[Problem]:
        """Live links that differ only in case: on some systems and in some mouths they are one."""
        first: dict[str, Line] = {}
        for line in (*(it for it in self.ledger.last.values() if it.state == "live"), *self.fresh):
            other = first.setdefault(line.link.lower(), line)
            if other.link != line.link and line.link in self.published.links and other.link in self.published.links:
                message = f'"{line.link}" and "{other.link}" differ only in capital letters'
                yield Problem(
                    place=self._place(line if line.number else other),
                    message=message,
                    suggestion="give one of them another name",
                )

    def _gone(self, line: Line) -> Iterator[Problem]:
        """A live link that the pages no longer have; of a page that is gone only the page itself."""
        page, _, anchor = line.link.partition("#")
        whole = self.ledger.last.get(page)
        if line.link in self.published.links or self._page_tells(page, anchor):
            return
        if anchor and whole and whole.state == "moved":
            target = self.ledger.fate(line.link).to
            home, _, name = target.partition("#")
            if name != anchor or target in self.published.links or home not in self.published.links:
                return
            message = f'"{page}" moved, and "{home}" has no "#{anchor}"'
        else:
            message = f'"{line.link}" was published, and the site no longer has it'
        cure = _add(self._guesses.successor(line.link))
        yield self._problem(line, message, f"{NEVER_COMMITTED}; else {cure}")

    def _page_tells(self, page: str, anchor: str) -> bool:
        """Whether the fate of an anchor is told, or asked for, by the line of its page."""
        whole = self.ledger.last.get(page)
        if not anchor or whole is None:
            return False
        return whole.state == "retired" or (whole.state == "live" and page not in self.published.links)

    def _returned(self, line: Line) -> Problem:
        message = f'"{line.link}" counts as {line.state}, and the site has it again'
        return self._problem(line, message, _add(Line(line.link, "live", self.day.isoformat())))

    def _astray(self, line: Line) -> Iterator[Problem]:
        """A moved or retired link that leads nowhere."""
        fate = self.ledger.fate(line.link)
        if fate.to in self.published.links:
            return
        if not fate.to:
            yield self._problem(line, f'"{line.link}" moves in a circle: {self._circle(line)}', self._other_end(line))
        elif line.to not in self.ledger.last:  # what the ledger knows is reported at its own line
            yield self._problem(line, f'the target "{line.to}" does not exist', self._other_end(line))

    def _other_end(self, line: Line) -> str:
        target = self._guesses.nearest(line.to or line.link, without=line.link)
        return _add(Line(line.link, line.state, self.day.isoformat(), target, line.why))

    def _circle(self, line: Line) -> str:
        way, now = [line.link], Fate(state=line.state, to=line.to)
        while now.to and now.to not in way:
            way.append(now.to)
            now = self.ledger.step(now.to)
        return " to ".join([*way, now.to])

    def _problem(self, line: Line, message: str, suggestion: str) -> Problem:
        return Problem(place=self._place(line), message=message, suggestion=suggestion)

    def _place(self, line: Line) -> Place:
        return self.ledger.place(line) if line.number else Place(path=FILE)


def _add(line: Line) -> str:
    return f"add the line: {line}"
