"""The figures week by week: what was done in each of the last weeks, and how things stood at its end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from core.policy import Policy
from core.viewer import Viewer
from data.figures import office_policy
from data.query import Row
from data.selection import first_week, selection
from data.store import Reader

ACTIVITY_WEEKS = 12


def weekly(
    reader: Reader, viewer: Viewer, as_of: date, *, weeks: int = 26, policy: Policy | None = None, **whose: Any
) -> list[Row]:
    """A row for each of the last `weeks` ISO weeks, oldest first, the running one up to `as_of`.

    Done in the week, a Monday called `week`: `talks` held, `requests` sent, `replies` received, people `added`
    (`added_by_hand`, `imported`, `referred`). Standing at its end: talks `held`, `people` known, `people_referred`,
    follow-ups `overdue` and of these `hellos` and `promises` that can still be kept, `topics_answered`,
    `topics_replicated`. What stands at a week's end is what the figures say as of its Sunday, of the running week as of
    the day. `whose` is any of client, counselor, cohort, field, of_field, status. Without a `policy` the office's
    settings are read.
    """
    return reader.rows("weekly", viewer, **asked_of_weeks(reader, viewer, as_of, weeks, policy, **whose))


def asked_of_weeks(reader: Reader, viewer: Viewer, as_of: date, weeks: int, policy: Policy | None, **whose: Any) -> Row:
    """The parameters of the queries about the last so many weeks of a caseload."""
    policy = policy or office_policy(reader, viewer)
    return {
        "as_of": as_of,
        "first_week": first_week(as_of, weeks),
        "missed_from": policy.missed_from(as_of),
        **selection(**whose),
    }


def activity(
    reader: Reader, viewer: Viewer, as_of: date, clients: Sequence[int], *, of_field: str | None = None
) -> pa.Table:
    """The last twelve weeks of up to a few hundred clients: `client_id`, `steps` and `talks`, lists oldest week first.

    Steps are the forward steps of docs/records.md, a talk held among them; with `of_field` only those that belong to
    the field of that name. A client whom this viewer may not see has no row.
    """
    asked = {"as_of": as_of, "first_week": first_week(as_of, ACTIVITY_WEEKS), "of_field": of_field}
    return reader.table("activity_12_weeks", viewer, clients=list(clients), **asked)
