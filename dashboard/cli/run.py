"""The commands that open an office in the browser: demo, run."""

import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from dashboard.cli import paths
from dashboard.cli.exits import OURS, UNREADABLE

PORT = 8501

port_option = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port of this machine to open it on; 0 takes any that is free.",
)


@click.command(short_help="Look round a made-up office.")
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


@click.command(short_help="Open an office in the browser.")
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


COMMANDS = (demo, run)


def _make_up(office: Path, clients: int, seed: int, *, is_kept: bool) -> None:
    from dashboard.cli.progress import progress_line  # noqa: PLC0415 - help must not wait for the engine
    from data import demo  # noqa: PLC0415 - as above

    today = datetime.now().astimezone().date()
    was_there = office.exists()
    with progress_line("Making people up") as progress:
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
    from dashboard.serve import serve  # noqa: PLC0415 - Streamlit takes most of a second; help must not wait for it

    if not serve(office, listener, new_token):
        click.echo("Digwell could not start; the lines above say where it broke. That is ours to mend.", err=True)
        sys.exit(OURS)


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
