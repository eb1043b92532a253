"""The block of each page from which tickets are answered, and the forms in which scripts copy it."""

import datetime as dt
import json
import random
import re
import subprocess
from html.parser import HTMLParser
from typing import Any

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator import build, pages
from generator.port_view import PortView
from generator.render import html_text
from generator.views import CaseView
from tests.conftest import ROOT, Project

TODAY = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)  # in the easternmost time zone
SYSTEMS = {"linux": "On Linux", "macos": "On macOS", "windows": "On Windows"}
# As in mkdocs.yml, where the order is the same.
EXTENSIONS = ["admonition", "attr_list", "md_in_html", "tables", "toc", "pymdownx.highlight", "pymdownx.superfences"]
HOSTILE = (
    "grep -E '^a|b' \"$HOME\" <x >y & `date` &amp; {#id} { .c } [a](b) *c* _d_ <https://e> \\n ~~f~~ ```g``` {{ h }}"
)
CORPUS = [
    *"`*_{}[]<>()#+-.!|\\&~=$:@ \n\"'",
    "a",
    "1",
    "b c",
    "1.",
    "- ",
    "```",
    "http://a",
    "&lt;",
    "<b>",
    "</",
    "www.",
    "  ",
]
FORM = """
import { markdownForm } from "./docs/assets/ticket/forms.mjs";
import { text } from "node:stream/consumers";
console.log(JSON.stringify(JSON.parse(await text(process.stdin)).map(markdownForm)));
"""


class Reading(HTMLParser):
    """What a browser would make of some HTML: its elements with their attributes, and the whole text of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []  # in the order in which the elements end
        self._open: list[tuple[str, list[str]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        self._open.append((tag, []))

    def handle_data(self, data: str) -> None:
        """Give text to each element that is open."""
        for _, parts in self._open:
            parts.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Note the text of an element."""
        opened, parts = self._open.pop()
        assert opened == tag
        self.texts.append((tag, "".join(parts)))

    def of(self, tag: str) -> list[str]:
        """Return the texts of all elements of one kind."""
        return [text for name, text in self.texts if name == tag]

    def values(self, attribute: str) -> list[str | None]:
        """Return the values of an attribute."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


def block_of(page: str) -> Reading:
    """Return a page's block as Python-Markdown renders it."""
    section = page[page.index("\n## Link to this page { #link }\n") :]
    rendered = markdown.markdown(section, extensions=EXTENSIONS)
    return Reading(rendered[rendered.index('<div class="atlas-ticket ') : rendered.rindex("</div>") + len("</div>")])


def commands_in(block: Reading) -> list[tuple[str | None, str, str]]:
    """Return the commands of a block: the system, its name, the command."""
    return list(zip(block.values("data-system"), block.of("dt"), block.of("code"), strict=True))


def expected_commands(page: pages.Page) -> list[tuple[str | None, str, str]]:
    """Return what should be run first, told from the records."""
    view = page.view
    if isinstance(view, PortView):
        found = {system: view.naming_command(system).replace("PORT", str(view.number)) for system in SYSTEMS}
    elif isinstance(view, CaseView):
        first = view.procedures[0].checks if view.procedures else view.case.checks
        found = {system: next(it.command for it in first if it.system == system) for system in SYSTEMS}
    elif page.path == "ranges/ephemeral.md":
        found = {system: view.catalog.systems[system].show for system in SYSTEMS}
    else:
        found = {}
    return [(system, SYSTEMS[system], command) for system, command in found.items()]


def test_every_page_of_a_record_has_its_ticket() -> None:
    """Title, an answer of at most 200 characters, the right commands, the date and the short link stand there, exact."""
    loaded = build.load(ROOT, TODAY)
    texts = build.files(loaded)
    made = [page for page in pages.all_pages(loaded) if page.kind != "directory"]
    assert {page.kind for page in made} == {"port", "case", "range", "ephemeral", "block", "class"}
    for page in made:
        block = block_of(texts[f"docs/{page.path}"])
        title, answer, *others = block.of("p")
        assert (title, answer) == (page.title, page.description), page.path
        assert 0 < len(answer) <= 200, page.path
        assert others[-2:] == [f"Checked {page.checked}", f"{pages.SITE_URL}{page.short}"], page.path
        assert block.values("href") == [f"{pages.SITE_URL}{page.short}"]
        assert commands_in(block) == expected_commands(page), page.path
        has_word = any("PORT" in command for _, _, command in commands_in(block))
        assert others[:-2] == (["PORT stands for the port number."] if has_word else []), page.path


def test_the_parts_to_which_links_lead_are_there() -> None:
    """Where the link of a ticket can name the part for a system, the page has that part for each system."""
    loaded = build.load(ROOT, TODAY)
    for path, text in build.files(loaded).items():
        for part in re.findall(r'class="atlas-ticket no-copy" data-part="(\w+)"', text):
            for system in SYSTEMS:
                assert re.search(rf"\{{ #{part}-{system}[ }}]", text), path


def test_the_answer_about_ephemeral_ports_names_the_ranges() -> None:
    """The ticket about the systems' own ranges answers with them."""
    (page,) = [it for it in pages.range_pages(build.load(ROOT, TODAY)) if it.kind == "ephemeral"]
    assert "32768 to 60999 on Linux, 49152 to 65535 on macOS, 49152 to 65535 on Windows." in page.description


@pytest.mark.parametrize(
    "command", [HOSTILE, "first `x`\n\n```\n# second\n    <third> & $4\n~~~"], ids=["marks", "lines"]
)
def test_a_command_reaches_the_reader_unharmed(project: Project, command: str) -> None:
    """Whatever marks a command, a title or an answer holds, and however many lines, the page shows just that."""
    project.edit("data/commands.yml", '"Get-NetTCPConnection -LocalPort PORT -State Listen"', json.dumps(command))
    title = 'A "title" <b> &amp; `code` *x* {#y}'
    project.edit("data/troubleshooting/port-in-use.yml", "title: Port already in use", f"title: '{title}'")
    assert project.run("build").exit_code == 0
    for path in ("docs/ports/80.md", "docs/troubleshooting/port-in-use.md"):
        assert commands_in(block_of(project.read(path)))[2][2] == command, path
    assert block_of(project.read("docs/troubleshooting/port-in-use.md")).of("strong") == [title]


@given(st.lists(st.sampled_from(CORPUS), max_size=30).map(lambda it: f"a{''.join(it)}b"))
def test_text_in_the_html_of_a_page_stays_text(text: str) -> None:
    """No Markdown, entity or tag in a text is one on the page."""
    rendered = markdown.markdown(f"before\n\n<div>\n<p>{html_text(text)}</p>\n</div>\n\nafter", extensions=EXTENSIONS)
    assert Reading(rendered).of("p") == ["before", text, "after"]


def any_ticket(chance: random.Random) -> dict[str, Any]:
    """Return a ticket of random marks."""

    def text() -> str:
        return f"{''.join(chance.choices(CORPUS, k=chance.randint(0, 12)))}z{''.join(chance.choices(CORPUS, k=3))}"

    command = {"place": "On Linux", "text": "".join(chance.choices(CORPUS, k=12)).strip() or "x"}
    link = "https://portatlas.example/e/port-in-use/?port=5432#check-linux"
    return {"title": text(), "answer": text(), "commands": [command], "notes": [text()], "link": link}


def test_the_markdown_form_renders_to_exactly_the_text() -> None:
    """Titles, answers and commands of any characters become one strong line, paragraphs, a block of code and a link."""
    chance = random.Random(20261122)
    tickets = [any_ticket(chance) for _ in range(3000)]
    command = ["node", "--input-type=module", "--eval", FORM]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(tickets), capture_output=True, text=True, check=True)
    reader = MarkdownIt("js-default", {"html": True})  # tables, strikethrough and raw HTML on
    for ticket, form in zip(tickets, json.loads(done.stdout), strict=True):
        read = Reading(reader.render(form))
        assert [tag for tag, _ in read.elements] == ["p", "strong", "p", "p", "pre", "code", "p", "p", "a"], form
        shown = [ticket["title"], ticket["answer"], "On Linux:", *ticket["notes"], ticket["link"]]
        assert read.of("p") == [" ".join(it.split()) for it in shown], form
        assert read.of("code") == [f"{ticket['commands'][0]['text']}\n"], form
        assert read.values("href") == [ticket["link"]], form
