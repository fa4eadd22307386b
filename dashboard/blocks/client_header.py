"""The top of a client's page: who this is, whether they sit beside the reader, where they are and what comes next."""

import streamlit as st

from core.client_headline import headline as told
from core.labels import MODES, SITUATIONS
from core.moments import hour_of
from core.words import both_days, capital, full_day, joined, near_moment
from dashboard import load, widgets
from dashboard.widgets import escape
from data.client_story import Story
from data.client_summary import client_summary, first_name


def top_bar(story: Story) -> bool:
    """Who this is, whether the client is in the room, the sheet; and, in sight, the place in the list one came from."""
    card = story.card
    client = card["client_id"]
    with widgets.in_sight("client_place"):
        widgets.list_navigation(client)
    with st.container(horizontal=True, vertical_alignment="center", key="client_about"):
        st.markdown(f"**{escape(card['name'])}**", width="content")
        st.caption(escape(one_line_about(story)), width="stretch")
        with_me = widgets.choose_with_me(client, first_name(card["name"]))
        st.page_link(widgets.page_called("Meeting sheet"), label="Meeting sheet", query_params={"client": str(client)})
    return with_me


def one_line_about(story: Story) -> str:
    """The client in a line: situation, way of working together, fields, cohort, status."""
    card = story.card
    fields = [field["name"] for field in story.fields if field["status"] != "ruled_out"]
    parts = [
        SITUATIONS.get(card["situation"] or "", ""),
        MODES.get(card["mode"] or "", ""),
        joined(fields),
        card["cohort"] or "",
        "" if card["status"] == "active" else card["status"],
    ]
    return " · ".join(part for part in parts if part)


def headline(story: Story) -> None:
    """Where the client is, and what comes next."""
    figures = load.client_figures(story.card["client_id"], story.as_of)
    words = told(client_summary(story, figures, load.policy()))
    st.title(escape(words), anchor=False)
    is_told = any(f"talks with {talk['person']} " in words for talk in story.ahead[:1])
    beside = ("" if is_told else _next_date(story), _last_word(story), _needed(story))
    st.caption(escape(capital(" · ".join(part for part in beside if part))))


def say_who_reads(story: Story) -> None:
    """Say what is hidden while the client sits beside the reader."""
    name = first_name(story.card["name"])
    st.caption(
        escape(f"{name} reads along: your private notes, reasons meant for you and other clients' names are hidden."),
    )


def _next_date(story: Story) -> str:
    for talk in story.ahead:
        at = talk["scheduled_at"]
        return f"talks with {talk['person']} {near_moment(at.date(), hour_of(at), story.as_of)}"
    return "no date ahead"


def _last_word(story: Story) -> str:
    word = story.last_word
    return f"you last spoke {both_days(word['happened_on'], story.as_of)}" if word else "no word of yours on record"


def _needed(story: Story) -> str:
    needed = story.card["needed_by"]
    return f"needed by {full_day(needed, story.as_of)}" if needed else ""
