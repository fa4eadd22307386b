"""Talks that are close, with what is recorded of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from core.case import SoonTalk
from core.clock import Clock
from core.moments import hour_of
from data.cases.case_names import CaseNames, Fetch
from data.query import Row


def soon_talks(
    fetch: Fetch, clock: Clock, soon: Mapping[int, Sequence[Row]], named: CaseNames
) -> dict[int, list[SoonTalk]]:
    """The rows of talks that are close, by client, with their questions and whether they were confirmed."""
    if not soon:
        return {}
    doubtful = [client for client, rows in soon.items() if not all(row["confirmed"] for row in rows)]
    recorded = fetch("today_confirmations", as_of=clock.as_of, clients=doubtful) if doubtful else []
    confirming = {row["client_id"] for row in recorded}
    confirmed = {row["interview_id"] for row in recorded if row["confirmed"]}
    return {
        client: [
            SoonTalk(
                row["interview_id"],
                row["key"],
                named.people.get(row["contact_id"], "somebody"),
                row["scheduled_day"],
                _hour(row["scheduled_us"], clock),
                row["scheduled_on"],
                row["confirmed"] or row["interview_id"] in confirmed,
                row["questions"],
                confirms=row["confirmed"] or row["is_ours"] or client in confirming,
                plans=row["is_ours"] or row["notes_questions"],
            )
            for row in rows
        ]
        for client, rows in soon.items()
    }


def _hour(microseconds: int | None, clock: Clock) -> datetime | None:
    """The moment in the office's zone; None for a day without an hour."""
    if microseconds is None:
        return None
    moment = (datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)).astimezone(clock.zone)
    return None if hour_of(moment) is None else moment
