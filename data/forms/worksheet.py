"""One sheet of a workbook, read row by row in bounded memory."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, TypeAlias

from data.forms.column_letters import column_of
from data.forms.markup import DEEPEST, names, new_parser, refuse, steps
from data.forms.serials import day_of_serial
from data.forms.sheets import Cell, ErrorCell, Unreadable
from data.forms.workbook_texts import LONGEST_CELL, clean, unescaped

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
NOT_CALCULATED = ErrorCell("a formula that was never calculated")
_HOLDS_TEXT = ("v", "t")
# Kinds of cells that hold their text themselves: typed in, or what a formula came to.
_WRITTEN_OUT = ("inlineStr", "str")
_EXACT = 10**15

_ELEMENTS = names("sheetData", "row", "c", "v", "t", "f", "rPh")
# The cells of a row that hold something, each with its place counted from 0.
Cells: TypeAlias = list[tuple[int, Cell]]


@dataclass(frozen=True)
class Context:
    """What a sheet's cells lean on: the workbook's texts, which of its styles show days, and where its days begin.

    `most_text` is how many characters the sheet may come to, because a few bytes may name a very long shared text.
    """

    texts: Sequence[str]
    day_styles: frozenset[str]
    from_1904: bool
    most_text: int


def read_rows(stream: BinaryIO, context: Context, file: str) -> Iterator[tuple[int, Cells]]:
    """The rows of a sheet that hold something, each under its number; raises Unreadable where it is damaged."""
    reader = _Reader(context, file)
    for _ in steps(reader.parser, stream, file, lambda: reader.line, lambda: reader.finished):
        yield from reader.rows
        reader.rows.clear()


class _Reader:
    """The state between the marks of a sheet: the row and the cell that are open, and the rows that are complete.

    Three million cells call these methods fifteen million times, so the cell's own path is kept short.
    """

    def __init__(self, context: Context, file: str) -> None:
        self.parser = new_parser(file, self.start, self.end)
        self.rows: list[tuple[int, Cells]] = []
        self.line = 0
        self.finished = False
        self._context, self._file = context, file
        self._cells: Cells = []
        self._place = -1
        self._attributes: dict[str, str] = {}
        self._formula = self._phonetic = False
        self._total = self._depth = 0
        self._pieces: list[str] = []
        self._signs: list[str] = []
        self.parser.CharacterDataHandler = self._signs.append

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            refuse(self._file)
        element = _ELEMENTS.get(name)
        if element == "c":
            self._attributes = attributes
            self._formula = False
            self._pieces = []
        elif element in _HOLDS_TEXT:
            self._signs.clear()
        elif element == "row":
            self._start_row(attributes.get("r"))
        elif element == "f":
            self._formula = True
        elif element == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        self._depth -= 1
        element = _ELEMENTS.get(name)
        if element == "c":
            self._end_cell()
        elif element in _HOLDS_TEXT:
            if not self._phonetic:
                self._pieces.append(unescaped("".join(self._signs)))
        elif element == "row":
            if self._cells:
                self.rows.append((self.line, self._cells))
            self._signs.clear()
        elif element == "rPh":
            self._phonetic = False
        elif element == "sheetData":
            self.finished = True

    def _start_row(self, number: str | None) -> None:
        line = self.line + 1 if number is None else _whole(number)
        if not self.line < line <= MOST_ROWS:
            refuse(self._file)
        self.line, self._cells, self._place = line, [], -1

    def _end_cell(self) -> None:
        reference = self._attributes.get("r")
        place = self._place + 1 if reference is None else column_of(reference)
        if not self._place < place < MOST_COLUMNS:
            refuse(self._file)
        self._place = place
        value = self._value(self._attributes.get("t"), self._pieces)
        if value is not None:
            self._cells.append((place, value))

    def _value(self, kind: str | None, pieces: list[str]) -> Cell:
        if not pieces:
            return NOT_CALCULATED if self._formula else None
        text = pieces[0] if len(pieces) == 1 else "".join(pieces)
        if len(text) > LONGEST_CELL:
            problem = f"A cell in row {self.line} has more than {LONGEST_CELL:,} characters."
            raise Unreadable(self._file, problem, "Shorten it; a cell takes 32,000.")
        if kind in _WRITTEN_OUT:
            return clean(text)
        if kind == "s":
            return self._shared(text)
        return self._calculated(kind, text)

    def _shared(self, number: str) -> str | None:
        place = _whole(number)
        if not 0 <= place < len(self._context.texts):
            refuse(self._file)
        text = self._context.texts[place]
        self._total += len(text)
        if self._total > self._context.most_text:
            refuse(self._file)
        return text or None

    def _calculated(self, kind: str | None, text: str) -> Cell:
        if not text:
            return NOT_CALCULATED if self._formula else None
        if kind is None or kind == "n":
            return self._number(text)
        if kind == "b":
            return text.strip() in ("1", "true")
        return _iso_day(text) if kind == "d" else ErrorCell(text[:80])

    def _number(self, text: str) -> Cell:
        shows_day = self._attributes.get("s") in self._context.day_styles
        if not shows_day and len(text) < 16 and text.isdecimal():
            return int(text)
        try:
            number = float(text)
        except ValueError:
            return ErrorCell(text[:80])
        if not math.isfinite(number):
            return ErrorCell(text[:80])
        if shows_day:
            return day_of_serial(number, from_1904=self._context.from_1904) or ErrorCell(text)
        return int(number) if number.is_integer() and abs(number) < _EXACT else number


def _iso_day(text: str) -> Cell:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ErrorCell(text[:80])
    return moment if "T" in text else moment.date()


def _whole(number: str) -> int:
    return int(number) if len(number) < 9 and number.isdecimal() else -1
