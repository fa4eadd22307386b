"""The grid of topics by people for one field of a client, as a picture and as a list."""

from typing import Any

import streamlit as st

from core.coverage import STATES
from core.topics import COVERED_TOPICS
from core.words import counted, joined
from dashboard import charts, load
from dashboard.widgets import draw, escape, nothing_yet
from data.client_story import Story

_STATE_WORDS = {
    "planned": "planned",
    "asked": "asked, not answered",
    "answered": "answered",
    "differs": "answers differ",
}


def topics(story: Story, field: dict[str, Any]) -> None:
    """The grid of what has been heard about one field, and from whom."""
    cells = story.topics(field["field_id"])
    people = list(dict.fromkeys(talk["person"] for talk in reversed(story.talks) if _counts(story, talk, field)))
    if not people:
        nothing_yet(
            "Topics and people will meet here.",
            "One talk about this field, with a few answers written down, begins it.",
        )
        return
    by_label = {topic.name: topic.label for topic in COVERED_TOPICS}
    rows = [
        {"topic": by_label[topic], "person": person, "state": state}
        for (topic, person), state in cells.items()
        if topic in by_label
    ]
    name, labels = f"topics_{field['field_id']}", [topic.label for topic in COVERED_TOPICS]
    client = story.card["client_id"]
    picture = load.picture(name, client, story.as_of, lambda: charts.topics_by_person(rows, labels, people))
    many = len(people) > charts.SHOWN_AT_MOST
    last = f" The last {charts.SHOWN_AT_MOST} of {len(people)} people; all are in the list." if many else ""
    st.caption(f"Filled: answered. Ring: asked, no answer. Square: planned. Cross: answers differ.{last}")
    draw(picture, name)
    with st.expander("The same as a list", key=f"{name}_list", on_change="rerun", type="compact") as more:
        if more.open:
            st.markdown(_as_list(rows))


def _counts(story: Story, talk: dict[str, Any], field: dict[str, Any]) -> bool:
    return talk["field_id"] == field["field_id"] and (talk in story.held or talk in story.ahead)


def _as_list(rows: list[dict[str, Any]]) -> str:
    def furthest(label: str) -> int:
        return max((STATES.index(row["state"]) for row in rows if row["topic"] == label), default=0)

    lines = []
    for topic in sorted(COVERED_TOPICS, key=lambda topic: furthest(topic.label)):
        said = [
            f"{words} by {counted(len(who), 'person', 'people')}: {joined(who)}"
            for state, words in _STATE_WORDS.items()
            if (who := [row["person"] for row in rows if row["topic"] == topic.label and row["state"] == state])
        ]
        lines.append(f"- **{escape(topic.label)}** · {escape('; '.join(said) or 'not asked yet')}")
    return "\n".join(lines)
