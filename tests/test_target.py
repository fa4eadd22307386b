"""Targets: what is written comes back as it was, in every form, whole or not at all, and private."""

import errno
import os
import stat
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core.days import FIRST_DAY, LAST_DAY
from data.forms.formula_guard import guarded, unguarded
from data.forms.sheets import Cell, Table, Unwritable, Upload
from data.forms.source import read_sheets
from data.forms.target import form_of, packed_sheets, write_refused, write_sheets
from tests.profiles import examples
from tests.sources import KNOWN

COLUMNS = ("client_id", "name", "email", "started_on")
ROWS = [("7", "Zoë", None, date(2026, 1, 2)), ("007", "=1+1", "a@example.org", None)]
CLIENTS = Table("clients", COLUMNS, ROWS)
CONTACTS = Table("contacts", ("contact_id", "client_id", "name"), [("1", "7", "Kim\nLee")])
# What a record's text may hold: no control characters but tab and line feed, no half signs, trimmed.
TEXT = (
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32)] + ["\x7f"]), max_size=50
    )
    | st.text(st.sampled_from("'=+-@|%\t\n\",;_x005FA<r>&/é\u2028\x85\uffff7 "), max_size=30)
).map(str.strip)
CELL = TEXT.map(lambda text: text or None)


def back(form: str, table: Table) -> list[tuple[Cell, ...]]:
    (sheet,) = read_sheets(Upload(f"clients.{form}", packed_sheets(form, [table])), KNOWN)
    assert sheet.columns == tuple(table.columns)
    return [row.cells for row in sheet.rows]


@examples(300)
@given(st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=4), st.sampled_from(["csv", "zip", "xlsx"]))
@example([("''=x", "'=x", "'+49 170", "+49 170")], "csv")
@example([("_x005F_x0041_", "<r><t>x</t></r>", "\uffff", "a\tb\n\nc  d")], "xlsx")
@example([("+", "-5", "007", "1e5")], "xlsx")
@example([("x" * 32_000, "é" * 32_000, "'" * 100 + "=", "#N/A")], "zip")
def test_any_text_comes_back_as_it_was(rows: list[tuple[Cell, ...]], form: str) -> None:
    rows = [row for row in rows if any(row)]
    assert back(form, Table("clients", COLUMNS, rows)) == rows


@given(st.integers(-(10**14), 10**14), st.dates(FIRST_DAY, LAST_DAY))
@example(5, date(1900, 2, 28))
@example(0, date(1900, 3, 1))
def test_numbers_and_days_come_back_from_a_workbook_with_their_types(number: int, day: date) -> None:
    ((_, found, _, on),) = back("xlsx", Table("clients", COLUMNS, [("1", number, None, day)]))
    assert (found, on) == (number, day)
    assert (type(found), type(on)) == (int, date)


@given(st.datetimes(datetime(1901, 1, 1), datetime(2199, 1, 1)).map(lambda moment: moment.replace(microsecond=0)))
def test_moments_come_back_from_a_workbook_to_the_second(moment: datetime) -> None:
    ((_, _, _, found),) = back("xlsx", Table("clients", COLUMNS, [("1", None, None, moment)]))
    assert found == (moment if moment.time() != moment.min.time() else moment.isoformat())


def test_a_text_writes_everything_in_words_and_a_moment_with_its_offset() -> None:
    moment = datetime(2026, 3, 1, 14, 30, tzinfo=UTC)
    table = Table("clients", COLUMNS, [(7.0, True, moment, date(2026, 3, 1)), (1.5, False, None, None)])
    assert packed_sheets("csv", [table]).decode() == (
        "client_id,name,email,started_on\n7,yes,2026-03-01T14:30:00+00:00,2026-03-01\n1.5,no,,\n"
    )


@given(TEXT)
def test_no_value_of_a_text_begins_as_a_formula_does(text: str) -> None:
    written = guarded(text)
    assert not written.startswith(tuple("=-@|%\t"))
    assert not written.startswith("+") or not written[1:].strip("0123456789 ")
    assert unguarded(written) == text


def test_other_readers_see_the_same_workbook(tmp_path: Path) -> None:
    write_sheets(tmp_path / "office.xlsx", [CLIENTS, CONTACTS])
    book = CalamineWorkbook.from_path(tmp_path / "office.xlsx")
    assert book.sheet_names == ["clients", "contacts"]
    assert list(book.get_sheet_by_name("clients").iter_rows()) == [
        list(COLUMNS),
        ["7", "Zoë", "", date(2026, 1, 2)],
        ["007", "=1+1", "a@example.org", ""],
    ]
    with zipfile.ZipFile(tmp_path / "office.xlsx") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in everything
    assert b"hyperlink" not in everything


@pytest.mark.parametrize("name", ["office", "office.zip", "office.xlsx"])
def test_each_form_is_whole_its_owners_only_the_same_bytes_and_never_overwritten_untold(
    tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    write_sheets(target, [CLIENTS, CONTACTS])
    sheets = read_sheets(target, KNOWN)
    assert sheets.form == form_of(target)
    assert {sheet.table for sheet in sheets} == {"clients", "contacts"}
    before = contents(target)
    for path in [target, *target.rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    with pytest.raises(Unwritable, match="It is there already"):
        write_sheets(target, [CLIENTS])
    write_sheets(target, [CLIENTS, CONTACTS], replace=True)
    assert contents(target) == before
    write_sheets(target, [CONTACTS], replace=True)
    assert [sheet.table for sheet in read_sheets(target, KNOWN)] == ["contacts"]
    assert [path.name for path in tmp_path.iterdir()] == [name]


def contents(target: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in [target, *sorted(target.rglob("*"))] if path.is_file()}


def breaks_off() -> Iterator[tuple[Cell, ...]]:
    yield ROWS[0]
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("name", ["office", "office.zip", "office.xlsx"])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    write_sheets(target, [CLIENTS])
    before = contents(target)
    with pytest.raises(Unwritable, match="No space left"):
        write_sheets(target, [CONTACTS, Table("clients", COLUMNS, breaks_off())], replace=True)
    assert contents(target) == before
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_folder_that_holds_other_things_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "clients.csv").write_text("old")
    (tmp_path / "thesis.csv").write_text("mine")
    with pytest.raises(Unwritable, match=r"other things, such as “thesis\.csv”"):
        write_sheets(tmp_path, [CLIENTS], replace=True)
    assert (tmp_path / "thesis.csv").read_text() == "mine"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    write_sheets(tmp_path, [CLIENTS])
    assert [path.name for path in tmp_path.iterdir()] == ["clients.csv"]


def test_a_target_that_cannot_be_is_told(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="is not there"):
        write_sheets(tmp_path / "gone" / "office.zip", [CLIENTS])
    with pytest.raises(Unwritable, match="not a form of the bundle"):
        write_sheets(tmp_path / "office.csv", [CLIENTS])
    (tmp_path / "taken").write_text("x")
    with pytest.raises(Unwritable, match="Something else has this name"):
        write_sheets(tmp_path / "taken", [CLIENTS], replace=True)
    (tmp_path / "link.zip").symlink_to(tmp_path / "taken")
    with pytest.raises(Unwritable, match="Something else has this name"):
        write_sheets(tmp_path / "link.zip", [CLIENTS], replace=True)


@pytest.mark.slow
def test_a_table_of_more_than_a_million_rows_goes_into_a_folder_and_into_no_workbook(tmp_path: Path) -> None:
    table = Table("notes", ("note_id",), ((number,) for number in range(1_000_001)))
    with pytest.raises(Unwritable, match=r"more than 1,000,000 rows.*Export to a folder") as told:
        write_sheets(tmp_path / "office.xlsx", [table])
    assert told.value.target.endswith("office.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_table_known_to_be_too_long_for_a_workbook_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    table = Table("notes", ("note_id",), breaks_off(), 1_000_001)
    with pytest.raises(Unwritable, match=r"more than 1,000,000 rows.*Export to a folder"):
        write_sheets(tmp_path / "office.xlsx", [CLIENTS, table])


def test_refused_rows_go_beside_their_source_under_a_name_that_is_free(tmp_path: Path) -> None:
    source = tmp_path / "office.xlsx"
    source.write_text("x")
    refused = Table("clients", (*COLUMNS, "problem"), [("7", "Zoë", None, "13/13/2026", "This is not a day.")])
    first, second = write_refused(source, "xlsx", [refused]), write_refused(source, "xlsx", [refused])
    assert [first.name, second.name] == ["office.refused.xlsx", "office.refused-2.xlsx"]
    (sheet,) = read_sheets(first, KNOWN)
    assert [row.cells for row in sheet.rows] == [("7", "Zoë", None, "13/13/2026")]
    assert not sheet.findings


def test_refused_rows_of_a_folder_go_into_a_folder(tmp_path: Path) -> None:
    (tmp_path / "my.office").mkdir()
    path = write_refused(tmp_path / "my.office", "folder", [CLIENTS])
    assert path.name == "my.office.refused"
    assert [file.name for file in path.iterdir()] == ["clients.csv"]


def test_a_text_too_long_for_any_cell_is_cut_in_a_workbook_of_refused_rows() -> None:
    ((text, _, _, _),) = back("xlsx", Table("clients", COLUMNS, [("x" * 40_000, "a\x07b", None, None)]))
    assert text == "x" * 32_766 + "…"
