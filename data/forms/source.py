"""The source that a person brings in: told by what it is, never by its name, and opened as sheets of cells."""

import io
import os
import stat
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from core.cell_text import folded
from core.codes import Notice
from core.findings import Finding
from data.forms.archive import Archive, damage_told
from data.forms.delimited import read_table, text_source
from data.forms.foreign import foreign_archive, foreign_file
from data.forms.sheets import Limits, Sheet, Sheets, Unreadable, Upload, listed, shown_name, told
from data.forms.workbook import Workbook

_TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
_OF_THE_SYSTEM = (".", "~$", "__MACOSX", "Thumbs.db", "desktop.ini")
# Sheets of the template that tell how to fill in the others; a folder's read-me is no table either.
_GUIDES = {"readme", "words"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_COMMAND_LINE = Limits()

Known = Mapping[str, Collection[str]]


class _Part(NamedTuple):
    """One file or sheet of a source: the name that says its table, and how to read it as a table or as any."""

    name: str
    read: Callable[[str | None], Sheet | None]


def read_sheets(source: Path | Upload, known: Known, limits: Limits = _COMMAND_LINE) -> Sheets:
    """The tables in a folder of CSV, a zip of one, a workbook or a single CSV.

    `known` gives the columns of each table. Rows are read when they are asked for, all that stands above them here.
    Raises Unreadable, in one sentence, for whatever cannot be read as a whole; so do the rows, later.
    """
    file = shown_name(source.name)
    if isinstance(source, Path):
        with damage_told(file):
            source = Path(os.path.realpath(source, strict=True))
        if source.is_dir():
            return _folder(source, file, known, limits)
    opened = _opener(source, file)
    with damage_told(file), opened() as stream:
        head = stream.read(4096)
        size = stream.seek(0, io.SEEK_END)
    if head.startswith(_ZIP):
        _refuse_size(file, size, limits.packed)
        return _archive(Archive(source, file, limits), known)
    _refuse_size(file, size, min(limits.packed, limits.text))
    part = _Part(PurePosixPath(source.name).stem, partial(_text, opened, file, known))
    return _gathered("csv", file, [part], [], known)


def _opener(source: Path | Upload, file: str) -> Callable[[], BinaryIO]:
    return partial(io.BytesIO, source.data) if isinstance(source, Upload) else partial(_open_file, source, file)


def _open_file(path: Path, file: str) -> BinaryIO:
    """An ordinary file; a pipe or a device is neither opened for good nor waited for, and a link is not followed."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    if not stat.S_ISREG(path.lstat().st_mode):
        raise Unreadable(file, "It is no ordinary file, but a link, a pipe or a device.", "Put the file itself there.")
    return os.fdopen(os.open(path, flags), "rb")


def _refuse_size(file: str, size: int, most: int) -> None:
    if size > most:
        problem = f"It has {size / 1e6:,.0f} MB, more than the {most / 1e6:,.0f} MB that are read here."
        raise Unreadable(file, problem, "Bring it in as smaller parts.")


def _folder(folder: Path, file: str, known: Known, limits: Limits) -> Sheets:
    parts, others, size = [], [], 0
    with damage_told(file):
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith(_OF_THE_SYSTEM))
        for path in paths:
            if path.suffix.casefold() in _TEXT_SUFFIXES and not (path.is_dir() and not path.is_symlink()):
                opened = partial(_open_file, path, path.name)
                with opened() as stream:
                    size += stream.seek(0, io.SEEK_END)
                parts.append(_Part(path.stem, partial(_text, opened, shown_name(path.name), known)))
            else:
                others.append(path.name)
    _refuse_size(file, size, min(limits.packed, limits.text))
    return _gathered("folder", file, parts, others, known)


def _archive(archive: Archive, known: Known) -> Sheets:
    names = [name for name in archive.names if not _is_of_the_system(name)]
    if any(name.casefold().startswith("xl/") for name in names):
        book = Workbook(archive)
        sheets = [_Part(name, partial(_sheet, book, number, known)) for number, name in enumerate(book.sheet_names)]
        return _gathered("xlsx", archive.file, sheets, [], known)
    if foreign := foreign_archive(names):
        raise Unreadable(archive.file, *foreign)
    paths = {name: PurePosixPath(name.replace("\\", "/")) for name in names}
    enclosing = len({path.parts[0] for path in paths.values()}) == 1 and all(
        len(path.parts) > 1 for path in paths.values()
    )
    depth = 2 if enclosing else 1
    parts, others = [], []
    for name, path in sorted(paths.items()):
        if path.suffix.casefold() in _TEXT_SUFFIXES and len(path.parts) == depth:
            file = f"{archive.file}, {shown_name(name)}"
            parts.append(_Part(path.stem, partial(_text, partial(archive.open, name), file, known)))
        else:
            others.append(name)
    return _gathered("zip", archive.file, parts, others, known)


def _is_of_the_system(name: str) -> bool:
    return any(part.startswith(_OF_THE_SYSTEM) for part in PurePosixPath(name.replace("\\", "/")).parts)


def _text(opened: Callable[[], BinaryIO], file: str, known: Known, table: str | None) -> Sheet | None:
    with damage_told(file):
        with opened() as stream:
            foreign = foreign_file(stream)
        if foreign:
            raise Unreadable(file, *foreign)
        return read_table(text_source(opened, file), table, known)


def _sheet(book: Workbook, number: int, known: Known, table: str | None) -> Sheet | None:
    return book.read_table(number, table, known)


def _gathered(form: str, file: str, parts: Sequence[_Part], others: list[str], known: Known) -> Sheets:
    tables = {folded(table): table for table in known}
    parts = [part for part in parts if folded(part.name) not in _GUIDES]
    named: dict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        if table := tables.get(folded(part.name)):
            named[table].append(part)
        elif len(parts) > 1:
            others.append(part.name)
    _refuse_twice(file, named)
    found = {part.name: part.read(table) for table, (part,) in named.items()}
    if len(parts) == 1 and not named:
        found[parts[0].name] = parts[0].read(None)
    sheets = tuple(sheet for sheet in found.values() if sheet is not None)
    if not sheets:
        raise _nothing_found(file, others, list(found))
    return Sheets(form, sheets, _left_out(file, others, [name for name, sheet in found.items() if sheet is None]))


def _refuse_twice(file: str, named: Mapping[str, Sequence[_Part]]) -> None:
    for table, parts in named.items():
        if len(parts) > 1:
            problem = f"The table {table} is there twice: {listed(part.name for part in parts)}."
            raise Unreadable(file, problem, "Put their rows together in one.")


def _nothing_found(file: str, others: Sequence[str], empty: Sequence[str]) -> Unreadable:
    if empty:
        return Unreadable(file, "There is nothing in it.", "Choose the file that holds your records.")
    inside = f" It holds {listed(others)}." if others else ""
    problem = f"No table of ours was found in it.{inside}"
    return Unreadable(file, problem, "Name each file or sheet after its table, such as clients, contacts, interviews.")


def _left_out(file: str, others: Sequence[str], empty: Sequence[str]) -> tuple[Finding, ...]:
    findings = []
    if others:
        message = f"Not read from {file}, because no table has this name: {listed(others)}."
        remedy = "If one of them is a table of ours, name it after that."
        findings.append(told(Notice.FILE_LEFT_OUT, message, remedy, file=file))
    if empty:
        message = f"Nothing stands in {listed(empty)} of {file}, not even the names of columns."
        remedy = "Nothing to do, unless something should be there."
        findings.append(told(Notice.FILE_LEFT_OUT, message, remedy, file=file))
    return tuple(findings)
