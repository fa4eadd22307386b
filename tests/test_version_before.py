"""An office, and what is kept beside it, as the version before left them: here it opens, and everything goes on."""

import json
import tarfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.clock import Clock
from core.viewer import LOCAL
from data.backup import back_up, restore
from data.cache.cache_file import CacheFile
from data.cache.snapshot import fingerprint_of, revisions_of, snapshots
from data.commands.notes import write_note
from data.figures import client_figures, office_policy
from data.file import integrity
from data.query import Row
from data.store import Store
from data.undo import undo
from tests.planted import tables_of

# Seven made-up clients, a note about one of them as the last command, the cache as it was then called, and what
# `client_figures` answered as of that day.
LEFT = Path(__file__).with_name("version_before.tar.xz")
AS_OF = date(2026, 11, 27)


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("left")
    with tarfile.open(LEFT) as archive:
        archive.extractall(folder, filter="data")
    return folder


@pytest.fixture
def path(left: Path, tmp_path: Path) -> Path:
    for part in left.glob("office.duckdb*"):
        (tmp_path / part.name).write_bytes(part.read_bytes())
    return tmp_path / "office.duckdb"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    office = Store.open(path)
    yield office
    office.close()


def figures(store: Store) -> list[Row]:
    found: list[Row] = json.loads(json.dumps(client_figures(store, LOCAL, AS_OF), default=str))
    return found


def changes(store: Store) -> list[tuple[int, str]]:
    with store.cursor() as cursor:
        return [(number, name) for number, name in cursor.execute("SELECT audit_id, command FROM audit").fetchall()]


def last(store: Store) -> int:
    return max(number for number, _ in changes(store))


def a_client(store: Store) -> int:
    return min(revisions_of(store, LOCAL, status="all"))


def test_its_figures_are_what_they_were(left: Path, store: Store) -> None:
    assert figures(store) == json.loads((left / "figures.json").read_text(encoding="utf-8"))


def test_its_cache_goes_and_another_is_filled(store: Store) -> None:
    before, beside = (store.path.with_name(store.path.name + ending) for ending in (".known", ".cache"))
    assert (before.exists(), beside.exists()) == (True, False)
    cache = CacheFile(store.path, store.cursor)
    assert (before.exists(), beside.exists()) == (False, True)
    mark = fingerprint_of(store.rows("settings", LOCAL), store.rows("counselors", LOCAL))
    clock = Clock.at(AS_OF, None, office_policy(store, LOCAL), store.zone)
    found = dict(snapshots(store, LOCAL, clock, AS_OF, cache, mark, status="all"))
    wanted = revisions_of(store, LOCAL, status="all")
    assert len(found) == 7
    cache.close()
    again = CacheFile(store.path, store.cursor)
    assert again.find(wanted, AS_OF, mark).keys() == found.keys()
    again.close()


def test_its_last_command_is_undone_and_done_again(store: Store) -> None:
    before = tables_of(store)
    number, name = max(changes(store))
    assert name == "write a note"
    undoing = undo(store, LOCAL, number)
    assert undoing == number + 1
    assert len(tables_of(store)["notes"]) == len(before["notes"]) - 1
    assert undo(store, LOCAL, undoing) == number + 2
    assert tables_of(store) == before


def test_a_new_change_has_the_next_number_and_its_records_are_new(store: Store) -> None:
    before = last(store)
    numbers = [str(number) for number, *_ in tables_of(store)["notes"]]
    done = write_note(store, LOCAL, a_client(store), "As ever.", on=AS_OF)
    assert done.audit_id == last(store) == before + 1
    assert str(done.record) > max(numbers)
    undo(store, LOCAL, done.audit_id)
    assert last(store) == before + 2


def test_a_backup_of_it_is_put_back(store: Store, tmp_path: Path) -> None:
    before, number = figures(store), last(store)
    back_up(store, tmp_path / "kept.duckdb")
    write_note(store, LOCAL, a_client(store), "Not in the backup.", on=AS_OF)
    store.close()
    assert restore(tmp_path / "kept.duckdb", store.path, day=AS_OF, replace=True)
    again = Store.open(store.path)
    assert (figures(again), last(again)) == (before, number)
    again.close()


def test_it_is_closed_and_opened_again(store: Store) -> None:
    before = tables_of(store)
    done = write_note(store, LOCAL, a_client(store), "As ever.", on=AS_OF)
    store.close()
    again = Store.open(store.path)
    assert last(again) == done.audit_id
    undo(again, LOCAL, done.audit_id)
    assert tables_of(again) == before
    with again.cursor() as cursor:
        integrity.check(cursor)
    again.close()
    assert not store.path.with_name(store.path.name + ".last").exists()
