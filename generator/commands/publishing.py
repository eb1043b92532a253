"""The commands that make the site: `site`, `offline` and `serve`."""

from functools import partial
from pathlib import Path

import click

from generator.commands import building, days, telling
from generator.commands.telling import FINDINGS
from generator.problems import DataError

# Each command imports what it needs when it runs, so that --help and a build with nothing to do are quick.
# ruff: noqa: PLC0415


@click.command()
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
    catalog = building.run(root) or load(root, days.latest())
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


@click.command()
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
        count = copies.make(root, root / site, root / out, newest_date(load(root, days.latest())))
    except copies.OfflineError as error:
        click.echo(f"error: {error}", err=True)
        click.get_current_context().exit(FINDINGS)
    click.echo(f"{out}: {count} files")


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where the preview listens (host:port).")
@click.pass_obj
def serve(root: Path, address: str) -> None:
    """Show a live preview; an edit of data/ shows on the page."""
    from generator import site as sites

    building.run(root)
    sites.serve(root, lambda: _rebuild(root), address)


def _rebuild(root: Path) -> None:
    """Build for the preview: on a problem say so and keep the last good pages."""
    try:
        building.run(root)
    except DataError as error:
        telling.report(error.problems)
        click.echo("the preview keeps the last good pages", err=True)
    except Exception as error:  # noqa: BLE001 (a half-saved file must not end the preview)
        telling.fault(error)
