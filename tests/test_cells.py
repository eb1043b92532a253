"""Cells of wide tables carry the head of their column."""

import pytest

from generator.cells import with_heads

WIDE = (
    '<p>x</p><table>\n<thead><tr>\n<th>System</th>\n<th style="a"><code>ss</code> &amp; "more"</th>\n<th>Source</th>\n</tr></thead>\n'
    '<tbody><tr>\n<td>Linux</td>\n<td style="b">a</td>\n<td>c</td>\n</tr></tbody>\n</table>'
)


def test_each_cell_of_a_wide_table_knows_its_head() -> None:
    """The words of the head stand on each cell, without marks and safe inside an attribute; all else is as it was."""
    found = with_heads(WIDE)
    assert '<td data-head="System">Linux</td>' in found
    assert '<td data-head="ss &amp; &quot;more&quot;" style="b">a</td>' in found
    assert '<td data-head="Source">c</td>' in found
    assert found.replace(" data-cells", "").count("data-head") == 3
    assert found.startswith("<p>x</p><table data-cells>")


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
        "<table><tr><th></th><th></th><th></th></tr><tr><td>1</td><td>2</td><td>3</td></tr></table>",
        WIDE[8:].replace("<td>Linux", '<td><span class="atlas-item">Linux'),
        WIDE[8:].replace("<table>", '<table class="own">'),
    ],
)
def test_other_tables_stay(table: str) -> None:
    """Narrow tables, those without heads, directories and tables with a class of their own are left alone."""
    assert with_heads(table) == table
