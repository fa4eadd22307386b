"""The life of a served Digwell, from start to stop: its office, its token, and the address it prints."""

import asyncio
import gc
import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import click
import streamlit as st
from streamlit import config
from streamlit.runtime import Runtime

import dashboard
from dashboard import crash_reports, lock_file
from dashboard.gate.tokens import Token
from dashboard.lock_file import LockFile
from data.cache.warmer import Warmer
from data.errors import OfficeError
from data.office import cache_file, hold, office_path, release

ADDRESS = "127.0.0.1"
_WARMED = ("pandas", "plotly.graph_objects")
_SCRIPTS = ("dashboard.app", "dashboard.cli", "dashboard.front", "dashboard.views")

_token: Token | None = None
_lock_file: LockFile | None = None


def token() -> str | None:
    """The token of the office that is open; None while none is."""
    return _token.text() if _token else None


def key() -> str | None:
    """The key by which a command of this machine asks for the office that is open; None while none is."""
    return _lock_file.key if _lock_file else None


def is_guarded() -> bool:
    """Whether nobody can reach the script but through the gate: also true in a test, where there is no server."""
    # What stands in for the server in Streamlit's own AppTest claims to be a Runtime when asked with isinstance.
    return token() is not None or not Runtime.exists() or type(Runtime.instance()) is not Runtime


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """The office is open, and its address printed, for as long as the application runs."""
    global _token, _lock_file  # noqa: PLW0603 - one process serves one office
    with crash_reports.discreet_logging(), _logged("Broken at the start or at the end"):
        office = office_path()
        try:
            store = hold(office)
            _token = Token(office)
            _token.prepare()
        except OfficeError as problem:
            click.echo(problem, err=True)
            raise SystemExit(3) from None
        port = int(config.get_option("server.port"))
        _lock_file = lock_file.write(office, port)
        _warm_up()
        printing = asyncio.create_task(_print_address(port))
        warmer = Warmer(store, cache_file(store), store.today)
        warmer.begin()
        try:
            yield
        finally:
            printing.cancel()
            warmer.end()
            gc.unfreeze()  # else the engine reports everything it still holds when the process ends
            lock_file.remove(office, _lock_file)
            _token = _lock_file = None
            release()


@contextmanager
def _logged(what: str) -> Iterator[None]:
    """What breaks inside is logged with its place; the server around it would only say that something did."""
    try:
        yield
    except Exception as problem:
        logging.getLogger("digwell").error(what, exc_info=problem)
        raise


def _warm_up() -> None:
    """Import what pages need, once, and keep the collector from walking through it ever after."""
    ours = [found.name for found in pkgutil.walk_packages(dashboard.__path__, "dashboard.")]
    for name in [*_WARMED, *(name for name in ours if not name.startswith(_SCRIPTS))]:
        try:
            importlib.import_module(name)
        except ImportError as problem:
            # One page will say so to whoever opens it; the others can be used.
            logging.getLogger("digwell").error("Not imported", exc_info=problem)
    gc.collect()
    gc.freeze()


async def _print_address(port: int) -> None:
    """One line with the whole address, once a browser would get an answer there."""
    while True:
        try:
            reader, writer = await asyncio.open_connection(ADDRESS, port)
            writer.write(
                f"GET /_stcore/health HTTP/1.1\r\nHost: {ADDRESS}:{port}\r\nConnection: close\r\n\r\n".encode()
            )
            answered = await reader.readline()
            writer.close()
            if answered.startswith(b"HTTP/1.1 "):
                break
        except OSError:
            pass
        await asyncio.sleep(0.05)
    click.echo(f"Digwell is open at http://{ADDRESS}:{port}/?token={token()}")
