"""Which lines of the ledger git remembers: the file's past is read, nothing is written."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from generator.ledger import FILE, Ledger
from generator.problems import Place, Problem

_SHOWN = 10  # lost lines that get a problem of their own


def lost(root: Path, ledger: Ledger) -> Iterator[Problem]:
    """Yield a problem for each line that a commit held and that `ledger` no longer has.

    The order may change, as merges do. Without git or a repository there is no past to compare with; of a shallow
    clone only what it has.
    """
    present = {str(line) for line in ledger.lines}
    gone = [line for line in committed_lines(root) if line not in present]
    for line in gone[:_SHOWN]:
        message = "a committed line is gone, and the ledger only grows"
        yield Problem(place=Place(path=FILE), message=message, suggestion=f"put it back: {line}")
    if len(gone) > _SHOWN:
        yield Problem(
            place=Place(path=FILE),
            message=f"{len(gone) - _SHOWN} more committed lines are gone",
            suggestion=f"compare with: git log -p -- {FILE}",
        )


def committed_lines(root: Path) -> tuple[str, ...]:
    """List every line that any commit behind HEAD has in the ledger, the newest commit's first.

    A line of any commit was added by a commit: by one with a single parent, or by a merge, seen from its first
    parent. Without --full-history git would skip a branch whose lines a merge dropped.
    """
    git = shutil.which("git")
    if git is None:
        return ()
    command = [
        *(git, "-C", str(root), "--no-pager", "log", "--full-history", "--diff-merges=first-parent", "--format="),
        *("--patch", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--", FILE),
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode:  # no repository, or one without a commit
        return ()
    rows = done.stdout.decode("utf-8", errors="replace").split("\n")
    return tuple(dict.fromkeys(row[1:].rstrip("\r\t") for row in rows if row.startswith("+/")))
