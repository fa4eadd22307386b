"""What is waiting: rows with one click that says it is done."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from core.labels import follow_up
from core.words import both_days, capital, counted, days
from dashboard.actions import set_aside
from dashboard.widgets import escape, person_row

_TO_WHOM = {
    "confirm": "{} with {}",
    "thank_you": "{} to {}",
    "thank_referrer": "{} to {}",
    "write_notes": "{} on the talk with {}",
    "lead": "{}, from {}",
    "resource": "{}, from {}",
    "send_resume": "{}, for {}",
    "keep_in_touch": "{} to {}",
    "decision_update": "{} for {}",
    "repair": "{} to {}",
    "other": "{} to {}",
}


def what(row: dict[str, Any]) -> str:
    """What is owed to whom, in words: Thank-you note to Amara."""
    label = follow_up(row["kind"])
    return capital(_TO_WHOM[row["kind"]].format(label, row["person"]) if row["person"] else label)


def since(row: dict[str, Any], as_of: date) -> str:
    """How long it has been waiting, or when it is due, in both forms of the day."""
    late = (as_of - row["due_on"]).days
    if late > 0:
        return f"waiting {days(late)}, due {both_days(row['due_on'], as_of).partition(', ')[2]}"
    return f"due {both_days(row['due_on'], as_of)}"


def owed(rows: Sequence[dict[str, Any]], as_of: date, done: Callable[[int], None], *, can_change: bool) -> None:
    """Rows of what is owed, the oldest first, each with its button."""
    for row in rows:
        with st.container(horizontal=True, vertical_alignment="center", key=f"owed_{row['follow_up_id']}", gap="small"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{escape(what(row))}**")
                st.caption(escape(since(row, as_of) + (f" · {row['note']}" if row["note"] else "")))
            if can_change:
                _ways_out(row["follow_up_id"], done)


def _ways_out(key: int, done: Callable[[int], None]) -> None:
    st.button("Done", key=f"done_{key}", on_click=done, args=(key,))
    st.button("Not needed", key=f"aside_{key}", type="tertiary", on_click=set_aside, args=(key,))


def apart(rows: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """What was promised, and hellos, which are owed to nobody (people.md §4)."""
    promised = [row for row in rows if row["kind"] != "keep_in_touch"]
    return promised, [row for row in rows if row["kind"] == "keep_in_touch"]


def summary(rows: Sequence[dict[str, Any]]) -> str:
    """How much is waiting: Waiting · 3, the oldest 6 days."""
    late = [row for row in rows if row["state"] == "late"]
    if not rows:
        return "nothing waiting"
    oldest = f", the oldest {days(max(row['days_late'] for row in late))}" if late else ""
    return f"{counted(len(rows), 'thing')}{oldest}"


_FIRST = 30


def owed_of_many(rows: Sequence[dict[str, Any]], as_of: date, done: Callable[[int], None], *, can_change: bool) -> None:
    """The same over many clients: whose it is stands first, as a link; thirty at most, and how many more."""
    with st.container(gap="small"):
        for row in rows[:_FIRST]:
            key = row["follow_up_id"]
            with person_row(f"owed_{key}", row["client_id"], row["client"], what(row), since(row, as_of)):
                if can_change:
                    _ways_out(key, done)
    more = (rows[0]["in_all"] if rows else 0) - min(len(rows), _FIRST)
    if more > 0:
        st.caption(f"and {more:,} more; find a name or choose a kind above.")
