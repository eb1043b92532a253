"""The theme's style sheet loses only what no page can show."""

import pytest

from generator import theme_css

SHEET = (
    "a{color:red}.tabbed-set>input:nth-child(2):checked~.tabbed-labels>:nth-child(2){color:red}"
    "@media print{.tabbed-set{display:none}.md-typeset .grid.cards,.md-typeset p{margin:0}}.b:is(.grid,.x),.grid{top:0}.grid>p,.tabbed-set{top:0}"
)


def test_rules_for_parts_that_no_page_has_go() -> None:
    """A rule goes when each of its selectors asks for such a part; one that also speaks of others stays whole."""
    assert theme_css.without(SHEET, ["tabbed-", "grid"]) == (
        "a{color:red}@media print{.md-typeset .grid.cards,.md-typeset p{margin:0}}.b:is(.grid,.x),.grid{top:0}"
    )


def test_nothing_goes_without_a_reason() -> None:
    """With no part to leave out, the sheet is the same, byte for byte."""
    assert theme_css.without(SHEET, []) == SHEET


@pytest.mark.parametrize("part", theme_css.PARTS)
def test_a_part_that_one_page_has_is_kept(part: str) -> None:
    """A class of a single page, alone or among others, keeps the rules of its part."""
    page = f'<p class="a {part.removesuffix("-")}-set b">'
    assert part in theme_css.unused(["<p>"])
    assert part not in theme_css.unused(["<p>", page])


def test_the_dark_scheme_is_gathered_for_pages_without_scripts() -> None:
    """The dark colours of all sheets come in their order, for whatever scheme a page names; nothing else comes."""
    theme = "@media screen{[data-md-color-scheme=slate]{--a:1;--b:2}[data-md-color-scheme=slate] img{top:0}}"
    own = '[data-md-color-scheme="default"] {\n  --a: 3;\n}\n\n[data-md-color-scheme="slate"] {\n  --a: 4;\n}\n'
    assert theme_css.dark([theme, own]) == "[data-md-color-scheme]{--a:1;--b:2;--a: 4}\n"
