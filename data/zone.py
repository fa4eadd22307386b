"""The office's time zone, and the day that each moment falls on in it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from core.cells import local_day
from data.tables import DAY_OF, STORED

# Every column that holds a moment, with its table and the column that holds its day.
DAYS = tuple(
    (table, name, DAY_OF[name]) for table, stored in STORED.items() for name in stored.columns if name in DAY_OF
)


def office_zone(cursor: Any) -> ZoneInfo:
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


def move_days(cursor: Any, zone: ZoneInfo) -> None:
    """Put the day of every moment right after the zone has changed; days follow from moments and leave no trail."""
    for table, _, day in DAYS:
        wrong = list(wrong_days(cursor, zone, table))
        if wrong:
            number = STORED[table].number
            schema = pa.schema([("number", pa.int64()), ("day", pa.date32())])
            cursor.register("moved_days", pa.table(list(zip(*wrong, strict=True)), schema=schema))
            cursor.execute(f"UPDATE {table} SET {day} = m.day FROM moved_days AS m WHERE {table}.{number} = m.number")
            cursor.unregister("moved_days")


def wrong_days(cursor: Any, zone: ZoneInfo, table: str) -> Iterator[tuple[int, Any]]:
    """The records of a table whose moment has another day than stands beside it, each with the right one."""
    for of, instant, day in DAYS:
        if of == table:
            # As text, because the engine needs another package to hand a moment out as such.
            sql = f"SELECT {STORED[table].number}, CAST({instant} AS VARCHAR), {day} FROM {table}"
            cursor.execute(f"{sql} WHERE {instant} IS NOT NULL OR {day} IS NOT NULL")
            while rows := cursor.fetchmany(10_000):
                for number, moment, stands in rows:
                    right = local_day(datetime.fromisoformat(moment), zone) if moment else None
                    if right != stands:
                        yield number, right
