"""The table of a caseload, a row for each client: the reason in words, the four figures, twelve weeks of steps."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from core.figures import KEPT_FIGURES
from core.reasons import SEVERAL
from core.today import Today
from core.viewer import Viewer
from data.store import Reader

Direction = Literal["ascending", "descending"]
# The orders beside that of *Today*: a column, and which end comes first; alike ones stay in the order of *Today*.
ORDERS: Mapping[str, tuple[str, Direction]] = {
    "name": ("key", "ascending"),
    "most_talks": ("interviews_held", "descending"),
    "fewest_talks": ("interviews_held", "ascending"),
    "most_topics": ("topics_answered", "descending"),
    "fewest_topics": ("topics_answered", "ascending"),
    "longest_waiting": ("oldest_promise_days", "descending"),
    "most_late": ("promises_late", "descending"),
    "most_people": ("contacts", "descending"),
    "fewest_people": ("contacts", "ascending"),
    "most_added": ("added", "descending"),
    "most_steps": ("steps", "descending"),
    "fewest_steps": ("steps", "ascending"),
}


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
    filters: Mapping[str, Any],
) -> pa.Table:
    """Everybody of a caseload, those with a reason first and in its order, the others by name.

    `people` holds everybody of the caseload; `reasons` maps clients to words, in the order of *Today*. Each row has
    `client_id`, `name`, `why`, `goal` (the aim of their own, None without one), what `TableRow` has, and what the
    orders go by: `key` of the name, people `added` without those whom a file brought in, `steps` in all weeks.
    """
    found = reader.table("everyone", viewer, **filters)
    # Whoever came a moment ago is there the next time.
    found = found.filter(pc.is_in(found["client_id"], value_set=pa.array(people, pa.int64())))
    place = pc.index_in(found["client_id"], value_set=pa.array(reasons, pa.int64()))
    found = found.take(pc.sort_indices(pa.table({"place": place}), sort_keys=[("place", "ascending")]))
    clients = found["client_id"].to_pylist()
    rows = [people[client] for client in clients]
    columns = dict(
        zip(TableRow._fields, zip(*rows, strict=True) if rows else ((),) * len(TableRow._fields), strict=True)
    )
    counts = {name: pa.array(column, _TYPES.get(name, pa.int32())) for name, column in columns.items()}
    return pa.table(
        {
            "client_id": found["client_id"],
            "name": found["name"],
            "why": pa.array([reasons.get(client, "On the way") for client in clients], pa.string()),
            "goal": found["goal_interviews"],
            **counts,
            "key": pc.utf8_lower(found["name"]),
            "added": pc.subtract(counts["contacts_new"], counts["contacts_new_imported"]),
            "steps": pa.array([sum(row.weeks) for row in rows], pa.int32()),
        }
    )


_TYPES = {"weeks": pa.list_(pa.int32())}


def arranged(table: pa.Table, search: str | None, order: str | None) -> pa.Array:
    """The places of those whose name holds a text, in one of the `ORDERS`, else in that of *Today*: all of them."""
    shown = pa.array(range(table.num_rows), pa.int64())
    if search:
        shown = shown.filter(pc.match_substring(table["name"], search, ignore_case=True).combine_chunks())
    if order is not None and order in ORDERS:
        column, direction = ORDERS[order]
        keys = pa.table({"key": table[column].take(shown)})
        shown = shown.take(pc.sort_indices(keys, sort_keys=[("key", direction)]))
    return shown
