"""The figures week by week: what was done in each of the last weeks, and how things stood at its end."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from core.viewer import Viewer
from data.query import Row
from data.selection import first_week, selection
from data.store import Reader

ACTIVITY_WEEKS = 12


def weekly(reader: Reader, viewer: Viewer, as_of: date, *, weeks: int = 26, **whose: Any) -> list[Row]:
    """A row for each of the last `weeks` ISO weeks, oldest first, the running one up to `as_of`.

    Done in the week, a Monday called `week`: `talks` held, `requests` sent, `replies` received, people `added`
    (`added_by_hand`, `imported`, `referred`). Standing at its end: `people` known, `people_referred`, follow-ups
    `overdue` and of these `hellos`, `topics_answered`, `topics_replicated`. What stands at a week's end is what the
    figures say as of its Sunday, of the running week as of the day. `whose` is any of client, counselor, cohort,
    field, status.
    """
    return reader.rows("weekly", viewer, as_of=as_of, first_week=first_week(as_of, weeks), **selection(**whose))


def activity(reader: Reader, viewer: Viewer, as_of: date, clients: Sequence[int]) -> pa.Table:
    """The last twelve weeks of up to a few hundred clients: `client_id`, `steps` and `talks`, lists oldest week first.

    Steps are the forward steps of docs/records.md, a talk held among them. A client whom this viewer may not see has
    no row.
    """
    first = first_week(as_of, ACTIVITY_WEEKS)
    return reader.table("activity_12_weeks", viewer, as_of=as_of, first_week=first, clients=list(clients))
