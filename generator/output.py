"""Owned folders against what they should hold: a complete plan, then its application."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.problems import Place, Problem

# Folders whose every file the generator writes. Nothing outside them is ever touched.
OWNED = (
    *("data/schema", "docs/_facts", "docs/addresses", "docs/api"),
    *("docs/ports", "docs/ranges", "docs/retired", "docs/troubleshooting"),
)
# Stands near the top of every file that the generator writes.
MARK = "generated_from"
# Where a file goes that stood in an owned folder and that the generator did not write.
ASIDE = "build/aside"
CURE = "python -m generator build"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What must happen so that the owned folders hold what they should; paths are relative to the root."""

    create: Mapping[str, str]
    change: Mapping[str, str]
    remove: tuple[str, ...]
    set_aside: tuple[str, ...]
    kept: int
    append: Mapping[str, str] = field(default_factory=dict)  # what a file that only grows lacks at its end

    def problems(self) -> Iterator[Problem]:
        """Yield each difference as a problem that names its cure."""
        cure = f"run: {CURE}"
        for path in self.create:
            yield Problem(place=Place(path=path), message="this generated file is missing", suggestion=cure)
        for path in self.change:
            yield Problem(place=Place(path=path), message="this generated file differs from the data", suggestion=cure)
        for path in self.remove:
            yield Problem(place=Place(path=path), message="no record makes this file any more", suggestion=cure)
        for path in self.set_aside:
            message = "this file was not generated, and its folder holds generated files only"
            yield Problem(place=Place(path=path), message=message, suggestion=f"move it, or run: {CURE}")
        for path, text in self.append.items():
            message = f"{text.count(chr(10))} line(s) are missing at the end, the last of them: {text.splitlines()[-1]}"
            yield Problem(place=Place(path=path), message=message, suggestion=cure)


def plan(root: Path, files: Mapping[str, str]) -> Plan:
    """Compare the owned folders with `files` (text by path); nothing is written.

    Raises:
        ValueError: a path lies outside the owned folders, or an owned folder is a link to elsewhere.
    """
    for path in files:
        if not path.startswith(tuple(f"{folder}/" for folder in OWNED)) or ".." in path:
            raise ValueError(f"{path} lies outside the generated folders")
    found = dict(_present(root))
    same = {path for path, text in files.items() if path in found and found[path] == text.encode()}
    strangers = [path for path in found if path not in files]
    ours = {path for path in strangers if found[path] is not None and MARK.encode() in (found[path] or b"")[:512]}
    return Plan(
        create={path: files[path] for path in files if path not in found},
        change={path: files[path] for path in files if path in found and path not in same},
        remove=tuple(path for path in strangers if path in ours),
        set_aside=tuple(path for path in strangers if path not in ours),
        kept=len(same),
    )


def apply(root: Path, changes: Plan) -> None:
    """Carry out a plan: each file is replaced whole or not at all."""
    fresh = {**changes.create, **changes.change}
    for folder in {(root / path).parent for path in fresh}:
        folder.mkdir(parents=True, exist_ok=True)
    for path, text in fresh.items():
        replace({root / path: text.encode()})
    for path, text in changes.append.items():
        _append(root / path, text)
    for path in changes.remove:
        (root / path).unlink()
    for path in changes.set_aside:
        aside = root / ASIDE / path
        aside.parent.mkdir(parents=True, exist_ok=True)
        (root / path).replace(_free_name(aside))
    for path in (*changes.remove, *changes.set_aside):
        _remove_empty_folders(root, (root / path).parent)


def _append(file: Path, text: str) -> None:
    """Let a file grow by whole lines; what it holds stays byte for byte."""
    held = file.read_bytes() if file.is_file() else b""
    end = b"\n" if held and not held.endswith(b"\n") else b""
    replace({file: held + end + text.encode()})


def replace(contents: Mapping[Path, bytes]) -> None:
    """Write by way of temporary files, so that a crash leaves the old content or the new; all or none."""
    temporary = {file: file.with_name(f".{file.name}.{MARK}") for file in contents}
    try:
        for file, data in contents.items():
            temporary[file].write_bytes(data)
        for file in contents:
            temporary[file].replace(file)
    except BaseException:
        for file in temporary.values():
            file.unlink(missing_ok=True)
        raise


def write_new(file: Path, text: str) -> None:
    """Write a hand-editable file that must not exist yet.

    Raises:
        FileExistsError: it exists.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("x", encoding="utf-8", newline="\n") as handle:
        handle.write(text)


def _present(root: Path) -> Iterator[tuple[str, bytes | None]]:
    """Yield every file of the owned folders with its content, None for what is not a plain file."""
    for folder in OWNED:
        if (root / folder).is_symlink():
            raise ValueError(f"{folder} is a link; the generator writes into real folders only")
        for directory, _, names in os.walk(root / folder):
            for name in sorted(names):
                file = Path(directory, name)
                yield file.relative_to(root).as_posix(), None if file.is_symlink() else file.read_bytes()


def _free_name(file: Path) -> Path:
    """Return `file`, or the first numbered name beside it that is free."""
    number, free = 1, file
    while free.exists():
        number += 1
        free = file.with_name(f"{file.stem}.{number}{file.suffix}")
    return free


def _remove_empty_folders(root: Path, folder: Path) -> None:
    while folder.relative_to(root).as_posix() not in OWNED and folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
