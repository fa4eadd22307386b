"""Undo in any order: whatever commands come, nothing ever refers to nothing, and all of it can be taken back."""

import random
import shutil
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from core.cells import NumberCell, WordCell
from core.models import BECAUSE_OF, TABLES, Column
from core.viewer import LOCAL
from data.changes.change import Change
from data.errors import BrokenReference, ChangedSince, NotVisible, OfficeError
from data.file import integrity
from data.tables import STORED
from data.undo import undo
from tests.planted import AS_OF, ORDER, keep, plant, tables_of
from tests.profiles import examples

SEEDS = st.integers(0, 2**32)
COLUMNS = {table: {column.name: column for column in record.columns()} for table, record in TABLES.items()}


class Commands(RuleBasedStateMachine):
    """Adds, edits, removes, loads, rewrites and undoes at random; what the store refuses must leave no trace."""

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="digwell-"))
        self.store = keep(
            self.folder / "office.duckdb", plant(random.Random(seed), counselors=2, clients=2, each=1).rows
        )
        self.start = tables_of(self.store)
        self.audits: list[int] = []

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        try:
            for audit in reversed(self.audits):
                undo(self.store, LOCAL, audit)
            assert tables_of(self.store) == self.start
            self.nothing_is_broken()
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    def nothing_is_broken(self) -> None:
        with self.store.cursor() as cursor:
            assert integrity.breaches(cursor) == []

    def attempt(self, work: Callable[[Change], Any]) -> None:
        """One command; what is refused changes nothing."""
        before = tables_of(self.store)
        try:
            with self.store.change(LOCAL, "do") as change:
                work(change)
        except (BrokenReference, NotVisible):
            assert tables_of(self.store) == before
        else:
            if change.recorded:
                self.audits.append(change.audit_id)
        self.nothing_is_broken()

    # ── what is there ────────────────────────────────────────────────────────────────────────────────────────────

    def numbers(self, table: str) -> list[int]:
        with self.store.cursor() as cursor:
            found = cursor.execute(f"SELECT {STORED[table].number} FROM {table} ORDER BY 1").fetchall()  # noqa: S608
        return [number for (number,) in found]

    def values(self, chance: random.Random, table: str, names: list[str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in names:
            if column := COLUMNS[table].get(name):
                values |= self.cell(chance, table, column, values)
        return values

    def cell(self, chance: random.Random, table: str, column: Column, row: dict[str, Any]) -> dict[str, Any]:
        if column.refers:
            return {column.name: chance.choice([None, *self.numbers(column.refers)])}
        if column.name not in STORED[table].columns or column.kind == "instant":
            return {}
        if column.name == "because_of":
            of = BECAUSE_OF.get(row.get("kind", ""))
            return {"because_of": chance.choice(self.numbers(of) or [None]) if of else None}
        return {column.name: value(chance, column)}

    # ── what is done ─────────────────────────────────────────────────────────────────────────────────────────────

    @rule(seed=SEEDS, table=st.sampled_from(ORDER))
    def add(self, seed: int, table: str) -> None:
        chance = random.Random(seed)
        row = self.values(chance, table, [name for name in COLUMNS[table] if name != STORED[table].number])
        if STORED[table].has_client and table != "clients":
            row["client_id"] = chance.choice(self.numbers("clients") or [1])
        if table == "questions":
            row |= {"interview_id": chance.choice(self.numbers("interviews") or [1]), "position": chance.randint(1, 3)}
            row.pop("bank_id", None)
        if table == "dismissals":
            row = about(chance, row["client_id"], self.numbers("contacts"))
        self.attempt(lambda change: change.add(table, row))

    @rule(seed=SEEDS, table=st.sampled_from(ORDER))
    def edit(self, seed: int, table: str) -> None:
        chance, numbers = random.Random(seed), self.numbers(table)
        fixed = {STORED[table].number, "client_id", "bank_id", "record", "by", "on", "scheduled_for", "planned_for"}
        names = chance.sample([name for name in COLUMNS[table] if name not in fixed], k=1)
        if numbers and table != "dismissals":
            number, row = chance.choice(numbers), self.values(chance, table, names)
            self.attempt(lambda change: change.edit(table, number, row))

    @rule(seed=SEEDS, table=st.sampled_from(ORDER))
    def remove(self, seed: int, table: str) -> None:
        chance, numbers = random.Random(seed), self.numbers(table)
        if numbers:
            gone = chance.sample(numbers, k=min(len(numbers), chance.randint(1, 2)))

            def work(change: Change) -> None:
                for number in gone:
                    change.remove(table, number)

            self.attempt(work)

    @rule(seed=SEEDS)
    def add_edit_and_remove_in_one(self, seed: int) -> None:
        chance, clients = random.Random(seed), self.numbers("clients")
        if not clients:
            return

        def work(change: Change) -> None:
            client = chance.choice(clients)
            contact = change.add("contacts", {"client_id": client, "name": "new"})
            change.edit("contacts", contact, {"name": "newer", "referred_by": chance.choice([None, contact])})
            change.add("interviews", {"client_id": client, "contact_id": chance.choice([None, contact])})
            if chance.random() < 0.5:
                change.remove("contacts", contact)

        self.attempt(work)

    @rule(seed=SEEDS, many=st.integers(1, 5))
    def load(self, seed: int, many: int) -> None:
        chance, clients = random.Random(seed), self.numbers("clients")
        if clients:
            numbers = pa.array(list(self.store.ids.block(many)), pa.int64())
            owners = pa.array([chance.choice(clients) for _ in range(many)], pa.int64())
            contacts = pa.array([chance.choice([None, *self.numbers("contacts")]) for _ in range(many)], pa.int64())
            rows = pa.table({"contact_id": numbers, "client_id": owners, "referred_by": contacts})
            self.attempt(lambda change: change.load("contacts", rows))

    @rule(seed=SEEDS)
    def rewrite(self, seed: int) -> None:
        chance, numbers = random.Random(seed), self.numbers("contacts")
        some = chance.sample(numbers, k=len(numbers) // 2)
        rows = {
            "contact_id": pa.array(some, pa.int64()),
            "organization": pa.array([chance.choice([None, "A", "B"]) for _ in some], pa.string()),
            "edited": pa.array([chance.choice([None, "name", "*"]) for _ in some], pa.string()),
        }
        self.attempt(lambda change: change.rewrite("contacts", pa.table(rows)))

    @rule(seed=SEEDS)
    def set_a_number(self, seed: int) -> None:
        chance = random.Random(seed)
        if chance.random() < 0.3:
            self.attempt(lambda change: change.unset("goal_interviews"))
        else:
            self.attempt(lambda change: change.set("goal_interviews", chance.choice(["7", "8", "9"])))

    @rule(seed=SEEDS)
    def undo_something(self, seed: int) -> None:
        if not self.audits:
            return
        audit, before = random.Random(seed).choice(self.audits[-4:]), tables_of(self.store)
        try:
            self.audits.append(undo(self.store, LOCAL, audit))
        except OfficeError as error:
            assert isinstance(error, ChangedSince | BrokenReference | NotVisible)  # noqa: PT017 - one of several
            assert tables_of(self.store) == before
        self.nothing_is_broken()


def value(chance: random.Random, column: Column) -> Any:
    """Something that may stand in a column."""
    if isinstance(column.cell, WordCell):
        return chance.choice(column.cell.words)
    if isinstance(column.cell, NumberCell):
        return chance.randint(max(column.cell.least, 1), 3)
    if column.kind == "day":
        return AS_OF + timedelta(days=chance.randint(-3, 3))
    return chance.random() < 0.5 if column.kind == "yes_no" else chance.choice(["a", "b", "Zoë’s “c”\n"])


def about(chance: random.Random, client: int, contacts: list[int]) -> dict[str, Any]:
    """A dismissal of something about a contact, perhaps another client's."""
    place = {"record_table": "contacts", "record_id": chance.choice(contacts or [1])}
    return {"client_id": client, "code": chance.choice(["FUP105", "CON054"]), **place}


Commands.TestCase.settings = examples(
    6,
    stateful_step_count=14,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
TestCommands = pytest.mark.slow(Commands.TestCase)
