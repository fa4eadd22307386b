"""An office's file while it is open: who has it, the cursors on it, the note of its last change beside it.

One process owns one file. Every call works on a cursor of its own that is drained and closed, because a shared
connection answers one thread with another thread's rows, and an unread result keeps the log from being folded in.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from weakref import WeakValueDictionary

from data import engine
from data.connection import Connection, Cursor
from data.errors import DamagedOffice, NotAnOffice, OfficeInUse, Reopened, unfinished
from data.file import copying, opening
from data.file.change_marks import ChangeMark, has_change
from data.file.cursors import Cursors
from data.file.integrity import read_through
from data.file.migrations import OldOffice
from data.file.watermark import Watermark
from data.ids import Ids

_open_here: "WeakValueDictionary[Path, OfficeFile]" = WeakValueDictionary()


class OfficeFile:
    """The file at a resolved path, open in this process."""

    ids: Ids

    def __init__(self, path: Path, memory_limit: str) -> None:
        self.path = path
        self._memory_limit = memory_limit
        self._spill = path.with_name(path.name + ".tmp")
        self._watermark = Watermark(path)
        self._cursors = Cursors(self._connect, self._let_go, engine.Error)

    @classmethod
    def open(cls, path: Path, *, create: bool, memory_limit: str) -> "OfficeFile":
        """The office at a resolved path, brought up to date; with `create` a new one where nothing is there.

        Raises OfficeError: in use, not an office, from a later Digwell, damaged, no room.
        """
        opening.refuse_what_is_none(path, create=create)
        if is_open_here(path):
            raise OfficeInUse(path, os.getpid())
        file, is_new = cls(path, memory_limit), not path.exists()
        if is_new:
            file._watermark.forget()
        _open_here[path] = file
        try:
            with file.cursor() as cursor:
                file.ids = Ids(*opening.bring_up(cursor, path, create=create, verify=_verified))
        except BaseException as error:
            file.close()
            if isinstance(error, OldOffice):
                opening.put_back(path, error.kept)
            elif is_new and not isinstance(error, OfficeInUse):
                opening.forget(path)
            raise
        return file

    def close(self) -> None:
        """Fold the log in and let the file go, once what is under way has ended."""
        self._cursors.close()
        _open_here.pop(self.path, None)

    @property
    def connected(self) -> bool:
        """Whether the engine has the file open; where it has not, the next cursor tries to open it."""
        return self._cursors.connected

    @contextmanager
    def cursor(self) -> Iterator[Cursor]:
        """A fresh cursor, closed at the end.

        Raises OfficeError; Reopened where the engine gave the file up, which has been opened anew by then.
        """
        connection = None
        try:
            with engine.told(self.path), self._cursors.lend() as (cursor, connection):
                yield cursor
        except Reopened:
            self._cursors.renew(connection)
            raise

    def fold_in(self) -> None:
        """Fold the log into the file, unless an answer under way needs it."""
        with suppress(engine.TransactionError), self.cursor() as cursor:
            cursor.execute("CHECKPOINT")

    def note(self, change: ChangeMark) -> None:
        """Note a change that was confirmed, so that a log that loses it is found out."""
        self._watermark.note(change)

    def _connect(self) -> Connection:
        os.umask(0o077)
        with engine.told(self.path):
            connection = engine.connect(self.path, self._spill, self._memory_limit)
            try:
                opening.make_private(self.path, self._spill)
                self._refuse_lost_changes(connection)
                engine.lock_down(connection)
            except BaseException:
                connection.close()
                raise
        self._watermark.begin()
        return connection

    def _refuse_lost_changes(self, connection: Connection) -> None:
        confirmed = self._watermark.read()
        if confirmed is not None and not has_change(connection, confirmed):
            # Nothing is folded in, so that the file and its log stay as they were found.
            connection.execute("PRAGMA disable_checkpoint_on_shutdown")
            raise unfinished(self.path)

    def _let_go(self, connection: Connection) -> None:
        folded = False
        with suppress(engine.Error):
            connection.execute("CHECKPOINT")
            folded = True
        shutil.rmtree(self._spill, ignore_errors=True)
        with suppress(engine.Error):
            connection.close()
        copying.let_go(self.path)
        self._watermark.end(keep=not folded)


def is_open_here(path: Path) -> bool:
    """Whether this process has the office at a resolved path open."""
    return path in _open_here


@contextmanager
def shut_out(path: Path) -> Iterator[None]:
    """Nobody else can open the office at `path` meanwhile; its log is folded in, unless it is damaged.

    Raises OfficeInUse.
    """
    os.umask(0o077)
    if is_open_here(path):
        raise OfficeInUse(path, os.getpid())
    with ExitStack() as stack:
        with suppress(DamagedOffice, NotAnOffice), engine.told(path):
            connection = stack.enter_context(closing(engine.connect_briefly(path)))
            connection.execute("CHECKPOINT")
        yield


def _verified(path: Path) -> dict[str, int]:
    with engine.reading(path) as cursor:
        return read_through(cursor)
