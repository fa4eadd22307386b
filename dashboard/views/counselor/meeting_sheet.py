"""What to have on the table when meeting a client, on one printed page."""

import streamlit as st

from dashboard import load, widgets
from dashboard.blocks import client as page_of_client
from dashboard.blocks import meeting_sheet as block
from data.errors import NotVisible

as_of, number = load.day(), widgets.client_number()

with widgets.page():
    try:
        story = load.story(number, as_of) if number is not None else None
    except NotVisible:
        story = None
    if story is None:
        page_of_client.choose_one(asked_for=number is not None)
        st.stop()
    block.bar(story)
    page_of_client.headline(story)
    widgets.say_which_day(as_of, load.today())
    block.sheet(story)
