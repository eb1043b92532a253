"""Cells of a table that know the head of their column, so that a phone can show each row as a small block. Pure.

A table of three columns or more is wider than a phone; read as blocks, its rows need no scrolling to the side.
"""

import re
from html import escape, unescape

WIDE = 3  # so many columns and more
_TABLE = re.compile(r"<table>(?:(?!</table>).)*</table>", re.DOTALL)
_HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_ROW = re.compile(r"<tr>(?:(?!</tr>).)*</tr>", re.DOTALL)
_CELL = re.compile(r"<td\b")
_TAG = re.compile(r"<[^>]+>")
_LISTED = 'class="atlas-item'  # the rows of directories have a look of their own


def with_heads(page: str) -> str:
    """Return the page with `data-cells` on each wide table, and on its cells the words above them as `data-head`."""
    return _TABLE.sub(lambda it: _marked(it[0]), page)


def _marked(table: str) -> str:
    heads = [escape(unescape(_TAG.sub("", it)).strip(), quote=True) for it in _HEAD.findall(table)]
    if len(heads) < WIDE or not all(heads) or _LISTED in table:
        return table
    return _ROW.sub(lambda row: _labelled(row[0], heads), table).replace("<table>", "<table data-cells>", 1)


def _labelled(row: str, heads: list[str]) -> str:
    following = iter(heads)
    return _CELL.sub(lambda _: f'<td data-head="{next(following, "")}"', row)
