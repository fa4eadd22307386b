"""Exports: all of one moment, ids as they came, only what its reader may see, nothing a program would run."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from core.models import TABLES
from core.viewer import LOCAL, Viewer
from data.bundle.export_queries import count_query, export_query
from data.bundle.exporting import export, packed
from data.bundle.office_view import office_view
from data.bundle.source_tables import KNOWN
from data.errors import NotVisible
from data.forms.sheets import Limits, Unwritable, Upload
from data.forms.source import read_sheets
from data.store import Store
from tests.bundles import AMARA, BEN, TODAY, bring_in, contact, interview, rows_of, sent_out, write_bundle

CARO = {"client_id": "c3", "name": "Caro Lind", "started_on": "2026-02-02"}


def of_client(client: str) -> dict[str, list[dict[str, Any]]]:
    """A record of every table that belongs to a client."""
    n, whose = client[1:], {"client_id": client}
    return {
        "fields": [{"field_id": f"f{n}", **whose, "name": "Nursing"}],
        "research": [{"research_id": f"r{n}", "field_id": f"f{n}", "title": "A book"}],
        "contacts": [contact(f"p{n}", client)],
        "interviews": [interview(f"i{n}", f"p{n}", client)],
        "questions": [{"interview_id": f"i{n}", "position": "1", "text": "How?"}],
        "follow_ups": [{"follow_up_id": f"u{n}", **whose, "kind": "thank_you", "due_on": "2026-12-01"}],
        "notes": [{"note_id": f"n{n}", **whose, "text": "Hello"}],
        "insights": [{"insight_id": f"x{n}", **whose, "kind": "reality"}],
        "targets": [{"target_id": f"t{n}", **whose}],
        "leads": [{"lead_id": f"l{n}", **whose, "kind": "book", "name": "A book"}],
        "meetings": [{"meeting_id": f"m{n}", **whose, "kind": "call"}],
        "check_ins": [{"check_in_id": f"h{n}", **whose}],
        "decisions": [{"decision_id": f"d{n}", **whose, "field_id": f"f{n}"}],
        "prompts": [{"prompt_id": f"q{n}", **whose, "text": "Why?"}],
        "letters": [{"letter_id": f"e{n}", **whose, "kind": "thank_you"}],
        "dismissals": [{"code": "PAC201", "record": f"clients/{client}"}],
    }


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "office.duckdb", create=True)
    each = [of_client(f"c{n}") for n in (1, 2, 3)]
    given: dict[str, list[dict[str, Any]]] = {table: [row for one in each for row in one[table]] for table in each[0]}
    given["counselors"] = [{"counselor_id": "k1", "name": "Kim"}, {"counselor_id": "k2", "name": "Lee"}]
    given["clients"] = [{**AMARA, "counselor_id": "k1"}, {**BEN, "counselor_id": "k2"}, CARO]
    given["dismissals"].append({"code": "PAC204", "record": "counselors/k2"})
    assert bring_in(store, write_bundle(tmp_path / "bundle", given)).stored
    yield store
    store.close()


def counselor(store: Store, source_id: str) -> Viewer:
    """A counselor who came in under an id."""
    with store.cursor() as cursor:
        found = cursor.execute("SELECT counselor_id FROM counselors WHERE source_id = ?", [source_id]).fetchall()
    return Viewer("counselor", found[0][0])


def test_a_counselors_export_holds_their_clients_and_those_without_a_counselor_and_nobody_else(
    store: Store, tmp_path: Path
) -> None:
    target = tmp_path / "kims"
    export(store, target, viewer=counselor(store, "k1"))
    found = {path.stem: rows_of(path.read_text(encoding="utf-8")) for path in target.iterdir()}
    assert [row["name"] for row in found["clients"]] == ["Amara Diallo", "Caro Lind"]
    assert [row["name"] for row in found["counselors"]] == ["Kim"]
    for table in of_client("c1"):
        assert len(found[table]) == 2, table
        assert not any(cell.endswith("2") for row in found[table] for cell in row.values() if len(cell) == 2), table


@pytest.mark.parametrize("role", ["client", "presenter"])
def test_clients_and_presenters_do_not_export(store: Store, tmp_path: Path, role: Any) -> None:
    with pytest.raises(NotVisible):
        export(store, tmp_path / "theirs", viewer=Viewer(role, 1))
    assert not (tmp_path / "theirs").exists()


def test_every_table_of_the_office_reads_from_what_the_viewer_may_see() -> None:
    for table in TABLES:
        if table != "settings":
            assert "visible_clients" in export_query(table, ["clients"]).sql.rpartition(f"FROM {table} t")[2]


def test_what_was_entered_here_goes_out_under_its_number(store: Store, tmp_path: Path) -> None:
    with store.change(LOCAL, "test") as change:
        number = change.add("cohorts", {"name": "Spring"})
        client = change.add("clients", {"name": "Dora", "started_on": TODAY, "cohort_id": number})
        person = change.add("contacts", {"client_id": client, "name": "Eve", "added_on": TODAY})
        change.add("contacts", {"client_id": client, "name": "Finn", "referred_by": person, "added_on": TODAY})
    found = sent_out(store, tmp_path / "out")
    (dora,) = [row for row in rows_of(found["clients"]) if row["name"] == "Dora"]
    assert (dora["client_id"], dora["cohort_id"]) == (str(client), str(number))
    (finn,) = [row for row in rows_of(found["contacts"]) if row["name"] == "Finn"]
    assert (finn["client_id"], finn["referred_by"]) == (str(client), str(person))


def test_rows_go_out_in_the_order_of_their_ids(store: Store, tmp_path: Path) -> None:
    people = [contact(text_id) for text_id in ("b", "10", "9", "B", "é", "a")]
    bring_in(store, write_bundle(tmp_path / "more", {"clients": [AMARA], "contacts": people}))
    ids = [row["contact_id"] for row in rows_of(sent_out(store, tmp_path / "out")["contacts"])]
    assert ids == sorted(ids)


def test_what_is_written_meanwhile_is_not_half_of_an_export(store: Store) -> None:
    with office_view(store) as moment:
        clients = export_query("clients")
        before = [batch.num_rows for batch in moment.batches(clients.sql, clients.bound(LOCAL, {}), 100)]
        with store.change(LOCAL, "test") as change:
            client = change.add("clients", {"name": "Dora", "started_on": TODAY})
            change.add("contacts", {"client_id": client, "name": "Eve"})
        people = export_query("contacts")
        batches = list(moment.batches(people.sql, people.bound(LOCAL, {}), 100))
    assert sum(before) == 3
    assert sum(batch.num_rows for batch in batches) == 3


def test_a_value_that_a_spreadsheet_would_run_goes_out_harmless_and_comes_back(store: Store, tmp_path: Path) -> None:
    hard = ["=HYPERLINK(0)", "+1+1", "'=1", "@x", "-1", "|x", "%x", "+49 30 1234"]
    people = [contact(f"h{n}", organization=text) for n, text in enumerate(hard)]
    bring_in(store, write_bundle(tmp_path / "more.xlsx", {"clients": [AMARA], "contacts": people}))
    text = sent_out(store, tmp_path / "out")["contacts"]
    sent = [row["organization"] for row in csv.DictReader(io.StringIO(text)) if row["organization"]]
    assert sent == ["'=HYPERLINK(0)", "'+1+1", "''=1", "'@x", "'-1", "'|x", "'%x", "+49 30 1234"]


def test_a_workbook_holds_ids_as_text_and_days_as_days(store: Store) -> None:
    content = packed(store, "xlsx")
    sheets = {sheet.table: sheet for sheet in read_sheets(Upload("office.xlsx", content), KNOWN, Limits())}
    (row, *_) = sheets["clients"].rows
    cells = dict(zip(sheets["clients"].columns, row.cells, strict=True))
    assert cells["client_id"] == "c1"
    assert str(cells["started_on"]).startswith("2026-01-05")
    assert not isinstance(cells["started_on"], str)


def test_rows_are_counted_beforehand_as_they_then_go_out(store: Store, tmp_path: Path) -> None:
    viewer = counselor(store, "k1")
    export(store, tmp_path / "kims", viewer=viewer)
    with office_view(store) as moment:
        for table in TABLES:
            query = count_query(table)
            ((rows,),) = (batch["rows"].to_pylist() for batch in moment.batches(query.sql, query.bound(viewer, {}), 1))
            assert rows == len(rows_of((tmp_path / "kims" / f"{table}.csv").read_text(encoding="utf-8"))), table


def test_an_export_does_not_write_over_what_is_there(store: Store, tmp_path: Path) -> None:
    (tmp_path / "mine.zip").write_text("precious", encoding="utf-8")
    with pytest.raises(Unwritable):
        export(store, tmp_path / "mine.zip")
    assert (tmp_path / "mine.zip").read_text(encoding="utf-8") == "precious"


@pytest.mark.slow
def test_an_office_far_larger_than_the_memory_it_has_while_open_goes_out_whole(tmp_path: Path) -> None:
    """Asked with all its references joined at once, the same office wants more than twice as much."""
    path = tmp_path / "office.duckdb"
    crowded(path, clients=2_000, contacts=30_000, each=2)
    store = Store.open(path, memory_limit="48MB")
    export(store, tmp_path / "out")
    store.close()
    sent = {name: (tmp_path / "out" / f"{name}.csv").read_text() for name in ("follow_ups", "questions", "dismissals")}
    follow_ups = list(csv.DictReader(io.StringIO(sent["follow_ups"])))
    assert [row["follow_up_id"] for row in follow_ups] == sorted(row["follow_up_id"] for row in follow_ups)
    assert len(follow_ups) == 60_000
    for row in follow_ups[::1_000]:
        owed, number = row["follow_up_id"], int(row["follow_up_id"].rpartition(" ")[2])
        assert row["contact_id"] == brought_in("contact", number // 2)
        assert row["interview_id"] == brought_in("interview", number // 2)
        assert row["because_of"] == (brought_in("follow-up", number - 1) if number % 2 else ""), owed
    questions = [(row["interview_id"], row["position"]) for row in csv.DictReader(io.StringIO(sent["questions"]))]
    assert len(questions) == 60_000
    assert questions == sorted(questions)
    records = [row["record"] for row in csv.DictReader(io.StringIO(sent["dismissals"]))]
    assert records == sorted(f"contacts/{brought_in('contact', number)}" for number in range(30_000))


def brought_in(what: str, number: int) -> str:
    """An id as another program might give it, too long to be kept in place."""
    return f"the {what} that another program knows as {number:09}"


def crowded(path: Path, *, clients: int, contacts: int, each: int) -> None:
    """An office where every contact was heard, asked `each` questions, and is owed as many words, one after another."""
    store = Store.open(path, create=True)

    def numbers(count: int) -> pa.Array:
        return pa.Array.from_buffers(pa.int64(), count, [None, pa.py_buffer(store.ids.block(count))])

    def ids(what: str, count: int) -> pa.Array:
        return pa.array([brought_in(what, number) for number in range(count)])

    owed = contacts * each
    whose, person, talk, follow_up = numbers(clients), numbers(contacts), numbers(contacts), numbers(owed)
    of_contact = whose.take(pa.array([number * clients // contacts for number in range(contacts)]))
    about = pa.array([number // each for number in range(owed)])
    earlier = pa.concat_arrays([follow_up.slice(0, 1), follow_up.slice(0, owed - 1)])
    before = pc.if_else(pa.array([number % each > 0 for number in range(owed)]), earlier, None)
    day = pa.scalar(date(2026, 1, 5))
    named = {"clients": ids("client", clients), "contacts": ids("contact", contacts)}
    tables: dict[str, dict[str, Any]] = {
        "clients": {"client_id": whose, "started_on": pa.repeat(day, clients)},
        "contacts": {"contact_id": person, "client_id": of_contact, "added_on": pa.repeat(day, contacts)},
        "interviews": {"interview_id": talk, "client_id": of_contact, "contact_id": person},
        "questions": {
            "question_id": numbers(owed),
            "client_id": of_contact.take(about),
            "interview_id": talk.take(about),
            "position": pa.array([number % each + 1 for number in range(owed)], pa.int32()),
        },
        "follow_ups": {
            "follow_up_id": follow_up,
            "client_id": of_contact.take(about),
            "contact_id": person.take(about),
            "interview_id": talk.take(about),
            "kind": pa.repeat("keep_in_touch", owed),
            "due_on": pa.repeat(day, owed),
            "because_of": before,
        },
        "dismissals": {
            "dismissal_id": numbers(contacts),
            "client_id": of_contact,
            "code": pa.repeat("CON054", contacts),
            "record_table": pa.repeat("contacts", contacts),
            "record_id": person,
        },
    }
    tables["clients"] |= {"name": named["clients"], "source_id": named["clients"]}
    tables["contacts"] |= {"name": named["contacts"], "source_id": named["contacts"]}
    tables["interviews"]["source_id"] = ids("interview", contacts)
    tables["follow_ups"]["source_id"] = tables["follow_ups"]["note"] = ids("follow-up", owed)
    with store.change(LOCAL, "test") as change:
        for table, columns in tables.items():
            change.load(table, pa.table(columns))
    store.close()
