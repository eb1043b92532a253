"""Settings for the usual hosts of plain files, made from the same moves as the copies.

With them a host sends readers on by itself, with the status by which search engines learn of it (301); without them
the copies do the work. Sources: https://docs.netlify.com/manage/routing/redirects/overview/,
https://developers.cloudflare.com/pages/configuration/redirects/ and .../headers/.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from generator import nginx
from generator.built import SiteError
from generator.moves import Alias
from generator.pages import SHORT
from generator.sent import FOR_EVER, HASHED, OPEN, READ_BY_PROGRAMS, SECURE

# Cloudflare's limits; Netlify's are wider.
MAX_STATIC, MAX_DYNAMIC, MAX_HEADERS, LONGEST_LINE = 2000, 100, 100, 1000


def files(site: Path, aliases: Iterable[Alias]) -> Iterator[tuple[str, str]]:
    """Yield path and text of each file of settings.

    Raises:
        SiteError: there are more rules than a host takes.
    """
    plain = [alias for alias in aliases if alias.is_plain]
    hashed = [f"/{file.relative_to(site).as_posix()}" for file in sorted(site.rglob("*")) if HASHED.search(file.name)]
    yield "_redirects", redirects(plain)
    yield "_headers", headers(hashed)
    yield "nginx/redirects.map", nginx.redirects(plain)
    yield "nginx/site.conf", nginx.site()


def redirects(plain: Iterable[Alias]) -> str:
    """Return rules for Netlify and Cloudflare Pages; the first that fits counts.

    A short address is sent on by its placeholder rule; one whose page has another name now has a rule before that.
    Cloudflare takes a path with a slash at its end for another one than without.
    """
    moved = [f"{alias.path} {alias.to} 301" for alias in plain if not alias.is_short_form]
    short = [f"/{short}/:name{end} /{long}/:name/ 301" for long, short in SHORT.items() for end in ("", "/")]
    lines = ["# The copies of pages at these addresses work without this file, too.", *moved, *short]
    _must_fit(len(moved), MAX_STATIC, "_redirects: moved links")
    _must_fit(len(short), MAX_DYNAMIC, "_redirects: rules with placeholders")
    _must_fit(max(map(len, lines)), LONGEST_LINE, "_redirects: characters in a line")
    return "\n".join(lines) + "\n"


def headers(hashed: Iterable[str]) -> str:
    """Return headers for Netlify and Cloudflare Pages; `hashed` are files whose name changes with their content.

    Pages get no Cache-Control: both hosts have them asked for anew each time, and join two values into one.
    """
    rules = [("/*", [f"{name}: {value}" for name, value in SECURE.items()])]
    for path, kind in READ_BY_PROGRAMS.items():
        rules.append((path, [f"Access-Control-Allow-Origin: {OPEN}", *([f"Content-Type: {kind}"] if kind else [])]))
    rules += [(path, [f"Cache-Control: {FOR_EVER}"]) for path in hashed]
    _must_fit(len(rules), MAX_HEADERS, "_headers: rules")
    return "\n".join(f"{path}\n" + "".join(f"  {line}\n" for line in lines) for path, lines in rules)


def _must_fit(count: int, limit: int, what: str) -> None:
    if count > limit:
        raise SiteError(f"{what}: {count} are more than the {limit} that hosts take")
