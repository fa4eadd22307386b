"""The state of a follow-up is the same in SQL and in Python, for every follow-up and every day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.follow_up_state import FollowUpFacts, state_of
from core.policy import Policy
from core.viewer import LOCAL
from core.vocabulary import FOLLOW_UP_KINDS, STAGES
from data.client_story import story
from data.query import Row, scoped
from data.selection import selection
from tests.offices import Office, make_office, refill
from tests.profiles import examples

ZONE = ZoneInfo("Europe/Berlin")
D = date(2026, 11, 22)
# The last and the first day inside and outside of every span that a state knows, and whatever lies between.
OFFSETS = st.sampled_from([-60, -30, -29, -28, -27, -26, -2, -1, 0, 1, 2]) | st.integers(-40, 10)
DAYS = OFFSETS.map(lambda days: D + timedelta(days=days))
MAYBE = st.none() | DAYS
# The two parts of the definition in SQL, which other queries build on.
OWN_STATES, LISTED = (
    scoped(name, f"-- Builds on: {name}.\nSELECT * FROM {name}") for name in ("follow_up_states", "follow_ups_open")
)


@st.composite
def talks(draw: Any) -> Row:
    moment = draw(MAYBE)
    days = {name: draw(MAYBE) for name in ("confirmed_on", "held_on", "closed_on", "notes_on")}
    at = datetime(moment.year, moment.month, moment.day, 15, tzinfo=ZONE) if moment else None
    return {"stage": draw(st.sampled_from([None, *STAGES])), "scheduled_for": at, **days}


@st.composite
def follow_ups(draw: Any, interviews: int, leads: int) -> Row:
    kind = draw(st.sampled_from(FOLLOW_UP_KINDS))
    row = {"kind": kind, "due_on": draw(DAYS), "opens_on": draw(MAYBE), "done_on": draw(MAYBE)}
    if interviews and draw(st.booleans()):
        row["interview_id"] = f"i{draw(st.integers(0, interviews - 1))}"
    if leads and kind in {"lead", "resource"} and draw(st.booleans()):
        row["because_of"] = f"l{draw(st.integers(0, leads - 1))}"
    return row


@st.composite
def bundles(draw: Any) -> dict[str, list[Row]]:
    found = draw(st.lists(talks(), max_size=3))
    given_things = draw(st.lists(st.fixed_dictionaries({"done_on": MAYBE, "dropped_on": MAYBE}), max_size=2))
    owed = draw(st.lists(follow_ups(len(found), len(given_things)), min_size=1, max_size=12))
    of = {"client_id": "amara"}
    return {
        "clients": [{**of, "name": "Amara", "started_on": D - timedelta(days=200)}],
        "contacts": [{**of, "contact_id": "ines", "name": "Ines", "added_on": D - timedelta(days=100)}],
        "interviews": [{**of, "interview_id": f"i{n}", "contact_id": "ines", **row} for n, row in enumerate(found)],
        "leads": [
            {**of, "lead_id": f"l{n}", "contact_id": "ines", "kind": "person", "name": "Ben", **row}
            for n, row in enumerate(given_things)
        ],
        "follow_ups": [{**of, "follow_up_id": f"f{n}", **row} for n, row in zip(count(), owed, strict=False)],
    }


def facts(row: Row, bundle: dict[str, list[Row]]) -> FollowUpFacts:
    """What decides the state of a row of the bundle, found in the bundle alone."""
    talk = next((t for t in bundle["interviews"] if t["interview_id"] == row.get("interview_id")), {})
    lead = next((each for each in bundle["leads"] if each["lead_id"] == row.get("because_of")), {})
    moment = talk.get("scheduled_for")
    settled = [day for day in (lead.get("done_on"), lead.get("dropped_on")) if day]
    of_talk: Row = {name: talk.get(name) for name in ("stage", "confirmed_on", "held_on", "closed_on", "notes_on")}
    own: Row = {name: row[name] for name in ("kind", "due_on", "opens_on", "done_on")}
    return FollowUpFacts(
        **own, **of_talk, scheduled_day=moment.date() if moment else None, settled_on=min(settled, default=None)
    )


def stored_states(office: Office, as_of: date, missed_from: date) -> dict[int, Row]:
    """Each follow-up as SQL has it: its own state, and where it is open what stands in the list of open ones."""
    whose = selection(status="all")
    own = office.store.rows(OWN_STATES, LOCAL, as_of=as_of, **whose)
    listed = office.store.rows(LISTED, LOCAL, as_of=as_of, missed_from=missed_from, kind=None, search=None, **whose)
    open_ones = {row["follow_up_id"]: row for row in listed}
    return {row["follow_up_id"]: {**row, "listed": open_ones.get(row["follow_up_id"])} for row in own}


def told(state: Any) -> tuple[Any, ...]:
    """A state of Python's, in the terms of SQL."""
    is_open = state.state in {"open", "late"}
    assert (state.state == "late") == bool(state.days_late)
    is_late = state.state == "late"
    listed = (state.hello, is_late, state.over_on, state.next_time) if is_open else None
    return state.state == "done", is_open, state.hello, is_late, listed


def told_by_sql(row: Row) -> tuple[Any, ...]:
    """The same of a row."""
    names = ("hello", "is_late", "over_on", "next_time")
    listed = tuple(row["listed"][name] for name in names) if row["listed"] else None
    return row["is_done"], row["is_open"], row["hello"], row["is_late"], listed


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("states") / "office.duckdb"
    made = make_office(path, {"settings": [{"name": "time_zone", "value": ZONE.key}]})
    yield made
    made.store.close()


@examples(30)
@given(bundle=bundles())
def test_sql_and_python_say_the_same_of_every_follow_up(office: Office, bundle: dict[str, list[Row]]) -> None:
    refill(office, bundle)
    client = office.number("clients", "amara")
    for day in (D, D - timedelta(days=1), D - timedelta(days=29)):
        missed_from = day - timedelta(days=Policy().look_back_days)
        stored = stored_states(office, day, missed_from)
        of_story = {row["follow_up_id"]: row for row in story(office.store, LOCAL, client, day, ZONE).owed}
        for row in bundle["follow_ups"]:
            number = office.number("follow_ups", row["follow_up_id"])
            state = state_of(facts(row, bundle), day, missed_from)
            assert told_by_sql(stored[number]) == told(state), (row, day)
            assert {name: of_story[number][name] for name in state._fields} == state._asdict()
