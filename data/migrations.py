"""Bringing a file's tables up to date: numbered changes, each recorded and in one transaction."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

from data.errors import DamagedOffice, NewerOffice


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


def applied(cursor: Any) -> dict[int, str]:
    """The versions that a file has, each with the digest it was made from; empty for a file without an office."""
    known = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'schema_version'"
    if not cursor.execute(known).fetchone()[0]:
        return {}
    return dict(cursor.execute("SELECT version, sha256 FROM schema_version").fetchall())


def pending(cursor: Any, migrations: Iterable[Migration]) -> list[Migration]:
    """The migrations that a file still lacks.

    Raises NewerOffice when the file was written by a later Digwell, DamagedOffice when a recorded one differs.
    """
    shipped = {migration.version: migration for migration in migrations}
    done = applied(cursor)
    if done.keys() - shipped.keys():
        raise NewerOffice("This office was written by a later Digwell.", "Install that version to open it.")
    for version, digest in done.items():
        if shipped[version].sha256 != digest:
            raise DamagedOffice("This office was made with another set of tables.", "Restore a backup of it.")
    return [migration for version, migration in sorted(shipped.items()) if version not in done]


def apply(cursor: Any, migration: Migration, now: datetime) -> None:
    """One migration with its record, in one transaction."""
    cursor.execute("BEGIN TRANSACTION")
    try:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS schema_version ("
            "version INTEGER PRIMARY KEY, name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, "
            "applied_at TIMESTAMPTZ NOT NULL)"
        )
        cursor.execute(migration.sql)
        cursor.execute(
            "INSERT INTO schema_version VALUES (?, ?, ?, ?)",
            [migration.version, migration.name, migration.sha256, now],
        )
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
