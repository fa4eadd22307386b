"""Late follow-ups of a caseload, merged by client and kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from core.case import Waiting
from core.clock import Clock
from core.follow_up_state import SUGGESTIONS, FollowUpFacts, state_of
from data.cases.case_names import NO_TALK, CaseNames, Fetch
from data.query import Row


def late_rows(fetch: Fetch, clock: Clock, whose: Mapping[str, Any]) -> list[Row]:
    """The late follow-ups of a caseload, and the thank-yous that went out within their day of late."""
    return fetch(
        "today_waiting",
        as_of=clock.as_of,
        missed_from=clock.missed_from,
        late_before=clock.late_before,
        praised_from=clock.praised_from,
        thank_you_days=clock.policy.thank_you_days,
        **whose,
    )


def waiting_by_client(clock: Clock, rows: Sequence[Row], named: CaseNames) -> dict[int, list[Waiting]]:
    """The late rows merged by client and kind, less those that their talk, or what was given, says are over."""
    by_kind: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        if state_of(_facts(row, named), clock.as_of, clock.missed_from).over_on is None:
            by_kind[row["client_id"], row["kind"]].append(row)
    found: dict[int, list[Waiting]] = defaultdict(list)
    # In one order whatever the engine's was, so that a client is known alike alone and among all.
    for (client, kind), late in sorted(by_kind.items(), key=itemgetter(0)):
        oldest = min(late, key=lambda row: (row["due_on"], row["follow_up_id"]))
        gift = named.leads.get(oldest["because_of"] or 0, {}).get("kind") if kind in SUGGESTIONS else None
        found[client].append(
            Waiting(
                kind,
                len(late),
                oldest["due_on"],
                oldest["opens_on"],
                named.whom(oldest),
                gift or "",
                oldest["open"],
                oldest["due_sum"],
            )
        )
    return dict(found)


def _facts(row: Row, named: CaseNames) -> FollowUpFacts:
    talk = named.talks.get(row["interview_id"] or 0, NO_TALK)
    given = named.leads.get(row["because_of"] or 0, NO_TALK)
    days = row["due_on"], row["opens_on"], row["done_on"]
    return FollowUpFacts(row["kind"], *days, notes_on=talk["fact_on"], settled_on=given["fact_on"])


def when_done(row: Row) -> tuple[date, int]:
    """The place of a thank-you in time."""
    return row["done_on"] or date.min, row["follow_up_id"]
