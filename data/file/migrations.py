"""Migrations of a file's tables: numbered changes, each recorded and in one transaction."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from data.connection import Cursor
from data.errors import DamagedOffice, NewerOffice, OfficeError
from data.file import copying

# Reads a whole copy and counts its rows by table; raises OfficeError where it cannot be read.
Verify = Callable[[Path], Mapping[str, int]]


class OldOffice(OfficeError):
    """The file could not be brought up to date; `kept` is the copy of it as it was, to be put back."""

    def __init__(self, path: Path, step: "Migration", kept: Path) -> None:
        why = f"{path} could not be brought up to date: step {step.version}, {step.name}. It is as it was."
        super().__init__(why, "Open it with the Digwell that wrote it, and report this.")
        self.kept = kept


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered change of the schema."""

    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """The digest of its text, recorded so that a changed file is noticed."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


def all_migrations() -> list[Migration]:
    """The shipped migrations in order."""
    found = sorted(entry.name for entry in files("data.schema").iterdir() if entry.name.endswith(".sql"))
    return [_migration(name, files("data.schema").joinpath(name).read_text(encoding="utf-8")) for name in found]


def _migration(file_name: str, sql: str) -> Migration:
    number, _, name = file_name.removesuffix(".sql").partition("_")
    return Migration(int(number), name, sql)


def applied(cursor: Cursor) -> dict[int, str]:
    """The versions that a file has, each with the digest it was made from; empty for a file without an office."""
    # The standard's view of the tables takes nine times as long.
    known = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_version'"
    if not cursor.execute(known).fetchall()[0][0]:
        return {}
    return dict(cursor.execute("SELECT version, sha256 FROM schema_version").fetchall())


def pending(done: Mapping[int, str], migrations: Iterable[Migration]) -> list[Migration]:
    """The migrations that a file still lacks.

    Raises NewerOffice when the file was written by a later Digwell, DamagedOffice when a recorded one differs.
    """
    shipped = {migration.version: migration for migration in migrations}
    if done.keys() - shipped.keys():
        raise NewerOffice("This office was written by a later Digwell.", "Install that version to open it.")
    for version, digest in done.items():
        if shipped[version].sha256 != digest:
            raise DamagedOffice("This office was made with another set of tables.", "Restore a backup of it.")
    return [migration for version, migration in sorted(shipped.items()) if version not in done]


def create(cursor: Cursor, now: datetime, first_facts: Callable[[], None]) -> None:
    """All tables of a new office with its first facts, in one transaction."""

    def work() -> None:
        cursor.execute(
            "CREATE TABLE schema_version ("
            "version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, "
            "applied_at TIMESTAMPTZ NOT NULL)"
        )
        for migration in all_migrations():
            _apply(cursor, migration, now)
        first_facts()

    _in_transaction(cursor, work)
    # No change of the tables stays in the log: replaying such changes has been the engine's weak spot.
    cursor.execute("CHECKPOINT")


def bring_up(cursor: Cursor, path: Path, done: Mapping[int, str], now: datetime, verify: Verify) -> None:
    """Apply what an existing file lacks, after a verified copy of it is kept beside it.

    Raises NewerOffice, DamagedOffice, and OldOffice where a migration cannot be done: the copy is then to be put back.
    """
    missing = pending(done, all_migrations())
    if not missing:
        return
    cursor.execute("CHECKPOINT")
    kept = copying.beside(path, f"version-{max(done)}", now.date())
    copying.copy(path, kept)
    try:
        verify(kept)
    except OfficeError:
        kept.unlink()
        raise
    try:
        for migration in missing:
            _in_transaction(cursor, lambda change=migration: _apply(cursor, change, now))  # type: ignore[misc]
            cursor.execute("CHECKPOINT")
    except Exception as error:
        raise OldOffice(path, migration, kept) from error


def _apply(cursor: Cursor, migration: Migration, now: datetime) -> None:
    cursor.execute(migration.sql)
    cursor.execute(
        "INSERT INTO schema_version VALUES (?, ?, ?, ?)", [migration.version, migration.name, migration.sha256, now]
    )


def _in_transaction(cursor: Cursor, work: Callable[[], None]) -> None:
    cursor.execute("BEGIN TRANSACTION")
    try:
        work()
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
    cursor.execute("COMMIT")
