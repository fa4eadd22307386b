"""An office's store: it answers queries from the office's open file, and changes it one transaction after the other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from core.viewer import Viewer
from data.changes.audit import AuditLine
from data.changes.change import Change
from data.changes.versions import Versions
from data.connection import Cursor
from data.engine import MEMORY_LIMIT, reading
from data.errors import NoRoom, OfficeError, Reopened
from data.file.change_marks import ChangeMark, has_change, last_number
from data.file.write_lock import WriteLock
from data.office_file import OfficeFile
from data.query import Reader
from data.time_zone import office_zone

__all__ = ["Reader", "Store", "reading"]

Found = TypeVar("Found")


class Store(Reader):
    """An office that is open: what pages, the command line and commands ask and change it through."""

    def __init__(self, file: OfficeFile) -> None:
        super().__init__(self._read)
        self.path = file.path
        self.ids = file.ids
        self.versions = Versions()
        self.write_lock = WriteLock()
        self._file = file
        self._zone: tuple[tuple[int, ...], ZoneInfo] | None = None
        self._last_number: int | None = None

    @classmethod
    def open(cls, path: Path, *, create: bool = False, memory_limit: str = MEMORY_LIMIT) -> "Store":
        """The office at `path`, brought up to date; with `create` a new one where nothing is there.

        From here on every file that this process makes can be read by its owner only (umask 077).
        Raises OfficeError: in use, not an office, from a later Digwell, damaged, no room.
        """
        return cls(OfficeFile.open(Path(path).resolve(), create=create, memory_limit=memory_limit))

    def close(self) -> None:
        """Fold the log in and let the file go, once what is under way has ended."""
        self._file.close()

    def fold_in(self) -> None:
        """Fold the log into the file, unless an answer under way needs it."""
        self._file.fold_in()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """A fresh cursor, closed at the end; for this room's own modules, which drain what they ask.

        Raises OfficeError; Reopened where the engine gave the file up, which has been opened anew by then.
        """
        with self._file.cursor() as cursor:
            yield cursor

    def _read(self, work: Callable[[Cursor], Found]) -> Found:
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
    def change(self, viewer: Viewer, command: str) -> Iterator[Change]:
        """One transaction: what it changes, its line in the audit, the clients' new revisions; all or nothing.

        Readers go on meanwhile with what was there before. When this ends without an error the change is on the disk.
        """
        with self.write_lock.take():
            line, committing = None, False
            try:
                with self.cursor() as cursor:
                    line = AuditLine(self._next_number(cursor), datetime.now(UTC), command, viewer)
                    change = Change(cursor, line, self.ids, self.zone)
                    # A cursor that is closed before its COMMIT takes back what it did.
                    cursor.execute("BEGIN TRANSACTION")
                    yield change
                    change.write_down()
                    # Until it is confirmed nobody knows: then the file is asked.
                    committing, self._last_number = True, None
                    cursor.execute("COMMIT")
            except OfficeError as error:
                if line is None or not committing:
                    raise
                self._find_out(line.mark, error)
            self._confirm(change, line.mark)

    def _next_number(self, cursor: Cursor) -> int:
        """One above the highest in the file, which nobody else writes to while this change has its turn."""
        last = self._last_number
        return (last_number(cursor) if last is None else last) + 1

    def _find_out(self, mark: ChangeMark, error: OfficeError) -> None:
        """Whether a change is safe although its commit ended in an error; raises that error where it is not.

        The log is written before it is folded into the file, and folding in can fail on a full disk: then the change
        is done, and doing it once more would make it twice.
        """
        if not self._file.connected:
            raise NoRoom(error.message, "Your last change may have been saved: look before entering it again.")
        if not self._read(lambda cursor: has_change(cursor, mark)):
            raise error

    def _confirm(self, change: Change, mark: ChangeMark) -> None:
        if change.recorded:
            self._last_number = mark.number
            self._file.note(mark)
        if change.changed:
            self.versions.move(change.touched)
