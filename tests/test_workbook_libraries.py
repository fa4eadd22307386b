"""Mistakes that calamine, openpyxl and XlsxWriter make with workbooks, and ours does not: docs/workbooks.md as tests.

Where a newer version mends what is shown here, its test fails and says so: look again then whether ours must stay.
"""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # ships no types
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # ships no types
from python_calamine import CalamineWorkbook

from data.forms.sheets import Cell, ErrorCell, Table, Unreadable, Upload
from data.forms.source import read_sheets
from data.forms.target import packed_sheets
from data.forms.template import template
from tests.sources import KNOWN

ROOT = Path(__file__).parent.parent
CALAMINE, OPENPYXL, XLSXWRITER = "python-calamine", "openpyxl", "xlsxwriter"
COLUMNS = ("client_id", "name", "started_on")
FAR = '<row r="1048576"><c r="A1048576"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>'


def still(library: str, wrong: object, call: Callable[[], object]) -> None:
    """Holds while a library gets something wrong in just this way; fails with words when it does no longer."""
    try:
        found = call()
    except Exception as refusal:  # noqa: BLE001 - whatever a newer version raises is news as well
        found = type(refusal).__name__
    assert found == wrong, (
        f"{library} {version(library)} no longer does what is written down here: look again whether ours must stay,"
        " and change this test and docs/workbooks.md."
    )


# ── one sheet, read by each ──────────────────────────────────────────────────────────────────────────────────────────


def workbook(rows_below: str, before: str = "") -> bytes:
    """A sound workbook of ours with further rows of markup under its heading, and `before` in front of the sheet."""
    made = BytesIO()
    sound = packed_sheets("xlsx", [Table("clients", COLUMNS, [])])
    with zipfile.ZipFile(BytesIO(sound)) as parts, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = parts.read(name).decode()
            if name.endswith("sheet1.xml"):
                part = part.replace("</sheetData>", f"{rows_below}</sheetData>").replace(
                    "<worksheet", f"{before}<worksheet"
                )
            archive.writestr(name, part)
    return made.getvalue()


def row(*cells: str) -> str:
    return f'<row r="2">{"".join(cells)}</row>'


def day_cells(*serials: float) -> bytes:
    """The numbers as cells of the column of days, one a row, written by another program."""

    def fill(book: xlsxwriter.Workbook) -> None:
        sheet, day = book.add_worksheet("clients"), book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, COLUMNS)
        for line, serial in enumerate(serials, start=1):
            sheet.write_number(line, 2, serial, day)

    return by_xlsxwriter(fill)


def ours(data: bytes) -> list[list[Cell]]:
    (sheet,) = read_sheets(Upload("office.xlsx", data), KNOWN)
    return [list(found.cells) for found in sheet.rows]


def calamines(data: bytes) -> list[list[Any]]:
    return list(CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python())[1:]


def openpyxls(data: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    return [list(values) for values in book.worksheets[0].iter_rows(min_row=2, values_only=True)]


ERROR_AND_TEXT = row('<c r="A2" t="e"><v>#N/A</v></c>', '<c r="B2" t="inlineStr"><is><t>#N/A</t></is></c>')
NEVER_CALCULATED = row('<c r="A2"><v>7</v></c>', '<c r="B2"><f>TODAY()</f></c>')


def test_ours_tells_an_error_from_the_text_that_spells_it_and_from_an_empty_cell() -> None:
    assert ours(workbook(ERROR_AND_TEXT)) == [[ErrorCell("#N/A"), "#N/A", None]]


def test_calamine_gives_an_error_as_an_empty_cell() -> None:
    still(CALAMINE, [["", "#N/A", ""]], lambda: calamines(workbook(ERROR_AND_TEXT)))


def test_openpyxl_gives_an_error_as_the_text_that_spells_it() -> None:
    still(OPENPYXL, [["#N/A", "#N/A"]], lambda: openpyxls(workbook(ERROR_AND_TEXT)))


def test_ours_says_of_a_formula_that_it_was_never_calculated() -> None:
    ((number, formula, _),) = ours(workbook(NEVER_CALCULATED))
    assert (number, type(formula)) == (7, ErrorCell)


def test_calamine_and_openpyxl_give_a_formula_that_was_never_calculated_as_an_empty_cell() -> None:
    still(CALAMINE, [[7, "", ""]], lambda: calamines(workbook(NEVER_CALCULATED)))
    still(OPENPYXL, [[7, None]], lambda: openpyxls(workbook(NEVER_CALCULATED)))


def test_ours_takes_no_number_for_a_day_that_never_was() -> None:
    assert [cells[2] for cells in ours(day_cells(59, 60, 61, -5))] == [
        date(1900, 2, 28),
        ErrorCell("60"),
        date(1900, 3, 1),
        ErrorCell("-5"),
    ]


def test_calamine_reads_29_february_1900_as_the_day_before_and_a_number_below_all_days_as_midnight() -> None:
    still(CALAMINE, [date(1900, 2, 28), time(0)], lambda: [cells[2] for cells in calamines(day_cells(60, -5))])


def test_openpyxl_reads_29_february_1900_as_the_day_before_and_a_number_below_all_days_as_a_day() -> None:
    days = [datetime(1900, 2, 28), datetime(1899, 12, 25)]
    still(OPENPYXL, days, lambda: [cells[2] for cells in openpyxls(day_cells(60, -5))])


def test_openpyxl_gives_the_days_of_east_asian_workbooks_as_numbers() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("clients")
        sheet.write_row(0, 0, COLUMNS)
        for line, number_format in enumerate([30, 57], start=1):
            sheet.write_number(line, 2, 46_000, book.add_format({"num_format": number_format}))

    data = by_xlsxwriter(fill)
    assert [cells[2] for cells in ours(data)] == [date(2025, 12, 9)] * 2
    still(OPENPYXL, [46_000, 46_000], lambda: [cells[2] for cells in openpyxls(data)])


def test_openpyxl_leaves_the_signs_that_xml_cannot_hold_in_their_escapes() -> None:
    data = workbook(row('<c r="A2" t="inlineStr"><is><t>Kim_x000A_Lee</t></is></c>'))
    assert ours(data)[0][0] == "Kim\nLee"
    still(OPENPYXL, [["Kim_x000A_Lee"]], lambda: openpyxls(data))


def test_openpyxl_follows_the_entities_that_a_file_declares() -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'
    data = workbook(row('<c r="A2" t="inlineStr"><is><t>&b;</t></is></c>'), before=entities)
    with pytest.raises(Unreadable, match="built as no honest workbook is"):
        ours(data)
    still(OPENPYXL, [["a" * 20]], lambda: openpyxls(data))


# ── what reading takes ───────────────────────────────────────────────────────────────────────────────────────────────

READERS = {
    "ours": """
        from tests.sources import KNOWN
        from data.forms.source import read_sheets
        count = sum(1 for sheet in read_sheets(path, KNOWN) for _ in sheet.rows)
    """,
    CALAMINE: """
        from python_calamine import CalamineWorkbook
        count = sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()) - 1
    """,
}
MEASURED = r"""
import json, re, sys
from pathlib import Path
path = Path(sys.argv[1])
{reading}
print(json.dumps([count, int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) / 1000]))
"""


def child(reader: str, path: Path) -> subprocess.CompletedProcess[str]:
    """A process of its own that counts the rows of a workbook, and says how many megabytes it had at its most."""
    code = MEASURED.format(reading=re.sub(r"^ +", "", READERS[reader], flags=re.MULTILINE))
    return subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=False)


def test_calamine_aborts_the_process_over_a_cell_in_the_last_row_and_column(tmp_path: Path) -> None:
    (tmp_path / "far.xlsx").write_bytes(workbook(FAR))
    assert json.loads(child("ours", tmp_path / "far.xlsx").stdout)[0] == 1
    still(CALAMINE, True, lambda: child(CALAMINE, tmp_path / "far.xlsx").returncode < 0)


def megabytes(reader: str, path: Path, rows: int) -> float:
    count, peak = json.loads(child(reader, path).stdout)
    assert count == rows
    return float(peak)


@pytest.mark.slow
def test_calamine_needs_memory_for_a_whole_sheet_where_ours_needs_it_for_a_row(tmp_path: Path) -> None:
    small, large = tmp_path / "small.xlsx", tmp_path / "large.xlsx"
    for path, count in ((small, 10), (large, 60_000)):
        rows = [(f"c{number}", f"Person {number} of the house", date(2026, 1, 2)) for number in range(count)]
        path.write_bytes(packed_sheets("xlsx", [Table("clients", COLUMNS, rows)]))
    needed = {reader: megabytes(reader, large, 60_000) - megabytes(reader, small, 10) for reader in READERS}
    assert needed["ours"] < 8
    still(CALAMINE, True, lambda: needed[CALAMINE] > 2 * max(needed["ours"], 5))


# ── texts, written by each ───────────────────────────────────────────────────────────────────────────────────────────


def by_us(text: str) -> bytes:
    return packed_sheets("xlsx", [Table("clients", ("client_id", "name"), [("7", text)])])


def by_openpyxl(text: str) -> bytes:
    book, stream = openpyxl.Workbook(write_only=True), BytesIO()
    sheet = book.create_sheet("clients")
    sheet.append(["client_id", "name"])
    sheet.append(["7", text])
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(fill: Callable[[xlsxwriter.Workbook], None], **options: object) -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, "strings_to_urls": False, **options}) as book:
        fill(book)
    return stream.getvalue()


def text_by_xlsxwriter(text: str, **options: object) -> bytes:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("clients")
        sheet.write_row(0, 0, ["client_id", "name"])
        sheet.write_row(1, 0, ["7", text])

    return by_xlsxwriter(fill, **options)


def name_in(data: bytes) -> Cell:
    """The one name in a workbook, as ours reads it and, where that is a text, calamine too."""
    ((_, name),) = ours(data)
    ((_, theirs),) = calamines(data)
    assert name == theirs or not isinstance(name, str)
    return name


def sheet_in(data: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


HARD_TEXTS = ["=1+1", "#N/A", "_x0041_", "_x005F_x0041_", "<r><t>x</t></r>", "a\x07b"]


@pytest.mark.parametrize("text", HARD_TEXTS)
def test_ours_writes_every_text_so_that_it_is_read_as_it_was(text: str) -> None:
    assert name_in(by_us(text)) == text


def test_openpyxl_writes_a_text_that_begins_with_an_equals_sign_as_a_formula() -> None:
    still(OPENPYXL, True, lambda: b"<f>1+1</f>" in sheet_in(by_openpyxl("=1+1")))
    assert b"<f>" not in sheet_in(by_us("=1+1"))


def test_openpyxl_writes_a_text_that_spells_an_error_as_that_error() -> None:
    still(OPENPYXL, ErrorCell("#N/A"), lambda: name_in(by_openpyxl("#N/A")))


@pytest.mark.parametrize(("text", "read"), [("_x0041_", "A"), ("_x005F_x0041_", "_x0041_")])
def test_openpyxl_writes_a_text_that_looks_like_an_escape_so_that_it_is_read_as_another(text: str, read: str) -> None:
    still(OPENPYXL, read, lambda: name_in(by_openpyxl(text)))


@pytest.mark.parametrize("constant_memory", [True, False])
def test_xlsxwriter_takes_a_text_between_r_and_r_for_markup(constant_memory: bool) -> None:
    text = "<r><t>x</t></r>"
    still(XLSXWRITER, "x", lambda: name_in(text_by_xlsxwriter(text, constant_memory=constant_memory)))


@pytest.mark.parametrize("constant_memory", [True, False])
def test_xlsxwriter_writes_an_escaped_escape_so_that_it_is_read_as_another_text(constant_memory: bool) -> None:
    text = "_x005F_x0041_"
    still(XLSXWRITER, "_x005FA", lambda: name_in(text_by_xlsxwriter(text, constant_memory=constant_memory)))


def test_openpyxl_writes_a_sign_that_no_markup_may_hold() -> None:
    """U+FFFF is outside of what a document may consist of (XML 1.0, §2.2), so the whole file counts as damaged."""
    still(OPENPYXL, True, lambda: "\uffff".encode() in sheet_in(by_openpyxl("\uffff")))
    assert "\uffff".encode() not in sheet_in(by_us("\uffff"))
    assert ours(by_us("\uffff")) == [["7", "\uffff"]]


def test_openpyxl_refuses_a_text_with_a_sign_that_workbooks_hold_escaped() -> None:
    still(OPENPYXL, "IllegalCharacterError", lambda: by_openpyxl("a\x07b"))


def test_the_template_holds_none_of_the_texts_that_xlsxwriter_gets_wrong() -> None:
    with zipfile.ZipFile(BytesIO(template())) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}
    shared = parts["xl/sharedStrings.xml"]
    assert shared.count("<si>") > 200
    assert not re.search(r"<r>|_x[0-9A-Fa-f]{4}_|[\ufffe\uffff]", shared)
    assert "<f>" not in "".join(part for name, part in parts.items() if "/worksheets/" in name)
