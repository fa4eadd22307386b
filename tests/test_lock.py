"""An office that is open here stays shut to every other process, also while and after it is copied."""

import subprocess
import sys
from pathlib import Path

from core.viewer import LOCAL
from data.backup import back_up
from data.store import Store, reading

OPEN = "import sys; from pathlib import Path; from data.store import Store; Store.open(Path(sys.argv[1]))"


def opened_elsewhere(path: Path) -> bool:
    """Whether another process gets the office open."""
    ended = subprocess.run([sys.executable, "-c", OPEN, str(path)], capture_output=True, text=True, check=False)
    assert ended.returncode == 0 or "OfficeInUse" in ended.stderr, ended.stderr
    return ended.returncode == 0


def test_a_backup_leaves_the_office_shut_to_others(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "office.duckdb", create=True)
    for number in range(2):
        with store.change(LOCAL, "test") as change:
            change.set("goal_interviews", str(number + 5))
        back_up(store, tmp_path / f"backup-{number}.duckdb", lambda *_: None)
        assert not opened_elsewhere(store.path)
    store.close()
    assert opened_elsewhere(store.path)


def test_what_was_copied_is_the_file_as_it_is_now(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    goals = []
    for number in range(2):
        store = Store.open(path, create=True)
        with store.change(LOCAL, "test") as change:
            change.set("goal_interviews", str(number + 5))
        back_up(store, tmp_path / f"backup-{number}.duckdb")
        store.close()
        with reading(tmp_path / f"backup-{number}.duckdb") as cursor:
            goals += cursor.execute("SELECT value FROM settings WHERE name = 'goal_interviews'").fetchall()
    assert goals == [("5",), ("6",)]
