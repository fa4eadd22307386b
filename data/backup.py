"""Backups: a copy of the whole office that has been opened, counted and read through before it is called one."""

import os
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data.cache.cache_file import path_beside
from data.errors import DamagedOffice, NotAnOffice, OfficeError
from data.file import migrations
from data.file.copying import beside, copy, settle, written
from data.file.integrity import check, count, read_through
from data.file.opening import parts
from data.file.watermark import Watermark
from data.office_file import shut_out
from data.store import Store, reading

# Told what is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int], None]


def silent(doing: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy: where it is, its size in bytes, the rows of each table."""

    path: Path
    size: int
    rows: Mapping[str, int]


def back_up(store: Store, target: Path, progress: Progress = silent) -> Backup:
    """A verified copy of an open office at `target`, readable by its owner only; nobody waits but who writes.

    Raises OfficeError where something is there already, there is no room, or the copy does not hold together: then
    nothing is left of it.
    """
    target = Path(target).resolve()
    _refuse_taken(target)
    arriving = _arriving(target)
    try:
        # While nobody writes, the file and its log together are the office, whoever reads.
        with store.write_lock.take():
            store.fold_in()
            with store.cursor() as cursor:
                stored = count(cursor)
            _copy_whole(store.path, arriving, progress)
        rows = verify(arriving, progress)
        if rows != stored:
            raise DamagedOffice(f"The copy of {store.path} is not whole.", "Try again, to another disk if need be.")
        _publish(arriving, target)
    finally:
        _clear(arriving)
    return Backup(target, target.stat().st_size, rows)


def verify(path: Path, progress: Progress = silent) -> dict[str, int]:
    """Open a copy that nobody uses, read every value in it and look whether the records hang together.

    The rows of each table. Raises OfficeError: not an office, from a later Digwell, damaged.
    """
    with reading(path) as cursor:
        done = migrations.applied(cursor)
        if not done:
            raise NotAnOffice(f"{path} is a database, but not an office.", "Choose a backup that Digwell made.")
        is_current = not migrations.pending(done, migrations.all_migrations())
        rows = read_through(cursor, lambda read, tables: progress("Checking", read, tables))
        if is_current:
            check(cursor)
    return rows


def restore(
    backup: Path, office: Path, *, day: date, replace: bool = False, progress: Progress = silent
) -> Path | None:
    """Put a backup, verified first, in the place of an office; where the replaced file is kept, or None.

    `day` is the day it is, for the name of what is kept. Raises OfficeError: something is there and `replace` was not
    said, either file is open somewhere, the backup is not whole; then everything is as it was.
    """
    backup, office = Path(backup).resolve(), Path(office).resolve()
    if not backup.is_file():
        raise NotAnOffice(f"There is no backup at {backup}.", "Check the path.")
    if office == backup:
        raise OfficeError(f"{office} is both the backup and the office.", "Name another place for the office.")
    if office.exists() and not replace:
        raise OfficeError(f"{office} is there already.", "Say --replace to put the backup in its place; it is kept.")
    arriving = _arriving(office)
    try:
        with shut_out(office) if office.exists() else nullcontext():
            # Held open meanwhile, so that nobody can write to it.
            with reading(backup):
                _copy_whole(backup, arriving, progress)
            verify(arriving, progress)
            return _swap(arriving, office, day)
    finally:
        _clear(arriving)


def _copy_whole(source: Path, target: Path, progress: Progress) -> None:
    """A file with its log, the log folded in."""
    for part in parts(source):
        copy(part, Path(f"{target}{part.name.removeprefix(source.name)}"), lambda d, t: progress("Copying", d, t))
    with shut_out(target):
        pass


def _swap(arriving: Path, office: Path, day: date) -> Path | None:
    Watermark(office).forget()
    # What was worked out about the replaced office is not true of this one.
    path_beside(office).unlink(missing_ok=True)
    kept = beside(office, "replaced", day) if office.exists() else None
    with written(office):
        if kept is not None:
            # What is left of a log belongs to a file too damaged to be opened, and stays with it.
            for log in parts(office)[1:]:
                log.rename(f"{kept}{log.name.removeprefix(office.name)}")
            _link(office, kept)
        arriving.replace(office)
        settle(office.parent)
    return kept


def _publish(arriving: Path, target: Path) -> None:
    with written(target):
        # A link is refused where somebody was quicker; a rename would overwrite.
        _link(arriving, target)
        settle(target.parent)


def _link(path: Path, name: Path) -> None:
    try:
        os.link(path, name)
    except FileExistsError:
        raise
    except OSError:
        # A disk without links, such as a memory stick.
        path.rename(name)


def _arriving(target: Path) -> Path:
    return target.with_name(f".{target.name}.{os.getpid()}.arriving")


def _clear(arriving: Path) -> None:
    with suppress(OSError):
        for part in parts(arriving):
            part.unlink(missing_ok=True)


def _refuse_taken(target: Path) -> None:
    if target.exists():
        raise OfficeError(f"{target} is there already.", "Choose another name, or move it away first.")
    if not target.parent.is_dir():
        raise OfficeError(f"There is no folder {target.parent}.", "Make it first, or choose another place.")
