"""The command line: what it takes, what it says, how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.commands import days
from tests.conftest import FIXTURE, ROOT, Project


def test_check_is_quiet_and_green_on_good_data(project: Project) -> None:
    """With nothing to find, `check` says so and exits with 0."""
    done = project.run("check")
    assert (done.exit_code, done.stdout) == (0, "data and generated files are in order\n")


def test_check_writes_nothing(project: Project) -> None:
    """`check` is read-only, whatever it finds."""
    (project.root / "docs/ports/80.md").unlink()
    before = project.state()
    project.run("check")
    assert project.state() == before


def test_check_can_speak_json(project: Project) -> None:
    """With --json each problem is an object with its place, message and suggestion."""
    project.edit("data/ports/80.yml", "transports: [tcp]", "transports: [tpc]")
    done = project.run("check", "--json")
    [problem] = json.loads(done.stdout)
    assert done.exit_code == 1
    assert problem["place"] == {"path": "data/ports/80.yml", "line": 3, "column": 14, "excerpt": "transports: [tpc]"}
    assert problem["suggestion"] == 'did you mean "tcp"?'


def test_problems_become_annotations_on_github(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a GitHub workflow each problem is also printed in the form that marks the line."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    project.edit("data/ports/80.yml", "number: 80", "number: 70000")
    assert "::error file=data/ports/80.yml,line=1,col=9::70000 is not a port number" in project.run("check").stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["biuld"], "No such command 'biuld'"),
        (["new", "port"], "Missing argument 'NUMBER'"),
        (["new", "port", "http"], "'http' is not a valid integer"),
        (["new", "port", "0"], "0 asks the system to choose"),
        (["new", "port", "65536"], "ports end at 65535"),
        (["new", "port", "-5"], ""),
        (["new", "port", "80"], "port 80 is described already: data/ports/80.yml"),
    ],
)
def test_wrong_usage_is_answered_in_one_line_and_with_2(project: Project, arguments: list[str], message: str) -> None:
    """A request that makes no sense exits with 2, says why, and changes nothing."""
    before = project.state()
    done = project.run(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.output
    assert project.state() == before


def test_a_folder_that_is_not_the_project_is_refused(tmp_path: Path) -> None:
    """Outside the project the program says so instead of making one."""
    done = CliRunner().invoke(main, ["--root", str(tmp_path), "build"])
    assert done.exit_code == 2
    assert "is not the project" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_the_program_exits_with_3(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What no user did wrong is reported as our fault, apart from findings and wrong usage."""

    def fail() -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr(days, "latest", fail)
    done = project.run("check")
    assert done.exit_code == 3
    assert "this is a fault of the generator" in done.stderr


def test_new_port_writes_a_valid_file_and_its_page(project: Project) -> None:
    """`new port 8080` gives a file that passes every check, and the page made from it."""
    done = project.run("new", "port", "8080")
    assert done.exit_code == 0
    assert "wrote data/ports/8080.yml" in done.stdout
    assert project.run("check").exit_code == 0
    assert "# Port 8080: `127.0.0.1:8080`" in project.read("docs/ports/8080.md")


@pytest.mark.parametrize("number", [1, 1023, 1024, 32767, 32768, 49151, 49152, 60999, 61000, 65535])
def test_new_port_is_right_at_every_edge_of_the_ranges(project: Project, number: int) -> None:
    """A port at the first or last number of any range gets a valid file."""
    assert project.run("new", "port", str(number)).exit_code == 0
    assert project.run("check").exit_code == 0


def test_a_new_port_that_is_removed_again_takes_its_page_along(project: Project) -> None:
    """Removing the file and the lines of its links, and building, leaves the project as it was before."""
    before = {path: it for path, it in project.state().items() if not path.startswith(".cache")}
    project.run("new", "port", "51820")
    (project.root / "data/ports/51820.yml").unlink()
    project.forget_port(51820)
    assert project.run("build").exit_code == 0
    assert {path: it for path, it in project.state().items() if not path.startswith(".cache")} == before


def test_help_is_there_for_every_command() -> None:
    """Each command explains itself in a sentence."""
    for command in main.commands.values():
        assert command.help
    done = subprocess.run(
        [sys.executable, "-m", "generator", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {"build", "check", "new", "serve", "site"} <= set(done.stdout.split())


def test_the_site_does_not_replace_what_is_not_a_site(project: Project) -> None:
    """An --out folder that holds something else is refused and left alone."""
    project.write("mine/notes.txt", "keep me")
    done = project.run("site", "--out", "mine")
    assert done.exit_code == 2
    assert "is not a site made here" in done.stderr
    assert project.read("mine/notes.txt") == "keep me"


def test_the_fixture_is_in_order() -> None:
    """The small project that the tests use passes the program's own check."""
    assert CliRunner().invoke(main, ["--root", str(FIXTURE), "check"]).exit_code == 0
