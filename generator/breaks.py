"""Where code in a line may break: between its parts, never inside a name, an address or an option. Pure.

Left to itself, a narrow column breaks `127.0.0.1` before its last digit, and a line ends between the
hyphen and the letters of `-ltnp`. The styles keep words in tables whole on wide screens; so that a long
one cannot push its table out of the page, it gets places where it may break.
"""

import re
from collections.abc import Callable
from html import unescape

LONGEST = 16  # characters that every column has room for; `127.0.0.1:62893` has 15
_CODE = re.compile(r"<pre\b.*?</pre>|<code>.*?</code>", re.DOTALL)
_CELL = re.compile(r"<t([dh])\b[^>]*>(?:(?!</t\1>).)*</t\1>", re.DOTALL)
_WORD = re.compile(r"[^\s<>]+(?=[^<>]*<)")  # a word of the text, not of a tag
_OPTION = re.compile(r"--?\w[\w:-]{0,20}")  # `-sTCP:LISTEN`; the narrowest phone has room for so much
# Behind a sign that parts words, but not inside `::`; behind a dot that parts names, not numbers.
_PLACE = re.compile(r"(?<=[:/_=,(])(?<!::)(?=[\w\"'&\[*{])|(?<=\D\.)(?=[^\W\d])")


def with_breaks(page: str) -> str:
    """Return the page with `<wbr>` between the parts of long words of code in tables, and with options kept whole."""
    return _words(_whole, _CELL.sub(lambda cell: _words(_parted, cell[0]), page))


def _words(change: Callable[[re.Match[str]], str], text: str) -> str:
    return _CODE.sub(lambda code: code[0] if code[0].startswith("<pre") else _WORD.sub(change, code[0]), text)


def _parted(word: re.Match[str]) -> str:
    return word[0] if len(unescape(word[0])) <= LONGEST else _PLACE.sub("<wbr>", word[0])


def _whole(word: re.Match[str]) -> str:
    return f'<span class="atlas-option">{word[0]}</span>' if _OPTION.fullmatch(word[0]) else word[0]
