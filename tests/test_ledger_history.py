"""What was committed to the ledger stays in it, as git remembers."""

import os
import subprocess
from pathlib import Path

import pytest

from generator import history
from generator.ledger import FILE, Ledger, load
from tests.conftest import Project

ENVIRONMENT = {
    **{key: value for key, value in os.environ.items() if not key.startswith("GIT_")},
    **{f"GIT_{who}_{what}": "a@b" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
}


def git(root: Path, *arguments: str) -> None:
    """Run git in a folder."""
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, env=ENVIRONMENT)


@pytest.fixture
def kept(project: Project) -> Project:
    """The small project in a repository of its own, built and committed."""
    assert project.run("build").exit_code == 0
    git(project.root, "init", "-q", "-b", "main")
    commit(project)
    return project


def commit(project: Project) -> None:
    """Commit everything but the note about the last build."""
    git(project.root, "add", "--", "data", "docs", "mkdocs.yml")
    git(project.root, "commit", "-q", "-m", "State")


def lines(project: Project) -> list[str]:
    """The ledger's lines with their ends."""
    return project.read(FILE).splitlines(keepends=True)


def test_a_committed_line_cannot_be_taken_back(kept: Project) -> None:
    """`check` and `site` name a line that is gone although a commit had it; put back, all is well."""
    good = kept.read(FILE)
    kept.write("docs/learn/mine.md", "# Mine { #answer }\n")
    kept.run("build")
    commit(kept)
    (kept.root / "docs/learn/mine.md").unlink()
    kept.write(FILE, good)
    commit(kept)
    for command in ("check", "site"):
        done = kept.run(command)
        assert done.exit_code == 1
        assert (
            f"{FILE}:1:1: error: a committed line is gone, and the ledger only grows (put it back: /learn/mine/\tlive\t"
            in done.stderr
        )
    assert len(list(history.lost(kept.root, held(kept)))) == 2


def held(project: Project) -> Ledger:
    """The ledger as it stands."""
    return load(project.root)


def test_a_changed_line_is_a_lost_line(kept: Project) -> None:
    """To change a committed line is to take it back."""
    first, second, *rest = lines(kept)
    kept.write(FILE, "".join([first, second.replace("\tlive\t2", "\tlive\t1"), *rest]))
    assert "put it back: /\tlive\t2" in kept.run("check").stderr


def test_the_order_may_change(kept: Project) -> None:
    """Merges may order the lines anew."""
    first, *rest = lines(kept)
    kept.write(FILE, "".join([first, *reversed(rest)]))
    assert kept.run("check").exit_code == 0


def test_an_uncommitted_line_may_be_deleted(kept: Project) -> None:
    """Who never committed a link may forget it."""
    kept.run("new", "port", "8080")
    assert kept.run("check").exit_code == 0
    (kept.root / "data/ports/8080.yml").unlink()
    kept.forget_port(8080)
    assert kept.run("build").exit_code == 0
    assert kept.run("check").exit_code == 0


def test_lines_that_a_merge_dropped_are_missed(kept: Project) -> None:
    """A merge that keeps one side's ledger alone loses the other side's lines, and that is found."""
    git(kept.root, "switch", "-q", "-c", "side")
    kept.write("docs/learn/mine.md", "# Mine { #answer }\n")
    kept.run("build")
    commit(kept)
    git(kept.root, "switch", "-q", "main")
    git(kept.root, "merge", "-q", "--no-ff", "-s", "ours", "-m", "Merge", "side")
    kept.run("build")
    assert "put it back: /learn/mine/\tlive\t" in kept.run("check").stderr


def test_many_lost_lines_are_told_shortly(kept: Project) -> None:
    """A ledger that was made anew is answered with ten lines and a number."""
    kept.write(FILE, kept.read(FILE).replace("\tlive\t2", "\tlive\t1"))
    found = [line for line in kept.run("check").stderr.splitlines() if ": error: " in line]
    assert len(found) == 11
    assert f"{len(lines(kept)) - 11} more committed lines are gone" in found[-1]


def test_a_shallow_clone_is_compared_with_what_it_has(kept: Project, tmp_path: Path) -> None:
    """Without the whole past there is less to compare with, and no fault."""
    kept.write("docs/learn/mine.md", "# Mine { #answer }\n")
    kept.run("build")
    commit(kept)
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{kept.root}", "shallow")
    clone = Project(tmp_path / "shallow")
    assert clone.run("check").exit_code == 0
    clone.forget("/learn/mine/")
    assert len(list(history.lost(clone.root, held(clone)))) == 2


def test_without_git_or_a_repository_nothing_is_said(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unpacked archive has no past."""
    assert history.committed_lines(project.root) == ()
    monkeypatch.setenv("PATH", "")
    assert history.committed_lines(project.root) == ()
