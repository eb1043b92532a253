"""The whitespace that a browser would not show, taken out of the pages that MkDocs wrote. Pure.

Templates leave lines of nothing but indentation, a tenth of a page. The minifiers at hand also take the quotes off
attributes, by which `markup` and `offline_page` read the same pages, and save no more than this: 1 in 100.
"""

import re

# What is kept as it is: in these, whitespace counts.
_KEPT = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL | re.IGNORECASE)
# What the highlighter marks up to no effect: its empty start, blanks, and names, which have the colour of all code.
_UNCOLOURED = re.compile(r'<span(?: class="[nw]")?>([^<]*)</span>')
_BREAK = re.compile(r"\s*\n\s*")


def squeeze(page: str) -> str:
    """Return a page of HTML in which each run of whitespace with a line's end in it is one line's end."""
    parts = _KEPT.split(page)  # text, kept, name of the element, text, ...
    parts[1::3] = (_UNCOLOURED.sub(r"\1", it) for it in parts[1::3])
    parts[::3] = (_BREAK.sub("\n", it) for it in parts[::3])
    del parts[2::3]
    return "".join(parts)
