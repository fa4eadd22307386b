"""The template is understood as it stands: every column there, every word listed, the example in each sheet."""

from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from core.cells import WordCell
from core.models import TABLES
from data.forms.sheets import Unwritable, Upload
from data.forms.source import read_sheets
from data.forms.template import EXAMPLE, explained, template, write_template
from tests.sources import KNOWN


def test_the_template_has_every_table_and_column_and_one_example_each() -> None:
    sheets = read_sheets(Upload("template.xlsx", template()), KNOWN)
    assert not sheets.findings
    assert {sheet.table: list(sheet.columns) for sheet in sheets} == KNOWN
    for sheet in sheets:
        (row,) = sheet.rows
        assert row.line == 2
        assert row.cells[sheet.columns.index(TABLES[sheet.table].key[0])] == EXAMPLE
        assert None not in row.cells
        assert not sheet.findings


def test_every_example_is_a_valid_record() -> None:
    for sheet in read_sheets(Upload("template.xlsx", template()), KNOWN):
        (row,) = sheet.rows
        TABLES[sheet.table].model_validate(dict(zip(sheet.columns, row.cells, strict=True)))


def test_every_word_and_every_other_spelling_is_listed() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(template()))
    listed = {tuple(row[:3]): row[3] for row in book.get_sheet_by_name("Words").iter_rows()}
    for record in TABLES.values():
        for column in record.columns():
            if isinstance(column.cell, WordCell):
                for word in column.cell.words:
                    spellings = str(listed[record.table, column.name, word])
                    assert all(other in spellings for other, meant in column.cell.synonyms.items() if meant == word)


def test_headings_are_explained_without_numbers_of_rules() -> None:
    told = {column.name: explained(column) for column in TABLES["contacts"].columns()}
    assert told["channel"].startswith("How the contact was found. One of: personal_network, ")
    assert told["channel"].endswith("This may stay empty, which stands for other.")
    assert told["client_id"] == "Whose contact it is. An id from the sheet clients. This must be filled in."
    assert not [text for text in told.values() if "(R" in text]


def test_the_template_is_the_same_bytes_every_time_and_holds_no_formula(tmp_path: Path) -> None:
    write_template(tmp_path / "template.xlsx")
    assert (tmp_path / "template.xlsx").read_bytes() == template()
    with pytest.raises(Unwritable, match="It is there already"):
        write_template(tmp_path / "template.xlsx")
    with pytest.raises(Unwritable, match=r"ends in \.xlsx"):
        write_template(tmp_path / "template.zip")
