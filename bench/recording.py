"""Recording a talk with six questions, beside the same rows written by bare statements with audit line and revision."""

import statistics
import time
from datetime import UTC, date, datetime
from typing import Any

from bench.large import busiest_counselor, clients_of, copied
from bench.lines import Line
from bench.scale import Scale
from core.viewer import LOCAL
from data.commands.interviews import log_talk
from data.store import Store
from data.tables import STORED

WANTED = 3.0
TALKS = 60
QUESTIONS = [
    {"topic": topic, "text": f"A question about {topic}?", "asked": True, "answered": True, "answer": "At some length."}
    for topic in ("lifestyle", "industry_trends", "compensation", "advancement", "entry_advice", "own_fit")
]
Rows = dict[str, list[dict[str, Any]]]


def measured(scale: Scale) -> list[Line]:
    """Medians of talks recorded by turns in either way, in a copy of the large office."""
    with copied(scale) as office:
        store = Store.open(office)
        try:
            return _by_turns(store, date.today(), scale.times(TALKS))  # noqa: DTZ011 - any day will do
        finally:
            store.close()


def _by_turns(store: Store, on: date, talks: int) -> list[Line]:
    clients = clients_of(store, busiest_counselor(store), talks)
    ours: list[float] = []
    plain: list[float] = []
    bare: list[float] = []
    for client in clients:
        contact = _a_contact(store, client)
        audit, seconds = _by_command(store, client, contact, on)
        rows = _written_by(store, audit)
        ours.append(seconds)
        plain.append(_by_change(store, rows))
        bare.append(_by_hand(store, client, rows))
    one = statistics.median(bare)
    made_of = f"{statistics.median(ours) * 1000:.1f} ms beside {one * 1000:.1f} ms, {len(bare)} of each by turns"
    alone = f"{statistics.median(plain) * 1000:.1f} ms beside {one * 1000:.1f} ms"
    return [
        Line("recording an interview with six questions", WANTED, statistics.median(ours) / one, "×", made_of),
        Line("… the store's part of it", WANTED, statistics.median(plain) / one, "×", alone),
    ]


def _by_command(store: Store, client: int, contact: int, on: date) -> tuple[int, float]:
    began = time.perf_counter()
    done = log_talk(store, LOCAL, client, contact, on=on, questions=QUESTIONS)
    return done.audit_id, time.perf_counter() - began


def _a_contact(store: Store, client: int) -> int:
    with store.cursor() as cursor:
        found = cursor.execute("SELECT min(contact_id) FROM contacts WHERE client_id = ?", [client]).fetchall()
    return int(found[0][0])


def _written_by(store: Store, audit: int) -> Rows:
    """What a command added, so that the others write the same."""
    rows: Rows = {}
    with store.cursor() as cursor:
        lines = cursor.execute(
            "SELECT table_name, first_id, last_id FROM audit_changes WHERE audit_id = ? AND fields_before IS NULL",
            [audit],
        ).fetchall()
    with store.change(LOCAL, "look") as change:
        for table, first, last in lines:
            rows.setdefault(table, []).extend(change.record(table, number) for number in range(first, last + 1))
    return rows


def _by_change(store: Store, rows: Rows) -> float:
    talk: dict[str, int] = {}
    began = time.perf_counter()
    with store.change(LOCAL, "record a talk") as change:
        for table, records in rows.items():
            kept = [name for name in records[0] if name not in {STORED[table].number, "revision", "edited"}]
            # Questions go to the talk just added: their places in the other one are taken.
            numbers = change.add_many(table, [{name: row[name] for name in kept} | talk for row in records])
            talk = {"interview_id": numbers[0]} if table == "interviews" else {}
    return time.perf_counter() - began


def _by_hand(store: Store, client: int, rows: Rows) -> float:
    """One statement for each table, one for the audit's line, one for its trail, one for the client's revision."""
    began = time.perf_counter()
    total = sum(len(records) for records in rows.values())
    numbers = iter(store.ids.block(2 * total + 1))
    audit, trail = next(numbers), []
    with store.write_lock.take(), store.cursor() as cursor:
        cursor.execute("BEGIN TRANSACTION")
        for table, records in rows.items():
            names = list(records[0])
            values = []
            for record in records:
                number = next(numbers)
                trail += [next(numbers), audit, table, number, number, 1]
                values += [number if name == STORED[table].number else record[name] for name in names]
            one = "(" + ", ".join("?" for _ in names) + ")"
            every = ", ".join([one] * len(records))
            cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES {every}", values)
        cursor.execute(
            "INSERT INTO audit (audit_id, occurred_at, command, role, client_id) VALUES (?, ?, 'by hand', 'local', ?)",
            [audit, datetime.now(UTC), client],
        )
        lines = ", ".join(["(?, ?, ?, ?, ?, ?)"] * total)
        names = ["change_id", "audit_id", "table_name", "first_id", "last_id", "revision"]
        cursor.execute(f"INSERT INTO audit_changes ({', '.join(names)}) VALUES {lines}", trail)
        cursor.execute("UPDATE clients SET revision = revision + 1 WHERE client_id = ?", [client])
        cursor.execute("COMMIT")
    return time.perf_counter() - began
