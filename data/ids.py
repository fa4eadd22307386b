"""Numbers for records: made here, ordered in time, 53 bits, so that files can be merged and scripts can hold them."""

import threading
import time
from array import array

_NODE_BITS, _COUNT_BITS = 6, 16
NODES = 1 << _NODE_BITS
_PER_SECOND = 1 << _COUNT_BITS


class Ids:
    """Gives out numbers above `last`: seconds since 1970, this file's node (0 to 63), a count within the second."""

    def __init__(self, node: int, last: int) -> None:
        self._node = node
        self._lock = threading.Lock()
        self._second = (last >> (_NODE_BITS + _COUNT_BITS)) + 1 if last else 0
        self._count = 0

    def new(self) -> int:
        """One number."""
        return self.block(1)[0]

    def block(self, size: int) -> "array[int]":
        """`size` numbers in rising order, with nothing of this file's between the first and the last."""
        with self._lock:
            now = int(time.time())
            if now > self._second:
                self._second, self._count = now, 0
            numbers = array("q")
            while len(numbers) < size:
                numbers.extend(self._within_second(size - len(numbers)))
            return numbers

    def _within_second(self, wanted: int) -> range:
        if self._count == _PER_SECOND:
            self._second, self._count = self._second + 1, 0
        start = (self._second << (_NODE_BITS + _COUNT_BITS)) | (self._node << _COUNT_BITS) | self._count
        size = min(wanted, _PER_SECOND - self._count)
        self._count += size
        return range(start, start + size)
