"""Progress of something that takes more than a second, as a line on standard error."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dashboard.cli.output import WIDTH, cut

_PATIENCE = 1.0
"""Seconds until anything is told."""
_TICK = 0.2
_IN_A_LOG = 5.0
"""Seconds between two lines about the same thing where nobody looks on; where somebody does, each takes its place."""


class ProgressLine:
    """Tells what is going on, how much of it is done, and of how much (0: not known); safe to use from any thread."""

    def __init__(self, first: str) -> None:
        self._line = f"{first} …"
        self._what = first
        self._said_what = self._said_line = ""
        self._next = 0.0
        self._is_screen = sys.stderr.isatty()
        self._shown = 0
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._watch = threading.Thread(target=self._look_after, daemon=True)
        self._watch.start()

    def __call__(self, what: str, done: int = 0, of: int = 0) -> None:
        """Take down how far it is."""
        with self._lock:
            self._what = what
            self._line = f"{what} … {_share(done, of)}".rstrip()

    def end(self) -> None:
        """Nothing more is told, and the screen is clear for what comes."""
        self._ended.set()
        self._watch.join()
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()

    def _look_after(self) -> None:
        quiet = _PATIENCE
        while not self._ended.wait(quiet):
            quiet = _TICK
            with self._lock:
                line, what = self._line, self._what
            is_due = self._is_screen or what != self._said_what or time.monotonic() >= self._next
            if is_due and line != self._said_line:
                self._tell(line, what)

    def _tell(self, line: str, what: str) -> None:
        self._said_what, self._said_line = what, line
        self._next = time.monotonic() + _IN_A_LOG
        if self._is_screen:
            line = cut(line, WIDTH - 1)
            sys.stderr.write("\r" + line.ljust(self._shown))
            self._shown = len(line)
        else:
            sys.stderr.write(f"{line}\n")
        sys.stderr.flush()


def _share(done: int, of: int) -> str:
    if of:
        return f"{min(100, 100 * done // of)} %"
    return f"{done:,}" if done else ""


@contextmanager
def progress_line(first: str) -> Iterator[ProgressLine]:
    """Somebody to tell how far it is, while this lasts; `first` is what is going on to begin with."""
    line = ProgressLine(first)
    try:
        yield line
    finally:
        line.end()
