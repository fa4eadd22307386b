"""An office in which every text of every record says whose it is: what leaks is known by its words."""

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from core.cells import NumberCell, WordCell
from core.models import BECAUSE_OF, TABLES, Column
from core.moments import local_day
from core.viewer import LOCAL
from data.store import Store
from data.tables import DAY_OF, OWNED_THROUGH, STORED

AS_OF = date(2026, 11, 22)
ZONE = ZoneInfo("Europe/Berlin")
Row = dict[str, Any]
# Each table after those that it refers to.
ORDER = (
    "counselors", "cohorts", "clients", "fields", "research", "contacts", "interviews", "prompts", "questions",
    "insights", "targets", "leads", "decisions", "follow_ups", "notes", "meetings", "check_ins", "letters",
    "dismissals",
)  # fmt: skip


def marker(client: int) -> str:
    """What stands in every text of a client's records."""
    return f"onlyof{client}end"


@dataclass
class Planted:
    """Rows as the store keeps them; `clients` maps each client to their counselor."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in ORDER})
    clients: dict[int, int | None] = field(default_factory=dict)

    def numbers(self, table: str, client: int | None) -> list[int]:
        """The numbers of a client's records in a table."""
        own = STORED[table].number
        return [row[own] for row in self.rows[table] if row.get("client_id") == client]

    def of(self, clients: Collection[int]) -> dict[str, list[Row]]:
        """The rows of some clients and the office's own."""
        kept = {None, *clients}
        return {table: [row for row in rows if row.get("client_id") in kept] for table, rows in self.rows.items()}


def plant(chance: random.Random, *, counselors: int, clients: int, each: int = 2) -> Planted:
    """Counselors, clients of theirs or of nobody's, and `each` records in every table for every client."""
    planted, numbers = Planted(), _numbers()
    for _ in range(counselors):
        planted.rows["counselors"].append(_row(planted, chance, "counselors", next(numbers), None))
    for _ in range(2):
        planted.rows["cohorts"].append(_row(planted, chance, "cohorts", next(numbers), None))
    for _ in range(clients):
        row = _row(planted, chance, "clients", next(numbers), None)
        row["client_id"] = row[STORED["clients"].number]
        planted.clients[row["client_id"]] = row["counselor_id"]
        planted.rows["clients"].append(_marked(row, "clients", row["client_id"]))
    for table in ORDER[3:]:
        for client in planted.clients:
            for place in range(1, each + 1):
                row = _row(planted, chance, table, next(numbers), client)
                if table == "questions":
                    row["position"] = place
                planted.rows[table].append(row)
    planted.rows["prompts"].append(_row(planted, chance, "prompts", next(numbers), None))
    return planted


def _numbers() -> Iterator[int]:
    yield from range(7_000_000_000_000_000, 7_000_000_001_000_000, 3)


def _row(planted: Planted, chance: random.Random, table: str, number: int, client: int | None) -> Row:
    row: Row = {STORED[table].number: number, "revision": 1, "edited": "*"}
    if table != "clients" and STORED[table].has_client:
        row["client_id"] = client
    for column in TABLES[table].columns():
        if column.name not in row:
            row |= _cell(planted, chance, table, column, client)
    if table == "questions":
        row |= {"bank_id": None, "prompt_id": _one(planted, chance, "prompts", client)}
    if table == "follow_ups":
        leads_to = BECAUSE_OF.get(row["kind"])
        row["because_of"] = _one(planted, chance, leads_to, client) if leads_to else None
    if table == "dismissals":
        row |= _about(planted, chance, client)
    return _marked(row, table, client)


def _cell(planted: Planted, chance: random.Random, table: str, column: Column, client: int | None) -> Row:
    if column.refers:
        office = column.refers in {"counselors", "cohorts"}
        return {column.name: _one(planted, chance, column.refers, None if office else client)}
    if column.name not in STORED[table].columns:
        return {}
    if column.kind == "instant":
        moment = datetime.combine(_day(chance), datetime.min.time(), UTC) + timedelta(minutes=chance.randrange(1440))
        return {column.name: moment, DAY_OF[column.name]: local_day(moment, ZONE)}
    needed = column.need == "filled" or (column.name, table) == ("position", "questions")
    return {column.name: _value(chance, column) if needed or chance.random() < 0.8 else None}


def _value(chance: random.Random, column: Column) -> Any:
    if isinstance(column.cell, WordCell):
        return chance.choice(column.cell.words)
    if isinstance(column.cell, NumberCell):
        return chance.randint(column.cell.least, min(column.cell.most, 30))
    if column.kind == "day":
        return _day(chance)
    return chance.random() < 0.5 if column.kind == "yes_no" else "text"


def _day(chance: random.Random) -> date:
    return AS_OF + timedelta(days=chance.randint(-150, 30))


def _one(planted: Planted, chance: random.Random, table: str, client: int | None) -> int | None:
    found = planted.numbers(table, client)
    return chance.choice(found) if found and chance.random() < (0.6 if table == "fields" else 0.9) else None


def _about(planted: Planted, chance: random.Random, client: int | None) -> Row:
    table = chance.choice(["contacts", "interviews", "follow_ups", "meetings"])
    row = {"record_table": table, "record_id": chance.choice(planted.numbers(table, client)), "record_position": None}
    code = f"{chance.choice(['FUP', 'DAT'])}{chance.randint(1, 10_000)}"
    return {**row, "code": code, "dismissed_by": "text", "dismissed_on": AS_OF, "until": _day(chance)}


def _marked(row: Row, table: str, client: int | None) -> Row:
    """Every text says whose it is; words of closed lists, which say nothing, stay."""
    kinds = {column.name: column.kind for column in TABLES[table].columns()}
    for name, value in row.items():
        if value is not None and (kinds.get(name) == "text" or name == "dismissed_by"):
            row[name] = f"{marker(client)} {table} {name} {row[STORED[table].number]}" if client else f"office {name}"
    row["source_id"] = f"{marker(client)}-{row[STORED[table].number]}" if client else None
    return row


def keep(path: Path, rows: Mapping[str, list[Row]]) -> Store:
    """A store that holds these rows."""
    store = Store.open(path, create=True)
    with store.change(LOCAL, "plant") as change:
        change.set("time_zone", str(ZONE))
        for table in ORDER:
            schema = STORED[table].arrow_schema()
            full = [{name: row.get(name) for name in schema.names} for row in rows[table]]
            change.load(table, pa.Table.from_pylist(full, schema))
    return store


def columns_of(table: str) -> list[str]:
    """What `tables_of` tells of each record of a table, in order: all but what only counts changes."""
    return [name for name in STORED[table].columns if name != "revision"]


def tables_of(store: Store) -> dict[str, list[tuple[str | None, ...]]]:
    """Every record as it is stored, by table, each cell as text, without what only counts changes."""
    found: dict[str, list[tuple[str | None, ...]]] = {table: [] for table in STORED}
    cells = {table: ", ".join(f"CAST({name} AS VARCHAR)" for name in columns_of(table)) for table in STORED}
    # Asked at once, which takes half as long. Names come from data/tables.py.
    each = " UNION ALL ".join(f"SELECT '{table}', [{cells[table]}] FROM {table}" for table in STORED)  # noqa: S608
    with store.cursor() as cursor:
        for table, row in cursor.execute(f"{each} ORDER BY ALL").fetchall():
            found[table].append(tuple(row))
    return found


assert set(ORDER) | {"settings"} == set(STORED)
assert set(OWNED_THROUGH) < set(ORDER)
