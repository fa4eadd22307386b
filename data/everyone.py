"""Everybody of a caseload in a table: the reason in words, the four figures, twelve weeks."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from core.policy import Policy
from core.viewer import Viewer
from data.store import Answers

AT_MOST = 200
# More than these are never near the top of a table of 200.
_RANKED = 5_000
_FIGURES = (
    "client_id", "interviews_held", "goal_interviews", "topics_answered", "topics_total", "follow_ups_overdue",
    "oldest_overdue_days", "contacts", "contacts_new",
)  # fmt: skip


def everyone(
    asker: Answers,
    viewer: Viewer,
    policy: Policy,
    figures: pa.Table,
    reasons: Mapping[int, str],
    steps: Mapping[int, Sequence[int]],
    search: str | None,
    filters: Mapping[str, Any],
) -> tuple[list[dict[str, Any]], int]:
    """At most 200 people, those with a reason first and in its order, and how many there are in all.

    `figures` is the table of `caseload_figures`; `reasons` maps clients to words, in the order of *Today*; `steps` to
    those of twelve weeks.
    """
    listed = list(reasons)[:_RANKED]
    found = asker.ask("everyone", viewer, listed=listed, search=search, most=AT_MOST, **filters)
    clients = [row["client_id"] for row in found]
    known = {row["client_id"]: row for row in _figures_of(figures, clients)}
    rows = [
        known.get(row["client_id"], {})
        | {
            "client_id": row["client_id"],
            "name": row["name"],
            "why": reasons.get(row["client_id"], "On the way"),
            "goal": policy.goal(known.get(row["client_id"], {}).get("goal_interviews")),
            "weeks": steps.get(row["client_id"], ()),
        }
        for row in found
    ]
    return rows, found[0]["in_all"] if found else 0


def _figures_of(figures: pa.Table, clients: Sequence[int]) -> list[dict[str, Any]]:
    wanted = figures.filter(pc.is_in(figures["client_id"], pa.array(clients, pa.int64())))
    return list(wanted.select([name for name in _FIGURES if name in wanted.column_names]).to_pylist())
