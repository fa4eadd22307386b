"""Tables as CSV of one kind: the same rows are the same bytes, and no value is a formula."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import TextIO

from data.forms.formula_guard import guarded
from data.forms.sheets import Cell


def text_of(cell: Cell) -> str:
    """A cell as a CSV holds it: days and moments in ISO form, yes and no in words, empty for None."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, date | datetime | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def write_text(stream: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """A table as CSV: commas, line ends LF, marks only where needed, so that the same rows are the same bytes."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(_written(cell)) for cell in row] for row in rows)


def _written(cell: Cell) -> str:
    text = text_of(cell)
    if "\0" in text:
        raise ValueError("a NUL cannot be written to a text")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
