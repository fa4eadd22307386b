"""Waiting follow-ups told apart and counted: promises that can still be kept, hellos, and what is for next time."""

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from core.figures import PARTS_OF_OVERDUE
from data.query import Row

T = TypeVar("T")


class OpenFollowUps(NamedTuple, Generic[T]):
    """The three parts of what is open: promises that can still be kept, hellos, and what is for next time."""

    promised: T
    hellos: T
    next_time: T


class Counts(NamedTuple):
    """Of rows that are open how many: in all, and past their day, the oldest for so many days, and over."""

    open: int = 0
    late: int = 0
    oldest_days: int = 0
    over: int = 0


def apart(rows: Iterable[Row]) -> OpenFollowUps[list[Row]]:
    """Open rows, as a story or the query *follow_ups_counted* has them, told apart; the order stays."""
    found: OpenFollowUps[list[Row]] = OpenFollowUps([], [], [])
    for row in rows:
        part = found.hellos if row["hello"] else found.next_time if row["next_time"] else found.promised
        part.append(row)
    return found


def counts(rows: Sequence[Row]) -> Counts:
    """The counts of such rows."""
    late = [row["days_late"] for row in rows if row["days_late"]]
    return Counts(len(rows), len(late), max(late, default=0), sum(row["over_on"] is not None for row in rows))


def counts_apart(rows: Iterable[Row]) -> OpenFollowUps[Counts]:
    """The counts of a caseload, of the rows with which the query *follow_ups_counted* answers."""
    return OpenFollowUps(*map(_summed, apart(rows)))


def _summed(rows: Sequence[Row]) -> Counts:
    return Counts(
        sum(row["items"] for row in rows),
        sum(row["late"] for row in rows),
        max((row["oldest_days"] for row in rows), default=0),
        sum(row["items"] for row in rows if row["is_over"]),
    )


def overdue_parts(found: OpenFollowUps[Counts]) -> dict[str, int]:
    """Of such counts what the figure of overdue follow-ups is the sum of, under the names of `core.figures`."""
    old = found.next_time.open - found.next_time.over
    parts = (found.promised.late, old, found.next_time.late - old, found.hellos.late)
    return {"follow_ups_overdue": sum(parts), **dict(zip(PARTS_OF_OVERDUE, parts, strict=True))}
