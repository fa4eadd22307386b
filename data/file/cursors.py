"""Cursors lent out of one connection, one to a call, and taken back before the connection is closed or opened anew."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from data.connection import Connection, Cursor
from data.errors import OfficeError

# How long closing waits for what is under way before it cuts it off, in seconds.
PATIENCE = 5.0


class Cursors:
    """The cursors of one connection; safe to use from any thread.

    The engine refuses to close a connection while one of its cursors works, and hands out a broken instance of a file
    again as long as any cursor of it lives: so it is known which are out, and all come back first.
    """

    def __init__(
        self, connect: Callable[[], Connection], let_go: Callable[[Connection], None], engine_error: type[Exception]
    ) -> None:
        self._connect = connect
        self._let_go = let_go
        self._engine_error = engine_error
        self._state = threading.Condition()  # guards the four below
        self._connection: Connection | None = None
        self._out: set[Cursor] = set()
        self._renewing = False
        self._closed = False

    @contextmanager
    def lend(self) -> Iterator[tuple[Cursor, Connection]]:
        """A fresh cursor and the connection it belongs to; the cursor is closed at the end."""
        with self._state:
            self._state.wait_for(lambda: not self._renewing)
            if self._closed:
                raise OfficeError("The office is closed.", "Open it again.")
            if self._connection is None:
                self._connection = self._connect()
            connection = self._connection
            cursor = connection.cursor()
            self._out.add(cursor)
        try:
            yield cursor, connection
        finally:
            with suppress(self._engine_error):
                cursor.close()
            with self._state:
                self._out.discard(cursor)
                self._state.notify_all()

    @property
    def connected(self) -> bool:
        """Whether there is a connection; without one the next cursor tries to make it."""
        return self._connection is not None

    def renew(self, broken: Connection | None) -> None:
        """Connect anew after the engine has given up: the first thread that says so does it, the others wait."""
        with self._state:
            if self._closed or self._renewing or self._connection is not broken:
                self._state.wait_for(lambda: not self._renewing)
                return
            self._renewing = True
            try:
                self._disconnect()
                self._connection = self._connect()
            finally:
                self._renewing = False
                self._state.notify_all()

    def close(self) -> None:
        """Lend nothing more, wait for what is out, and let the connection go; may be called twice."""
        with self._state:
            self._state.wait_for(lambda: not self._renewing)
            if not self._closed:
                self._closed = True
                self._disconnect()

    def _disconnect(self) -> None:
        self._wait_until_all_are_back()
        if self._connection is not None:
            connection, self._connection = self._connection, None
            self._let_go(connection)

    def _wait_until_all_are_back(self) -> None:
        if not self._state.wait_for(lambda: not self._out, PATIENCE):
            for cursor in tuple(self._out):
                cursor.interrupt()
            self._state.wait_for(lambda: not self._out, 1)
            for cursor in tuple(self._out):
                with suppress(self._engine_error):
                    cursor.close()
