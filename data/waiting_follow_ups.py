"""Waiting follow-ups told apart and counted: promises that can still be kept, hellos, and what is for next time."""

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

from data.query import Row

T = TypeVar("T")


class OpenFollowUps(NamedTuple, Generic[T]):
    """The three parts of what is open: promises that can still be kept, hellos, and what is for next time."""

    promised: T
    hellos: T
    next_time: T


class Counts(NamedTuple):
    """Of rows that are open how many there are, how many past their day, and for how many days the oldest."""

    open: int = 0
    late: int = 0
    oldest_days: int = 0


def apart(rows: Iterable[Row]) -> OpenFollowUps[list[Row]]:
    """Open rows of one client, as a story has them, told apart; the order stays."""
    found: OpenFollowUps[list[Row]] = OpenFollowUps([], [], [])
    for row in rows:
        part = found.hellos if row["hello"] else found.next_time if row["next_time"] else found.promised
        part.append(row)
    return found


def counts(rows: Sequence[Row]) -> Counts:
    """The counts of such rows."""
    late = [row["days_late"] for row in rows if row["days_late"]]
    return Counts(len(rows), len(late), max(late, default=0))


def counts_apart(rows: Iterable[Row]) -> OpenFollowUps[Counts]:
    """The counts of a caseload, of the rows with which the query *follow_ups_counted* answers."""
    found = {(row["hello"], row["next_time"]): Counts(row["items"], row["late"], row["oldest_days"]) for row in rows}
    none = Counts()
    return OpenFollowUps(
        found.get((False, False), none), found.get((True, False), none), found.get((False, True), none)
    )
