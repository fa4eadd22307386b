"""Cards with the four figures of one client, each with its note, so that nobody is misled."""

from collections.abc import Sequence

import streamlit as st

from core import figure_notes
from core.figure_notes import MEANS
from core.topics import COVERED_TOPICS
from core.words import counted, number, past_day, people, plural
from dashboard import load, widgets
from data import client_counts
from data.client_counts import FieldCount
from data.client_story import Story
from data.query import Row

_FIELDS = 3


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
    policy = load.policy()
    goal = policy.goal(story.card["goal_interviews"])
    owed = waiting(story, found, policy.look_back_days)
    beside_each = talks(story, found, goal), topics(story, found, goal), owed, network(story, found)
    values = (
        f"{found['interviews_held']}",
        _heard(story, found),
        f"{found['promises_late']}",
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
    in_play = client_counts.fields_in_play(story)
    return f"{found['topics_answered']} of {found['topics_total']}" if in_play else "–"


def topics(story: Story, found: Row, goal: int) -> list[str]:
    """Each field apart; what is filed under none, or under one that was ruled out, is not lost."""
    fields = client_counts.fields_in_play(story)
    facts = [_field_by_field(fields) if fields else "no field yet; add one to file what was heard"]
    facts += [*_not_filed(story), *_ruled_out(story)]
    if fields and story.held and facts[1:] == [] and not found["topics_answered"]:
        return ["no answers written down yet; that says nothing about the talks"]
    more_talks = max(goal - found["interviews_held"], 0)
    return [*facts, figure_notes.reach(found["topics_total"] - found["topics_answered"], more_talks)]


def _field_by_field(fields: Sequence[FieldCount]) -> str:
    each = [
        f"{field.name}{', new,' if field.is_new else ''} {field.topics_heard} of {len(COVERED_TOPICS)}"
        for field in fields[:_FIELDS]
    ]
    more = len(fields) - _FIELDS
    return " · ".join([*each, f"and {number(more)} more {plural(more, 'field')}"] if more > 0 else each)


def _not_filed(story: Story) -> list[str]:
    answers = client_counts.answers_without_field(story)
    if not answers:
        return []
    return [f"{counted(answers, 'answer')} {plural(answers, 'is', 'are')} not filed under a field: choose below"]


def _ruled_out(story: Story) -> list[str]:
    found = client_counts.heard_in_ruled_out(story)
    return [f"{number(count)} more heard in {name}, ruled out" for name, count in found.items()]


def waiting(story: Story, found: Row, look_back_days: int) -> list[str]:
    """The promises by kind, and all that is past its day; nothing recorded is not the same as nothing owed."""
    unrecorded = _without_thanks(story)
    if not found["follow_ups_overdue"]:
        none_late = f"{found['follow_ups_open']} open, none late" if found["follow_ups_open"] else "nothing open"
        return unrecorded if unrecorded and not story.owed else [none_late, *unrecorded]
    since = client_counts.only_talk_late(story)
    since_talk = f"since the talk {past_day(since, story.as_of)}" if since else ""
    kinds = figure_notes.waiting(client_counts.promised_by_kind(story), since_talk)
    return [kinds, _open_and_late(found, look_back_days), *unrecorded]


def _open_and_late(found: Row, look_back_days: int) -> str:
    """How many are open and how many of them late: "2 open, all past the day meant for them: 2 hellos"."""
    count, late = found["follow_ups_open"], found["follow_ups_overdue"]
    of_them = f"of them {late}" if count > late else plural(count, "and", "all")
    return f"{count} open, {of_them} {figure_notes.past_the_day(found, look_back_days)}"


def _without_thanks(story: Story) -> list[str]:
    count = client_counts.talks_without_thanks(story)
    if not count:
        return []
    sent = plural(count, "It may well have been sent", "They may well have been sent")
    return [f"No {plural(count, 'thank-you')} on record for {counted(count, 'talk')}. {sent}"]


def network(story: Story, found: Row) -> list[str]:
    """Who is new, by hand and from a file apart; and how many came through others."""
    imported_on, written_to = client_counts.imported_people(story) or (None, None)
    return [figure_notes.people(found, imported_on, written_to, as_of=story.as_of)]
