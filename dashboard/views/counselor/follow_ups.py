"""What is owed, by whom, to whom, since when; done with one click."""

import streamlit as st

from core.labels import FOLLOW_UPS, short_follow_up
from core.words import capital, counted, days
from dashboard import charts, load, widgets
from dashboard.actions import finish, take_back
from dashboard.blocks.bringing_in import offers
from dashboard.blocks.first_step import way_in
from dashboard.blocks.owed import owed_of_many

as_of, whose = load.day(), widgets.caseload(load.counselors())


def headline() -> str:
    """How much is waiting, and for how long."""
    late = [row for row in ages if row["kind"] != "keep_in_touch"]
    if not late:
        return "Nothing promised is waiting." if ages else "Nothing is waiting."
    count, oldest = sum(row["items"] for row in late), max(row["days"] for row in late)
    them = "it" if count == 1 else "them"
    return f"{capital(counted(count, 'promise'))} past the day meant for {them}, the oldest {days(oldest)}."


with widgets.page():
    ages = load.of_caseload("follow_ups_by_kind", as_of, whose)
    st.title(headline(), anchor=False)
    widgets.say_which_day(as_of, load.today())
    widgets.tell(take_back)

    search, kind = widgets.find_among(
        "Find a name", "follow_up", {k: short_follow_up(k) for k in FOLLOW_UPS}, "Every kind"
    )
    promised, hellos = (
        load.of_caseload("follow_ups_waiting", as_of, whose, kind=kind, search=search, most=60, hellos=hello)
        for hello in (False, True)
    )
    if not promised and not hellos:
        widgets.nothing_yet(
            "Thank-yous, names to follow up and other promises will stand here.",
            "They come with a talk: log one on a client's page, or bring in a tracker.",
        )
        if load.is_empty():
            way_in()
        offers()
    widgets.came_by("Follow-ups", [row["client_id"] for row in promised])
    owed_of_many(promised, as_of, finish, can_change=load.can_change())

    if ages:
        with st.container(border=True):
            rows = [{"label": short_follow_up(row["kind"]), "days": row["days"], "count": row["items"]} for row in ages]
            picture = charts.owed_by_age(rows)
            widgets.question("What is owed, and for how long?", picture.takeaway)
            widgets.draw(picture, "owed_by_age")
    if hellos:
        with st.expander(
            f"{capital(counted(hellos[0]['in_all'], 'hello'))}, whenever it suits", key="hellos", on_change="rerun"
        ) as more:
            if more.open:
                owed_of_many(hellos, as_of, finish, can_change=load.can_change())
