"""Sheets of cells: what every form of the bundle is read into and written from, before any rule has looked at it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import PurePath
from typing import NamedTuple, TypeAlias

from core.findings import Finding, Location, Severity


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell of a workbook that shows no value: `#N/A`, `#REF!`, a day that is none, a formula without its result."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell: TypeAlias = str | int | float | bool | date | datetime | time | ErrorCell | None


class SheetRow(NamedTuple):
    """One row: the number a person sees, and a cell for each column of its sheet.

    Text arrives trimmed, with line ends LF, and never empty: empty is None. `cells` is longer than the sheet's
    columns only where the row holds something under no heading at all; what is beyond them is that.
    """

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Sheet:
    """One table as a source holds it: known columns only, in the order of the source, by their own names.

    `file` is the name to show to a person: the file, or the workbook and its sheet.
    """

    table: str
    file: str
    header_line: int
    columns: tuple[str, ...]
    read: Callable[[], Iterator[SheetRow]] = field(repr=False)
    findings: tuple[Finding, ...] = ()

    @property
    def rows(self) -> Iterator[SheetRow]:
        """The rows that are not wholly empty, from the start, one at a time; raises Unreadable on the way."""
        return self.read()


@dataclass(frozen=True)
class Sheets:
    """All tables of one source: its form ("folder", "csv", "zip" or "xlsx"), and what was left out of it."""

    form: str
    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)

    def __len__(self) -> int:
        return len(self.sheets)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file dropped on a page; its name is shown and never used as a path."""

    name: str
    data: bytes = field(repr=False)


class Table(NamedTuple):
    """A table to write: its name, its columns, its rows, a cell for each column, how many they are (0: not known)."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    length: int = 0


class Unreadable(Exception):
    """A source that cannot be read as a whole: the file, what is the matter, and what to do, in human words."""

    def __init__(self, file: str, problem: str, remedy: str) -> None:
        super().__init__(f"{file}: {problem} {remedy}")
        self.file = file
        self.problem = problem
        self.remedy = remedy


class Unwritable(Exception):
    """A target that cannot be written: where, what is the matter, and what to do, in human words."""

    def __init__(self, target: object, problem: str, remedy: str) -> None:
        super().__init__(f"{target}: {problem} {remedy}")
        self.target = str(target)
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class Limits:
    """What a source may weigh, in bytes: as it lies there, as text, and coming out of a zip or workbook.

    `ratio` is how many times its packed size may come out; it counts from `ratio_from` bytes on, because a small
    honest export of much the same text packs better than that (our own rule: what goes out comes back in).
    """

    packed: int = 1_000_000_000
    text: int = 1_000_000_000
    unpacked: int = 1_000_000_000
    ratio: int = 100
    ratio_from: int = 10_000_000


def shown_name(name: str) -> str:
    """A file's name as it may stand in a sentence: its last part, printable, not longer than a line."""
    last = PurePath(name.replace("\\", "/")).name or name
    text = "".join(sign if sign.isprintable() else "?" for sign in last)
    return text if len(text) <= 80 else text[:77] + "…"


def told(code: str, message: str, remedy: str, *, table: str = "", file: str = "", line: int | None = None) -> Finding:
    """An info finding about a source."""
    return Finding(code, Severity.INFO, message, Location(table=table, file=file, line=line), remedy)


def listed(names: Iterable[str], most: int = 8) -> str:
    """Names in a sentence: quoted, the first few of many."""
    every = list(names)
    quoted = ", ".join(f"“{shown_name(name)}”" for name in every[:most])
    return quoted if len(every) <= most else f"{quoted} and {len(every) - most} more"
