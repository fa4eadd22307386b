"""Sources as people really have them: every form, encoding, separator and slip ends as the same sheet of cells."""

import codecs
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # ships no types

from core.policy import Policy
from data.forms import allowance
from data.forms.sheets import ErrorCell, Limits, Sheet, Upload
from data.forms.source import read_sheets
from tests.sources import KNOWN, problem, upload, xlsx, zipped

HEADER = "client_id,name,started_on\n"
ONE = HEADER + "7,Zoë,2026-01-02\n"


def only(source: Path | Upload) -> Sheet:
    (sheet,) = read_sheets(source, KNOWN)
    return sheet


def rows(text: str | bytes, name: str = "clients.csv") -> list[tuple[int, tuple[object, ...]]]:
    return [(line, cells) for line, cells in only(upload(text, name)).rows]


def workbook(fill: Callable[[xlsxwriter.Workbook], object], **options: object) -> Upload:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False, **options}) as book:
        fill(book)
    return Upload("office.xlsx", stream.getvalue())


def sheet_of(*lines: list[object], name: str = "clients") -> Callable[[xlsxwriter.Workbook], None]:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet(name)
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)

    return fill


@pytest.mark.parametrize(
    "data",
    [
        ONE.encode(),
        codecs.BOM_UTF8 + ONE.encode(),
        ONE.encode("utf-16"),
        codecs.BOM_UTF16_BE + ONE.encode("utf-16-be"),
        ONE.encode("utf-16-le"),
        ONE.encode("utf-16-be"),
        ONE.replace(",", ";").encode(),
        ONE.replace(",", "\t").encode(),
        ("sep=;\n" + ONE.replace(",", ";")).encode(),
        ONE.replace("\n", "\r\n").encode(),
        ONE.replace("\n", "\r").encode(),
        ONE.replace("client_id", "CLIENT-ID").replace("started_on", "Stärted On").encode(),
    ],
)
def test_every_encoding_separator_and_line_end_gives_the_same_rows(data: bytes) -> None:
    sheet = only(upload(data))
    assert sheet.columns == ("client_id", "name", "started_on")
    assert [row.cells for row in sheet.rows] == [("7", "Zoë", "2026-01-02")]
    assert not sheet.findings


def test_windows_1252_is_read_and_said_with_words_to_judge_it_by() -> None:
    sheet = only(upload(ONE.encode("cp1252")))
    assert next(sheet.rows).cells[1] == "Zoë"
    assert "“Zoë”" in sheet.findings[0].message


def test_bytes_that_are_no_text_in_any_encoding_name_their_line() -> None:
    assert "Line 2 holds signs that are no text" in problem(upload(HEADER.encode() + b"7,\x81\xff\n"))


def test_half_a_sign_of_utf16_is_told() -> None:
    assert "Line 2 holds signs" in problem(upload(ONE.encode("utf-16")[:-1]))


def test_lines_are_the_physical_ones_notes_blank_lines_and_quoted_line_ends_counted() -> None:
    text = "Notes: Kim's 5\" list\n\n" + HEADER + '1,"Two\nlines",x\n\n , ,\n2,Ada,y\n'
    assert rows(text) == [(4, ("1", "Two\nlines", "x")), (8, ("2", "Ada", "y"))]


def test_the_heading_may_run_over_two_lines_in_quotation_marks() -> None:
    assert rows('"client\nid",name\n1,Ada\n') == [(3, ("1", "Ada"))]


def test_a_separator_line_is_counted() -> None:
    assert rows("sep=;\nclient_id;name\n1;Ada, too\n") == [(3, ("1", "Ada, too"))]


def test_the_separator_is_the_one_that_finds_most_columns() -> None:
    assert rows("client_id;name;started_on\n1;Lee, Ann;2\n") == [(2, ("1", "Lee, Ann", "2"))]


def test_a_short_row_is_filled_up_and_a_cell_under_no_heading_stays_visible() -> None:
    text = HEADER + "1\n2,Lee, Ann,2026-01-01\n3,Ada,2026-01-01,,\n"
    assert [cells for _, cells in rows(text)] == [
        ("1", None, None),
        ("2", "Lee", "Ann", "2026-01-01"),
        ("3", "Ada", "2026-01-01"),
    ]


def test_a_cell_under_an_empty_heading_stays_visible() -> None:
    assert [cells for _, cells in rows("client_id,,name\n1,beside,Ada\n")] == [("1", "Ada", "beside")]


def test_unknown_columns_are_kept_out_and_named_but_the_problem_column_is_read_past() -> None:
    sheet = only(upload("client_id,Shoe size,name,problem\n1,43,Ada,too late\n"))
    assert sheet.columns == ("client_id", "name")
    assert [row.cells for row in sheet.rows] == [("1", "Ada")]
    (finding,) = sheet.findings
    assert "“Shoe size”" in finding.message
    assert "problem" not in finding.message


def test_a_column_named_twice_is_told_with_its_letters() -> None:
    assert "The column name stands twice in line 1 (columns B and D)" in problem(upload("client_id,name,email,Name\n"))


def test_no_row_of_column_names_is_told() -> None:
    assert "No row of column names" in problem(upload("a,b\n1,2\n"))
    assert "No row of column names" in problem(upload("\n" * 20 + ONE))
    assert rows("\n" * 19 + ONE)[0][0] == 21


def test_rows_can_be_read_twice() -> None:
    sheet = only(upload(ONE))
    assert list(sheet.rows) == list(sheet.rows) != []


@pytest.mark.parametrize(
    ("cell", "text"),
    [("'=1+1", "=1+1"), ("''=x", "'=x"), ("'-5", "-5"), ("'@kim", "@kim"), ("'+1 (2)", "+1 (2)"), ("'+49 1", "'+49 1"),
     ("'tis", "'tis"), ("-5", "-5"), ("'", "'")],
)  # fmt: skip
def test_one_apostrophe_comes_off_exactly_where_one_was_put(cell: str, text: str) -> None:
    assert rows(f"client_id,name\n1,{cell}\n")[0][1] == ("1", text)


@pytest.mark.parametrize(
    ("name", "text", "table"),
    [
        ("clients.csv", ONE, "clients"),
        ("Follow Ups.CSV", "follow_up_id,client_id,kind,due_on\n", "follow_ups"),
        ("export (3).csv", "contact_id,client_id,name,channel,added_on\n", "contacts"),
        ("people.txt", "counselor_id,name,email\n", "counselors"),
        ("fields", "field_id\tclient_id\tname\n", "fields"),
    ],
)
def test_a_single_file_is_known_by_its_name_else_by_its_columns(name: str, text: str, table: str) -> None:
    assert only(upload(text, name)).table == table


def test_a_file_that_could_be_two_tables_asks_for_a_name() -> None:
    assert "says which table it holds" in problem(upload("name,email\nAda,a@example.org\n", "list.csv"))


def test_an_empty_file_is_told() -> None:
    assert "There is nothing in it" in problem(upload(b""))
    assert "There is nothing in it" in problem(upload("\ufeff\n \n"))


def test_a_folder_a_zip_and_a_zip_of_the_folder_are_the_same(tmp_path: Path) -> None:
    files = {"clients.csv": ONE, "Follow-Ups.tsv": "follow_up_id\tclient_id\n1\t7\n", "read me.pdf": "x"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / ".DS_Store").write_text("x")
    enclosed = {f"office/{name}": text for name, text in files.items()} | {"__MACOSX/._clients.csv": "x"}
    sources: list[Path | Upload] = [tmp_path, upload(zipped(files), "a.csv"), upload(zipped(enclosed), "a.zip")]
    for source, form in zip(sources, ["folder", "zip", "zip"], strict=True):
        sheets = read_sheets(source, KNOWN)
        assert sheets.form == form
        assert {sheet.table: [row.cells for row in sheet.rows] for sheet in sheets} == {
            "clients": [("7", "Zoë", "2026-01-02")],
            "follow_ups": [("1", "7")],
        }
        assert ["“read me.pdf”" in finding.message for finding in sheets.findings] == [True]


def test_the_same_table_twice_is_told() -> None:
    told = problem(upload(zipped({"clients.csv": ONE, "Clients.tsv": ONE}), "a.zip"))
    assert "The table clients is there twice: “Clients”, “clients”" in told


def test_a_folder_without_a_table_says_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "office.xlsx").write_bytes(b"x")
    assert "It holds “office.xlsx”" in problem(tmp_path)


def test_an_empty_file_beside_others_is_said_and_left() -> None:
    sheets = read_sheets(upload(zipped({"clients.csv": ONE, "notes.csv": ""}), "a.zip"), KNOWN)
    assert [sheet.table for sheet in sheets] == ["clients"]
    assert "“notes”" in sheets.findings[0].message


def test_a_missing_source_is_told(tmp_path: Path) -> None:
    assert "There is no such file or folder" in problem(tmp_path / "gone.csv")


def test_a_hidden_sheet_is_read_and_told() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        for name in ("clients", "contacts"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(KNOWN[name])[:3])
            sheet.write_row(1, 0, ["1", "2", "3"])
            if name == "contacts":
                sheet.hide()

    shown, hidden = read_sheets(workbook(fill), KNOWN)
    assert shown.findings == ()
    assert [row.line for row in hidden.rows] == [2]
    assert "“contacts” is hidden" in hidden.findings[0].message


def test_what_is_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text(ONE)
    small = Limits(packed=10, text=10, unpacked=10)
    assert "more than the" in problem(tmp_path, small)
    assert "more than the" in problem(tmp_path / "clients.csv", small)
    assert "more than the" in problem(upload(zipped({"clients.csv": ONE}), "a.zip"), small)
    assert "Unpacked" in problem(upload(zipped({"clients.csv": ONE}), "a.zip"), Limits(unpacked=10))


def test_what_may_come_in_is_what_the_offices_numbers_say(tmp_path: Path) -> None:
    policy = Policy(page_upload_mb=1, text_mb=1, unpacked_mb=1)
    text = ONE + "8," + "x" * 2**20 + ",\n"
    (tmp_path / "clients.csv").write_text(text)
    dropped = upload(text)
    assert "more than the 1 MB" in problem(dropped, allowance.on_the_page(policy))
    assert "more than the 1 MB" in problem(tmp_path / "clients.csv", allowance.on_the_command_line(policy))
    packed = upload(zipped({"clients.csv": text}), "a.zip")
    for allowed in (allowance.on_the_page, allowance.on_the_command_line):
        assert "more than the 1 MB" in problem(packed, allowed(policy))
        assert read_sheets(dropped, KNOWN, allowed(Policy()))


def test_a_workbook_gives_real_types_and_the_rows_a_person_sees() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet, day = book.add_worksheet("Follow-Ups"), book.add_format({"num_format": "dd/mm/yyyy"})
        moment, clock = (
            book.add_format({"num_format": "d mmm yyyy hh:mm"}),
            book.add_format({"num_format": "h:mm AM/PM"}),
        )
        sheet.write(2, 1, "My list")
        sheet.write_row(4, 1, ["Follow-up ID", "Client ID", "due_on", "kind", "note", "done_on"])
        sheet.write_row(6, 1, [7, 7.5, None, True, " two\r\nlines "])
        sheet.write_datetime(6, 3, datetime(2026, 2, 28), day)
        sheet.write_datetime(7, 3, datetime(2026, 2, 28, 14, 30), moment)
        sheet.write_number(8, 3, 0.25, clock)
        sheet.write_number(9, 3, 7.0)
        sheet.write_string(10, 3, "007")

    sheet = only(workbook(fill))
    assert (sheet.table, sheet.header_line) == ("follow_ups", 5)
    found = {row.line: row.cells for row in sheet.rows}
    assert found[7] == (7, 7.5, date(2026, 2, 28), True, "two\nlines", None)
    assert [found[line][2] for line in (8, 9, 10, 11)] == [datetime(2026, 2, 28, 14, 30), time(6), 7, "007"]
    assert isinstance(found[10][2], int)


def test_a_workbook_that_counts_from_1904_gives_the_same_days() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("clients")
        sheet.write_row(0, 0, ["client_id", "started_on"])
        sheet.write_datetime(1, 1, datetime(2026, 2, 28), book.add_format({"num_format": 14}))

    assert next(only(workbook(fill, date_1904=True)).rows).cells == (None, date(2026, 2, 28))


def test_cells_that_show_an_error_are_no_text_and_no_emptiness() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("clients")
        sheet.write_row(0, 0, ["client_id", "name", "started_on"])
        sheet.write_formula(1, 0, "=NA()", None, "#N/A")
        sheet.write_string(1, 1, "#N/A")
        sheet.write_number(1, 2, -5, book.add_format({"num_format": "yyyy-mm-dd"}))

    assert next(only(workbook(fill)).rows).cells == (ErrorCell("#N/A"), "#N/A", ErrorCell("-5"))


def test_formulas_give_what_they_came_to_and_one_never_calculated_is_an_error() -> None:
    cells = (
        '<c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>"a"&amp;"b"</f><v>ab</v></c>'
        '<c r="C2" t="str"><f>""</f><v></v></c><c r="D2"><f>TODAY()</f></c><c r="E2"><f>NOW()</f><v/></c>'
    )
    (row,) = only(xlsx(f'<row r="2">{cells}</row>')).rows
    assert row.cells[:3] == (2, "ab", None)
    assert [type(cell) for cell in row.cells[3:5]] == [ErrorCell, ErrorCell]


def test_rich_and_shared_texts_are_whole_and_readings_of_kanji_are_left_out() -> None:
    shared = (
        "<si><t>plain</t></si><si><r><t>Jo</t></r><r><rPr><b/></rPr><t xml:space='preserve'> Lee</t></r></si>"
        "<si><t>山田</t><rPh sb='0' eb='2'><t>ヤマダ</t></rPh></si><si><t>a_x000A_b_x005F_x0041_</t></si><si/>"
    )
    cells = "".join(f'<c r="{letter}2" t="s"><v>{number}</v></c>' for number, letter in enumerate("ABCDE"))
    (row,) = only(xlsx(f'<row r="2">{cells}</row>', shared=shared)).rows
    assert row.cells[:5] == ("plain", "Jo Lee", "山田", "a\nb_x0041_", None)


def test_cells_without_references_and_the_strict_kind_of_workbook_are_read() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    (row,) = only(xlsx('<row><c t="inlineStr"><is><t>x</t></is></c><c/><c><v>3</v></c></row>', space=strict)).rows
    assert (row.line, row.cells[:3]) == (2, ("x", None, 3))


def test_a_workbook_of_one_sheet_with_another_name_is_known_by_its_columns() -> None:
    source = workbook(sheet_of(["contact_id", "client_id", "name"], ["1", "2", "Ada"], name="Sheet1"))
    assert only(source).table == "contacts"


def test_unknown_and_empty_sheets_are_left_out_and_named() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet_of(["client_id", "name"], ["1", "Ada"])(book)
        book.add_worksheet("notes")
        sheet_of(["x", "y"], name="Lists")(book)

    sheets = read_sheets(workbook(fill), KNOWN)
    assert [sheet.table for sheet in sheets] == ["clients"]
    assert ["“Lists”" in sheets.findings[0].message, "“notes”" in sheets.findings[1].message] == [True, True]


def test_two_sheets_of_one_table_are_told() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet_of(["client_id", "name"], name="clients")(book)
        sheet_of(["client_id", "name"], name="Clients ")(book)

    assert "The table clients is there twice" in problem(workbook(fill))


def test_extra_cells_of_a_sheet_stay_visible_and_cells_under_unknown_columns_do_not() -> None:
    source = workbook(sheet_of(["client_id", "Shoe size", "name"], [1, 43, "Ada", None, "beside"]))
    assert next(only(source).rows).cells == (1, "Ada", "beside")
