"""Tables in delimited text: found and read from CSV of many hands."""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO, TextIO

from core.findings import Finding
from data.forms.decoding import encoding_of
from data.forms.formula_guard import unguarded
from data.forms.heading import LONGEST_HEADING, SEARCHED_ROWS, Heading, best_table, find_heading, score
from data.forms.sheets import Sheet, SheetRow, Unreadable

SEPARATORS = (",", ";", "\t")
# A row of our own is far shorter: 60 columns, texts of 32,000 at most, and never all of them so long.
LONGEST_ROW = 4_000_000


@dataclass(frozen=True)
class Text:
    """A delimited text: how to open it, its name for people, its encoding, and the findings about that."""

    opened: Callable[[], BinaryIO]
    file: str
    encoding: str
    findings: tuple[Finding, ...]


def text_source(opened: Callable[[], BinaryIO], file: str) -> Text:
    """A delimited text whose encoding has been found out; raises Unreadable where it is no text."""
    encoding, findings = encoding_of(opened, file)
    return Text(opened, file, encoding, findings)


def read_table(text: Text, table: str | None, known: Mapping[str, Collection[str]]) -> Sheet | None:
    """The sheet that a text holds: of the table named, else of the one that its columns name; None for an empty text.

    Raises Unreadable where there is no row of column names.
    """
    lines = _first_lines(text)
    if not any(line.strip() for line in lines):
        return None
    marked = re.fullmatch(r"sep=(.)\s*", lines[0], re.IGNORECASE)
    skipped = 1 if marked else 0
    options = [
        (separator, _first_rows(lines, skipped, separator)) for separator in ([marked[1]] if marked else SEPARATORS)
    ]
    table = table or best_table((cells for _, rows in options for _, cells in rows), known, text.file)
    columns = known[table]
    separator, rows = max(options, key=lambda option: max((score(cells, columns) for _, cells in option[1]), default=0))
    heading = find_heading(rows, table, columns, text.file)
    return Sheet(
        table,
        text.file,
        heading.line,
        heading.columns,
        lambda: _rows(text, separator, heading),
        text.findings + heading.findings(text.file),
    )


def _opened_text(text: Text) -> TextIO:
    # Line ends of every kind become LF here, inside quotation marks too, and each counts as one line.
    return io.TextIOWrapper(text.opened(), encoding=text.encoding, newline=None)


class _Lines:
    """The physical lines of a text, counted and bounded, so that no row of a hostile file fills the memory."""

    def __init__(self, stream: TextIO, file: str) -> None:
        self._stream, self._file = stream, file
        self.number = 0
        self.row = 1
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST_ROW)
        if not line:
            raise StopIteration
        self.number += 1
        self._size += len(line)
        if self._size >= LONGEST_ROW:
            problem = f"The row that starts on line {self.row} has more than {LONGEST_ROW:,} characters."
            raise Unreadable(self._file, problem, _CLOSE_MARKS)
        return line

    def new_row(self) -> int:
        """The line on which the next row starts."""
        self.row, self._size = self.number + 1, 0
        return self.row


_CLOSE_MARKS = "Look for a quotation mark that is opened there and never closed."


def _first_lines(text: Text) -> list[str]:
    with _opened_text(text) as stream:
        lines = _Lines(stream, text.file)
        found = []
        for line in lines:
            found.append(line)
            lines.new_row()
            # A heading may itself run over a few lines, in quotation marks.
            if len(found) == 2 * SEARCHED_ROWS:
                break
    return found


def _first_rows(lines: list[str], skipped: int, separator: str) -> list[tuple[int, list[str]]]:
    """What stands on each of the first lines, each read alone: a stray mark in a note must not swallow the rest."""
    starts = range(skipped, min(len(lines), skipped + SEARCHED_ROWS))
    return [(start + 1, _one_row(lines[start:], separator)) for start in starts]


def _one_row(lines: list[str], separator: str) -> list[str]:
    try:
        return next(csv.reader(lines, delimiter=separator))[:LONGEST_HEADING]
    except csv.Error:
        return []


def _rows(text: Text, separator: str, heading: Heading) -> Iterator[SheetRow]:
    pick = itemgetter(*heading.known)
    width = max(*heading.known, *heading.others) + 1
    nameless = [place for place in range(width) if place not in heading.known and place not in heading.others]
    for line, record in _records(text, separator, heading.line):
        record.extend([""] * (width - len(record)))
        cells = [unguarded(cell) if cell[:1] == "'" else cell or None for cell in map(str.strip, pick(record))]
        if nameless or len(record) > width:
            beyond = (*(record[place] for place in nameless), *record[width:])
            cells += [unguarded(cell.strip()) for cell in beyond if cell.strip()]
        if any(cells):
            yield SheetRow(line, tuple(cells))


def _records(text: Text, separator: str, heading_line: int) -> Iterator[tuple[int, list[str]]]:
    """The rows below the heading, each with the line it starts on."""
    with _opened_text(text) as stream:
        lines = _Lines(stream, text.file)
        for _ in range(heading_line - 1):
            next(lines)
            lines.new_row()
        reader = csv.reader(lines, delimiter=separator, strict=True)
        while True:
            start = lines.new_row()
            try:
                record = next(reader, None)
            except csv.Error as fault:
                raise _malformed(text.file, start, str(fault)) from None
            if record is None:
                return
            if start > heading_line:
                yield start, record


def _malformed(file: str, line: int, fault: str) -> Unreadable:
    row = f"In the row that starts on line {line},"
    if "end of data" in fault:
        return Unreadable(file, f"{row} a quotation mark is opened and never closed.", "Close it, or take it away.")
    if "field limit" in fault:
        problem = f"{row} a cell has more than {csv.field_size_limit():,} characters."
        return Unreadable(file, problem, _CLOSE_MARKS)
    problem = f"{row} text follows after a quotation mark that closes a cell."
    return Unreadable(
        file, problem, "Write a quotation mark inside a cell twice, and put the whole cell in such marks."
    )
