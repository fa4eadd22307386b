"""Trends: what the figures were week by week, and what stands beside them, agrees with the figures of each day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import monday
from core.figure_notes import not_counted
from core.figures import summed
from core.viewer import LOCAL
from data.caseload_figures import caseload_figures
from data.figures import by_client, figures_table
from data.selection import selection
from data.trends import activity, weekly
from tests import oracle
from tests.offices import Office, make_office, refill
from tests.profiles import examples
from tests.random_offices import FIELD_NAMES, Bundle, offices

D = date(2026, 11, 22)
EXAMPLES = examples(20)
WEEKS = 5
AMARA = {"client_id": "amara", "name": "Amara", "started_on": D - timedelta(days=200)}
PERSON = {"client_id": "amara", "name": "Somebody", "added_on": D - timedelta(days=100)}
NURSING = {"field_id": "nursing", "client_id": "amara", "name": "Nursing"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("trends") / "office.duckdb"
    made = make_office(path, {"settings": [{"name": "time_zone", "value": "Europe/Paris"}]})
    yield made
    made.store.close()


def ago(days: int) -> date:
    return D - timedelta(days=days)


def asked(office: Office, query: str, **more: Any) -> list[dict[str, Any]]:
    return office.store.rows(query, LOCAL, as_of=D, **selection(**more))


# ── week by week ─────────────────────────────────────────────────────────────────────────────────────────────────────


@EXAMPLES
@given(drawn=offices(), field=st.none() | FIELD_NAMES)
def test_what_stands_at_a_weeks_end_is_what_the_figures_say_of_that_day(
    office: Office, drawn: tuple[date, Bundle], field: str | None
) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    counted = bundle if field is None else oracle.of_field(bundle, field)
    first = monday(as_of) - timedelta(weeks=WEEKS - 1)
    weeks = [first + timedelta(weeks=number) for number in range(WEEKS)]
    found = weekly(office.store, LOCAL, as_of, weeks=WEEKS, of_field=field)
    assert caseload_figures(office.store, LOCAL, as_of, {}, weeks=WEEKS, of_field=field).weeks == found
    assert [row["week"] for row in found] == weeks
    for row, week in zip(found, weeks, strict=True):
        end = min(week + timedelta(days=6), as_of)
        each = [client for client in oracle.client_rows(counted, end, office.store.zone) if client["active"]]
        right = oracle.summed(each)
        assert row["overdue"] == right["follow_ups_overdue"]
        assert row["topics_answered"] == right["topics_answered"]
        assert row["topics_replicated"] == right["topics_replicated"]
        assert row["people"] == right["contacts"]
        assert row["held"] == right["interviews_held"]
        assert row["promises"] == sum(client["promises_late"] for client in each)
        assert row["hellos"] == sum(client["hellos_late"] for client in each)
        assert row["people_referred"] == sum(client["referred"] for client in each)


@EXAMPLES
@given(drawn=offices())
def test_what_was_done_in_a_week_is_counted_in_that_week(office: Office, drawn: tuple[date, Bundle]) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    found = weekly(office.store, LOCAL, as_of, weeks=WEEKS, status="all")

    def in_week(days: list[date | None]) -> Counter[date]:
        return Counter(monday(day) for day in days if day is not None and day <= as_of)

    rows, contacts = bundle.get("interviews", []), bundle.get("contacts", [])
    requested = [talk for talk in rows if oracle.by_day(talk["requested_on"], as_of)]
    held, sent = in_week([talk["held_on"] for talk in rows]), in_week([talk["requested_on"] for talk in rows])
    answered = in_week([talk["replied_on"] for talk in requested])
    added, brought = (
        in_week([each["added_on"] for each in contacts]),
        in_week([each["added_on"] for each in contacts if each["imported_on"]]),
    )
    for row in found:
        week = row["week"]
        assert (row["talks"], row["requests"], row["replies"]) == (held[week], sent[week], answered[week])
        assert (row["added"], row["imported"]) == (added[week], brought[week])
        assert row["added_by_hand"] == row["added"] - row["imported"]


@EXAMPLES
@given(drawn=offices(clients=3), field=st.none() | FIELD_NAMES)
def test_twelve_weeks_of_a_client_count_every_step_forward(
    office: Office, drawn: tuple[date, Bundle], field: str | None
) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    numbers = office.numbers["clients"]
    weeks_of = activity(office.store, LOCAL, as_of, list(numbers.values()), of_field=field)
    found = {row["client_id"]: row for row in weeks_of.to_pylist()}
    meant = bundle if field is None else oracle.of_field(bundle, field)
    assert found.keys() == set(numbers.values())
    weeks = [monday(as_of) - timedelta(weeks=11 - number) for number in range(12)]
    for client, number in numbers.items():
        own = {table: [r for r in rows if r.get("client_id") == client] for table, rows in meant.items()}
        own["contacts"] = [row for row in own.get("contacts", []) if not oracle.came_with_a_file(row)]
        steps = oracle.forward_steps(meant, own, as_of)
        counted = Counter(monday(day) for day, _ in steps)
        held = Counter(monday(day) for day, place in steps if oracle.LADDER[place] == "held")
        assert found[number]["steps"] == [counted[week] for week in weeks]
        assert found[number]["talks"] == [held[week] for week in weeks]


def test_activity_is_of_the_clients_asked_for_and_of_nobody_else(office: Office) -> None:
    refill(office, {"clients": [AMARA, {**AMARA, "client_id": "tom"}]})
    amara = office.number("clients", "amara")
    assert activity(office.store, LOCAL, D, [amara])["client_id"].to_pylist() == [amara]
    assert activity(office.store, LOCAL, D, []).num_rows == 0


def test_hellos_are_told_apart_from_what_was_promised(office: Office) -> None:
    owed = [{"client_id": "amara", "kind": kind, "due_on": ago(20)} for kind in ("keep_in_touch", "thank_you", "lead")]
    refill(office, {"clients": [AMARA], "follow_ups": owed})
    rows = weekly(office.store, LOCAL, D, weeks=6)
    assert [(row["overdue"], row["hellos"]) for row in rows] == [(0, 0)] * 3 + [(3, 1)] * 3
    kinds = caseload_figures(office.store, LOCAL, D, {}).promised
    assert [(row["kind"], row["follow_ups"], row["oldest_overdue_days"]) for row in kinds] == [
        ("lead", 1, 20), ("thank_you", 1, 20),
    ]  # fmt: skip


def test_a_topic_is_heard_in_the_week_of_its_first_answer_and_replicated_in_that_of_the_second_person(
    office: Office,
) -> None:
    people = [{**PERSON, "contact_id": each} for each in ("ines", "tom", "ada")]
    held = [("1", "ines", ago(20)), ("2", "ines", ago(13)), ("3", "tom", ago(6)), ("4", "ada", ago(0))]
    talks = [
        {"interview_id": each, "client_id": "amara", "contact_id": who, "field_id": "nursing", "held_on": day}
        for each, who, day in held
    ]
    answers = [{"interview_id": each, "topic": "lifestyle", "text": "?", "answered": True} for each, _, _ in held]
    tables: Bundle = {"fields": [NURSING], "contacts": people, "interviews": talks, "questions": answers}
    refill(office, {"clients": [AMARA], **tables})
    rows = weekly(office.store, LOCAL, D, weeks=4)
    assert [(row["topics_answered"], row["topics_replicated"]) for row in rows] == [(0, 0), (1, 0), (1, 0), (1, 1)]


def test_a_reply_without_a_request_is_no_reply_in_any_week(office: Office) -> None:
    talks = [
        {"client_id": "amara", "contact_id": "ines", "requested_on": asked, "replied_on": ago(2)}
        for asked in (None, ago(-1), ago(3))
    ]
    refill(office, {"clients": [AMARA], "contacts": [{**PERSON, "contact_id": "ines"}], "interviews": talks})
    assert weekly(office.store, LOCAL, D, weeks=1)[0]["replies"] == 1


def test_what_is_due_today_is_not_overdue(office: Office) -> None:
    owed = [{"client_id": "amara", "kind": "lead", "due_on": day} for day in (ago(0), ago(1))]
    refill(office, {"clients": [AMARA], "follow_ups": owed})
    found = caseload_figures(office.store, LOCAL, D, counted(office))
    assert [row["follow_ups"] for row in found.promised] == [1]
    assert found.weeks[-1]["overdue"] == found.together["follow_ups_overdue"] == 1


# ── beside the figures ───────────────────────────────────────────────────────────────────────────────────────────────


def counted(office: Office) -> dict[str, Any]:
    """The figures of everybody together."""
    return summed(by_client(figures_table(office.store, LOCAL, D)).values())


def counted_beside(office: Office, **tables: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything beside the figures of Amara's office."""
    refill(office, {"clients": [AMARA], **tables})
    return counted(office)


def test_people_talked_with_are_counted_once_however_often(office: Office) -> None:
    people = [{**PERSON, "contact_id": each} for each in ("ines", "tom")]
    talks = [
        {"client_id": "amara", "contact_id": who, "held_on": ago(days)}
        for who, days in (("ines", 1), ("ines", 30), ("ines", 55), ("tom", 56), ("tom", -1))
    ]
    row = counted_beside(office, contacts=people, interviews=talks)
    assert (row["people_talked_with"], row["interviews_recent_before"]) == (2, 2)


def test_requests_are_told_by_what_became_of_them(office: Office) -> None:
    talk = {"client_id": "amara", "contact_id": "ines", "requested_on": ago(7)}
    talks = [
        {**talk, "requested_on": ago(6)},
        {**talk, "replied_on": ago(5), "stage": "declined"},
        {**talk, "replied_on": ago(5), "scheduled_on": ago(5)},
        {**talk, "held_on": ago(1)},
        {**talk, "requested_on": None, "held_on": ago(1), "scheduled_on": ago(2)},
        {**talk, "requested_on": ago(-1), "replied_on": ago(0), "scheduled_on": ago(0), "stage": "declined"},
    ]
    row = counted_beside(office, contacts=[{**PERSON, "contact_id": "ines"}], interviews=talks)
    assert {name: row[name] for name in row if name.startswith(("requests", "replies"))} == {
        "requests": 4, "replies": 2, "requests_agreed": 2, "requests_last_7_days": 1,
    }  # fmt: skip


def test_new_people_are_told_apart_by_hand_and_by_import(office: Office) -> None:
    people = [
        {**PERSON, "contact_id": "a", "added_on": ago(27)},
        {**PERSON, "contact_id": "b", "added_on": ago(0), "imported_on": ago(2)},
        {**PERSON, "contact_id": "c", "added_on": ago(3), "imported_on": ago(1)},
        {**PERSON, "contact_id": "d", "added_on": ago(28), "imported_on": ago(0)},
    ]
    row = counted_beside(office, contacts=people)
    assert (row["contacts_new"], row["contacts_new_imported"]) == (3, 2)


@pytest.mark.parametrize(("days", "ending"), [(165, 0), (166, 1), (179, 1), (180, 0)])
def test_who_stops_being_warm_within_a_fortnight_is_told(office: Office, days: int, ending: int) -> None:
    talk = {"client_id": "amara", "contact_id": "ines", "held_on": ago(days)}
    ines = {**PERSON, "contact_id": "ines", "added_on": ago(200)}
    assert counted_beside(office, contacts=[ines], interviews=[talk])["contacts_warm_ending"] == ending


def test_topics_are_told_by_what_was_heard_of_each(office: Office) -> None:
    accounting = {**NURSING, "field_id": "accounting", "name": "Accounting", "status": "ruled_out"}
    people = [{**PERSON, "contact_id": each} for each in ("ines", "tom")]
    talks = [
        {"interview_id": "1", "contact_id": "ines", "field_id": "nursing"},
        {"interview_id": "2", "contact_id": "tom", "field_id": "nursing"},
        {"interview_id": "3", "contact_id": "tom", "field_id": "accounting"},
        {"interview_id": "4", "contact_id": "tom"},
    ]
    answered = [("1", "lifestyle", True), ("2", "lifestyle", True), ("1", "compensation", False),
                ("2", "referral", True), ("3", "own_fit", True), ("4", "own_fit", True)]  # fmt: skip
    questions = [
        {"interview_id": talk, "topic": topic, "text": "?", "asked": True, "answered": is_answered}
        for talk, topic, is_answered in answered
    ]
    held = [{**talk, "client_id": "amara", "held_on": ago(3)} for talk in talks]
    refill(
        office,
        {
            "clients": [AMARA],
            "fields": [NURSING, accounting],
            "contacts": people,
            "interviews": held,
            "questions": questions,
        },
    )
    assert [tuple(row.values()) for row in asked(office, "coverage_by_topic")] == [
        ("compensation", 0, 0, 1), ("lifestyle", 1, 1, 0),
    ]  # fmt: skip


def test_who_is_paused_or_closed_is_told_as_not_counted(office: Office) -> None:
    clients = [{**AMARA, "client_id": each, "status": each} for each in ("active", "paused", "closed")]
    owed = [{"client_id": each, "kind": "lead", "due_on": ago(1)} for each in ("active", "paused", "paused")]
    talks = [{"client_id": each, "contact_id": each, "held_on": ago(3)} for each in ("active", "closed")]
    people = [{**PERSON, "client_id": each, "contact_id": each} for each in ("active", "closed")]
    refill(office, {"clients": clients, "contacts": people, "interviews": talks, "follow_ups": owed})
    found = asked(office, "not_counted", status="others")
    assert [tuple(row.values()) for row in found] == [("paused", 1, 0, 2), ("closed", 1, 1, 0)]
    promised = "two follow-ups past the day meant for them"
    assert not_counted(found) == f"Not counted: one paused person ({promised}) and one closed person (one talk)."
    assert not_counted([]) == ""
