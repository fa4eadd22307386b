"""The blocks of the client's page, from the sentence at its top to the sections that open."""

from datetime import date, timedelta
from typing import Any

import streamlit as st

from core.client_headline import headline as told
from core.labels import MODES, SEVERITIES, SITUATIONS, WORDS
from core.moments import hour_of
from core.topics import COVERED_TOPICS
from core.words import both_days, capital, counted, full_day, joined, near_moment, short_day
from dashboard import charts, load, widgets
from dashboard.actions import finish
from dashboard.blocks.first_step import way_in
from dashboard.blocks.follow_ups import (
    apart,
    counts,
    hellos_in_words,
    next_time_in_words,
    owed,
    still_from,
    summary,
    why_next_time,
)
from dashboard.blocks.forms import file_talks, log_a_talk, word_and_note
from dashboard.blocks.people import people
from dashboard.blocks.reasons import reasons_of
from dashboard.blocks.talks import talks
from dashboard.blocks.topics import topics
from dashboard.widgets import escape
from data.client_story import Story
from data.client_summary import client_summary, first_name, heard
from data.errors import NotVisible
from data.query import Row

_OWED = 8
_NEWS = 4


def asked_for(number: int | None, as_of: date) -> Story:
    """The story of whom the address names; where it names nobody whom this viewer has, the page is a list of names."""
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
    if asked_for:
        st.caption("There is no such client for you. The link may be old.")
    if load.is_empty():
        widgets.nothing_yet("Everybody you look after will have a page here.", "Bring them in, and look for a name.")
        way_in()
        return
    widgets.recently_opened()
    found = widgets.find("Type a name", "find_client")
    rows = load.rows("clients_named", search=found, most=20)
    with st.container(gap="xsmall"):
        for row in rows:
            with st.container(horizontal=True, vertical_alignment="center", key=f"found_{row['client_id']}"):
                widgets.client_link(row["client_id"], row["name"], width=200)
                st.caption(escape(row["counselor"] or "no counselor yet"), width="content")
    if not rows:
        widgets.nothing_yet("Nobody here has that name.", "Try a part of it.")
    elif rows[0]["in_all"] > len(rows):
        st.caption(f"{rows[0]['in_all'] - len(rows):,} more; type a part of the name.")


def bar(story: Story) -> bool:
    """Who this is, whether the client is in the room, the sheet; and, in sight, the place in the list one came from."""
    card = story.card
    client = card["client_id"]
    with widgets.in_sight("client_place"):
        widgets.turn_pages(client)
    with st.container(horizontal=True, vertical_alignment="center", key="client_about"):
        st.markdown(f"**{escape(card['name'])}**", width="content")
        st.caption(escape(about(story)), width="stretch")
        with_me = widgets.choose_with_me(client, first_name(card["name"]))
        st.page_link(widgets.page_called("Meeting sheet"), label="Meeting sheet", query_params={"client": str(client)})
    return with_me


def about(story: Story) -> str:
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


def who_reads(story: Story) -> None:
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


def what_would_help(story: Story, together: bool) -> None:
    """What would help now: the reasons, with their way out."""
    widgets.question("What would help now?")
    reasons_of(story, together)


def since_you_spoke(story: Story, together: bool) -> None:
    """What has happened since the last word, and the two things one does on the spot."""
    title, news = since(story)
    widgets.question(title)
    if news:
        st.markdown("  \n".join(map(escape, news[-_NEWS:])))
    if len(news) > _NEWS:
        st.caption(f"and {counted(len(news) - _NEWS, 'step')} before")
    if not news:
        st.caption("Nothing new on record.")
    if note := last_note(story, together):
        st.caption(escape(note))
    if load.can_change():
        with st.container(horizontal=True):
            word_and_note(story.card)
            log_a_talk(story)


def since(story: Story) -> tuple[str, list[str]]:
    """Since when, in words, and the steps from then on, the earliest first."""
    word = story.last_word
    begin = word["happened_on"] if word else story.card["started_on"]
    title = f"Since {short_day(begin, story.as_of)}, when you {WORDS[word['kind']]}" if word else "Since the beginning"
    steps = [step for step in story.steps if step["day"] > begin and step["kind"] != "word"]
    return title, [f"{capital(step['words'])} · {both_days(step['day'], story.as_of)}" for step in steps]


def last_note(story: Story, together: bool) -> str:
    """The last note, of those that both may read where the client is there; empty without one."""
    notes = [note for note in story.notes if note["shared"] or not together]
    if not notes:
        return ""
    who = notes[0]["counselor"] or ("client" if notes[0]["author"] == "client" else notes[0]["author"] or "a note")
    return f"“{_short(notes[0]['text'])}” · {who}, {_dated(notes[0], story)}"


def _short(text: str) -> str:
    return text if len(text) <= 140 else text[:139].rsplit(" ", 1)[0] + "…"


def _dated(note: Row, story: Story) -> str:
    return both_days(note["created_on"], story.as_of) if note["created_on"] else "no day noted"


def strip(story: Story) -> None:
    """Twelve weeks in a line, with the sentence that it makes."""
    client, as_of = story.card["client_id"], story.as_of
    picture = load.drawn("activity_strip", client, as_of, lambda: charts.activity_strip(story.steps, as_of))
    with st.container(border=True):
        widgets.question("What happened in twelve weeks?", picture.takeaway)
        if any(step["day"] > as_of - timedelta(weeks=12) for step in story.steps):
            widgets.draw(picture, "activity_strip")


def sections(story: Story, together: bool) -> None:
    """Everything else, closed where it is long; each title carries the answer."""
    file_talks(story)
    fields = [field for field in story.fields if field["status"] != "ruled_out"]
    left, right = st.columns([3, 2], gap="medium")
    with left.container(border=True, height="stretch"):
        if fields:
            widgets.question(_topics_title(story, fields[0]))
            topics(story, fields[0])
        else:
            widgets.question("Topics")
            widgets.nothing_yet("Topics and people will meet here.", "Add a field to file what was heard.")
    with right.container(border=True, height="stretch"):
        _waiting_and_promised(story)
    for field in fields[1:]:
        with _opens(_topics_title(story, field), f"field_{field['field_id']}") as more:
            if more.open:
                topics(story, field)
    last = f", last {both_days(story.held[0]['held_on'], story.as_of)}" if story.held else ""
    with st.container(border=True):
        widgets.question(f"Talks · {len(story.held)}{last}")
        talks(story)
    if (earlier := len(story.talks) - 3) > 0:
        more_of_them = capital(counted(earlier, "talk or request", "talks and requests"))
        with _opens(f"{more_of_them} before", "all_talks") as more:
            if more.open:
                talks(story, all_of_them=True)
    with _opens(f"People · {len(story.people)}", "people") as more:
        if more.open:
            people(story)
    _notes(story, together)
    if not together:
        _noticed(story)


def _noticed(story: Story) -> None:
    found = load.noticed(story.card["client_id"], story.as_of)
    with _opens(f"Everything noticed · {len(found)}", "noticed") as more:
        if more.open:
            for finding in found:
                aside = f" · put aside: {finding.dismissed}" if finding.dismissed else ""
                st.markdown(escape(finding.message))
                st.caption(escape(f"{SEVERITIES[finding.severity]}{aside} · {finding.remedy}"))


def _waiting_and_promised(story: Story) -> None:
    promised, hellos, older = apart(story.waiting, still_from(story.as_of))
    widgets.question("Waiting and promised", capital(f"{summary(counts(promised))}."))
    _first_owed(promised, story)
    if older:
        title = next_time_in_words(len(older))
        with st.expander(title, key="next_time", on_change="rerun", type="compact") as more:
            if more.open:
                st.caption(why_next_time())
                _first_owed(older, story)
    if hellos:
        title = hellos_in_words(counts(hellos))
        with st.expander(title, key="hellos", on_change="rerun", type="compact") as more:
            if more.open:
                owed(hellos, story.as_of, finish, can_change=load.can_change())


def _first_owed(rows: list[Row], story: Story) -> None:
    owed(rows[:_OWED], story.as_of, finish, can_change=load.can_change())
    if len(rows) > _OWED:
        st.page_link(widgets.page_called("Follow-ups"), label=f"{len(rows) - _OWED} more under Follow-ups")


def _topics_title(story: Story, field: Row) -> str:
    return f"Topics · {field['name']} {heard(story, field['field_id'])} of {len(COVERED_TOPICS)}"


def _notes(story: Story, together: bool) -> None:
    shared = [note for note in story.notes if note["shared"]]
    private = [note for note in story.notes if not note["shared"]]
    for words, notes, key in (("Notes you both read", shared, "shared"), ("Only you", private, "private")):
        if notes and not (together and key == "private"):
            with _opens(f"{words} · {len(notes)}", f"notes_{key}") as more:
                if more.open:
                    for note in notes:
                        st.markdown(escape(note["text"]))
                        st.caption(escape(f"{note['counselor'] or note['author'] or ''} · {_dated(note, story)}"))


def _opens(title: str, key: str) -> Any:
    return st.expander(escape(title), key=key, on_change="rerun")
