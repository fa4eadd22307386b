"""Commands in any order: whatever is entered, done and undone, follow-ups are what the facts bring, each once."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.policy import Policy
from core.reconciliation import unanswered
from core.viewer import LOCAL
from data.commands import (
    appointments,
    contacts,
    corrections,
    decisions,
    follow_ups,
    interviews,
    leads,
    requests,
)
from data.commands.entry import Done, NotAccepted
from data.follow_up_facts import Records, by_table, facts_of
from data.store import Store
from data.undo import undo
from tests.commanded import tables
from tests.offices import make_office
from tests.profiles import examples

START = date(2026, 8, 28)  # so that three months later the month is shorter
Row = dict[str, Any]
which = st.integers(0, 10_000)
back = st.integers(0, 9)


class OneClient(RuleBasedStateMachine):
    """A client's months: days go by, things happen, are corrected and undone."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        rows: dict[str, list[Row]] = {
            "clients": [{"client_id": "c", "name": "Maya", "started_on": START}],
            "fields": [{"field_id": "f", "client_id": "c", "name": "Nursing"}],
        }
        office = make_office(self.folder / "office.duckdb", rows)
        self.store: Store = office.store
        self.client, self.field = office.number("clients", "c"), office.number("fields", "f")
        self.today = START
        self.last: tuple[int, dict[str, list[Row]]] | None = None

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    # ── what there is ──

    def rows(self, table: str, keep: Callable[[Row], bool] = lambda _: True) -> list[Row]:
        found = self.records()[table]
        return [row | {"#": number} for number, row in sorted(found.items()) if keep(row)]

    def records(self) -> Records:
        return by_table(self.store.rows("client_facts", LOCAL, client_id=self.client))

    def one(self, table: str, number: int, keep: Callable[[Row], bool] = lambda _: True) -> Row | None:
        found = self.rows(table, keep)
        return found[number % len(found)] if found else None

    def do(self, command: Callable[..., Done], *given: Any, **more: Any) -> None:
        before = tables(self.store)
        try:
            done = command(self.store, LOCAL, *given, **more)
        except NotAccepted:
            assert tables(self.store) == before
        else:
            self.last = done.audit_id, before

    # ── what happens ──

    @rule(days=st.integers(1, 70))
    def days_go_by(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(through=st.none() | which, ago=back)
    def a_person_is_added(self, through: int | None, ago: int) -> None:
        referrer = self.one("contacts", through) if through is not None else None
        self.do(contacts.add_person, self.client, "Somebody", on=self.today,
                added_on=self.today - timedelta(days=ago), referred_by=referrer and referrer["#"])  # fmt: skip

    @rule(who=which, ago=back, thanked=st.booleans(), resume=st.booleans(), job=st.booleans(), filed=st.booleans())
    def a_talk_is_logged(self, who: int, ago: int, thanked: bool, resume: bool, job: bool, filed: bool) -> None:
        person = self.one("contacts", who)
        held = self.today - timedelta(days=ago)
        self.do(interviews.log_talk, self.client, person["#"] if person else "Ines", on=self.today, held_on=held,
                thanked_on=self.today if thanked else None, field=self.field if filed else None,
                resume_requested=resume, asked_for_job=job)  # fmt: skip

    @rule(who=which)
    def somebody_is_asked(self, who: int) -> None:
        if person := self.one("contacts", who):
            self.do(requests.request_sent, person["#"], on=self.today)

    @rule(talk=which, ahead=st.integers(0, 20), what=st.sampled_from(["agreed", "moved", "confirmed", "called_off"]))
    def an_appointment_changes(self, talk: int, ahead: int, what: str) -> None:
        if found := self.one("interviews", talk, lambda row: row["held_on"] is None):
            when = [f"{self.today + timedelta(days=ahead)} 14:00"] if what in {"agreed", "moved"} else []
            self.do(getattr(appointments, what), found["#"], *when, on=self.today)

    @rule(talk=which, kind=st.sampled_from(["person", "book", "idea"]))
    def something_is_given(self, talk: int, kind: str) -> None:
        found = self.one("interviews", talk, lambda row: row["held_on"] is not None)
        self.do(leads.note_lead, self.client, kind, "Something", on=self.today, talk=found and found["#"])

    @rule(lead=which, drop=st.booleans())
    def a_lead_is_settled(self, lead: int, drop: bool) -> None:
        if found := self.one("leads", lead):
            self.do(leads.drop_lead if drop else leads.follow_lead, found["#"], on=self.today)

    @rule()
    def a_decision_is_made(self) -> None:
        self.do(decisions.decide, self.client, self.field, "keep_exploring", on=self.today)

    @rule(row=which, ago=back)
    def something_owed_is_done(self, row: int, ago: int) -> None:
        if found := self.one("follow_ups", row, lambda row: row["done_on"] is None):
            done_on = self.today - timedelta(days=ago)
            self.do(follow_ups.complete, found["#"], on=self.today, done_on=done_on)

    @rule(row=which, ahead=st.integers(0, 40))
    def something_owed_is_moved(self, row: int, ahead: int) -> None:
        if found := self.one("follow_ups", row, lambda row: row["done_on"] is None):
            self.do(follow_ups.move, found["#"], self.today + timedelta(days=ahead), on=self.today)

    @rule(row=which)
    def something_owed_is_set_aside(self, row: int) -> None:
        if found := self.one("follow_ups", row, lambda row: row["done_on"] is None):
            self.do(follow_ups.set_aside, found["#"], on=self.today)

    @rule(talk=which, ago=st.none() | back, column=st.sampled_from(["held_on", "notes_on", "scheduled_on",
                                                                  "confirmed_on"]))  # fmt: skip
    def a_talk_is_corrected(self, talk: int, ago: int | None, column: str) -> None:
        if found := self.one("interviews", talk):
            day = None if ago is None else self.today - timedelta(days=ago)
            self.do(corrections.correct, "interviews", found["#"], {column: day}, on=self.today)

    @rule(person=which, referrer=st.none() | which)
    def a_referrer_is_corrected(self, person: int, referrer: int | None) -> None:
        if found := self.one("contacts", person):
            by = self.one("contacts", referrer) if referrer is not None else None
            self.do(corrections.correct, "contacts", found["#"], {"referred_by": by and by["#"]}, on=self.today)

    @rule(row=which)
    def a_day_done_is_taken_back(self, row: int) -> None:
        if found := self.one("follow_ups", row, lambda row: row["done_on"] is not None):
            self.do(corrections.correct, "follow_ups", found["#"], {"done_on": None}, on=self.today)

    @precondition(lambda self: self.last is not None)
    @rule()
    def the_last_step_is_undone(self) -> None:
        assert self.last is not None
        audit, before = self.last
        undo(self.store, LOCAL, audit)
        assert tables(self.store) == before
        self.last = None

    # ── what always holds ──

    @invariant()
    def each_is_there_once(self) -> None:
        same = Counter(
            (row["kind"], row["contact_id"], row["interview_id"], row["because_of"]) for row in self.rows("follow_ups")
        )
        assert not [identity for identity, count in same.items() if count > 1]

    @invariant()
    def one_hello_to_a_person_is_open(self) -> None:
        hellos = self.rows("follow_ups", lambda row: row["kind"] == "keep_in_touch" and row["done_on"] is None)
        assert max(Counter(row["contact_id"] for row in hellos).values(), default=0) <= 1

    @invariant()
    def nothing_that_follows_is_missing(self) -> None:
        assert unanswered(facts_of(self.records()), Policy()) == []

    @invariant()
    def every_row_points_at_records_that_are_there(self) -> None:
        there = {table: set(rows) for table, rows in self.records().items()}
        for row in self.rows("follow_ups"):
            assert row["contact_id"] is None or row["contact_id"] in there["contacts"]
            assert row["interview_id"] is None or row["interview_id"] in there["interviews"]
            assert row["because_of"] is None or row["because_of"] in set().union(*there.values())
            assert row["opens_on"] is not None
            assert row["opens_on"] <= row["due_on"] or follow_ups.is_set_aside(row["opens_on"])


TestOneClient = pytest.mark.slow(OneClient.TestCase)
TestOneClient.settings = examples(
    12,
    stateful_step_count=30,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # every step of a shrinking run costs a whole office
)
