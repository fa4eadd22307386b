"""The list of *Today*, from the store: who needs a word, in the order that the core gives, and as it is printed."""

from datetime import date, datetime, time
from typing import Any

from core.clock import Clock
from core.policy import Policy
from core.reasons import SEVERAL
from core.today import Person, Today
from core.today import today as in_order
from core.today_row import TodayRow
from core.viewer import Viewer
from data.cases.gathering import caseload_cases
from data.contradictions import to_mend
from data.query import Reader
from data.selection import selection


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
) -> Today:
    """The list of a caseload as of a day, worked out anew; a page has the same from `data.caseload_pass`.

    `now` is a moment in the office's zone, which counts where it is of that day. `counselor` and `cohort` are the
    store's numbers, `field` a field's name.
    """
    assert now.tzinfo is not None  # noqa: S101 - a moment without a zone is our mistake
    clock = Clock.at(as_of, now, policy, now.tzinfo)
    whose: dict[str, Any] = {"counselor": counselor, "cohort": cohort, "field": field}
    found = caseload_cases(reader, viewer, clock, **whose)
    free = unassigned(reader, viewer, **whose)
    return in_order(found.cases, clock, free, to_mend(reader, viewer, now.date(), **whose))


def unassigned(reader: Reader, viewer: Viewer, **whose: Any) -> list[Person]:
    """The people without a counselor, in an office that has counselors: number, id in a bundle, name.

    `whose` is any of client, cohort, field, status; whichever counselor is asked for, they are nobody's.
    """
    rows = reader.rows("today_unassigned", viewer, **selection(**{**whose, "counselor": None}))
    return [(row["client_id"], row["printed_id"], row["name"]) for row in rows]


def as_json(found: Today) -> list[dict[str, Any]]:
    """Every row in order, as `digwell today` prints them (docs/records.md): a row about several names its `clients`."""
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
