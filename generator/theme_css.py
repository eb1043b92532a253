"""The theme's style sheets as our pages need them: nothing for parts that none has, and the dark without scripts. Pure.

The rules for tabs end in a bare `:nth-child()`, so a browser tries each of them on every element of a page, each time
that it works out the styles anew: on a phone that is a third of the time for which a long page does not answer.
"""

import re
from collections.abc import Iterable

# What the theme can draw, by the start of its classes; a page that has one of them keeps its rules.
PARTS = ("tabbed-", "grid", "md-post", "md-blog", "md-annotation", "md-tooltip__inner", "task-list")
_CLASSES = re.compile(r'\bclass="([^"]*)"')
# A rule of the minified sheet: what stands between two braces, commas and all, and its declarations.
_RULE = re.compile(r"(?<=[{};])([^{};@]+)\{[^{}]*\}")
# The rules that hold the dark scheme's colours, in the theme's minified sheet and in ours.
_DARK = re.compile(r"\[data-md-color-scheme=(?:slate|\"slate\")\]\s*\{([^{}]*)\}")
# What a selector says in brackets may be one of several cases: no reason to leave out its rule.
_INSIDE = re.compile(r"\([^()]*\)")


def slim(css: str, pages: Iterable[str]) -> str:
    """Return the sheet as these pages need it."""
    return without(css, unused(pages))


def unused(pages: Iterable[str]) -> tuple[str, ...]:
    """Return those of PARTS that none of the pages has."""
    classes = {name for page in pages for found in _CLASSES.findall(page) for name in found.split()}
    return tuple(part for part in PARTS if not any(name.startswith(part) for name in classes))


def without(css: str, parts: Iterable[str]) -> str:
    """Return a minified sheet without the rules whose every selector asks for one of `parts`."""
    asked = tuple(f".{part}" for part in parts)

    def kept(rule: re.Match[str]) -> str:
        selectors = _INSIDE.sub("", rule[1]).split(",")
        needless = all(any(part in selector for part in asked) for selector in selectors)
        return "" if needless else rule[0]

    return _RULE.sub(kept, css)


def dark(sheets: Iterable[str]) -> str:
    """Return a sheet that gives every page the dark scheme of `sheets`; where two say the same, the later counts.

    The theme chooses a scheme by script; where none runs, this sheet is for readers whose system is dark.
    """
    declarations = [found.strip().removesuffix(";") for sheet in sheets for found in _DARK.findall(sheet)]
    return f"[data-md-color-scheme]{{{';'.join(declarations)}}}\n"
