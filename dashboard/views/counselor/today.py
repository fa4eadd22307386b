"""Today: who needs me, and why."""

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import caseload_overview, reason_rows
from dashboard.blocks.first_step import FIRST_HEADLINE, first_step

as_of, whose = load.day(), widgets.chosen_caseload(load.counselors(), load.cohorts())

with widgets.page():
    today = load.who_needs_me(as_of, whose)
    st.title(widgets.escape(today.headline) if not load.is_empty() else FIRST_HEADLINE, anchor=False)
    widgets.say_which_day(as_of, load.today())
    widgets.show_last_action(take_back)
    if load.is_empty():
        first_step()
        st.stop()
    if not today.people:
        widgets.nothing_yet("Nobody active belongs to what is chosen beside this page.")
    caseload_overview.meetings(as_of, whose)
    shown, rest = widgets.shown_and_rest(today.first, today.listed, "more_people")
    widgets.remember_list("Today", *([row.client_id for row in rows if row.client_id] for rows in (shown, rest)))
    reason_rows.people_in_order(shown, as_of, widgets.rows_with_buttons("more_people"))
    reason_rows.below_the_list(rest, today.on_their_way)
    reason_rows.rows_about_several([row for row in today.of(6) if row not in shown])
    if good := today.of(5):
        widgets.heading("Good to mention")
        reason_rows.good_news(good, as_of)
    widgets.heading("In four figures", caseload_overview.counted_of(whose))
    caseload_overview.figures(as_of, whose)
    caseload_overview.everyone(as_of, whose)
    caseload_overview.evidence(as_of, whose)
