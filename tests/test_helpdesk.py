"""The help desk's pages: every short link is in the table, every example works, every recipe has a source and a mark."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from generator import build, pages
from generator.catalog import Catalog
from generator.views import SYSTEMS, checks_for
from tests.conftest import ROOT
from tests.test_pages import TODAY, anchors

HELPDESK = ROOT / "docs/helpdesk"
SITE = pages.SITE_URL.removesuffix("/")
ROW = re.compile(r"^\| `(/[pear]/[\w-]+/)` \| (.+) \| \[(/[\w/-]+/)\]\(\.\./([\w/-]+\.md)\) \|$", re.MULTILINE)
# An example of an address: in a code span or block, with or without the site's name before it.
EXAMPLE = re.compile(
    rf"(?:{re.escape(SITE)}|(?<=`)|(?<=portatlas\.example))"
    r"(/(?:[pear]|ports|lookup|api|troubleshooting|helpdesk)(?![\w.-])(?:/[^\s`<]*)?)"
)
RECIPE = re.compile(r"^\| \[([\w ]+)\]\(#([\w-]+)\) \| (.+?) \| (.+) \| (.+) \|$", re.MULTILINE)
STATE = re.compile(r"(?:read|measured) \d{4}-\d\d-\d\d(?:, except `\w+`| in \w+ \d+)?|not verified: .{10,}")
# Who may vouch for a system: the hosts of its maker's documentation or source.
MAKERS = {
    "zendesk": "zendesk.com",
    "freshdesk": "freshdesk.com",
    "jira-service-management": "atlassian.com",
    "servicenow": "servicenow.com",
    "osticket": "osticket.com",
    "zammad": "zammad.org",
    "gitlab-service-desk": "gitlab.com",
    "github": "github.com",
    "slack": "slack.dev",
    "teams": "microsoft.com",
    "outlook-gmail": "microsoft.com google.com",
    "chrome": "chromeenterprise.google",
    "edge": "microsoft.com",
    "firefox": "searchfox.org",
}
NO_RECIPES = {"answer", "all", "rules", "browser", "policy"}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


@pytest.fixture(scope="module")
def texts(catalog: Catalog) -> dict[str, str]:
    """Every page of the site by its path below docs/, the generated and the written ones."""
    written = {it.relative_to(ROOT).as_posix(): it.read_text("utf-8") for it in (ROOT / "docs").glob("**/*.md")}
    return {path.removeprefix("docs/"): text for path, text in {**written, **build.files(catalog)}.items()}


def examples() -> Iterator[tuple[str, str]]:
    """Yield each address that a page shows as an example, with the page's name."""
    for file in sorted(HELPDESK.glob("*.md")):
        if file.stem != "api":  # its examples are those of its own tests
            for match in EXAMPLE.finditer(file.read_text("utf-8")):
                yield file.name, match[1]


def test_the_table_has_every_short_link_of_the_data_and_no_other(catalog: Catalog, texts: dict[str, str]) -> None:
    """Each page with a short address has one row, which links to it."""
    wanted = {f"/{it.short}": it.path for it in pages.all_pages(catalog) if it.short}
    rows = ROW.findall(texts["_facts/short-links.md"])
    assert {short: path for short, _, _, path in rows} == wanted
    assert len(rows) == len(wanted) == texts["_facts/short-links.md"].count("\n| `")
    for short, answers, address, path in rows:
        assert answers.strip(), short
        assert address == f"/{path.removesuffix('.md')}/"
        assert path in texts


def test_ports_stand_in_the_order_of_their_numbers(texts: dict[str, str]) -> None:
    """Who looks a number up by eye finds it where it belongs."""
    numbers = [int(it) for it in re.findall(r"^\| `/p/(\d+)/`", texts["_facts/short-links.md"], re.MULTILINE)]
    assert numbers == sorted(numbers)
    assert {25, 62893} <= set(numbers)


def test_the_pages_show_examples_of_every_form() -> None:
    """The pattern below sees what readers copy: each kind of short link, a section, a system, a port, a look-up."""
    shown = {address for _, address in examples()}
    for form in (
        "/p/62893/",
        "/e/port-in-use/",
        "/a/loopback/",
        "/r/dynamic/",
        "/p/62893/#who-windows",
        "/p/62893/?os=windows",
        "/e/port-in-use/?port=5432",
        "/lookup/?q=51515",
        "/ports/62893.md",
        "/api/v1/ports/62893.json",
    ):
        assert form in shown, form


def test_every_example_of_an_address_is_one_of_the_site(catalog: Catalog, texts: dict[str, str]) -> None:
    """What readers copy leads to a page, to a section of it, to a described port's file, or to the look-up."""
    short = {f"/{it.short}": it.path for it in pages.all_pages(catalog) if it.short}
    for name, address in examples():
        parts = urlsplit(address.replace("PLACEHOLDER", ""))
        path = parts.path if parts.path.endswith("/") or "." in parts.path else f"{parts.path}/"
        where = f"{name}: {address}"
        if path == "/lookup/":
            assert parts.query.startswith("q=") or not parts.query, where
        elif file := re.fullmatch(r"(?:/api/v1)?/ports/(\d+)\.(?:md|json)", path):
            assert int(file[1]) in catalog.ports, where
        elif path == "/p/51515/":  # the page for missing addresses answers it; tests/browser asks
            assert 51515 not in catalog.ports
        else:
            page = short.get(path, f"{path.strip('/')}.md")
            assert page in texts, where
            assert not parts.fragment or parts.fragment in anchors(texts[page]), where
            assert set(re.findall(r"os=(\w*)", parts.query)) <= set(SYSTEMS), where


def test_every_recipe_has_a_source_of_its_maker_and_a_mark() -> None:
    """Each system of the table has a section, a link to its maker's own pages, and says what was verified, and when."""
    text = (HELPDESK / "recipes.md").read_text("utf-8")
    rows = {anchor: (source, state) for _, anchor, _, source, state in RECIPE.findall(text)}
    assert set(rows) == set(MAKERS) == set(anchors(text)) - NO_RECIPES
    for anchor, (source, state) in rows.items():
        assert STATE.fullmatch(state), f"{anchor}: {state}"
        hosts = [urlsplit(it).hostname or "" for it in re.findall(r"\]\((https://[^)]+)\)", source)]
        assert hosts, anchor
        for host in hosts:
            assert host.endswith(tuple(MAKERS[anchor].split())), f"{anchor}: {host}"


def test_every_recipe_shows_the_text_to_paste() -> None:
    """A section of a system holds the whole address in a block that a button copies; browsers share one block."""
    text = (HELPDESK / "recipes.md").read_text("utf-8")
    for anchor in MAKERS.keys() - {"chrome", "edge", "firefox"}:
        section = re.search(rf"\{{ #{anchor} \}}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
        assert section, anchor
        assert re.search(rf"```text\n(?:[^`]*\n)?[^`\n]*{re.escape(SITE)}/", section[1]), anchor


def test_the_sheet_has_every_symptom_with_its_case(catalog: Catalog, texts: dict[str, str]) -> None:
    """The cheat sheet follows the triage: its symptoms, the case to try first, and a step that stands below."""
    sheet = texts["_facts/cheat-sheet.md"]
    rows = re.findall(r"^\| \*\*(.+?):\*\* .+ \| ([A-Z]) \| \[/e/([\w-]+)/\]\(\.\./(.+)\) \|$", sheet, re.MULTILINE)
    assert [(title, case) for title, _, case, _ in rows] == [
        (it.title, it.leads[0].case) for it in catalog.symptoms.values()
    ]
    steps = re.findall(r"^\| \*\*([A-Z])\*\* (.+?) \|", sheet, re.MULTILINE)
    assert {step for _, step, _, _ in rows} <= {letter for letter, _ in steps}
    assert [letter for letter, _ in steps] == sorted({letter for letter, _ in steps})


def test_the_sheet_shows_the_first_command_of_a_step_on_each_system(catalog: Catalog, texts: dict[str, str]) -> None:
    """A step's command is the first of its procedure, whole, whatever line it is broken into."""
    sheet = re.sub(r"</?span>", "", texts["_facts/cheat-sheet.md"])
    plain = re.sub(r"&#(\d+);", lambda it: chr(int(it[1])), sheet)
    for name in ("who-listens", "probe", "connections"):
        for system in SYSTEMS:
            assert f"<code>{checks_for(system, catalog.procedures[name].checks)[0].command}</code>" in plain


@pytest.mark.parametrize("file", sorted(HELPDESK.glob("*.md")), ids=lambda it: it.stem)
def test_a_page_says_in_its_head_what_it_answers(file: Path) -> None:
    """Title, a description of 60 to 200 characters and the day of the check, and an anchor on each heading."""
    text = file.read_text("utf-8")
    head, body = text.removeprefix("---\n").split("\n---\n", 1)
    assert re.search(r"^title: \S", head, re.MULTILINE)
    described = re.search(r'^description: "?(.+?)"?$', head, re.MULTILINE)
    assert described
    assert 60 <= len(described[1]) <= 200
    assert re.search(r'^checked: "\d{4}-\d\d-\d\d"$', head, re.MULTILINE)
    headings = re.findall(r"^#+ .*$", re.sub(r"^```.*?^```$", "", body, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    assert len(headings) == len(anchors(body)) == len(set(anchors(body)))
