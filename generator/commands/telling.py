"""What the commands say on the terminal, and with which exit code they end."""

import os
import sys
import traceback
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from generator.problems import Problem

if TYPE_CHECKING:
    from generator.output import Plan

FINDINGS, USAGE, FAULT = 1, 2, 3


def say_what_was_done(done: "Plan") -> None:
    """Say what a build did."""
    for verb, paths in (("wrote", [*done.create, *done.change]), ("removed", done.remove)):
        for path in paths if len(paths) <= 10 else paths[:10]:  # noqa: PLR2004 (a screenful)
            click.echo(f"{verb} {path}")
        if len(paths) > 10:  # noqa: PLR2004
            click.echo(f"{verb} {len(paths) - 10} more")
    for path in done.set_aside:
        click.echo(f"moved {path} to build/aside/: it stood among generated files and was not generated", err=True)
    for path, text in done.append.items():
        click.echo(f"added {text.count(chr(10))} line(s) to {path}: links that are published for the first time")
    written, removed = len(done.create) + len(done.change), len(done.remove) + len(done.set_aside)
    click.echo(f"{written} written, {removed} removed, {done.kept} unchanged")


def report(problems: Iterable[Problem]) -> None:
    """Print problems for people, and in a GitHub workflow also for the review."""
    for problem in problems:
        click.echo(str(problem), err=True)
        if os.environ.get("GITHUB_ACTIONS") == "true":
            click.echo(problem.as_annotation())


def fault(error: Exception) -> None:
    """Say that the machine or the program failed."""
    if isinstance(error, OSError):
        click.echo(f"error: {error}", err=True)
    else:
        traceback.print_exception(error, file=sys.stderr)
        click.echo("error: this is a fault of the generator, not of your data; please report it", err=True)
