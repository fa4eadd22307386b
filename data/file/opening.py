"""Opening an office's file: its rights, its tables brought up to date, a new one's first facts."""

import errno
import os
import secrets
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from tzlocal import get_localzone_name

from data.connection import Cursor
from data.errors import NoRoom, NotAnOffice, in_words
from data.file import migrations
from data.ids import NODES
from data.tables import STORED

_MAY_NOT = (errno.EACCES, errno.EPERM, errno.EROFS)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def parts(path: Path) -> list[Path]:
    """The file and what the engine keeps beside it while it is open: its log, under one of several names."""
    return [path, *sorted(path.parent.glob(f"{path.name}.wal*"))]


def make_private(path: Path, spill: Path) -> None:
    """Only the owner may read the file, its log, and the folder where the engine puts what memory does not hold.

    To be called when the file is ours: what an earlier process left in the folder goes.
    Raises NoRoom where the folder may not be written.
    """
    for part in parts(path):
        with suppress(PermissionError):
            part.chmod(0o600)
    shutil.rmtree(spill, ignore_errors=True)
    try:
        spill.mkdir(mode=0o700)
    except OSError as error:
        # On a full disk there is nothing to spill to, but what is there can still be read.
        if error.errno in _MAY_NOT:
            raise in_words(path, str(error)) or NoRoom(f"{path} cannot be written.", "Check its folder.") from error


def forget(path: Path) -> None:
    """Take away a new file that could not be finished."""
    with suppress(OSError):
        for part in parts(path):
            part.unlink(missing_ok=True)


def put_back(path: Path, kept: Path) -> None:
    """The file as it was before it was to be brought up to date."""
    for log in parts(path)[1:]:
        log.unlink()
    kept.replace(path)


def refuse_what_is_none(path: Path, *, create: bool) -> None:
    """Raise NotAnOffice, in words, for a path where nothing is that could be opened, or made."""
    try:
        path.stat()
    except PermissionError as error:
        raise in_words(path, str(error)) or error from error
    except OSError:
        pass
    if path.is_dir():
        raise NotAnOffice(f"{path} is a folder.", "Name the file of the office in it.")
    if path.exists():
        if path.stat().st_size == 0:
            raise NotAnOffice(f"{path} is empty.", "Choose another file, or remove it first.")
    elif not create:
        raise NotAnOffice(f"There is no office at {path}.", "Check the path, or make one with digwell import.")
    elif logs := parts(path)[1:]:
        raise NotAnOffice(
            f"{path} is not there, but its log {logs[0].name} is.", "Put the file back, or move the log away."
        )


def bring_up(cursor: Cursor, path: Path, *, create: bool, verify: migrations.Verify) -> tuple[int, int]:
    """Bring a file's tables up to date, or make them; the file's node for numbers and the highest number in it.

    Raises NotAnOffice for a database of something else, and what `migrations.bring_up` raises.
    """
    done = migrations.applied(cursor)
    if not done and (not create or _has_tables(cursor)):
        raise NotAnOffice(f"{path} is a database, but not an office.", "Choose another file.")
    now = datetime.now(UTC)
    if done:
        migrations.bring_up(cursor, path, done, now, verify)
    else:
        migrations.create(cursor, now, first_facts=lambda: _first_facts(cursor, now))
    node = cursor.execute("SELECT value FROM office WHERE name = 'node'").fetchall()[0][0]
    return int(node), _highest(cursor)


def _has_tables(cursor: Cursor) -> bool:
    return bool(cursor.execute("SELECT count(*) FROM information_schema.tables").fetchall()[0][0])


def _first_facts(cursor: Cursor, now: datetime) -> None:
    facts = [("node", str(secrets.randbelow(NODES))), ("made_on", now.date().isoformat()), ("made_up", "no")]
    for fact in facts:
        cursor.execute("INSERT INTO office VALUES (?, ?)", fact)
    zone = get_localzone_name() or "UTC"
    cursor.execute("INSERT INTO settings (name, value, revision) VALUES ('time_zone', ?, 1)", [zone])


def _highest(cursor: Cursor) -> int:
    numbered = [(table.name, table.number) for table in STORED.values() if table.number]
    numbered.append(("audit_changes", "change_id"))
    each = " UNION ALL ".join(f"SELECT max({number}) AS id FROM {name}" for name, number in numbered)
    return int(cursor.execute(f"SELECT coalesce(max(id), 0) FROM ({each}) AS highest").fetchall()[0][0])
