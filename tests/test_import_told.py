"""The telling of an import: what is to be mended first, what waits, what came in, on the page and in a terminal."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.findings import Refusal, roots
from core.viewer import LOCAL
from dashboard.blocks.import_words import headline, take_the_files_word
from dashboard.cli.import_text import outcome_text
from data.bundle import importing, refused_rows
from data.bundle.differences import Changed
from data.bundle.outcome import Counts, Outcome
from data.store import Store
from data.undo import undo
from tests.bundles import AMARA, BEN, TODAY, bring_in, contact, interview, read, rows_of, write_bundle

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "office.duckdb", create=True)
    yield store
    store.close()


def two_slips_and_what_rests_on_them(many: int) -> dict[str, Any]:
    """A client whose beginning is no day, with so many people, talks and questions; and a word that is not known."""
    people = [contact(f"p{n}", "c2") for n in range(many)]
    talks = [interview(f"i{n}", f"p{n}", "c2") for n in range(many)]
    return {
        "clients": [AMARA, {**BEN, "started_on": "soon"}],
        "contacts": [*people, contact("q", channel="pigeon")],
        "interviews": talks,
        "questions": [{"interview_id": f"i{n}", "text": "How?"} for n in range(many)],
    }


def as_text(outcome: Outcome, *, dry_run: bool = False) -> str:
    return " ".join(outcome_text(outcome, Path("b.zip"), dry_run=dry_run).split())


def test_what_rests_on_a_refused_row_is_counted_under_it_and_hides_no_fault(store: Store, tmp_path: Path) -> None:
    plan = read(store, write_bundle(tmp_path / "b.zip", two_slips_and_what_rests_on_them(75)))
    outcome = plan.outcome
    assert len(outcome.refused) == 2 + 225
    assert [(root.refusal.value, dict(root.behind)) for root in outcome.roots] == [
        ("soon", {"contacts": 75, "interviews": 75, "questions": 75}),
        ("pigeon", {}),
    ]
    assert headline(outcome) == "Two cells need mending; the rest can come in."
    said = as_text(outcome)
    assert said.startswith("Nothing came in from b.zip: two cells need mending.")
    assert "225 rows rest on it: contacts 75, interviews 75, questions 75." in said
    assert "pigeon" in said
    assert "could not come in" not in said
    assert "Contacts – – – – 1 75" in said, "what rests on others is not among what is to be mended"


def test_the_file_of_refused_rows_holds_every_row_whether_it_is_a_root_or_not(store: Store, tmp_path: Path) -> None:
    plan = read(store, write_bundle(tmp_path / "bundle", two_slips_and_what_rests_on_them(7)))
    aside = refused_rows.write(plan, plan.outcome)
    rows = {path.stem: len(rows_of(path.read_text(encoding="utf-8"))) for path in aside.iterdir()}
    assert rows == {"clients": 1, "contacts": 8, "interviews": 7, "questions": 7}


def test_two_slips_in_one_row_are_two_and_what_rests_on_it_is_counted_once() -> None:
    def refusal(table: str, line: int, column: str, **root: Any) -> Refusal:
        return Refusal(table, line, column, "?", "", "", **root)

    behind = {"because_of": 2, "because_of_table": "contacts"}
    found = roots([
        refusal("clients", 2, "name"),
        refusal("contacts", 2, "channel"),
        refusal("contacts", 2, "added_on"),
        refusal("contacts", 3, "referred_by", **behind),
        refusal("interviews", 2, "contact_id", **behind),
    ])  # fmt: skip
    assert [(root.refusal.column, dict(root.behind)) for root in found] == [
        ("name", {}),
        ("channel", {}),
        ("added_on", {"contacts": 1, "interviews": 1}),
    ]


def changed_here(store: Store, folder: Path, *more: dict[str, Any]) -> Path:
    """A talk of 2 November that was corrected to 6 November here, and its file once more, with further contacts."""
    given = {"clients": [AMARA], "contacts": [contact("p1")], "interviews": [interview("i1", "p1")]}
    given["interviews"][0] |= {"held_on": "2026-11-02"}
    assert bring_in(store, write_bundle(folder / "first.zip", given)).stored
    with store.cursor() as cursor:
        [(talk,)] = cursor.execute("SELECT interview_id FROM interviews").fetchall()
    with store.change(LOCAL, "test") as change:
        change.edit("interviews", talk, {"held_on": TODAY.replace(day=6)})
    return write_bundle(folder / "again.zip", {**given, "contacts": [contact("p1"), *more]})


def test_a_row_that_waits_is_the_headline_and_the_switch_says_what_happened(store: Store, tmp_path: Path) -> None:
    source = changed_here(store, tmp_path)
    outcome = read(store, source).outcome
    assert headline(outcome) == "One row differs from what was entered here."
    assert take_the_files_word(outcome, TODAY, BERLIN) == (
        "Take the file's word for one row: the file says 2 Nov, Digwell 6 Nov"
    )
    brought = bring_in(store, source)
    assert as_text(brought).startswith("Nothing came in from b.zip: one row differs from what was entered here.")
    assert "here already" not in as_text(brought)


def test_a_row_that_waits_is_named_beside_what_can_come_in_and_what_came_in(store: Store, tmp_path: Path) -> None:
    source = changed_here(store, tmp_path, contact("p2"))
    assert headline(read(store, source).outcome) == (
        "One row differs from what was entered here; the rest can come in."
    )
    tried = importing.tried(store, LOCAL, read(store, source))
    assert as_text(tried, dry_run=True).startswith(
        "One record would come in from b.zip; one row differs from what was entered here; nothing was stored."
    )
    brought = bring_in(store, source)
    assert headline(brought) == "One record came in. One row differs from what was entered here."
    assert as_text(brought).startswith("One record came in from b.zip; one row differs from what was entered here.")


def test_after_bringing_in_the_headline_says_what_came_in(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "b.zip", {"clients": [AMARA, BEN], "contacts": [contact("p1")]})
    brought = bring_in(store, source)
    assert headline(brought) == "Three records came in, two new clients among them."
    assert headline(read(store, source).outcome) == "Everything in this file is here already."
    assert brought.audit_id is not None
    undo(store, LOCAL, brought.audit_id)
    assert headline(read(store, source).outcome) == "Three records can come in, two new clients among them."
    empty = write_bundle(tmp_path / "empty.zip", {"clients": []})
    assert headline(read(store, empty).outcome) == "There are no records in this file."


@pytest.mark.parametrize(
    ("theirs", "ours", "said"),
    [
        (None, "Nurse", "the file says nothing, Digwell “Nurse”"),
        (True, False, "the file says “yes”, Digwell “no”"),
        (
            datetime(2026, 11, 27, 23, 30, tzinfo=UTC),
            datetime(2026, 11, 27, 13, 0, tzinfo=UTC),
            "the file says 28 Nov 00:30, Digwell 27 Nov 14:00",
        ),
    ],
)
def test_the_switch_says_every_kind_of_value_as_a_person_reads_it(theirs: Any, ours: Any, said: str) -> None:
    change = Changed("interviews", 2, "i1", "held_on", ours, theirs, waits=True, here=True)
    one, two = (Outcome(False, {"interviews": Counts(differs=n)}, (), (), (change,)) for n in (1, 2))
    assert take_the_files_word(one, TODAY, BERLIN) == f"Take the file's word for one row: {said}"
    assert take_the_files_word(two, TODAY, BERLIN) == (
        f"Take the file's word for two rows, such as Interviews i1, held on: {said}"
    )
