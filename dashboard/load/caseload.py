"""A caseload as a page reads it: who needs a word, the figures, everybody, what does not fit together."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa

from core.clock import Clock
from core.moments import hour_of
from core.today import Today
from dashboard.load.open_office import cached, now, policy, rows, snapshots_of, store, today, version, viewer, zone
from dashboard.widgets import Caseload
from dashboard.widgets.people_table import People, people
from data import caseload_figures as figures_of
from data import caseload_table as table_of
from data import contradictions
from data.caseload_pass import CaseloadOverview, caseload_overview
from data.query import Row
from data.selection import selection
from data.topics_of_clients import TopicsOfClients
from data.topics_of_clients import topics_of_clients as of_clients


def _moment() -> datetime:
    moment = now().replace(second=0, microsecond=0)
    return moment - timedelta(minutes=moment.minute % 5)


def _overview(as_of: date, whose: Caseload) -> CaseloadOverview:
    """The caseload, of a moment rounded to five minutes, so that it is gone through once."""
    moment = _moment()
    clock = Clock.at(as_of, moment, policy(), zone())
    return cached(
        lambda: caseload_overview(store(), viewer(), clock, snapshots_of(as_of, **whose.whose), **whose.whose),
        "today",
        (*version(whose.counselor), moment),
        as_of,
        whose,
    )


def who_needs_me(as_of: date, whose: Caseload) -> Today:
    """Who needs a word, and why, in order."""
    return _overview(as_of, whose).today


def caseload_figures(as_of: date, whose: Caseload) -> figures_of.CaseloadFigures:
    """The figures of a caseload together, week by week, and what is waiting: one answer for the page."""
    return cached(
        lambda: figures_of.caseload_figures(
            store(), viewer(), as_of, _overview(as_of, whose).together, policy=policy(), **whose.counted
        ),
        "caseload_figures",
        (*version(whose.counselor), _moment()),
        as_of,
        whose,
    )


def topics_heard(as_of: date, whose: Caseload) -> list[Row]:
    """How often each topic was heard in a caseload; the picture made of it is what is kept."""
    together = _overview(as_of, whose).together
    return figures_of.topics_heard(store(), viewer(), as_of, together, **whose.counted)


def topics_of_clients(as_of: date, whose: Caseload, most: int) -> TopicsOfClients:
    """From how many people each client has heard each topic; so many clients at most, those with most gaps first."""
    return cached(
        lambda: of_clients(store(), viewer(), as_of, most=most, **whose.counted),
        "topics_of_clients",
        version(whose.counselor),
        as_of,
        whose,
        most,
    )


def of_caseload(query: str, as_of: date, whose: Caseload, **more: Any) -> list[Row]:
    """A query about a caseload as of a day; with a field, of what belongs to it."""
    return rows(query, whose.counselor, as_of=as_of, **whose.filters, **more)


def not_counted(as_of: date, whose: Caseload) -> list[Row]:
    """Who of a caseload is paused or closed, and what of theirs the figures leave out."""
    return rows("not_counted", whose.counselor, as_of=as_of, **{**whose.filters, "status": "others"})


def without_field(as_of: date, whose: Caseload) -> Row:
    """What of a caseload has no field, and is not counted where one is chosen: nothing where none is."""
    if whose.field is None:
        return {}
    asked = {"as_of": as_of, "missed_from": policy().missed_from(as_of), **selection(**whose.whose)}
    return rows("without_field", whose.counselor, **asked)[0]


def meetings(as_of: date, whose: Caseload) -> list[tuple[int, str, time | None]]:
    """Whom one meets on a day, in order: client, name, and the hour where the plan has one."""
    found = of_caseload("meetings_planned", as_of, whose)
    moments = (datetime.fromtimestamp(row["planned_us"] / 1e6, zone()) for row in found)
    return [(row["client_id"], row["name"], hour_of(moment)) for row, moment in zip(found, moments, strict=True)]


def everyone(as_of: date, whose: Caseload, search: str | None, order: str | None) -> People:
    """Everybody of a caseload whose name holds a text, in an order of the table, else those who need a word first."""

    def found() -> tuple[pa.Table, People]:
        overview = _overview(as_of, whose)
        reasons = table_of.reasons_by_client(overview.today)
        table = table_of.caseload_table(store(), viewer(), overview.people, reasons, whose.filters)
        return table, people(table)

    # All of them are kept once; to choose and sort among them takes less than to keep each choice.
    table, everybody = cached(found, "everyone", (*version(whose.counselor), _moment()), as_of, whose)
    return everybody.take(table_of.arranged(table, search, order)) if search or order else everybody


def to_mend(whose: Caseload) -> contradictions.OfField:
    """What the records of a caseload say that does not fit together as they stand today, the gravest first."""

    def found() -> contradictions.OfField:
        noted = [each for _, person in snapshots_of(today(), **whose.whose) for each in person.contradictions]
        standing = contradictions.in_order(each for each in noted if each.finding.dismissed is None)
        return contradictions.of_field(store(), viewer(), standing, **whose.whose)

    return cached(
        found,
        "to_mend",
        version(whose.counselor),
        today(),
        whose,
    )
