"""The pass over a caseload: each client's snapshot is looked at once, for the list, the table and the figures."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from core.clock import Clock
from core.figures import summed
from core.today import Ordering, Today
from core.viewer import Viewer
from data.cache.snapshot import ClientSnapshot
from data.caseload_table import TableRow, table_row
from data.contradictions import Contradiction, people_in
from data.query import Reader, Row
from data.today import unassigned


class CaseloadOverview(NamedTuple):
    """A caseload as *Today* shows it: the list, each client's row of the table by number, the figures summed."""

    today: Today
    people: Mapping[int, TableRow]
    together: Row


def caseload_overview(
    reader: Reader, viewer: Viewer, clock: Clock, snapshots: Iterable[tuple[int, ClientSnapshot]], **whose: Any
) -> CaseloadOverview:
    """The overview of a caseload from the snapshots of its clients, which are looked at one by one and let go.

    `whose` is any of client, counselor, cohort, field, status, as in `data.selection`; the snapshots are of these.
    """
    ordering = Ordering(clock)
    people: dict[int, TableRow] = {}
    figures: list[tuple[Any, ...]] = []
    wrong: list[Contradiction] = []
    for client, snapshot in snapshots:
        ordering.add(snapshot.case)
        people[client] = table_row(snapshot)
        figures.append(snapshot.figures)
        wrong += snapshot.contradictions
    listed = ordering.in_order(unassigned(reader, viewer, **whose), people_in(wrong))
    return CaseloadOverview(listed, people, summed(figures))
