"""Answers that are kept until what they were read from moves on; those not looked at for longest go first."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Answer = TypeVar("Answer")


class _Place:
    """Where one answer lies, with the version it is of; one at a time fills it."""

    __slots__ = ("answer", "filling", "version")

    def __init__(self) -> None:
        self.filling = threading.RLock()
        self.version: Hashable = None
        self.answer: Any = None


class Kept:
    """So many answers at most, one a key: a newer version takes the place of the older one. For any thread.

    Streamlit's own cache takes a tenth of a millisecond to work its key out, and a page looks things up a hundred
    times in each run.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._places: OrderedDict[Hashable, _Place] = OrderedDict()

    def answer(self, key: Hashable, version: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer kept under a key when it is of this version (never None), else what `ask` finds, once for all."""
        with self._lock:
            place = self._places.get(key)
            if place is None:
                place = self._places[key] = _Place()
                if len(self._places) > self._most:
                    self._places.popitem(last=False)
            else:
                self._places.move_to_end(key)
        with place.filling:
            if place.version != version:
                place.answer, place.version = ask(), version
            found: Answer = place.answer
            return found
