"""The publishable site: MkDocs into a temporary folder, a look at the result, then the swap."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from generator import aliases, hosts, markup, moves, output, search_index, site_links, theme_css
from generator.breaks import with_breaks
from generator.built import Built, SiteError
from generator.cells import with_heads
from generator.ledger import Ledger
from generator.pages import Page, link_of
from generator.problems import UsageError
from generator.squeeze import squeeze

# What MkDocs leaves in every site; a folder without it is not ours to replace.
_SIGN = "sitemap.xml"
_QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}
_SETTLE = 0.2  # seconds: editors save a file in several steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What goes into the site that is published.

    `pages` are those made from data; `ledger` has every link that was ever published, which the site must still
    answer; the builder takes `day` for today, so that the same data gives the same bytes; `beside` gives, once MkDocs
    has accepted the pages, the text of each file beside them by its path in the site.
    """

    pages: Sequence[Page]
    ledger: Ledger
    day: date
    beside: Callable[[], Mapping[str, str]]


def publish(root: Path, out: Path, edition: Edition) -> int:
    """Build the site and put it in place of `out` in one step; return how many pages it has.

    Args:
        root: the project.
        out: the folder that the finished site replaces.
        edition: what the site must hold.

    Raises:
        UsageError: `out` holds something that is not a site.
        SiteError: MkDocs failed, a page is missing from its result, or a published link would die.
    """
    if out.exists() and not (out / _SIGN).is_file() and (not out.is_dir() or any(out.iterdir())):
        raise UsageError(f"{out} exists and is not a site made here: choose another --out, or remove it")
    fresh = out.with_name(f".{out.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        # Not --quiet: that also silences the warnings which --strict counts.
        _mkdocs(root, ["build", "--strict", "--site-dir", str(fresh)], edition.day)
        _look_at(fresh, [page.path for page in edition.pages])
        _shorten_search(fresh, edition.pages)
        _finish(fresh)
        for path, text in edition.beside().items():
            output.write_new(fresh / path, text)
        count = _add(Built(fresh), edition)
        _swap(fresh, out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return count


def serve(root: Path, rebuild: Callable[[], None], address: str) -> None:
    """Show a live preview at `address` (host:port) until interrupted; an edit of data/ calls `rebuild`."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", address]
    with _watch(root / "data", rebuild):
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended by a signal, MkDocs must not live on
        process = subprocess.Popen(command, cwd=root, env={**os.environ, **_QUIET})
        try:
            process.wait()
        except KeyboardInterrupt:
            process.terminate()
            process.wait()


def _mkdocs(root: Path, arguments: list[str], day: date) -> None:
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    environment = {**os.environ, **_QUIET, "SOURCE_DATE_EPOCH": str(int(midnight.timestamp()))}
    command = [sys.executable, "-m", "mkdocs", *arguments]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        said = "\n".join(line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("INFO "))
        raise SiteError(f"MkDocs refused the pages:\n{said}".rstrip())


def _look_at(site: Path, pages: Iterable[str]) -> None:
    """Refuse a site that lacks a page or its own signs."""
    wanted = [link_of(page).strip("/") for page in pages]
    missing = [page for page in wanted if not (site / page / "index.html").is_file()]
    missing += [name for name in (_SIGN, "404.html", "index.html") if not (site / name).is_file()]
    if missing:
        raise SiteError(f"the built site lacks {', '.join(missing)}")


def _shorten_search(site: Path, pages: Sequence[Page]) -> None:
    """Cut what every page view fetches for the search."""
    index = site / "search/search_index.json"
    if index.is_file():  # a project may do without the search
        index.write_text(search_index.shorten(index.read_text(encoding="utf-8"), pages), encoding="utf-8")


def _finish(site: Path) -> None:
    """Take out of pages and styles what only costs, and hide the theme's icons from screen readers."""
    pages = {file: markup.with_quiet_icons(file.read_text(encoding="utf-8")) for file in site.rglob("*.html")}
    [sheet] = site.glob("assets/stylesheets/main.*.css")
    slim = theme_css.slim(sheet.read_text(encoding="utf-8"), pages.values())
    # Browsers keep the sheet for ever by its name, so another text has another name.
    name = f"main.{hashlib.sha256(slim.encode()).hexdigest()[:8]}.min.css"
    sheet.unlink()
    sheet.with_name(name).write_text(slim, encoding="utf-8")
    for file, page in pages.items():
        file.write_text(squeeze(with_breaks(with_heads(page.replace(sheet.name, name)))), encoding="utf-8")
    schemes = [*site.glob("assets/stylesheets/palette.*.css"), *sorted(site.glob("assets/*.css"))]
    dark = theme_css.dark(it.read_text(encoding="utf-8") for it in schemes)
    output.write_new(site / "assets/dark.css", dark)


def _add(built: Built, edition: Edition) -> int:
    """Write what MkDocs does not: old and short addresses, settings for hosts; return how many pages it had made."""
    made = list(built.pages())
    moved = list(moves.aliases(edition.pages, edition.ledger))
    built.write(aliases.kept(built, moved))
    built.write(aliases.copies(built, moved))
    built.write(hosts.files(built.site, moved))
    site_links.check(built, edition.ledger, made)
    return len(made)


def _swap(fresh: Path, out: Path) -> None:
    old = out.with_name(f".{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    try:
        fresh.rename(out)
    except OSError:
        if old.exists():
            old.rename(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextmanager
def _watch(folder: Path, rebuild: Callable[[], None]) -> Any:
    """Call `rebuild` once after each burst of changes below `folder`."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler  # noqa: PLC0415 (only `serve` pays for it)
    from watchdog.observers import Observer  # noqa: PLC0415

    changed = threading.Event()

    class Handler(FileSystemEventHandler):
        def on_any_event(self, event: FileSystemEvent) -> None:
            if event.event_type not in {"opened", "closed_no_write"} and "/schema/" not in str(event.src_path):
                changed.set()

    def work() -> None:
        while True:
            changed.wait()
            threading.Event().wait(_SETTLE)
            changed.clear()
            rebuild()

    observer = Observer()
    observer.schedule(Handler(), str(folder), recursive=True)
    observer.start()
    threading.Thread(target=work, daemon=True).start()
    try:
        yield
    finally:
        observer.stop()
        observer.join()
