"""Copies of an office's file, byte by byte: private, on the disk, never over something else."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import BinaryIO

from data.errors import NoRoom, OfficeError, in_words

# Told how many bytes are done, and of how many.
Progress = Callable[[int, int], None]
_PIECE = 4 * 1024 * 1024
# Closing a file ends every lock that this process has on it (POSIX), the engine's too, and another process could then
# open an office that is open here. So a file that was copied stays open until the engine has let it go.
_read: dict[Path, BinaryIO] = {}
_reading = threading.Lock()


def silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def beside(path: Path, what: str, day: date) -> Path:
    """A free name beside an office for an earlier state of it, such as office.version-1.2026-11-22.duckdb."""
    for number in count(1):
        again = f".{number}" if number > 1 else ""
        name = path.with_name(f"{path.stem}.{what}.{day.isoformat()}{again}{path.suffix}")
        if not name.exists():
            return name
    raise AssertionError("unreachable")


def copy(source: Path, target: Path, progress: Progress = silent) -> None:
    """Copy a file that nobody writes meanwhile; only its owner may read the copy, and it is on the disk at the end.

    Raises OfficeError where the target is there already or cannot be written; then nothing of it is left.
    """
    with written(target), _opened(source) as reading:
        total = os.fstat(reading.fileno()).st_size
        # Never opened over something that is there, and never readable by others, not even for a moment.
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as writing:
                done = 0
                while piece := reading.read(_PIECE):
                    writing.write(piece)
                    progress(done := done + len(piece), total)
                writing.flush()
                os.fsync(writing.fileno())
            settle(target.parent)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


@contextmanager
def _opened(source: Path) -> Iterator[BinaryIO]:
    """A file to be read from its start, not closed at the end."""
    with _reading:
        reading = _read.get(source)
        if reading is None or not os.path.samestat(os.fstat(reading.fileno()), source.stat()):
            reading = _read[source] = source.open("rb")
        reading.seek(0)
        yield reading


def let_go(path: Path) -> None:
    """Close what was copied of an office and its log; only once the engine has closed them."""
    with _reading:
        for source in [each for each in _read if each.parent == path.parent and each.name.startswith(path.name)]:
            _read.pop(source).close()


def settle(folder: Path) -> None:
    """Make the names in a folder survive a power cut; where folders cannot be flushed there is nothing to do."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def written(target: Path) -> Iterator[None]:
    """What goes wrong with files, in words; raises OfficeError."""
    try:
        yield
    except FileExistsError as error:
        raise OfficeError(f"{target} is there already.", "Choose another name, or move it away first.") from error
    except OSError as error:
        raise in_words(target, str(error)) or NoRoom(f"{target} cannot be written.", "Check the path.") from error
