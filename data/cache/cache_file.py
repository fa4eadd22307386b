"""The cache as a second file beside an office, which may be deleted at any time: one text a client, of today."""

import os
import sqlite3
import threading
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from datetime import date
from pathlib import Path
from typing import Any

from data.connection import Cursor
from data.file.change_marks import ChangeMark, has_change, last_mark

_LATELY = 32  # looks
_TABLES = """
CREATE TABLE IF NOT EXISTS snapshots (
    client_id INTEGER PRIMARY KEY, revision INTEGER, day TEXT, fingerprint TEXT, record BLOB
);
CREATE TABLE IF NOT EXISTS office (through INTEGER, moment INTEGER)
"""
_FIND = """
SELECT snapshots.client_id, snapshots.revision, snapshots.record
FROM json_each(?) AS wanted
JOIN snapshots ON snapshots.client_id = wanted.value
WHERE snapshots.day = ? AND snapshots.fingerprint = ?
"""


def path_beside(office: Path) -> Path:
    """Where it lies."""
    return office.with_name(office.name + ".cache")


class CacheFile:
    """Texts about clients, each of one revision of the client's records, one day, one fingerprint of what it rests on.

    A file that is damaged, or belongs to another course of the same office (a backup that was put back), is emptied;
    one that cannot be written is done without. For any thread.
    """

    def __init__(self, office: Path, reading: Callable[[], AbstractContextManager[Cursor]]) -> None:
        """`reading` lends cursors of the open office."""
        self.path = path_beside(office)
        self._reading = reading
        self._lock = threading.Lock()
        self._lately: deque[int | None] = deque(maxlen=_LATELY)
        _remove_what_the_version_before_left(office)
        self._file = self._opened()
        through = self._guarded(lambda file: file.execute("SELECT through, moment FROM office").fetchone())
        if through is None:
            return
        with reading() as cursor:
            is_past = has_change(cursor, ChangeMark(*through))
        if not is_past:
            self._guarded(_emptied)

    def find(self, wanted: Mapping[int, int], day: date, fingerprint: str) -> dict[int, bytes]:
        """What is kept of these clients, given with the revision that each is at."""

        def found(file: sqlite3.Connection) -> dict[int, bytes]:
            rows = file.execute(_FIND, (str(list(wanted)), day.isoformat(), fingerprint))
            return {client: text for client, revision, text in rows if wanted[client] == revision}

        return self._guarded(found) or {}

    def put(self, revisions: Mapping[int, int], day: date, fingerprint: str, texts: Mapping[int, bytes]) -> None:
        """Keep what was worked out about clients after their revisions were read."""
        with self._reading() as cursor:
            through = last_mark(cursor)
        if through is None:
            return
        number, moment = through
        rows = [(client, revisions[client], day.isoformat(), fingerprint, text) for client, text in texts.items()]

        def put(file: sqlite3.Connection) -> None:
            file.executemany("INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?, ?)", rows)
            file.execute("DELETE FROM office")
            file.execute("INSERT INTO office VALUES (?, ?)", (number, moment))
            file.commit()

        self._guarded(put)

    def looked_at(self, counselor: int | None) -> None:
        """Note that somebody looks at a counselor's caseload, at everybody's with None."""
        self._lately.appendleft(counselor)

    def lately(self) -> list[int | None]:
        """Whose caseloads were looked at, the last one first, each once."""
        return list(dict.fromkeys(tuple(self._lately)))

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._file.close()

    def _guarded(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        with self._lock:
            try:
                return work(self._file)
            except sqlite3.DatabaseError:
                self._file.close()
                with suppress(OSError):
                    self.path.unlink(missing_ok=True)
                self._file = self._opened()
                return None

    def _opened(self) -> sqlite3.Connection:
        try:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            self.path.chmod(0o600)
            return _connected(str(self.path))
        except (OSError, sqlite3.DatabaseError):
            return _connected(":memory:")


def _connected(where: str) -> sqlite3.Connection:
    file = sqlite3.connect(where, check_same_thread=False)
    # Nothing here is worth a wait for the disk: whatever is lost is worked out again.
    file.execute("PRAGMA synchronous = OFF")
    file.executescript(_TABLES)
    return file


def _emptied(file: sqlite3.Connection) -> None:
    file.executescript("DELETE FROM snapshots; DELETE FROM office")


def _remove_what_the_version_before_left(office: Path) -> None:
    """It kept the same in another form under another name, and what is left there tells of people for no use."""
    for ending in (".known", ".known-journal"):
        with suppress(OSError):
            office.with_name(office.name + ending).unlink(missing_ok=True)
