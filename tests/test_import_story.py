"""A counselor's workbook with three slips: brought in, its refused rows mended, and given back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.viewer import LOCAL
from data.bundle import importing, refused_rows
from data.bundle.exporting import packed
from data.bundle.outcome import Outcome
from data.bundle.source_tables import KNOWN
from data.forms.sheets import Limits, Sheets, Table, Upload
from data.forms.source import read_sheets
from data.forms.target import write_sheets
from data.store import Store
from tests.bundles import AMARA, BEN, bring_in, contact, counts, interview, nothing_changed, read, rows_of, sent_out
from tests.bundles import write_bundle as written
from tests.sources import xlsx

SLIPS: dict[str, list[dict[str, Any]]] = {
    "clients": [AMARA, BEN],
    "contacts": [
        contact("p1", channel="alumni", added_on="2026-03-01"),
        contact("p2", channel="carrier pigeon", added_on="2026-03-02"),
        contact("p3", "c2", channel="LinkedIn", added_on="2026-03-03"),
    ],
    "interviews": [
        interview("i1", "p1", stage="held", held_on="2026-04-31"),
        interview("i2", "p2", stage="asked", requested_on="2026-03-05"),
        interview("i3", "p3", "c2", stage="talked", held_on="2026-04-02"),
    ],
    "questions": [
        {"interview_id": "i3", "text": "How does a day go?", "topic": "lifestyle", "asked": "y", "answered": "y"},
        {"interview_id": "i3", "text": "What is hard?", "topic": "the hard parts"},
        {"interview_id": "i3", "text": "Who else?", "topic": "referral"},
        {"interview_id": "i1", "text": "How did you begin?", "topic": "entry_advice"},
    ],
}
WRONG = {
    ("contacts", "p2"): ("channel", "conference"),
    ("interviews", "i1"): ("held_on", "2026-04-30"),
    ("questions", "i3"): ("topic", "challenges_rewards"),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "office.duckdb", create=True)
    yield store
    store.close()


def mended(sheets: Sheets) -> list[Table]:
    """The refused rows after a person has looked at the three cells that were wrong."""
    tables = []
    for sheet in sheets:
        rows = []
        for _, cells in sheet.rows:
            row = dict(zip(sheet.columns, cells, strict=False))
            column, value = WRONG.get((sheet.table, str(row[sheet.columns[0]])), ("", ""))
            rows.append([value if name == column else row[name] for name in sheet.columns])
        tables.append(Table(sheet.table, sheet.columns, rows))
    return tables


@pytest.mark.parametrize("form", ["", ".zip", ".xlsx"])
def test_three_slips_are_told_the_rest_comes_in_and_the_mended_rows_follow(
    store: Store, tmp_path: Path, form: str
) -> None:
    source = written(tmp_path / f"filled-in{form}", SLIPS)
    outcome = bring_in(store, source)
    assert not outcome.stored
    assert [(cell.column, cell.value) for cell in outcome.refused if cell.because_of is None] == [
        ("channel", "carrier pigeon"),
        ("held_on", "2026-04-31"),
        ("topic", "the hard parts"),
    ]
    assert len([cell for cell in outcome.refused if cell.because_of]) == 2

    plan = read(store, source)
    outcome = bring_in(store, source, keep_good=True)
    assert outcome.stored
    assert counts(outcome, "interviews") == (1, 0, 0, 0, 2)
    aside = refused_rows.write(plan, outcome)
    assert aside == tmp_path / f"filled-in.refused{form}"

    given_back = tmp_path / f"mended{form}"
    write_sheets(given_back, mended(read_sheets(aside, KNOWN, Limits())))
    outcome = bring_in(store, given_back)
    assert outcome.refused == ()
    assert outcome.stored

    right = {table: [dict(row) for row in rows] for table, rows in SLIPS.items()}
    for (table, text_id), (column, value) in WRONG.items():
        wrong = [row for row in right[table] if text_id in row.values()]
        (wrong[1] if table == "questions" else wrong[0])[column] = value
    other = Store.open(tmp_path / "other.duckdb", create=True)
    assert bring_in(other, written(tmp_path / f"right{form}", right)).stored
    assert sent_out(store, tmp_path / "out") == sent_out(other, tmp_path / "out2")
    other.close()


def given_back(store: Store, aside: Path, **mending: str) -> Outcome:
    """The refused rows with some values written anew, in the same form, brought in without a word on their days."""
    tables = [
        Table(sheet.table, sheet.columns, [[mending.get(cell, cell) if isinstance(cell, str) else cell
                                            for cell in cells[: len(sheet.columns)]] for _, cells in sheet.rows])
        for sheet in read_sheets(aside, KNOWN, Limits())
    ]  # fmt: skip
    write_sheets(aside, tables, replace=True)
    return bring_in(store, aside)


FORMS = pytest.mark.parametrize("form", ["", ".zip", ".xlsx"])


def started(text_id: str, day: str, **cells: str) -> dict[str, Any]:
    return {"client_id": text_id, "name": text_id.title(), "started_on": day, **cells}


@FORMS
def test_a_day_that_was_understood_stays_that_day_when_its_refused_row_is_mended(
    store: Store, tmp_path: Path, form: str
) -> None:
    people = [started("ann", "13/10/2026"), started("bea", "05/10/2026", status="frozen"), started("cem", "10/31/2026")]
    source = written(tmp_path / f"people{form}", {"clients": people})
    plan = read(store, source, day_first=True)
    outcome = importing.apply(store, LOCAL, plan, keep_good=True)
    assert counts(outcome, "clients") == (1, 0, 0, 0, 2)
    aside = refused_rows.write(plan, outcome)

    outcome = given_back(store, aside, frozen="paused")
    assert outcome.stored
    days = {row["client_id"]: row["started_on"] for row in rows_of(sent_out(store, tmp_path / "out")["clients"])}
    assert days == {"ann": "2026-10-13", "bea": "2026-10-05", "cem": "2026-10-31"}


@FORMS
def test_a_refused_row_is_not_asked_about_its_day_once_its_column_had_decided(
    store: Store, tmp_path: Path, form: str
) -> None:
    people = [started("ann", "13/10/2026"), started("bea", "05/10/2026", status="frozen")]
    source = written(tmp_path / f"people{form}", {"clients": people})
    plan = read(store, source)
    aside = refused_rows.write(plan, importing.apply(store, LOCAL, plan, keep_good=True))
    outcome = given_back(store, aside, frozen="paused")
    assert outcome.refused == ()
    days = {row["client_id"]: row["started_on"] for row in rows_of(sent_out(store, tmp_path / "out")["clients"])}
    assert days == {"ann": "2026-10-13", "bea": "2026-10-05"}


@FORMS
def test_a_moment_that_was_understood_stays_that_moment_when_its_refused_row_is_mended(
    store: Store, tmp_path: Path, form: str
) -> None:
    talks = [
        interview("i1", "p1", stage="scheduled", scheduled_for="25/11/2026 10:00"),
        interview("i2", "p1", stage="frozen", scheduled_for="05/11/2026 14:30"),
        interview("i3", "p1", stage="frozen", scheduled_for="06/11/2026"),
        interview("i4", "p1", stage="frozen", scheduled_for="07/11/2026 9:00 +05:00"),
        interview("i5", "p1", stage="scheduled", scheduled_for="31/11/2026 10:00"),
    ]
    zone = {"name": "time_zone", "value": "Europe/Berlin"}
    given = {"clients": [AMARA], "contacts": [contact("p1")], "interviews": talks, "settings": [zone]}
    plan = read(store, written(tmp_path / f"talks{form}", given))
    aside = refused_rows.write(plan, importing.apply(store, LOCAL, plan, keep_good=True))
    moments = {"frozen": "scheduled", "31/11/2026 10:00": "30/11/2026 10:00"}
    assert given_back(store, aside, **moments).refused == ()
    found = rows_of(sent_out(store, tmp_path / "out")["interviews"])
    assert [row["scheduled_for"] for row in found] == [
        "2026-11-25T10:00:00+01:00",
        "2026-11-05T14:30:00+01:00",
        "2026-11-06T00:00:00+01:00",
        "2026-11-07T05:00:00+01:00",
        "2026-11-30T10:00:00+01:00",
    ]


def test_a_day_that_nobody_has_decided_is_asked_about_in_the_refused_rows_too(store: Store, tmp_path: Path) -> None:
    plan = read(store, written(tmp_path / "people", {"clients": [started("bea", "05/10/2026")]}))
    aside = refused_rows.write(plan, plan.outcome)
    assert given_back(store, aside).asks_day_order


@pytest.mark.parametrize(
    "cell",
    ['<c t="e"><f>NA()</f><v>#N/A</v></c>', '<c t="e"><v>#REF!</v></c>', "<c><f>A1</f></c>"],
    ids=["error", "reference", "not calculated"],
)
def test_a_cell_that_shows_no_value_is_empty_among_the_refused_rows(store: Store, cell: str) -> None:
    names = list(KNOWN["clients"])
    cells = {
        "client_id": '<c t="inlineStr"><is><t>c1</t></is></c>',
        "name": cell,
        "started_on": '<c t="inlineStr"><is><t>2026-01-05</t></is></c>',
    }
    row = "".join(cells.get(name, "<c/>") for name in names)
    plan = read(store, xlsx(f'<row r="2">{row}</row>'))
    name, content = refused_rows.packed(plan, plan.outcome)
    (sheet,) = (each for each in read_sheets(Upload(name, content), KNOWN, Limits()) if each.table == "clients")
    ((_, row_again),) = sheet.rows
    assert dict(zip(names, row_again, strict=False)) == dict.fromkeys(names) | {
        "client_id": "c1",
        "started_on": "2026-01-05",
    }
    again = read(store, Upload(name, content)).outcome
    told = [(refusal.column, refusal.why) for refusal in again.refused if refusal.line]
    assert told == [("name", "The name is empty.")]


def test_the_refused_rows_carry_their_problem_and_a_name_that_is_free(store: Store, tmp_path: Path) -> None:
    source = written(tmp_path / "filled-in", SLIPS)
    plan = read(store, source)
    for name in ("filled-in.refused", "filled-in.refused-2"):
        aside = refused_rows.write(plan, plan.outcome)
        assert aside.name == name
    (row,) = rows_of((aside / "contacts.csv").read_text(encoding="utf-8"))
    assert row["contact_id"] == "p2"
    assert row["problem"] == "channel: “carrier pigeon” is not a word known here."
    assert sorted(path.stem for path in aside.iterdir()) == ["clients", "contacts", "interviews", "questions"]
    assert (aside / "clients.csv").read_text(encoding="utf-8").count("\n") == 1


def test_a_dropped_file_gives_its_refused_rows_as_a_download_that_can_be_dropped_again(
    store: Store, tmp_path: Path
) -> None:
    path = written(tmp_path / "filled-in.xlsx", SLIPS)
    plan = read(store, Upload("filled in.xlsx", path.read_bytes()))
    name, content = refused_rows.packed(plan, plan.outcome)
    assert name == "filled in.refused.xlsx"
    again = read(store, Upload(name, content))
    assert counts(again.outcome, "questions")[4] == 2
    assert all(cell.column != "problem" for cell in again.outcome.refused)


@pytest.mark.parametrize("form", ["zip", "xlsx"])
def test_a_download_of_the_office_comes_back_unchanged(store: Store, tmp_path: Path, form: str) -> None:
    bring_in(store, written(tmp_path / "bundle", SLIPS), keep_good=True)
    download = Upload(f"digwell.{form}", packed(store, form))
    assert nothing_changed(bring_in(store, download))
