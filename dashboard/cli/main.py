"""The `digwell` command: the group of all commands, `demo` and `run`, and the end of whatever breaks off early."""

import errno
import os
import signal
import sys
import threading
from importlib.metadata import version
from types import FrameType
from typing import Any

import click

from dashboard.cli import read, run, write
from dashboard.cli.exits import OURS, STOPPED


class Digwell(click.Group):
    """The commands in the order in which one needs them; whatever ends one early is told in words."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """In the order in which they were added."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; ends with its code."""
        # Whatever a command writes is about people: nobody else on this machine may read it.
        os.umask(0o077)
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, _stop)
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except KeyboardInterrupt:
            click.echo("Stopped; nothing is half done.", err=True)
            sys.exit(STOPPED)
        except Exception as problem:
            if isinstance(problem, OSError) and problem.errno == errno.EPIPE:
                raise
            _tell(problem)


def _stop(_number: int, _frame: FrameType | None) -> None:
    # Ends as Ctrl+C does, so that nothing is left behind.
    raise KeyboardInterrupt


def _tell(problem: Exception) -> None:
    from dashboard.cli import exits  # noqa: PLC0415 - help must not wait for the engine

    if found := exits.ending_for(problem):
        click.echo(found, err=True)
        sys.exit(found.code)
    from dashboard import crash_reports  # noqa: PLC0415 - as above

    click.echo(exits.ours_to_mend(crash_reports.reference(problem)), err=True)
    click.echo(crash_reports.description(problem), err=True)
    sys.exit(OURS)


_HELP = """Digwell: informational interviews, for the people who hold them and those who stand beside them.

\b
To look round:       digwell demo
To begin your own:   digwell template people.xlsx       fill it in, then
                     digwell import people.xlsx office.duckdb
                     digwell run office.duckdb

Each command says more: digwell import --help
"""


@click.group(cls=Digwell, help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("digwell"), prog_name="digwell")
def main() -> None:
    """The command itself."""


for command in (*run.COMMANDS, *write.COMMANDS, *read.COMMANDS):
    main.add_command(command)
