"""The list of a client's talks, each with its questions and what came of it."""

from datetime import date
from typing import Any

import streamlit as st

from core.labels import FORMATS, STAGES
from core.moments import hour_of
from core.topics import TOPIC_LABEL
from core.words import both_days, capital, counted, near_moment
from dashboard.widgets import escape, nothing_yet
from data.client_story import Story

_FIRST = 3


def talks(story: Story, all_of_them: bool = False) -> None:
    """The latest talks, or those before them; each opens on its questions."""
    if not story.talks:
        nothing_yet("Every talk will stand here with its questions and answers.", "The first one begins with a name.")
        return
    shown = story.talks[_FIRST:] if all_of_them else story.talks[:_FIRST]
    with st.grid(3, min_column_width=260):
        for talk in shown:
            _talk(story, talk)


def _talk(story: Story, talk: dict[str, Any]) -> None:
    with st.container(key=f"talk_{talk['interview_id']}", gap="xsmall"):
        st.markdown(f"**{escape(talk['person'])}** · {escape(_when(talk, story.as_of))}")
        st.caption(escape(_about(story, talk)))
        if talk["highlights"]:
            st.markdown(escape(talk["highlights"]))
        if talk["questions"]:
            answered = sum(1 for question in talk["questions"] if question["answered"])
            with st.expander(
                f"{capital(counted(len(talk['questions']), 'question'))}, {answered} answered",
                key=f"questions_{talk['interview_id']}",
                on_change="rerun",
                type="compact",
            ) as more:
                if more.open:
                    _questions(talk)


def _when(talk: dict[str, Any], as_of: date) -> str:
    if talk["held_on"] and talk["held_on"] <= as_of:
        return both_days(talk["held_on"], as_of)
    if talk["scheduled_at"] and talk["scheduled_day"] >= as_of:
        at = talk["scheduled_at"]
        confirmed = "confirmed" if talk["confirmed_on"] else "not confirmed yet"
        return f"{near_moment(at.date(), hour_of(at), as_of)}, {confirmed}"
    stage = STAGES.get(talk["stage"] or "", "")
    day = talk["closed_on"] or talk["replied_on"] or talk["requested_on"]
    return ", ".join(part for part in (stage, both_days(day, as_of) if day else "") if part) or "no day yet"


def _about(story: Story, talk: dict[str, Any]) -> str:
    fields = {field["field_id"]: field["name"] for field in story.fields}
    minutes = f"{talk['minutes_actual']} minutes" if talk["minutes_actual"] else ""
    parts = [fields.get(talk["field_id"], ""), FORMATS.get(talk["format"] or "", ""), minutes]
    return " · ".join(part for part in parts if part) or "no field yet"


def _questions(talk: dict[str, Any]) -> None:
    for question in talk["questions"]:
        topic = TOPIC_LABEL.get(question["topic"] or "", "No topic")
        st.markdown(f"**{escape(topic)}** · {escape(question['text'])}")
        if question["answer"]:
            st.markdown(escape(question["answer"]))
        else:
            st.caption("answered, not written down" if question["answered"] else _unanswered(question))


def _unanswered(question: dict[str, Any]) -> str:
    return "asked, no answer yet" if question["asked"] else "planned"
