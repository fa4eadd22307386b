"""The figures week by week: what was done in each of the last weeks, and how things stood at its end."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

import pyarrow as pa

from core.viewer import Viewer
from data.figures import selection
from data.store import Answers

Row = dict[str, Any]
Trend = Literal["weekly_talks", "weekly_people", "weekly_overdue", "weekly_topics"]
ACTIVITY_WEEKS = 12


def monday(day: date) -> date:
    """The first day of the ISO week that a day lies in."""
    return day - timedelta(days=day.weekday())


def weekly(asker: Answers, viewer: Viewer, as_of: date, trend: Trend, *, weeks: int = 26, **whose: Any) -> list[Row]:
    """A row for each of the last `weeks` ISO weeks, oldest first, the running one up to `as_of`.

    Every row has its `week` (a Monday). weekly_talks: `talks` held, `requests` sent, `replies` received in it.
    weekly_people: `added` in it (`added_by_hand`, `imported`, `referred`), and `people`, `people_referred` known by its
    end. weekly_overdue: `overdue` at its end, of these `hellos`. weekly_topics: `topics_answered` and
    `topics_replicated` by its end, `answered_new` in it. What stands at a week's end is what the figures say as of its
    Sunday (of the running week: of `as_of`). `whose` is any of client, counselor, cohort, field, status.
    """
    first = monday(as_of) - timedelta(weeks=weeks - 1)
    return asker.ask(trend, viewer, as_of=as_of, first_week=first, **selection(**whose))


def activity(asker: Answers, viewer: Viewer, as_of: date, clients: Sequence[int]) -> pa.Table:
    """The last twelve weeks of up to a few hundred clients: `client_id`, `steps` and `talks`, lists oldest week first.

    Steps are all steps forward of DESIGN §4, a talk held among them. A client whom this viewer may not see has no row.
    """
    first = monday(as_of) - timedelta(weeks=ACTIVITY_WEEKS - 1)
    return asker.table("activity_12_weeks", viewer, as_of=as_of, first_week=first, clients=list(clients))
