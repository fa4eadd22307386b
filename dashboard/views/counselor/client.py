"""The page *Client*: one client's whole story, at a glance and then in full."""

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import client as block
from dashboard.blocks.figure_cards import figures

as_of, number = load.day(), widgets.client_number()

with widgets.page():
    story = block.asked_for(number, as_of)
    widgets.opened(story.card["client_id"], story.card["name"])
    together = block.bar(story)
    block.headline(story)
    if together:
        block.who_reads(story)
    widgets.say_which_day(as_of, load.today())
    widgets.tell(take_back, only=number if together else None)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        block.what_would_help(story, together)
    with right:
        block.since_you_spoke(story, together)
    figures(story)
    block.strip(story)
    block.sections(story, together)
