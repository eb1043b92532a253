"""Generated folders hold exactly what the data asks for; nothing else is ever touched."""

from pathlib import Path

import pytest

from generator import output
from tests.conftest import FIXTURE, Project

PAGE = "docs/ports/62893.md"


def findings(project: Project) -> list[str]:
    """The problems that `check` prints, a line each."""
    return [line for line in project.run("check").stderr.splitlines() if ": error: " in line]


def test_a_second_build_writes_and_removes_nothing(project: Project) -> None:
    """After a build the same data has nothing more to change."""
    project.run("build")
    before = project.state()
    again = project.run("build")
    assert again.stdout == "nothing changed: 0 written, 0 removed\n"
    assert project.state() == before


def test_a_build_without_its_stamp_still_writes_nothing(project: Project) -> None:
    """What decides is what the files hold, not the note about the last build."""
    project.run("build")
    (project.root / ".cache/build.stamp").unlink()
    assert project.run("build").stdout.startswith("0 written, 0 removed")


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        ("delete", f"{PAGE}:1:1: error: this generated file is missing (run: python -m generator build)"),
        ("edit", f"{PAGE}:1:1: error: this generated file differs from the data (run: python -m generator build)"),
    ],
)
def test_a_deleted_or_edited_page_is_named_and_healed(project: Project, harm: str, message: str) -> None:
    """`check` names the page and its cure and exits with 1; `build` restores it byte for byte."""
    good = project.state()
    if harm == "delete":
        (project.root / PAGE).unlink()
    else:
        project.write(PAGE, project.read(PAGE) + "by hand\n")

    assert findings(project) == [message]
    assert project.run("check").exit_code == 1
    assert project.run("build").exit_code == 0
    assert {path: good[path] for path in good} == {path: now for path, now in project.state().items() if path in good}
    assert findings(project) == []


def test_a_stray_generated_page_is_named_and_removed(project: Project) -> None:
    """A page that no record makes any more is named by `check` and removed by `build`."""
    project.write("docs/ports/4000.md", project.read(PAGE))
    [message] = findings(project)
    assert message.startswith("docs/ports/4000.md:1:1: error: no record makes this file any more")
    assert project.run("build").exit_code == 0
    assert not (project.root / "docs/ports/4000.md").exists()


def test_a_stray_page_written_by_hand_is_moved_and_not_lost(project: Project) -> None:
    """A file in a generated folder that the generator did not write is named, and kept outside the folder."""
    project.write("docs/ports/notes.md", "# My notes\n")
    [message] = findings(project)
    assert message.startswith("docs/ports/notes.md:1:1: error: this file was not generated")
    done = project.run("build")
    assert done.exit_code == 0
    assert not (project.root / "docs/ports/notes.md").exists()
    assert project.read("build/aside/docs/ports/notes.md") == "# My notes\n"
    assert "build/aside" in done.stderr


def test_two_stray_pages_of_one_name_are_both_kept(project: Project) -> None:
    """A second stray file does not overwrite the first that was moved."""
    for text in ("first\n", "second\n"):
        project.write("docs/ports/notes.md", text)
        project.run("build")
    assert project.read("build/aside/docs/ports/notes.md") == "first\n"
    assert project.read("build/aside/docs/ports/notes.2.md") == "second\n"


def test_a_hand_written_page_next_door_survives(project: Project) -> None:
    """Pages outside the generated folders are never read, changed or removed."""
    page = project.write("docs/learn/mine.md", "# Mine\n")
    home = project.read("docs/index.md")
    project.write("docs/ports/4000.md", project.read(PAGE))
    project.run("build")
    assert page.read_text(encoding="utf-8") == "# Mine\n"
    assert project.read("docs/index.md") == home


def test_a_removed_record_takes_its_page_along(project: Project) -> None:
    """When a port's file is removed, and the lines of its links, the next build removes its page."""
    project.edit("data/ports/62893.yml", "near: [80]\n", "")
    (project.root / "data/ports/80.yml").unlink()
    project.forget_port(80)
    done = project.run("build")
    assert "removed docs/ports/80.md" in done.stdout
    assert not (project.root / "docs/ports/80.md").exists()


def test_only_changed_pages_are_written(project: Project) -> None:
    """A changed fact rewrites the pages that show it and leaves the others' times alone."""
    untouched = (project.root / "docs/addresses/loopback-ipv6.md").stat().st_mtime_ns
    project.edit("data/ports/62893.yml", "most often the temporary end", "often the temporary end")
    done = project.run("build")
    assert f"wrote {PAGE}" in done.stdout
    assert (project.root / "docs/addresses/loopback-ipv6.md").stat().st_mtime_ns == untouched


def test_a_folder_that_is_a_link_is_not_written_into(project: Project, tmp_path: Path) -> None:
    """The generator does not follow a link out of the project."""
    elsewhere = tmp_path / "elsewhere"
    (project.root / "docs/ports").rename(elsewhere)
    (project.root / "docs/ports").symlink_to(elsewhere)
    before = sorted(elsewhere.iterdir())
    project.edit("data/ports/62893.yml", "most often the temporary end", "often the temporary end")
    done = project.run("build")
    assert done.exit_code == 3
    assert sorted(elsewhere.iterdir()) == before


@pytest.mark.parametrize("path", ["docs/learn/x.md", "../x.md", "docs/ports/../../x.md", "docs/portsx.md"])
def test_a_plan_never_reaches_outside_the_generated_folders(path: str) -> None:
    """A path outside the generated folders is a fault of the program, found before anything is written."""
    with pytest.raises(ValueError, match="outside"):
        output.plan(FIXTURE, {path: "text"})


def test_a_failed_write_leaves_the_old_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a write fails half-way, the page still holds its old text and no rest of the new one."""
    before = project.state()

    def fail(self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "replace", fail)
    project.edit("data/ports/62893.yml", "most often the temporary end", "often the temporary end")
    done = project.run("build")
    assert done.exit_code == 3
    assert "No space left on device" in done.stderr
    assert {path: it for path, it in project.state().items() if path.startswith("docs/")} == {
        path: it for path, it in before.items() if path.startswith("docs/")
    }
