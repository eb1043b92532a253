"""The command `links FILE`: what became of the links in somebody else's file."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.telling import FINDINGS
from generator.problems import UsageError

if TYPE_CHECKING:
    from generator.link_report import Found

# Each command imports what it needs when it runs, so that --help and a build with nothing to do are quick.
# ruff: noqa: PLC0415


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--site", help="The address of the site that FILE links to, if not the one of pages.py.")
@click.option("--all", "wants_all", is_flag=True, help="Show live links too.")
@click.option("--json", "wants_json", is_flag=True, help="Print one JSON object: file, site, counts, links.")
@click.pass_obj
def links(root: Path, file: Path, *, site: str | None, wants_all: bool, wants_json: bool) -> None:
    """Say which links to this site in FILE are live, moved or dead, and what to write instead.

    FILE is an export of a knowledge base or of ticket macros: any text, CSV, JSON or HTML, in UTF-8,
    UTF-16 or Latin-1. Anchors are judged too. With --json each of `links` has line, column, link,
    state (live, moved, dead), to (the full address to write instead) and why. Exit code 0: all are
    live; 1: some are not; 2: the file cannot be read.
    """
    from generator import ledger, link_report
    from generator.pages import SITE_URL

    held = ledger.load(root)
    if not held.lines:
        raise UsageError(f"nothing was published yet: {ledger.FILE} is missing; run: python -m generator build")
    address = site or SITE_URL
    judge = link_report.Judge(held, address, lambda path: (root / f"docs{path}").is_file())
    found = list(link_report.report(link_report.decoded(file.read_bytes()), address, judge))
    counts = {state: sum(it.state == state for it in found) for state in link_report.STATES}
    if wants_json:
        whole = {"file": str(file), "site": address, "counts": counts, "links": [asdict(it) for it in found]}
        click.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    else:
        for it in found:
            if wants_all or it.state != link_report.LIVE:
                click.echo(_sentence(file, it))
        summary = ", ".join(f"{count} {state}" for state, count in counts.items())
        click.echo(f"{len(found)} link(s) to {address}: {summary}")
    if len(found) > counts[link_report.LIVE]:
        click.get_current_context().exit(FINDINGS)


def _sentence(file: Path, it: "Found") -> str:
    """The form for people and editors, as a problem of the data has it."""
    to = f" -> {it.to}" if it.to else ""
    why = f" ({it.why})" if it.why else ""
    return f"{file}:{it.line}:{it.column}: {it.state}: {it.link}{to}{why}"
