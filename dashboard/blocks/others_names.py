"""The question before a page with other people's names, while a client sits beside the reader."""

import streamlit as st

from core.words import capital
from dashboard import load, widgets
from dashboard.widgets import escape
from data.client_summary import first_name

_OF_ONE_CLIENT = {"Client", "Meeting sheet"}


def ask_before_others(page: str) -> None:
    """Ask before any page but the client's own, and show nothing of it until the reader is said to be alone."""
    client = widgets.who_is_with_me()
    if client is None or (page in _OF_ONE_CLIENT and widgets.client_number() == client):
        return
    card = load.rows("client_card", client_id=client)
    if not card:
        widgets.nobody_is_with_me()
        return
    name = first_name(card[0]["name"])
    with widgets.page():
        st.title(escape(f"{capital(name)} is with you"), anchor=False)
        st.write(escape(f"{page} can show other people's names."))
        with st.container(horizontal=True, vertical_alignment="center"):
            widgets.client_link(client, f"Back to {name}")
            st.button(f"{escape(name)} has gone: show it", key="alone_again", on_click=widgets.nobody_is_with_me)
    st.stop()
