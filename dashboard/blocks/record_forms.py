"""The small forms that record something on the spot."""

from typing import Any

import streamlit as st

from core.words import capital, counted, plural
from dashboard import actions, load, widgets
from dashboard.widgets import escape
from data.client_story import Story
from data.client_summary import first_name


def word_and_note(card: dict[str, Any]) -> None:
    """A word with the client, one click each, and a note."""
    client = card["client_id"]
    key = f"note_{client}"
    with st.popover("A word", key="word_box", icon=":material/chat_bubble:", on_change="rerun") as box:
        if box.open:
            with st.container(horizontal=True):
                for label, kind in widgets.word_buttons(first_name(card["name"])).items():
                    st.button(escape(label), key=f"word_{kind}", on_click=actions.record_word, args=(client, kind))
    with st.popover("Note", key=f"{key}_box", icon=":material/edit_note:", on_change="rerun") as box:
        if box.open:
            note_form(client, key)


def note_form(client: int, key: str) -> None:
    """A note on a client, for the counselor alone or for both."""
    with st.form(f"{key}_form", border=False):
        st.text_area("Note", key=f"{key}_text", height=120)
        widgets.say_refused(key, "text")
        st.checkbox("The client reads it too", key=f"{key}_shared")
        st.form_submit_button("Save", on_click=actions.write_note, args=(client, key))


def log_a_talk(story: Story) -> None:
    """The form that logs a talk: who, when, about what, thanked already? Save."""
    key = f"talk_{story.card['client_id']}"  # the choices are this client's own
    with st.popover("Log a talk", key=f"{key}_box", icon=":material/forum:", on_change="rerun") as box:
        if box.open:
            talk_form(story, key)


def talk_form(story: Story, key: str) -> None:
    """A talk that was held: with whom, when, about what, and whether the thank-you is out."""
    known = {person["contact_id"]: person["name"] for person in story.people}
    fields = {field["field_id"]: field["name"] for field in story.fields if field["status"] != "ruled_out"}
    with st.form(f"{key}_form", border=False):
        with st.grid(2, min_column_width=240):
            st.selectbox(
                "With", [None, *known], key=f"{key}_who", format_func=lambda one: known.get(one, "Somebody new")
            )
            with st.container(gap="xxsmall"):
                st.text_input("Name, if somebody new", key=f"{key}_name")
                widgets.say_refused(key, "name")
            with st.container(gap="xxsmall"):
                widgets.ask_day("Held on", f"{key}_day", load.today())
                widgets.say_refused(key, "held_on")
            if fields:
                st.selectbox(
                    "About", list(fields), key=f"{key}_field", index=None, placeholder="Choose a field, if one fits",
                    format_func=lambda one: fields[one],
                )  # fmt: skip
        st.checkbox("The thank-you has gone out", key=f"{key}_thanked")
        st.form_submit_button("Save", on_click=actions.log_talk, args=(story.card["client_id"], key))


def file_talks(story: Story) -> None:
    """Talks without a field count for none: choose one of the client's, or name it."""
    loose = tuple(talk["interview_id"] for talk in story.held if talk["field_id"] is None)
    if not loose or not load.can_change():
        return
    key = f"file_{story.card['client_id']}"
    many = counted(len(loose), "talk")
    with st.container(horizontal=True, vertical_alignment="bottom", border=True, key=f"{key}_box"):
        st.selectbox(
            f"{capital(many)} {plural(len(loose), 'is', 'are')} not filed under a field and counts for none",
            [field["name"] for field in story.fields if field["status"] != "ruled_out"],
            index=None,
            key=key,
            accept_new_options=True,
            placeholder="Choose a field, or name one",
        )
        st.button("File them", key=f"{key}_button", on_click=actions.file_talks, args=(loose, key))
        widgets.say_refused(key, "name")
