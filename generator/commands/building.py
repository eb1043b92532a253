"""The commands that make the pages and judge the data: `build`, `check` and `new`."""

import gc
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands import days, telling
from generator.commands.telling import FINDINGS
from generator.problems import DataError, Problem, as_json

if TYPE_CHECKING:
    from generator.catalog import Catalog

# Each command imports what it needs when it runs, so that --help and a build with nothing to do are quick.
# ruff: noqa: PLC0415


@click.command()
@click.pass_obj
def build(root: Path) -> "Catalog | None":
    """Write the pages and schemas that the data asks for, and remove those that it no longer does."""
    return run(root)  # held to the end: taking the records apart one by one costs more than making a page of each


@click.command()
@click.option("--json", "wants_json", is_flag=True, help="Print the problems as JSON.")
@click.pass_obj
def check(root: Path, *, wants_json: bool) -> None:
    """Say what is wrong with data or generated files; writes nothing."""
    found = _findings(root)
    if wants_json:
        click.echo(as_json(found))
    else:
        telling.report(found)
        click.echo(f"{len(found)} problem(s)" if found else "data and generated files are in order", err=bool(found))
    if found:
        click.get_current_context().exit(FINDINGS)


def _findings(root: Path) -> list[Problem]:
    """Collect what `check` reports: of the data, of the links, or of what the last build left behind."""
    from generator.build import keep_history, load, plan

    found: list[Problem] = []
    try:
        keep_history(root)
    except DataError as error:
        found += error.problems
    try:
        found += plan(root, load(root, days.latest()), days.today()).problems()
    except DataError as error:
        found += (problem for problem in error.problems if problem not in found)
    return found


@click.group()
def new() -> None:
    """Begin a record: `new port 8080`."""


@new.command("port")
@click.argument("number", type=int)
@click.pass_obj
def new_port(root: Path, number: int) -> None:
    """Write data/ports/NUMBER.yml with what the ranges already tell, then its page."""
    from generator import scaffold
    from generator.build import load

    path = scaffold.new_port(root, load(root, days.latest()), number, days.latest())
    click.echo(f"wrote {path}: edit it, then run: python -m generator build")
    run(root)


def run(root: Path) -> "Catalog | None":
    """Write what must be written; return the data from which it was made, None when nothing had changed."""
    from generator import stamp

    if stamp.is_current(root):
        click.echo("nothing changed: 0 written, 0 removed")
        return None
    from generator import output
    from generator.build import load, plan

    gc.disable()  # hundreds of thousands of small records, none of them garbage: looking costs a third of the time
    try:
        catalog = load(root, days.latest())
        changes = plan(root, catalog, days.today())
        output.apply(root, changes)
        stamp.remember(root)
    finally:
        gc.freeze()
        gc.enable()
    telling.say_what_was_done(changes)
    return catalog
