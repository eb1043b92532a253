"""A published link cannot vanish: the program stops, and the line that it proposes is the one that keeps the link."""

import json
import re

import pytest

from generator import anchors, pages
from generator.build import files, load
from generator.ledger import FILE
from generator.output import OWNED
from generator.published import DOCUMENTS, published
from tests.conftest import ROOT, Project
from tests.test_pages import TODAY

CASE = "data/troubleshooting/port-in-use.yml"
PAGE = "---\ntitle: Mine\n---\n\n# Mine { #answer }\n\n## First { #first }\n\n## Second thing { #second }\n"


@pytest.fixture
def ours(project: Project) -> Project:
    """The small project with two hand-written pages; everything that it publishes is in its ledger."""
    project.write("docs/learn/mine.md", PAGE)
    project.write("docs/howto/other.md", "# Other { #answer }\n")
    assert project.run("build").exit_code == 0
    return project


def rename_a_case(project: Project) -> None:
    """Give a case another id, everywhere."""
    (project.root / CASE).rename(project.root / "data/troubleshooting/address-in-use.yml")
    for file in (project.root / "data").rglob("*.yml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("port-in-use", "address-in-use"), encoding="utf-8")


def delete_a_port(project: Project) -> None:
    """Remove a port's file and the mention of it."""
    project.edit("data/ports/62893.yml", "near: [80]\n", "")
    (project.root / "data/ports/80.yml").unlink()


def drop_a_part(project: Project) -> None:
    """Take from a port's record what makes a section of its page."""
    text = project.read("data/ports/62893.yml")
    project.write("data/ports/62893.yml", re.sub(r"^sightings: .*\n", "", text, flags=re.MULTILINE))


def drop_a_heading(project: Project) -> None:
    """Take a section out of a hand-written page."""
    project.edit("docs/learn/mine.md", "## First { #first }\n\n", "")


def rename_a_heading(project: Project) -> None:
    """Give a heading of a hand-written page another anchor."""
    project.edit("docs/learn/mine.md", "#second", "#second-thing")


def move_a_section(project: Project) -> None:
    """Take a section from one hand-written page to another."""
    drop_a_heading(project)
    project.write("docs/howto/other.md", "# Other { #answer }\n\n## First { #first }\n")


def move_a_page(project: Project) -> None:
    """Put a hand-written page into another folder."""
    (project.root / "docs/learn/mine.md").rename(project.root / "docs/howto/mine.md")


def join_pages(project: Project) -> None:
    """Remove a page whose sections no other page has."""
    (project.root / "docs/learn/mine.md").unlink()


def proposed(project: Project) -> list[str]:
    """The lines that `check` proposes, one for each of its problems."""
    found = json.loads(project.run("check", "--json").stdout)
    assert all(problem["place"]["path"] == FILE for problem in found), found
    return [problem["suggestion"].rpartition("add the line: ")[2] for problem in found]


HARMS = {
    rename_a_case: [
        "/api/v1/cases/port-in-use.json moved /api/v1/cases/address-in-use.json",
        "/e/port-in-use/ moved /e/address-in-use/",
        "/troubleshooting/#port-in-use moved /troubleshooting/#address-in-use",
        "/troubleshooting/port-in-use/ moved /troubleshooting/address-in-use/",
    ],
    delete_a_port: [
        "/api/v1/ports/80.json retired /api/v1/ports.json",
        "/p/80/ retired /ports/",
        "/ports/80/ retired /ports/",
    ],
    drop_a_part: ["/ports/62893/#seen moved /ports/62893/"],
    drop_a_heading: ["/learn/mine/#first moved /learn/mine/"],
    rename_a_heading: ["/learn/mine/#second moved /learn/mine/#second-thing"],
    move_a_section: ["/learn/mine/#first moved /howto/other/#first"],
    move_a_page: ["/learn/mine/ moved /howto/mine/"],
    join_pages: ["/learn/mine/ retired /"],
}  # fmt: skip


@pytest.mark.parametrize(("harm", "expected"), HARMS.items(), ids=lambda it: getattr(it, "__name__", ""))
def test_a_lost_link_stops_everything_until_its_line_is_there(ours: Project, harm: object, expected: list[str]) -> None:
    """`check`, `build` and `site` stop at a lost link; with exactly the proposed lines `build` and `check` are content."""
    assert callable(harm)
    harm(ours)
    for command in ("check", "build", "site"):
        done = ours.run(command)
        assert done.exit_code == 1
        assert len(re.findall(rf"^{FILE}:\d+:1: error: ", done.stderr, flags=re.MULTILINE)) == len(expected)

    lines = proposed(ours)
    assert sorted(" ".join(line.split("\t")[index] for index in (0, 1, 3)) for line in lines) == expected
    ours.write(FILE, ours.read(FILE) + "".join(f"{line}\n" for line in lines))
    assert ours.run("build").exit_code == 0
    assert ours.run("check").exit_code == 0


def test_every_proposed_line_is_needed(ours: Project) -> None:
    """With one of the proposed lines left out, `check` still names that link."""
    delete_a_port(ours)
    *added, left_out = proposed(ours)
    ours.write(FILE, ours.read(FILE) + "".join(f"{line}\n" for line in added))
    assert proposed(ours) == [left_out]


def test_a_moved_page_keeps_each_of_its_anchors(ours: Project) -> None:
    """When the new page lacks an anchor of the old one, that anchor needs a line of its own."""
    move_a_page(ours)
    ours.edit("docs/howto/mine.md", "#second", "#zweite")
    ours.write(FILE, ours.read(FILE) + "/learn/mine/\tmoved\t2026-11-22\t/howto/mine/\n")
    [line] = proposed(ours)
    assert line.startswith("/learn/mine/#second\tmoved\t")
    ours.write(FILE, f"{ours.read(FILE)}{line}\n")
    assert ours.run("build").exit_code == 0


def test_a_page_that_comes_back_is_live_again(ours: Project) -> None:
    """A moved page that is written again needs a new live line, which is proposed."""
    text = ours.read("docs/learn/mine.md")
    move_a_page(ours)
    ours.write(FILE, ours.read(FILE) + "/learn/mine/\tmoved\t2026-11-22\t/howto/mine/\n")
    assert ours.run("build").exit_code == 0
    ours.write("docs/learn/mine.md", text)
    [line] = proposed(ours)
    assert line.startswith("/learn/mine/\tlive\t")
    ours.write(FILE, f"{ours.read(FILE)}{line}\n")
    assert ours.run("build").exit_code == 0


def test_a_chain_of_moves_holds_as_long_as_its_end_does(ours: Project) -> None:
    """A page may move twice; when the last address is lost, that one alone is reported."""
    move_a_page(ours)
    ours.write(FILE, ours.read(FILE) + "/learn/mine/\tmoved\t2026-11-22\t/howto/mine/\n")
    assert ours.run("build").exit_code == 0
    (ours.root / "docs/howto/mine.md").rename(ours.root / "docs/howto/mine-too.md")
    [line] = proposed(ours)
    assert line.startswith("/howto/mine/\tmoved\t")
    ours.write(FILE, f"{ours.read(FILE)}{line}\n")
    assert ours.run("build").exit_code == 0


def test_the_ledger_only_grows(ours: Project) -> None:
    """A build adds the new links in order at the end and leaves every line above them byte for byte."""
    ours.write(FILE, ours.read(FILE).removesuffix("\n"))
    before = ours.read(FILE)
    done = ours.run("new", "port", "8080")
    added = ours.read(FILE).removeprefix(f"{before}\n").splitlines()
    links = [line.split("\t")[0] for line in added]
    assert ours.read(FILE).startswith(f"{before}\n")
    assert "/ports/8080/#who-windows" in links
    assert "/p/8080/" in links
    assert links == sorted(links)
    assert f"added {len(links)} line(s) to {FILE}" in done.stdout


def test_an_edit_of_a_written_page_is_no_unchanged_build(ours: Project) -> None:
    """A build after which only a hand-written page changed still notes that page's new links."""
    assert ours.run("build").stdout.startswith("nothing changed")
    ours.write("docs/learn/mine.md", f"{PAGE}\n## Third {{ #third }}\n")
    assert ours.run("build").exit_code == 0
    assert "\n/learn/mine/#third\tlive\t" in ours.read(FILE)


def test_check_names_links_that_the_ledger_lacks(ours: Project) -> None:
    """A published link without a line is drift, which a build cures."""
    ours.write("docs/learn/mine.md", f"{PAGE}\n## Third {{ #third }}\n")
    [line] = [it for it in ours.run("check").stderr.splitlines() if ": error: " in it]
    assert re.fullmatch(
        rf"{FILE}:1:1: error: 1 line\(s\) are missing at the end, the last of them: /learn/mine/#third\tlive\t[\d-]+ "
        r"\(run: python -m generator build\)",
        line,
    )


def test_a_failed_write_leaves_the_ledger(ours: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the new ledger cannot be put in place, the old one still stands whole."""
    before = ours.read(FILE)
    ours.write("docs/learn/mine.md", f"{PAGE}\n## Third {{ #third }}\n")
    monkeypatch.setattr("generator.output.Path.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    assert ours.run("build").exit_code == 3
    assert ours.read(FILE) == before


def test_the_anchors_of_a_page() -> None:
    """Attribute lists and ids of elements count; code, fields of forms and front matter do not."""
    page = (
        '---\ntitle: "{ #no }"\n---\n# A `{ #no }` b { #one }\n\n```text\n## x { #no }\n````\n## y { #no }\n```\n'
        'Text\n{: .note #two }\n\n    ~~~\n    { #no }\n    ~~~\n<div class="x" id="three">\n<input id="no">\n'
        "[a](b){ .c #four }\n> ````\n> ```\n> { #no }\n> ````\n### end {#five}"
    )
    assert list(anchors.anchors(anchors.body(page))) == ["one", "two", "three", "four", "five"]


def test_every_kind_of_link_is_published() -> None:
    """Of the real site: pages, their anchors, parts of them that are included, short addresses, tables and documents."""
    loaded = load(ROOT, TODAY)
    texts = files(loaded)
    links = published(ROOT, pages.all_pages(loaded), texts).links
    wanted = ("/", "/#answer", "/ports/62893/#who-windows", "/p/62893/", "/troubleshooting/port-in-use/#fix-linux")
    assert {*wanted, "/learn/glossary/#accept-queue", "/api/v1/lookup.json", *DOCUMENTS} <= links
    assert not [link for link in links if link.startswith(("/_facts", "/data"))]


def test_every_heading_of_a_generated_page_names_its_anchor() -> None:
    """A heading of the real site would otherwise change its link together with its words."""
    texts = {path: text for path, text in files(load(ROOT, TODAY)).items() if path.endswith(".md")}
    assert {path: found for path, text in texts.items() if (found := list(anchors.headings_without(text)))} == {}
    assert len([path for path in texts if path.startswith(OWNED)]) > 100


def test_short_addresses_have_the_letter_of_their_folder() -> None:
    """Each short address is its page's, with the folder's letter: so anchors behind it can be told."""
    for page in pages.all_pages(load(ROOT, TODAY)):
        folder, _, name = page.path.removesuffix(".md").partition("/")
        assert page.short in (None, f"{pages.SHORT[folder]}/{name}/")
