"""News of a client: the reasons for a word, the steps since the last one, twelve weeks in a line."""

import streamlit as st

from core.labels import WORDS
from core.words import both_days, capital, counted, short_day
from dashboard import charts, load, widgets
from dashboard.blocks.reason_rows import client_reasons
from dashboard.blocks.record_forms import log_a_talk, word_and_note
from dashboard.widgets import escape
from data.client_story import Story
from data.query import Row

_NEWS = 4


def what_would_help(story: Story, together: bool) -> None:
    """What would help now: the reasons, with their way out."""
    widgets.heading("What would help now?")
    client_reasons(story, together)


def since_you_spoke(story: Story, together: bool) -> None:
    """What has happened since the last word, and the two things one does on the spot."""
    title, news = steps_since_word(story)
    widgets.heading(title)
    if news:
        st.markdown("  \n".join(map(escape, news[-_NEWS:])))
    if earlier := news[:-_NEWS]:
        title = f"{capital(counted(len(earlier), 'step'))} before"
        with st.expander(title, key="earlier_news", on_change="rerun", type="compact") as more:
            if more.open:
                st.markdown("  \n".join(map(escape, earlier)))
    if not news:
        st.caption("Nothing new on record.")
    if note := last_note(story, together):
        st.caption(escape(note))
    if load.can_change():
        with st.container(horizontal=True):
            word_and_note(story.card)
            log_a_talk(story)


def steps_since_word(story: Story) -> tuple[str, list[str]]:
    """Since when, in words, and the steps from then on, the earliest first."""
    word = story.last_word
    begin = word["happened_on"] if word else story.card["started_on"]
    title = f"Since {short_day(begin, story.as_of)}, when you {WORDS[word['kind']]}" if word else "Since the beginning"
    steps = [step for step in story.steps if step["day"] > begin and step["kind"] != "word"]
    return title, [f"{capital(step['words'])} · {both_days(step['day'], story.as_of)}" for step in steps]


def last_note(story: Story, together: bool) -> str:
    """The last note, of those that both may read where the client is there; empty without one."""
    notes = [note for note in story.notes if note["text"] and (note["shared"] or not together)]
    if not notes:
        return ""
    who = notes[0]["counselor"] or ("client" if notes[0]["author"] == "client" else notes[0]["author"] or "a note")
    return f"“{_short(notes[0]['text'])}” · {who}, {day_of_note(notes[0], story)}"


def _short(text: str) -> str:
    return text if len(text) <= 140 else text[:139].rsplit(" ", 1)[0] + "…"


def day_of_note(note: Row, story: Story) -> str:
    """When a note was written, in both forms of the day."""
    return both_days(note["created_on"], story.as_of) if note["created_on"] else "no day noted"


def activity_strip(story: Story) -> None:
    """Twelve weeks in a line, with the sentence that it makes."""
    client, as_of = story.card["client_id"], story.as_of
    picture = load.picture("activity_strip", client, as_of, lambda: charts.activity_strip(story.steps, as_of))
    with st.container(border=True):
        widgets.heading("What happened in twelve weeks?", picture.takeaway)
        if any(step["day"] >= charts.strip_begins(as_of) for step in story.steps):
            widgets.draw(picture, "activity_strip")
