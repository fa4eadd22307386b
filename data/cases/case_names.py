"""Names that reasons speak of: talks, suggestions and people, looked up by their numbers in one query."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from core.follow_up_state import SUGGESTIONS
from data.query import Row

Fetch = Callable[..., list[Row]]
NO_TALK: Row = {"contact_id": None, "stage": None, "scheduled_day": None, "fact_on": None}


class CaseNames(NamedTuple):
    """Talks and suggestions by number, and the names of people."""

    talks: Mapping[int, Row]
    leads: Mapping[int, Row]
    people: Mapping[int | None, str]

    def whom(self, follow_up: Row) -> str:
        """To whom a follow-up belongs: its contact, else its talk's."""
        talk = self.talks.get(follow_up["interview_id"] or 0, NO_TALK)
        return self.people.get(follow_up["contact_id"] or talk["contact_id"], "")


def case_names(
    fetch: Fetch,
    whose: Mapping[str, Any],
    latest: Iterable[int | None],
    soon: Mapping[int, Sequence[Row]],
    rows: Sequence[Row],
) -> CaseNames:
    """The names that the latest talks of some clients, the close talks and the late follow-ups speak of."""
    wanted = {
        "talks": {*latest, *(r["interview_id"] for r in rows if r["contact_id"] is None or r["kind"] == "write_notes")},
        "leads": {row["because_of"] for row in rows if row["kind"] in SUGGESTIONS},
        "contacts": {*(r["contact_id"] for r in rows), *(t["contact_id"] for talks in soon.values() for t in talks)},
    }
    lists = {name: sorted(number for number in numbers if number) for name, numbers in wanted.items()}
    found = fetch("today_named", **lists, **whose) if any(lists.values()) else []
    return CaseNames(
        {row["interview_id"]: row for row in found if row["interview_id"]},
        {row["lead_id"]: row for row in found if row["lead_id"]},
        {row["contact_id"]: row["name"] for row in found if row["name"] and not row["interview_id"]},
    )
