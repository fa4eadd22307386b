"""The table of a caseload, a row for each client: the reason in words, the four figures, twelve weeks of steps."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from core.figures import KEPT_FIGURES
from core.reasons import SEVERAL
from core.today import Today
from core.viewer import Viewer
from data.store import Reader

AT_MOST = 200
# More than these are never near the top of a table of 200.
_RANKED = 5_000


class TableRow(NamedTuple):
    """What the table shows of one person: figures, and the steps in each of twelve weeks."""

    interviews_held: int
    topics_answered: int
    topics_total: int
    promises_late: int
    oldest_promise_days: int | None
    contacts: int
    contacts_new: int
    contacts_new_imported: int
    weeks: tuple[int, ...]


_PLACES = [KEPT_FIGURES.index(name) for name in TableRow._fields if name in KEPT_FIGURES]


def table_row(figures: Sequence[Any], steps: Sequence[int]) -> TableRow:
    """The row of somebody, of the `KEPT_FIGURES` and the steps in each of twelve weeks."""
    return TableRow._make([*(figures[place] for place in _PLACES), tuple(steps)])


def reasons_by_client(today: Today) -> dict[int, str]:
    """Why each deserves a look, in the order of *Today*; then who is quiet for long, as its row about several says."""
    quiet = [client for row in today.of(SEVERAL) if row.code == "PAC204" for client, _, _ in row.clients]
    listed = {row.client_id: row.reason for row in today.listed if row.client_id is not None}
    return listed | dict.fromkeys(quiet, "Quiet for long")


def caseload_table(
    reader: Reader,
    viewer: Viewer,
    people: Mapping[int, TableRow],
    reasons: Mapping[int, str],
    search: str | None,
    filters: Mapping[str, Any],
) -> tuple[list[dict[str, Any]], int]:
    """At most 200 people, those with a reason first and in its order, and how many there are in all.

    `people` holds everybody of the caseload; `reasons` maps clients to words, in the order of *Today*. Each row has
    `client_id`, `name`, `why`, `goal` (the aim of their own, None without one), and what `Shown` has.
    """
    listed = list(reasons)[:_RANKED]
    found = reader.rows("everyone", viewer, listed=listed, search=search, most=AT_MOST, **filters)
    rows = [
        {
            "client_id": row["client_id"],
            "name": row["name"],
            "why": reasons.get(row["client_id"], "On the way"),
            "goal": row["goal_interviews"],
            **people[row["client_id"]]._asdict(),
        }
        for row in found
        # Whoever came a moment ago is there the next time.
        if row["client_id"] in people
    ]
    return rows, found[0]["in_all"] if found else 0
