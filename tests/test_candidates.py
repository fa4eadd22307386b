"""No query that chooses what the rules look at misses anything: judged over every row, they say the same."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from core.labels import short_follow_up
from core.models import BECAUSE_OF
from core.records import ContactRecord, FollowUpRecord, QuestionRecord, TalkRecord
from core.rules import judged
from core.viewer import LOCAL
from core.vocabulary import FOLLOW_UP_KINDS, STAGES
from data.contradictions import contradictions
from data.query import Row
from data.store import Store
from tests.offices import Office, make_office, refill, rows_of
from tests.profiles import examples
from tests.random_offices import Bundle

TODAY = date(2026, 11, 22)
# Close together, so that each is now before and now after another, and mostly absent, so that one thing is wrong alone.
DAYS = [None, None, None, None, *(TODAY + timedelta(days) for days in (-2, -1, 0, 1))]
MARKS = (True, False, None)
KINDS = ("confirm", "write_notes", "lead", "resource", *FOLLOW_UP_KINDS)
Told = tuple[str, str, str, str]

# What fails is a seed, and what it says is the record that was missed: there is nothing to be made smaller.
EXAMPLES = examples(15, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_office(tmp_path_factory.mktemp("candidates") / "office.duckdb", {})
    yield made
    made.store.close()


# ── an office full of doubts ─────────────────────────────────────────────────────────────────────────────────────────


def doubtful(chance: random.Random) -> Bundle:
    """Three clients whose records say this and that at once."""
    bundle: Bundle = defaultdict(list)
    for client in ("a", "b", "c"):
        people = [f"{client}p{number}" for number in range(8)]
        fields = [f"{client}f{number}" for number in range(chance.randint(0, 2))]
        talks = [_talk(chance, f"{client}i{number}", people, fields) for number in range(50)]
        leads = [_lead(chance, f"{client}l{number}") for number in range(6)]
        made: Bundle = {
            "clients": [{"name": client, "started_on": TODAY}],
            "fields": [{"field_id": field, "name": field} for field in fields],
            "contacts": [_contact(chance, name, people) for name in people],
            "interviews": talks,
            "leads": leads,
            "follow_ups": [_follow_up(chance, people, talks, leads) for _ in range(40)],
        }
        for table, rows in made.items():
            bundle[table] += [{"client_id": client, **row} for row in rows]
        bundle["questions"] += [
            {"interview_id": talk["interview_id"], "text": "?", "asked": asked, "answered": chance.choice(MARKS)}
            for talk in talks
            for asked in chance.choices(MARKS, k=chance.randint(0, 2))
        ]
    return bundle


def _talk(chance: random.Random, interview: str, people: list[str], fields: list[str]) -> Row:
    appointment = chance.choice(DAYS)
    days = ("requested_on", "replied_on", "scheduled_on", "confirmed_on", "held_on", "closed_on", "notes_on")
    return {
        "interview_id": interview,
        "contact_id": chance.choice(people),
        "field_id": chance.choice([None, *fields, *fields]),
        "stage": chance.choice([None, None, "held", chance.choice(STAGES)]),
        "scheduled_for": datetime.combine(appointment, time(12), UTC) if appointment else None,
        **{day: chance.choice(DAYS) for day in days},
    }


def _contact(chance: random.Random, name: str, people: list[str]) -> Row:
    by = chance.choice([None, chance.choice(people)])
    return {"contact_id": name, "name": name, "added_on": chance.choice(DAYS), "referred_by": by}


def _lead(chance: random.Random, lead: str) -> Row:
    ends = {"done_on": chance.choice(DAYS), "dropped_on": chance.choice(DAYS)}
    return {"lead_id": lead, "kind": "person", "name": lead, **ends}


def _follow_up(chance: random.Random, people: list[str], talks: list[Row], leads: list[Row]) -> Row:
    kind = chance.choice(KINDS)
    return {
        "kind": kind,
        "contact_id": chance.choice([None, *people]),
        "interview_id": chance.choice([None, *(talk["interview_id"] for talk in talks)]),
        "because_of": chance.choice(leads)["lead_id"] if BECAUSE_OF.get(kind) == "leads" else None,
        "opens_on": chance.choice(DAYS),
        "due_on": chance.choice(DAYS) or TODAY,
        "done_on": chance.choice(DAYS),
    }


# ── every row, read plainly ──────────────────────────────────────────────────────────────────────────────────────────


class Everything:
    """All records of an office, each judged by the rules about its kind."""

    def __init__(self, store: Store) -> None:
        self.contacts = {row["contact_id"]: row for row in rows_of(store, "contacts")}
        self.talks = {row["interview_id"]: row for row in rows_of(store, "interviews")}
        self.leads = {row["lead_id"]: row for row in rows_of(store, "leads")}
        self.questions = rows_of(store, "questions")
        self.follow_ups = rows_of(store, "follow_ups")
        self.fields = Counter(row["client_id"] for row in rows_of(store, "fields"))

    def told(self) -> Iterator[Told]:
        """Code, table, id and sentence of all that the rules say."""
        for table, key, record in self.records():
            yield from ((rule.code, table, key, words) for rule, words in judged(record, TODAY))

    def records(self) -> Iterator[tuple[str, str, Any]]:
        for number, talk in self.talks.items():
            yield "interviews", talk["source_id"], self.talk(number, talk)
        for row in self.questions:
            talk = self.talks[row["interview_id"]]
            if row["answered"]:
                record = QuestionRecord(self.with_whom(talk), row["text"], bool(row["asked"]), talk["held_on"])
                yield "questions", f"{talk['source_id']}/{row['position']}", record
        for row in self.follow_ups:
            yield "follow_ups", str(row["follow_up_id"]), self.follow_up(row)
        for number, row in self.contacts.items():
            yield "contacts", row["source_id"], ContactRecord(row["name"], row["added_on"], self.loop(number))

    def with_whom(self, talk: Row) -> str:
        return str(self.contacts[talk["contact_id"]]["name"])

    def talk(self, number: int, row: Row) -> TalkRecord:
        answers = sum(1 for each in self.questions if each["interview_id"] == number and each["answered"])
        known = {name: row[name] for name in TalkRecord._fields if name in row}
        fields = self.fields[row["client_id"]]
        own = {"contact": self.with_whom(row), "has_field": row["field_id"] is not None}
        return TalkRecord(**{**known, **own, "fields": fields, "answers": answers})

    def follow_up(self, row: Row) -> FollowUpRecord:
        talk, lead = self.talks.get(row["interview_id"], {}), self.leads.get(row["because_of"], {})
        contact = row["contact_id"] or talk.get("contact_id")
        ends = [day for day in (lead.get("done_on"), lead.get("dropped_on")) if day]
        fact_on = {
            "confirm": talk.get("confirmed_on"),
            "write_notes": talk.get("notes_on"),
            "lead": min(ends, default=None),
            "resource": min(ends, default=None),
        }.get(row["kind"])
        name = self.contacts[contact]["name"] if contact else ""
        days = row["opens_on"], row["due_on"], row["done_on"], fact_on
        return FollowUpRecord(short_follow_up(row["kind"]), name, *days)

    def loop(self, number: int) -> list[str]:
        """The names of the loop of which this is the first by number: as many steps as people lead back, or none."""
        path = [number]
        for _ in self.contacts:
            path.append(self.contacts[path[-1]]["referred_by"] or 0)
            if path[-1] == number:
                first = min(path) == number
                return [self.contacts[each]["name"] for each in path[:-1]] if first else []
            if path[-1] == 0:
                return []
        return []


@EXAMPLES
@given(seed=st.integers(0, 2**32))
def test_no_record_that_a_rule_would_speak_of_is_missed(office: Office, seed: int) -> None:
    refill(office, doubtful(random.Random(seed)))
    with office.store.change(LOCAL, "test") as change:
        change.run("UPDATE questions SET asked = NULL WHERE NOT asked AND question_id % 2 = 0")
    found = [each.finding for each in contradictions(office.store, LOCAL, TODAY, status="all")]
    told = Counter((each.code, each.where.table, each.where.id, each.message) for each in found)
    right = Counter(Everything(office.store).told())
    assert {"missed": right - told, "made up": told - right} == {"missed": Counter(), "made up": Counter()}
