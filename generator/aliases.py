"""Old and short addresses in the built site: each holds a copy of the page that it stands for.

A host of plain files cannot redirect and keep question and fragment, and a script alone would leave those out who
have none. So the page itself is there, with <base> so that its links are right, and a script that puts the lasting
address into the address bar.
"""

import html
import json
from collections.abc import Iterable, Iterator

from generator import markup
from generator.built import Built
from generator.moves import Alias, Part, sentence
from generator.pages import SITE_URL

SCRIPT = "/assets/moved.js"


def kept(built: Built, aliases: Iterable[Alias]) -> Iterator[tuple[str, str]]:
    """Yield path and text of each page that still lives and lost an anchor.

    Raises:
        SiteError: an anchor stands for something that the site does not have.
    """
    for alias in aliases:
        if alias.path == alias.to:
            yield built.file(alias.path), marked(built, alias)


def copies(built: Built, aliases: Iterable[Alias]) -> Iterator[tuple[str, str]]:
    """Yield path and text of what stands at each old or short address; the pages hold their lost anchors already.

    Raises:
        SiteError: an address stands for something that the site does not have, or has a page of its own.
    """
    for alias in aliases:
        if alias.path != alias.to:
            built.must_be_free(alias.path)
            yield built.file(alias.path), _copied(built, alias)


def _copied(built: Built, alias: Alias) -> str:
    """Return what stands at an address; a file that is no page is the same file again, or says that it is gone."""
    if alias.path.endswith("/"):
        return copy(built, alias, built.text(alias.page))
    if alias.why:
        return json.dumps({"retired": alias.path, "why": alias.why, "instead": SITE_URL + alias.instead[1:]}) + "\n"
    return built.text(alias.page)


def marked(built: Built, alias: Alias) -> str:
    """Return a page that still lives, with its lost anchors."""
    page = _with_parts(built, alias, built.text(alias.page))
    moved = _moved(alias)
    return markup.in_head(page, _script(alias, moved)) if moved else page


def copy(built: Built, alias: Alias, page: str) -> str:
    """Return the copy of a page for another address of it."""
    base = markup.relative(alias.page, alias.path)
    whole = alias.to.removeprefix(alias.page)
    head = [f'<base href="{base}">', _script(alias, _moved(alias), whole)]
    if whole:  # who has no scripts is led on by the browser, and loses a question that only scripts read
        head.append(f'<noscript><meta http-equiv="refresh" content="0; url={base}{whole}"></noscript>')
    return markup.in_head(_with_parts(built, alias, page), "\n".join(head))


def _script(alias: Alias, parts: dict[str, str], whole: str = "") -> str:
    known = f" data-parts='{html.escape(json.dumps(parts), quote=False)}'" if parts else ""
    start = f' data-whole="{whole}"' if whole else ""
    return f'<script src="{markup.relative(SCRIPT, alias.page)}"{known}{start}></script>'


def _moved(alias: Alias) -> dict[str, str]:
    return {part.anchor: markup.relative(part.to, alias.page) for part in alias.parts if not part.why}


def _with_parts(built: Built, alias: Alias, page: str) -> str:
    """Give a page the anchors that it lost: in their new place, or on a note at its end."""
    for part in alias.parts:
        target, _, anchor = part.to.partition("#")
        if part.anchor in markup.ids(page):
            page = markup.without_id(page, part.anchor)  # it means another thing here
        if target == alias.page and anchor and not part.why:
            page = markup.with_second_id(page, part.anchor, anchor)
        else:
            page = markup.at_end(page, _note(built, alias, part))
    return page


def _note(built: Built, alias: Alias, part: Part) -> str:
    """Return the note, seen by those alone whom a link leads to it."""
    link = f'<a href="{markup.relative(part.to, alias.page)}">{built.name(part.to, alias.page)}</a>'
    if part.why:
        said = f"<strong>This part is gone.</strong> {html.escape(sentence(part.why), quote=False)} Instead: {link}."
    else:
        said = f"<strong>This part now stands at</strong> {link}."
    return f'<aside class="atlas-moved" id="{part.anchor}"><p>{said}</p></aside>'
