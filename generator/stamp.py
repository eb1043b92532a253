"""Whether anything changed since the last build, told by content, without doing the build again."""

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.output import OWNED

FILE = ".cache/build.stamp"
_PROGRAM = Path(__file__).parent


def is_current(root: Path) -> bool:
    """Whether data, program and generated files are exactly those of the last successful build."""
    file = root / FILE
    return file.is_file() and file.read_text(encoding="utf-8") == _digest(root)


def remember(root: Path) -> None:
    """Note the present state as the result of a successful build."""
    file = root / FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_digest(root), encoding="utf-8")


def _digest(root: Path) -> str:
    """Return one hash over the names and the content of everything that a build reads and writes."""
    found = hashlib.blake2b(sys.version.encode())
    for name, file in _entries(str(root)):
        found.update(f"{name}\0".encode())
        if file:
            found.update(hashlib.blake2b(_content(file)).digest())
    return found.hexdigest()


def _entries(root: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each thing that counts, and the file whose content counts too ("" for none)."""
    for folder in ("data", *OWNED):
        for file in _below(f"{root}/{folder}"):
            yield file.removeprefix(root), file
    for file in _below(str(_PROGRAM)):
        if file.endswith((".py", ".j2")):
            yield file.removeprefix(str(_PROGRAM)), file
    for file in _below(f"{root}/docs"):  # of a page the build reads the anchors; that other files exist is enough
        yield file.removeprefix(root), file if file.endswith(".md") and not _is_owned(file, root) else ""
    yield "requirements.lock", str(_PROGRAM.parent / "requirements.lock")


def _is_owned(file: str, root: str) -> bool:
    return file.startswith(tuple(f"{root}/{folder}/" for folder in OWNED))


def _below(folder: str) -> Iterator[str]:
    for directory, inner, names in os.walk(folder):
        inner.sort()
        yield from (f"{directory}/{name}" for name in sorted(names))


def _content(file: str) -> bytes:
    try:
        if os.path.islink(file):  # noqa: PTH114 (a path object for each of thousands of files costs more than the look)
            return os.readlink(file).encode()  # noqa: PTH115 (likewise)
        with open(file, "rb") as handle:  # noqa: PTH123 (likewise)
            return handle.read()
    except OSError:
        return b""
