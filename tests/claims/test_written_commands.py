"""Every Linux command on the hand-written pages is run, or stands in a table that says why it is not.

A `bash` block holds commands, a `console` block a session: commands after `$ ` and what they print.
Each block runs in a network namespace of its own, where the server of stage.py has the port that the
block names. Its exit code must be 0, and every line that the page shows must have its like.
"""

import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.claims.test_commands import Stage, unlike
from tests.claims.witness import PYTHON, ROOT, in_private_network, run

FENCE = re.compile(r"^( *)```(bash|console|zsh)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
PORT = re.compile(r"(?<![\d.:])\d{4,5}(?![\d.])|(?<=[.1\]]:)\d{4,5}")
# Pages whose commands another test runs, block by block.
ELSEWHERE = {"firewall": "test_firewall.py runs its rules and reads its table of answers"}
# Blocks that no test can run here: by page and a part of the first command.
NOT_RUN: dict[tuple[str, str], str] = {}
# Blocks that end with a failure on purpose, as the page says.
FAILS: set[tuple[str, str]] = set()
# Blocks that show what happens where nobody listens.
NOBODY_LISTENS: set[tuple[str, str]] = set()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of commands on a page, and the lines that it shows as their output."""

    page: str
    language: str
    commands: tuple[str, ...]
    output: str

    def __str__(self) -> str:
        return f"{self.page}: {self.commands[0][:60]}"

    def stands_in(self, table: object) -> bool:
        """Whether a table of pages and beginnings names this block."""
        assert isinstance(table, dict | set)
        return any(self.page == page and part in self.commands[0] for page, part in table)

    @property
    def port(self) -> int:
        """The port that the block is about."""
        found = PORT.search(" ".join(self.commands))
        return int(found[0]) if found else 62893


def _blocks() -> Iterator[Block]:
    for folder in ("howto", "learn"):
        for file in sorted((ROOT / "docs" / folder).glob("*.md")):
            for match in FENCE.finditer(file.read_text("utf-8")):
                yield _block(file.stem, match[2], textwrap.dedent(match[3]))


def _block(page: str, language: str, text: str) -> Block:
    if language != "console":
        return Block(page, language, (text.strip(),), "")
    lines = text.splitlines()
    commands = tuple(line.removeprefix("$ ") for line in lines if line.startswith("$ "))
    return Block(page, language, commands, "\n".join(line for line in lines if not line.startswith("$ ")))


BLOCKS = list(_blocks())
RUN = [
    it for it in BLOCKS if it.language != "zsh" and it.page not in ELSEWHERE and not it.stands_in(NOT_RUN)
]


@pytest.mark.parametrize("block", RUN, ids=str)
def test_a_block_of_commands_does_what_the_page_shows(block: Block, tmp_path: Path) -> None:
    """The commands of a block end well and print what the page shows below them."""
    serve = f"{PYTHON} {ROOT / 'tests/claims/stage.py'} {block.port} >/dev/null & trap 'kill %1' EXIT; sleep 0.5"
    script = "\n".join(
        [
            'PATH="$PATH:/usr/sbin:/sbin"',
            'sudo() { "$@"; }',
            f"cd {tmp_path}",
            "" if block.stands_in(NOBODY_LISTENS) else serve,
            "set +e" if block.stands_in(FAILS) else "",
            *(f"{command} 2>&1" if block.language == "console" else command for command in block.commands),
            "true" if block.stands_in(FAILS) else "",
        ]
    )
    stage = Stage(port=block.port, process=0)
    shown = re.sub(rf"(?<!\d){block.port}(?!\d)", "PORT", block.output)
    assert unlike(shown, in_private_network(script), stage) == []


def test_every_shell_block_is_good_shell(tmp_path: Path) -> None:
    """ShellCheck finds nothing in the commands of the pages, for Linux or macOS."""
    for number, block in enumerate(BLOCKS):
        (tmp_path / f"{number}.sh").write_text("\n".join(block.commands) + "\n", "utf-8")
    checker = str(Path(sys.executable).with_name("shellcheck"))
    result = run(checker, "--shell=bash", *map(str, sorted(tmp_path.iterdir())))
    assert result.returncode == 0, result.stdout


def test_the_tables_hold_no_stale_row() -> None:
    """Each row of the tables names exactly one block of a page."""
    rows = [*NOT_RUN, *FAILS, *NOBODY_LISTENS]
    counts = {row: sum(block.stands_in({row}) for block in BLOCKS) for row in rows}
    assert {row: count for row, count in counts.items() if count != 1} == {}
    assert {block.page for block in BLOCKS} >= ELSEWHERE.keys()
