"""The engine, and the only module that imports it: opening files in it, what it may reach, its errors in our words."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import duckdb

from data.connection import Connection, Cursor
from data.errors import Reopened, in_words
from data.file import copying, opening

# Whatever the engine says is wrong, and what it says of a transaction that cannot go on.
Error = duckdb.Error
TransactionError = duckdb.TransactionException

# What the engine may reach: this one file. Everything else comes and goes through Python, as Arrow.
_LOCKED_DOWN: dict[str, Any] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
}
# Files stay readable by the 1.5 series, which is the way back from 2.0.
_FORMAT = {"storage_compatibility_version": "v1.5.0"}
# Enough for a large office's queries; the rest of the server needs its room too (bench: 600 MB in all).
MEMORY_LIMIT = "320MB"
# What a query needed goes back to the machine: kept for the next it was 100 MB of a large office's server.
_GIVE_BACK = {"allocator_background_threads": "true"}


def connect(path: Path, spill: Path, memory_limit: str, *, read_only: bool = False) -> Connection:
    """A file opened, or made where nothing is there; what memory does not hold goes to the folder `spill`.

    It is not locked down yet. Raises Error.
    """
    limits = {"memory_limit": memory_limit, "threads": str(opening.cores()), "max_temp_directory_size": "8GB"}
    config = {**_LOCKED_DOWN, **_FORMAT, **_GIVE_BACK, **limits, "temp_directory": str(spill)}
    return duckdb.connect(str(path), read_only=read_only, config=config)


def connect_briefly(path: Path) -> Connection:
    """A file opened only so that nobody else can open it, or to fold its log in. Raises Error."""
    return duckdb.connect(str(path), config={**_LOCKED_DOWN})


def lock_down(connection: Connection) -> None:
    """From here on no statement reaches beyond the file, and no setting can be changed."""
    # Not given when connecting: there options are taken in no order, and after the first of these some are refused.
    for option in ("GLOBAL enable_external_access = false", "GLOBAL TimeZone = 'UTC'", "lock_configuration = true"):
        connection.execute(f"SET {option}")


@contextmanager
def reading(path: Path) -> Iterator[Cursor]:
    """A cursor on a file that nobody has open, such as a backup: read-only, locked down, nothing left beside it."""
    with told(path), ExitStack() as stack:
        spill = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="digwell-")))
        stack.callback(copying.let_go, path)
        connection = connect(path, spill, MEMORY_LIMIT, read_only=True)
        stack.callback(connection.close)
        lock_down(connection)
        yield connection


# What goes wrong with the file, as against what is wrong with a statement, which is our own mistake and passes.
# The 2.0 series tells a wrong checksum with the class above all others.
_OF_THE_FILE = (
    duckdb.IOException,
    duckdb.TransactionException,
    duckdb.OutOfMemoryException,
    duckdb.PermissionException,
)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """The engine's own errors about a file, in words a person can act on; others pass."""
    try:
        yield
    except (duckdb.FatalException, duckdb.ConnectionException) as error:
        raise Reopened(path, in_words(path, str(error))) from error
    except duckdb.Error as error:
        said = in_words(path, str(error)) if isinstance(error, _OF_THE_FILE) or type(error) is duckdb.Error else None
        raise said or error from error
