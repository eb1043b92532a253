"""Prints seconds and peak memory of the build, and the size of the search, for 10 to 10,000 made-up ports.

Run as `make bench`, or with sizes of your own: `make bench SIZES="10 100"`. "more" is what each
further page costs, measured from the first row, so without the start of the program. Each row
comes from one run on one machine: compare rows with each other, not with those of another machine.
"""

import datetime as dt
import gzip
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generator import search_index
from generator.build import load
from generator.pages import all_pages

ROOT = Path(__file__).parent.parent
FIXTURE = ROOT / "tests/fixtures/atlas"
SIZES = (10, 100, 1_000, 10_000)
# One described port as a maintainer writes it: each number gets texts of its own.
RECORD = """\
number: {n}
answer: "Port {n} is one of many made-up ports: it is there so that a build has work to do."
transports: [tcp]
listeners:
  - {{program: "Server {n}", binds: loopback, note: "It listens on `127.0.0.1:{n}` unless told otherwise.", sources: [vendor-manual]}}
confusions:
  - {{claim: "Port {n} is registered.", truth: "Port {n} is not in [the range](range:user) that IANA assigns by name.", sources: [rfc6335]}}
exposure: {{level: low, why: "Number {n} says nothing about the *program* behind it."}}
sightings: [access-log]
cases: [connection-refused, port-in-use]
near: [80]
sources: [rfc6335#section-6]
checked: "2026-11-01"
"""


def main(sizes: list[int]) -> None:
    """Print one row for each size."""
    print(
        "  ports  pages |  full build: s  ms/page   more    MiB | unchanged: s  of full | plain write: s | MkDocs: s  ms/page    MiB | search: kB"
    )
    first: tuple[float, int] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            first = row(Path(folder), size, first)


def row(root: Path, size: int, first: tuple[float, int] | None) -> tuple[float, int]:
    """Build a project with `size` ports, print what it took; return seconds and pages of the first row."""
    make_project(root, size)
    command = [sys.executable, "-m", "generator", "--root", str(root), "build"]
    full, memory = measured(command)
    unchanged, _ = measured(command)
    plain, pages = plain_write(root)
    mkdocs, mkdocs_memory = measured([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(root / "mkdocs.yml")])
    more = f"{(full - first[0]) / (pages - first[1]) * 1000:6.2f}" if first and pages > first[1] else "      "
    print(
        f"{size:>7} {pages:>6} | {full:>14.2f} {full / pages * 1000:>8.2f} {more} {memory:>6.0f} | {unchanged:>12.2f} "
        f"{unchanged / full:>8.0%} | {plain:>14.3f} | {mkdocs:>9.1f} {mkdocs / pages * 1000:>8.1f} {mkdocs_memory:>6.0f} | {search_size(root) / 1000:>10.1f}",
        flush=True,
    )
    return first or (full, pages)


def make_project(root: Path, size: int) -> None:
    """Copy the tests' small project and give it `size` ports and the real site's settings."""
    shutil.copytree(FIXTURE / "data", root / "data", ignore=shutil.ignore_patterns("links.tsv"), dirs_exist_ok=True)
    (root / "docs").mkdir()
    (root / "docs/index.md").write_text("# Home\n", encoding="utf-8")
    (root / "docs/learn").mkdir()
    (root / "docs/learn/loopback.md").write_text("# Loopback\n", encoding="utf-8")
    (root / "mkdocs.yml").write_text(
        "site_name: Bench\ntheme: {name: material, font: false}\nnav: [Home: index.md]\nnot_in_nav: '*'\n"
        "markdown_extensions: [admonition, attr_list, tables, pymdownx.highlight, pymdownx.superfences]\n",
        encoding="utf-8",
    )
    for number in [number for number in range(2000, 65000) if number != 62893][: size - 2]:
        (root / f"data/ports/{number}.yml").write_text(RECORD.format(n=number), encoding="utf-8")


def plain_write(root: Path) -> tuple[float, int]:
    """Write the bytes that the build wrote with a plain loop; return seconds and the number of pages."""
    files = {file.relative_to(root): file.read_bytes() for file in (root / "docs").rglob("*.md")}
    target = root / "plain"
    for folder in {target / name.parent for name in files}:
        folder.mkdir(parents=True, exist_ok=True)
    seconds = timed(lambda: [(target / name).write_bytes(data) for name, data in files.items()])
    shutil.rmtree(target)
    return seconds, len(files)


def search_size(root: Path) -> int:
    """Return how many bytes a page view fetches for the search, gzipped."""
    index = (root / "site/search/search_index.json").read_text(encoding="utf-8")
    pages = all_pages(load(root, dt.datetime.now(tz=dt.UTC).date()))
    return len(gzip.compress(search_index.shorten(index, pages).encode(), 9))


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measured(command: list[str]) -> tuple[float, float]:
    """Run a command; return its seconds and its peak memory in MiB."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
