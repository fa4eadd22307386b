"""The store: what a change leaves behind, whom it lets write, what moves the versions, what the engine may reach."""

import json
import os
import random
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.viewer import LOCAL, Viewer
from data.changes.change import Change
from data.errors import BrokenReference, NotVisible, OfficeError, OfficeInUse, StaleEdit
from data.file import integrity
from data.query import scoped
from data.store import Store
from tests.planted import AS_OF, keep, plant

WHO = scoped("who", "SELECT c.client_id, c.name FROM clients c JOIN visible_clients v ON v.client_id = c.client_id")
NOON = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    office = Store.open(tmp_path / "office.duckdb", create=True)
    yield office
    office.close()


@pytest.fixture
def client(store: Store) -> int:
    with store.change(LOCAL, "add a client") as change:
        counselor = change.add("counselors", {"name": "Maya"})
        return change.add("clients", {"name": "Tom", "counselor_id": counselor, "started_on": AS_OF})


def value(store: Store, sql: str, *parameters: Any) -> Any:
    with store.cursor() as cursor:
        return cursor.execute(sql, parameters).fetchall()[0][0]


def talk(store: Store, client: int, viewer: Viewer = LOCAL) -> int:
    with store.change(viewer, "record a talk") as change:
        contact = change.add("contacts", {"client_id": client, "name": "Ines", "added_on": AS_OF})
        return change.add("interviews", {"client_id": client, "contact_id": contact, "held_on": AS_OF})


def test_the_engine_is_the_one_that_is_meant(store: Store) -> None:
    """On the way back (make test-way-back) the series before, else today's."""
    way_back = "way-back" in os.environ.get("PYTHONPATH", "")
    assert value(store, "SELECT library_version FROM pragma_version()").startswith("v1.5." if way_back else "v2.0.")


# ── a change ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_change_leaves_its_line_its_trail_and_the_clients_new_revision(store: Store, client: int) -> None:
    before = value(store, "SELECT revision FROM clients WHERE client_id = ?", client)
    with store.change(Viewer("lead", 7), "add two people") as change:
        numbers = change.add_many("contacts", [{"client_id": client, "name": name} for name in ("Ines", "Ada")])
    with store.cursor() as cursor:
        line = cursor.execute("SELECT command, role, person, client_id, undoes FROM audit ORDER BY audit_id").fetchall()
        trail = cursor.execute(
            "SELECT table_name, first_id, fields_before, fields_after FROM audit_changes WHERE audit_id = ? ORDER BY 2",
            [change.audit_id],
        ).fetchall()
    assert line[-1] == ("add two people", "lead", 7, client, None)
    assert trail == [("contacts", number, None, None) for number in numbers]
    assert value(store, "SELECT revision FROM clients WHERE client_id = ?", client) == before + 1


def test_an_edit_keeps_only_what_changed_before_and_after(store: Store, client: int) -> None:
    interview = talk(store, client)
    with store.change(LOCAL, "plan") as change:
        change.edit("interviews", interview, {"scheduled_for": NOON, "held_on": AS_OF, "stage": None})
    with store.cursor() as cursor:
        before, after, revision = cursor.execute(
            "SELECT fields_before, fields_after, revision FROM audit_changes WHERE audit_id = ?", [change.audit_id]
        ).fetchall()[0]
    assert json.loads(before) == {"scheduled_for": None, "scheduled_day": None}
    assert json.loads(after).keys() == {"scheduled_for", "scheduled_day"}
    assert revision == 2


def test_an_edit_to_what_is_there_already_changes_nothing_and_moves_nothing(store: Store, client: int) -> None:
    interview, lines, moved = talk(store, client), value(store, "SELECT count(*) FROM audit"), store.versions.office
    with store.change(LOCAL, "plan") as change:
        change.edit("interviews", interview, {"held_on": AS_OF})
    assert (value(store, "SELECT count(*) FROM audit"), store.versions.office) == (lines, moved)


def _fall(client: int) -> Callable[[Change], None]:
    def half(change: Change) -> None:
        change.add("contacts", {"client_id": client, "name": "Ines"})
        change.edit("clients", client, {"name": "Tim"})
        raise ZeroDivisionError

    return half


def test_an_error_takes_all_of_a_change_back(store: Store, client: int) -> None:
    lines, moved = value(store, "SELECT count(*) FROM audit_changes"), store.versions.office
    change_and_fall = _fall(client)
    with pytest.raises(ZeroDivisionError), store.change(LOCAL, "half") as change:
        change_and_fall(change)
    assert value(store, "SELECT count(*) FROM contacts") == 0
    assert value(store, "SELECT name FROM clients") == "Tom"
    assert (value(store, "SELECT count(*) FROM audit_changes"), store.versions.office) == (lines, moved)


def test_a_moment_has_its_day_in_the_offices_zone_and_moves_with_the_zone(store: Store, client: int) -> None:
    with store.change(LOCAL, "settle") as change:
        change.set("time_zone", "Europe/Berlin")
        meeting = change.add("meetings", {"client_id": client, "kind": "call", "planned_for": NOON})
    assert store.zone.key == "Europe/Berlin"
    day = "SELECT planned_day FROM meetings WHERE meeting_id = ?"
    assert value(store, day, meeting) == date(2026, 11, 28)
    with store.change(LOCAL, "move") as change:
        change.set("time_zone", "America/New_York")
    assert value(store, day, meeting) == date(2026, 11, 27)
    assert store.zone.key == "America/New_York"


def test_the_zone_is_asked_once_until_it_changes(store: Store, client: int) -> None:
    zone = store.zone
    talk(store, client)
    assert store.zone is zone


def test_who_shows_an_older_revision_is_told_that_it_is_stale(store: Store, client: int) -> None:
    shown = value(store, "SELECT revision FROM clients WHERE client_id = ?", client)
    talk(store, client)
    with pytest.raises(StaleEdit), store.change(LOCAL, "edit") as change:
        change.expect(client, shown)


def test_one_change_within_another_is_refused_at_once(store: Store) -> None:
    outer, inner = store.change(LOCAL, "outer"), store.change(LOCAL, "inner")
    with outer, pytest.raises(RuntimeError, match="already under way"), inner:
        pass
    with store.change(LOCAL, "afterwards"):
        pass


def test_a_query_within_a_change_sees_what_it_has_done_and_others_do_not(store: Store, client: int) -> None:
    with store.change(LOCAL, "rename") as change:
        change.edit("clients", client, {"name": "Tim"})
        assert change.rows(WHO)[0]["name"] == change.table(WHO).to_pylist()[0]["name"] == "Tim"
        assert store.rows(WHO, LOCAL)[0]["name"] == "Tom"


def test_a_snapshot_shows_one_moment(store: Store, client: int) -> None:
    with store.snapshot() as snapshot:
        assert len(snapshot.rows(WHO, LOCAL)) == 1
        with store.change(LOCAL, "add") as change:
            change.add("clients", {"name": "Amara", "started_on": AS_OF})
        assert len(snapshot.rows(WHO, LOCAL)) == snapshot.table(WHO, LOCAL).num_rows == 1
    assert len(store.rows(WHO, LOCAL)) == 2


def test_what_a_record_is_and_whose_cannot_be_edited(store: Store, client: int) -> None:
    interview = talk(store, client)
    for field in ("interview_id", "client_id", "revision"):
        with pytest.raises(ValueError, match=field), store.change(LOCAL, "edit") as change:
            change.edit("interviews", interview, {field: 1})


def test_a_word_outside_the_closed_list_never_gets_in(store: Store, client: int) -> None:
    interview = talk(store, client)
    with pytest.raises(Exception, match="CHECK"), store.change(LOCAL, "edit") as change:
        change.edit("interviews", interview, {"stage": "ghosted"})


def test_numbers_go_on_above_what_is_in_the_file(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "office.duckdb", create=True)
    far = store.ids.block(200_000)[-1]
    with store.change(LOCAL, "add") as change:
        change.add("clients", {"name": "Tom", "started_on": AS_OF})
    highest = value(store, "SELECT max(client_id) FROM clients")
    store.close()
    store = Store.open(tmp_path / "office.duckdb")
    assert store.ids.new() > highest > far
    store.close()


# ── references ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reference_to_nothing_or_to_another_clients_record_takes_the_change_back(store: Store, client: int) -> None:
    with store.change(LOCAL, "add") as change:
        other = change.add("clients", {"name": "Amara", "started_on": AS_OF})
        theirs = change.add("contacts", {"client_id": other, "name": "Ada"})
    for contact in (theirs, 12345):
        with pytest.raises(BrokenReference), store.change(LOCAL, "add") as change:
            change.add("interviews", {"client_id": client, "contact_id": contact})
    interview = talk(store, client)
    with pytest.raises(BrokenReference), store.change(LOCAL, "edit") as change:
        change.edit("interviews", interview, {"contact_id": theirs})
    assert value(store, "SELECT count(*) FROM interviews") == 1


def test_what_others_refer_to_is_not_taken_out_unless_they_go_too(store: Store, client: int) -> None:
    interview = talk(store, client)
    contact = value(store, "SELECT contact_id FROM interviews")
    with pytest.raises(BrokenReference), store.change(LOCAL, "remove") as change:
        change.remove("contacts", contact)
    with store.change(LOCAL, "remove") as change:
        change.remove("contacts", contact)
        change.remove("interviews", interview)
    assert value(store, "SELECT count(*) FROM contacts") == 0


def test_what_was_put_aside_about_a_record_goes_with_it(store: Store, client: int) -> None:
    interview = talk(store, client)
    with store.change(LOCAL, "fine as it is") as change:
        about = {"record_table": "interviews", "record_id": interview}
        change.add("dismissals", {"client_id": client, "code": "PAC201", **about})
    with store.change(LOCAL, "remove") as change:
        change.remove("interviews", interview)
    assert value(store, "SELECT count(*) FROM dismissals") == 0


def test_two_questions_never_share_a_place(store: Store, client: int) -> None:
    interview = talk(store, client)
    question = {"client_id": client, "interview_id": interview, "position": 1, "text": "Why?"}
    with store.change(LOCAL, "ask") as change:
        change.add("questions", question)
    with pytest.raises(BrokenReference), store.change(LOCAL, "ask") as change:
        change.add("questions", question)
    with pytest.raises(BrokenReference), store.change(LOCAL, "ask") as change:
        change.add_many("questions", [{**question, "position": 2}, {**question, "position": 2}])


def test_rows_in_bulk_are_held_to_the_same(tmp_path: Path) -> None:
    planted = plant(random.Random(1), counselors=1, clients=2)
    mine, theirs = planted.clients
    planted.rows["interviews"][0]["contact_id"] = planted.numbers("contacts", theirs)[0]
    assert planted.rows["interviews"][0]["client_id"] == mine
    with pytest.raises(BrokenReference):
        keep(tmp_path / "office.duckdb", planted.rows)


def test_a_planted_office_hangs_together_and_a_broken_one_is_found(tmp_path: Path) -> None:
    store = keep(tmp_path / "office.duckdb", plant(random.Random(2), counselors=1, clients=2).rows)
    with store.cursor() as cursor:
        integrity.check(cursor)
        for wrong, told in (
            ("DELETE FROM contacts WHERE contact_id = (SELECT max(contact_id) FROM interviews)", "contact_id"),
            ("UPDATE interviews SET scheduled_day = scheduled_day + 1", "scheduled_day"),
            ("UPDATE questions SET position = 1", "position"),
            ("UPDATE contacts SET source_id = 'x'", "source_id"),
            ("UPDATE notes SET client_id = 5", "client_id"),
        ):
            cursor.execute("BEGIN TRANSACTION")
            cursor.execute(wrong)
            with pytest.raises(OfficeError, match=told):
                integrity.check(cursor)
            cursor.execute("ROLLBACK")
    store.close()


# ── who may write ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_nobody_writes_outside_their_scope_and_is_told_the_same_as_of_nobody(store: Store, client: int) -> None:
    interview = talk(store, client)
    counselor = value(store, "SELECT counselor_id FROM clients")
    own = Viewer("counselor", counselor)
    told = set()
    for viewer, record, owner in (
        (Viewer("counselor", 999), interview, client),
        (own, 12345, 12345),
        (Viewer("client", client), interview, client),
        (Viewer("presenter"), interview, client),
    ):
        for attempt in (
            lambda change, record=record, _=owner: change.edit("interviews", record, {"platform": "x"}),
            lambda change, record=record, _=owner: change.remove("interviews", record),
            lambda change, record=record, _=owner: change.record("interviews", record),
            lambda change, owner=owner: change.add("notes", {"client_id": owner, "text": "x"}),
        ):
            with pytest.raises(NotVisible) as refused, store.change(viewer, "try") as change:
                attempt(change)
            told.add(str(refused.value))
    assert len(told) == 1
    talk(store, client, own)


def test_what_belongs_to_the_office_is_the_offices(store: Store, client: int) -> None:
    counselor = Viewer("counselor", value(store, "SELECT counselor_id FROM clients"))
    for attempt in (
        lambda change: change.set("time_zone", "Europe/Rome"),
        lambda change: change.add("counselors", {"name": "Eve"}),
        lambda change: change.add("prompts", {"client_id": None, "text": "Why?"}),
        lambda change: change.add("clients", {"name": "X", "counselor_id": 999, "started_on": AS_OF}),
    ):
        with pytest.raises(NotVisible), store.change(counselor, "try") as change:
            attempt(change)
    with store.change(counselor, "add") as change:
        change.add("clients", {"name": "Mine", "counselor_id": counselor.person, "started_on": AS_OF})
        change.add("clients", {"name": "Nobody's", "counselor_id": None, "started_on": AS_OF})


def test_a_client_without_a_counselor_is_every_counselors_and_a_handed_over_one_is_not(store: Store) -> None:
    with store.change(LOCAL, "add") as change:
        maya, ben = change.add_many("counselors", [{"name": "Maya"}, {"name": "Ben"}])
        tom = change.add("clients", {"name": "Tom", "counselor_id": None, "started_on": AS_OF})
    assert store.rows(WHO, Viewer("counselor", maya)) == store.rows(WHO, Viewer("counselor", ben)) != []
    with store.change(Viewer("counselor", maya), "take on") as change:
        change.edit("clients", tom, {"counselor_id": maya})
    assert store.rows(WHO, Viewer("counselor", ben)) == []


# ── what moves ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_version_moves_with_what_it_is_about_and_with_nothing_else(store: Store) -> None:
    with store.change(LOCAL, "add") as change:
        maya, ben = change.add_many("counselors", [{"name": "Maya"}, {"name": "Ben"}])
    with store.change(LOCAL, "add") as change:
        tom = change.add("clients", {"name": "Tom", "counselor_id": maya, "started_on": AS_OF})
        ada = change.add("clients", {"name": "Ada", "counselor_id": ben, "started_on": AS_OF})
        zoe = change.add("clients", {"name": "Zoe", "counselor_id": None, "started_on": AS_OF})
    versions = store.versions

    def state() -> dict[str, Any]:
        return {
            "office": versions.office,
            "wide": versions.wide,
            "tom": versions.client(tom),
            "ada": versions.client(ada),
            "maya": versions.counselor(maya),
            "ben": versions.counselor(ben),
            "zoe": versions.client(zoe),
            "nobody's": versions.counselor(None),
        }

    def moved_by(work: Any) -> set[str]:
        before = state()
        with store.change(LOCAL, "do") as change:
            work(change)
        after = state()
        return {name for name in before if before[name] != after[name]}

    assert moved_by(lambda change: change.add("notes", {"client_id": tom, "text": "x"})) == {"office", "tom", "maya"}
    assert moved_by(lambda change: change.record("clients", ada)) == set()
    assert moved_by(lambda change: change.run("SELECT 1")) == set()
    new = {"name": "New", "counselor_id": ben, "started_on": AS_OF}
    assert moved_by(lambda change: change.add("clients", new)) == {"office", "ben"}
    over = {"counselor_id": maya}
    assert moved_by(lambda change: change.edit("clients", ada, over)) == {"office", "ada", "ben", "maya"}
    # Who has no counselor stands on the page of every counselor, and nobody's caseload holds them alone.
    unassigned = {"office", "zoe", "maya", "ben", "nobody's"}
    assert moved_by(lambda change: change.add("notes", {"client_id": zoe, "text": "x"})) == unassigned
    assert moved_by(lambda change: change.add("clients", {**new, "counselor_id": None})) == unassigned - {"zoe"}
    assert moved_by(lambda change: change.edit("clients", zoe, over)) == unassigned
    assert moved_by(lambda change: change.add("notes", {"client_id": zoe, "text": "y"})) == {"office", "zoe", "maya"}
    assert moved_by(lambda change: change.edit("clients", zoe, {"counselor_id": None})) == unassigned
    assert moved_by(lambda change: change.set("goal_interviews", "9")) == set(state())
    everything = "UPDATE office SET value = value"
    assert moved_by(lambda change: change.run(everything)) == set(state())


# ── the file ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_MODES = """
import os, sys
from pathlib import Path
os.umask(0)
from core.viewer import LOCAL
from data.store import Store
store = Store.open(Path(sys.argv[1]), create=True)
with store.change(LOCAL, "add") as change:
    change.add("counselors", {"name": "Maya"})
folder = Path(sys.argv[1]).parent
print([(path.name, oct(path.stat().st_mode & 0o777)) for path in sorted(folder.iterdir())])
store.close()
print([(path.name, oct(path.stat().st_mode & 0o777)) for path in sorted(folder.iterdir())])
"""


def test_files_are_their_owners_whatever_the_umask_and_nothing_stays_beside_the_office(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MODES, str(tmp_path / "office.duckdb")], capture_output=True, text=True, check=True
    )
    during, afterwards = done.stdout.splitlines()
    assert eval(during) == [  # noqa: S307 - our own list of names
        ("office.duckdb", "0o600"),
        ("office.duckdb.last", "0o600"),
        ("office.duckdb.tmp", "0o700"),
        ("office.duckdb.wal", "0o600"),
    ]
    assert afterwards == "[('office.duckdb', '0o600')]"


def test_an_office_that_others_could_read_is_closed_to_them_when_opened(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    Store.open(path, create=True).close()
    path.chmod(0o644)
    Store.open(path).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_memory_does_not_hold_goes_to_a_private_folder_that_does_not_stay(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    store = Store.open(path, create=True, memory_limit="64MB")
    seen: set[tuple[int, int]] = set()
    with store.cursor() as cursor:
        running = threading.Thread(
            target=cursor.execute,
            args=[
                "SELECT s FROM (SELECT md5(CAST(i AS VARCHAR)) AS s FROM range(2000000) r(i)) ORDER BY s OFFSET 1999999"
            ],
        )
        running.start()
        spill = path.with_name("office.duckdb.tmp")
        while running.is_alive():
            seen |= {(stat.S_IMODE(spill.stat().st_mode), len(list(spill.iterdir())) > 0)}
            running.join(0.01)
    store.close()
    assert (0o700, True) in seen
    assert sorted(path.name for path in tmp_path.iterdir()) == ["office.duckdb"]


def test_one_process_opens_an_office_once(store: Store) -> None:
    with pytest.raises(OfficeInUse) as refused:
        Store.open(store.path)
    assert refused.value.process == os.getpid()


def test_a_closed_store_says_so_and_the_file_can_be_opened_again(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "office.duckdb", create=True)
    store.close()
    store.close()
    with pytest.raises(OfficeError, match="closed"):
        store.rows(WHO, LOCAL)
    Store.open(tmp_path / "office.duckdb").close()


def test_closing_cuts_off_what_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.file.cursors.PATIENCE", 0.2)
    store = Store.open(tmp_path / "office.duckdb", create=True)
    began, ended = threading.Event(), []

    def long_question() -> None:
        with store.cursor() as cursor:
            began.set()
            try:
                cursor.execute("SELECT count(*) FROM range(100000000000) a, range(100000) b").fetchall()
            except Exception as error:  # noqa: BLE001 - whatever the engine calls it
                ended.append(error)

    thread = threading.Thread(target=long_question)
    thread.start()
    began.wait()
    store.close()
    thread.join(10)
    assert ended
    assert not thread.is_alive()
    Store.open(tmp_path / "office.duckdb").close()


# ── the engine ───────────────────────────────────────────────────────────────────────────────────────────────────────

a_python_table = [1, 2, 3]
OUT = [
    "SELECT * FROM read_csv('{there}')",
    "SELECT * FROM read_text('{there}')",
    "SELECT * FROM read_blob('{there}')",
    "SELECT * FROM read_json('{there}')",
    "SELECT * FROM read_parquet('{there}')",
    "SELECT * FROM sniff_csv('{there}')",
    "SELECT * FROM parquet_metadata('{there}')",
    "SELECT * FROM '{there}'",
    "SELECT * FROM glob('{folder}/*')",
    "SELECT * FROM glob('{folder}/../*')",
    "COPY clients TO '{new}'",
    "COPY (SELECT 1) TO '{new}' (FORMAT parquet)",
    "COPY clients FROM '{there}'",
    "EXPORT DATABASE '{new}'",
    "IMPORT DATABASE '{folder}'",
    "ATTACH '{new}'",
    "ATTACH '{office}' AS again",
    "ATTACH 'http://127.0.0.1:9/x.duckdb'",
    "INSTALL httpfs",
    "FORCE INSTALL httpfs FROM 'http://127.0.0.1:9'",
    "LOAD httpfs",
    "LOAD '{new}.duckdb_extension'",
    "UPDATE EXTENSIONS",
    "CREATE SECRET s (TYPE s3)",
    "CREATE PERSISTENT SECRET s (TYPE http, BEARER_TOKEN 'x')",
    "SELECT getenv('HOME')",
    "SELECT * FROM a_python_table",
    "SET enable_external_access = true",
    "SET allowed_directories = ['/']",
    "SET allowed_paths = ['{there}']",
    "SET lock_configuration = false",
    "RESET lock_configuration",
    "SET python_enable_replacements = true",
    "SET GLOBAL autoload_known_extensions = true",
    "SET temp_directory = '{folder}'",
    "SET GLOBAL memory_limit = '100GB'",
    "SET threads = 64",
    "SET home_directory = '{folder}'",
    "SET extension_directory = '{folder}'",
    "SET secret_directory = '{folder}'",
    "SET log_query_path = '{new}'",
    "PRAGMA log_query_path = '{new}'",
    "SET profile_output = '{new}'",
    "SET enable_profiling = 'json'",
    "PRAGMA enable_profiling = 'json'",
    "SET custom_extension_repository = 'http://127.0.0.1:9'",
    "DETACH office",
]
REFUSED = r"(?i)permission|configuration|disabled|exist|cannot|can not|not supported|type|requires the extension"


@pytest.mark.parametrize("attempt", OUT)
def test_no_statement_reaches_beyond_the_office(store: Store, tmp_path: Path, attempt: str) -> None:
    there, new = tmp_path / "there.csv", tmp_path / "new"
    there.write_text("a,b\n1,2\n")
    before = sorted(tmp_path.iterdir())
    places = {"there": there, "new": new, "folder": tmp_path, "office": store.path}
    with pytest.raises(Exception, match=REFUSED), store.cursor() as cursor:
        cursor.execute(attempt.format(**places)).fetchall()
    assert sorted(tmp_path.iterdir()) == before
    with store.cursor() as cursor:
        held = "enable_external_access", "lock_configuration", "autoload_known_extensions", "python_enable_replacements"
        settings = ", ".join(f"current_setting('{name}')" for name in held)
        assert cursor.execute(f"SELECT {settings}").fetchall() == [(False, True, False, False)]


def test_what_is_open_to_statements_shows_nothing(store: Store) -> None:
    with store.cursor() as cursor:
        assert cursor.execute("SELECT * FROM duckdb_secrets()").fetchall() == []
        cursor.execute("ATTACH ':memory:' AS elsewhere")
    with store.cursor() as cursor:
        cursor.execute("DETACH elsewhere")


def test_values_are_bound_never_read_as_statements(store: Store, client: int) -> None:
    hostile = "x'); DROP TABLE clients; --"
    with store.change(LOCAL, hostile) as change:
        change.edit("clients", client, {"name": hostile})
        change.set(hostile, hostile)
    search = scoped("s", "SELECT c.name FROM clients c JOIN visible_clients USING (client_id) WHERE c.name = $search")
    assert store.rows(search, LOCAL, search=hostile) == [{"name": hostile}]
    assert store.rows(search, LOCAL, search="' OR '1'='1") == []


def test_a_query_says_what_it_needs_and_what_it_does_not_know(store: Store) -> None:
    search = scoped("s", "SELECT 1 FROM visible_clients WHERE $search IS NULL")
    with pytest.raises(TypeError, match="needs search"):
        store.rows(search, LOCAL)
    with pytest.raises(TypeError, match="no parameter other"):
        store.rows(search, LOCAL, search=None, other=1)


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_numbers_rise_are_never_given_twice_and_fit_in_53_bits(store: Store) -> None:
    given: list[int] = []

    def take() -> None:
        for size in (1, 7, 300):
            given.extend(store.ids.block(size))

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(given)) == len(given) == 8 * 308
    assert max(given) < 2**53
    block = store.ids.block(70_000)
    assert list(block) == sorted(block)


def test_days_long_ago_and_far_ahead_are_kept(store: Store, client: int) -> None:
    far = AS_OF + timedelta(days=30_000)
    with store.change(LOCAL, "plan") as change:
        number = change.add("follow_ups", {"client_id": client, "kind": "other", "due_on": far})
        assert change.record("follow_ups", number)["due_on"] == far
