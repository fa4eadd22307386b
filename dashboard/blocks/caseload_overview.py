"""Blocks about a caseload: its figures, everybody in a table, and the evidence behind."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from core import figure_notes
from core.calendar import monday
from core.figure_notes import MEANS
from core.labels import short_follow_up
from core.words import counted, number, people
from dashboard import charts, load, widgets
from dashboard.widgets import Caseload, people_table
from data.caseload_figures import CaseloadFigures
from data.query import Row

_MEETINGS = 4  # links; a counselor with more has a calendar


def meetings(as_of: date, whose: Caseload) -> None:
    """The people whom one meets on the day, each a link."""
    if found := load.meetings(as_of, whose):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="meetings"):
            st.caption("You meet", width="content")
            for client, name, hour in found[:_MEETINGS]:
                widgets.client_link(client, f"{hour:%H:%M} {name}" if hour else name)
            if (more := len(found) - _MEETINGS) > 0:
                st.caption(f"and {number(more)} more", width="content")


def figures(as_of: date, whose: Caseload) -> None:
    """The four figures, each with what stands beside it and twelve weeks of it."""
    found = load.caseload_figures(as_of, whose)
    with st.grid(4, min_column_width=160):
        for label, value, facts, trend, kind in _four(found, as_of):
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(label, value, chart_data=trend, chart_type=kind, help=MEANS[label])
                st.caption(widgets.lines(facts))
    if left_out := not_counted(load.not_counted(as_of, whose)):
        st.caption(left_out)


def not_counted(rows: Sequence[Row]) -> str:
    """The clients left out of the figures, so that a caseload which shrank does not look like one that did less."""
    parts = [_left_out(row) for row in rows]
    return f"Not counted: {' and '.join(parts)}." if parts else ""


def _left_out(row: Row) -> str:
    kind, talks, late = row["status"], row["interviews_held"], row["follow_ups_overdue"]
    said = counted(talks, "talk") if kind == "closed" else f"{counted(late, 'thing')} waiting"
    who = counted(row["clients"], f"{kind} person", f"{kind} people")
    return f"{who} ({said})" if (talks if kind == "closed" else late) else who


def _four(found: CaseloadFigures, as_of: date) -> list[tuple[str, str, list[str], list[Any], Any]]:
    total = found.together
    weeks = {name: [week[name] for week in found.weeks] for name in ("talks", "topics_answered", "overdue", "people")}
    share = f"{total['coverage']:.0%}".replace("%", " %") if total["coverage"] is not None else "–"
    topics = f"{total['topics_answered']:,} of {total['topics_total']:,}"
    twice = f"{total['topics_replicated']:,} from two people"
    held, met = total["interviews_held"], total["people_talked_with"]
    talks, so_far = whole_weeks(weeks["talks"], as_of)
    facts = [f"with {people(met)}" if held else "", figure_notes.lately(total), figure_notes.replies(total), so_far]
    return [
        ("Talks held", f"{held:,}", facts, talks[-12:], "bar"),
        ("Topics heard", share, [topics, twice], weeks["topics_answered"][-12:], "line"),
        (
            "Waiting",
            f"{total['follow_ups_overdue']:,}",
            [figure_notes.waiting(found.overdue) or "nothing late"],
            weeks["overdue"][-12:],
            "line",
        ),
        ("People", f"{total['contacts']:,}", [figure_notes.people(total, as_of=as_of)], weeks["people"][-12:], "line"),
    ]


def whole_weeks(counts: list[int], as_of: date) -> tuple[list[int], str]:
    """The weeks that are over, and in words what the running one holds so far: its bar would look like a collapse."""
    if as_of == monday(as_of) + timedelta(days=6):
        return counts, ""
    return counts[:-1], f"{number(counts[-1]) if counts[-1] else 'none'} so far this week"


def everyone(as_of: date, whose: Caseload) -> None:
    """Everybody in the order they need a word; a name found as one types, a row opens the client."""
    widgets.heading("Everyone")
    widgets.recently_opened()
    _table(as_of, whose)


@st.fragment
def _table(as_of: date, whose: Caseload) -> None:
    search = widgets.find_by_name("Find a name", "find_everyone")
    found = load.everyone(as_of, whose, search)
    if not found.clients:
        widgets.nothing_yet("Nobody here has that name." if search else "Nobody here yet.")
        return
    people_table.people_table(found, "Everyone: reason, talks, topics, waiting, people, twelve weeks")
    if (more := found.in_all - len(found.clients)) > 0:
        st.caption(f"{more:,} more; type a part of a name.")


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
        talks, topics = st.tabs(["Talks", "Topics"], key="evidence_left", on_change="rerun")
        if talks.open:
            with talks:
                _picture("How many talks, week by week?", "talks_by_week", _talks_by_week, as_of, whose)
        if topics.open:
            with topics:
                _picture("Which topics are heard?", "topics_heard", _topics, as_of, whose)


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
    return charts.talks_by_week(load.caseload_figures(as_of, whose).weeks, as_of)


def _growth(as_of: date, whose: Caseload) -> charts.Picture:
    weeks = load.caseload_figures(as_of, whose).weeks
    return charts.people_over_time(
        [{"week": week["week"], "people": week["people"], "referred": week["people_referred"]} for week in weeks]
    )


def _owed(as_of: date, whose: Caseload) -> charts.Picture:
    rows = load.caseload_figures(as_of, whose).ages
    return charts.owed_by_age(
        [{"label": short_follow_up(row["kind"]), "days": row["days"], "count": row["items"]} for row in rows]
    )


def _topics(as_of: date, whose: Caseload) -> charts.Picture:
    return charts.topics_heard(load.topics_heard(as_of, whose))
