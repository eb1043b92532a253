"""A page to Markdown; the only module that knows Jinja."""

import html
import json
import posixpath
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import jinja2

from generator import changes, filters, prose, views, ways
from generator.fragments import Fragment
from generator.pages import SITE_URL, Page, path_of, short_address
from generator.pictures import decisions, gallery
from generator.qr import qr_code
from generator.tickets import ticket

# Their menu would be empty, or hold nothing but their own name: what it leads to is too much to stand in it.
_KINDS_WITHOUT_MENU = ("port", "block", "class")
_PAGES_WITHOUT_MENU = ("ports/index.md", "addresses/index.md")
# Characters that Markdown, or an extension of MkDocs, may give a meaning.
_MARKS = re.compile(r"[&<>*_`\[\]{}|\\~^=$#]")
TEMPLATES = Path(__file__).parent / "templates"
# Fragments are read in pages of a folder directly below docs/; a link looks the same from each of those and from here.
BESIDE = "_facts"


class Renderer:
    """Renders pages with the templates of this package."""

    def __init__(self) -> None:
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            undefined=jinja2.StrictUndefined,
            autoescape=False,  # noqa: S701 (the output is Markdown; data texts are checked by `prose`)
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters.update(
            code=code,
            fence=fence,
            output=output,
            closed=closed,
            cell=cell,
            literal=literal,
            verbatim=verbatim,
            html=html_text,
            system_name=views.SYSTEM_NAMES.__getitem__,
        )
        self._environment.globals.update(
            systems=views.SYSTEMS,
            system_names=views.SYSTEM_NAMES,
            checks_for=views.checks_for,
            told_on=changes.TOLD_ON,
            ticket=ticket,
            cite=views.cite,
            site_url=SITE_URL,
            picture=gallery,
            questions=decisions.questions,
            qr_code=qr_code,
            short_address=short_address,
            ways=ways,
            filters=filters,
        )

        self._sections: dict[tuple[str, str, str], str] = {}

    def markdown(self, page: Page) -> str:
        """Return the whole text of a page: front matter and Markdown."""
        template = self._environment.get_template(f"{page.template}.md.j2")
        folder = posixpath.dirname(page.path)
        body = template.render(
            page=page,
            view=page.view,
            text=_prose_in(folder),
            link=_link_in(folder),
            section=self._section_in(page, folder),
        )
        return _without_gaps(f"{front_matter(page)}\n{body.strip()}\n")

    def fragment(self, fragment: Fragment) -> str:
        """Return the text of a fragment: a comment that names the data, and Markdown."""
        template = self._environment.get_template(f"{fragment.template}.md.j2")
        body = template.render(view=fragment.view, text=_prose_in(BESIDE), link=_link_in(BESIDE))
        return _without_gaps(f"<!-- generated_from: {fragment.made_from} -->\n\n{body.strip()}\n")

    def _section_in(self, page: Page, folder: str) -> Callable[[str, str], str]:
        """Return what a template calls to show a procedure for all systems, with `PORT` left in it.

        Thousands of pages show the same procedures; each is rendered once for a folder.
        """

        def section(name: str, anchor: str) -> str:
            key = (name, anchor, folder)
            if key not in self._sections:
                template = self._environment.get_template("_procedure.md.j2")
                procedure = page.view.catalog.procedures[name]
                self._sections[key] = template.render(
                    procedure=procedure, view=page.view, anchor=anchor, text=_prose_in(folder), link=_link_in(folder)
                )
            return self._sections[key]

        return section


def front_matter(page: Page) -> str:
    """Return the front matter of a page; each value is JSON, which is YAML without surprises."""
    fields: dict[str, object] = {
        "title": page.title,
        "description": page.description,
        "generated_from": page.made_from,
        "kind": page.kind,
        "checked": page.checked.isoformat(),
    }
    if page.short:
        fields["short"] = page.short
    if page.kind in _KINDS_WITHOUT_MENU or page.path in _PAGES_WITHOUT_MENU:
        fields["hide"] = ["navigation"]
    if page.kind == "retired":
        fields |= {"robots": "noindex", "search": {"exclude": True}}
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in fields.items())
    return "\n".join(["---", *lines, "---", ""])


def _without_gaps(text: str) -> str:
    """Close the gaps that a template's loops leave: one empty line parts two blocks."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


@lru_cache(maxsize=32)
def _prose_in(folder: str) -> Callable[[str], str]:
    return lambda text: prose.markdown(text, lambda reference: _address(reference, folder))


@lru_cache(maxsize=32)
def _link_in(folder: str) -> Callable[..., str]:
    @lru_cache(maxsize=65536)
    def link(kind: str, target: Any, anchor: str = "") -> str:
        return _address(prose.Reference(kind, str(target), anchor), folder)

    return link


@lru_cache(maxsize=65536)
def _address(reference: prose.Reference, folder: str) -> str:
    """Return the relative address of a record's page, seen from a page in `folder`."""
    anchor = f"#{reference.anchor}" if reference.anchor else ""
    return posixpath.relpath(path_of(reference), folder) + anchor


def code(text: str) -> str:
    """Return a command, message or name as a code span."""
    return prose.code_span(text.replace("\n", " "))


def fence(text: str, language: str = "text", *, copy: bool = True) -> str:
    """Return text as a fenced block that no line of it can close; `copy` asks for a copy button."""
    marks = "````" if "```" in text else "```"
    opening = language if copy else f" {{ .{language} .no-copy }}"
    return f"{marks}{opening}\n{text}\n{marks}"


def output(text: str, mark: str | None) -> str:
    """Return what a command prints as a block; `mark` is the part of it that answers the question."""
    if mark is None:
        return fence(text, copy=False)
    before, part, after = (html.escape(it, quote=False) for it in text.partition(mark))
    return f'<pre class="atlas-output no-copy"><code>{before}<mark>{part}</mark>{after}\n</code></pre>'


def cell(text: str) -> str:
    """Return Markdown for a table cell: a bar would begin the next one."""
    return text.replace("|", "\\|")


def verbatim(text: str) -> str:
    """Return text of others so that no parser takes a character of it for a mark."""
    return _MARKS.sub(lambda match: f"&#{ord(match[0])};", text)


def html_text(text: str) -> str:
    """Return text for an element of HTML in a page: one line, and nothing in it that opens a block of code."""
    return html.escape(text, quote=False).replace("`", "&#96;").replace("\n", "&#10;")


def closed(title: str) -> str:
    """Return a title that runs on into a sentence, with its final stop."""
    return title if title.endswith((".", "?", "!", ":")) else f"{title}."


def literal(text: str, port: int | None) -> str:
    """Return a command or output with `PORT` replaced by the number, where the page has one."""
    return text if port is None else text.replace("PORT", str(port))
