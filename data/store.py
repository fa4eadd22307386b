"""The office's file: the only module that opens it, asks it and changes it.

One process owns one file. Every call works on a cursor of its own that is drained and closed, because a shared
connection answers one thread with another thread's rows, and an unread result keeps the log from being folded in.
"""

import atexit
import os
import re
import secrets
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
from tzlocal import get_localzone_name

from core.viewer import Viewer
from data import migrations
from data.change import Change
from data.errors import DamagedOffice, NoRoom, NotAnOffice, OfficeError, OfficeInUse
from data.ids import NODES, Ids
from data.questions import question
from data.tables import STORED
from data.versions import Versions

# What the engine may reach: this one file. Everything else comes and goes through Python, as Arrow.
_LOCKED_DOWN = {
    "enable_external_access": "false",
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


class Answers:
    """Questions asked of one cursor: small results as dictionaries, tables as Arrow."""

    def __init__(self, cursor: Callable[[], Any]) -> None:
        self._cursor = cursor

    def ask(self, name: str, viewer: Viewer, **parameters: Any) -> list[dict[str, Any]]:
        """The rows that answer a named question for a viewer."""
        with self._cursor() as cursor:
            return asked(cursor, name, viewer, parameters)

    def table(self, name: str, viewer: Viewer, **parameters: Any) -> pa.Table:
        """The same as an Arrow table."""
        wanted = question(name)
        with self._cursor() as cursor:
            return cursor.sql(wanted.sql, params=wanted.bound(viewer, parameters)).to_arrow_table()


def asked(cursor: Any, name: str, viewer: Viewer, parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that answer a named question on a cursor."""
    wanted = question(name)
    cursor.execute(wanted.sql, wanted.bound(viewer, parameters))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


class Store(Answers):
    """An office's open file."""

    def __init__(self, path: Path, memory_limit: str) -> None:
        super().__init__(self._reading)
        self.path = path
        self.versions = Versions()
        self._memory_limit = memory_limit
        self._opening = threading.RLock()
        self._writing = threading.RLock()
        self._connection: Any = None
        self._open()

    @classmethod
    def open(cls, path: Path, *, create: bool = False, memory_limit: str = MEMORY_LIMIT) -> "Store":
        """The office at `path`, brought up to date; with `create` a new one where nothing is there.

        Raises OfficeError: in use, not an office, from a later Digwell, damaged, no room.
        """
        path = Path(path).resolve()
        if not path.exists() and not create:
            raise NotAnOffice(f"There is no office at {path}.", "Check the path, or make one with digwell import.")
        if path.exists() and path.stat().st_size == 0:
            raise NotAnOffice(f"{path} is empty.", "Choose another file, or remove it first.")
        store = cls(path, memory_limit)
        try:
            store._bring_up(create)
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Fold the log in and let the file go; may be called twice."""
        with self._writing, self._opening:
            if self._connection is not None:
                with suppress(duckdb.Error):
                    self._connection.execute("CHECKPOINT")
                self._connection.close()
                self._connection = None

    # ── opening ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _open(self) -> None:
        spill = self.path.with_name(self.path.name + ".tmp")
        config: dict[str, Any] = {
            **_LOCKED_DOWN,
            **_FORMAT,
            "memory_limit": self._memory_limit,
            "threads": "2",
            "temp_directory": str(spill),
        }
        with told(self.path):
            self._connection = duckdb.connect(str(self.path), config=config)
            self._connection.execute("SET GLOBAL TimeZone = 'UTC'")
            self._connection.execute("SET lock_configuration = true")
        for part in (self.path, self.path.with_name(self.path.name + ".wal")):
            if part.exists():
                part.chmod(0o600)

    def _bring_up(self, create: bool) -> None:
        with self.cursor() as cursor:
            missing = migrations.pending(cursor, migrations.all_migrations())
            fresh = not migrations.applied(cursor)
            if fresh and (not create or _has_tables(cursor)):
                raise NotAnOffice(f"{self.path} is a database, but not an office.", "Choose another file.")
            now = datetime.now(UTC)
            for migration in missing:
                migrations.apply(cursor, migration, now)
            if fresh:
                _found(cursor, now)
            if missing:
                cursor.execute("CHECKPOINT")
            facts = dict(cursor.execute("SELECT name, value FROM office").fetchall())
            self.ids = Ids(int(facts["node"]), _highest(cursor))

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def cursor(self) -> Iterator[Any]:
        """A fresh cursor, closed at the end; for this room's own modules, which drain what they ask."""
        with self._opening:
            if self._connection is None:
                raise OfficeError("The office is closed.", "Open it again.")
            cursor = self._connection.cursor()
        try:
            with told(self.path):
                yield cursor
        finally:
            cursor.close()

    @contextmanager
    def _reading(self) -> Iterator[Any]:
        with self.cursor() as cursor:
            yield cursor

    @contextmanager
    def snapshot(self) -> Iterator[Answers]:
        """Answers that are all of one moment, whatever is written meanwhile."""
        with self.cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield Answers(lambda: _kept(cursor))
            finally:
                cursor.execute("ROLLBACK")

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone, a setting."""
        with self.cursor() as cursor:
            found = cursor.execute("SELECT value FROM settings WHERE name = 'time_zone'").fetchall()
        return ZoneInfo(found[0][0] if found and found[0][0] else "UTC")

    def today(self) -> date:
        """The day it is in the office's zone; only the outermost caller asks, everything else is told."""
        return datetime.now(self.zone).date()

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def change(self, viewer: Viewer, command: str, *, undoes: int | None = None) -> Iterator[Change]:
        """One transaction: what it changes, its line in the audit, the clients' new revisions; all or nothing."""
        with self._writing, self.cursor() as cursor:
            change = Change(cursor, viewer, command, self.ids, self.zone, datetime.now(UTC), undoes)
            cursor.execute("BEGIN TRANSACTION")
            try:
                yield change
                change.write_down()
            except BaseException:
                with suppress(duckdb.Error):
                    cursor.execute("ROLLBACK")
                raise
            self._commit(cursor, change)
            self.versions.move(change.touched)

    def _commit(self, cursor: Any, change: Change) -> None:
        try:
            cursor.execute("COMMIT")
        except duckdb.FatalException:
            # The change may be safe in the log although folding it in failed: only the file itself can tell.
            self._reopen()
            if not self._holds(change.audit_id):
                raise

    def _reopen(self) -> None:
        with self._opening:
            if self._connection is not None:
                self._connection.close()
            self._open()

    def _holds(self, audit_id: int) -> bool:
        with self.cursor() as cursor:
            return bool(cursor.execute("SELECT 1 FROM audit WHERE audit_id = ?", [audit_id]).fetchall())


@contextmanager
def _kept(cursor: Any) -> Iterator[Any]:
    yield cursor


def _has_tables(cursor: Any) -> bool:
    return bool(cursor.execute("SELECT count(*) FROM information_schema.tables").fetchone()[0])


def _found(cursor: Any, now: datetime) -> None:
    """The first facts of a new office: its node, its day, its zone."""
    facts = [("node", str(secrets.randbelow(NODES))), ("made_on", now.date().isoformat()), ("made_up", "no")]
    cursor.executemany("INSERT INTO office VALUES (?, ?)", facts)
    cursor.execute(
        "INSERT INTO settings (name, value, revision) VALUES ('time_zone', ?, 1)", [get_localzone_name() or "UTC"]
    )


def _highest(cursor: Any) -> int:
    numbered = [(table.name, table.number) for table in STORED.values() if table.number]
    numbered += [("audit", "audit_id"), ("audit_changes", "change_id")]
    parts = " UNION ALL ".join(f"SELECT max({number}) AS id FROM {name}" for name, number in numbered)
    return int(cursor.execute(f"SELECT coalesce(max(id), 0) FROM ({parts})").fetchone()[0])


_LOCK_HOLDER = re.compile(r"PID (\d+)")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """The engine's own errors about a file, in words a person can act on; others pass."""
    try:
        yield
    except duckdb.Error as error:
        raise _in_words(path, error) from error


def _in_words(path: Path, error: duckdb.Error) -> Exception:
    text = str(error)
    if "Could not set lock" in text:
        holder = _LOCK_HOLDER.search(text)
        return OfficeInUse(path, int(holder[1]) if holder else None)
    if "not a valid DuckDB database" in text or "can not be opened" in text:
        return NotAnOffice(f"{path} is not an office.", "Choose the file that Digwell made.")
    if "Corrupt" in text or "checksum" in text or "Could not read enough bytes" in text:
        return DamagedOffice(f"{path} is damaged.", "Restore your latest backup: digwell restore BACKUP OFFICE.")
    if "No space left" in text or "Permission denied" in text or "Read-only" in text:
        return NoRoom(f"{path} cannot be written.", "Make room on the disk, or check who may write there.")
    return error


# ── the office that is open ──────────────────────────────────────────────────────────────────────────────────────────

_held: dict[Path, Store] = {}
_holding = threading.RLock()
_chosen: list[Path] = []


def choose(path: Path) -> None:
    """Name the office that this process is for; `digwell` does, before anything is opened."""
    _chosen[:] = [Path(path).resolve()]


def office_path() -> Path:
    """The office this process is for: the one that `digwell` named, else DIGWELL_OFFICE, else a made-up one."""
    if not _chosen:
        named = os.environ.get("DIGWELL_OFFICE")
        choose(Path(named) if named else _made_up())
    return _chosen[0]


def _made_up() -> Path:
    from data import demo  # noqa: PLC0415 - the made-up office is itself made through this store

    folder = Path(tempfile.mkdtemp(prefix="digwell-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    demo.office(folder / "office.duckdb", today=datetime.now(ZoneInfo(get_localzone_name() or "UTC")).date())
    return folder / "office.duckdb"


def hold(path: Path) -> Store:
    """The office at `path`, opened once per process whoever asks."""
    path = Path(path).resolve()
    with _holding:
        if path not in _held:
            _held[path] = Store.open(path)
        return _held[path]


def held() -> Store:
    """The office this process is for, opened when first asked for."""
    return hold(office_path())


def release() -> None:
    """Close every office that is held."""
    with _holding:
        for store in _held.values():
            store.close()
        _held.clear()
