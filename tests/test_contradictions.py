"""Contradictions in the records: told by rule, found by the store, marked when put aside."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from core.findings import Severity
from core.policy import Policy
from core.viewer import LOCAL, Viewer
from data.check import as_json, findings
from data.contradictions import contradictions, people_in, to_mend
from tests.offices import Office, load, make_office, refill
from tests.profiles import examples
from tests.random_offices import Bundle, offices
from tests.rule_examples import interview, maya

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
    refill(office, maya(None, **tables))


def told(office: Office) -> list[tuple[str, str]]:
    return [(each.finding.code, each.finding.message) for each in contradictions(office.store, LOCAL, D)]


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_records_that_agree_are_left_alone(office: Office) -> None:
    good = interview(
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


def test_a_contradiction_has_its_place_its_way_out_and_whose_it_is(office: Office) -> None:
    fill(office, interviews=[interview(stage="held")])
    (found,) = contradictions(office.store, LOCAL, D)
    assert (found.finding.where.table, found.finding.where.id) == ("interviews", "i1")
    assert found.finding.where.column == "held_on"
    assert found.finding.remedy == "Add the day they talked."
    assert found.finding.client_id == "maya"
    assert found.number == office.number("interviews", "i1")
    assert to_mend(office.store, LOCAL, D) == [(office.number("clients", "maya"), "maya", "Maya")]


def test_an_answer_is_named_by_its_talk_and_its_place_there(office: Office) -> None:
    asked = {"interview_id": "i1", "text": "What does a day look like?", "answered": True}
    fill(office, interviews=[interview(held_on=ago(3), stage="held")], questions=[asked])
    (found,) = contradictions(office.store, LOCAL, D)
    assert (found.finding.where.table, found.finding.where.id) == ("questions", "i1/1")
    assert (found.table, found.number, found.position) == ("questions", office.number("interviews", "i1"), 1)
    assert to_mend(office.store, LOCAL, D) == [], "it is good to know, and asks for nothing"


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


# ── the same on Today ─────────────────────────────────────────────────────────────────────────────────────────────────


@examples(15)
@given(drawn=offices())
def test_the_row_on_today_and_the_page_speak_of_the_same_people(office: Office, drawn: tuple[date, Bundle]) -> None:
    today, bundle = drawn
    refill(office, bundle)
    assert to_mend(office.store, LOCAL, today) == people_in(contradictions(office.store, LOCAL, today))


# ── put aside, and all together ──────────────────────────────────────────────────────────────────────────────────────


def test_what_is_said_to_be_right_stays_so_until_it_is_changed(office: Office) -> None:
    fill(office, interviews=[interview(requested_on=ago(5), replied_on=ago(7))])
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
            interview(requested_on=ago(3), replied_on=ago(4)),
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
        "message": "A thank-you to Ines, due 8 days ago.",
        "where": {"table": "clients", "id": "maya", "column": None, "line": None},
        "remedy": "Write the thank-you together: two lines and one thing that was learned.",
        "client_id": "maya",
        "rule": "thank_you_waiting",
        "dismissed": None,
    }
    with office.store.change(LOCAL, "test") as change:
        change.set("halted_after_days", "14")


def test_check_of_one_client_is_of_that_client_whatever_the_status(office: Office) -> None:
    fill(office, interviews=[interview(requested_on=ago(3), replied_on=ago(4))])
    with office.store.change(LOCAL, "test") as change:
        change.edit("clients", office.number("clients", "maya"), {"status": "paused"})
    of_maya = findings(office.store, LOCAL, D, Policy(), client=office.number("clients", "maya"), now=NOW)
    assert {each.code for each in of_maya} == {"DAT201", "DAT240", "PAC211"}
    assert {each.code for each in findings(office.store, LOCAL, D, Policy(), now=NOW)} == {"DAT201"}
    assert to_mend(office.store, LOCAL, D) == []


def test_nobody_hears_of_another_counselors_clients(office: Office) -> None:
    fill(office, interviews=[interview(requested_on=ago(3), replied_on=ago(4))])
    load(office, {"counselors": [{"counselor_id": "dana", "name": "Dana"}, {"counselor_id": "lee", "name": "Lee"}]})
    with office.store.change(LOCAL, "test") as change:
        values = {"counselor_id": office.number("counselors", "dana")}
        change.edit("clients", office.number("clients", "maya"), values)
    lee = Viewer("counselor", office.number("counselors", "lee"))
    assert findings(office.store, lee, D, Policy(), now=NOW) == []
    assert contradictions(office.store, lee, D) == []


def test_looking_back_makes_no_later_day_wrong(office: Office) -> None:
    fill(office, interviews=[interview(held_on=ago(3), stage="held", requested_on=ago(9))])
    back = findings(office.store, LOCAL, ago(30), Policy(), now=NOW)
    assert {each.code for each in back} == {"DAT240", "PAC201"}


def test_a_day_without_a_clock_is_taken_from_its_beginning(office: Office) -> None:
    soon = interview(scheduled_for=datetime.combine(D, time(8), ZONE), scheduled_on=ago(1), stage="scheduled")
    fill(office, interviews=[soon])
    assert "SCH078" in {each.code for each in findings(office.store, LOCAL, D, Policy())}
    assert "SCH078" not in {each.code for each in findings(office.store, LOCAL, D, Policy(), now=NOW)}
