"""The client that the address names; where it names none, a list of names to choose from."""

from datetime import date

import streamlit as st

from dashboard import load, widgets
from dashboard.actions import take_back
from dashboard.blocks.first_step import way_in
from dashboard.widgets import escape
from data.client_story import Story
from data.errors import NotVisible

_NAMES = 20


def chosen_client(number: int | None, as_of: date) -> Story:
    """The story of whom the address names; where it names nobody whom this viewer has, the page ends in a list."""
    try:
        story = load.story(number, as_of) if number is not None else None
    except NotVisible:
        story = None
    if story is None:
        _choose_one(asked_for=number is not None)
        st.stop()
    return story


def _choose_one(*, asked_for: bool) -> None:
    st.title("Whose story?", anchor=False)
    widgets.show_last_action(take_back)
    if asked_for:
        st.caption("There is no such client for you. The link may be old.")
    if load.is_empty():
        widgets.nothing_yet("Everybody you look after will have a page here.", "Bring them in, and look for a name.")
        way_in()
        return
    widgets.recently_opened()
    found = widgets.find_by_name("Type a name", "find_client")
    page = f"names_page_{found or ''}"
    rows = load.rows("clients_named", search=found, most=_NAMES, skip=widgets.skipped(page, _NAMES))
    with st.container(gap="xsmall"):
        for row in rows:
            with st.container(horizontal=True, vertical_alignment="center", key=f"found_{row['client_id']}"):
                widgets.client_link(row["client_id"], row["name"], width=200)
                st.caption(escape(row["counselor"] or "no counselor yet"), width="content")
    if not rows:
        widgets.nothing_yet("Nobody here has that name.", "Try a part of it.")
    else:
        widgets.choose_page(page, rows[0]["in_all"], _NAMES)
