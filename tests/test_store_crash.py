"""Killed at any moment, the office has every change that was confirmed, and no half of one."""

import multiprocessing
import os
import random
import shutil
import signal
import struct
import threading
import time
from pathlib import Path

import pytest

from core.viewer import LOCAL
from data.file import integrity
from data.store import Store
from data.undo import undo
from tests.planted import AS_OF

pytestmark = pytest.mark.slow

ROUNDS = 50
WRITERS = 4
_RECORD = struct.Struct("<q")


def record_talks(office: str, confirmed: str, client: int, seed: int) -> None:
    """Write from several threads until killed; every confirmed change is noted with one write to another file."""
    store = Store.open(Path(office))
    notes = os.open(confirmed, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def writer(number: int) -> None:
        chance = random.Random(seed * 10 + number)
        while True:
            done = _talk(store, client + number) if chance.random() < 0.8 else _taken_back(store, client + number)
            os.write(notes, _RECORD.pack(done))
            if chance.random() < 0.1:
                store.fold_in()

    for number in range(WRITERS):
        threading.Thread(target=writer, args=[number], daemon=True).start()
    time.sleep(60)


def _talk(store: Store, client: int) -> int:
    with store.change(LOCAL, "record a talk") as change:
        contact = change.add("contacts", {"client_id": client, "name": "x" * 200, "added_on": AS_OF})
        talk = change.add("interviews", {"client_id": client, "contact_id": contact, "held_on": AS_OF})
        asked = {"client_id": client, "interview_id": talk, "text": "Why?", "asked": True, "answered": True}
        change.add_many("questions", [{**asked, "position": place} for place in range(1, 7)])
        change.edit("clients", client, {"pitch": f"after {talk}"})
    return change.audit_id


def _taken_back(store: Store, client: int) -> int:
    with store.change(LOCAL, "add a note") as change:
        change.add("notes", {"client_id": client, "text": "y" * 500})
    return undo(store, LOCAL, change.audit_id)


def whole(store: Store, client: int) -> set[int]:
    """All changes in the file, after looking whether each is there with all that belongs to it."""
    with store.cursor() as cursor:
        integrity.check(cursor)
        audits = {audit for (audit,) in cursor.execute("SELECT audit_id FROM audit").fetchall()}
        trailed = cursor.execute("SELECT DISTINCT audit_id FROM audit_changes").fetchall()
        assert {audit for (audit,) in trailed} == audits
        for table, number, per_talk in (("contacts", "contact_id", 1), ("questions", "question_id", 6)):
            # Each record has its line and each line its record; table and column names are ours.
            counts = cursor.execute(
                f"SELECT count(*), count(t.{number}), count(c.first_id) "  # noqa: S608
                f"FROM (SELECT * FROM audit_changes WHERE table_name = '{table}') c "
                f"FULL JOIN {table} t ON t.{number} = c.first_id"
            ).fetchall()[0]
            talks = cursor.execute("SELECT count(*) FROM interviews").fetchall()[0][0]
            assert counts == (talks * per_talk,) * 3
        revisions = cursor.execute(
            "SELECT c.client_id, c.revision, 1 + count(a.audit_id) FROM clients c "
            "LEFT JOIN audit a ON a.client_id = c.client_id AND a.command <> 'begin' GROUP BY ALL"
        ).fetchall()
        assert all(revision == changes for _, revision, changes in revisions)
        pitches = cursor.execute(
            "SELECT c.pitch, 'after ' || max(i.interview_id) FROM clients c JOIN interviews i USING (client_id) "
            "GROUP BY c.client_id, c.pitch"
        ).fetchall()
        assert all(pitch == last for pitch, last in pitches)
    return audits


def test_whatever_was_confirmed_is_there_after_a_kill_and_nothing_is_there_by_half(tmp_path: Path) -> None:
    office, confirmed = tmp_path / "office.duckdb", tmp_path / "confirmed"
    store = Store.open(office, create=True)
    with store.change(LOCAL, "begin") as change:
        new = {"name": "Tom", "started_on": AS_OF}
        clients = change.add_many("clients", [new] * WRITERS)
    store.close()
    chance = random.Random(1)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.test_store_crash"])
    seen = 0
    for seed in range(ROUNDS):
        child = context.Process(target=record_talks, args=[str(office), str(confirmed), clients[0], seed])
        child.start()
        assert child.pid is not None
        _wait_for_growth(confirmed)
        time.sleep(chance.random() * 0.4)
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        noted = {number for (number,) in _RECORD.iter_unpack(confirmed.read_bytes())}
        # In half of the rounds a copy is looked at, so that the next writer finds the log as the kill left it.
        store = Store.open(office if seed % 2 else _copied(tmp_path))
        there = whole(store, clients[0])
        store.close()
        assert noted <= there
        seen = len(noted)
    assert clients == list(range(clients[0], clients[0] + WRITERS))
    assert seen > ROUNDS * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["confirmed", "copy", "office.duckdb"]


def _copied(folder: Path) -> Path:
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for part in folder.glob("office.duckdb*"):
        if part.is_file():
            shutil.copy(part, copy)
    return copy / "office.duckdb"


def _wait_for_growth(path: Path) -> None:
    """Until the child has confirmed something, so that every round kills a writer and not an import."""
    size = path.stat().st_size if path.exists() else 0
    until = time.monotonic() + 90
    while not path.exists() or path.stat().st_size == size:
        assert time.monotonic() < until
        time.sleep(0.005)
