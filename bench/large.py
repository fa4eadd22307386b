"""The large made-up office that everything is measured on: made once a day, and kept beside this file."""

import json
import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.lines import Line
from data import demo
from data.store import Store

CLIENTS = 40_000
OFFICE = Path(__file__).with_name("offices") / "large.duckdb"
_NOTED = OFFICE.with_suffix(".json")
WANTED_SECONDS = 120


def large() -> Path:
    """The office of today, made where there is none."""
    OFFICE.parent.mkdir(exist_ok=True)
    began, load = time.perf_counter(), os.getloadavg()[0]
    worked = time.process_time()
    if demo.kept(OFFICE, today=datetime.now().astimezone().date(), clients=CLIENTS):
        spent = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - worked, "load": load}
        _NOTED.write_text(json.dumps(spent))
    return OFFICE


def how_long() -> list[Line]:
    """How long making the office took, when it was made, and what is in it."""
    noted = json.loads(_NOTED.read_text())
    store = Store.open(OFFICE)
    with store.cursor() as cursor:
        rows = {name: _one(cursor, f"SELECT count(*) FROM {name}") for name in ("clients", "interviews", "questions")}
    store.close()
    made_of = ", ".join(f"{count:,} {name}" for name, count in rows.items())
    spent = f"{noted['cpu']:.0f} s of CPU, at a load of {noted['load']:.1f}"
    return [Line("making the large office", WANTED_SECONDS, noted["seconds"], "s", f"{made_of}; {spent}")]


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


def _one(cursor: Any, asked: str) -> Any:
    return cursor.execute(asked).fetchone()[0]
