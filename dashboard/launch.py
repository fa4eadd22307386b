"""How Digwell starts and stops: its settings, its port, its office, and the address it prints."""

import asyncio
import gc
import importlib
import logging
import pkgutil
import socket
import sys
import tomllib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import click
import streamlit as st
import uvicorn
from streamlit import config
from streamlit.runtime import Runtime

import dashboard
from dashboard import mishaps
from dashboard.tokens import Token
from dashboard.visit import is_loopback
from data import store
from data.errors import OfficeError

HERE = Path(__file__).parent
SCRIPT = HERE / "front.py"
ADDRESS = "127.0.0.1"
_WARMED = ("pandas", "plotly.graph_objects")
_SCRIPTS = {"app", "front", "cli"}

_token: Token | None = None


def token() -> str | None:
    """The token of the office that is open; None while none is."""
    return _token.text() if _token else None


def is_guarded() -> bool:
    """Whether nobody can reach the script but through the gate: also true in a test, where there is no server."""
    # What stands in for the server in Streamlit's own AppTest claims to be a Runtime when asked with isinstance.
    return token() is not None or not Runtime.exists() or type(Runtime.instance()) is not Runtime


# ── settings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def settings() -> dict[str, Any]:
    """Streamlit's settings as we ship them, by their full names; the theme left out.

    Raises FileNotFoundError where the file did not come along, and NotADirectoryError where the link to it became an
    ordinary file, as some archives do.
    """
    with (HERE / ".streamlit" / "config.toml").open("rb") as file:
        sections = tomllib.load(file)
    return {
        f"{section}.{name}": value
        for section, values in sections.items()
        if section != "theme"
        for name, value in values.items()
    }


def objections() -> list[str]:
    """What stands against starting, in words: every setting in effect that is not ours, the port left aside."""
    try:
        ours = settings()
    except OSError:
        return [f"Its settings are missing: {HERE / '.streamlit' / 'config.toml'} cannot be read."]
    found = []
    address = config.get_option("server.address")
    if address is None or not is_loopback(address):
        heard = f"on {address}" if address else "on every network this machine is in"
        found.append(f"It would listen {heard}, where others can reach it (server.address).")
    if config.get_option("browser.gatherUsageStats"):
        found.append("Each page would report its use to others (browser.gatherUsageStats).")
    told = {"server.port", "server.address", "browser.gatherUsageStats"}
    found += [
        f"{name} is {config.get_option(name)!r}, and Digwell is built for {wanted!r}."
        for name, wanted in ours.items()
        if name not in told and config.get_option(name) != wanted
    ]
    return found


def refuse_if_open() -> None:
    """End the process, with words, when what Streamlit was told would leave a lock open."""
    found = objections()
    if found:
        click.echo("\n  ".join(["Digwell does not start like this:", *found]), err=True)
        click.echo("Start it with `digwell run OFFICE`, which sets everything itself.", err=True)
        sys.exit(2)


def _settle(port: int) -> None:
    """Hand Streamlit our settings in the way that neither a user's own file nor the environment can change."""
    # Streamlit looks for the theme beside this script; left to itself it would look beside the `digwell` command.
    config._main_script_path = str(SCRIPT)
    config.get_config_options(force_reparse=True, options_from_flags={**settings(), "server.port": port})


# ── life ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@asynccontextmanager
async def life(_app: st.App) -> AsyncIterator[None]:
    """The office is open, and its address printed, for as long as the application runs."""
    global _token  # noqa: PLW0603 - one process serves one office
    with mishaps.discreet():
        office = store.office_path()
        try:
            store.hold(office)
            _token = Token(office)
            _token.prepare()
        except OfficeError as problem:
            click.echo(problem, err=True)
            raise SystemExit(3) from None
        _warm_up()
        printing = asyncio.create_task(_print_address(int(config.get_option("server.port"))))
        try:
            yield
        finally:
            printing.cancel()
            gc.unfreeze()  # else the engine reports everything it still holds when the process ends
            _token = None
            store.release()


def _warm_up() -> None:
    """Import what pages need, once, and keep the collector from walking through it ever after."""
    ours = [f"dashboard.{found.name}" for found in pkgutil.iter_modules(dashboard.__path__) if not found.ispkg]
    for name in [*_WARMED, *(name for name in ours if name.rpartition(".")[2] not in _SCRIPTS)]:
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


# ── serving ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def serve(office: Path, listener: socket.socket, new_token: bool = False) -> None:
    """Serve an office on a socket until Ctrl+C or a TERM signal. Raises OfficeError before anything is served."""
    port = listener.getsockname()[1]
    _settle(port)
    store.choose(office)
    store.hold(office)
    Token(office.resolve()).prepare(renew=new_token)
    with mishaps.discreet():
        server = uvicorn.Server(
            uvicorn.Config(
                importlib.import_module("dashboard.app").app,
                host=ADDRESS,
                port=port,
                ws="websockets-sansio",
                ws_max_size=int(config.get_option("server.maxMessageSize")) * 2**20,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="on",
            )
        )
        server.run(sockets=[listener])
    if not server.started:
        click.echo("Digwell could not start; the lines above say where it broke. That is ours to mend.", err=True)
        sys.exit(1)
