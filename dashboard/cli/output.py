"""The three forms of what a command prints: text in 100 columns, JSON, CSV; and the pieces that text is made of."""

import io
import json
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from data.forms.csv_writer import write_text

Form = Literal["text", "json", "csv"]
WIDTH = 100
"""Columns of a terminal that every line of ours fits into."""

_GAP = "  "


def as_json(document: Any) -> str:
    """One document."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """A heading and a line for each row, written as the CSV of a bundle is; a list is separated by spaces."""
    stream = io.StringIO()
    write_text(stream, columns, ([_cell(row.get(column)) for column in columns] for row in rows))
    return stream.getvalue()


def _cell(value: Any) -> Any:
    return " ".join(value) if isinstance(value, list) else value


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, whether it holds numbers, and what becomes of it where room is short.

    `least` is the width down to which it may be cut, None where it may not; a `spare` one is left out before that
    does not suffice.
    """

    heading: str
    number: bool = False
    least: int | None = None
    spare: bool = False


def table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """Rows under their headings, if there are any, in as much room as they need and a line has."""
    rows = [[_one_line(cell) for cell in row] for row in rows]
    places = range(len(columns))
    headings = [column.heading for column in columns]
    widths = {place: max(width(row[place]) for row in [headings, *rows]) for place in places}
    shown = _fit(widths, columns)
    lines = [headings, *rows] if any(headings) else rows
    return "".join(f"{_line([(line[place], columns[place], shown[place]) for place in shown])}\n" for line in lines)


def _fit(widths: dict[int, int], columns: Sequence[Column]) -> dict[int, int]:
    """The columns that are shown, each with its width: cut as far as they may be, then the spare ones left out."""
    shown = dict(widths)
    while (over := sum(shown.values()) + len(_GAP) * (len(shown) - 1) - WIDTH) > 0:
        wide = {place: shown[place] - (columns[place].least or shown[place]) for place in shown}
        if sum(part for part in wide.values() if part > 0) >= over:
            widest = max(wide, key=lambda place: wide[place])
            shown[widest] -= 1
        elif spare := [place for place in shown if columns[place].spare]:
            del shown[spare[-1]]
        else:
            return {place: min(shown[place], columns[place].least or shown[place]) for place in shown}
    return shown


def _line(cells: Iterable[tuple[str, Column, int]]) -> str:
    padded = []
    for cell, column, room in cells:
        text = cut(cell, room)
        blanks = " " * (room - width(text))
        padded.append(blanks + text if column.number else text + blanks)
    return _GAP.join(padded).rstrip()


def width(text: str) -> int:
    """The columns of a terminal that a text takes: two for the wide signs of East Asia, none for an accent."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1
        for sign in text
    )


def cut(text: str, room: int) -> str:
    """A text in so many columns, its end replaced by … where it is longer."""
    if width(text) <= room:
        return text
    while width(text) > room - 1:
        text = text[:-1]
    return text + "…"


def paragraph(text: str, indent: int = 0) -> str:
    """A text as lines that fit, each so far from the edge."""
    lines, line = [], ""
    for word in text.split():
        if line and indent + width(line) + 1 + width(word) > WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "".join(f"{' ' * indent}{each}\n" for each in [*lines, line])


def sentence(text: str) -> str:
    """A text with a full stop, where it does not end in a mark of its own."""
    text = _one_line(text)
    return text if not text or text[-1] in ".?!…" else f"{text}."


def _one_line(text: str) -> str:
    return " ".join(text.split())
