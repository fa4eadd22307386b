"""The meeting sheet, one page of paper: a client's page without anything that only the counselor reads."""

from collections.abc import Iterable

import streamlit as st

from core.coverage import STATES
from core.moments import hour_of
from core.topics import COVERED_TOPICS
from core.words import full_day, joined, near_moment
from dashboard import load, widgets
from dashboard.blocks.client_header import one_line_about
from dashboard.blocks.client_news import last_note, steps_since_word
from dashboard.blocks.figure_cards import four
from dashboard.blocks.follow_up_rows import (
    hellos_in_words,
    next_time_in_words,
    waiting_since,
    what_is_owed,
)
from dashboard.blocks.reason_rows import flags
from dashboard.widgets import escape
from data.client_story import Story
from data.waiting_follow_ups import apart, counts

_LINES = 8  # of each list: the sheet is one page


def top_bar(story: Story) -> None:
    """Back to the client's page, and the button that prints; neither is on paper."""
    with st.container(horizontal=True, vertical_alignment="center", key="sheet_bar"):
        st.page_link(
            widgets.page_called("Client"), label="Back", icon=":material/chevron_left:",
            query_params={"client": str(story.card["client_id"])},
        )  # fmt: skip
        st.caption("For both of you: no private notes, no other clients.", width="stretch")
        st.button("Print", key="print_sheet", icon=":material/print:")


def sheet(story: Story) -> None:
    """The whole sheet: who and when; what would help; what is new; figures; what waits; what to ask; room to write."""
    card, as_of = story.card, story.as_of
    with_whom = f"with {card['counselor']}" if card["counselor"] else ""
    st.caption(
        escape(" · ".join(filter(None, (card["name"], one_line_about(story), with_whom, full_day(as_of, as_of)))))
    )
    promised, hellos, older = apart(story.waiting)
    left, right = st.columns(2, gap="medium")
    with left:
        reasons = flags(load.reasons_of(card["client_id"], as_of), together=True)
        _block(
            "What would help now?",
            [f"**{escape(each.words)}.** {escape(each.rule.remedy)}" for each in reasons],
            "Nothing beyond what is promised." if promised or older else "Nothing is waiting.",
        )
        title, news = steps_since_word(story)
        _block(
            title,
            map(escape, filter(None, (*news[-_LINES:], last_note(story, together=True)))),
            "Nothing new on record.",
        )
    with right:
        _block(
            "In four figures",
            [f"**{name} {escape(value)}** · {escape('; '.join(facts))}" for name, value, facts in four(story)],
        )
        owed = [f"{escape(what_is_owed(row))} · {escape(waiting_since(row, as_of))}" for row in promised[:_LINES]]
        more = len(promised) - len(owed)
        owed += [f"and {more} more"] if more else []
        owed += [hellos_in_words(counts(hellos))] if hellos else []
        _block("Waiting and promised", owed, "Nothing new is waiting." if older else "Nothing is waiting.", mark="☐  ")
        if older:
            st.caption(f"{next_time_in_words(counts(older))}.")
    with st.container(gap="small"):
        _to_ask_and_agree(story)


def _to_ask_and_agree(story: Story) -> None:
    for talk in story.ahead[:1]:
        at = talk["scheduled_at"]
        planned = [escape(question["text"]) for question in talk["questions"] if not question["asked"]]
        _block(
            f"To ask {talk['person']} {near_moment(at.date(), hour_of(at), story.as_of)}",
            planned,
            "No questions chosen yet.",
            mark="☐  ",
        )
    _block("Still open", _open_topics(story), "No field yet; add one to file what was heard.")
    widgets.heading("What we agree, and by when")
    for _ in range(3):
        st.space("small")
        st.divider()


def _block(title: str, lines: Iterable[str], nothing: str = "", mark: str = "") -> None:
    widgets.heading(title)
    st.markdown("  \n".join(f"{mark}{line}" for line in lines) or nothing)


def _open_topics(story: Story) -> list[str]:
    lines = []
    for field in story.fields:
        if field["status"] == "ruled_out":
            continue
        cells = story.topics(field["field_id"])
        heard = {topic for (topic, _), state in cells.items() if STATES.index(state) >= STATES.index("answered")}
        still = [topic.label for topic in COVERED_TOPICS if topic.name not in heard]
        lines.append(
            f"**{escape(field['name'])}** · {escape(joined(still, len(COVERED_TOPICS)) or 'every topic heard')}"
        )
    return lines
