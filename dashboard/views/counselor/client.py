"""Client: one whole story, at a glance and then in full."""

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks import client_header, client_news
from dashboard.blocks.client_choice import chosen_client
from dashboard.blocks.client_sections import sections
from dashboard.blocks.figure_cards import figures

as_of, number = load.day(), widgets.client_number()

with widgets.page():
    story = chosen_client(number, as_of)
    widgets.remember_opened(story.card["client_id"], story.card["name"])
    together = client_header.top_bar(story)
    client_header.headline(story)
    if together:
        client_header.say_who_reads(story)
    widgets.say_which_day(as_of, load.today())
    widgets.show_last_action(take_back, only=number if together else None)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        client_news.what_would_help(story, together)
    with right:
        client_news.since_you_spoke(story, together)
    figures(story)
    client_news.activity_strip(story)
    sections(story, together)
