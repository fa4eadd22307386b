"""The commands that bring something in or hand something out: import, restore, template."""

import sys
from pathlib import Path

import click

from dashboard.cli import paths
from dashboard.cli.exits import WRONG, Ended
from dashboard.cli.read import office_argument, say


@click.command("import", short_help="Bring records into an office.")
@click.argument("source", type=click.Path(path_type=Path))
@office_argument
@click.option("--dry-run", is_flag=True, help="Only tell what would come in and what would not.")
@click.option("--keep-good", is_flag=True, help="Bring the good rows in; the others go into a file beside SOURCE.")
@click.option("--overwrite", is_flag=True, help="Take the file's word where something was changed in Digwell since.")
@click.option("--with-follow-ups", is_flag=True, help="Then add the follow-ups that recent talks leave owed.")
@click.option("--day-first", is_flag=True, help="Read days such as 03/04/2026 as 3 April, where that is asked.")
@click.option("--month-first", is_flag=True, help="Read them as March 4.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="text for you, json for another program.",
)
def import_(source: Path, office: Path, form: str, day_first: bool, month_first: bool, **wishes: bool) -> None:
    """Bring SOURCE into OFFICE, which is made where nothing is there.

    SOURCE is a folder of CSV, a .zip of one, or a workbook, as digwell template and digwell export make them. Either
    all of it comes in or nothing; nothing is ever deleted. Ends with 1 where anything could not be understood or waits
    for a decision.
    """
    from dashboard.cli.imports import ImportOptions, import_source  # noqa: PLC0415 - help must not wait for the engine
    from dashboard.cli.progress import progress_line  # noqa: PLC0415 - as above

    if day_first and month_first:
        raise click.UsageError("Say either --day-first or --month-first.")
    order = day_first if day_first or month_first else None
    with progress_line("Reading") as progress:
        found = import_source(source, office, ImportOptions(day_first=order, **wishes), progress)
    say(found.as_json if form == "json" else found.as_text, found.said)
    sys.exit(found.code)


@click.command(short_help="Put a backup in the place of an office.")
@click.argument("backup", type=click.Path(path_type=Path))
@office_argument
@click.option("--replace", is_flag=True, help="Take the place of the office that is there; that one is kept beside it.")
def restore(backup: Path, office: Path, replace: bool) -> None:
    """Put BACKUP, opened and read through first, at the place of OFFICE."""
    from dashboard.cli.imports import restore_backup  # noqa: PLC0415 - help must not wait for the engine
    from dashboard.cli.progress import progress_line  # noqa: PLC0415 - as above

    with progress_line("Copying") as progress:
        said = restore_backup(backup, office, replace, progress)
    say("", said)


@click.command(short_help="Write an empty workbook to fill in.")
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
def template(target: Path) -> None:
    """Write an empty workbook to hand out: headings explained, lists to choose from, one example row in each sheet.

    FILE ends in .xlsx.
    """
    from data.forms.template import write_template  # noqa: PLC0415 - help must not wait for the engine

    if target.suffix.casefold() != ".xlsx":
        raise Ended(WRONG, f"The template is a workbook: give {target} a name that ends in .xlsx.")
    paths.refuse_taken(target)
    write_template(target)
    say("", f"An empty workbook is at {target} now. Filled in, it comes in with: digwell import {target} OFFICE")


COMMANDS = (import_, restore, template)
