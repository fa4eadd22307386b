"""The mark of the last change that was confirmed, kept beside the office while it is open.

A log that is cut off, taken away or damaged in the wrong place is read by the engine as if nothing more had ever been
written. So the last confirmed change is also noted outside of it: a note that names a change which the file lacks
means that something confirmed is gone. The note goes when the file is closed, because then nothing is in the log.
"""

import os
import re
from contextlib import suppress
from pathlib import Path

from data.file.change_marks import ChangeMark

_NOTE = re.compile(r"change (\d+) at (\d+)")
# As long as any note can be, so that what was noted before is written over.
_LENGTH = 64
# The version before wrote a number of so many places, over a note of ours too where somebody went back to it.
_PLACES_BEFORE = 20


class Watermark:
    """The note beside an open office, `<office>.last`, written in place so that a full disk cannot stop it.

    It is not flushed to the disk. After a power cut it may name an earlier change than the last, never a later one,
    because it is written when the change is already safe.
    """

    def __init__(self, office: Path) -> None:
        self._path = office.with_name(office.name + ".last")
        self._file: int | None = None

    def read(self) -> ChangeMark | None:
        """The last confirmed change as noted by whoever had the office open, or None."""
        with suppress(OSError, ValueError):
            text = self._path.read_text(encoding="ascii")
            if found := _NOTE.match(text):
                return ChangeMark(int(found[1]), int(found[2]))
            return ChangeMark(int(text[:_PLACES_BEFORE]), None)
        return None

    def begin(self) -> None:
        """Open the note, keeping what it says; where it cannot be written the office works without it."""
        with suppress(OSError):
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def note(self, change: ChangeMark) -> None:
        """Note a confirmed change."""
        if self._file is not None:
            with suppress(OSError):
                os.lseek(self._file, 0, os.SEEK_SET)
                os.write(self._file, f"change {change.number} at {change.moment}".ljust(_LENGTH).encode("ascii"))

    def forget(self) -> None:
        """Take away what was noted about a file that is no longer there."""
        self._path.unlink(missing_ok=True)

    def end(self, *, keep: bool) -> None:
        """Let the note go; `keep` leaves it, where the log still holds something."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
            if not keep:
                self.forget()
