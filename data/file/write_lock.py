"""A lock that lets one writer write at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class WriteLock:
    """Whose turn it is to write.

    One writer at a time is why a transaction never meets another's conflict and nothing has to be tried again:
    readers do not conflict, and the only TransactionException left is a log that cannot be written.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writer: int | None = None

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for the turn and keep it. Raises RuntimeError for a thread that has it: it would wait for ever."""
        if self._writer == threading.get_ident():
            raise RuntimeError("A change is already under way in this thread: do both in one.")
        with self._lock:
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = None
