"""The finished site as an archive that opens from a disk, without a server and without a network."""

import datetime as dt
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator import offline_files
from generator.pages import SITE_URL
from generator.problems import UsageError

FOLDER = "port-atlas"  # what unzipping leaves
# Where npm puts the two packages that this needs: tests/web/package.json names them.
TOOLS = Path("tests/web/node_modules")
_ESBUILD, _SHIM, _LICENCE = ".bin/esbuild", "iframe-worker/shim/index.js", "iframe-worker/LICENSE"
_MODE = 0o644 << 16


class OfflineError(Exception):
    """The archive was not made."""


def make(root: Path, site: Path, archive: Path, day: dt.date) -> int:
    """Write the archive of the finished site; return how many files it holds.

    The same site gives the same bytes: entries are sorted and carry the day of the newest fact.

    Raises:
        UsageError: there is no site, or npm's packages are missing.
        OfflineError: esbuild refused the scripts.
    """
    tools = root / TOOLS
    for needed, cure in (
        (site / "index.html", "make site"),
        (tools / _ESBUILD, "make offline"),
        (tools / _SHIM, "make offline"),
    ):
        if not needed.is_file():
            raise UsageError(f"{needed} is missing; run: {cure}")
    files = _below(site)
    sources = offline_files.sources(files, _below(offline_files.PARTS))
    bundles = _bundle(tools / _ESBUILD, sources, sorted(offline_files.entries(files)))
    licence, shim = ((tools / it).read_text(encoding="utf-8") for it in (_LICENCE, _SHIM))
    copy = offline_files.copy(files, bundles, f"/*\n{licence}*/\n{shim}", day)
    archive.parent.mkdir(parents=True, exist_ok=True)
    write(archive, copy, day)
    return len(copy)


def write(archive: Path, files: Mapping[str, bytes], day: dt.date) -> None:
    """Write a zip whose bytes depend on nothing but the files and the day; it appears whole or not at all."""
    fresh = archive.with_name(f".{archive.name}.new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{path}", (day.year, day.month, day.day, 0, 0, 0))
            entry.create_system = 3  # Unix, on every system
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    fresh.replace(archive)


def _below(folder: Path) -> dict[str, bytes]:
    return {it.relative_to(folder).as_posix(): it.read_bytes() for it in sorted(folder.rglob("*")) if it.is_file()}


def _bundle(esbuild: Path, sources: Mapping[str, str], entries: Sequence[str]) -> dict[str, bytes]:
    """Return each of `entries` as one plain script, with all that it imports."""
    if not entries:
        return {}
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for path, text in sources.items():
            (place / "in" / path).parent.mkdir(parents=True, exist_ok=True)
            (place / "in" / path).write_text(text, encoding="utf-8")
        options = [
            "--bundle",
            "--format=iife",
            "--charset=utf8",
            "--log-level=warning",
            "--outbase=.",
            "--outdir=../out",
        ]
        define = f'--define:PUBLISHED="{SITE_URL}"'
        done = subprocess.run(
            [str(esbuild.resolve()), *entries, *options, define],
            cwd=place / "in",
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise OfflineError(f"esbuild refused the scripts:\n{done.stderr}".rstrip())
        return _below(place / "out")
