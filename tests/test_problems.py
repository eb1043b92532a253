"""Bad data is answered with the place, the rule and the cure; nothing on disk changes.

Each file of golden/problems is one case; its name says what is wrong. It edits the small project
(`replace`: path, old, new; or `write`: path, text, and encoding) and holds what the program must
print. After a wished-for change: `python -m pytest tests/test_problems.py --rewrite`.
"""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.commands import days
from tests.conftest import Project

CASES = sorted((Path(__file__).parent / "golden/problems").glob("*.yml"))


def break_(project: Project, case: dict[str, Any]) -> None:
    """Do to the project what the case says."""
    for change in case.get("replace", []):
        project.edit(change["path"], change["old"], change["new"])
    for change in case.get("write", []):
        file = project.write(change["path"], "")
        file.write_bytes(change["text"].encode(change.get("encoding", "utf-8")))
    for path in case.get("remove", []):
        (project.root / path).unlink()


@pytest.mark.parametrize("file", CASES, ids=lambda it: it.stem)
def test_bad_data_is_refused_with_its_place_and_changes_nothing(
    project: Project, file: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program prints exactly the expected problems, exits with 1 and leaves every file as it was."""
    monkeypatch.setattr(days, "today", lambda: dt.date(2026, 11, 22))  # proposed lines carry the day
    case = yaml.safe_load(file.read_text(encoding="utf-8"))
    break_(project, case)
    before = project.state()

    done = project.run("build")

    if request.config.getoption("--rewrite"):
        kept = file.read_text(encoding="utf-8").split("\nprints: |\n")[0]
        printed = "".join(f"  {line}\n" if line else "\n" for line in done.stderr.splitlines())
        file.write_text(f"{kept}\nprints: |\n{printed}", encoding="utf-8")
    else:
        assert done.stderr == case["prints"]
    assert done.exit_code == 1
    assert project.state() == before


def test_there_is_a_case_for_each_kind_of_refusal() -> None:
    """At least twenty-five kinds of bad data are shown to be refused."""
    assert len(CASES) >= 25


def test_check_prints_the_same_problems_as_build(project: Project) -> None:
    """`check` and `build` find the same faults in the data."""
    project.edit("data/ports/80.yml", "number: 80", "number: 70000")
    assert project.run("check").stderr.splitlines()[:3] == project.run("build").stderr.splitlines()[:3]
