"""Whether anything changed since the last build, told by content, without doing the build again."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
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
    for name, file in _entries(root):
        found.update(name.encode() + b"\0")
        if file is not None:
            found.update(hashlib.blake2b(_content(file)).digest())
    return found.hexdigest()


def _entries(root: Path) -> Iterator[tuple[str, Path | None]]:
    for file in _below([root / "data", *(root / folder for folder in OWNED)]):
        yield file.relative_to(root).as_posix(), file
    for file in _below([_PROGRAM]):
        if file.suffix in {".py", ".j2"}:
            yield file.name, file
    for file in _below([root / "docs"]):  # of a hand-written page the build only knows that it exists
        yield file.relative_to(root).as_posix(), None
    yield "requirements.lock", _PROGRAM.parent / "requirements.lock"


def _below(folders: Iterable[Path]) -> Iterator[Path]:
    for folder in folders:
        for directory, inner, names in os.walk(folder):
            inner.sort()
            yield from (Path(directory, name) for name in sorted(names))


def _content(file: Path) -> bytes:
    if file.is_symlink():
        return str(file.readlink()).encode()
    return file.read_bytes() if file.is_file() else b""
