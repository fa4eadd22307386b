"""A least-recently-used cache of answers, each of one version of what it was read from."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class _Entry:
    """Where one answer lies, with the version it is of; one at a time fills it."""

    __slots__ = ("answer", "filling", "version")

    def __init__(self) -> None:
        self.filling = threading.RLock()
        self.version: Hashable = None
        self.answer: Any = None


class VersionedCache:
    """So many answers at most, one a key: a newer version takes the place of the older one. For any thread.

    Streamlit's own cache takes a tenth of a millisecond to work its key out, and a page looks things up a hundred
    times in each run.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()

    def get(self, key: Hashable, version: Hashable, compute: Callable[[], Answer]) -> Answer:
        """The answer under a key when it is of this version (never None), else what `compute` finds, once for all."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is None:
                entry = self._entries[key] = _Entry()
                if len(self._entries) > self._most:
                    self._entries.popitem(last=False)
            else:
                self._entries.move_to_end(key)
        with entry.filling:
            if entry.version != version:
                entry.answer, entry.version = compute(), version
            found: Answer = entry.answer
            return found
