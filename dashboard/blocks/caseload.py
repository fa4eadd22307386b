"""A caseload in figures, everybody in a table, and the evidence behind."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from core.labels import short_follow_up
from core.topics import COVERED_TOPICS
from core.words import counted, days, number
from dashboard import charts, load, tables, widgets
from dashboard.widgets import Caseload, escape
from data.figures import CaseloadFigures

Row = dict[str, Any]
_MEETINGS = 4  # links; a counselor with more has a calendar


def meetings(as_of: date, whose: Caseload) -> None:
    """Whom one meets on the day, each a link."""
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
        for label, value, words, trend, kind in _four(found):
            with st.container(border=True, height="stretch", gap="xxsmall"):
                st.metric(label, value, chart_data=trend, chart_type=kind)
                st.caption(escape(words))
    if left_out := not_counted(load.not_counted(as_of, whose)):
        st.caption(left_out)


def not_counted(rows: Sequence[Row]) -> str:
    """Who is left out of the figures, so that a caseload which shrank does not look like one that did less."""
    parts = [_left_out(row) for row in rows]
    return f"Not counted: {' and '.join(parts)}." if parts else ""


def _left_out(row: Row) -> str:
    kind, talks, late = row["status"], row["interviews_held"], row["follow_ups_overdue"]
    said = counted(talks, "talk") if kind == "closed" else f"{counted(late, 'thing')} waiting"
    who = counted(row["clients"], f"{kind} person", f"{kind} people")
    return f"{who} ({said})" if (talks if kind == "closed" else late) else who


def _four(found: CaseloadFigures) -> list[tuple[str, str, str, list[Any], Any]]:
    total = found.together
    talks, topics, owed, people = (
        [week[name] for week in found.weeks] for name in ("talks", "topics_answered", "overdue", "people")
    )
    share = f"{total['coverage']:.0%}".replace("%", " %") if total["coverage"] is not None else "–"
    late = total["follow_ups_overdue"]
    twice = f"{total['topics_replicated']:,} from two people"
    return [
        ("Talks held", f"{total['interviews_held']:,}", _talks(total, talks), talks[-12:], "bar"),
        (
            "Topics heard",
            share,
            f"{total['topics_answered']:,} of {total['topics_total']:,}; {twice}",
            topics[-12:],
            "line",
        ),
        ("Waiting", f"{late:,}", waiting(found.overdue), owed[-12:], "line"),
        ("People", f"{total['contacts']:,}", _people(total), people[-12:], "line"),
    ]


def waiting(kinds: Sequence[Row]) -> str:
    """Promises and hellos apart: a hello is owed to nobody (people.md §4)."""
    promises = [row for row in kinds if row["kind"] != "keep_in_touch"]
    count = sum(row["follow_ups"] for row in promises)
    oldest = max((row["oldest_overdue_days"] for row in promises), default=0)
    hellos = sum(row["follow_ups"] for row in kinds) - count
    parts = [f"{counted(count, 'promise')}, the oldest {days(oldest)}"] if count else ["no promise late"]
    parts += [f"{counted(hellos, 'hello')} whenever it suits"] if hellos else []
    return "; ".join(parts)


def _talks(total: Row, talks: list[int]) -> str:
    before = sum(talks[-9:-5])
    return f"{total['interviews_recent']} in four weeks; {before} in the four whole weeks before"


def _people(total: Row) -> str:
    through = round((total["referral_share"] or 0) * total["contacts"])
    imported = total["contacts_new_imported"]
    by_hand = f"{total['contacts_new'] - imported:,} added by hand, {imported:,} brought in"
    new = by_hand if imported else f"{total['contacts_new']:,} new"
    return f"{new} in four weeks; {through:,} through others"


def everyone(as_of: date, whose: Caseload) -> None:
    """Everybody in the order they need a word; a name found as one types, a row opens the client."""
    widgets.question("Everyone")
    widgets.recently_opened()
    _table(as_of, whose)


@st.fragment
def _table(as_of: date, whose: Caseload) -> None:
    search = widgets.find("Find a name", "find_everyone")
    found = load.everyone(as_of, whose, search)
    if not found.clients:
        widgets.nothing_yet("Nobody here has that name." if search else "Nobody here yet.")
        return
    tables.people_table(found, "Everyone: reason, talks, topics, waiting, people, twelve weeks")
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
    picture = load.drawn(name, whose, as_of, lambda: draw(as_of, whose))
    widgets.question(title, picture.takeaway)
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
    fields = load.caseload_figures(as_of, whose).together["topics_total"] // len(COVERED_TOPICS)
    heard = {row["topic"]: row for row in load.of_caseload("coverage_by_topic", as_of, whose)}
    return charts.topics_heard(
        [
            {
                "label": topic.label,
                "answered": heard.get(topic.name, {}).get("answered", 0),
                "replicated": heard.get(topic.name, {}).get("replicated", 0),
                "total": fields,
            }
            for topic in COVERED_TOPICS
        ]
    )
