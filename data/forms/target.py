"""Targets that tables are written to, a folder, a zip, a workbook or one CSV: whole or not at all, and private."""

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from core.models import TABLES
from data.forms.archive import new_archive, new_member
from data.forms.csv_writer import write_text
from data.forms.new_workbook import write_workbook
from data.forms.sheets import Table, Unwritable

_OF_THE_SYSTEM = {".DS_Store", "Thumbs.db", "desktop.ini"}
_OTHER_FORMS = {".tsv", ".txt", ".xls", ".xlsm", ".xlsb", ".ods", ".json", ".duckdb", ".digwell", ".gz", ".7z", ".pdf"}


def form_of(target: Path) -> str:
    """The form that a name asks for: "xlsx", "zip" or, without an ending, "folder"; raises Unwritable for others."""
    ending = target.suffix.casefold()
    if ending in {".xlsx", ".zip"}:
        return ending[1:]
    if ending in {".csv", *_OTHER_FORMS}:
        problem = f"“{target.suffix}” is not a form of the bundle."
        raise Unwritable(target, problem, "Name it .xlsx or .zip, or give the name of a folder.")
    return "folder"


def write_sheets(target: Path, tables: Iterable[Table], *, replace: bool = False) -> None:
    """Writes the tables in the form that the target's name asks for.

    Either the whole is there afterwards or what was there before. Raises Unwritable where something is there
    already (unless it is to be replaced), where there is no room or no right to write, or a table does not fit.
    """
    _write(Path(os.path.abspath(target)), form_of(target), tables, replace=replace)  # noqa: PTH100 - a link stays one


def write_file(target: Path, data: bytes, *, replace: bool = False) -> None:
    """Writes one file that is complete already, in the way and with the refusals of `write_sheets`."""
    target = Path(os.path.abspath(target))  # noqa: PTH100 - a link stays one
    _refuse_taken(target, "file", replace=replace)
    with _faults_told(target), _new_file(target) as stream:
        stream.write(data)


def packed_sheets(form: str, tables: Iterable[Table]) -> bytes:
    """The tables as one file in memory: "xlsx", "zip", or "csv" where there is one."""
    stream = io.BytesIO()
    _WRITERS[form](stream, tables)
    return stream.getvalue()


def write_refused(source: Path, form: str, tables: Iterable[Table], elsewhere: Path | None = None) -> Path:
    """Writes refused rows beside their source, in its form, under a name that is not taken; says where.

    Where that folder may not be written it goes `elsewhere`, by default into the current folder.
    """
    source = Path(os.path.abspath(source))  # noqa: PTH100 - a link is not followed: beside it is where one looks
    every = list(tables)
    folder = source.parent if os.access(source.parent, os.W_OK) else elsewhere or Path.cwd()
    target = _free_name(folder, source.name if form == "folder" else source.stem, form)
    _write(target, form, every, replace=False)
    return target


def _free_name(folder: Path, stem: str, form: str) -> Path:
    ending, number = "" if form == "folder" else f".{form}", 1
    while True:
        path = folder / f"{stem}.refused{'' if number == 1 else f'-{number}'}{ending}"
        if not os.path.lexists(path):
            return path
        number += 1


def _write(target: Path, form: str, tables: Iterable[Table], *, replace: bool) -> None:
    _refuse_taken(target, form, replace=replace)
    with _faults_told(target):
        if form == "folder":
            _write_folder(target, tables)
        else:
            with _new_file(target) as stream:
                _WRITERS[form](stream, tables)


@contextmanager
def _faults_told(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        problem = f"It cannot be written ({fault.strerror or fault})."
        raise Unwritable(target, problem, "Choose another place, or make room there.") from fault
    except Unwritable as fault:
        raise Unwritable(target, fault.problem, fault.remedy) from None


def _refuse_taken(target: Path, form: str, *, replace: bool) -> None:
    if not target.parent.is_dir():
        raise Unwritable(target, "The folder it should go into is not there.", "Make that folder first.")
    if not os.path.lexists(target):
        return
    if (form == "folder") != target.is_dir() or target.is_symlink():
        raise Unwritable(target, "Something else has this name.", "Choose another name.")
    if form == "folder" and (foreign := [path.name for path in target.iterdir() if not _is_ours(path)]):
        problem = f"The folder holds other things, such as “{min(foreign)}”."
        raise Unwritable(target, problem, "Choose another name, or an empty folder.")
    if not replace and (form != "folder" or any(target.iterdir())):
        raise Unwritable(target, "It is there already.", "Choose another name, or say that it may be replaced.")


def _is_ours(path: Path) -> bool:
    is_table = path.suffix == ".csv" and path.stem in TABLES
    return (is_table or path.name in _OF_THE_SYSTEM) and path.is_file() and not path.is_symlink()


def _write_folder(target: Path, tables: Iterable[Table]) -> None:
    made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        for table in tables:
            with _new_file(made / f"{table.name}.csv") as stream:
                _write_csv(stream, [table])
        _take_place(made, target)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    _keep_name(target.parent)


def _take_place(made: Path, target: Path) -> None:
    if not target.is_dir():
        made.rename(target)
        return
    # It holds nothing but tables of ours: that was looked at before.
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent)) / "old"
    target.rename(old)
    try:
        made.rename(target)
    except OSError:
        old.rename(target)
        raise
    finally:
        shutil.rmtree(old.parent)


def _write_csv(stream: BinaryIO, tables: Iterable[Table]) -> None:
    (table,) = tables
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    write_text(text, table.columns, table.rows)
    text.flush()
    text.detach()


def _write_zip(stream: BinaryIO, tables: Iterable[Table]) -> None:
    with new_archive(stream) as archive:
        for table in tables:
            with new_member(archive, f"{table.name}.csv") as member:
                _write_csv(member, [table])


_WRITERS: dict[str, Callable[[BinaryIO, Iterable[Table]], None]] = {
    "csv": _write_csv,
    "zip": _write_zip,
    "xlsx": write_workbook,
}


@contextmanager
def _new_file(target: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when it is complete and on the disk; mkstemp makes it its owner's alone."""
    number, made = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(number, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        Path(made).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(made).unlink()
        raise
    _keep_name(target.parent)


def _keep_name(folder: Path) -> None:
    """Brings a new name in a folder to the disk, where the system has a way to ask for it."""
    if hasattr(os, "O_DIRECTORY"):
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
