"""The settings and the theme that Streamlit is given, whatever a user's own files, flags and environment say."""

import sys
import tomllib
from pathlib import Path
from typing import Any

import click
from streamlit import config

from dashboard.gate.request import is_loopback

HERE = Path(__file__).parent
SCRIPT = HERE / "front.py"
_FREE = {"server.port", "browser.serverPort", "server.cookieSecret", "secrets.files", "logger.messageFormat"}
"""What may be anything: the port, and what Streamlit works out for itself at each start."""


def shipped() -> dict[str, Any]:
    """The settings in our file by their full names, the theme's too.

    Raises FileNotFoundError where the file did not come along, and NotADirectoryError where the link to it became an
    ordinary file, as some archives do.
    """
    with (HERE / ".streamlit" / "config.toml").open("rb") as file:
        return _flat("", tomllib.load(file))


def _flat(above: str, section: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in section.items():
        found |= _flat(f"{above}{name}.", value) if isinstance(value, dict) else {f"{above}{name}": value}
    return found


def wanted() -> dict[str, Any]:
    """Every setting that Streamlit knows: ours, and where we say nothing, the one it has by itself."""
    own = {name: option.default_val for name, option in config._config_options_template.items() if name not in _FREE}
    return own | {name: value for name, value in shipped().items() if name not in _FREE}


def apply(port: int) -> None:
    """Tell Streamlit our settings in the way that counts most, so that no file of the user's changes lock or look."""
    # Streamlit looks for its file beside this script; left to itself it would look beside the `digwell` command.
    config._main_script_path = str(SCRIPT)
    config.get_config_options(force_reparse=True, options_from_flags={**wanted(), "server.port": port})


def objections() -> list[str]:
    """What stands against starting, in words: every setting in effect that is not as wanted, looks left aside."""
    try:
        ours = wanted()
    except OSError:
        return [f"Its settings are missing: {HERE / '.streamlit' / 'config.toml'} cannot be read."]
    return [
        _in_words(name, config.get_option(name), value)
        for name, value in ours.items()
        if not name.startswith("theme.") and config.get_option(name) != value
    ]


def _in_words(name: str, value: Any, ours: Any) -> str:
    if name == "server.address" and (value is None or not is_loopback(value)):
        where = f"on {value}" if value else "on every network this machine is in"
        return f"It would listen {where}, where others can reach it (server.address)."
    if name == "browser.gatherUsageStats":
        return "Each page would report its use to others (browser.gatherUsageStats)."
    return f"{name} is {value!r}, and Digwell is built for {ours!r}."


def require() -> None:
    """End the process, with words, when what Streamlit was told would leave a lock open; then see to the looks."""
    found = objections()
    if found:
        click.echo("\n  ".join(["Digwell does not start like this:", *found]), err=True)
        click.echo("Start it with `digwell run OFFICE`, which sets everything itself.", err=True)
        sys.exit(2)
    if any(config.get_option(name) != value for name, value in wanted().items()):
        apply(int(config.get_option("server.port")))
