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
    of_field: str | None = None,
    status: Whose = "active",
) -> Mapping[str, Any]:
    """The clients who are meant, by the store's numbers; a field is told by its name, in any case.

    With `field` those who explore it are meant, with all that is theirs. With `of_field` the same clients are, and only
    what belongs to that field is counted: what figures and lists show. A client's case and what is kept of a client are
    always whole.
    """
    return {
        "client_id": client, "counselor_id": counselor, "cohort_id": cohort, "field": field, "of_field": of_field,
        "status": status,
    }  # fmt: skip


def counted_of(whose: Mapping[str, Any]) -> dict[str, Any]:
    """The same clients, with only what belongs to their field counted, where `whose` names one."""
    return {name: value for name, value in whose.items() if name != "field"} | {"of_field": whose.get("field")}


def first_week(as_of: date, weeks: int) -> date:
    """The Monday with which the last so many ISO weeks begin, the running one included."""
    return monday(as_of) - timedelta(weeks=weeks - 1)
