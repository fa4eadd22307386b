"""Contradictions in the records: told by rule, found by the store, marked when put aside."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings

from core.findings import Severity
from core.policy import Policy
from core.rules import RULES
from core.rules.follow_up_data import FollowUpRecord
from core.rules.people_data import ContactRecord
from core.rules.talk_data import QuestionRecord, TalkRecord
from core.viewer import LOCAL, Viewer
from data.check import as_json, findings
from data.contradictions import contradictions, people_in, to_mend
from tests.offices import Office, load, make_office, refill
from tests.random_offices import Bundle, offices

ZONE = ZoneInfo("UTC")
D = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_office(tmp_path_factory.mktemp("mending") / "office.duckdb", {})
    yield made
    made.store.close()


def ago(days: int) -> date:
    return D - timedelta(days)


def fill(office: Office, **tables: list[dict[str, Any]]) -> None:
    """Maya with Ines and a field, and whatever rows a test adds of hers."""
    own = {
        table: [{"client_id": "maya", **row} for row in rows] for table, rows in tables.items() if table != "questions"
    }
    bundle: Bundle = {
        "clients": [{"client_id": "maya", "name": "Maya", "started_on": ago(100)}],
        "fields": [{"field_id": "f1", "client_id": "maya", "name": "Nursing"}],
        "contacts": [{"contact_id": "ines", "client_id": "maya", "name": "Ines", "added_on": ago(90)}],
    }
    for table, rows in own.items():
        bundle[table] = [*bundle.get(table, []), *rows]
    refill(office, {**bundle, "questions": tables.get("questions", [])})


def told(office: Office) -> list[tuple[str, str]]:
    return [(each.finding.code, each.finding.message) for each in contradictions(office.store, LOCAL, D)]


def talk(**facts: Any) -> dict[str, Any]:
    return {"interview_id": "i1", "contact_id": "ines", "field_id": "f1", **facts}


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_records_that_agree_are_left_alone(office: Office) -> None:
    good = talk(
        requested_on=ago(20), replied_on=ago(19), scheduled_on=ago(19), scheduled_for="2026-11-10T14:00+00:00",
        confirmed_on=ago(18), held_on=ago(12), stage="held", notes_on=ago(12),
    )  # fmt: skip
    question = {"interview_id": "i1", "text": "Your day?", "topic": "lifestyle", "asked": True, "answered": True}
    owed = [
        {"interview_id": "i1", "kind": "thank_you", "opens_on": ago(12), "due_on": ago(11), "done_on": ago(12)},
        {"interview_id": "i1", "kind": "write_notes", "opens_on": ago(12), "due_on": ago(11), "done_on": ago(12)},
        {"interview_id": "i1", "kind": "keep_in_touch", "opens_on": D + timedelta(80), "due_on": D + timedelta(170)},
    ]
    fill(office, interviews=[good], questions=[question], follow_ups=owed)
    assert told(office) == []
    assert to_mend(office.store, LOCAL, D) == []


@pytest.mark.parametrize(
    ("facts", "code", "message"),
    [
        ({"requested_on": ago(5), "replied_on": ago(7)}, "DAT201",
         "Ines's reply of 15 Nov is before the request of 17 Nov."),
        ({"requested_on": ago(5), "scheduled_on": ago(7)}, "DAT202",
         "The talk with Ines was agreed on 15 Nov, before the request of 17 Nov."),
        ({"scheduled_on": ago(5), "held_on": ago(7), "stage": "held"}, "DAT203",
         "The talk with Ines was held on 15 Nov, before it was agreed on 17 Nov."),
        ({"requested_on": ago(5), "held_on": ago(7), "stage": "held"}, "DAT204",
         "The talk with Ines was held on 15 Nov, before the request of 17 Nov."),
        ({"scheduled_on": ago(5), "confirmed_on": ago(7)}, "DAT205",
         "The talk with Ines was confirmed on 15 Nov, before it was agreed on 17 Nov."),
        ({"held_on": D + timedelta(1), "stage": "held"}, "DAT206",
         "The talk with Ines is noted as held on 23 Nov, which is still ahead."),
        ({"held_on": ago(7), "stage": "no_reply"}, "DAT207",
         "The talk with Ines was held on 15 Nov, yet it is noted as without a reply."),
        ({"held_on": ago(7), "stage": "scheduled"}, "DAT208",
         "The talk with Ines was held on 15 Nov, its stage still says scheduled."),
        ({"stage": "held"}, "DAT209",
         "The talk with Ines is marked as held but has no day, so it is not counted."),
        ({"scheduled_for": "2026-11-21T14:00+00:00", "stage": "scheduled"}, "DAT210",
         "The talk with Ines was set for 21 Nov; nothing is noted since."),
        ({"requested_on": date(2027, 11, 2)}, "DAT220",
         "The talk with Ines is noted as asked on 2 Nov 2027, which is still ahead."),
        ({"replied_on": ago(7)}, "DAT222",
         "Ines replied on 15 Nov; when the request went out is not noted."),
    ],
)  # fmt: skip
def test_a_talk_that_says_two_things(office: Office, facts: dict[str, Any], code: str, message: str) -> None:
    fill(office, interviews=[talk(**facts)])
    assert told(office) == [(code, message)]
    (found,) = contradictions(office.store, LOCAL, D)
    assert (found.finding.where.table, found.finding.where.id) == ("interviews", "i1")
    assert found.finding.where.column
    assert found.finding.remedy
    assert found.finding.client_id == "maya"
    maya = (office.number("clients", "maya"), "maya", "Maya")
    assert to_mend(office.store, LOCAL, D) == ([] if found.finding.severity == Severity.INFO else [maya])
    assert found.number == office.number("interviews", "i1")


def test_a_talk_without_a_field_where_there_is_something_to_choose(office: Office) -> None:
    held = talk(field_id=None, held_on=ago(3), stage="held")
    fill(office, interviews=[held])
    assert told(office) == []
    fill(office, interviews=[held], fields=[{"field_id": "f2", "name": "Law"}])
    assert told(office) == [("DAT213", "The talk with Ines on 19 Nov names no field; there are 2.")]
    answer = {"interview_id": "i1", "text": "?", "asked": True, "answered": True}
    fill(office, interviews=[held], questions=[answer])
    assert told(office) == [("DAT213", "The talk with Ines on 19 Nov names no field; its one answer counts for none.")]


def test_answers_that_were_not_asked_for_or_come_before_the_talk(office: Office) -> None:
    asked = {"interview_id": "i1", "text": "What does a day look like?", "answered": True}
    fill(office, interviews=[talk(held_on=ago(3), stage="held")], questions=[asked])
    assert told(office) == [("DAT211", "“What does a day look like?” has an answer but is not marked as asked.")]
    (found,) = contradictions(office.store, LOCAL, D)
    assert (found.finding.where.table, found.finding.where.id) == ("questions", "i1/1")
    assert (found.table, found.number, found.position) == ("questions", office.number("interviews", "i1"), 1)
    assert to_mend(office.store, LOCAL, D) == []
    fill(office, interviews=[talk()], questions=[{**asked, "asked": True}])
    assert [code for code, _ in told(office)] == ["DAT212"]


@pytest.mark.parametrize(
    ("row", "facts", "code", "message"),
    [
        ({"kind": "thank_you", "opens_on": ago(5), "due_on": ago(4), "done_on": ago(7)}, {}, "DAT214",
         "“Thank-you” for Ines was done on 15 Nov, before it opened on 17 Nov."),
        ({"kind": "thank_you", "opens_on": ago(5), "due_on": ago(7)}, {}, "DAT215",
         "“Thank-you” for Ines is due on 15 Nov, before it opens on 17 Nov."),
        ({"kind": "confirm", "due_on": ago(7), "done_on": ago(6)}, {"confirmed_on": ago(5)}, "DAT216",
         "“Confirm” for Ines is done on 16 Nov, while its record says 17 Nov."),
        ({"kind": "write_notes", "due_on": ago(7)}, {"notes_on": ago(5)}, "DAT216",
         "“Notes” for Ines is still open, while its record says 17 Nov."),
        ({"kind": "thank_you", "due_on": ago(7), "done_on": D + timedelta(1)}, {}, "DAT221",
         "“Thank-you” for Ines is noted as done on 23 Nov, which is still ahead."),
    ],
)  # fmt: skip
def test_a_follow_up_that_says_two_things(
    office: Office, row: dict[str, Any], facts: dict[str, Any], code: str, message: str
) -> None:
    fill(office, interviews=[talk(**facts)], follow_ups=[{"interview_id": "i1", **row}])
    assert told(office) == [(code, message)]


def test_a_suggestion_and_its_follow_up_are_one_thing(office: Office) -> None:
    lead = {"lead_id": "l1", "kind": "person", "name": "Tom", "interview_id": "i1", "done_on": ago(3)}
    row = {"kind": "lead", "because_of": "l1", "interview_id": "i1", "due_on": ago(1)}
    fill(office, interviews=[talk()], leads=[lead], follow_ups=[row])
    assert [code for code, _ in told(office)] == ["DAT216"]
    fill(office, interviews=[talk()], leads=[lead], follow_ups=[{**row, "done_on": ago(3)}])
    assert told(office) == []


def test_a_circle_of_introductions_is_told_once(office: Office) -> None:
    came_through = {"a": "b", "b": "c", "c": "a", "d": "a", "e": "e"}
    people: list[dict[str, Any]] = [
        {"contact_id": name, "name": name.title(), "added_on": ago(9), "referred_by": by}
        for name, by in came_through.items()
    ]
    fill(office, contacts=people)
    assert told(office) == [
        ("DAT217", "A, B and C are each noted as introduced by the next, in a circle."),
        ("DAT217", "E is noted as introduced by E."),
    ]


def test_people_without_a_day_or_with_one_ahead(office: Office) -> None:
    people: list[dict[str, Any]] = [
        {"contact_id": "a", "name": "Amara"},
        {"contact_id": "b", "name": "Ben", "added_on": D + timedelta(9)},
    ]
    fill(office, contacts=people)
    assert told(office) == [
        ("DAT218", "Amara has no day of being added, so is not counted."),
        ("DAT223", "Ben is noted as added on 1 Dec, which is still ahead."),
    ]


# ── nothing is lost on the way ───────────────────────────────────────────────────────────────────────────────────────


def by_rules(bundle: Bundle, today: date) -> list[tuple[str, str, str]]:
    """Code, table and id of everything that the rules say of every row, loops apart."""
    found: list[tuple[str, str, str]] = []
    names = {row["contact_id"]: row["name"] for row in bundle.get("contacts", [])}
    talks = {row["interview_id"]: row for row in bundle.get("interviews", [])}
    questions = bundle.get("questions", [])

    def judge(table: str, key: str, record: Any) -> None:
        for rule in RULES.values():
            if rule.code.startswith("DAT") and rule.table == table and rule.code != "DAT217":
                found.extend([(rule.code, table, key)] if rule.judge(record, today) else [])

    for key, row in talks.items():
        steps = [row[f"{step}_on"] for step in ("requested", "replied", "scheduled")]
        moment = row["scheduled_for"]
        fields = [field for field in bundle["fields"] if field["client_id"] == row["client_id"]]
        answers = [q for q in questions if q["interview_id"] == key and q["answered"]]
        days = [*steps, moment.date() if moment else None, row["confirmed_on"], row["held_on"], None]
        about = row["field_id"] is not None, len(fields), len(answers)
        judge("interviews", key, TalkRecord._make([names[row["contact_id"]], row["stage"], *days, *about]))
    places: dict[str, int] = {}
    for row in questions:
        places[row["interview_id"]] = place = places.get(row["interview_id"], 0) + 1
        if row["answered"]:
            held_on = talks[row["interview_id"]]["held_on"]
            judge(
                "questions",
                f"{row['interview_id']}/{place}",
                QuestionRecord("", row["text"], bool(row["asked"]), held_on),
            )
    for row in bundle.get("follow_ups", []):
        of = talks.get(row["interview_id"])
        fact_on = of["confirmed_on"] if of and row["kind"] == "confirm" else None
        of_row = row["opens_on"], row["due_on"], row["done_on"], fact_on
        judge("follow_ups", row["follow_up_id"], FollowUpRecord("", "", *of_row))
    for row in bundle.get("contacts", []):
        judge("contacts", row["contact_id"], ContactRecord(row["name"], row["added_on"]))
    return sorted(found)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(drawn=offices())
def test_the_store_finds_every_row_that_a_rule_would_speak_of(office: Office, drawn: tuple[date, Bundle]) -> None:
    today, bundle = drawn
    for number, row in enumerate(bundle.get("follow_ups", [])):
        row["follow_up_id"] = f"u{number}"
    refill(office, bundle)
    found = [each.finding for each in contradictions(office.store, LOCAL, today, status="all")]
    places = sorted((f.code, f.where.table, f.where.id) for f in found if f.code != "DAT217")
    assert places == by_rules(bundle, today)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(drawn=offices())
def test_the_row_on_today_and_the_page_speak_of_the_same_people(office: Office, drawn: tuple[date, Bundle]) -> None:
    today, bundle = drawn
    refill(office, bundle)
    assert to_mend(office.store, LOCAL, today) == people_in(contradictions(office.store, LOCAL, today))


# ── put aside, and all together ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_said_to_be_right_stays_so_until_it_is_changed(office: Office) -> None:
    fill(office, interviews=[talk(requested_on=ago(5), replied_on=ago(7))])
    (found,) = contradictions(office.store, LOCAL, D)
    put = {"code": "DAT201", "record": "interviews/i1", "reason": "record is right", "on": D, "facts": found.facts}
    load(office, {"dismissals": [put]})
    (found,) = contradictions(office.store, LOCAL, D)
    assert found.finding.dismissed == "record is right"
    assert to_mend(office.store, LOCAL, D) == []
    with office.store.change(LOCAL, "test") as change:
        change.edit("interviews", office.number("interviews", "i1"), {"replied_on": ago(8)})
    assert [who[1] for who in to_mend(office.store, LOCAL, D)] == ["maya"]


def test_check_tells_reasons_good_news_contradictions_settings_and_what_is_not_recorded(office: Office) -> None:
    fill(
        office,
        interviews=[
            talk(requested_on=ago(3), replied_on=ago(4)),
            {"interview_id": "i2", "contact_id": "ines", "stage": "held", "held_on": ago(9), "field_id": "f1"},
        ],
        follow_ups=[{"interview_id": "i2", "kind": "thank_you", "opens_on": ago(9), "due_on": ago(8)}],
    )
    load(office, {"settings": [{"name": "halted_after_days", "value": "soon"}]})
    found = findings(office.store, LOCAL, D, Policy(), now=NOW)
    assert [(each.severity, each.code) for each in found] == [
        (Severity.WARN, "DAT230"),
        (Severity.WARN, "DAT201"),
        (Severity.WARN, "FUP102"),
        (Severity.INFO, "DAT240"),
        (Severity.PRAISE, "PAC211"),
        (Severity.PRAISE, "PAC212"),
    ]
    assert found[3].message == "Not recorded here for Maya: your words with them."
    assert as_json(found)[2] == {
        "code": "FUP102",
        "severity": "warn",
        "message": "A thank-you to Ines, 8 days.",
        "where": {"table": "clients", "id": "maya", "column": None, "line": None},
        "remedy": "Write the thank-you together: two lines and one thing that was learned.",
        "client_id": "maya",
        "rule": "thank_you_waiting",
        "dismissed": None,
    }
    with office.store.change(LOCAL, "test") as change:
        change.set("halted_after_days", "14")


def test_check_of_one_client_is_of_that_client_whatever_the_status(office: Office) -> None:
    fill(office, interviews=[talk(requested_on=ago(3), replied_on=ago(4))])
    with office.store.change(LOCAL, "test") as change:
        change.edit("clients", office.number("clients", "maya"), {"status": "paused"})
    of_maya = findings(office.store, LOCAL, D, Policy(), client=office.number("clients", "maya"), now=NOW)
    assert {each.code for each in of_maya} == {"DAT201", "DAT240", "PAC211"}
    assert {each.code for each in findings(office.store, LOCAL, D, Policy(), now=NOW)} == {"DAT201"}
    assert to_mend(office.store, LOCAL, D) == []


def test_nobody_hears_of_another_counselors_clients(office: Office) -> None:
    fill(office, interviews=[talk(requested_on=ago(3), replied_on=ago(4))])
    load(office, {"counselors": [{"counselor_id": "dana", "name": "Dana"}, {"counselor_id": "lee", "name": "Lee"}]})
    with office.store.change(LOCAL, "test") as change:
        values = {"counselor_id": office.number("counselors", "dana")}
        change.edit("clients", office.number("clients", "maya"), values)
    lee = Viewer("counselor", office.number("counselors", "lee"))
    assert findings(office.store, lee, D, Policy(), now=NOW) == []
    assert contradictions(office.store, lee, D) == []


def test_looking_back_makes_no_later_day_wrong(office: Office) -> None:
    fill(office, interviews=[talk(held_on=ago(3), stage="held", requested_on=ago(9))])
    back = findings(office.store, LOCAL, ago(30), Policy(), now=NOW)
    assert {each.code for each in back} == {"DAT240", "PAC201"}


def test_a_day_without_a_clock_is_taken_from_its_beginning(office: Office) -> None:
    soon = talk(scheduled_for=datetime.combine(D, time(8), ZONE), scheduled_on=ago(1), stage="scheduled")
    fill(office, interviews=[soon])
    assert "SCH078" in {each.code for each in findings(office.store, LOCAL, D, Policy())}
    assert "SCH078" not in {each.code for each in findings(office.store, LOCAL, D, Policy(), now=NOW)}
