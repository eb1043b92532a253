"""A page of the finished site, changed so that it works from a disk: pure text to text.

From `file:` a browser lists a folder instead of showing its page, refuses module scripts, and cannot ask a server
for what is not in the copy. So links name the file that they lead to, module scripts become plain ones, and what
is left out is linked at the published site.
"""

import posixpath
import re
from collections.abc import Collection
from urllib.parse import unquote, urljoin, urlsplit

from generator.pages import SITE_URL

# The first script of each page; it knows where the copy is, and brings what `file:` lacks.
FIRST_SCRIPT = "assets/offline.js"
# What a head may name. The rest (feeds, other forms of a page, hints to fetch) is for pages on a server.
_LINKS = {"canonical", "icon", "stylesheet"}
_TAG = re.compile(
    r"""<(?:a|area|audio|base|form|iframe|img|link|meta|script|source|video)(?:\s+[^\s=>]+(?:="[^"]*"|='[^']*')?)*\s*/?>"""
)
_ADDRESS = re.compile(r"""(?<=\s)(href|src|action)="([^"]*)\"""")
_BASE = re.compile(r"""<base\s[^>]*?href="([^"]*)\"""")
_REL = re.compile(r"""\srel="([^"]*)\"""")
_POLICY = re.compile(r"""\shttp-equiv="Content-Security-Policy\"""", re.IGNORECASE)
_REFRESH = re.compile(r"""(?<=\scontent="0; url=)([^"]*)""")
_MODULE = re.compile(r"""^<script(?=[^>]*\stype="module").*\ssrc="([^"]+)\"""")
_SCRIPT = re.compile(r"<script[^>]*\ssrc=")
_FOOTER = '<div class="md-copyright">'


def modules(html: str, path: str) -> set[str]:
    """Return the module scripts of the page at `path`, as paths below the site's root."""
    found = (_MODULE.match(tag) for tag in _TAG.findall(html))
    return {_target(it[1], _folder(html, path)) for it in found if it}


def page(html: str, path: str, files: Collection[str], note: str = "") -> str:
    """Return the page at `path` (below the root, with its file's name) as it stands in the copy.

    Args:
        html: the page as the site has it.
        path: where it is.
        files: the paths of all files of the copy.
        note: what its foot says, as HTML.
    """
    folder = _folder(html, path)
    changed = _TAG.sub(lambda match: _tag(match[0], path, folder, files), html)
    first = f'<script src="{_relative(FIRST_SCRIPT, folder)}"></script>\n'
    changed = _SCRIPT.sub(lambda match: first + match[0], changed, count=1)
    return changed.replace(_FOOTER, _FOOTER + note, 1)


def _tag(tag: str, path: str, folder: str, files: Collection[str]) -> str:
    if tag.startswith("<link"):
        rel = _REL.search(tag)
        if rel is None or not _LINKS & set(rel[1].split()):
            return ""
    if tag.startswith("<meta"):
        return "" if _POLICY.search(tag) else _REFRESH.sub(lambda match: link(match[1], folder, files), tag)
    if _MODULE.match(tag):
        tag = tag.replace(' type="module"', " defer", 1).replace('.mjs"', '.js"', 1)
    if tag.startswith("<base"):
        folder = posixpath.dirname(path)  # a base is itself relative to the page
    return _ADDRESS.sub(lambda match: f'{match[1]}="{link(match[2], folder, files)}"', tag)


def link(address: str, folder: str, files: Collection[str]) -> str:
    """Return an address that stands on a page in `folder` as the copy has it.

    An address of elsewhere, and one that is nothing but a query or a fragment, stays.
    """
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return address
    tail = address[len(parts.path) :]
    target = _target(parts.path, folder)
    if unquote(target) not in files:
        return SITE_URL + target.removesuffix("index.html") + tail
    return _relative(target, folder) + tail


def _folder(html: str, path: str) -> str:
    """Return the folder from which the page's links count."""
    base = _BASE.search(html)
    return posixpath.dirname(_target(urlsplit(base[1]).path, posixpath.dirname(path)) if base else path)


def _target(path: str, folder: str) -> str:
    """Return the file, below the root, to which a path leads that stands in `folder`."""
    root = urlsplit(SITE_URL).path
    target = urljoin(f"{root}{folder}/" if folder else root, path).removeprefix(root)
    return f"{target}index.html" if target.endswith("/") or not target else target


def _relative(target: str, folder: str) -> str:
    return posixpath.relpath(target, folder or ".")
