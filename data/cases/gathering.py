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
from data.cases.case_names import NO_TALK, CaseNames, case_names
from data.cases.figure_rows import FigureRow, days_of_the_aim, latest, may_be_halted
from data.cases.late_follow_ups import late_rows, waiting_by_client, when_done
from data.cases.soon_talks import soon_talks
from data.cases.spoken_words import SILENT, Spoken, spoken
from data.figures import figures_table
from data.query import Reader, Row
from data.selection import selection


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

    columns = (figures[name].to_pylist() for name in FigureRow._fields)
    clients = [FigureRow(*values) for values in zip(*columns, strict=True)]
    soon = _by_client(fetch("today_talks", as_of=clock.as_of, soon_until=clock.soon_until, **whose))
    rows = late_rows(fetch, clock, whose)
    halted = [client for client in clients if thorough or may_be_halted(client, client.client_id in soon, clock)]
    named = case_names(fetch, whose, [client.latest_talk for client in halted], soon, rows)
    said = spoken(fetch, clock, whose)
    gathered = _Gathered(
        clock,
        named,
        said,
        days_of_the_aim(fetch, clock, clients, said, thorough=thorough),
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


def _case(client: FigureRow, all_: _Gathered) -> Case:
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
        agreed_on=latest(client.last_scheduled_on, said.planned_on),
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


def _talk_of_latest_step(client: FigureRow, named: CaseNames) -> Row:
    """The talk that the latest step was about; NO_TALK where somebody was only found, or read up on."""
    is_talk = client.stage not in {None, "identified", "researched"}
    return named.talks.get(client.latest_talk or 0, NO_TALK) if is_talk else NO_TALK


def _by_client(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["client_id"]].append(row)
    return dict(found)
