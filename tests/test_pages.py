"""Pages as a whole: the committed pages of the small project are the expected ones.

After a wished-for change: `python -m generator --root tests/fixtures/atlas build`, then read the diff.
"""

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator import build, pages, views
from generator.catalog import Catalog
from generator.output import OWNED
from generator.port_view import PortView
from tests.conftest import FIXTURE, ROOT, Project

TODAY = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=1)  # in the easternmost time zone
PORT_ANCHORS = ["answer", "facts", "who", "use", "test", "problems", "free", "firewall", "security", "link"]
CASE_ANCHORS = ["answer", "messages", "causes", "check", "fix", "verify", "escalate", "link"]
SYSTEMS = ("linux", "macos", "windows")


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The site's own data."""
    return build.load(ROOT, TODAY)


@pytest.fixture(scope="module")
def texts(catalog: Catalog) -> dict[str, str]:
    """The site's own generated files."""
    return build.files(catalog)


def anchors(text: str) -> list[str]:
    """The explicit ids of a page's headings, in order."""
    return re.findall(r"^#+ .*\{ #([\w.-]+)(?: [\w-]+=\"\")* \}$", text, re.MULTILINE)


def test_the_small_project_gives_the_expected_pages() -> None:
    """Every page and schema of the small project is the committed one, to the letter."""
    expected = {
        file.relative_to(FIXTURE).as_posix(): file.read_text(encoding="utf-8")
        for folder in OWNED
        for file in (FIXTURE / folder).rglob("*")
        if file.is_file()
    }
    assert build.files(build.load(FIXTURE, TODAY)) == expected


def test_every_port_page_has_the_sections_of_the_contract(texts: dict[str, str]) -> None:
    """Each port page has every promised anchor once, and a part for each system."""
    found = [path for path in texts if re.fullmatch(r"docs/ports/\d+\.md", path)]
    assert len(found) >= 12
    for path in found:
        here = anchors(texts[path])
        assert [name for name in here if name in PORT_ANCHORS] == PORT_ANCHORS, path
        assert {f"{part}-{system}" for part in ("who", "test", "free", "firewall") for system in SYSTEMS} <= set(here)
        assert len(here) == len(set(here)), path


def test_every_case_page_has_the_sections_of_the_contract(texts: dict[str, str]) -> None:
    """Each case page has every promised anchor once, and a check for each system."""
    found = [path for path in texts if path.startswith("docs/troubleshooting/") and not path.endswith("index.md")]
    assert len(found) >= 6
    for path in found:
        here = anchors(texts[path])
        assert [name for name in here if name in CASE_ANCHORS] == CASE_ANCHORS, path
        assert {f"check-{system}" for system in SYSTEMS} <= set(here)
        assert len(here) == len(set(here)), path


def test_the_first_lines_of_a_port_page_answer(texts: dict[str, str]) -> None:
    """Before the first section stand the answer, the summary with a verdict for each system, and both readings."""
    top = texts["docs/ports/62893.md"].split("\n## ")[0]
    assert "<dt>On Linux</dt> <dd>chosen by a program</dd>" in top
    assert "<dt>On macOS</dt> <dd>lent by the system</dd>" in top
    assert "<dt>On Windows</dt> <dd>lent by the system</dd>" in top
    assert top.index("**Most likely") < top.index("atlas-strip")
    assert top.index("atlas-strip") < top.index("picture-ruler") < top.index("**Likelier: it is the temporary end of a")
    assert "**Or something listens there.**" in top


def test_the_likelier_reading_comes_first(texts: dict[str, str]) -> None:
    """A number that systems lend out is first a temporary one; a low number is first a listener."""
    lent, fixed = texts["docs/ports/49342.md"], texts["docs/ports/5432.md"]
    assert lent.index("**Likelier: it is the temporary end") < lent.index("**Or something listens")
    assert fixed.index("**Likelier: something listens") < fixed.index("**Or it is the temporary end")


@pytest.mark.parametrize(
    ("port", "linux", "windows"), [(62893, False, True), (49342, True, True), (8080, False, False), (22, False, False)]
)
def test_verdicts_follow_from_the_systems_ranges(catalog: Catalog, *, port: int, linux: bool, windows: bool) -> None:
    """Whether a system lends out a number is told from its own range, never from the word "dynamic"."""
    view = next(page.view for page in pages.port_pages(catalog) if page.path == f"ports/{port}.md")
    assert isinstance(view, PortView)
    verdicts = {verdict.system: verdict.automatic for verdict in view.verdicts}
    assert (verdicts["linux"], verdicts["windows"]) == (linux, windows)


def test_a_port_of_udp_alone_is_asked_with_commands_for_udp(project: Project) -> None:
    """Where only UDP is spoken, no command asks for TCP listeners and no state LISTEN is promised."""
    project.edit("data/ports/80.yml", "transports: [tcp]", "transports: [udp]")
    assert project.run("build").exit_code == 0
    page = project.read("docs/ports/80.md")
    assert "sudo ss -lunp 'sport = :80'" in page
    assert "-ltnp" not in page
    assert "in state `LISTEN`" not in page


def test_links_of_generated_pages_are_relative(texts: dict[str, str]) -> None:
    """A generated page links to other pages by relative .md paths, so that every builder checks them."""
    for path, text in texts.items():
        outside_code = re.sub(r"^```.*?^```$|`[^`]*`", "", text, flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"\]\(([^)]+)\)", outside_code):
            assert re.match(r"https://|#|(\.\./)?([\w-]+/)*[\w.-]+\.md(#[\w-]+)?$", target), f"{path}: {target}"


def test_no_placeholder_reaches_a_port_page(texts: dict[str, str]) -> None:
    """On the page of a port, every `PORT` of a shared command has become its number; IANA may write as it likes."""
    for path, text in texts.items():
        if re.fullmatch(r"docs/ports/\d+\.md", path):
            ours = re.sub(r"^\| Noted by IANA.*$", "", text, flags=re.MULTILINE)
            assert not re.search(r"\bPORT\b", ours), path


def test_answers_fit_everywhere(catalog: Catalog) -> None:
    """Every description is one line of at most 200 characters."""
    for page in pages.all_pages(catalog):
        assert 0 < len(page.description) <= 200, page.path
        assert "\n" not in page.description


def test_front_matter_is_data_and_never_markup(project: Project) -> None:
    """Quotes, colons and braces in a title or an answer cannot break the front matter."""
    project.edit(
        "data/troubleshooting/port-in-use.yml", "title: Port already in use", "title: 'A \"title\": # {{ x }} --- '"
    )
    assert project.run("build").exit_code == 0
    head = project.read("docs/troubleshooting/port-in-use.md").split("\n---\n")[0].splitlines()
    assert json.loads(head[1].removeprefix("title: ")) == 'A "title": # {{ x }} --- '


def test_the_published_address_is_that_of_mkdocs() -> None:
    """Ticket texts name the address under which MkDocs publishes the site."""
    assert f"site_url: {pages.SITE_URL}\n" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


def test_the_date_of_the_site_is_the_newest_of_its_facts(catalog: Catalog) -> None:
    """The site carries the last day on which a fact was checked, not the day of the build."""
    assert views.newest_date(catalog) == max(port.checked for port in catalog.ports.values())


def test_two_builds_are_byte_identical(tmp_path: Path) -> None:
    """Another folder, time zone, language and hash seed change no byte of any generated file."""
    results = []
    for number, environment in enumerate(
        (
            {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C"},
            {"TZ": "America/Adak", "PYTHONHASHSEED": "2"},
        )
    ):
        root = tmp_path / f"copy{number}"
        shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("schema", "links.tsv"))
        for folder in ("learn", "howto", "helpdesk", "about"):
            shutil.copytree(ROOT / "docs" / folder, root / "docs" / folder)
        shutil.copy(ROOT / "mkdocs.yml", root)
        command = [sys.executable, "-m", "generator", "--root", str(root), "build"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, capture_output=True)
        files = (file for folder in OWNED for file in (root / folder).rglob("*") if file.is_file())
        results.append({str(file.relative_to(root)): file.read_bytes() for file in files})
    assert len(results[0]) > 80
    assert results[0] == results[1]


def test_schemas_name_every_key_of_the_data(texts: dict[str, str]) -> None:
    """The schema that an editor reads knows each field of a port, its type and that no other is allowed."""
    schema = json.loads(texts["data/schema/port.schema.json"])
    assert {"number", "answer", "listeners", "exposure", "checked"} <= set(schema["properties"])
    assert schema["additionalProperties"] is False
    assert json.loads(texts["data/schema/address-blocks.schema.json"])["$defs"]["AddressBlock"]["properties"]["global"]


def test_every_data_file_points_its_editor_to_a_schema() -> None:
    """The first line of each data file names a schema that exists."""
    for file in (ROOT / "data").rglob("*.yml"):
        match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", file.read_text(encoding="utf-8").split("\n")[0])
        assert match, file
        assert (file.parent / match[1]).is_file(), file
