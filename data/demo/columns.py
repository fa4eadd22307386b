"""Columns of a diary for those who read it: Arrow for the store, rows of the bundle for a test."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from core.models import BECAUSE_OF, TABLES
from data.changes.edit_marks import NEVER_IMPORTED
from data.demo.diary import OFFICE_WIDE, Moment, Rows
from data.ids import Ids
from data.query import Row
from data.tables import ARROW_TYPE, DAY_OF, STORED

_EPOCH = date(1970, 1, 1)
_MOMENT_OF = {day: moment for moment, day in DAY_OF.items()}


class Numbers:
    """The store's numbers for the diary's: those of the office kept throughout, the others for one batch."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids
        self._of: dict[str, tuple[int, pa.Array]] = {}

    def give(self, rows: Rows, before: dict[str, int]) -> None:
        """Give every row of a batch its number."""
        for table, written in rows.items():
            if written or table not in OFFICE_WIDE:
                self._of[table] = (before[table] + 1, pa.array(self._ids.block(len(written)), pa.int64()))

    def of(self, table: str, ours: Sequence[int | None]) -> pa.Array:
        """The store's numbers of records of one table; null for none."""
        first, given = self._of[table]
        return given.take(pc.subtract(pa.array(ours, pa.int64()), first))


@dataclass(frozen=True, slots=True)
class Anchor:
    """The anchor of a diary: the day from which its days count, the zone of its hours, the numbers given."""

    today: date
    zone: ZoneInfo
    numbers: Numbers


# ── for the store ────────────────────────────────────────────────────────────────────────────────────────────────────


def arrow(table: str, rows: list[Row], anchor: Anchor) -> pa.Table:
    """Rows of the diary as the store takes them; a column that is empty in all of them is left out."""
    filled = set[str]().union(*rows) | {"edited"}
    columns = {
        name: _column(table, name, kind, rows, anchor)
        for name, kind in STORED[table].columns.items()
        if _MOMENT_OF.get(name, name) in filled
    }
    return pa.table(columns)


def _column(table: str, name: str, kind: str, rows: list[Row], anchor: Anchor) -> pa.Array:
    if name in _OF_THEIR_OWN:
        return _OF_THEIR_OWN[name](rows, anchor)
    values = [row.get(_MOMENT_OF.get(name, name)) for row in rows]
    if name in _MOMENT_OF:
        return _days([value and value[0] for value in values], anchor)
    if name in _referred(table):
        return anchor.numbers.of(_referred(table)[name], values)
    if kind == "DATE":
        return _days(values, anchor)
    if kind == "TIMESTAMPTZ":
        values = [value and _instant(value, anchor.today, anchor.zone) for value in values]
    return pa.array(values, ARROW_TYPE[kind])


@cache
def _referred(table: str) -> dict[str, str]:
    """The columns of a table that hold numbers of records, each with the table of these."""
    found = {STORED[table].number: table} if STORED[table].number else {}
    found |= {column.name: column.refers for column in TABLES[table].columns() if column.refers}
    if STORED[table].has_client:
        found["client_id"] = "clients"
    return found | ({"prompt_id": "prompts"} if table == "questions" else {})


def _days(values: Sequence[int | None], anchor: Anchor) -> pa.Array:
    today = pa.scalar((anchor.today - _EPOCH).days, pa.int32())
    return pc.add(pa.array(values, pa.int32()), today).cast(pa.date32())


@cache
def _instant(moment: Moment, today: date, zone: ZoneInfo) -> datetime:
    day, minute = moment
    local = datetime.combine(today + timedelta(days=day), time(*divmod(minute, 60)), tzinfo=zone)
    return local.astimezone(UTC)


def _edited(rows: list[Row], _: Anchor) -> pa.Array:
    return pa.array([None if "imported_on" in row else NEVER_IMPORTED for row in rows], pa.string())


def _causes(rows: list[Row], anchor: Anchor) -> pa.Array:
    """What each follow-up is because of: another table for each kind."""
    found: pa.Array = pa.nulls(len(rows), pa.int64())
    for kind, table in BECAUSE_OF.items():
        ours = [row.get("because_of") if row["kind"] == kind else None for row in rows]
        found = pc.coalesce(found, anchor.numbers.of(table, ours))
    return found


def _authors(rows: list[Row], anchor: Anchor) -> pa.Array:
    """Authors of notes: a counselor's id in the bundle, which is the record's number, or a word."""
    given = [row["author"] for row in rows]
    written = anchor.numbers.of("counselors", [one if isinstance(one, int) else None for one in given])
    words = pa.array([one if isinstance(one, str) else None for one in given], pa.string())
    return pc.coalesce(written.cast(pa.string()), words)


_OF_THEIR_OWN = {"edited": _edited, "because_of": _causes, "author": _authors}


# ── for a test ───────────────────────────────────────────────────────────────────────────────────────────────────────


def bundle_row(table: str, row: Row, today: date, zone: ZoneInfo) -> Row:
    """A row of the diary as the bundle has it: ids as text, days as dates, moments with their offset, no empty cell."""
    found: Row = {}
    for column in TABLES[table].columns():
        value = row.get(column.name)
        if column.name == "bank_id" and value is None:
            value = row.get("prompt_id")
        if value is not None:
            found[column.name] = _bundle_value(column.kind, value, today, zone)
    return found


def _bundle_value(kind: str, value: Any, today: date, zone: ZoneInfo) -> Any:
    if kind == "day":
        return today + timedelta(days=value)
    if kind == "instant":
        return _instant(value, today, zone).astimezone(zone)
    # An author is a text in the bundle, but a number here where it is a counselor.
    return str(value) if kind in {"id", "ref", "text"} else value
