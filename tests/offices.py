"""A tiny office for a test: bundle-like rows with ids as text, loaded straight into a real file."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from core.models import BECAUSE_OF, TABLES
from core.moments import local_day
from core.viewer import LOCAL
from data.changes.edit_marks import NEVER_IMPORTED
from data.store import Store
from data.tables import BESIDE, DAY_OF, STORED

Row = Mapping[str, Any]
# What an empty cell of these stands for, as docs/records.md has it.
EMPTY_MEANS: Mapping[str, Row] = {
    "contacts": {"channel": "other"},
    "questions": {"asked": False, "answered": False},
    "notes": {"shared": False},
    "prompts": {"active": True},
}
# Whose a row is stands in another row of the bundle.
_OWNER_STANDS_IN = {"research": ("fields", "field_id"), "questions": ("interviews", "interview_id")}


@dataclass
class Office:
    """A store with what was put in: `numbers[table][id]` is the number that a bundle's id was given."""

    store: Store
    numbers: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    owners: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def number(self, table: str, text_id: str) -> int:
        """The store's number of the record that came in under this id."""
        return self.numbers[table][text_id]


def make_office(path: Path, tables: Mapping[str, Iterable[Row]], *, imported_on: date | None = None) -> Office:
    """A new office at `path` holding these rows; see `load` for what a row may look like."""
    office = Office(Store.open(path, create=True))
    load(office, tables, imported_on=imported_on)
    return office


def load(office: Office, tables: Mapping[str, Iterable[Row]], *, imported_on: date | None = None) -> None:
    """Put more rows in, all tables in one transaction, without an importer.

    A row is a mapping of the bundle's columns: ids and references as text, days as `date` or ISO text, moments as
    `datetime` with an offset or ISO text; any column may be left out, an own id too (the record then goes out under
    its number). Columns that stand beside the bundle's (`imported_on`, `edited`, `revision`) may be given. Without
    `imported_on` the records count as entered in Digwell. References may go to rows that were loaded earlier.
    """
    given = {table: [dict(row) for row in rows] for table, rows in tables.items()}
    if unknown := given.keys() - STORED.keys():
        raise KeyError(f"no such table: {', '.join(sorted(unknown))}")
    beside = {"revision": 1, "imported_on": imported_on, "edited": None if imported_on else NEVER_IMPORTED}
    with office.store.change(LOCAL, "test") as change:
        for row in given.pop("settings", []):
            change.set(row["name"], row["value"])
        for table, rows in given.items():
            _number(office, table, rows)
        for table in STORED:
            if rows := given.get(table, []):
                stored = [{**beside, **_stored(office, table, row)} for row in rows]
                change.load(table, _arrow(table, stored))


def _number(office: Office, table: str, rows: list[dict[str, Any]]) -> None:
    """Give every row its number, kept under the bundle's id where it has one."""
    known = office.numbers[table]
    for row, number in zip(rows, office.store.ids.block(len(rows)), strict=True):
        text_id = row.pop(STORED[table].number, None)
        row |= {"#": number, "source_id": text_id}
        if text_id in known:
            raise ValueError(f"{table} has {text_id} twice")
        if text_id is not None:
            known[text_id] = number
    if table == "questions":
        _place(rows)


def _place(questions: list[dict[str, Any]]) -> None:
    """Give every question without a position the next one of its interview."""
    places: Counter[Any] = Counter()
    for row in questions:
        places[row["interview_id"]] += 1
        row.setdefault("position", places[row["interview_id"]])


def _arrow(table: str, rows: list[dict[str, Any]]) -> pa.Table:
    schema = STORED[table].arrow_schema()
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema)


def _stored(office: Office, table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the store has it: numbers for references, days beside moments, the owner in every row."""
    found = {**EMPTY_MEANS.get(table, {}), STORED[table].number: row.pop("#")}
    for name, value in row.items():
        if value is not None:
            found |= _cell(office, table, name, value)
    found = _otherwise(office, table, found)
    if owner := _owner(office, table, found):
        found["client_id"] = owner
        office.owners[table][found[STORED[table].number]] = owner
    return found


def _cell(office: Office, table: str, name: str, value: Any) -> dict[str, Any]:
    if name in BESIDE:
        return {name: _day(value) if name == "imported_on" else value}
    column = next(column for column in TABLES[table].columns() if column.name == name)
    if column.refers:
        return {name: office.number(column.refers, value)}
    if column.kind == "instant":
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return {name: moment, DAY_OF[name]: local_day(moment, office.store.zone)}
    return {name: _day(value) if column.kind == "day" else value}


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _otherwise(office: Office, table: str, row: dict[str, Any]) -> dict[str, Any]:
    """The few columns that the store keeps in another form than the bundle."""
    if table == "follow_ups" and "because_of" in row:
        row["because_of"] = office.number(BECAUSE_OF[row["kind"]], row["because_of"])
    if table == "questions" and not row.get("bank_id", "bank-").startswith("bank-"):
        row["prompt_id"] = office.number("prompts", row.pop("bank_id"))
    if table == "dismissals":
        of, text_id, *position = row.pop("record").split("/")
        row |= {"record_table": of, "record_id": office.number("interviews" if of == "questions" else of, text_id)}
        row |= {"record_position": int(position[0]) if position else None}
        row |= {"dismissed_by": row.pop("by", None), "dismissed_on": row.pop("on", None)}
    return row


def _owner(office: Office, table: str, row: Mapping[str, Any]) -> int | None:
    """The number of the client whose row it is; a table is loaded after those that it refers to."""
    if table in _OWNER_STANDS_IN:
        parent, reference = _OWNER_STANDS_IN[table]
        return office.owners[parent].get(row[reference])
    if table == "dismissals":
        of = "interviews" if row["record_table"] == "questions" else row["record_table"]
        return office.owners[of].get(row["record_id"])
    return row.get("client_id")


def refill(office: Office, tables: Mapping[str, Iterable[Row]], *, imported_on: date | None = None) -> None:
    """Take every record out and put these in, in the same file: cheaper than a new office for each example."""
    with office.store.change(LOCAL, "test") as change:
        for table in STORED:
            if table != "settings":
                change.run(f"DELETE FROM {table}")  # noqa: S608 - the names are ours
    office.numbers.clear()
    office.owners.clear()
    load(office, tables, imported_on=imported_on)


def rows_of(store: Store, table: str) -> list[dict[str, Any]]:
    """Every row of a table; a moment is left to the day that stands beside it."""
    names = [name for name, kind in STORED[table].columns.items() if kind != "TIMESTAMPTZ"]
    with store.cursor() as cursor:
        found = cursor.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()  # noqa: S608 - the names are ours
    return [dict(zip(names, row, strict=True)) for row in found]
