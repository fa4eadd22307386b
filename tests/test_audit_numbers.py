"""Numbers of changes: one above the highest in the file; the moment tells two changes of one number apart."""

import linecache
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from core.viewer import LOCAL
from data.backup import back_up, restore
from data.errors import DamagedOffice
from data.file.change_marks import ChangeMark, has_change, last_mark
from data.store import Store
from data.undo import undo
from tests.planted import AS_OF


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office.duckdb"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    office = Store.open(path, create=True)
    yield office
    office.close()


def changed(store: Store) -> int:
    with store.change(LOCAL, "add") as change:
        change.add("clients", {"name": "Tom", "started_on": AS_OF})
    return change.audit_id


def numbers(store: Store) -> list[int]:
    with store.cursor() as cursor:
        found = cursor.execute("SELECT audit_id FROM audit ORDER BY occurred_at, audit_id").fetchall()
    return [number for (number,) in found]


def mark(store: Store) -> ChangeMark:
    with store.cursor() as cursor:
        found = last_mark(cursor)
    assert found
    return found


def noted(path: Path) -> Path:
    return path.with_name(path.name + ".last")


def interrupted(store: Store) -> None:
    """A change that Ctrl+C meets as soon as its commit has ended."""

    def stop(frame: FrameType, event: str, _: object) -> Any:
        if frame.f_code.co_name == "change" and event == "line":
            seen.append(frame.f_lineno)
            # The statement after COMMIT is the end of the block that the cursor was lent to.
            if len(seen) > 1 and "COMMIT" in linecache.getline(frame.f_code.co_filename, seen[-2]):
                sys.settrace(None)
                raise KeyboardInterrupt
        return stop

    seen: list[int] = []
    sys.settrace(stop)
    try:
        changed(store)
    finally:
        sys.settrace(None)


def test_a_change_whose_end_nobody_saw_keeps_its_number(store: Store) -> None:
    changed(store)
    with pytest.raises(KeyboardInterrupt):
        interrupted(store)
    assert numbers(store) == [1, 2]
    assert changed(store) == 3


def test_a_number_is_one_above_the_highest_and_what_does_not_happen_takes_none(store: Store) -> None:
    assert [changed(store), changed(store)] == [1, 2]
    with store.change(LOCAL, "look"):
        pass
    assert changed(store) == 3
    with pytest.raises(ValueError, match="revision"), store.change(LOCAL, "fall") as change:
        change.edit("clients", change.add("clients", {"name": "Ada"}), {"revision": 7})
    assert [undo(store, LOCAL, 3), undo(store, LOCAL, 4), changed(store)] == [4, 5, 6]
    assert numbers(store) == [1, 2, 3, 4, 5, 6]


def test_numbers_go_on_where_the_file_is_opened_again(store: Store, path: Path) -> None:
    changed(store)
    store.close()
    again = Store.open(path)
    assert changed(again) == 2
    again.close()


def test_numbers_rise_when_the_clock_goes_back(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(store)
    store.close()
    monkeypatch.setattr(time, "time", lambda: 1_000_000_000.0)
    again = Store.open(path)
    assert [changed(again), changed(again)] == [2, 3]
    again.close()


def test_numbers_go_on_above_those_that_came_from_a_clock(store: Store) -> None:
    with store.cursor() as cursor:
        line = [7_532_559_482_814_467, datetime.now(UTC)]
        cursor.execute("INSERT INTO audit (audit_id, occurred_at, command, role) VALUES (?, ?, 'x', 'local')", line)
    assert [changed(store), changed(store)] == [7_532_559_482_814_468, 7_532_559_482_814_469]


def test_after_a_backup_was_put_back_numbers_go_on_above_its_own(store: Store, path: Path, tmp_path: Path) -> None:
    changed(store)
    back_up(store, tmp_path / "kept.duckdb")
    assert [changed(store), changed(store)] == [2, 3]
    store.close()
    restore(tmp_path / "kept.duckdb", path, day=AS_OF, replace=True)
    again = Store.open(path)
    assert changed(again) == 2
    again.close()


# ── which change it is ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_change_is_known_by_its_number_and_its_moment(store: Store) -> None:
    with store.cursor() as cursor:
        assert last_mark(cursor) is None
    changed(store)
    there = mark(store)
    with store.cursor() as cursor:
        assert has_change(cursor, there)
        assert has_change(cursor, ChangeMark(there.number, None))
        assert not has_change(cursor, ChangeMark(there.number + 1, there.moment))
        assert there.moment is not None
        assert not has_change(cursor, ChangeMark(there.number, there.moment + 1))
        moment = cursor.execute("SELECT CAST(occurred_at AS VARCHAR) FROM audit").fetchall()[0][0]
    assert there == ChangeMark.at(1, datetime.fromisoformat(moment))
    assert abs(datetime.fromisoformat(moment) - datetime.now(UTC)) < timedelta(minutes=10)


def test_a_change_of_the_same_number_in_another_course_is_not_the_one_that_was_confirmed(
    store: Store, path: Path, tmp_path: Path
) -> None:
    """As where an office was killed, an older copy of it put in its place by hand, and work went on elsewhere."""
    changed(store)
    store.close()
    shutil.copy(path, tmp_path / "kept")
    store = Store.open(path)
    assert changed(store) == 2
    shutil.copy(noted(path), tmp_path / "note")
    store.close()
    shutil.copy(tmp_path / "kept", path)
    store = Store.open(path)
    assert changed(store) == 2
    shutil.copy(noted(path), tmp_path / "note of this")
    store.close()
    shutil.copy(tmp_path / "note", noted(path))
    with pytest.raises(DamagedOffice, match="lacks changes"):
        Store.open(path)
    shutil.copy(tmp_path / "note of this", noted(path))
    Store.open(path).close()


@pytest.mark.parametrize("ours", [False, True], ids=["alone", "over a note of ours"])
def test_a_note_of_the_version_before_is_read_as_it_was_meant(
    store: Store, path: Path, tmp_path: Path, ours: bool
) -> None:
    """It wrote a number from a clock, with spaces in front to twenty places."""
    changed(store)
    shutil.copy(noted(path), tmp_path / "note")
    store.close()
    rest = (tmp_path / "note").read_text()[20:] if ours else ""
    for number, is_there in ((1, True), (2, False)):
        noted(path).write_text(str(number).rjust(20) + rest)
        if is_there:
            Store.open(path).close()
        else:
            with pytest.raises(DamagedOffice, match="lacks changes"):
                Store.open(path)
