"""Validates every page of the built site with the Nu Html Checker; prints what is not known of the theme.

Usage: python tests/web/validate.py site
"""

import json
import subprocess
import sys
from pathlib import Path

CHECKER = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"
# Errors in the HTML of Material itself: the message, and what stands in the element. Ours are never listed here.
THEME = (
    ("Bad value “” for attribute “tabindex” on element “label”", 'class="md-nav__link'),
    ("Attribute “autocomplete” is only allowed when the input type is", 'class="md-toggle"'),
    (
        "The value of the “for” attribute of the “label” element must be the ID of",
        '<label class="md-nav__title" for="__toc">',
    ),
)


def of_theme(message: dict[str, str]) -> bool:
    """Whether a message is a known one about the theme."""
    return any(message["message"].startswith(text) and part in message.get("extract", "") for text, part in THEME)


def chosen(site: Path) -> list[Path]:
    """Return all pages, and of the copies, which differ from their pages in the first lines, one of each folder."""
    pages = sorted(site.rglob("*.html"))
    copies = {page for page in pages if "<base " in page.read_text(encoding="utf-8")[:500]}
    one = {page.parent.parent: page for page in copies}
    return [page for page in pages if page not in copies or page in one.values()]


def main(site: Path) -> int:
    """Check all pages in one run of the checker; return the number of faults."""
    command = [
        "java",
        "-Xss8m",
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--errors-only",
        *map(str, pages := chosen(site)),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr)["messages"]
    faults = [it for it in messages if not of_theme(it)]
    for fault in faults[:50]:
        where = f"{fault.get('url', '').removeprefix('file:')}:{fault.get('lastLine', 0)}:{fault.get('firstColumn', 0)}"
        print(f"{where}: {fault['type']}: {fault['message']}\n    {fault.get('extract', '').strip()!r}")
    print(f"{len(pages)} pages checked, {len(faults)} faults, {len(messages) - len(faults)} known of the theme")
    return len(faults)


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1])), 1))
