"""The commands that only read an office: today, figures, check, export, backup."""

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day as it is written everywhere in Digwell."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; fails with the way to write one."""
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a day. Write it as 2026-11-22.", param, ctx)
        if not 1900 <= found.year <= 2200:
            self.fail(f"“{value}” is too far off. Check the year.", param, ctx)
        return found


office_argument = click.argument("office", type=click.Path(path_type=Path))


def readable(command: Command) -> Command:
    """The options of every command that prints rows as of a day."""
    as_of = click.option(
        "--as-of", type=Day(), metavar="DATE", help="The day to look at it from, as 2026-11-22; without it, today."
    )
    form = click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json", "csv"]),
        default="text",
        show_default=True,
        help="text for you, json or csv for another program.",
    )
    return office_argument(as_of(form(command)))


@click.command(short_help="Who needs me, and why.")
@readable
@click.option("--counselor", metavar="ID", help="Only the clients of this counselor.")
def today(office: Path, **words: Any) -> None:
    """Who needs me, and why: everybody in the order of the page.

    OFFICE is the file of an office, or a bundle: a folder of CSV, a .zip of one, or a workbook.
    """
    _answer(office, "today", "Looking who needs you", **words)


@click.command(short_help="Talks, topics heard, follow-ups, people.")
@readable
@click.option("--client", metavar="ID", help="Only this client, whatever the status.")
@click.option(
    "--by", type=click.Choice(["counselor", "cohort", "office"]), help="One row for each, instead of for each client."
)
@click.option("--cohort", metavar="ID", help="Only the clients of this cohort.")
@click.option("--counselor", metavar="ID", help="Only the clients of this counselor.")
@click.option(
    "--status",
    type=click.Choice(["active", "all"]),
    default="active",
    show_default=True,
    help="all counts paused and closed clients too.",
)
def figures(office: Path, client: str | None, by: str | None, **words: Any) -> None:
    """The four figures: talks, topics heard, follow-ups waiting, people known.

    OFFICE is the file of an office, or a bundle: a folder of CSV, a .zip of one, or a workbook.
    """
    if client is not None and by is not None:
        raise click.UsageError("Say either --client or --by.")
    _answer(office, "figures", "Counting", client=client, by=by, **words)


@click.command(short_help="Everything noticed, and what to mend.")
@readable
@click.option("--client", metavar="ID", help="Only what is noticed about this client.")
def check(office: Path, **words: Any) -> None:
    """Everything noticed: who needs a word, what the records contradict, what went well.

    Ends with 1 where something asks you to check first. OFFICE is the file of an office, or a bundle: a folder of CSV,
    a .zip of one, or a workbook.
    """
    _answer(office, "check", "Checking", **words)


@click.command(short_help="Write everything to a workbook, zip or folder.")
@office_argument
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
def export(office: Path, target: Path) -> None:
    """Write the whole office to FILE: a .zip, an .xlsx, or a folder by any other name.

    It comes back in unchanged, with digwell import.
    """
    _answer(office, "export", "Reading", target=target.absolute())


@click.command(short_help="Copy an office and check the copy.")
@office_argument
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
def backup(office: Path, target: Path) -> None:
    """Copy the whole office to FILE, and open, count and read the copy through before it is called a backup."""
    _answer(office, "backup", "Copying", target=target.absolute())


COMMANDS = (today, figures, check, export, backup)


def _answer(office: Path, command: Any, doing: str, **words: Any) -> None:
    """Ask, print, and end with the answer's code."""
    from dashboard.cli import connect  # noqa: PLC0415 - help must not wait for the engine
    from dashboard.cli.progress import progress_line  # noqa: PLC0415 - as above
    from dashboard.cli.reports import ReportRequest  # noqa: PLC0415 - as above

    with progress_line(doing) as progress:
        found = connect.report_from(office, ReportRequest(command, **words), progress)
    say(found.printed, found.said)
    sys.exit(found.code)


def say(printed: str, said: str) -> None:
    """Print on standard output what was asked for, in UTF-8 wherever it goes, and say the rest beside it."""
    if printed:
        is_terminal = sys.stdout.isatty()
        click.echo(printed if is_terminal else printed.encode(), nl=False)
    if said:
        click.echo(said, err=True)
