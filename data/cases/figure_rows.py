"""The rows of the query *figures* that cases are made of, and the day on which each client reached the aim."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from core.clock import Clock
from data.cases.case_names import Fetch
from data.cases.spoken_words import SILENT, Spoken


class FigureRow(NamedTuple):
    """A client's row of the query *figures*, as far as it is of use here."""

    client_id: int
    printed_id: str
    name: str
    started_on: date | None
    needed_by: date | None
    goal_interviews: int | None
    interviews_held: int
    requests: int
    contacts: int
    sources: int
    last_step_on: date | None
    stage: str | None
    unanswered: int
    ahead_on: date | None
    last_scheduled_on: date | None
    last_held_on: date | None
    first_requested_on: date | None
    first_held_on: date | None
    first_introduced_on: date | None
    latest_talk: int | None

    @property
    def quiet_since(self) -> date:
        """The later of the start and the latest step; the first day of all where there is neither."""
        return max(self.last_step_on or date.min, self.started_on or date.min)


def latest(*days: date | None) -> date | None:
    """The latest of the days there are; None where there is none."""
    return max((day for day in days if day), default=None)


def may_be_halted(client: FigureRow, has_a_talk_soon: bool, clock: Clock) -> bool:
    """Whether the rule about those who came to a halt can speak of a client, whose latest talk it then names."""
    below = client.interviews_held < clock.policy.goal(client.goal_interviews)
    free = client.ahead_on is None and not has_a_talk_soon
    return below and free and clock.quiet_before < client.quiet_since <= clock.halted_before


def days_of_the_aim(
    fetch: Fetch, clock: Clock, clients: Iterable[FigureRow], said: Mapping[int, Spoken], *, thorough: bool
) -> dict[int, date]:
    """The day of the aim for those at it; of those who agreed on something since their last talk only if `thorough`."""
    found: dict[int, date] = {}
    beyond: dict[int, int] = {}
    for client in clients:
        goal, last = clock.policy.goal(client.goal_interviews), client.last_held_on
        if not last or not goal or client.interviews_held < goal:
            continue
        if client.interviews_held == goal:
            found[client.client_id] = last
        elif thorough or last >= clock.praised_from or _may_be_done(client, last, said, clock):
            beyond[client.client_id] = goal
    if beyond:
        asked = {"clients": list(beyond), "goals": list(beyond.values())}
        found |= {row["client_id"]: row["reached_on"] for row in fetch("today_reached", as_of=clock.as_of, **asked)}
    return found


def _may_be_done(client: FigureRow, last: date, said: Mapping[int, Spoken], clock: Clock) -> bool:
    agreed = latest(client.last_scheduled_on, said.get(client.client_id, SILENT).planned_on)
    return client.quiet_since > clock.quiet_before and (agreed is None or agreed < last)
