"""/llms.txt: what is here, for programs that read text, with a link to the Markdown twin of each page."""

from collections.abc import Iterable, Sequence

from generator.pages import SITE_URL
from generator.twins import Source

# A section for each folder, the most asked first; those of the last section can be left out where room is short.
_SECTIONS = (
    ("Start here", ("", "lookup")),
    ("Troubleshooting", ("troubleshooting",)),
    ("Ranges of ports", ("ranges",)),
    ("How to", ("howto",)),
    ("Learn", ("learn",)),
    ("Help desk", ("helpdesk",)),
    ("About", ("about",)),
    ("Optional", ("ports", "addresses")),
)
_API = {
    "openapi.json": "describes all of these",
    "lookup.json": "every port, range, block and case with its answer, and by which words a message is known",
    "numbers.json": "what can be said of each of the 65,536 numbers, with IANA's names",
}
_NOTE = f"""\
Every fact has a source and the day on which it was checked; what was not proved says so.
The twin of a page is its address with `.md` in place of the last slash (`/ports/62893/` and `/ports/62893.md`); a
directory's is `index.md` in it. Any port has an answer at `{SITE_URL}lookup/?q=NUMBER`, which needs a browser."""


def llms(pages: Iterable[Source], api: Sequence[str]) -> str:
    """Return the text of llms.txt.

    Args:
        pages: all pages; one that search engines shall not list is left out.
        api: the paths of the JSON files, relative to the site.
    """
    listed = sorted((it for it in pages if "noindex" not in it.fields.get("robots", "")), key=_order)
    home = next((it for it in listed if it.path == "index.md"), None)
    parts = [
        f"# {home.title if home else 'Port Atlas'}",
        f"> {home.fields.get('description', '') if home else ''}".rstrip(),
        _NOTE,
        *(text for name, folders in _SECTIONS if (text := _section(name, folders, listed))),
    ]
    if api:
        parts.insert(-1, "\n".join(["## JSON", "", *(_file(path) for path in api)]))
    return "\n\n".join(parts) + "\n"


def _section(name: str, folders: tuple[str, ...], pages: Sequence[Source]) -> str:
    found = [it for folder in folders for it in pages if it.path.rpartition("/")[0] == folder]
    return "\n".join([f"## {name}", "", *map(_link, found)]) if found else ""


def _link(page: Source) -> str:
    note = page.fields.get("description", "")
    title = page.title.replace("[", "\\[").replace("]", "\\]")
    return f"- [{title}]({page.twin}): {note}" if note else f"- [{title}]({page.twin})"


def _file(path: str) -> str:
    name = path.rpartition("/")[2]
    note = f": {_API[name]}" if name in _API else ""
    return f"- [{name}]({SITE_URL}{path}){note}"


def _order(page: Source) -> tuple[str, bool, int, str]:
    """Directories first, ports by their number."""
    folder, _, name = page.path.rpartition("/")
    stem = name.removesuffix(".md")
    return folder, stem != "index", int(stem) if stem.isdecimal() else 0, stem
