"""A file `_redirects` read as its hosts document it: the first rule that fits, with placeholders.

Sources: https://docs.netlify.com/manage/routing/redirects/overview/,
https://developers.cloudflare.com/pages/configuration/redirects/.
"""

import re
from pathlib import Path
from typing import NamedTuple, Self

STATUSES = {200, 301, 302, 303, 307, 308}


class Rule(NamedTuple):
    """One line: what it fits, where it leads, with which status."""

    path: str
    to: str
    status: int

    @property
    def is_dynamic(self) -> bool:
        """Whether it fits more than one path."""
        return ":" in self.path or "*" in self.path

    def target(self, path: str) -> str | None:
        """Return where the rule sends a path, None when it does not fit."""
        pattern = re.sub(r":([a-zA-Z]\w*)", r"(?P<\1>[^/]+)", re.escape(self.path).replace(r"\:", ":"))
        found = re.fullmatch(pattern.replace(r"\*", "(?P<splat>.*)"), path)
        return found and re.sub(r":([a-zA-Z]\w*)", lambda name: found[name[1]], self.to)


class Rules(tuple[Rule, ...]):
    """All rules, in order."""

    __slots__ = ()

    @classmethod
    def read(cls, file: Path) -> Self:
        """Read a file.

        Raises:
            ValueError: a line is no rule.
        """
        return cls(_rule(line) for line in file.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")

    def find(self, path: str) -> Rule | None:
        """Return the first rule that fits a path, with the target for it."""
        for rule in self:
            if (to := rule.target(path)) is not None:
                return rule._replace(to=to)
        return None


def _rule(line: str) -> Rule:
    path, to, status = line.split()
    names = set(re.findall(r":([a-zA-Z]\w*)", path))
    if not path.startswith("/") or not to.startswith("/") or int(status) not in STATUSES:
        raise ValueError(f"not a rule: {line}")
    if not set(re.findall(r":([a-zA-Z]\w*)", to)) <= names:
        raise ValueError(f"a placeholder that the path does not give: {line}")
    return Rule(path, to, int(status))
