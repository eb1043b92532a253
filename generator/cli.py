"""Arguments, messages, exit codes.

Exit codes: 0 all well, 1 findings in the data or the pages, 2 wrong usage, 3 a fault of the
program or the machine.
"""

from pathlib import Path
from typing import Any

import click

from generator.commands import building, importing, links, publishing, telling
from generator.commands.telling import FAULT, FINDINGS, USAGE
from generator.problems import DataError, UsageError


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


for command in (
    *(building.build, building.check, building.new),
    *(publishing.site, publishing.offline, publishing.serve),
    *(importing.import_services, links.links),
):
    main.add_command(command)
