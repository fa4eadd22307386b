"""The office's file: the only module that opens it, asks it and changes it.

One process owns one file. Every call works on a cursor of its own that is drained and closed, because a shared
connection answers one thread with another thread's rows, and an unread result keeps the log from being folded in.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakValueDictionary
from zoneinfo import ZoneInfo

import duckdb

from core.viewer import Viewer
from data.changes.change import Change
from data.changes.versions import Versions
from data.errors import DamagedOffice, NoRoom, NotAnOffice, OfficeError, OfficeInUse, Reopened, in_words, unfinished
from data.file import copying, opening
from data.file.cursors import Cursors
from data.file.integrity import read_through
from data.file.migrations import OldOffice
from data.file.watermark import Watermark
from data.file.write_lock import WriteLock
from data.ids import Ids
from data.query import Reader
from data.time_zone import office_zone

__all__ = ["MEMORY_LIMIT", "Reader", "Store", "is_open_here", "reading", "shut_out", "told"]

Found = TypeVar("Found")

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
# Enough for a large office's questions; the rest of the server needs its room too (bench: 600 MB in all).
MEMORY_LIMIT = "320MB"
# What a question needed goes back to the machine: kept for the next it was 100 MB of a large office's server.
_GIVE_BACK = {"allocator_background_threads": "true"}

_open_here: "WeakValueDictionary[Path, Store]" = WeakValueDictionary()


class Store(Reader):
    """An office's open file."""

    ids: Ids

    def __init__(self, path: Path, memory_limit: str) -> None:
        super().__init__(self._read)
        self.path = path
        self.versions = Versions()
        self._memory_limit = memory_limit
        self._spill = path.with_name(path.name + ".tmp")
        self._watermark = Watermark(path)
        self._cursors = Cursors(self._connect, self._let_go, duckdb.Error)
        self._zone: tuple[tuple[int, ...], ZoneInfo] | None = None
        self.write_lock = WriteLock()

    @classmethod
    def open(cls, path: Path, *, create: bool = False, memory_limit: str = MEMORY_LIMIT) -> "Store":
        """The office at `path`, brought up to date; with `create` a new one where nothing is there.

        From here on every file that this process makes can be read by its owner only (umask 077).
        Raises OfficeError: in use, not an office, from a later Digwell, damaged, no room.
        """
        path = Path(path).resolve()
        opening.refuse_what_is_none(path, create=create)
        if is_open_here(path):
            raise OfficeInUse(path, os.getpid())
        store, is_new = cls(path, memory_limit), not path.exists()
        if is_new:
            store._watermark.forget()
        _open_here[path] = store
        try:
            with store.cursor() as cursor:
                store.ids = Ids(*opening.bring_up(cursor, path, create=create, verify=_verified))
        except BaseException as error:
            store.close()
            if isinstance(error, OldOffice):
                opening.put_back(path, error.kept)
            elif is_new and not isinstance(error, OfficeInUse):
                opening.forget(path)
            raise
        return store

    def close(self) -> None:
        """Fold the log in and let the file go, once what is under way has ended."""
        self._cursors.close()
        _open_here.pop(self.path, None)

    # ── the connection ───────────────────────────────────────────────────────────────────────────────────────────

    def _connect(self) -> Any:
        os.umask(0o077)
        with told(self.path):
            connection = duckdb.connect(str(self.path), config=_config(self._spill, self._memory_limit))
            try:
                opening.make_private(self.path, self._spill)
                self._refuse_lost_changes(connection)
                _lock(connection)
            except BaseException:
                connection.close()
                raise
        self._watermark.begin()
        return connection

    def _refuse_lost_changes(self, connection: Any) -> None:
        confirmed = self._watermark.read()
        if confirmed is not None and not opening.has_change(connection, confirmed):
            # Nothing is folded in, so that the file and its log stay as they were found.
            connection.execute("PRAGMA disable_checkpoint_on_shutdown")
            raise unfinished(self.path)

    def _let_go(self, connection: Any) -> None:
        folded = False
        with suppress(duckdb.Error):
            connection.execute("CHECKPOINT")
            folded = True
        shutil.rmtree(self._spill, ignore_errors=True)
        with suppress(duckdb.Error):
            connection.close()
        copying.let_go(self.path)
        self._watermark.end(keep=not folded)

    def fold_in(self) -> None:
        """Fold the log into the file, unless an answer under way needs it."""
        with suppress(duckdb.TransactionException), self.cursor() as cursor:
            cursor.execute("CHECKPOINT")

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """A fresh cursor, closed at the end; for this room's own modules, which drain what they ask.

        Raises OfficeError; Reopened where the engine gave the file up, which has been opened anew by then.
        """
        connection = None
        try:
            with told(self.path), self._cursors.lend() as (cursor, connection):
                yield cursor
        except Reopened:
            self._cursors.renew(connection)
            raise

    def _read(self, work: Callable[[Any], Found]) -> Found:
        """What a reader finds; asked again where the file had to be opened anew, because reading changes nothing."""
        try:
            with self.cursor() as cursor:
                return work(cursor)
        except Reopened:
            with self.cursor() as cursor:
                return work(cursor)

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """Answers that are all of one moment."""
        with self.cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            yield Reader(lambda work: work(cursor))

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone, a setting."""
        moved = self.versions.wide
        if self._zone is None or self._zone[0] != moved:
            self._zone = moved, self._read(office_zone)
        return self._zone[1]

    def today(self) -> date:
        """The day it is in the office's zone; only the outermost caller asks."""
        return datetime.now(self.zone).date()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def change(
        self, viewer: Viewer, command: str, *, undoes: int | None = None, now: datetime | None = None
    ) -> Iterator[Change]:
        """One transaction: what it changes, its line in the audit, the clients' new revisions; all or nothing.

        Readers go on meanwhile with what was there before. When this ends without an error the change is on the disk.
        """
        with self.write_lock.take():
            change, committing = None, False
            try:
                with self.cursor() as cursor:
                    change = Change(cursor, viewer, command, self.ids, self.zone, now or datetime.now(UTC), undoes)
                    # A cursor that is closed before its COMMIT takes back what it did.
                    cursor.execute("BEGIN TRANSACTION")
                    yield change
                    change.write_down()
                    committing = True
                    cursor.execute("COMMIT")
            except OfficeError as error:
                if change is None or not committing:
                    raise
                self._find_out(change.audit_id, error)
            self._confirm(change)

    def _find_out(self, audit_id: int, error: OfficeError) -> None:
        """Whether a change is safe although its commit ended in an error; raises that error where it is not.

        The log is written before it is folded into the file, and folding in can fail on a full disk: then the change
        is done, and doing it once more would make it twice.
        """
        if not self._cursors.connected:
            raise NoRoom(error.message, "Your last change may have been saved: look before entering it again.")
        if not self._read(lambda cursor: opening.has_change(cursor, audit_id)):
            raise error

    def _confirm(self, change: Change) -> None:
        if change.recorded:
            self._watermark.note(change.audit_id)
        if change.changed:
            self.versions.move(change.touched)


def is_open_here(path: Path) -> bool:
    """Whether this process has the office at a resolved path open."""
    return path in _open_here


@contextmanager
def reading(path: Path) -> Iterator[Any]:
    """A cursor on a file that nobody has open, such as a backup: read-only, locked down, nothing left beside it."""
    with told(path), ExitStack() as stack:
        spill = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="digwell-")))
        stack.callback(copying.let_go, path)
        connection = stack.enter_context(duckdb.connect(str(path), read_only=True, config=_config(spill, MEMORY_LIMIT)))
        _lock(connection)
        yield connection


@contextmanager
def shut_out(path: Path) -> Iterator[None]:
    """Nobody else can open the office at `path` meanwhile; its log is folded in, unless it is damaged.

    Raises OfficeInUse.
    """
    os.umask(0o077)
    if is_open_here(path):
        raise OfficeInUse(path, os.getpid())
    with ExitStack() as stack:
        with suppress(DamagedOffice, NotAnOffice), told(path):
            connection = duckdb.connect(str(path), config={**_LOCKED_DOWN})
            stack.callback(connection.close)
            connection.execute("CHECKPOINT")
        yield


def _verified(path: Path) -> dict[str, int]:
    with reading(path) as cursor:
        return read_through(cursor)


def _lock(connection: Any) -> None:
    # Not given when connecting: there options are taken in no order, and after the first of these some are refused.
    for option in ("GLOBAL enable_external_access = false", "GLOBAL TimeZone = 'UTC'", "lock_configuration = true"):
        connection.execute(f"SET {option}")


def _config(spill: Path, memory_limit: str) -> dict[str, Any]:
    limits = {"memory_limit": memory_limit, "threads": str(opening.cores()), "max_temp_directory_size": "8GB"}
    return {**_LOCKED_DOWN, **_FORMAT, **_GIVE_BACK, **limits, "temp_directory": str(spill)}


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
