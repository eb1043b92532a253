"""The site behind nginx: a map of moved links, and a server that uses it.

Source: https://nginx.org/en/docs/http/ngx_http_map_module.html and .../ngx_http_core_module.html.
"""

import re
from collections.abc import Iterable

from generator.moves import Alias
from generator.pages import SHORT
from generator.sent import FOR_EVER, HASHED, OPEN, READ_BY_PROGRAMS, SECURE

FOLDER = "/srv/port-atlas"
_SERVER = """\
# Port Atlas behind nginx: include this file inside http { }, and replace FOLDER by the folder of the site, and
# portatlas.example by its name.

# Links that moved, and short ones; question and fragment stay.
map $uri $atlas_moved {
    include FOLDER/nginx/redirects.map;
}

# Files whose name changes with their content stay; all others are asked for anew, and come only if they changed.
map $uri $atlas_cache {
    default "no-cache";
    "~HASHED" "FOR_EVER";
}

# What is made for programs may be read from any page.
map $uri $atlas_open {
OPEN}

server {
    listen 80;
    server_name portatlas.example;
    root FOLDER;
    charset utf-8;
    absolute_redirect off;
    error_page 404 /404.html;
    # gzip_static on;  # once each file has its .gz beside it

    add_header Access-Control-Allow-Origin $atlas_open always;
    add_header Cache-Control $atlas_cache;
SECURE
    if ($atlas_moved) {
        return 301 $atlas_moved$is_args$args;
    }

    # Kinds of files that nginx does not know.
    location ~ "[.]mjs$" {
        types { }
        default_type text/javascript;
    }
KINDS}
"""


def redirects(plain: Iterable[Alias]) -> str:
    """Return the lines of a `map` from the path of a request to where it went.

    The patterns take plain names only: `$uri` is decoded, and a line end in it must not get into a header.
    """
    moved = [alias for alias in plain if not alias.is_short_form]
    exact = {path: alias.to for alias in moved for path in (alias.path, alias.path.rstrip("/"))}
    short = [f"~^/{short}/([a-z0-9-]+)/?$ /{long}/$1/;" for long, short in SHORT.items()]
    return "\n".join([*(f"{path} {to};" for path, to in sorted(exact.items())), *short]) + "\n"


def site() -> str:
    """Return the configuration of a server."""
    secure = (f'    add_header {name} "{value}" always;\n' for name, value in SECURE.items())
    opened = (f'    "~{_pattern(path)}" "{OPEN}";\n' for path in READ_BY_PROGRAMS)
    kinds = (_kind(path, kind) for path, kind in READ_BY_PROGRAMS.items() if kind)
    text = _SERVER.replace("OPEN}", "".join(opened) + "}").replace("KINDS}", "".join(kinds) + "}")
    text = text.replace("SECURE\n", "".join(secure) + "\n").replace("HASHED", HASHED.pattern)
    return text.replace("FOR_EVER", FOR_EVER).replace("FOLDER", FOLDER)


def _kind(path: str, kind: str) -> str:
    return f'    location ~ "{_pattern(path)}" {{\n        types {{ }}\n        default_type "{kind}";\n    }}\n'


def _pattern(path: str) -> str:
    """Return a path, in which `*` stands for anything, as a regular expression."""
    start = re.escape(path.removesuffix("*")).replace(re.escape("*"), ".*")
    return f"^{start}" if path.endswith("*") else f"^{start}$"
