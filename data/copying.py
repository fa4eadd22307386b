"""Copying an office's file whole, byte by byte: private, on the disk, never over something else."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from itertools import count
from pathlib import Path

from data.errors import NoRoom, OfficeError, in_words

# Told how many bytes are done, and of how many.
Progress = Callable[[int, int], None]
_PIECE = 4 * 1024 * 1024


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
    with written(target), source.open("rb") as reading:
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
