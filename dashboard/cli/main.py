"""The `digwell` command: the group of all commands, `demo` and `run`, and the end of whatever breaks off early."""

import errno
import os
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any

import click

from dashboard.cli import paths, read, write
from dashboard.cli.exits import OURS, STOPPED, UNREADABLE

PORT = 8501

port_option = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port of this machine to open it on; 0 takes any that is free.",
)


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

    if found := exits.ended(problem):
        click.echo(found, err=True)
        sys.exit(found.code)
    from dashboard import crash_reports  # noqa: PLC0415 - as above

    click.echo(exits.ours_to_mend(crash_reports.reference(problem)), err=True)
    click.echo(crash_reports.account(problem), err=True)
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


@main.command(short_help="Look round a made-up office.")
@click.option("--clients", type=click.IntRange(1, 200_000), default=60, show_default=True, help="How many clients.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same people.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path),
    metavar="OFFICE",
    help="Keep the office in this file; without it, it is gone at the end.",
)
@port_option
def demo(clients: int, seed: int, keep: Path | None, port: int) -> None:
    """Look round a made-up office: nobody in it exists.

    A kept one is made anew each day, so that it is always of today.
    """
    if keep:
        paths.refuse_for_an_office(keep)
    with _until_closed(), _listening(port) as listener, tempfile.TemporaryDirectory(prefix="digwell-") as folder:
        with _in_use_told(keep):
            office = keep or Path(folder) / "office.duckdb"
            _make_up(office, clients, seed, is_kept=keep is not None)
        _serve(office, listener, new_token=False)


@main.command(short_help="Open an office in the browser.")
@click.argument("office", type=click.Path(path_type=Path))
@port_option
@click.option("--new-token", is_flag=True, help="Change the link; whoever has the old one is shut out.")
def run(office: Path, port: int, new_token: bool) -> None:
    """Open OFFICE in the browser of this machine, and make it where nothing is there.

    Prints the address once it answers. Ctrl+C closes it.
    """
    paths.refuse_for_an_office(office)
    with _until_closed(), _listening(port) as listener, _in_use_told(office):
        _make(office)
        _serve(office, listener, new_token)


for command in (*write.COMMANDS, *read.COMMANDS):
    main.add_command(command)


def _make_up(office: Path, clients: int, seed: int, *, is_kept: bool) -> None:
    from dashboard.cli.progress import telling  # noqa: PLC0415 - help must not wait for the engine
    from data import demo  # noqa: PLC0415 - as above

    today = datetime.now().astimezone().date()
    was_there = office.exists()
    with telling("Making people up") as progress:
        made = demo.kept(
            office,
            today=today,
            clients=clients,
            seed=seed,
            progress=lambda done, of: progress("Making people up", done, of),
        )
    if made and is_kept:
        again = "was made anew, as of today" if was_there else "was made"
        click.echo(f"A made-up office {again}: {office}", err=True)


def _make(office: Path) -> None:
    from data.store import Store  # noqa: PLC0415 - help must not wait for the engine

    if not office.exists():
        Store.open(office, create=True).close()
        click.echo(f"A new office was made: {office}", err=True)


def _serve(office: Path, listener: socket.socket, new_token: bool) -> None:
    from dashboard import launch  # noqa: PLC0415 - Streamlit takes most of a second, and help must not wait for it

    launch.serve(office, listener, new_token)


@contextmanager
def _in_use_told(office: Path | None) -> Iterator[None]:
    """An office that another process has open is told with the address where it is open already."""
    from dashboard.cli import connect  # noqa: PLC0415 - help must not wait for the engine
    from data.errors import OfficeInUse  # noqa: PLC0415 - as above

    try:
        yield
    except OfficeInUse as held:
        if office is None:
            raise
        raise connect.in_use(office, held, "The link that opens it was printed where it was started.") from held


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """A socket on the loopback address that browsers can come to, taken before anything else is done."""
    # The protocol is named so that small answers leave at once: asyncio sets TCP_NODELAY only where it is.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(128)
        except OSError as problem:
            click.echo(
                f"Port {port} cannot be had ({problem.strerror}). If Digwell is already open there, use that one; "
                f"else choose another, for example --port {port + 1 if port < 65535 else PORT}, "
                "or --port 0 for any that is free.",
                err=True,
            )
            sys.exit(UNREADABLE)
        yield listener


@contextmanager
def _until_closed() -> Iterator[None]:
    """Ctrl+C and TERM end quietly and leave nothing behind."""
    try:
        yield
    except KeyboardInterrupt:
        click.echo("Digwell is closed.", err=True)
