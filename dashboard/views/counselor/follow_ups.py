"""The page *Follow-ups*: what is owed, by whom, to whom, since when; done with one click."""

from typing import Any

import streamlit as st

from core.labels import FOLLOW_UPS, short_follow_up
from dashboard import charts, load, widgets
from dashboard.actions import finish, take_back
from dashboard.blocks.first_step import way_in
from dashboard.blocks.follow_ups import (
    Counts,
    hellos_in_words,
    next_time_in_words,
    owed_of_many,
    promised_in_words,
    still_from,
    why_next_time,
)
from dashboard.blocks.import_preview import suggestions

as_of, whose = load.day(), widgets.caseload(load.counselors(), load.cohorts())
missed_from = still_from(as_of)


def how_much(kind: str | None, search: str | None) -> tuple[Counts, Counts, Counts]:
    """Of promises, hellos and what is for next time."""
    rows = load.of_caseload("follow_ups_counted", as_of, whose, kind=kind, search=search, missed_from=missed_from)
    found = {(row["hello"], row["next_time"]): Counts(row["items"], row["late"], row["oldest_days"]) for row in rows}
    promised, hellos, older = ((False, False), (True, False), (False, True))
    return found.get(promised, Counts()), found.get(hellos, Counts()), found.get(older, Counts())


def waiting(*, hellos: bool = False, next_time: bool = False) -> list[dict[str, Any]]:
    """The oldest of them, of those that fit what is looked for."""
    return load.of_caseload(
        "follow_ups_waiting", as_of, whose, kind=kind, search=search, missed_from=missed_from, most=60,
        hellos=hellos, next_time=next_time,
    )  # fmt: skip


with widgets.page():
    in_all = how_much(None, None)
    st.title(promised_in_words(in_all[0], in_all[2].open), anchor=False)
    widgets.say_which_day(as_of, load.today())
    widgets.tell(take_back)

    search, kind = widgets.find_among(
        "Find a name", "follow_up", {k: short_follow_up(k) for k in FOLLOW_UPS}, "Every kind"
    )
    promised, hellos, older = how_much(kind, search)
    if not (promised.open or hellos.open or older.open):
        widgets.nothing_yet(
            "Thank-yous, names to follow up and other promises will stand here.",
            "They come with a talk: log one on a client's page, or bring in a tracker.",
        )
        if load.is_empty():
            way_in()
        suggestions()
    rows = waiting()
    widgets.came_by("Follow-ups", [row["client_id"] for row in rows])
    owed_of_many(rows, as_of, finish, can_change=load.can_change())
    if older.open:
        with st.expander(next_time_in_words(older.open), key="next_time", on_change="rerun") as more:
            if more.open:
                st.caption(why_next_time())
                owed_of_many(waiting(next_time=True), as_of, finish, can_change=load.can_change())

    if ages := load.of_caseload("follow_ups_by_kind", as_of, whose):
        with st.container(border=True):
            aged = [{"label": short_follow_up(row["kind"]), "days": row["days"], "count": row["items"]} for row in ages]
            picture = charts.owed_by_age(aged)
            widgets.question("What is owed, and for how long?", picture.takeaway)
            widgets.draw(picture, "owed_by_age")
    if hellos.open:
        with st.expander(hellos_in_words(hellos), key="hellos", on_change="rerun") as more:
            if more.open:
                owed_of_many(waiting(hellos=True), as_of, finish, can_change=load.can_change())
