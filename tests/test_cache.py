"""The cache holds what would be worked out anew, whatever happened meanwhile."""

import shutil
import sqlite3
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase

from core.case import Case
from core.clock import Clock
from core.policy import Policy
from core.viewer import LOCAL, Viewer
from data import backup
from data.cache import warmer
from data.cache.cache_file import CacheFile
from data.cache.snapshot import ClientSnapshot, computed, fingerprint_of, snapshots
from data.commands import clients, meetings
from data.selection import selection
from data.store import Store
from data.undo import undo
from tests.case_oracle import plain
from tests.commanded import COMMANDS, FOR_ALL, TODAY, copy_of, office
from tests.offices import Office, make_office
from tests.planted import AS_OF
from tests.profiles import examples
from tests.test_undo_machine import Commands


def cache_of(store: Store) -> CacheFile:
    return CacheFile(store.path, store.cursor)


def mark(store: Store) -> str:
    return fingerprint_of(store.rows("settings", LOCAL), store.rows("counselors", LOCAL))


def clock_of(store: Store, day=TODAY) -> Clock:
    policy = Policy.from_settings({row["name"]: row["value"] for row in store.rows("settings", LOCAL)})[0]
    return Clock.at(day, None, policy, store.zone)


def look(store: Store, cache: CacheFile, day=TODAY, **whose) -> dict[int, ClientSnapshot]:
    return dict(snapshots(store, LOCAL, clock_of(store, day), TODAY, cache, mark(store), **whose))


Plain = dict[int, tuple[Any, ...]]


def told(found: dict[int, ClientSnapshot]) -> Plain:
    """The same without the order in which words, what was put aside and contradictions happen to be found."""
    return {client: _told(each.case, each) for client, each in found.items()}


def _told(case: Case, each: ClientSnapshot) -> tuple[Any, ...]:
    beside = (
        case.unassigned,
        case.last_aside,
        sorted(map(repr, case.aside)),
        sorted((*talk._replace(at=None), talk.at and talk.at.isoformat()) for talk in case.talks),
    )
    return plain(case), beside, each.figures, sorted(map(repr, each.contradictions))


def anew(store: Store, day=TODAY) -> Plain:
    rows = store.rows("caseload_revisions", LOCAL, **selection(status="all"))
    everybody = [row["client_id"] for row in rows]
    return told(computed(store, LOCAL, clock_of(store, day), TODAY, everybody, {"status": "all"})) if rows else {}


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Office]:
    made = office(tmp_path / "office.duckdb")
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Office:
    made = office(tmp_path_factory.mktemp("cache") / "office.duckdb")
    made.store.close()
    return made


# ── what is kept is what is ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
@pytest.mark.parametrize("name", [*COMMANDS, *FOR_ALL])
def test_after_every_command_and_its_undo_what_is_kept_is_what_is(name: str, master: Office, tmp_path: Path) -> None:
    made = copy_of(master, tmp_path / "office.duckdb")
    cache = cache_of(made.store)
    look(made.store, cache, status="all")
    done = (COMMANDS | FOR_ALL)[name](made.store, LOCAL, made.number)
    assert told(look(made.store, cache, status="all")) == anew(made.store)
    assert done.audit_id is not None
    undo(made.store, LOCAL, done.audit_id)
    assert told(look(made.store, cache, status="all")) == anew(made.store)
    made.store.close()


class Kept(Commands):
    """The same random commands as those that are undone; after each, what is kept is compared."""

    def nothing_is_broken(self) -> None:
        if not hasattr(self, "cache"):
            self.cache = cache_of(self.store)
        assert told(look(self.store, self.cache, AS_OF, status="all")) == anew(self.store, AS_OF)


Kept.TestCase.settings = examples(
    5,
    stateful_step_count=8,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestKept = pytest.mark.slow(Kept.TestCase)


def test_one_client_is_known_alike_alone_and_among_all(made: Office) -> None:
    together = look(made.store, cache_of(made.store), status="all")
    for client, each in together.items():
        fresh = CacheFile(made.store.path.with_name(f"{client}"), made.store.cursor)
        assert look(made.store, fresh, client=client) == {client: each}


def test_what_is_read_back_is_what_was_worked_out(made: Office) -> None:
    with made.store.change(LOCAL, "edit") as change:
        change.edit("interviews", made.number("interviews", "held"), {"replied_on": date(2026, 10, 1)})
    cache = cache_of(made.store)
    first = look(made.store, cache, status="all")
    again = look(made.store, cache, status="all")
    assert told(first) == told(again)
    assert again[made.number("clients", "maya")].case.talks
    assert again[made.number("clients", "maya")].contradictions


# ── what is asked again, and what is not ─────────────────────────────────────────────────────────────────────────────


def asked_of(store: Store, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that are asked from now on; they are answered as ever."""
    asked: list[str] = []
    ask, table = store.rows, store.table

    def noting(answer: Callable[..., Any]) -> Callable[..., Any]:
        def noted(name: str, *more: Any, **given: Any) -> Any:
            asked.append(name)
            return answer(name, *more, **given)

        return noted

    monkeypatch.setattr(store, "rows", noting(ask))
    monkeypatch.setattr(store, "table", noting(table))
    return asked


def test_what_is_kept_costs_one_question(made: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, sign = cache_of(made.store), mark(made.store)
    clock = clock_of(made.store)
    dict(snapshots(made.store, LOCAL, clock, TODAY, cache, sign))
    asked = asked_of(made.store, monkeypatch)
    assert dict(snapshots(made.store, LOCAL, clock, TODAY, cache, sign))
    assert asked == ["caseload_revisions"]


def test_it_survives_the_process_and_is_readable_by_its_owner_only(
    made: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cache_of(made.store)
    look(made.store, first)
    first.close()
    assert stat.S_IMODE(first.path.stat().st_mode) == 0o600
    clock, sign = clock_of(made.store), mark(made.store)
    second = cache_of(made.store)
    asked = asked_of(made.store, monkeypatch)
    dict(snapshots(made.store, LOCAL, clock, TODAY, second, sign))
    assert asked == ["caseload_revisions"]


def test_only_those_who_changed_are_looked_at_again(made: Office) -> None:
    cache = cache_of(made.store)
    before = look(made.store, cache)
    meetings.record_word(made.store, LOCAL, made.number("clients", "maya"), "call", on=TODAY)
    rows = {row["client_id"]: row["revision"] for row in made.store.rows("caseload_revisions", LOCAL, **selection())}
    assert before.keys() - cache.find(rows, TODAY, mark(made.store)).keys() == {made.number("clients", "maya")}


def test_another_day_or_another_setting_is_looked_at_anew_and_another_day_is_not_kept(made: Office) -> None:
    cache = cache_of(made.store)
    rows = dict.fromkeys(look(made.store, cache), 1)
    assert cache.find(rows, TODAY, mark(made.store))
    assert not cache.find(rows, TODAY + timedelta(days=1), mark(made.store))
    look(made.store, cache, TODAY - timedelta(days=30))
    assert not cache.find(rows, TODAY - timedelta(days=30), mark(made.store))
    with made.store.change(LOCAL, "set") as change:
        change.set("goal_interviews", "9")
    assert not cache.find(rows, TODAY, mark(made.store))
    assert told(look(made.store, cache, status="all")) == anew(made.store)


def test_nobody_is_known_to_a_viewer_who_may_not_see_them(made: Office) -> None:
    cache = cache_of(made.store)
    look(made.store, cache, status="all")
    tom = Viewer("counselor", made.number("counselors", "tom"))

    def seen(**whose) -> set[int]:
        return {
            each
            for each, _ in snapshots(made.store, tom, clock_of(made.store), TODAY, cache, mark(made.store), **whose)
        }

    assert seen(status="all") == {made.number("clients", name) for name in ("jonas", "noor")}
    assert seen(client=made.number("clients", "maya")) == set()


# ── a file that may be deleted at any time ───────────────────────────────────────────────────────────────────────────


def test_a_backup_that_was_put_back_does_not_meet_what_was_known_of_its_future(tmp_path: Path) -> None:
    made = office(tmp_path / "office.duckdb")
    client = made.number("clients", "maya")
    backup.back_up(made.store, tmp_path / "kept.duckdb")
    clients.set_goal(made.store, LOCAL, client, 3)
    cache = cache_of(made.store)
    look(made.store, cache, status="all")
    cache.close()
    made.store.close()
    backup.restore(tmp_path / "kept.duckdb", made.store.path, day=TODAY, replace=True)
    store = Store.open(made.store.path)
    clients.set_goal(store, LOCAL, client, 5)
    assert told(look(store, cache_of(store), status="all")) == anew(store)
    store.close()


def test_a_backup_put_back_by_hand_whose_numbers_are_given_again_does_not_meet_what_was_known(tmp_path: Path) -> None:
    """The cache still lies there; its last change has the number, and its client the revision, of another one's."""
    made = office(tmp_path / "office.duckdb")
    client = made.number("clients", "maya")
    backup.back_up(made.store, tmp_path / "kept.duckdb")
    first = clients.set_goal(made.store, LOCAL, client, 3)
    cache = cache_of(made.store)
    look(made.store, cache, status="all")
    cache.close()
    made.store.close()
    shutil.copy(tmp_path / "kept.duckdb", made.store.path)
    store = Store.open(made.store.path)
    second = clients.set_goal(store, LOCAL, client, 5)
    assert (first.audit_id, cache.path.exists()) == (second.audit_id, True)
    cache = cache_of(store)
    assert told(look(store, cache, status="all")) == anew(store)
    # What is kept from here on is believed, also by who opens it next.
    cache.close()
    rows = {row["client_id"]: row["revision"] for row in store.rows("caseload_revisions", LOCAL, **selection())}
    assert cache_of(store).find(rows, TODAY, mark(store)).keys() == rows.keys()
    store.close()


def test_what_was_known_after_a_change_that_the_office_lacks_is_forgotten(made: Office) -> None:
    cache = cache_of(made.store)
    found = look(made.store, cache)
    cache.close()
    with sqlite3.connect(cache.path) as file:
        file.execute("UPDATE office SET through = through + 1")
    rows = dict.fromkeys(found, 1)
    assert not cache_of(made.store).find(rows, TODAY, mark(made.store))


@pytest.mark.parametrize("damage", [b"", b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_file_is_begun_anew(damage: bytes, made: Office) -> None:
    cache = cache_of(made.store)
    look(made.store, cache)
    cache.close()
    cache.path.write_bytes(damage)
    again = cache_of(made.store)
    assert told(look(made.store, again, status="all")) == anew(made.store)
    assert told(look(made.store, again, status="all")) == anew(made.store)


def test_a_file_that_is_damaged_while_it_is_used_is_begun_anew(made: Office) -> None:
    cache = cache_of(made.store)
    look(made.store, cache)
    with cache.path.open("r+b") as file:
        file.write(b"\x00" * cache.path.stat().st_size)
    assert told(look(made.store, cache, status="all")) == anew(made.store)


def test_where_nothing_can_be_written_everything_is_worked_out(made: Office) -> None:
    taken = made.store.path.with_name(made.store.path.name + ".cache")
    taken.mkdir()
    assert told(look(made.store, cache_of(made.store), status="all")) == anew(made.store)


def test_a_file_of_an_earlier_form_is_begun_anew(made: Office) -> None:
    path = made.store.path.with_name(made.store.path.name + ".cache")
    with sqlite3.connect(path) as file:
        file.execute("CREATE TABLE known (client TEXT)")
    assert told(look(made.store, cache_of(made.store), status="all")) == anew(made.store)


# ── before anybody asks ──────────────────────────────────────────────────────────────────────────────────────────────


def missing(store: Store, cache: CacheFile) -> int:
    rows = store.rows("caseload_revisions", LOCAL, **selection())
    wanted = {row["client_id"]: row["revision"] for row in rows}
    return len(wanted) - len(cache.find(wanted, TODAY, mark(store)))


@pytest.fixture
def large_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warmer, "WORTH_IT", 1)


@pytest.mark.slow
@pytest.mark.usefixtures("large_enough")
def test_the_process_beside_this_one_finds_what_this_one_would(made: Office) -> None:
    cache = cache_of(made.store)
    filling = warmer.Warmer(made.store, cache, lambda: TODAY)
    filling.fill()
    assert missing(made.store, cache) == 0
    there = told(look(made.store, cache))
    assert there == {client: each for client, each in anew(made.store).items() if client in there}
    assert len(there) == 3


@pytest.mark.slow
@pytest.mark.usefixtures("large_enough")
def test_only_caseloads_that_moved_are_filled_again(made: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = cache_of(made.store)
    filling = warmer.Warmer(made.store, cache, lambda: TODAY)
    filling.fill()
    asked = asked_of(made.store, monkeypatch)
    filling.fill()
    assert asked == ["caseload_sizes"]
    meetings.record_word(made.store, LOCAL, made.number("clients", "maya"), "call", on=TODAY)
    filling.fill()
    assert missing(made.store, cache) == 0


@pytest.mark.usefixtures("large_enough")
def test_an_office_without_counselors_is_one_caseload(tmp_path: Path) -> None:
    made = make_office(tmp_path / "office.duckdb", {"clients": [{"client_id": "c", "name": "Ada"}]})
    cache = cache_of(made.store)
    warmer.Warmer(made.store, cache, lambda: TODAY).fill()
    assert missing(made.store, cache) == 0
    made.store.close()


def test_a_small_office_is_left_to_whoever_looks_first(made: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asked_of(made.store, monkeypatch)
    warmer.Warmer(made.store, cache_of(made.store), lambda: TODAY).fill()
    assert asked == ["caseload_sizes"]


@pytest.mark.slow
@pytest.mark.usefixtures("large_enough")
def test_it_begins_by_itself_and_leaves_nothing_running(made: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warmer, "LOOK_AGAIN", 0.05)
    started: list[Any] = []

    class Noted(subprocess.Popen):  # type: ignore[type-arg]  # of bytes or of text, as it is called
        def __init__(self, *given: Any, **more: Any) -> None:
            super().__init__(*given, **more)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    cache = cache_of(made.store)
    filling = warmer.Warmer(made.store, cache, lambda: TODAY)
    filling.begin()
    until = time.monotonic() + 30
    while missing(made.store, cache) and time.monotonic() < until:
        time.sleep(0.05)
    filling.end()
    assert missing(made.store, cache) == 0
    assert "warmer" not in [thread.name for thread in threading.enumerate()]
    assert [process.poll() for process in started] == [0]


def test_the_caseload_that_was_looked_at_last_comes_first(made: Office) -> None:
    cache = cache_of(made.store)
    dana, tom = made.number("counselors", "dana"), made.number("counselors", "tom")
    for counselor in (tom, dana, tom):
        look(made.store, cache, counselor=counselor)
    assert cache.lately() == [tom, dana]
