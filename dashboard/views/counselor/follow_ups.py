"""Follow-ups: to whom, for whom, since when; done with one click."""

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import follow_up_lists as block

as_of, whose = load.day(), widgets.chosen_caseload(load.counselors(), load.cohorts())

with widgets.page():
    st.title(block.headline(as_of, whose), anchor=False)
    block.beside_the_headline(as_of, whose)
    widgets.say_which_day(as_of, load.today())
    widgets.show_last_action(take_back)
    found = block.search_follow_ups(as_of, whose)
    counts = found.counts()
    if not any(each.open for each in counts):
        block.nothing_waiting()
    block.promises(found, counts.promised.open)
    if counts.next_time.open:
        block.next_time(found, counts.next_time)
    block.by_age(as_of, whose)
    if counts.hellos.open:
        block.hellos(found, counts.hellos)
