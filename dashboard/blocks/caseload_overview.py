"""Blocks about a caseload: its figures, everybody in a table, and the evidence behind."""

from collections.abc import Callable, Sequence
from datetime import date, time

import streamlit as st

from core import figure_notes
from core.figure_notes import MEANS
from core.words import capital, number, people
from dashboard import charts, load, widgets
from dashboard.blocks.owed_picture import owed_by_age
from dashboard.blocks.topic_gap_list import topic_gaps
from dashboard.widgets import Caseload, people_table
from data.caseload_figures import CaseloadFigures
from data.query import Row

_MEETINGS = 4  # links at first sight; the others are behind one tap
_LINKS = 7  # who was found, as links too: in the table only a mouse or a finger can click


def meetings(as_of: date, whose: Caseload) -> None:
    """The people whom one meets on the day, each a link."""
    if found := load.meetings(as_of, whose):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="meetings"):
            st.caption("You meet", width="content")
            _links(found[:_MEETINGS])
            if later := found[_MEETINGS:]:
                with st.popover(f"and {number(len(later))} more", type="tertiary"):
                    _links(later)


def _links(met: Sequence[tuple[int, str, time | None]]) -> None:
    for client, name, hour in met:
        widgets.client_link(client, f"{hour:%H:%M} {name}" if hour else name)


def counted_of(whose: Caseload) -> str:
    """What the figures count where a field is chosen: the list above them is of people, not of a field."""
    if not whose.field:
        return ""
    return f"Of {whose.field} alone; the list above is of everybody who explores it, with all that is theirs."


def figures(as_of: date, whose: Caseload) -> None:
    """The four figures, each with what stands beside it and twelve weeks of it."""
    found = load.caseload_figures(as_of, whose)
    with st.grid(4, min_column_width=160):
        for label, value, facts, trend in four(found, as_of):
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(label, value, help=MEANS[label])
                widgets.draw_trend(trend)
                st.caption(widgets.lines(facts))
    st.caption("The bars are the last twelve weeks, each from zero.")
    others = figure_notes.not_counted(load.not_counted(as_of, whose))
    left_out = others, _without_field(load.without_field(as_of, whose))
    if any(left_out):
        st.caption("  \n".join(filter(None, left_out)))


def _without_field(row: Row) -> str:
    return figure_notes.without_field(row["talks"], row["people"], row["follow_ups_overdue"]) if row else ""


def four(found: CaseloadFigures, as_of: date) -> list[tuple[str, str, list[str], list[int]]]:
    """Each figure: its name, its value, the facts beside it, and the same value at the end of each of twelve weeks."""
    total = found.together
    beside = _talks(total), _topics(total), _waiting(found), [figure_notes.people(total, as_of=as_of)]
    return [
        (label, f"{total[name]:,}", [fact for fact in facts if fact], [week[at_its_end] for week in found.weeks[-12:]])
        for label, (name, at_its_end), facts in zip(MEANS, _COUNTED, beside, strict=True)
    ]


# What stands large on each card, and what it is called where it stands at a week's end.
_COUNTED = (
    ("interviews_held", "held"),
    ("topics_answered", "topics_answered"),
    ("promises_late", "promises"),
    ("contacts", "people"),
)


def _talks(total: Row) -> list[str]:
    met = f"with {people(total['people_talked_with'])}" if total["interviews_held"] else ""
    return [met, figure_notes.lately(total), figure_notes.replies(total)]


def _topics(total: Row) -> list[str]:
    if not total["topics_total"]:
        return ["no field yet"]
    share = f"{total['coverage']:.0%}".replace("%", "\N{NO-BREAK SPACE}%")
    twice = total["topics_replicated"]
    return [f"of {total['topics_total']:,} ({share})", f"{twice:,} heard from two people or more"]


def _waiting(found: CaseloadFigures) -> list[str]:
    past = figure_notes.past_their_day(found.together, load.policy().look_back_days)
    return [figure_notes.waiting(found.promised), past or "nothing late"]


def everyone(as_of: date, whose: Caseload) -> None:
    """Everybody in the order they need a word; a name found as one types; a click on a name opens the client."""
    widgets.heading("Everyone")
    widgets.recently_opened()
    _table(as_of, whose)


@st.fragment
def _table(as_of: date, whose: Caseload) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key="everyone_choices"):
        search = widgets.find_by_name("Find a name", "find_everyone")
        order = people_table.choose_order("sort_everyone")
    found = load.everyone(as_of, whose, search, order)
    if not len(found.clients):
        widgets.nothing_yet("Nobody here has that name." if search else "Nobody here yet.")
        return
    people_table.people_table(found, "Everyone: reason, talks, topics, waiting, people, twelve weeks")
    many = capital(people(len(found.clients)))
    st.caption(f"{many} with that in their name." if search else f"{many}. A click on a name opens their page.")
    if search and len(found.clients) <= _LINKS:
        with st.container(horizontal=True, gap="small", key="found_everyone"):
            for client, name in found.named():
                widgets.client_link(client, name)


@st.fragment
def evidence(as_of: date, whose: Caseload) -> None:
    """The pictures behind the figures: two at first sight, two a click away."""
    left, right = st.columns(2, gap="medium")
    with left:
        _talks_or_topics(as_of, whose)
    with right:
        _waiting_or_people(as_of, whose)


def _talks_or_topics(as_of: date, whose: Caseload) -> None:
    with st.container(border=True, height="stretch"):
        talks, topics, gaps = st.tabs(["Talks", "Topics", "Gaps"], key="evidence_left", on_change="rerun")
        if talks.open:
            with talks:
                _picture("How many talks, week by week?", "talks_by_week", _talks_by_week, as_of, whose)
        if topics.open:
            with topics:
                _picture("Which topics are heard?", "topics_heard", _topics_by_field, as_of, whose)
        if gaps.open:
            with gaps:
                topic_gaps(as_of, whose)


def _waiting_or_people(as_of: date, whose: Caseload) -> None:
    with st.container(border=True, height="stretch"):
        owed, people = st.tabs(["Waiting", "People"], key="evidence_right", on_change="rerun")
        if owed.open:
            with owed:
                _picture("What is owed, and for how long?", "owed_by_age", _owed, as_of, whose)
        if people.open:
            with people:
                _picture("Is the network growing?", "people_over_time", _growth, as_of, whose)


def _picture(
    title: str, name: str, draw: Callable[[date, Caseload], charts.Picture], as_of: date, whose: Caseload
) -> None:
    picture = load.picture(name, whose, as_of, lambda: draw(as_of, whose))
    widgets.heading(title, picture.takeaway)
    widgets.draw(picture, name)


def _talks_by_week(as_of: date, whose: Caseload) -> charts.Picture:
    """The bars are weeks; the sentence counts the same days as the card."""
    found = load.caseload_figures(as_of, whose)
    lately = figure_notes.lately(found.together)
    return charts.Picture(
        charts.talks_by_week(found.weeks, as_of).figure,
        f"Talks: {lately}." if lately else "No talk in the last 56 days.",
    )


def _growth(as_of: date, whose: Caseload) -> charts.Picture:
    return charts.people_over_time(load.caseload_figures(as_of, whose).weeks)


def _owed(as_of: date, whose: Caseload) -> charts.Picture:
    found = load.caseload_figures(as_of, whose)
    return owed_by_age(found.ages, found.together)


def _topics_by_field(as_of: date, whose: Caseload) -> charts.Picture:
    return charts.topics_heard(load.topics_heard(as_of, whose))
