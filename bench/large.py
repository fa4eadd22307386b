"""The large made-up office that everything is measured on: made once a day, and kept beside this file."""

import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.lines import Line
from bench.scale import Scale
from data import demo
from data.store import Store

WANTED_SECONDS = 120


def made(scale: Scale) -> None:
    """See that the office of today is there, with a note of what making it took; what took too long is tried again."""
    office, noted = scale.office, _noted(scale)
    office.parent.mkdir(exist_ok=True)
    if not noted.exists() or json.loads(noted.read_text())["seconds"] > WANTED_SECONDS:
        office.unlink(missing_ok=True)
    began, worked, load = time.perf_counter(), time.process_time(), os.getloadavg()[0]
    if demo.kept(office, today=datetime.now().astimezone().date(), clients=scale.clients):
        spent = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - worked, "load": load}
        noted.write_text(json.dumps(spent))


def _noted(scale: Scale) -> Path:
    return scale.office.with_suffix(".json")


@contextmanager
def copied(scale: Scale) -> Iterator[Path]:
    """A copy of the office to write into, or to be held by a server, for as long as it is measured."""
    with tempfile.TemporaryDirectory(prefix="digwell-bench-") as folder:
        copy = Path(folder) / "office.duckdb"
        shutil.copyfile(scale.office, copy)
        yield copy


def how_long(scale: Scale) -> list[Line]:
    """How long making the office took, when it was made today, and what is in it."""
    noted = json.loads(_noted(scale).read_text())
    store = Store.open(scale.office)
    try:
        with store.cursor() as cursor:
            counts = {table: _one(cursor, f"SELECT count(*) FROM {table}") for table in _COUNTED}
    finally:
        store.close()
    made_of = ", ".join(f"{count:,} {table}" for table, count in counts.items())
    spent = f"{noted['cpu']:.0f} s of CPU, at a load of {noted['load']:.1f}"
    return [Line("making the large office", WANTED_SECONDS, noted["seconds"], "s", f"{made_of}; {spent}")]


_COUNTED = ("clients", "interviews", "questions")


def busiest_counselor(store: Store) -> int:
    """Who looks after the most clients."""
    with store.cursor() as cursor:
        counted = "SELECT counselor_id FROM clients GROUP BY counselor_id ORDER BY count(*) DESC, counselor_id LIMIT 1"
        return int(_one(cursor, counted))


def clients_of(store: Store, counselor: int, most: int) -> list[int]:
    """Some clients of a counselor who have held about ten talks, as most clients of a year have."""
    with store.cursor() as cursor:
        found = cursor.execute(
            "SELECT i.client_id FROM interviews AS i JOIN clients AS c ON c.client_id = i.client_id "
            "WHERE c.counselor_id = ? AND i.held_on IS NOT NULL "
            "GROUP BY i.client_id ORDER BY abs(count(*) - 10), i.client_id LIMIT ?",
            [counselor, most],
        ).fetchall()
    return [client for (client,) in found]


def fields_of(store: Store, counselor: int) -> tuple[str, str]:
    """The two fields that most of a counselor's clients explore."""
    with store.cursor() as cursor:
        found = cursor.execute(
            "SELECT f.name FROM fields AS f JOIN clients AS c ON c.client_id = f.client_id "
            "WHERE c.counselor_id = ? GROUP BY f.name ORDER BY count(*) DESC, f.name LIMIT 2",
            [counselor],
        ).fetchall()
    return found[0][0], found[1][0]


def _one(cursor: Any, asked: str) -> Any:
    return cursor.execute(asked).fetchone()[0]
