"""Who needs me, and why: asked of the store, put in order by the core; the same for the page and the command line."""

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from typing import Any

import pyarrow as pa

from core.case import Case
from core.clock import Clock
from core.policy import Policy
from core.reasons import SEVERAL
from core.today import Today
from core.today import today as in_order
from core.today_row import TodayRow
from core.viewer import Viewer
from data.cases.gathering import cases
from data.contradictions import to_mend
from data.figures import selection
from data.store import Reader

Person = tuple[int, str, str]


def today(
    reader: Reader,
    viewer: Viewer,
    as_of: date,
    now: datetime,
    policy: Policy,
    *,
    counselor: int | None = None,
    cohort: int | None = None,
    field: str | None = None,
    found: Iterable[Case] | None = None,
    mend: Iterable[Person] | None = None,
) -> Today:
    """The list of a caseload as of a day; `now` is a moment in the office's zone, which counts where it is of that day.

    `counselor` and `cohort` are the store's numbers, `field` a field's name. `found` are the cases of the caseload and
    `mend` is the answer of `data.mending.to_mend`, where they are at hand already; it is looked at after them.
    """
    clock = Clock.at(as_of, now, policy, _zone(now))
    whose = selection(counselor=counselor, cohort=cohort, field=field)
    if mend is None:
        mend = to_mend(reader, viewer, now.date(), counselor=counselor, cohort=cohort, field=field)
    free = [
        (row["client_id"], row["printed_id"], row["name"])
        for row in reader.rows("today_unassigned", viewer, **{**whose, "counselor_id": None})
    ]
    if found is None:
        figures = _figures(reader, viewer, clock, whose)
        found = cases(reader, viewer, clock, figures, whose, unassigned={number for number, _, _ in free})
    return in_order(found, clock, free, mend)


def _zone(now: datetime) -> tzinfo:
    assert now.tzinfo is not None  # noqa: S101 - a moment without a zone is our mistake
    return now.tzinfo


def _figures(reader: Reader, viewer: Viewer, clock: Clock, whose: Any) -> pa.Table:
    return reader.table(
        "figures",
        viewer,
        as_of=clock.as_of,
        goal_interviews=clock.policy.goal_interviews,
        halted_after_days=clock.policy.halted_after_days,
        **whose,
    )


def as_json(found: Today) -> list[dict[str, Any]]:
    """Every row in order, as `digwell today` prints them (records.md §4): a row about several names its `clients`."""
    return [_printed(row) for row in found.rows]


def _printed(row: TodayRow) -> dict[str, Any]:
    printed = {
        "group": row.group,
        "client_id": row.key,
        "name": row.name,
        "reason": row.reason,
        "code": row.code,
        "since": _since(row),
        "person": row.person or None,
        "action": row.action,
        "also": row.also or None,
    }
    return printed | ({"clients": [key for _, key, _ in row.clients]} if row.group == SEVERAL else {})


def _since(row: TodayRow) -> str | None:
    """The day it is counted from; for an appointment with an hour its moment, with the offset."""
    if row.at is not None and row.at.time() != time.max:
        return row.at.isoformat()
    return row.since.isoformat() if row.since else None
