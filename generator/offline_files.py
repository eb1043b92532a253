"""All files of the copy that works from a disk, made from those of the finished site: pure."""

import datetime as dt
import fnmatch
import hashlib
import html
import json
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator import offline_page
from generator.pages import SITE_URL

Files = Mapping[str, bytes]

PARTS = Path(__file__).parent / "offline_site"
# What only a server, a program or a debugger has a use for; scripts come back as bundles.
LEFT_OUT = (
    *("404.html", "_headers", "_redirects", "CNAME", ".nojekyll", "nginx/*", "opensearch.xml", "robots.txt"),
    *("sitemap.xml", "sitemap.xml.gz", "SHA256SUMS", "search/search_index.json", "*.map", "*.mjs"),
    *("feed.xml", "feed.json", "llms.txt", "*.md", "assets/previews/*"),
)
# What the look-up fetches; a script can be had from a disk where a file cannot be fetched.
TABLES = ("api/v1/lookup.json", "api/v1/numbers.json")
_EXAMPLE = "p/62893/"
_WHERE = "globalThis.portAtlasRoot = new URL('../', document.currentScript.src).href;\n"


def entries(site: Files) -> set[str]:
    """Return the module scripts that pages of the site name, as paths below its root."""
    return {it for path, text in _pages(site) for it in offline_page.modules(text, path)}


def sources(site: Files, parts: Files) -> dict[str, str]:
    """Return the site's modules as they are to be bundled, by path.

    Args:
        site: all files of the site.
        parts: the modules that take the place of others, by their path below assets/.
    """
    found = {path: data for path, data in site.items() if path.endswith((".mjs", ".js")) and path.startswith("assets/")}
    found |= {f"assets/{path}": data for path, data in parts.items()}
    return {path: _placed(data.decode(), path) for path, data in found.items() if path.endswith(".mjs")}


def _placed(module: str, path: str) -> str:
    """Give a module the address that it loses in a bundle."""
    return module.replace("import.meta.url", f'new URL("{path}", globalThis.portAtlasRoot).href')


def copy(site: Files, bundles: Files, shim: str, day: dt.date) -> dict[str, bytes]:
    """Return all files of the copy by path.

    Args:
        site: all files of the finished site.
        bundles: plain scripts that take the place of module scripts.
        shim: a script that makes workers run from `file:`.
        day: the date of the newest fact.
    """
    kept = {path: data for path, data in site.items() if not any(fnmatch.fnmatchcase(path, it) for it in LEFT_OUT)}
    kept |= {**bundles, offline_page.FIRST_SCRIPT: (_WHERE + shim).encode()}
    kept |= {path.replace(".json", ".js"): table_script(path, site[path]) for path in TABLES if path in site}
    if index := site.get("search/search_index.json"):
        kept["search/search_index.js"] = search_script(index)
    # A page may link to what a module script was; its bundle has another name.
    names = kept.keys()
    note = f'<div class="md-copyright__highlight">Copy for use without a network, facts of {day}. The site: <a href="{SITE_URL}">{html.escape(SITE_URL)}</a></div>'
    made = {path: offline_page.page(text, path, names, note).encode() for path, text in _pages(kept)}
    kept |= {**made, "README.txt": readme(day, len(made)).encode()}
    return {**kept, "SHA256SUMS": checksums(kept).encode()}


def _pages(files: Files) -> Iterator[tuple[str, str]]:
    return ((path, data.decode()) for path, data in sorted(files.items()) if path.endswith(".html"))


def table_script(path: str, table: bytes) -> bytes:
    """Return a script that leaves a table where offline_site/ask/reach.mjs finds it."""
    return b"(globalThis.portAtlasTables ??= {})[%b] = %b;\n" % (json.dumps(path).encode(), table.strip())


def search_script(index: bytes) -> bytes:
    """Return the search's index as the script that the theme looks for, its results as files."""
    whole = json.loads(index)
    for entry in whole["docs"]:
        location, mark, section = entry["location"].partition("#")
        entry["location"] = f"{location}index.html{mark}{section}" if location[-1:] in ("", "/") else entry["location"]
    return f"var __index = {json.dumps(whole, ensure_ascii=False, separators=(',', ':'))};\n".encode()


def readme(day: dt.date, pages: int) -> str:
    """Return what a person reads who has unzipped the copy."""
    text = (PARTS / "README.txt").read_text(encoding="utf-8")
    return string.Template(text).substitute(day=day, pages=pages, address=SITE_URL, example=_EXAMPLE)


def checksums(files: Files) -> str:
    """Return the SHA-256 of every file, as `sha256sum` prints them."""
    return "".join(f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(files.items()))
