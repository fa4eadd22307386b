"""The figures of a caseload for the page: summed, week by week, what is waiting by kind and age, topics heard."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from core.follow_up_state import HELLO
from core.policy import Policy
from core.topics import COVERED_TOPICS
from core.viewer import Viewer
from data.query import Reader, Row
from data.selection import selection
from data.trends import asked_of_weeks


class CaseloadFigures(NamedTuple):
    """What *Today* shows of a caseload in figures.

    `together` is what `core.figures.summed` says of these clients. `weeks` are the rows of
    `data.trends.weekly`. `ages` tell of what is overdue `items`, their `kind`, for how many `days`, and whether they
    are for `next_time`; `promised` tells of the promises that can still be kept, by kind: `follow_ups` and
    `oldest_overdue_days`.
    """

    together: Row
    weeks: list[Row]
    promised: list[Row]
    ages: list[Row]


def caseload_figures(
    reader: Reader,
    viewer: Viewer,
    as_of: date,
    together: Row,
    *,
    weeks: int = 26,
    policy: Policy | None = None,
    **whose: Any,
) -> CaseloadFigures:
    """The figures of a caseload week by week, and what is waiting, beside those that `core.figures.summed` found.

    `whose` is any of client, counselor, cohort, field, of_field, status. Without a `policy` the office's settings are
    read.
    """
    found = reader.rows("caseload_weeks", viewer, **asked_of_weeks(reader, viewer, as_of, weeks, policy, **whose))
    ages = [{name: row[name] for name in _AGED} for row in found if row["part"] == "age"]
    promised = [row for row in ages if row["kind"] != HELLO and not row["next_time"]]
    return CaseloadFigures(
        together,
        [{name: row[name] for name in _WEEKLY} for row in found if row["part"] == "week"],
        [_promised(kind, list(rows)) for kind, rows in groupby(promised, key=itemgetter("kind"))],
        ages,
    )


def _promised(kind: str, ages: Sequence[Row]) -> Row:
    count = sum(row["items"] for row in ages)
    return {"kind": kind, "follow_ups": count, "oldest_overdue_days": max(row["days"] for row in ages)}


_WEEKLY = (
    "week", "talks", "held", "requests", "replies", "added", "added_by_hand", "imported", "referred", "people",
    "people_referred", "overdue", "hellos", "promises", "topics_answered", "topics_replicated",
)  # fmt: skip
_AGED = ("kind", "next_time", "days", "items")


def topics_heard(reader: Reader, viewer: Viewer, as_of: date, together: Row, **whose: Any) -> list[Row]:
    """How often each covered topic was heard in a caseload: `label`, `answered`, `replicated`, of `total` fields.

    `together` is what `core.figures.summed` says of these clients; `whose` is any of client, counselor, cohort, field,
    of_field, status.
    """
    found = reader.rows("coverage_by_topic", viewer, as_of=as_of, **selection(**whose))
    heard = {row["topic"]: row for row in found}
    fields = together["topics_total"] // len(COVERED_TOPICS)
    none = {"answered": 0, "replicated": 0}
    return [
        {
            "label": topic.label,
            "answered": heard.get(topic.name, none)["answered"],
            "replicated": heard.get(topic.name, none)["replicated"],
            "total": fields,
        }
        for topic in COVERED_TOPICS
    ]
