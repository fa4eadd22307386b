"""Marks of changes: a change's number with its moment, by which a file is known to have it.

A number is one above the highest in the file. So after a backup was put back a number is given once more, to another
change; the moment tells the two apart.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from data.connection import Cursor

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ChangeMark(NamedTuple):
    """One change: its number in the audit and its moment, in microseconds since 1970.

    Without a moment its number came from a clock, as the version before gave them, and is enough.
    """

    number: int
    moment: int | None

    @classmethod
    def at(cls, number: int, moment: datetime) -> "ChangeMark":
        """The mark of a change made at a moment."""
        return cls(number, (moment - _EPOCH) // timedelta(microseconds=1))


def last_number(cursor: Cursor) -> int:
    """The highest number of a change in the file, 0 where there is none."""
    return int(cursor.execute("SELECT coalesce(max(audit_id), 0) FROM audit").fetchall()[0][0])


def last_mark(cursor: Cursor) -> ChangeMark | None:
    """The mark of the latest change in the file, None where there is none."""
    number = last_number(cursor)
    return _mark(cursor, number) if number else None


def has_change(cursor: Cursor, mark: ChangeMark) -> bool:
    """Whether this very change is in the file; a file without tables has none."""
    known = "SELECT count(*) FROM information_schema.tables WHERE table_name = 'audit'"
    if not cursor.execute(known).fetchall()[0][0]:
        return False
    there = _mark(cursor, mark.number)
    return there is not None and mark.moment in {None, there.moment}


def _mark(cursor: Cursor, number: int) -> ChangeMark | None:
    # As text, because the engine needs another package to hand a moment out as such.
    cursor.execute("SELECT CAST(occurred_at AS VARCHAR) FROM audit WHERE audit_id = ?", [number])
    found = cursor.fetchall()
    return ChangeMark.at(number, datetime.fromisoformat(found[0][0])) if found else None
