"""Bring a file in, see what would come in and what would not, then decide; and take everything out."""

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import bringing_in as block

with widgets.page():
    heading = st.empty()
    widgets.say_which_day(load.day(), load.today())
    widgets.tell(take_back)
    plan = block.choose_file() if load.can_change() else None
    heading.title(block.headline(plan.outcome) if plan else "Bring in a workbook", anchor=False)
    if plan:
        block.decide(plan)
        block.refused(plan)
        block.counts(plan.outcome)
        block.told(plan.outcome)
    else:
        block.offers()
        block.take_out()
