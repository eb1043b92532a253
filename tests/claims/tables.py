"""The tables of hand-written pages, read where they stand: a page and its test cannot drift apart."""

import re
import textwrap
from functools import cache

from tests.claims.witness import ROOT

HEADING = re.compile(r"^#{2,4} .*\{ #([\w-]+) \}$", re.MULTILINE)
CODE = re.compile(r"`` ?(.+?) ?``|`([^`]+)`")
ROW = re.compile(r"^ *\|.*\| *$", re.MULTILINE)

Row = dict[str, str]  # by the words of the column's heading, without marks


@cache
def section(page: str, anchor: str) -> str:
    """Return the text between a heading of a page and the next heading."""
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    found = [(it[1], it.end()) for it in HEADING.finditer(text)]
    ends = [text.rfind("\n#", 0, end) for _, end in found[1:]] + [len(text)]
    for (name, begin), end in zip(found, ends, strict=True):
        if name == anchor:
            return text[begin:end]
    raise AssertionError(f"{page} has no heading #{anchor}")


def plain(cell: str) -> str:
    """Return the words of a cell without its marks and links."""
    cell = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", cell)
    return re.sub(r"\*\*?|`", "", cell).strip()


def code(cell: str) -> list[str]:
    """List what stands in backquotes in a cell."""
    return [one or other for one, other in CODE.findall(cell)]


def table(page: str, anchor: str, column: str) -> list[Row]:
    """Return the rows of the table below a heading that has this column; the cells are as written."""
    for heads, rows in _tables(section(page, anchor)):
        if column in heads:
            return [dict(zip(heads, row, strict=True)) for row in rows]
    raise AssertionError(f"{page}#{anchor} has no table with a column {column!r}")


def outputs(page: str, anchor: str) -> list[str]:
    """List the console and text blocks below a heading."""
    found = re.findall(r"^( *)```(?:console|text)\n(.*?)^\1```$", section(page, anchor), re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(text) for _, text in found]


def _tables(text: str) -> list[tuple[list[str], list[list[str]]]]:
    found: list[tuple[list[str], list[list[str]]]] = []
    for paragraph in re.split(r"\n\s*\n", text):
        rows = [_cells(line) for line in ROW.findall(paragraph)]
        if len(rows) > 2 and set("".join(rows[1])) <= set("-: "):
            found.append(([plain(it) for it in rows[0]], rows[2:]))
    return found


def _cells(line: str) -> list[str]:
    return [it.replace(r"\|", "|").strip() for it in re.split(r"(?<!\\)\|", line.strip()[1:-1])]
