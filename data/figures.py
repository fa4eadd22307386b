"""The four figures, from SQL only: of each client, of each group of clients, and of the clients on a page together."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

import pyarrow as pa

from core.figures import BESIDE, CLIENT_FIGURES, COUNTS, GROUP_FIGURES, KEPT_FIGURES, UNNAMED, GroupedBy, Whose
from core.policy import Policy
from core.viewer import Viewer
from data.query import Row
from data.selection import first_week, selection
from data.store import Reader

__all__ = [
    "CaseloadFigures", "by_client", "caseload_figures", "client_figures", "figures_table", "group_figures",
    "office_policy", "printed", "selection",
]  # fmt: skip


def client_figures(
    reader: Reader,
    viewer: Viewer,
    as_of: date,
    *,
    client: int | None = None,
    counselor: int | None = None,
    cohort: int | None = None,
    status: Whose = "active",
    policy: Policy | None = None,
    beside: bool = False,
) -> list[Row]:
    """The figures of each client as of the end of a day, as `digwell figures` prints them (DESIGN §4).

    One dictionary a client, its keys `core.figures.CLIENT_FIGURES` in that order, sorted by the bundle's id as text.
    `client`, `counselor` and `cohort` are the store's numbers; one client has a row whatever the status. Without a
    `policy` the office's settings are read. A client who is not there, or not for this viewer, has no row. `beside`
    adds the counts of `core.figures.BESIDE`.
    """
    whose: Row = {"client": client, "counselor": counselor, "cohort": cohort, "status": status}
    return printed(
        figures_table(reader, viewer, as_of, policy=policy, **whose), (*CLIENT_FIGURES, *(BESIDE if beside else ()))
    )


def figures_table(
    reader: Reader, viewer: Viewer, as_of: date, *, policy: Policy | None = None, **whose: Any
) -> pa.Table:
    """The figures of each client with everything that stands beside them, in no order.

    `client_id` (the store's number), `printed_id`, `name`, `status`, `counselor_id`, `cohort_id`, the figures with the
    parts of their ratios, `BESIDE`, `last_step_on`, `last_held_on`, `ahead_on` (the next appointment), `is_halted`
    (PAC201), and what cases are made of. `whose` is any of client, counselor, cohort, field, status.
    """
    return reader.table("figures", viewer, **_asked(reader, viewer, as_of, policy, **whose))


def by_client(figures: pa.Table) -> dict[int, tuple[Any, ...]]:
    """`KEPT_FIGURES` of each client of a `figures_table`, by the store's number; the id is that of the bundle."""
    columns = [figures["printed_id" if name == "client_id" else name].to_pylist() for name in KEPT_FIGURES]
    return dict(zip(figures["client_id"].to_pylist(), zip(*columns, strict=True), strict=True))


def printed(figures: pa.Table, names: Sequence[str] = CLIENT_FIGURES) -> list[Row]:
    """The rows of a `figures_table` as `client_figures` has them."""
    rows = figures.select(["printed_id", *names]).to_pylist()
    named = [{name: row[name] for name in names} | {"client_id": row["printed_id"]} for row in rows]
    return sorted(named, key=lambda row: row["client_id"])


def group_figures(
    reader: Reader,
    viewer: Viewer,
    as_of: date,
    *,
    by: GroupedBy,
    counselor: int | None = None,
    cohort: int | None = None,
    status: Whose = "active",
    policy: Policy | None = None,
    beside: bool = False,
) -> list[Row]:
    """The figures of each counselor, each cohort or the office, as `digwell figures --by` prints them (DESIGN §4).

    One dictionary a group, its keys `core.figures.GROUP_FIGURES` in that order, sorted by the bundle's id as text, the
    clients without a counselor or cohort last (`group_id` None). Who sees the whole office gets a row of zeros for a
    counselor or cohort without clients, unless a filter of the other kind is set. `clients_stuck` is PAC201's count.
    `beside` adds the counts of `core.figures.BESIDE`.
    """
    asked = _asked(reader, viewer, as_of, policy, counselor=counselor, cohort=cohort, status=status)
    rows = reader.rows("figures_by", viewer, by=by, **asked)
    for row in rows:
        row["group_name"] = row["group_name"] or UNNAMED[by]
    names = (*GROUP_FIGURES, *(BESIDE if beside else ()))
    printed = [{name: row[name] for name in names} for row in map(_counted, rows)]
    return sorted(printed, key=lambda row: (row["group_id"] is None, row["group_id"]))


def _counted(row: Row) -> Row:
    """A group's row with zeros for what nobody is there to count."""
    return row | {name: 0 for name in ("clients", "clients_stuck", *COUNTS, *BESIDE) if row[name] is None}


class CaseloadFigures(NamedTuple):
    """What *Today* shows of a caseload in figures.

    `together` is what `group_figures` says of these clients, with the counts that stand beside. `weeks` are the rows of
    `data.trends.weekly`. `ages` tell of what is overdue `items`, their `kind` and for how many `days`; `overdue` the
    same by kind: `follow_ups` and `oldest_overdue_days`.
    """

    together: Row
    weeks: list[Row]
    overdue: list[Row]
    ages: list[Row]


def caseload_figures(
    reader: Reader, viewer: Viewer, as_of: date, together: Row, *, weeks: int = 26, **whose: Any
) -> CaseloadFigures:
    """The figures of a caseload week by week, and what is waiting, beside those that `core.figures.together` found.

    `whose` is any of client, counselor, cohort, field, status.
    """
    first = first_week(as_of, weeks)
    found = reader.rows("caseload_weeks", viewer, as_of=as_of, first_week=first, **selection(**whose))
    ages = [{name: row[name] for name in ("kind", "days", "items")} for row in found if row["part"] == "age"]
    return CaseloadFigures(
        together,
        [{name: row[name] for name in _WEEKLY} for row in found if row["part"] == "week"],
        [_overdue(kind, list(rows)) for kind, rows in groupby(ages, key=itemgetter("kind"))],
        ages,
    )


def _overdue(kind: str, ages: Sequence[Row]) -> Row:
    count = sum(row["items"] for row in ages)
    return {"kind": kind, "follow_ups": count, "oldest_overdue_days": max(row["days"] for row in ages)}


_WEEKLY = (
    "week", "talks", "requests", "replies", "added", "added_by_hand", "imported", "referred", "people",
    "people_referred", "overdue", "hellos", "topics_answered", "topics_replicated",
)  # fmt: skip


def office_policy(reader: Reader, viewer: Viewer) -> Policy:
    """The office's own numbers, as its settings have them."""
    return Policy.from_settings({row["name"]: row["value"] for row in reader.rows("settings", viewer)})[0]


def _asked(reader: Reader, viewer: Viewer, as_of: date, policy: Policy | None, **whose: Any) -> Row:
    policy = policy or office_policy(reader, viewer)
    return {
        "as_of": as_of,
        "goal_interviews": policy.goal_interviews,
        "halted_after_days": policy.halted_after_days,
        **selection(**whose),
    }
