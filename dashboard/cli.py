"""The `digwell` command."""

import os
import signal
import socket
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import click

from data.errors import OfficeError

PORT = 8501
UNREADABLE = 3

port_option = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port of this machine to open it on; 0 takes any that is free.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("digwell"), prog_name="digwell")
def main() -> None:
    """Digwell: informational interviews, for the people who hold them and those who stand beside them.

    To look round: digwell demo
    """
    # Whatever a command writes is about people: nobody else on this machine may read it.
    os.umask(0o077)


@main.command()
@click.argument("office", type=click.Path(path_type=Path, dir_okay=False))
@port_option
@click.option("--new-token", is_flag=True, help="Change the link; whoever has the old one is shut out.")
def run(office: Path, port: int, new_token: bool) -> None:
    """Open OFFICE in the browser of this machine, and make it where nothing is there.

    Prints the address once it answers. Ctrl+C closes it.
    """
    _folder_must_exist(office)
    with _told(), _listening(port) as listener:
        _make(office)
        _serve(office, listener, new_token)


@main.command()
@click.option("--clients", type=click.IntRange(1, 200_000), default=60, show_default=True, help="How many clients.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same people.")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Keep the office in this file; without it, it is gone at the end.",
)
@port_option
def demo(clients: int, seed: int, keep: Path | None, port: int) -> None:
    """Look round a made-up office: nobody in it exists.

    A kept one is made anew each day, so that it is always of today.
    """
    _folder_must_exist(keep)
    with _told(), _listening(port) as listener, tempfile.TemporaryDirectory(prefix="digwell-") as folder:
        office = keep or Path(folder) / "office.duckdb"
        _make_up(office, clients, seed)
        _serve(office, listener, new_token=False)


def _folder_must_exist(office: Path | None) -> None:
    if office and not office.resolve().parent.is_dir():
        raise click.UsageError(f"There is no folder {office.resolve().parent}. Make it first, or check the path.")


def _make_up(office: Path, clients: int, seed: int) -> None:
    from data import demo  # noqa: PLC0415 - as in _serve

    today = datetime.now().astimezone().date()
    with click.progressbar(length=clients, label="Making people up", file=sys.stderr) as bar:
        demo.kept(
            office, today=today, clients=clients, seed=seed, progress=lambda done, _all: bar.update(done - bar.pos)
        )


def _make(office: Path) -> None:
    from data.store import Store  # noqa: PLC0415 - as in _serve

    if not office.exists():
        Store.open(office, create=True).close()
        click.echo(f"A new office was made: {office}", err=True)


def _serve(office: Path, listener: socket.socket, new_token: bool) -> None:
    from dashboard import launch  # noqa: PLC0415 - Streamlit takes most of a second, and help must not wait for it

    launch.serve(office, listener, new_token)


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
def _told() -> Iterator[None]:
    """What can be wrong with an office is told in words; Ctrl+C and TERM end quietly and leave nothing behind."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    except OfficeError as problem:
        click.echo(problem, err=True)
        sys.exit(UNREADABLE)
    except KeyboardInterrupt:
        click.echo("Digwell is closed.", err=True)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
