"""The four figures of one client, each with what stands beside it so that nobody is misled."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from core import figure_notes
from core.figure_notes import MEANS
from core.topics import COVERED_TOPICS
from core.words import counted, number, past_day, people, plural
from dashboard import load, widgets
from data.client_story import Story
from data.client_summary import heard
from data.query import Row

_FIELDS = 3
_NEW = timedelta(days=27)  # the days before the day itself that make four weeks
_COVERED = frozenset(topic.name for topic in COVERED_TOPICS)


def figures(story: Story) -> None:
    """The four figures, with what stands beside each."""
    with st.grid(4, min_column_width=160):
        for label, value, facts in four(story):
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(label, value, help=MEANS[label])
                st.caption(widgets.lines(facts))


def four(story: Story) -> list[tuple[str, str, list[str]]]:
    """Each figure: its name, its value, and the facts that stand beside it."""
    found = load.client_figures(story.card["client_id"], story.as_of)
    goal = load.policy().goal(story.card["goal_interviews"])
    beside_each = talks(story, found, goal), topics(story, found, goal), waiting(story, found), network(story, found)
    values = (
        f"{found['interviews_held']}",
        _heard(story, found),
        f"{found['follow_ups_overdue']}",
        f"{found['contacts']}",
    )
    return [
        (name, value, [fact for fact in facts if fact])
        for name, value, facts in zip(MEANS, values, beside_each, strict=True)
    ]


def talks(story: Story, found: Row, goal: int) -> list[str]:
    """With how many people, towards which aim, how it went lately, and what became of requests."""
    met = f"with {people(found['people_talked_with'])}" if found["interviews_held"] else "the first is ahead"
    own = story.card["goal_interviews"] is not None
    aim = f"aim {goal}" if own else f"no aim set yet; the office's usual is {goal}"
    return [f"{met}; {aim}", figure_notes.lately(found), figure_notes.replies(found)]


def _heard(story: Story, found: Row) -> str:
    return f"{found['topics_answered']} of {found['topics_total']}" if _in_play(story) else "–"


def _in_play(story: Story) -> list[Row]:
    return [field for field in story.fields if field["status"] != "ruled_out"]


def topics(story: Story, found: Row, goal: int) -> list[str]:
    """Each field apart; what is filed under none, or under one that was ruled out, is not lost."""
    fields = _in_play(story)
    facts = [_field_by_field(story, fields) if fields else "no field yet; add one to file what was heard"]
    facts += [*_not_filed(story), *_ruled_out(story)]
    if fields and story.held and facts[1:] == [] and not found["topics_answered"]:
        return ["no answers written down yet; that says nothing about the talks"]
    more_talks = max(goal - found["interviews_held"], 0)
    return [*facts, figure_notes.reach(found["topics_total"] - found["topics_answered"], more_talks)]


def _field_by_field(story: Story, fields: Sequence[Row]) -> str:
    each = [
        f"{field['name']}{', new,' if _is_new(story, field) else ''}"
        f" {heard(story, field['field_id'])} of {len(COVERED_TOPICS)}"
        for field in fields[:_FIELDS]
    ]
    more = len(fields) - _FIELDS
    return " · ".join([*each, f"and {number(more)} more {plural(more, 'field')}"] if more > 0 else each)


def _is_new(story: Story, field: Row) -> bool:
    several = len(_in_play(story)) > 1
    return several and field["added_on"] is not None and story.as_of - _NEW <= field["added_on"] <= story.as_of


def _not_filed(story: Story) -> list[str]:
    answers = sum(
        question["answered"] and question["topic"] in _COVERED
        for talk in story.held
        if talk["field_id"] is None
        for question in talk["questions"]
    )
    if not answers:
        return []
    return [f"{counted(answers, 'answer')} {plural(answers, 'is', 'are')} not filed under a field: choose below"]


def _ruled_out(story: Story) -> list[str]:
    found = {field["name"]: heard(story, field["field_id"]) for field in story.fields if field["status"] == "ruled_out"}
    return [f"{number(count)} more heard in {name}, ruled out" for name, count in found.items() if count]


def waiting(story: Story, found: Row) -> list[str]:
    """How much is open, and of it what is late, by kind; nothing recorded is not the same as nothing owed."""
    unrecorded = _without_thanks(story)
    if not found["follow_ups_overdue"]:
        none_late = f"{found['follow_ups_open']} open, none late" if found["follow_ups_open"] else "nothing open"
        return unrecorded if unrecorded and not story.owed else [none_late, *unrecorded]
    late = [row for row in story.waiting if row["state"] == "late"]
    kinds = figure_notes.waiting(_by_kind(late), _since_one_talk(story, late))
    return [f"{found['follow_ups_open']} open, {found['follow_ups_overdue']} past their day", kinds, *unrecorded]


def _by_kind(late: Sequence[Row]) -> list[Row]:
    return [
        {
            "kind": kind,
            "follow_ups": sum(row["kind"] == kind for row in late),
            "oldest_overdue_days": max(row["days_late"] for row in late if row["kind"] == kind),
        }
        for kind in dict.fromkeys(row["kind"] for row in late)
    ]


def _since_one_talk(story: Story, late: Sequence[Row]) -> str:
    """The talk that everything promised comes from, where it is one of the last days: then it is one lapse."""
    talks = {row["interview_id"] for row in late if row["kind"] != "keep_in_touch"}
    held = {talk["interview_id"]: talk["held_on"] for talk in story.held}
    if len(talks) != 1 or (day := held.get(*talks)) is None or (story.as_of - day).days > 6:
        return ""
    return f"since the talk {past_day(day, story.as_of)}"


def _without_thanks(story: Story) -> list[str]:
    thanks = [row for row in story.owed if row["kind"] == "thank_you"]
    talks = {row["interview_id"] for row in thanks}
    persons = {row["contact_id"] for row in thanks if row["interview_id"] is None}
    count = sum(talk["interview_id"] not in talks and talk["contact_id"] not in persons for talk in story.held)
    if not count:
        return []
    sent = plural(count, "It may well have been sent", "They may well have been sent")
    return [f"No {plural(count, 'thank-you')} on record for {counted(count, 'talk')}. {sent}"]


def network(story: Story, found: Row) -> list[str]:
    """Who is new, by hand and from a file apart; and how many came through others."""
    since = story.as_of - _NEW
    imported = [person for person in story.people if person["imported_on"] and person["added_on"] >= since]
    asked = {talk["contact_id"] for talk in story.talks if talk["requested_on"] and talk["requested_on"] <= story.as_of}
    days = [person["imported_on"] for person in imported]
    written_to = sum(person["contact_id"] in asked for person in imported)
    return [figure_notes.people(found, max(days, default=None), written_to if imported else None, as_of=story.as_of)]
