"""State of a follow-up as of a day: done, not open yet, open or late; a hello; over; for next time.

The one definition in Python. `data/queries/follow_up_states.sql` and `data/queries/follow_ups_standing.sql`
say the same in SQL.
"""

from datetime import date
from typing import Literal, NamedTuple

from core.vocabulary import ENDS

# A hello is owed to nobody: it can be past its day, and is never said to be late.
HELLO = "keep_in_touch"
# What follows from a name or a thing that somebody gave.
SUGGESTIONS = frozenset({"lead", "resource"})


class FollowUpFacts(NamedTuple):
    """What decides the state of a follow-up: its own days, those of its talk, and of what was given.

    `stage` to `notes_on` are its talk's, `scheduled_day` the day of the appointment; `settled_on` is the day on which
    what was given, from which it follows, was followed up or dropped.
    """

    kind: str
    due_on: date
    opens_on: date | None = None
    done_on: date | None = None
    stage: str | None = None
    scheduled_day: date | None = None
    confirmed_on: date | None = None
    held_on: date | None = None
    closed_on: date | None = None
    notes_on: date | None = None
    settled_on: date | None = None


class FollowUpState(NamedTuple):
    """How a follow-up stands as of a day.

    `state` is done, later (it opens after the day), open or late; `days_late` is None for what is not open, and 0 for
    what is open and not late. `over_on` is the day since which its talk, or what was given, says that an open one is
    over. For next time is what is open and over, or too old to be mended, save for hellos.
    """

    state: Literal["done", "later", "open", "late"]
    hello: bool
    days_late: int | None = None
    over_on: date | None = None
    next_time: bool = False


def state_of(facts: FollowUpFacts, as_of: date, missed_from: date) -> FollowUpState:
    """The state of a follow-up as of the end of a day; what was due before `missed_from` is too old to be mended."""
    hello = facts.kind == HELLO
    if _by(facts.done_on, as_of):
        return FollowUpState("done", hello)
    if facts.opens_on and facts.opens_on > as_of:
        return FollowUpState("later", hello)
    days_late = max((as_of - facts.due_on).days, 0)
    over_on = _over_on(facts, as_of)
    too_old = facts.due_on < missed_from and not _can_be_confirmed(facts, as_of)
    next_time = not hello and (over_on is not None or too_old)
    return FollowUpState("late" if days_late else "open", hello, days_late, over_on, next_time)


def _by(day: date | None, as_of: date) -> bool:
    return day is not None and day <= as_of


def _can_be_confirmed(facts: FollowUpFacts, as_of: date) -> bool:
    """A confirmation can be sent as long as its talk lies ahead, however long ago it was due."""
    return facts.kind == "confirm" and facts.scheduled_day is not None and facts.scheduled_day >= as_of


def _over_on(facts: FollowUpFacts, as_of: date) -> date | None:
    if facts.kind == "confirm":
        off = (facts.closed_on or as_of) if facts.stage in ENDS else None
        return next((day for day in (facts.held_on, facts.confirmed_on, off) if day and day <= as_of), None)
    day = facts.notes_on if facts.kind == "write_notes" else facts.settled_on if facts.kind in SUGGESTIONS else None
    return day if _by(day, as_of) else None
