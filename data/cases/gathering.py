"""Cases of a caseload: the facts of each client, gathered by few queries into what the rules look at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa

from core.case import Case, SoonTalk, Waiting
from core.clock import Clock
from core.viewer import Viewer
from core.vocabulary import ENDS
from data.cases.case_names import NO_TALK, CaseNames, Fetch, case_names
from data.cases.late_follow_ups import late_rows, waiting_by_client, when_done
from data.cases.soon_talks import soon_talks
from data.cases.spoken_words import SILENT, Spoken, spoken
from data.figures import figures_table
from data.query import Reader, Row
from data.selection import selection


class _Figures(NamedTuple):
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
        return max(self.last_step_on or date.min, self.started_on or date.min)


class CaseloadCases(NamedTuple):
    """A case for each client of a caseload, in no order, and the table of figures that they were made from."""

    cases: list[Case]
    figures: pa.Table


def caseload_cases(
    reader: Reader, viewer: Viewer, clock: Clock, *, thorough: bool = False, **whose: Any
) -> CaseloadCases:
    """The cases of a caseload as of the clock's day.

    `whose` is any of client, counselor, cohort, field, status, as in `data.selection`. Names, and the day of the aim,
    are looked up for those whom the list can show; `thorough`, for everybody.
    """
    figures = figures_table(reader, viewer, clock.as_of, policy=clock.policy, **whose)
    meant = selection(**whose)
    unassigned = {row["client_id"] for row in reader.rows("today_unassigned", viewer, **meant)}
    return CaseloadCases(_cases(reader, viewer, clock, figures, meant, unassigned, thorough=thorough), figures)


def _cases(
    reader: Reader,
    viewer: Viewer,
    clock: Clock,
    figures: pa.Table,
    whose: Mapping[str, Any],
    unassigned: Collection[int],
    *,
    thorough: bool,
) -> list[Case]:
    def fetch(name: str, **parameters: Any) -> list[Row]:
        return reader.rows(name, viewer, **parameters)

    columns = (figures[name].to_pylist() for name in _Figures._fields)
    clients = [_Figures(*values) for values in zip(*columns, strict=True)]
    soon = _by_client(fetch("today_talks", as_of=clock.as_of, soon_until=clock.soon_until, **whose))
    rows = late_rows(fetch, clock, whose)
    halted = [client for client in clients if thorough or _may_be_halted(client, client.client_id in soon, clock)]
    named = case_names(fetch, whose, [client.latest_talk for client in halted], soon, rows)
    said = spoken(fetch, clock, whose)
    gathered = _Gathered(
        clock,
        named,
        said,
        _reached(fetch, clock, clients, said, thorough=thorough),
        soon_talks(fetch, clock, soon, named),
        waiting_by_client(clock, [row for row in rows if not row["done_on"]], named),
        {row["client_id"]: row for row in sorted(rows, key=when_done) if row["done_on"]},
        unassigned,
    )
    return [_case(client, gathered) for client in clients]


class _Gathered(NamedTuple):
    """The rows of the queries beside the figures, by client."""

    clock: Clock
    named: CaseNames
    said: Mapping[int, Spoken]
    reached: Mapping[int, date]
    talks: Mapping[int, Sequence[SoonTalk]]
    waiting: Mapping[int, Sequence[Waiting]]
    thanked: Mapping[int, Row]
    unassigned: Collection[int]


def _case(client: _Figures, all_: _Gathered) -> Case:
    number = client.client_id
    said = all_.said.get(number, SILENT)
    step = _talk_of_latest_step(client, all_.named)
    thanks = all_.thanked.get(number)
    talks = all_.talks.get(number, ())
    return Case(
        client_id=number,
        key=client.printed_id,
        name=client.name,
        unassigned=number in all_.unassigned,
        started_on=client.started_on,
        needed_by=client.needed_by,
        goal=all_.clock.policy.goal(client.goal_interviews),
        held=client.interviews_held,
        requests=client.requests,
        contacts=client.contacts,
        sources=client.sources,
        last_step=client.last_step_on,
        stage=client.stage,
        with_whom=all_.named.people.get(step["contact_id"], ""),
        step_end=step["stage"] if step["stage"] in ENDS and client.stage != "held" else "",
        set_for=step["scheduled_day"],
        unanswered=client.unanswered,
        ahead=client.ahead_on is not None or any(talk.day == all_.clock.as_of for talk in talks),
        agreed_on=_latest(client.last_scheduled_on, said.planned_on),
        reached_on=all_.reached.get(number),
        last_word=said.last_word,
        meets_on=said.meets_on,
        last_aside=max((aside.on for aside in said.aside), default=None),
        requested_on=client.first_requested_on,
        talked_on=client.first_held_on,
        introduced_on=client.first_introduced_on,
        thanked_on=thanks["done_on"] if thanks else None,
        thanked=all_.named.whom(thanks) if thanks else "",
        talks=talks,
        waiting=all_.waiting.get(number, ()),
        words=said.words,
        aside=said.aside,
    )


def _talk_of_latest_step(client: _Figures, named: CaseNames) -> Row:
    """The talk that the latest step was about; NO_TALK where somebody was only found, or read up on."""
    is_talk = client.stage not in {None, "identified", "researched"}
    return named.talks.get(client.latest_talk or 0, NO_TALK) if is_talk else NO_TALK


def _by_client(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["client_id"]].append(row)
    return dict(found)


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)


# ── who may need what ────────────────────────────────────────────────────────────────────────────────────────────────


def _may_be_halted(client: _Figures, has_a_talk_soon: bool, clock: Clock) -> bool:
    below = client.interviews_held < clock.policy.goal(client.goal_interviews)
    free = client.ahead_on is None and not has_a_talk_soon
    return below and free and clock.quiet_before < client.quiet_since <= clock.halted_before


def _reached(
    fetch: Fetch, clock: Clock, clients: Iterable[_Figures], said: Mapping[int, Spoken], *, thorough: bool
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


def _may_be_done(client: _Figures, last: date, said: Mapping[int, Spoken], clock: Clock) -> bool:
    agreed = _latest(client.last_scheduled_on, said.get(client.client_id, SILENT).planned_on)
    return client.quiet_since > clock.quiet_before and (agreed is None or agreed < last)
