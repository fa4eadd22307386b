"""Changes of an import to what is there: it leaves, changes, clears, waits; and the same again changes nothing."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.viewer import LOCAL
from data.bundle import importing
from data.store import Store
from data.undo import undo
from tests.bundles import (
    AMARA,
    BEN,
    TODAY,
    bring_in,
    contact,
    counts,
    interview,
    nothing_changed,
    read,
    rows_of,
    sent_out,
    write_bundle,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "office.duckdb", create=True)
    yield store
    store.close()


def number_of(store: Store, table: str, source_id: str) -> int:
    """The store's number of a record that came in under an id."""
    with store.cursor() as cursor:
        sql = {
            "contacts": "SELECT contact_id FROM contacts WHERE source_id = ?",
            "clients": "SELECT client_id FROM clients WHERE source_id = ?",
        }[table]
        return int(cursor.execute(sql, [source_id]).fetchall()[0][0])


def edit(store: Store, table: str, source_id: str, **values: Any) -> None:
    """Change a record in Digwell."""
    with store.change(LOCAL, "test") as change:
        change.edit(table, number_of(store, table, source_id), values)


def people(store: Store, folder: Path) -> dict[str, dict[str, str]]:
    """The contacts as they go out, by id."""
    return {row["contact_id"]: row for row in rows_of(sent_out(store, folder / "out")["contacts"])}


def first(store: Store, folder: Path) -> None:
    """Amara with a contact at the Harbor Clinic."""
    harbor = contact("p1", organization="Harbor Clinic", title="Nurse", added_on="2026-03-01", channel="alumni")
    assert bring_in(store, write_bundle(folder / "first", {"clients": [AMARA], "contacts": [harbor]})).stored


FULL: dict[str, list[dict[str, Any]]] = {
    "counselors": [{"counselor_id": "k1", "name": "Kim"}],
    "clients": [{**AMARA, "counselor_id": "k1", "email": "=amara@example.org"}, BEN],
    "fields": [{"field_id": "f1", "client_id": "c1", "name": "Nursing"}],
    "contacts": [contact("p1"), contact("p2", referred_by="p1"), contact("p3", "c2", asked_on="2026-02-05")],
    "interviews": [interview("i1", "p1", field_id="f1", held_on="2026-05-05"), interview("i2", "p3", "c2")],
    "questions": [{"interview_id": "i1", "text": "How?", "topic": "lifestyle"}, {"interview_id": "i1", "text": "+1"}],
    "follow_ups": [{"follow_up_id": "u1", "client_id": "c1", "kind": "thank_you", "due_on": "2026-05-06"}],
    "notes": [{"note_id": "n1", "client_id": "c1", "author": "k1", "text": "One\nTwo"}],
    "prompts": [{"prompt_id": "q1", "text": "What surprised you?"}],
    "dismissals": [{"code": "PAC201", "record": "clients/c1", "reason": "on holiday"}],
    "settings": [{"name": "time_zone", "value": "America/New_York"}, {"name": "goal_interviews", "value": "8"}],
}


@pytest.mark.parametrize("name", ["bundle", "bundle.zip", "bundle.xlsx"])
def test_the_same_bundle_a_second_time_changes_nothing_on_a_later_day_either(
    store: Store, tmp_path: Path, name: str
) -> None:
    source = write_bundle(tmp_path / name, FULL)
    assert bring_in(store, source).stored
    before = sent_out(store, tmp_path / "before")
    with store.cursor() as cursor:
        commands = cursor.execute("SELECT count(*) FROM audit").fetchall()
    outcome = bring_in(store, source, today=TODAY + timedelta(days=40))
    assert outcome.stored
    assert nothing_changed(outcome)
    assert not outcome.unanswered
    assert sent_out(store, tmp_path / "after") == before
    with store.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM audit").fetchall() == commands


def test_an_office_brought_into_itself_changes_nothing_though_much_was_entered_here(
    store: Store, tmp_path: Path
) -> None:
    bring_in(store, write_bundle(tmp_path / "bundle", FULL))
    client = number_of(store, "clients", "c1")
    with store.change(LOCAL, "test") as change:
        entered = change.add("contacts", {"client_id": client, "name": "Entered here", "added_on": TODAY})
        change.add("interviews", {"client_id": client, "contact_id": entered, "held_on": TODAY})
        change.add("prompts", {"client_id": client, "text": "Why?"})
        change.add("notes", {"client_id": client, "author": "k1", "text": "Entered here"})
    edit(store, "contacts", "p1", organization="Quay & Sons")
    before = sent_out(store, tmp_path / "out")
    outcome = bring_in(store, tmp_path / "out")
    assert nothing_changed(outcome)
    assert sent_out(store, tmp_path / "after") == before


def test_an_absent_column_leaves_what_is_stored_and_an_empty_cell_clears_it(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    row = contact("p1", organization="", added_on="2026-03-01", channel="alumni")
    outcome = bring_in(store, write_bundle(tmp_path / "second", {"clients": [AMARA], "contacts": [row]}))
    assert counts(outcome, "contacts") == (0, 1, 0, 0, 0)
    assert people(store, tmp_path)["p1"].keys() >= {"title"}
    assert "organization" not in people(store, tmp_path)["p1"]
    (change,) = outcome.changes
    assert (change.record, change.column, change.ours, change.theirs) == ("p1", "organization", "Harbor Clinic", None)
    told = [finding.message for finding in outcome.findings if finding.code == "DAT258"]
    assert told == ["contacts.csv: 1 value of organization is emptied, such as “Harbor Clinic” of p1."]


def test_what_is_not_in_the_file_is_left_alone(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    outcome = bring_in(store, write_bundle(tmp_path / "second", {"clients": [BEN], "contacts": [contact("p2", "c2")]}))
    assert counts(outcome, "clients") == (1, 0, 0, 0, 0)
    assert people(store, tmp_path).keys() == {"p1", "p2"}


def test_a_changed_value_comes_in_and_is_shown_with_the_old_one(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    row = contact("p1", organization="Quay & Sons", added_on="2026-03-01", channel="alumni")
    outcome = bring_in(store, write_bundle(tmp_path / "second", {"clients": [AMARA], "contacts": [row]}))
    assert counts(outcome, "contacts") == (0, 1, 0, 0, 0)
    assert [(c.ours, c.theirs, c.waits) for c in outcome.changes] == [("Harbor Clinic", "Quay & Sons", False)]
    assert people(store, tmp_path)["p1"]["organization"] == "Quay & Sons"


def test_what_was_changed_here_since_stays_until_the_file_is_said_to_know_better(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    edit(store, "contacts", "p1", organization="Entered here")
    row = contact("p1", organization="From the file", title="Matron", added_on="2026-03-01", channel="alumni")
    source = write_bundle(tmp_path / "second", {"clients": [AMARA, BEN], "contacts": [row]})

    outcome = bring_in(store, source)
    assert outcome.stored
    assert outcome.unanswered
    assert counts(outcome, "contacts") == (0, 0, 0, 1, 0)
    assert counts(outcome, "clients") == (1, 0, 1, 0, 0)
    assert people(store, tmp_path)["p1"]["organization"] == "Entered here"
    assert people(store, tmp_path)["p1"]["title"] == "Nurse"
    told = [finding.message for finding in outcome.findings if finding.code == "DAT259"]
    assert told[0].startswith("contacts.csv, line 2: organization of p1 is “Entered here” here, “From the file” in")
    assert told[1].startswith("contacts.csv, line 2: title of p1 is “Nurse” here, “Matron” in the file.")

    outcome = bring_in(store, source, overwrite=True)
    assert not outcome.unanswered
    assert counts(outcome, "contacts") == (0, 1, 0, 0, 0)
    assert people(store, tmp_path)["p1"]["organization"] == "From the file"
    assert nothing_changed(bring_in(store, source))


def test_what_was_changed_here_is_told_from_what_only_waits_with_it(store: Store, tmp_path: Path) -> None:
    ann = {"client_id": "1", "name": "Ann", "started_on": "2026-01-05", "email": "a@x", "status": "active"}
    bring_in(store, write_bundle(tmp_path / "first", {"clients": [ann]}))
    edit(store, "clients", "1", status="paused")
    outcome = bring_in(store, write_bundle(tmp_path / "second", {"clients": [{**ann, "email": "new@x"}]}))
    assert counts(outcome, "clients") == (0, 0, 0, 1, 0)
    assert [finding.message for finding in outcome.findings if finding.code == "DAT259"] == [
        "clients.csv, line 2: status of 1 is “paused” here, “active” in the file. "
        "It was entered here after the last import, so the row waits.",
        "clients.csv, line 2: email of 1 is “a@x” here, “new@x” in the file. "
        "It waits with its row, of which something else was entered here after the last import.",
    ]


def test_all_of_a_record_that_was_never_imported_was_entered_here(store: Store, tmp_path: Path) -> None:
    with store.change(LOCAL, "test") as change:
        change.add("clients", {"name": "Ann", "started_on": date(2026, 1, 5), "email": "a@x", "status": "paused"})
    folder = tmp_path / "out"
    (ann,) = rows_of(sent_out(store, folder)["clients"])
    outcome = bring_in(
        store, write_bundle(tmp_path / "second", {"clients": [{**ann, "email": "new@x", "status": "active"}]})
    )
    told = [finding.message for finding in outcome.findings if finding.code == "DAT259"]
    assert len(told) == 2
    assert all(message.endswith("It was entered here after the last import, so the row waits.") for message in told)


def test_a_change_here_of_another_field_lets_the_files_change_in(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    edit(store, "contacts", "p1", title="Head nurse")
    row = contact("p1", organization="Quay & Sons", added_on="2026-03-01", channel="alumni")
    outcome = bring_in(store, write_bundle(tmp_path / "second", {"clients": [AMARA], "contacts": [row]}))
    assert counts(outcome, "contacts") == (0, 1, 0, 0, 0)
    assert people(store, tmp_path)["p1"]["title"] == "Head nurse"
    again = contact("p1", organization="Quay & Sons", title="Nurse", added_on="2026-03-01", channel="alumni")
    outcome = bring_in(store, write_bundle(tmp_path / "third", {"clients": [AMARA], "contacts": [again]}))
    assert counts(outcome, "contacts") == (0, 0, 0, 1, 0)


def test_a_record_entered_here_is_known_by_its_number_and_counts_as_changed_here(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    with store.change(LOCAL, "test") as change:
        values = {"client_id": number_of(store, "clients", "c1"), "name": "Entered here", "added_on": TODAY}
        number = change.add("contacts", values)
    row = contact(str(number), name="From the file", added_on=TODAY.isoformat(), channel="other")
    source = write_bundle(tmp_path / "second", {"clients": [AMARA], "contacts": [row]})
    assert counts(bring_in(store, source), "contacts") == (0, 0, 0, 1, 0)
    assert counts(bring_in(store, source, overwrite=True), "contacts") == (0, 1, 0, 0, 0)
    assert people(store, tmp_path)[str(number)]["name"] == "From the file"


def test_an_id_and_a_number_may_not_mean_the_same_record_in_one_file(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    rows = [contact("p1"), contact(str(number_of(store, "contacts", "p1")))]
    outcome = read(store, write_bundle(tmp_path / "second", {"clients": [AMARA], "contacts": rows})).outcome
    assert [(cell.line, cell.column) for cell in outcome.refused] == [(3, "contact_id")]
    assert "means the same contact as line 2" in outcome.refused[0].why


def test_what_happened_after_the_plan_was_made_is_seen_when_it_is_carried_out(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    row = contact("p1", organization="From the file", added_on="2026-03-01", channel="alumni")
    plan = read(store, write_bundle(tmp_path / "second", {"clients": [AMARA], "contacts": [row]}))
    assert counts(plan.outcome, "contacts") == (0, 1, 0, 0, 0)
    edit(store, "contacts", "p1", organization="Entered here meanwhile")
    outcome = importing.apply(store, LOCAL, plan)
    assert counts(outcome, "contacts") == (0, 0, 0, 1, 0)
    assert people(store, tmp_path)["p1"]["organization"] == "Entered here meanwhile"


def test_an_import_is_one_command_and_can_be_undone(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    before = sent_out(store, tmp_path / "before")
    row = contact("p1", organization="Quay & Sons", added_on="2026-03-01", channel="alumni")
    source = write_bundle(tmp_path / "second", {"clients": [AMARA, BEN], "contacts": [row, contact("p2", "c2")]})
    outcome = bring_in(store, source)
    assert outcome.audit_id is not None
    assert sent_out(store, tmp_path / "between") != before
    undo(store, LOCAL, outcome.audit_id)
    assert sent_out(store, tmp_path / "after") == before


def test_a_plan_alone_changes_nothing(store: Store, tmp_path: Path) -> None:
    before = sent_out(store, tmp_path / "before")
    read(store, write_bundle(tmp_path / "bundle", FULL))
    assert sent_out(store, tmp_path / "after") == before


# Brought by two files; only together they say that an answer came before the request.
ASKED = {
    "clients": [AMARA],
    "contacts": [contact("p1")],
    "interviews": [interview("i1", "p1", requested_on="2026-11-05")],
}
ANSWERED = {**ASKED, "interviews": [interview("i1", "p1", replied_on="2026-11-03")]}


def test_trying_an_import_tells_what_the_records_will_contradict_and_leaves_nothing(
    store: Store, tmp_path: Path
) -> None:
    bring_in(store, write_bundle(tmp_path / "asked", ASKED))
    before = sent_out(store, tmp_path / "before")
    plan = read(store, write_bundle(tmp_path / "answered", ANSWERED))
    tried = importing.tried(store, LOCAL, plan)
    assert sent_out(store, tmp_path / "after") == before
    stored = importing.apply(store, LOCAL, plan)
    assert [finding.code for finding in tried.findings] == [finding.code for finding in stored.findings]
    assert tried.findings == stored.findings
    (contradiction,) = [finding for finding in stored.findings if finding.code == "DAT201"]
    assert (contradiction.where.table, contradiction.where.line) == ("interviews", 2)
    assert (tried.stored, stored.stored, tried.tables) == (False, True, stored.tables)


def test_a_refused_row_does_not_keep_the_contradictions_of_the_others_from_being_told(
    store: Store, tmp_path: Path
) -> None:
    days = {"requested_on": "2026-11-05", "replied_on": "2026-11-03"}
    talks = [interview("i1", "p1", **days), interview("i2", "p1", held_on="soon")]
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", {**ASKED, "interviews": talks}))
    assert (outcome.stored, len(outcome.refused)) == (False, 1)
    assert "DAT201" in [finding.code for finding in outcome.findings]
    assert rows_of(sent_out(store, tmp_path / "after")["clients"]) == []


def test_the_document_is_as_records_say(store: Store, tmp_path: Path) -> None:
    bundle = {"clients": [AMARA], "contacts": [contact("p1", channel="?"), contact("p2", referred_by="p1")]}
    document = read(store, write_bundle(tmp_path / "bundle", bundle)).outcome.document()
    assert document.keys() == {"stored", "tables", "refused", "findings"}
    assert document["stored"] is False
    assert document["tables"]["contacts"] == {"added": 0, "changed": 0, "same": 0, "differs": 0, "refused": 2}
    assert list(document["tables"]) == ["clients", "contacts", "interviews"]
    assert document["refused"][0] == {
        "table": "contacts",
        "line": 2,
        "column": "channel",
        "value": "?",
        "why": "“?” is not a word known here.",
        "remedy": document["refused"][0]["remedy"],
        "because_of": None,
    }
    assert document["refused"][1]["because_of"] == {"table": "contacts", "line": 2}
    for finding in document["findings"]:
        assert list(finding) == ["code", "severity", "message", "where", "remedy", "client_id", "rule", "dismissed"]
        assert finding["where"].keys() == {"table", "id", "column", "line"}


def test_references_that_change_are_shown_under_their_ids(store: Store, tmp_path: Path) -> None:
    fields = [{"field_id": f"f{n}", "client_id": "c1", "name": f"Field {n}"} for n in (1, 2)]
    given = {"clients": [AMARA], "fields": fields[:1], "contacts": [contact("p1", field_id="f1")]}
    bring_in(store, write_bundle(tmp_path / "first", given))
    given |= {"fields": fields, "contacts": [contact("p1", field_id="f2")]}
    outcome = bring_in(store, write_bundle(tmp_path / "second", given))
    assert [(c.column, c.ours, c.theirs) for c in outcome.changes] == [("field_id", "f1", "f2")]


def test_the_day_of_the_import_stands_beside_each_record_that_it_brought(store: Store, tmp_path: Path) -> None:
    first(store, tmp_path)
    with store.cursor() as cursor:
        found = cursor.execute("SELECT imported_on, edited, source_id FROM contacts").fetchall()
    assert found == [(date(2026, 11, 22), None, "p1")]
