"""The programs that stand on hand-written pages, and what the pages say that they print."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.claims.witness import ROOT

FENCE = re.compile(r"^( *)```(\w+)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
FIXED_PORT = re.compile(r"^(?:const )?PORT = (\d+);?$", re.MULTILINE)
FILE_NAME = re.compile(r"(?:#|//) ((?:udp-)?(?:server|client)\.(?:py|mjs|go))\n")
REQUEST = b"GET / HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n"  # an HTTP server answers it, an echo server returns it
# Ports that the system chose stand in a page's output as they were once: after a colon, or in a Python tuple.
CHOSEN_PORT = re.compile(r"(?<=:)\d{4,5}\b|(?<=', )\d{4,5}(?=\))")
FIGURE = re.compile(r"\d+(?= (?:µs|MB/s)$)", re.MULTILINE)  # what was timed differs from run to run


@dataclass(frozen=True, slots=True)
class Program:
    """One block of code on a page, and what the page says that it prints."""

    page: Path
    language: str  # "python", "js" or "go"
    name: str  # such as "server.py"; "" for a block that runs by itself
    code: str
    prints: str | None

    def __str__(self) -> str:
        first = next(line for line in self.code.splitlines() if line.strip("# \"'"))
        return f"{self.page.stem}: {first.strip()[:50]}"

    @property
    def port(self) -> int:
        """The number that stands in the code."""
        (written,) = FIXED_PORT.findall(self.code)
        return int(written)

    def on_port(self, port: int) -> str:
        """Return the code with another port."""
        return re.sub(rf"\b{self.port}\b", str(port), self.code)


def programs(folder: str) -> Iterator[Program]:
    """Yield the programs on the pages of one folder of docs/."""
    for page in sorted((ROOT / "docs" / folder).glob("*.md")):
        blocks = [(it[2], textwrap.dedent(it[3])) for it in FENCE.finditer(page.read_text("utf-8"))]
        for (language, code), (next_language, text) in zip(blocks, [*blocks, ("", "")][1:], strict=True):
            if language in {"python", "js", "go"}:
                found = FILE_NAME.match(code)
                name = found[1] if found else ""
                yield Program(page, language, name, code, _shown_output(next_language, text, name))


def _shown_output(language: str, text: str, name: str) -> str | None:
    """Read the block below a program: its output, or what a console shows after starting it."""
    if language == "text" and not name:
        return text
    start, _, output = text.partition("\n")
    return output if language == "console" and name and re.fullmatch(rf"\$ .* {re.escape(name)}", start) else None


def settled(output: str) -> str:
    """Put a word in place of each port that the system chose, and of each figure that was timed."""
    return FIGURE.sub("N", CHOSEN_PORT.sub("PORT", output)).strip()
