"""The sections of a client's page, each with its answer in the title, and closed where it is long."""

from typing import Any

import streamlit as st

from core.labels import noticed_under
from core.topics import COVERED_TOPICS
from core.words import both_days, capital, counted
from dashboard import load, widgets
from dashboard.actions import complete
from dashboard.blocks.client_news import day_of_note
from dashboard.blocks.client_people import people
from dashboard.blocks.client_talks import talks
from dashboard.blocks.client_topics import topics
from dashboard.blocks.follow_up_rows import (
    hellos_in_words,
    next_time_in_words,
    owed,
    summary,
    why_next_time,
)
from dashboard.blocks.record_forms import file_talks
from dashboard.widgets import escape
from data.client_story import Story
from data.client_summary import first_name, heard
from data.query import Row
from data.waiting_follow_ups import apart, counts

_OWED = 8


def sections(story: Story, together: bool) -> None:
    """Everything else, closed where it is long; each title carries the answer."""
    file_talks(story)
    fields = [field for field in story.fields if field["status"] != "ruled_out"]
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, height="stretch"):
        _first_field(story, fields)
    with right.container(border=True, height="stretch"):
        _waiting_and_promised(story)
    for field in fields[1:]:
        with _opens(_topics_title(story, field), f"field_{field['field_id']}") as more:
            if more.open:
                topics(story, field)
    _talks(story)
    with _opens(f"People · {len(story.people)}", "people") as more:
        if more.open:
            people(story)
    _notes(story, together)
    if not together:
        _noticed(story)


def _opens(title: str, key: str) -> Any:
    return st.expander(escape(title), key=key, on_change="rerun")


def _first_field(story: Story, fields: list[Row]) -> None:
    if fields:
        widgets.heading(_topics_title(story, fields[0]))
        topics(story, fields[0])
    else:
        widgets.heading("Topics")
        widgets.nothing_yet("Topics and people will meet here.", "Add a field to file what was heard.")


def _topics_title(story: Story, field: Row) -> str:
    return f"Topics · {field['name']} {heard(story, field['field_id'])} of {len(COVERED_TOPICS)}"


def _talks(story: Story) -> None:
    last = f", last {both_days(story.held[0]['held_on'], story.as_of)}" if story.held else ""
    with st.container(border=True):
        widgets.heading(f"Talks · {len(story.held)}{last}")
        talks(story)
    if (earlier := len(story.talks) - 3) > 0:
        more_of_them = capital(counted(earlier, "talk or request", "talks and requests"))
        with _opens(f"{more_of_them} before", "all_talks") as more:
            if more.open:
                talks(story, all_of_them=True)


def _waiting_and_promised(story: Story) -> None:
    promised, hellos, older = apart(story.waiting)
    widgets.heading("Waiting and promised", capital(f"{summary(counts(promised))}."))
    _first_owed(promised, story, "promised")
    if older:
        title = next_time_in_words(counts(older))
        with st.expander(title, key="next_time", on_change="rerun", type="compact") as more:
            if more.open:
                st.caption(why_next_time())
                _first_owed(older, story, "next_time")
    if hellos:
        title = hellos_in_words(counts(hellos))
        with st.expander(title, key="hellos", on_change="rerun", type="compact") as more:
            if more.open:
                _first_owed(hellos, story, "hellos")


def _first_owed(rows: list[Row], story: Story, name: str) -> None:
    key = f"{name}_page_{story.card['client_id']}"
    owed(widgets.one_page(rows, key, _OWED), story.as_of, complete, can_change=load.can_change())
    widgets.choose_page(key, len(rows), _OWED)


def _notes(story: Story, together: bool) -> None:
    name = first_name(story.card["name"])
    shared = [note for note in story.notes if note["shared"]]
    own = [note for note in story.notes if not note["shared"] and note["author"] == "client"]
    private = [note for note in story.notes if not note["shared"] and note["author"] != "client"]
    _some_notes("Notes you both read", shared, "shared", story)
    if not together:
        _some_notes(f"Not for {name} to read", private, "private", story)
        if own:
            st.caption(escape(f"{capital(counted(len(own), 'note'))}: {name}'s own, not shared."))


def _some_notes(words: str, notes: list[Row], key: str, story: Story) -> None:
    if not notes:
        return
    with _opens(f"{words} · {len(notes)}", f"notes_{key}") as more:
        if more.open:
            for note in notes:
                st.markdown(escape(note["text"]))
                st.caption(escape(f"{note['counselor'] or note['author'] or ''} · {day_of_note(note, story)}"))


def _noticed(story: Story) -> None:
    found = load.noticed(story.card["client_id"], story.as_of)
    with _opens(f"Everything noticed · {len(found)}", "noticed") as more:
        if more.open:
            for finding in found:
                aside = f" · put aside: {finding.dismissed}" if finding.dismissed else ""
                st.markdown(escape(finding.message))
                st.caption(escape(f"{noticed_under(finding)}{aside} · {finding.remedy}"))
