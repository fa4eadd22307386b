"""Trouble with the file: each is told in words with the way out, and nothing confirmed is lost."""

import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from core.viewer import LOCAL
from data import demo, engine
from data.errors import DamagedOffice, NoRoom, NotAnOffice, OfficeError, OfficeInUse, Reopened
from data.file.integrity import breaches
from data.query import scoped
from data.store import Store
from tests.planted import AS_OF

pytestmark = pytest.mark.slow

NOTES = scoped("notes", "SELECT count(*) AS notes FROM notes n JOIN visible_clients v ON v.client_id = n.client_id")


def new_office(path: Path) -> tuple[Store, int]:
    store = Store.open(path, create=True)
    with store.change(LOCAL, "add") as change:
        client = change.add("clients", {"name": "Tom", "started_on": AS_OF})
    return store, client


def write_note(store: Store, client: int, size: int = 30_000) -> int:
    with store.change(LOCAL, "add a note") as change:
        change.add("notes", {"client_id": client, "text": random.randbytes(size // 2).hex()})
    return change.audit_id


def notes(store: Store) -> int:
    found: int = store.rows(NOTES, LOCAL)[0]["notes"]
    return found


# ── no room ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 64 MB of its own, where this may be made."""
    folder = Path(tempfile.mkdtemp())
    mount = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    made = subprocess.run(mount, check=False, capture_output=True)
    if made.returncode:
        folder.rmdir()
        pytest.skip("a small disk can be made by root only")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
    folder.rmdir()


def fill_up(store: Store, client: int) -> tuple[int, OfficeError]:
    """Write until there is no room: how often that was confirmed, and what was told then."""
    for confirmed in range(10_000):
        try:
            write_note(store, client)
        except OfficeError as error:
            return confirmed, error
    pytest.fail("the disk never became full")


@pytest.mark.parametrize("ballast", [40, 58], ids=["while the log is folded in", "while the log grows"])
def test_on_a_full_disk_what_was_confirmed_is_there_once_and_work_goes_on_after_making_room(
    small_disk: Path, ballast: int
) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(bytes(ballast * 1024 * 1024))
    store, client = new_office(small_disk / "office.duckdb")
    confirmed = 0
    for _ in range(2):
        more, told = fill_up(store, client)
        confirmed += more
        assert isinstance(told, NoRoom | Reopened)
        assert "room" in told.message
        assert "disk" in told.remedy
        assert notes(store) == confirmed
    filler.unlink()
    for _ in range(3):
        write_note(store, client)
    assert notes(store) == confirmed + 3
    store.close()
    store = Store.open(small_disk / "office.duckdb")
    assert notes(store) == confirmed + 3
    store.close()


@pytest.mark.parametrize(("moment", "is_safe"), [("before_truncate", True), ("before_header", False)])
def test_a_change_during_which_the_engine_gives_up_is_there_once_or_refused_and_readers_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, is_safe: bool
) -> None:
    """The log is folded in at a commit, and that ends in an error once: before or after the change is safe."""
    store, client = new_office(tmp_path / "office.duckdb")
    store.close()
    monkeypatch.setitem(engine._LOCKED_DOWN, "checkpoint_threshold", "300KB")
    monkeypatch.setitem(engine._LOCKED_DOWN, "debug_checkpoint_abort", moment)
    store = Store.open(tmp_path / "office.duckdb")
    monkeypatch.delitem(engine._LOCKED_DOWN, "debug_checkpoint_abort")
    broken, stop = store._file._cursors._connection, threading.Event()
    counts: list[int] = []
    wrong: list[Exception] = []

    def reader() -> None:
        while not stop.wait(0.002):
            try:
                counts.append(notes(store))
            except Exception as error:  # noqa: BLE001 - none may come
                wrong.append(error)

    readers = [threading.Thread(target=reader) for _ in range(4)]
    for thread in readers:
        thread.start()
    confirmed, refused = 0, 0
    while store._file._cursors._connection is broken or confirmed < 30:
        try:
            write_note(store, client)
            confirmed += 1
        except Reopened:
            refused += 1
    stop.set()
    for thread in readers:
        thread.join()
    assert refused == (0 if is_safe else 1)
    # The change that was refused has left its number to the next; the one that was safe has kept it.
    with store.cursor() as cursor:
        numbers = cursor.execute("SELECT audit_id FROM audit ORDER BY audit_id").fetchall()
    assert numbers == [(number,) for number in range(1, confirmed + 2)]
    assert (notes(store), len(wrong)) == (confirmed, 0)
    assert len(counts) > 4
    store.close()
    store = Store.open(tmp_path / "office.duckdb")
    assert notes(store) == confirmed
    store.close()


_LIMITED = """
import resource, signal, sys
from pathlib import Path
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (6_000_000, 6_000_000))
from tests.test_store_trouble import fill_up, new_office, notes
store, client = new_office(Path(sys.argv[1]))
confirmed, told = fill_up(store, client)
print(type(told).__name__, told)
print(confirmed == notes(store))
"""


def test_a_file_that_may_not_grow_is_told_in_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _LIMITED, str(tmp_path / "office.duckdb")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    told, same = done.stdout.splitlines()
    assert "may not grow" in told
    assert same == "True"
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 6_000_000


# ── somebody else ────────────────────────────────────────────────────────────────────────────────────────────────────

_HOLD = """
import sys
from pathlib import Path
from data.store import Store
store = Store.open(Path(sys.argv[1]))
print(1, flush=True)
input()
"""


def test_an_office_open_in_another_process_is_named_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    new_office(path)[0].close()
    with subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout
        holder.stdout.readline()
        beside = sorted(tmp_path.iterdir())
        with pytest.raises(OfficeInUse, match=str(holder.pid)) as refused:
            Store.open(path)
        assert refused.value.process == holder.pid
        assert sorted(tmp_path.iterdir()) == beside
        holder.communicate(b"\n")
    Store.open(path).close()


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that everybody may enter, with this process being nobody in particular."""
    if os.geteuid() != 0:
        pytest.skip("only root can become somebody else")
    folder = Path(tempfile.mkdtemp(prefix="digwell-"))
    folder.chmod(0o777)
    os.umask(0o022)
    yield folder
    os.seteuid(0)
    shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("folder_mode", "file_mode"), [(0o755, 0o600), (0o777, 0o444), (0o777, 0o000), (0o755, 0o666), (0o700, 0o666)]
)
def test_a_file_or_folder_that_one_may_not_write_is_told(as_nobody: Path, folder_mode: int, file_mode: int) -> None:
    path = as_nobody / "office.duckdb"
    new_office(path)[0].close()
    path.chmod(file_mode)
    as_nobody.chmod(folder_mode)
    os.seteuid(65534)
    with pytest.raises(OfficeError) as told:
        Store.open(path, create=True)
    os.seteuid(0)
    assert "may not be opened or written" in told.value.message
    assert sorted(part.name for part in as_nobody.iterdir()) == ["office.duckdb"]


# ── not an office ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_no_office_is_told_with_the_way_out_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "text").write_text("Dear Sir or Madam, " * 2000)
    (tmp_path / "short").write_text("x")
    (tmp_path / "folder").mkdir()
    duckdb.connect(str(tmp_path / "other")).execute("CREATE TABLE clients (name VARCHAR)").close()
    kept = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    for name in ("empty", "text", "short", "folder", "other", "nothing/office", "folder/there/office"):
        for create in (True, False):
            with pytest.raises((NotAnOffice, DamagedOffice)) as told:
                Store.open(tmp_path / name, create=create)
            assert told.value.remedy
            assert "duckdb" not in told.value.message.lower().replace(str(tmp_path), "")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == kept
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "folder", "other", "short", "text"]


def test_nothing_there_is_told_and_made_only_where_wanted(tmp_path: Path) -> None:
    with pytest.raises(NotAnOffice, match="no office"):
        Store.open(tmp_path / "office.duckdb")
    assert list(tmp_path.iterdir()) == []
    Store.open(tmp_path / "office.duckdb", create=True).close()


def test_a_log_without_its_office_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "office.duckdb.wal").write_bytes(b"x" * 100)
    with pytest.raises(NotAnOffice, match="log"):
        Store.open(tmp_path / "office.duckdb", create=True)
    assert (tmp_path / "office.duckdb.wal").read_bytes() == b"x" * 100


def test_a_new_office_that_cannot_be_finished_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise NoRoom("There is no room.", "Make some.")

    monkeypatch.setattr("data.file.opening._first_facts", fail)
    with pytest.raises(NoRoom):
        Store.open(tmp_path / "office.duckdb", create=True)
    assert list(tmp_path.iterdir()) == []


# ── damaged ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_KILLED = """
import os, sys
from pathlib import Path
from tests.test_store_trouble import new_office, write_note
store, client = new_office(Path(sys.argv[1]))
store.fold_in()
for _ in range(30):
    write_note(store, client, 1000)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose process was killed: 30 confirmed notes are in its log only."""
    path = tmp_path_factory.mktemp("killed") / "office.duckdb"
    subprocess.run([sys.executable, "-c", _KILLED, str(path)], check=False)
    assert sorted(part.name for part in path.parent.iterdir() if part.is_file()) == [
        "office.duckdb",
        "office.duckdb.last",
        "office.duckdb.wal",
    ]
    return path


@pytest.fixture
def office(killed: Path, tmp_path: Path) -> Path:
    for part in killed.parent.iterdir():
        if part.is_file():
            shutil.copy(part, tmp_path)
    return tmp_path / "office.duckdb"


def log_of(office: Path) -> Path:
    return office.with_name("office.duckdb.wal")


def test_after_a_kill_all_is_there(office: Path) -> None:
    store = Store.open(office)
    assert notes(store) == 30
    store.close()
    assert [path.name for path in office.parent.iterdir()] == ["office.duckdb"]


def test_a_log_cut_off_within_what_was_confirmed_is_told_and_kept(office: Path) -> None:
    whole = log_of(office).read_bytes()
    for cut in (0, 1, 10, len(whole) // 3, len(whole) // 2, len(whole) - 3):
        log_of(office).write_bytes(whole[:cut])
        for _ in range(2):
            with pytest.raises(DamagedOffice, match="saved") as told:
                Store.open(office)
            assert "restore" in told.value.remedy.lower()
        assert (log_of(office).read_bytes() if cut else b"") == whole[:cut]


def test_a_log_that_was_taken_away_is_told(office: Path) -> None:
    log_of(office).unlink()
    with pytest.raises(DamagedOffice, match="log"):
        Store.open(office)


def test_one_can_go_on_with_what_is_there(office: Path) -> None:
    whole = log_of(office).read_bytes()
    log_of(office).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedOffice, match=r"\.last"):
        Store.open(office)
    office.with_name("office.duckdb.last").unlink()
    store = Store.open(office)
    assert 0 < notes(store) < 30
    store.close()


def test_a_log_that_ends_in_the_middle_of_an_unconfirmed_change_is_no_trouble(office: Path) -> None:
    """As after a power cut: that change was never confirmed. What is written afterwards is safe too."""
    whole = log_of(office).read_bytes()
    log_of(office).write_bytes(whole + whole[len(whole) // 2 : len(whole) // 2 + 700])
    store = Store.open(office)
    assert notes(store) == 30
    store.close()


def test_no_flipped_byte_in_the_log_loses_anything_without_a_word(office: Path) -> None:
    whole = log_of(office).read_bytes()
    chance = random.Random(1)
    places = [0, 5, 9, 16, 20, 30, 40, len(whole) - 3, *(chance.randrange(len(whole)) for _ in range(40))]
    told = 0
    for place in places:
        flipped = bytearray(whole)
        flipped[place] ^= 0xFF
        log_of(office).write_bytes(flipped)
        try:
            store = Store.open(office)
        except DamagedOffice:
            told += 1
            continue
        assert notes(store) == 30
        store.close()
        pytest.fail(f"a byte flipped at {place} was not noticed")
    assert told == len(places)


def test_another_offices_log_is_not_taken_for_ours(office: Path) -> None:
    log_of(office).write_bytes(random.Random(1).randbytes(5000))
    with pytest.raises(DamagedOffice):
        Store.open(office)


def test_flipped_bytes_and_missing_ends_of_the_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    store, client = new_office(path)
    for _ in range(40):
        write_note(store, client)
    store.close()
    whole = path.read_bytes()
    text = scoped("texts", "SELECT max(text) AS t FROM notes JOIN visible_clients USING (client_id)")
    told = 0
    for damage in (*range(0, len(whole), len(whole) // 25), -1, -2):
        flipped = bytearray(whole)
        if damage < 0:
            flipped = flipped[: len(whole) // -damage - 5000]
        else:
            flipped[damage] ^= 0xFF
        path.write_bytes(flipped)
        try:
            store = Store.open(path)
            try:
                store.rows(text, LOCAL)
            finally:
                store.close()
        except (DamagedOffice, NotAnOffice):
            told += 1
    # What lies in blocks that nothing reads is found by a backup, which reads everything.
    assert told > 5


@pytest.mark.slow
def test_the_references_of_a_large_office_are_checked_with_little_memory(tmp_path: Path) -> None:
    """Forty thousand clients have to do with 320 MB: fifteen hundred with a tenth of it."""
    path = tmp_path / "office.duckdb"
    demo.office(path, today=AS_OF, clients=1_500)
    connection = engine.connect(path, tmp_path / "spill", "32MB")
    assert breaches(connection) == []
    connection.execute(
        "UPDATE questions SET interview_id = 7 WHERE question_id = (SELECT max(question_id) FROM questions)"
    )
    assert [(breach.table, breach.what) for breach in breaches(connection)] == [("questions", "interview_id")]
    connection.close()
