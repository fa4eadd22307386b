"""A client's records as the facts that follow-ups follow from."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from core.client_facts import ContactFacts, DecisionFacts, Facts, FollowUpRow, LeadFacts, TalkFacts
from core.vocabulary import ENDS
from data.query import Row
from data.tables import STORED

Records = dict[str, dict[int, Row]]
_NAMES = {
    kind: tuple(part.name for part in fields(kind))
    for kind in (TalkFacts, ContactFacts, LeadFacts, DecisionFacts, FollowUpRow)
}
# The tables whose records are such facts.
TABLES = ("interviews", "contacts", "leads", "decisions", "follow_ups")
T = TypeVar("T", TalkFacts, ContactFacts, LeadFacts, DecisionFacts, FollowUpRow)


def by_table(rows: Iterable[Row]) -> Records:
    """The rows of a query for facts, by table and number."""
    found: Records = {table: {} for table in TABLES}
    for row in rows:
        found[row["record"]][row[STORED[row["record"]].number]] = row
    return found


def facts_of(records: Mapping[str, Mapping[int, Row]]) -> Facts:
    """One client's facts, of rows by table and number, named as in the store."""
    return Facts(
        [_talk(row) for row in records["interviews"].values()],
        [_picked(ContactFacts, row) for row in records["contacts"].values()],
        [_picked(LeadFacts, row) for row in records["leads"].values()],
        [_picked(DecisionFacts, row) for row in records["decisions"].values()],
        [_picked(FollowUpRow, row) for row in records["follow_ups"].values()],
    )


def _talk(row: Mapping[str, Any]) -> TalkFacts:
    yes_or_no = {name: bool(row.get(name)) for name in ("resume_requested", "asked_for_job")}
    return _picked(TalkFacts, {**row, **yes_or_no, "ended": row.get("stage") in ENDS})


def _picked(kind: type[T], row: Mapping[str, Any]) -> T:
    values: list[Any] = [row.get(name) for name in _NAMES[kind]]
    return kind(*values)
