"""Backups: read through before they count, never over something, and put back without losing what is replaced."""

import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.viewer import LOCAL
from data import backup as backup_module
from data.backup import back_up, restore, verify
from data.errors import DamagedOffice, NewerOffice, NoRoom, NotAnOffice, OfficeError, OfficeInUse
from data.file import migrations
from data.file.migrations import Migration
from data.store import Store
from tests.planted import AS_OF, Planted, keep, plant, tables_of
from tests.test_store_trouble import as_nobody, small_disk

__all__ = ["as_nobody", "small_disk"]
DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def planted() -> Planted:
    return plant(random.Random(5), counselors=2, clients=3)


@pytest.fixture
def store(tmp_path: Path, planted: Planted) -> Iterator[Store]:
    (tmp_path / "here").mkdir()
    office = keep(tmp_path / "here" / "office.duckdb", planted.rows)
    yield office
    office.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# ── making one ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_the_whole_office_counted_private_and_alone(store: Store, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    made = back_up(store, tmp_path / "backup.duckdb", lambda *progress: told.append(progress))
    assert made.path == tmp_path / "backup.duckdb"
    assert made.rows["clients"] == 3
    assert made.size == made.path.stat().st_size
    assert made.path.stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["backup.duckdb", "here"]
    assert {doing for doing, _, _ in told} == {"Copying", "Checking"}
    assert all(0 < done <= total for _, done, total in told)
    copy = Store.open(made.path)
    assert tables_of(copy) == tables_of(store)
    copy.close()


def test_a_backup_holds_what_is_still_in_the_log_although_somebody_is_reading(store: Store, tmp_path: Path) -> None:
    with store.snapshot() as snapshot:
        assert snapshot.rows("counselors", LOCAL)
        with store.change(LOCAL, "add") as change:
            change.add("clients", {"name": "Last", "started_on": AS_OF})
            change.set("goal_interviews", "9")
        made = back_up(store, tmp_path / "backup.duckdb")
    assert made.rows["clients"] == 4


def test_writers_go_on_and_every_backup_is_of_one_moment(store: Store, planted: Planted, tmp_path: Path) -> None:
    client, stop = next(iter(planted.clients)), threading.Event()

    def writer() -> None:
        while not stop.is_set():
            with store.change(LOCAL, "add two") as change:
                change.add_many("notes", [{"client_id": client, "text": "a"}, {"client_id": client, "text": "b"}])

    writing = threading.Thread(target=writer)
    writing.start()
    try:
        for number in range(3):
            made = back_up(store, tmp_path / f"{number}.duckdb")
            assert made.rows["notes"] % 2 == 0
            # Apart from the planting, which is one.
            assert made.rows["audit"] - 1 == (made.rows["notes"] - 6) // 2
    finally:
        stop.set()
        writing.join()


def test_a_backup_is_never_made_over_something(store: Store, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    with pytest.raises(OfficeError, match="already"):
        back_up(store, tmp_path / "there")
    with pytest.raises(OfficeError, match="already"):
        back_up(store, store.path)
    with pytest.raises(OfficeError, match="no folder"):
        back_up(store, tmp_path / "nowhere" / "backup.duckdb")
    assert (tmp_path / "there").read_text() == "mine"


def test_somebody_who_was_quicker_is_not_written_over(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, real = tmp_path / "backup.duckdb", verify

    def slow(*given: object) -> object:
        target.write_text("mine")
        return real(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(backup_module, "verify", slow)
    with pytest.raises(OfficeError, match="already"):
        back_up(store, target)
    assert target.read_text() == "mine"
    assert names(tmp_path) == ["backup.duckdb", "here"]


def test_a_copy_that_does_not_hold_together_is_not_called_a_backup(store: Store, tmp_path: Path) -> None:
    with store.change(LOCAL, "break") as change:
        change.run("DELETE FROM clients WHERE client_id = (SELECT min(client_id) FROM clients)")
    with pytest.raises(DamagedOffice, match="do not hang together"):
        back_up(store, tmp_path / "backup.duckdb")
    assert names(tmp_path) == ["here"]


def test_a_disk_that_is_too_small_is_told_and_nothing_is_left(store: Store, small_disk: Path) -> None:
    (small_disk / "filler").write_bytes(bytes(60 * 1024 * 1024))
    with pytest.raises(NoRoom, match="room"):
        back_up(store, small_disk / "backup.duckdb")
    assert names(small_disk) == ["filler"]


def test_a_folder_that_may_not_be_written_is_told(tmp_path: Path, as_nobody: Path) -> None:
    store = Store.open(as_nobody / "office.duckdb", create=True)
    (as_nobody / "closed").mkdir(mode=0o755)
    (as_nobody / "closed").chmod(0o555)
    os.chown(as_nobody / "office.duckdb", 65534, 65534)
    os.seteuid(65534)
    with pytest.raises(NoRoom, match="may not"):
        back_up(store, as_nobody / "closed" / "backup.duckdb")
    os.seteuid(0)
    store.close()
    assert names(as_nobody / "closed") == []


@pytest.mark.slow
def test_every_flipped_byte_that_matters_is_found(store: Store, tmp_path: Path) -> None:
    made = back_up(store, tmp_path / "backup.duckdb")
    whole, chance = made.path.read_bytes(), random.Random(1)
    counted = verify(made.path)
    found = 0
    for place in [0, 8, 4100, 8200, *(chance.randrange(len(whole)) for _ in range(20))]:
        flipped = bytearray(whole)
        flipped[place] ^= 0xFF
        made.path.write_bytes(flipped)
        try:
            assert verify(made.path) == counted
        except OfficeError:
            found += 1
    assert found > 3
    made.path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(OfficeError):
        verify(made.path)


# ── putting one back ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def made(store: Store, tmp_path: Path) -> Path:
    return back_up(store, tmp_path / "backup.duckdb").path


def test_a_backup_is_put_where_nothing_is(store: Store, made: Path, tmp_path: Path) -> None:
    assert restore(made, tmp_path / "new.duckdb", day=DAY) is None
    restored = Store.open(tmp_path / "new.duckdb")
    assert tables_of(restored) == tables_of(store)
    restored.close()
    assert (tmp_path / "new.duckdb").stat().st_mode & 0o777 == 0o600
    assert names(tmp_path) == ["backup.duckdb", "here", "new.duckdb"]


def test_what_is_there_is_replaced_only_when_told_and_kept(store: Store, made: Path) -> None:
    before = tables_of(store)
    with store.change(LOCAL, "add") as change:
        change.add("clients", {"name": "Later", "started_on": AS_OF})
    later = tables_of(store)
    store.close()
    with pytest.raises(OfficeError, match="--replace"):
        restore(made, store.path, day=DAY)
    kept = restore(made, store.path, day=DAY, replace=True)
    assert kept == store.path.with_name("office.replaced.2026-11-22.duckdb")
    again = restore(made, store.path, day=DAY, replace=True)
    assert again == store.path.with_name("office.replaced.2026-11-22.2.duckdb")
    assert names(store.path.parent) == ["office.duckdb", again.name, kept.name]
    for path, tables in ((store.path, before), (kept, later), (again, before)):
        opened = Store.open(path)
        assert tables_of(opened) == tables
        opened.close()


def test_an_office_in_use_is_not_replaced(store: Store, made: Path) -> None:
    with pytest.raises(OfficeInUse) as told:
        restore(made, store.path, day=DAY, replace=True)
    assert told.value.process == os.getpid()
    store.close()
    code = "import sys, duckdb; c = duckdb.connect(sys.argv[1]); print(1, flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(store.path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(OfficeInUse, match=str(holder.pid)):
            restore(made, store.path, day=DAY, replace=True)
        with pytest.raises(OfficeInUse, match=str(holder.pid)):
            restore(store.path, made.with_name("new.duckdb"), day=DAY)
        holder.communicate(b"\n")
    assert names(store.path.parent) == ["office.duckdb"]
    assert names(made.parent) == ["backup.duckdb", "here"]


def test_a_backup_that_is_damaged_or_none_replaces_nothing(store: Store, made: Path, tmp_path: Path) -> None:
    store.close()
    before, whole = store.path.read_bytes(), made.read_bytes()
    made.write_bytes(whole[:100_000])
    (tmp_path / "text").write_text("Dear Sir or Madam " * 1000)
    for wrong in (made, tmp_path / "text", tmp_path / "nothing", tmp_path, store.path):
        with pytest.raises(OfficeError):
            restore(wrong, store.path, day=DAY, replace=True)
    assert store.path.read_bytes() == before
    assert names(store.path.parent) == ["office.duckdb"]


def test_a_damaged_office_is_replaced_and_kept_with_its_log(store: Store, made: Path) -> None:
    store.close()
    store.path.write_bytes(store.path.read_bytes()[:50_000])
    store.path.with_name("office.duckdb.wal").write_bytes(b"not a log")
    store.path.with_name("office.duckdb.last").write_text("12345")
    kept = restore(made, store.path, day=DAY, replace=True)
    assert kept
    assert names(store.path.parent) == ["office.duckdb", kept.name, f"{kept.name}.wal"]
    Store.open(store.path).close()


def test_a_backup_from_a_later_digwell_is_refused_and_an_older_one_is_brought_up(
    store: Store, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = migrations.all_migrations()
    second = Migration(2, "add_a_colour", "ALTER TABLE cohorts ADD COLUMN colour VARCHAR;")
    monkeypatch.setattr(migrations, "all_migrations", lambda: [*shipped, second])
    restore(made, tmp_path / "new.duckdb", day=DAY)
    Store.open(tmp_path / "new.duckdb").close()
    monkeypatch.undo()
    with pytest.raises(NewerOffice):
        restore(tmp_path / "new.duckdb", tmp_path / "old.duckdb", day=DAY)
    assert not (tmp_path / "old.duckdb").exists()


def test_a_database_of_something_else_is_no_backup(tmp_path: Path) -> None:
    import duckdb

    duckdb.connect(str(tmp_path / "other.duckdb")).execute("CREATE TABLE x (y INTEGER)").close()
    with pytest.raises(NotAnOffice):
        restore(tmp_path / "other.duckdb", tmp_path / "office.duckdb", day=DAY)
    assert names(tmp_path) == ["other.duckdb"]


def test_an_office_whose_process_was_killed_serves_as_a_backup_with_its_log(tmp_path: Path) -> None:
    from tests.test_store_trouble import _KILLED

    subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path / "killed.duckdb")], check=False)
    restore(tmp_path / "killed.duckdb", tmp_path / "office.duckdb", day=DAY)
    store = Store.open(tmp_path / "office.duckdb")
    assert len(tables_of(store)["notes"]) == 30
    store.close()


_KILLED_WHILE_RESTORING = """
import os, sys
from datetime import date
from pathlib import Path
from data import backup
moment, made, office = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
real = getattr(backup, moment)
def kill(*given, **more):
    os.kill(os.getpid(), 9)
setattr(backup, moment, kill)
backup.restore(made, office, day=date(2026, 11, 22), replace=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["verify", "_swap", "_link", "settle"])
def test_killed_while_putting_back_there_is_always_a_whole_office(store: Store, made: Path, moment: str) -> None:
    with store.change(LOCAL, "add") as change:
        change.add("clients", {"name": "Later", "started_on": AS_OF})
    store.close()
    subprocess.run([sys.executable, "-c", _KILLED_WHILE_RESTORING, moment, str(made), str(store.path)], check=False)
    opened = Store.open(store.path)
    assert len(tables_of(opened)["clients"]) in {3, 4}
    opened.close()


def test_checking_leaves_nothing_where_it_puts_what_memory_does_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "spill").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spill"))
    Store.open(tmp_path / "office.duckdb", create=True).close()
    verify(tmp_path / "office.duckdb")
    assert names(tmp_path) == ["office.duckdb", "spill"]
    assert names(tmp_path / "spill") == []
