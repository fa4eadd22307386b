"""The office's time zone, and the day that each moment falls on in it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from core.moments import local_day
from data.connection import Cursor
from data.tables import DAY_OF, STORED

# Every column that holds a moment, with its table and the column that holds its day.
DAYS = tuple(
    (table, name, DAY_OF[name]) for table, stored in STORED.items() for name in stored.columns if name in DAY_OF
)


def office_zone(cursor: Cursor) -> ZoneInfo:
    """The office's time zone, from its settings."""
    found = cursor.execute("SELECT value FROM settings WHERE name = 'time_zone'").fetchall()
    return ZoneInfo(found[0][0] if found and found[0][0] else "UTC")


def with_days(values: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """A record's fields with every moment in UTC and its day beside it."""
    full = dict(values)
    for instant, day in DAY_OF.items():
        if instant in values:
            moment = values[instant]
            full[instant] = moment.astimezone(UTC) if moment else None
            full[day] = local_day(moment, zone) if moment else None
    return full


def move_days(cursor: Cursor, zone: ZoneInfo, table: str, among: str = "") -> None:
    """Put right the day of every moment in a table, or `among` the numbers that a subquery yields.

    Days follow from moments and leave no trail.
    """
    number = STORED[table].number
    wrong: dict[str, list[tuple[int, date | None]]] = {}
    for record, day, right in wrong_days(cursor, zone, table, among):
        wrong.setdefault(day, []).append((record, right))
    schema = pa.schema([("number", pa.int64()), ("day", pa.date32())])
    for day, rows in wrong.items():
        cursor.register("moved_days", pa.table(list(zip(*rows, strict=True)), schema=schema))
        cursor.execute(f"UPDATE {table} SET {day} = m.day FROM moved_days AS m WHERE {table}.{number} = m.number")
        cursor.unregister("moved_days")


def wrong_days(cursor: Cursor, zone: ZoneInfo, table: str, among: str = "") -> Iterator[tuple[int, str, date | None]]:
    """The records of a table whose moment has another day beside it: number, column of the day, the right one."""
    number = STORED[table].number
    for of, instant, day in DAYS:
        if of == table:
            # As text, because the engine needs another package to hand a moment out as such.
            only = f" AND {number} IN {among}" if among else ""
            sql = f"SELECT {number}, CAST({instant} AS VARCHAR), {day} FROM {table}"
            cursor.execute(f"{sql} WHERE ({instant} IS NOT NULL OR {day} IS NOT NULL){only}")
            while rows := cursor.fetchmany(10_000):
                for record, moment, stands in rows:
                    right = local_day(datetime.fromisoformat(moment), zone) if moment else None
                    if right != stands:
                        yield record, day, right
