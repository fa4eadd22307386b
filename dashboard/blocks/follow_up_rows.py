"""Rows of what is waiting, each with one click that says it is done; and in words how much it is."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from core.figure_notes import older_than
from core.follow_up_state import HELLO
from core.labels import follow_up, follow_up_towards
from core.words import both_days, capital, counted, days, full_day, number, plural, short_day
from dashboard import load
from dashboard.actions import set_aside
from dashboard.widgets import escape, person_row
from data.waiting_follow_ups import Counts


def what_is_owed(row: dict[str, Any]) -> str:
    """What is owed to whom, in words: Thank-you note to Amara."""
    return capital(follow_up_towards(row["kind"], row["person"]))


def waiting_since(row: dict[str, Any], as_of: date) -> str:
    """When it was or is due, in both forms of the day; or why it is over."""
    if row["over_on"]:
        return f"no longer needed: {_why_over(row, as_of)}"
    if row["due_on"] < as_of and row["kind"] == HELLO:
        return f"fits since {full_day(row['due_on'], as_of)}, whenever it suits"
    return f"due {both_days(row['due_on'], as_of)}"


def _why_over(row: dict[str, Any], as_of: date) -> str:
    day = short_day(row["over_on"], as_of)
    if row["kind"] == "confirm":
        if row["over_on"] == row["held_on"]:
            return f"the talk was on {day}"
        return f"confirmed on {day}" if row["over_on"] == row["confirmed_on"] else "the talk is off"
    return f"{'written' if row['kind'] == 'write_notes' else 'settled'} on {day}"


def owed(rows: Sequence[dict[str, Any]], as_of: date, done: Callable[[int], None], *, can_change: bool) -> None:
    """Rows of what is owed, the oldest first, each with its button."""
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center", key=f"owed_{row['follow_up_id']}", gap="small"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{escape(what_is_owed(row))}**")
                st.caption(escape(waiting_since(row, as_of) + (f" · {row['note']}" if row["note"] else "")))
            if can_change:
                _ways_out(row, done)


def _ways_out(row: dict[str, Any], done: Callable[[int], None]) -> None:
    key = row["follow_up_id"]
    # What is over was not done today: to say so would set a second day beside the one its record has.
    if not row["over_on"]:
        st.button("Done", key=f"done_{key}", on_click=done, args=(key,))
    st.button("Not needed", key=f"aside_{key}", type="tertiary", on_click=set_aside, args=(key,))


def still_from(as_of: date) -> date:
    """The earliest due day of what can still be mended on a day; what was due before is for next time."""
    return load.policy().missed_from(as_of)


def summary(found: Counts) -> str:
    """How much is promised, and how much of it is late: “nine promises, three of them late, the oldest 1 day”."""
    if not found.open:
        return "nothing waiting"
    promises, oldest = counted(found.open, "promise"), days(found.oldest_days)
    if not found.late:
        return f"{promises}, none late"
    if found.open == 1:
        return f"{promises}, {oldest} late"
    if found.late == 1:
        return f"{promises}, one of them {oldest} late"
    of_them = "all" if found.late == found.open else number(found.late)
    return f"{promises}, {of_them} of them late, the oldest {oldest}"


def promised_in_words(found: Counts, next_time: Counts) -> str:
    """The answer of a page of promises: what can still be mended, and how much is too old or over."""
    them = plural(found.late, "it", "them")
    if found.late:
        words = f"{counted(found.late, 'promise')} past the day meant for {them}, {_oldest(found)}"
    elif found.open:
        words = f"{counted(found.open, 'promise')} open, none late"
    else:
        words = "nothing promised is waiting"
    more = next_time_in_words(next_time)
    return capital(f"{words}{f'; {more[:1].lower()}{more[1:]}' if more else ''}.")


def _oldest(found: Counts) -> str:
    return f"{'the oldest ' if found.late > 1 else ''}due {days(found.oldest_days)} ago"


def next_time_in_words(found: Counts) -> str:
    """The title over what is too old to be mended, or over: “Four older than four weeks, one no longer needed”."""
    old = found.open - found.over
    parts = [f"{number(old)} {older_than(load.policy().look_back_days)}"] if old else []
    parts += [f"{number(found.over)} no longer needed"] if found.over else []
    return capital(", ".join(parts))


def why_next_time() -> str:
    """Why these stand apart, in the office's number."""
    span = days(load.policy().look_back_days)
    return f"More than {span} past the day meant for them, or no longer needed. Better kept in mind for next time."


def hellos_in_words(found: Counts) -> str:
    """The title over hellos: how many there are, and how many of them are past their day."""
    past = f"; {number(found.late)} past {_lapse()}" if found.late else ""
    return f"{capital(counted(found.open, follow_up(HELLO), follow_up(HELLO, 2)))}, whenever it suits{past}"


def _lapse() -> str:
    months = load.policy().lapse_months
    return "half a year" if months == 6 else counted(months, "month")


def owed_of_many(rows: Sequence[dict[str, Any]], as_of: date, done: Callable[[int], None], *, can_change: bool) -> None:
    """The same over many clients: whose it is stands first, as a link."""
    with st.container(gap="small"):
        for row in rows:
            key = row["follow_up_id"]
            with person_row(
                f"owed_{key}", row["client_id"], row["client"], what_is_owed(row), waiting_since(row, as_of)
            ):
                if can_change:
                    _ways_out(row, done)
