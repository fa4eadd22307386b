"""The four figures of one client, each with what stands beside it so that nobody is misled."""

from typing import Any

import streamlit as st

from core.topics import COVERED_TOPICS
from core.words import people
from dashboard import load
from dashboard.blocks.caseload import waiting
from dashboard.widgets import escape
from data.clients import Story
from data.standing import heard

Row = dict[str, Any]


def figures(story: Story) -> None:
    """The four figures, with what stands beside each."""
    with st.grid(4, min_column_width=160):
        for label, value, beside in four(story):
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(label, value)
                st.caption(escape(beside))


def four(story: Story) -> list[tuple[str, str, str]]:
    """Each figure: its name, its value, and what stands beside it so that nobody is misled."""
    found = load.client_figures(story.card["client_id"], story.as_of)
    held, own = found["interviews_held"], story.card["goal_interviews"]
    met = len({talk["contact_id"] for talk in story.held})
    goal = load.policy().goal(own)
    through = sum(1 for person in story.people if person["referred_by"])
    others = f"; {through} through others" if through else ""
    aim = f"aim {goal}" if own is not None else f"no aim set yet; the office's usual is {goal}"
    return [
        ("Talks held", f"{held}", f"{f'with {people(met)}' if held else 'the first is ahead'}; {aim}"),
        ("Topics heard", *_topics(story, found)),
        ("Waiting", f"{found['follow_ups_overdue']}", _waiting(story, found)),
        ("People", f"{found['contacts']}", f"{found['contacts_new']} new in four weeks{others}"),
    ]


def _topics(story: Story, found: Row) -> tuple[str, str]:
    fields = [field for field in story.fields if field["status"] != "ruled_out"]
    if not fields:
        return "–", "no field yet; add one to file what was heard"
    if not found["topics_answered"] and story.held:
        return f"0 of {found['topics_total']}", "no answers written down yet; that says nothing about the talks"
    each = [f"{field['name']} {heard(story, field['field_id'])} of {len(COVERED_TOPICS)}" for field in fields[:3]]
    return f"{found['topics_answered']} of {found['topics_total']}", " · ".join(each)


def _waiting(story: Story, found: Row) -> str:
    if not story.owed and story.held:
        return "nothing recorded; thank-yous may well have been sent"
    if not found["follow_ups_overdue"]:
        return f"{found['follow_ups_open']} open, none late" if found["follow_ups_open"] else "nothing open"
    late = [row for row in story.waiting if row["state"] == "late"]
    kinds = [{"kind": row["kind"], "follow_ups": 1, "oldest_overdue_days": row["days_late"]} for row in late]
    return waiting(kinds)
