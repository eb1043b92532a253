"""The publishable site appears whole or not at all, and the same data gives the same bytes."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

from generator.pages import SHORT
from tests.conftest import ROOT, Project

MKDOCS = "site_name: Fixture\nsite_url: https://portatlas.example/\ntheme: {name: material, font: false}\nplugins: [search]\n"
EXTENSIONS = "exclude_docs: /_facts/\nmarkdown_extensions: [admonition, attr_list, md_in_html, tables, pymdownx.superfences]\nnot_in_nav: '*'\nnav: [index.md]\n"


@pytest.fixture
def buildable(project: Project) -> Project:
    """The small project with settings that MkDocs can build."""
    make_buildable(project)
    return project


def make_buildable(project: Project) -> None:
    """Give the small project settings that MkDocs can build, and what else a site publishes."""
    project.write("mkdocs.yml", MKDOCS + EXTENSIONS)
    project.write("docs/howto/index.md", "# How to { #answer }\n\nWritten by hand.\n")
    project.write("docs/lookup/index.md", "# Look up { #answer }\n\nWritten by hand.\n")
    project.write("docs/learn/loopback.md", "# Loopback { #answer }\n\nWritten by hand.\n")
    project.write("docs/opensearch.xml", "made by the theme of the real site\n")


def generator(project: Project, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a person does, in a process of its own."""
    command = [sys.executable, "-m", "generator", "--root", str(project.root), *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def content(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` by its path."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_site_holds_every_page(buildable: Project) -> None:
    """After `site` each generated page has its address, and the old folder is replaced without a rest."""
    assert generator(buildable, "site").returncode == 0
    first = buildable.root / "site"
    assert (first / "ports/62893/index.html").is_file()
    (first / "left-over.html").write_text("old", encoding="utf-8")
    assert generator(buildable, "site").returncode == 0
    assert not (first / "left-over.html").exists()
    assert [path.name for path in buildable.root.glob(".site*")] == []


def test_the_site_holds_what_programs_read(buildable: Project) -> None:
    """Beside the pages stand the feeds, llms.txt and a Markdown twin of each page, also of those written by hand."""
    assert generator(buildable, "site").returncode == 0
    site = buildable.root / "site"
    assert "change/port/62893/2026-11-22/1" in (site / "feed.xml").read_text("utf-8")
    assert "change/port/62893/2026-11-22/1" in (site / "feed.json").read_text("utf-8")
    assert "(https://portatlas.example/ports/62893.md)" in (site / "llms.txt").read_text("utf-8")
    twins = {file.relative_to(site).with_suffix("") for file in site.rglob("*.md")}
    others = {"_facts", *SHORT.values()}  # parts of pages, and copies of pages
    pages = {
        it for file in site.rglob("index.html") if not others & set((it := file.relative_to(site).parent).parts[:1])
    }
    assert {it.parent if it.name == "index" else it for it in twins} == pages


def test_a_failed_build_leaves_the_published_site(buildable: Project) -> None:
    """When MkDocs refuses a page, the program exits with 1 and the old site still stands, byte for byte."""
    assert generator(buildable, "site").returncode == 0
    before = content(buildable.root / "site")
    buildable.write("docs/learn/broken.md", "# Broken\n\n[nowhere](../no/such/page.md)\n")
    done = generator(buildable, "site")
    assert done.returncode == 1
    assert "MkDocs refused the pages" in done.stderr
    assert "no/such/page.md" in done.stderr
    assert content(buildable.root / "site") == before


def test_the_same_data_gives_the_same_site(buildable: Project, tmp_path: Path) -> None:
    """Folder, time zone, language and hash seed change no byte of the site, its sitemap included."""
    other = Project(tmp_path / "elsewhere")
    shutil.copytree(buildable.root, other.root)
    assert generator(buildable, "site", TZ="Pacific/Kiritimati", PYTHONHASHSEED="1", LC_ALL="C").returncode == 0
    assert generator(other, "site", TZ="America/Adak", PYTHONHASHSEED="2").returncode == 0
    first, second = content(buildable.root / "site"), content(other.root / "site")
    assert first.keys() == second.keys()
    assert [path for path in first if first[path] != second[path]] == []


def test_an_edit_of_data_shows_in_the_preview(buildable: Project) -> None:
    """`serve` shows the page; a changed fact shows on it, and a mistake keeps the last good page."""
    with Preview(buildable) as preview:
        preview.wait_for("/ports/62893/", lambda html: "most often the temporary end" in html)
        buildable.edit("data/ports/62893.yml", "most often the temporary end", "as a rule the temporary end")
        preview.wait_for("/ports/62893/", lambda html: "as a rule the temporary end" in html)
        buildable.edit("data/ports/62893.yml", "number: 62893", "number: many")
        preview.wait_for_message("expected a whole number")
        assert "as a rule the temporary end" in preview.fetch("/ports/62893/")


def test_the_preview_ends_whole(buildable: Project) -> None:
    """When `serve` is told to end, the MkDocs that it started ends too, and the port is free again."""
    with Preview(buildable) as preview:
        port = int(preview.base.rsplit(":", 1)[1])
    with socket.create_server(("127.0.0.1", port)):
        pass


class Preview:
    """`python -m generator serve` on a free port."""

    def __init__(self, project: Project) -> None:
        self.log = project.root / "serve.log"
        self.project = project
        self.base = ""

    def __enter__(self) -> Self:
        """Start it; the port is the one that MkDocs names."""
        with self.log.open("w") as log:
            command = [sys.executable, "-u", "-m", "generator", "--root", str(self.project.root), "serve", "--address"]
            self.process = subprocess.Popen([*command, f"127.0.0.1:{free_port()}"], cwd=ROOT, stdout=log, stderr=log)
        self.wait_for_message("Serving on http://")
        self.base = self.said().split("Serving on ")[1].split("/\n")[0].split()[0].rstrip("/")
        return self

    def __exit__(self, *_: object) -> None:
        """End it as Ctrl+C does."""
        self.process.terminate()
        self.process.wait(10)

    def said(self) -> str:
        """Everything that it printed so far."""
        return self.log.read_text(encoding="utf-8")

    def fetch(self, path: str) -> str:
        """Return a page of the preview, "" while it is being built."""
        try:
            with urllib.request.urlopen(self.base + path, timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            return ""

    def wait_for(self, path: str, wanted: Callable[[str], bool]) -> None:
        """Wait until a page is as wanted."""
        self._wait(lambda: wanted(self.fetch(path)), f"{path} does not show it")

    def wait_for_message(self, text: str) -> None:
        """Wait until the program has printed `text`."""
        self._wait(lambda: text in self.said(), f"it does not say {text!r}")

    def _wait(self, done: Callable[[], bool], otherwise: str) -> None:
        for _ in range(300):
            if done():
                return
            time.sleep(0.1)
        raise AssertionError(f"{otherwise}; it said:\n{self.said()}")


def free_port() -> int:
    """Return a port of 127.0.0.1 that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
