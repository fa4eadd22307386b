"""The pass over a caseload: each client's snapshot is looked at once, for the list, the table and the figures."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from core.clock import Clock
from core.figures import summed
from core.today import Ordering, Today
from core.viewer import Viewer
from data.cache.snapshot import ClientSnapshot
from data.caseload_table import TableRow, table_row
from data.contradictions import Contradiction, of_field, people_in
from data.figures import by_client, figures_table
from data.query import Reader, Row
from data.selection import counted_of
from data.today import unassigned
from data.trends import activity


class CaseloadOverview(NamedTuple):
    """A caseload as *Today* shows it: the list, each client's row of the table by number, the figures summed."""

    today: Today
    people: Mapping[int, TableRow]
    together: Row


def caseload_overview(
    reader: Reader, viewer: Viewer, clock: Clock, snapshots: Iterable[tuple[int, ClientSnapshot]], **whose: Any
) -> CaseloadOverview:
    """The overview of a caseload from the snapshots of its clients, which are looked at one by one and let go.

    `whose` is any of client, counselor, cohort, field, status, as in `data.selection`; the snapshots are of these. With
    a field, who is on the list and why is of the whole client, as it is kept; figures, table and what there is to mend
    are of that field, and asked anew.
    """
    field = whose.get("field")
    ordering = Ordering(clock)
    people: dict[int, TableRow] = {}
    figures: list[tuple[Any, ...]] = []
    wrong: list[Contradiction] = []
    for client, snapshot in snapshots:
        ordering.add(snapshot.case)
        if field is None:
            people[client] = table_row(snapshot.figures, snapshot.steps)
            figures.append(snapshot.figures)
        wrong += snapshot.contradictions
    if field is not None:
        people, figures = _of_field(reader, viewer, clock, whose)
        wrong = of_field(reader, viewer, wrong, **whose).found
    listed = ordering.in_order(unassigned(reader, viewer, **whose), people_in(wrong))
    return CaseloadOverview(listed, people, summed(figures))


def _of_field(
    reader: Reader, viewer: Viewer, clock: Clock, whose: Mapping[str, Any]
) -> tuple[dict[int, TableRow], list[tuple[Any, ...]]]:
    """The row of the table and the figures of each client, of what belongs to the field alone."""
    as_of = clock.as_of
    figures = by_client(figures_table(reader, viewer, as_of, policy=clock.policy, **counted_of(whose)))
    weeks = activity(reader, viewer, as_of, list(figures), of_field=whose["field"]).to_pylist()
    steps = {row["client_id"]: row["steps"] for row in weeks}
    people = {client: table_row(row, steps.get(client, ())) for client, row in figures.items()}
    return people, list(figures.values())
