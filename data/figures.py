"""The four figures: of each client, from SQL only, and of each counselor, cohort or the office, summed from these."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from core.figures import BESIDE, CLIENT_FIGURES, GROUP_FIGURES, KEPT_FIGURES, UNNAMED, GroupedBy, Whose, summed
from core.policy import Policy
from core.viewer import Viewer
from data.query import Reader, Row
from data.selection import selection


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
    """The figures of each client as of the end of a day, as `digwell figures` prints them (docs/records.md).

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
    (PAC201), and what cases are made of. `whose` is any of client, counselor, cohort, field, of_field, status,
    as in `data.selection`.
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
    """The figures of each counselor, each cohort or the office, as `digwell figures --by` prints them.

    One dictionary a group, its keys `core.figures.GROUP_FIGURES` in that order, sorted by the bundle's id as text, the
    clients without a counselor or cohort last (`group_id` None). Who sees the whole office gets a row of zeros for a
    counselor or cohort without clients, unless a filter of the other kind is set. `clients_stuck` is PAC201's count.
    `beside` adds the counts of `core.figures.BESIDE`. A page sums a caseload with `core.figures.summed` too.
    """
    figures = figures_table(reader, viewer, as_of, policy=policy, counselor=counselor, cohort=cohort, status=status)
    clients = _by_group(figures, by)
    groups = _groups(reader, viewer, by, counselor, cohort)
    if by == "office" or None in clients:
        groups[None] = (None, UNNAMED[by], True)
    names = (*GROUP_FIGURES, *(BESIDE if beside else ()))
    rows = [
        {"group_id": group_id, "group_name": name, **summed(clients.get(number, ()))}
        for number, (group_id, name, has_a_row) in groups.items()
        if has_a_row or number in clients
    ]
    printed = [{name: row[name] for name in names} for row in rows]
    return sorted(printed, key=lambda row: (row["group_id"] is None, row["group_id"]))


def _by_group(figures: pa.Table, by: GroupedBy) -> dict[int | None, list[tuple[Any, ...]]]:
    """`KEPT_FIGURES` of the clients of each group, by the group's number; the office's number is None."""
    groups = [None] * figures.num_rows if by == "office" else figures[f"{by}_id"].to_pylist()
    found: dict[int | None, list[tuple[Any, ...]]] = {}
    for group, client in zip(groups, by_client(figures).values(), strict=True):
        found.setdefault(group, []).append(client)
    return found


def _groups(
    reader: Reader, viewer: Viewer, by: GroupedBy, counselor: int | None, cohort: int | None
) -> dict[int | None, tuple[str | None, str, bool]]:
    """Id, name, and whether it has a row also without clients, of each counselor or cohort by its number."""
    rows = reader.rows("figure_groups", viewer, by=by, counselor_id=counselor, cohort_id=cohort)
    sees_all = viewer.role in {"local", "lead"}
    return {row["group_number"]: (row["group_id"], row["group_name"], row["is_in_filter"] and sees_all) for row in rows}


def office_policy(reader: Reader, viewer: Viewer) -> Policy:
    """The office's own numbers, as its settings have them."""
    return Policy.from_settings({row["name"]: row["value"] for row in reader.rows("settings", viewer)})[0]


def _asked(reader: Reader, viewer: Viewer, as_of: date, policy: Policy | None, **whose: Any) -> Row:
    policy = policy or office_policy(reader, viewer)
    return {
        "as_of": as_of,
        "goal_interviews": policy.goal_interviews,
        "halted_after_days": policy.halted_after_days,
        "missed_from": policy.missed_from(as_of),
        **selection(**whose),
    }
