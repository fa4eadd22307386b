"""The selection of clients and weeks that a query is about: the parameters of every query built on *caseload*."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.calendar import monday
from core.figures import Whose


def selection(
    *,
    client: int | None = None,
    counselor: int | None = None,
    cohort: int | None = None,
    field: str | None = None,
    status: Whose = "active",
) -> Mapping[str, Any]:
    """The clients who are meant, by the store's numbers; `field` is a field's name, in any case."""
    return {"client_id": client, "counselor_id": counselor, "cohort_id": cohort, "field": field, "status": status}


def first_week(as_of: date, weeks: int) -> date:
    """The Monday with which the last so many ISO weeks begin, the running one included."""
    return monday(as_of) - timedelta(weeks=weeks - 1)
