"""The template: an empty workbook to hand out, headings explained, lists to choose from, an example in each sheet."""

import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # ships no types

from core.cells import NumberCell, WordCell
from core.models import MUST_BE_PRESENT, TABLES, Column, Record
from data.forms.sheets import Unwritable
from data.forms.target import form_of, write_file

EXAMPLE = "example"
_ROWS_WITH_LISTS = 5_000
_WIDTHS = {"id": 14, "ref": 14, "day": 12, "number": 12, "yes_no": 10, "word": 16, "words": 24, "instant": 20}
_HOW = {
    "id": "Any text or number of your own, each once in this sheet.",
    "ref": "An id from the sheet {refers}.",
    "text": "Text.",
    "day": "A day, such as 2026-11-22.",
    "instant": "A day and time, such as 2026-11-27 14:00.",
    "yes_no": "yes or no.",
}
_NEEDS = {
    "filled": "This must be filled in.",
    "column": "This may stay empty{empty}.",
    "optional": "This may stay empty, and the column may be left out.",
}
_RULES = re.compile(r" ?\(R\d[^)]*\)")
_READ_ME = (
    "How to fill this in",
    "One sheet is one kind of thing, one row is one of them. Only clients, contacts and interviews are needed;"
    " leave the other sheets as they are, or delete them.",
    "The first row names the columns: keep the names, in any order. Point at one to read what belongs there.",
    "Bold names must be filled in. Whatever else you do not know, leave empty: empty means unknown, never no.",
    "Ids tie the sheets together: what stands under client_id in clients stands again under client_id in contacts.",
    "The grey row in each sheet is an example; it is skipped, so it may stay.",
    "The sheet “Words” lists the words that are understood, and other spellings of them.",
    "When you are done: digwell import this-file.xlsx my-office.digwell",
)


def template() -> bytes:
    """The template as one file; the same bytes every time."""
    stream = io.BytesIO()
    # Nothing that is typed here may become a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": "Digwell template", "created": datetime(2026, 1, 1)})  # noqa: DTZ001 - as shown
        formats = _formats(book)
        _write_read_me(book, formats)
        for record in TABLES.values():
            _write_sheet(book, record, formats)
        _write_words(book, formats)
    return stream.getvalue()


def write_template(target: Path, *, replace: bool = False) -> None:
    """Writes the template; raises Unwritable as `write_sheets` does, and for a name that does not end in .xlsx."""
    if form_of(target) != "xlsx":
        raise Unwritable(target, "The template is a workbook.", "Give it a name that ends in .xlsx.")
    write_file(target, template(), replace=replace)


def _formats(book: Any) -> dict[str, Any]:
    grey, paper = {"font_color": "#6b6b6b", "italic": True}, {"bg_color": "#eef4f4", "bottom": 1, "num_format": "@"}
    return {
        "filled": book.add_format({**paper, "bold": True}),
        "other": book.add_format(paper),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
        "text": book.add_format({"num_format": "@"}),
        "number": book.add_format({"num_format": "0"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "text example": book.add_format({**grey, "num_format": "@"}),
        "number example": book.add_format({**grey, "num_format": "0"}),
        "day example": book.add_format({**grey, "num_format": "yyyy-mm-dd"}),
    }


def _write_read_me(book: Any, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Read me")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    for line, text in enumerate(_READ_ME):
        sheet.merge_range(line, 0, line, 1, text, formats["wrapped"] if line else formats["title"])
        sheet.set_row(line, 32 if len(text) > 100 else 20)
    for line, record in enumerate(TABLES.values(), start=len(_READ_ME) + 1):
        needed = " (needed)" if record.table in MUST_BE_PRESENT else ""
        sheet.write_string(line, 0, record.table)
        sheet.write_string(line, 1, f"{(record.__doc__ or '').strip()}{needed}", formats["wrapped"])


def _write_sheet(book: Any, record: type[Record], formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(record.table)
    sheet.freeze_panes(1, 1)
    if record.table in MUST_BE_PRESENT:
        sheet.set_tab_color("#0f6b78")
    for place, column in enumerate(record.columns()):
        kind = column.kind if column.kind in {"day", "number"} else "text"
        sheet.set_column(place, place, _WIDTHS.get(column.kind, 28), formats[kind])
        sheet.write_string(0, place, column.name, formats["filled" if column.need == "filled" else "other"])
        sheet.write_comment(0, place, explained(column), {"x_scale": 2, "y_scale": 1.5, "author": "Digwell"})
        if choice := _choice(column):
            sheet.data_validation(1, place, _ROWS_WITH_LISTS, place, choice)
        value = EXAMPLE if column.name == record.key[0] else _example(column)
        if isinstance(value, date):
            sheet.write_datetime(1, place, datetime.combine(value, datetime.min.time()), formats["day example"])
        else:
            sheet.write(1, place, value, formats[f"{kind} example"])


def explained(column: Column) -> str:
    """What a heading says when it is pointed at: what belongs there, how it is written, whether it may stay empty."""
    empty = f", which stands for {column.empty}" if column.empty else ""
    about = _RULES.sub("", column.about).rstrip(".")
    return f"{about}. {_how(column)} {_NEEDS[column.need].format(empty=empty)}"


def _how(column: Column) -> str:
    if isinstance(column.cell, NumberCell):
        return f"A whole number from {column.cell.least:,} to {column.cell.most:,}."
    if isinstance(column.cell, WordCell):
        words = ", ".join(column.cell.words)
        return f"Any of: {words}; separated by spaces." if column.kind == "words" else f"One of: {words}."
    return _HOW[column.kind].format(refers=column.refers)


def _choice(column: Column) -> dict[str, Any] | None:
    """The list or the bounds that a program offers; it advises and never forbids, because import understands more."""
    advice = {"error_type": "information", "error_title": "Digwell", "error_message": _how(column)[:250]}
    if column.kind == "word" and isinstance(column.cell, WordCell):
        return {"validate": "list", "source": list(column.cell.words), **advice}
    if column.kind == "yes_no":
        return {"validate": "list", "source": ["yes", "no"], **advice}
    if isinstance(column.cell, NumberCell):
        bounds = {"minimum": column.cell.least, "maximum": column.cell.most}
        return {"validate": "integer", "criteria": "between", **bounds, **advice}
    return None


def _example(column: Column) -> str | int | date:
    if isinstance(column.cell, NumberCell):
        return max(column.cell.least, 1)
    if isinstance(column.cell, WordCell):
        return column.cell.words[0]
    told: dict[str, str | date] = {
        "day": date(2026, 11, 22), "instant": "2026-11-27 14:00", "yes_no": "yes", "ref": EXAMPLE, "id": EXAMPLE,
    }  # fmt: skip
    return told.get(column.kind, f"Example: {column.name.replace('_', ' ')}")


def _write_words(book: Any, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet("Words")
    sheet.freeze_panes(1, 0)
    for place, (name, width) in enumerate([("Sheet", 14), ("Column", 20), ("Word", 24), ("Also understood", 70)]):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, formats["filled"])
    lines = (
        (record.table, column.name, word, _spellings(column.cell, word))
        for record in TABLES.values()
        for column in record.columns()
        if isinstance(column.cell, WordCell)
        for word in column.cell.words
    )
    for number, line in enumerate(lines, start=1):
        sheet.write_row(number, 0, line)


def _spellings(cell: WordCell, word: str) -> str:
    return ", ".join(spelling for spelling, meant in cell.synonyms.items() if meant == word)
