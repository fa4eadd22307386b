"""Undo: any command is taken back and done again, whole or not at all, and nothing that others did is lost."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from core.viewer import LOCAL, Viewer
from data.changes.change import Change
from data.errors import BrokenReference, ChangedSince, NotVisible, OfficeError, StaleEdit
from data.file import integrity
from data.store import Store
from data.tables import STORED
from data.undo import undo
from tests.planted import AS_OF, Planted, keep, plant, tables_of

NOON = datetime(2026, 11, 27, 12, 0, 0, 123456, tzinfo=UTC)
HARD = 'Zoë’s "quote" \\ back\nslash\t{"json": [null]} 漢字 🌱'


@pytest.fixture
def planted() -> Planted:
    return plant(random.Random(7), counselors=2, clients=3)


@pytest.fixture
def store(tmp_path: Path, planted: Planted) -> Iterator[Store]:
    office = keep(tmp_path / "office.duckdb", planted.rows)
    yield office
    with office.cursor() as cursor:
        integrity.check(cursor)
    office.close()


def done(store: Store, work: Callable[[Change], Any]) -> int:
    with store.change(LOCAL, "do") as change:
        work(change)
    return change.audit_id


def refused(store: Store, audit: int, why: type[OfficeError]) -> None:
    """Undoing is refused in words, and nothing has changed."""
    before = tables_of(store)
    lines = audits(store)
    with pytest.raises(why) as told:
        undo(store, LOCAL, audit)
    assert told.value.remedy
    assert (tables_of(store), audits(store)) == (before, lines)


def audits(store: Store) -> int:
    with store.cursor() as cursor:
        found: int = cursor.execute("SELECT count(*) FROM audit").fetchall()[0][0]
    return found


def first(planted: Planted, table: str) -> int:
    number: int = planted.rows[table][0][STORED[table].number]
    return number


def add_one_of_everything(change: Change, planted: Planted) -> None:
    client = change.add("clients", {"name": HARD, "started_on": AS_OF})
    contact = change.add("contacts", {"client_id": client, "name": HARD, "added_on": AS_OF})
    talk = {"client_id": client, "contact_id": contact, "scheduled_for": NOON, "resume_presented": True}
    interview = change.add("interviews", talk)
    questions = [{"client_id": client, "interview_id": interview, "position": n, "text": HARD} for n in (1, 2)]
    change.add_many("questions", questions)
    change.set("goal_interviews", "9")


def edit_many_kinds(change: Change, planted: Planted) -> None:
    talk = {"scheduled_for": NOON, "held_on": None, "highlights": HARD, "reschedules": None, "outcome": None}
    change.edit("interviews", first(planted, "interviews"), talk)
    change.edit("clients", first(planted, "clients"), {"name": HARD, "counselor_id": None, "shares_network": None})
    change.set("time_zone", "Pacific/Auckland")


def remove_a_client_with_everything(change: Change, planted: Planted) -> None:
    client = first(planted, "clients")
    for table in reversed(list(STORED)):
        if table not in {"clients", "dismissals"} and STORED[table].has_client:
            for number in planted.numbers(table, client):
                change.remove(table, number)
    change.remove("clients", client)


def touch_the_same_twice(change: Change, planted: Planted) -> None:
    note = change.add("notes", {"client_id": first(planted, "clients"), "text": "one"})
    change.edit("notes", note, {"text": "two", "shared": True})
    change.edit("notes", note, {"text": "three"})
    change.edit("notes", first(planted, "notes"), {"text": "one"})
    change.edit("notes", first(planted, "notes"), {"text": "two"})
    gone = change.add("notes", {"client_id": first(planted, "clients"), "text": "gone"})
    change.remove("notes", gone)
    change.edit("notes", planted.rows["notes"][1]["note_id"], {"text": "edited, then removed"})
    change.remove("notes", planted.rows["notes"][1]["note_id"])
    change.set("goal_interviews", "7")
    change.set("goal_interviews", "8")


def bring_many(change: Change, planted: Planted) -> None:
    more = plant(random.Random(8), counselors=0, clients=2)
    for table in ("clients", "fields", "contacts", "interviews", "questions"):
        schema = STORED[table].arrow_schema()
        rows = [{**row, "counselor_id": None, "cohort_id": None, "prompt_id": None} for row in more.rows[table]]
        full = [{name: _elsewhere(row.get(name)) for name in schema.names} for row in rows]
        change.load(table, pa.Table.from_pylist(full, schema))
    numbers = pa.array([row["contact_id"] for row in planted.rows["contacts"]], pa.int64())
    days = pa.array([AS_OF] * len(numbers), pa.date32())
    nothing = pa.nulls(len(numbers), pa.string())
    rewritten = {"contact_id": numbers, "added_on": days, "organization": nothing, "edited": nothing}
    change.rewrite("contacts", pa.table(rewritten))
    settings = {"name": ["goal_interviews"], "value": ["12"], "imported_on": [AS_OF]}
    change.load("settings", pa.table(settings))


def _elsewhere(value: Any) -> Any:
    """Numbers of another range, so that what is brought is not there yet."""
    return value + 10**14 if isinstance(value, int) and value > 10**15 else value


COMMANDS = [
    add_one_of_everything, edit_many_kinds, remove_a_client_with_everything, touch_the_same_twice, bring_many,
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_is_undone_and_done_again_as_often_as_one_likes(
    store: Store, planted: Planted, command: Callable[[Change, Planted], None]
) -> None:
    before = tables_of(store)
    audit = done(store, lambda change: command(change, planted))
    after = tables_of(store)
    assert after != before
    for _ in range(3):
        undoing = undo(store, LOCAL, audit)
        assert tables_of(store) == before
        undo(store, LOCAL, undoing)
        assert tables_of(store) == after
    undo(store, LOCAL, audit)
    assert tables_of(store) == before


def test_what_is_undone_is_not_undone_twice(store: Store, planted: Planted) -> None:
    audit = done(store, lambda change: edit_many_kinds(change, planted))
    undo(store, LOCAL, audit)
    refused(store, audit, ChangedSince)


def test_a_field_that_was_changed_since_is_not_lost(store: Store, planted: Planted) -> None:
    before = tables_of(store)
    note = first(planted, "notes")
    audit = done(store, lambda change: change.edit("notes", note, {"text": "mine", "shared": True}))
    later = done(store, lambda change: change.edit("notes", note, {"text": "theirs"}))
    refused(store, audit, ChangedSince)
    undo(store, LOCAL, later)
    undo(store, LOCAL, audit)
    assert tables_of(store) == before


def test_another_field_of_the_same_record_stays_with_its_mark(store: Store, planted: Planted) -> None:
    note = first(planted, "notes")
    imported = pa.table({"note_id": pa.array([note]), "edited": pa.nulls(1, pa.string())})
    done(store, lambda change: change.rewrite("notes", imported))
    mine = done(store, lambda change: change.edit("notes", note, {"text": "mine"}))
    done(store, lambda change: change.edit("notes", note, {"author": "Maya"}))
    undo(store, LOCAL, mine)
    with store.change(LOCAL, "look") as change:
        record = change.record("notes", note)
    assert (record["author"], record["edited"]) == ("Maya", "author")
    assert record["text"] == planted.rows["notes"][0]["text"]


def test_what_was_added_and_edited_since_is_not_taken_out(store: Store, planted: Planted) -> None:
    before = tables_of(store)
    client = first(planted, "clients")
    made: list[int] = []
    audit = done(store, lambda change: made.append(change.add("notes", {"client_id": client, "text": "x"})))
    later = done(store, lambda change: change.edit("notes", made[0], {"text": "y"}))
    refused(store, audit, ChangedSince)
    undo(store, LOCAL, later)
    undo(store, LOCAL, audit)
    assert tables_of(store) == before


def test_what_was_added_and_is_referred_to_since_is_not_taken_out(store: Store, planted: Planted) -> None:
    before = tables_of(store)
    client = first(planted, "clients")
    made: list[int] = []
    new = {"client_id": client, "name": "Ines"}
    audit = done(store, lambda change: made.append(change.add("contacts", new)))
    later = done(
        store, lambda change: change.add("contacts", {"client_id": client, "name": "Ada", "referred_by": made[0]})
    )
    refused(store, audit, BrokenReference)
    undo(store, LOCAL, later)
    undo(store, LOCAL, audit)
    assert tables_of(store) == before


def test_what_was_taken_out_does_not_come_back_to_a_client_who_is_gone(store: Store, planted: Planted) -> None:
    note = first(planted, "notes")
    audit = done(store, lambda change: change.remove("notes", note))
    planted.rows["notes"].pop(0)
    done(store, lambda change: remove_a_client_with_everything(change, planted))
    refused(store, audit, OfficeError)


def test_a_question_does_not_come_back_to_a_place_that_is_taken(store: Store, planted: Planted) -> None:
    question = next(row for row in planted.rows["questions"] if row["interview_id"] is not None)
    audit = done(store, lambda change: change.remove("questions", question["question_id"]))
    same = {name: question[name] for name in ("client_id", "interview_id", "position", "text")}
    done(store, lambda change: change.add("questions", same))
    refused(store, audit, BrokenReference)


def test_a_setting_that_moved_on_is_not_lost(store: Store) -> None:
    audit = done(store, lambda change: change.set("goal_interviews", "7"))
    done(store, lambda change: change.set("goal_interviews", "8"))
    refused(store, audit, ChangedSince)


def test_nobody_undoes_what_they_may_not_see(store: Store, planted: Planted) -> None:
    audit = done(store, lambda change: change.edit("notes", first(planted, "notes"), {"text": "mine"}))
    owner = planted.clients[planted.rows["notes"][0]["client_id"]]
    before = tables_of(store)
    for viewer in (Viewer("counselor", 999), Viewer("client", first(planted, "clients")), Viewer("presenter")):
        if owner is not None or viewer.role != "counselor":
            with pytest.raises(NotVisible):
                undo(store, viewer, audit)
    with pytest.raises(NotVisible):
        undo(store, LOCAL, 12345)
    assert tables_of(store) == before
    undo(store, Viewer("counselor", owner), audit)


def test_undoing_moves_the_revision_and_the_versions_of_those_it_touches(store: Store, planted: Planted) -> None:
    mine, other = list(planted.clients)[:2]
    note = planted.numbers("notes", mine)[0]
    audit = done(store, lambda change: change.edit("notes", note, {"text": "mine"}))
    before = {client: store.versions.client(client) for client in (mine, other)}
    with store.change(LOCAL, "look") as change:
        revision = change.record("clients", mine)["revision"]
    undo(store, LOCAL, audit)
    with store.change(LOCAL, "look") as change:
        assert change.record("clients", mine)["revision"] == revision + 1
    assert store.versions.client(mine) != before[mine]
    assert store.versions.client(other) == before[other]


def revision_of(store: Store, table: str, number: int) -> int:
    with store.change(LOCAL, "look") as change:
        found: int = change.record(table, number)["revision"]
    return found


def test_what_was_taken_out_comes_back_at_a_revision_that_nobody_has_seen(store: Store, planted: Planted) -> None:
    """Every time, also where it had been edited in between; the trail says the same revision as the record."""
    note = first(planted, "notes")
    done(store, lambda change: change.edit("notes", note, {"text": "edited"}))
    seen = [revision_of(store, "notes", note)]
    for _ in range(3):
        undoing = undo(store, LOCAL, done(store, lambda change: change.remove("notes", note)))
        with store.cursor() as cursor:
            cursor.execute("SELECT revision FROM audit_changes WHERE audit_id = ?", [undoing])
            assert cursor.fetchall() == [(revision_of(store, "notes", note),)]
        seen.append(revision_of(store, "notes", note))
    assert seen == [2, 3, 4, 5]


def test_who_still_shows_a_client_from_before_they_were_taken_out_and_put_back_is_told(
    store: Store, planted: Planted
) -> None:
    client = first(planted, "clients")
    shown = revision_of(store, "clients", client)
    undo(store, LOCAL, done(store, lambda change: remove_a_client_with_everything(change, planted)))
    with pytest.raises(StaleEdit), store.change(LOCAL, "edit") as change:
        change.expect(client, shown)
    with store.change(LOCAL, "edit") as change:
        change.expect(client, shown + 1)


def test_a_run_of_added_records_never_covers_what_another_added_in_between(store: Store, planted: Planted) -> None:
    client, ids = first(planted, "clients"), store.ids
    early = list(ids.block(3))
    theirs: list[int] = []
    done(store, lambda change: theirs.append(change.add("notes", {"client_id": client, "text": "theirs"})))
    late = list(ids.block(3))
    rows = {"note_id": pa.array([*early, *late]), "client_id": pa.array([client] * 6), "text": pa.array(["x"] * 6)}
    undo(store, LOCAL, done(store, lambda change: change.load("notes", pa.table(rows))))
    with store.change(LOCAL, "look") as change:
        assert change.record("notes", theirs[0])["text"] == "theirs"


def test_a_large_import_is_undone_and_done_again_in_seconds(store: Store, planted: Planted) -> None:
    """60,000 rows; one at a time, as a person's command is small, it took minutes."""
    client, many = first(planted, "clients"), 60_000
    numbers = pa.array(store.ids.block(many), pa.int64())
    texts = pa.array([f"{HARD} {place}" for place in range(many)])
    rows = pa.table({"note_id": numbers, "client_id": pa.array([client] * many), "text": texts})
    before = audits(store)
    audit = done(store, lambda change: change.load("notes", rows))
    with store.cursor() as cursor:
        lines = cursor.execute("SELECT count(*) FROM audit_changes WHERE audit_id = ?", [audit]).fetchall()[0][0]
    assert lines < 10
    began = time.monotonic()
    undoing = undo(store, LOCAL, audit)
    assert len(tables_of(store)["notes"]) == len(planted.rows["notes"])
    undo(store, LOCAL, undoing)
    assert len(tables_of(store)["notes"]) == len(planted.rows["notes"]) + many
    assert time.monotonic() - began < 60
    assert audits(store) == before + 3
