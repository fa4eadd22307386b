"""Today, asked of a real office: whose list it is, what puts somebody aside, what the command line prints."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.case import Case
from core.clock import Clock
from core.policy import Policy
from core.reasons import reasons
from core.today_row import stand
from core.viewer import LOCAL, Viewer
from data.cache.snapshot import computed, revisions_of
from data.caseload_pass import caseload_overview
from data.figures import group_figures
from data.today import as_json, today
from tests.offices import Office, load, make_office
from tests.random_offices import Bundle

ZONE = ZoneInfo("America/New_York")
D = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)

DANA: Bundle = {
    "counselors": [{"counselor_id": "dana", "name": "Dana"}, {"counselor_id": "lee", "name": "Lee"}],
    "cohorts": [{"cohort_id": "spring", "name": "Spring"}],
    "clients": [
        {"client_id": "maya", "name": "Maya", "counselor_id": "dana", "started_on": "2026-10-01"},
        {"client_id": "tom", "name": "Tom", "counselor_id": "dana", "started_on": "2026-09-01", "cohort_id": "spring"},
        {"client_id": "aiko", "name": "Aiko", "counselor_id": "dana", "started_on": "2026-09-01"},
        {"client_id": "priya", "name": "Priya", "counselor_id": "lee", "started_on": "2026-09-01"},
        {"client_id": "sam", "name": "Sam", "started_on": "2026-11-20"},
        {"client_id": "zoe", "name": "Zoe", "counselor_id": "dana", "started_on": "2026-01-01", "status": "paused"},
        {"client_id": "old", "name": "Olga", "counselor_id": "dana", "started_on": "2026-01-01"},
    ],
    "fields": [{"field_id": "f1", "client_id": "maya", "name": "Nursing"}],
    "contacts": [
        {"contact_id": "ines", "client_id": "maya", "name": "Ines", "added_on": "2026-11-03"},
        {"contact_id": "cole", "client_id": "tom", "name": "R. Cole", "added_on": "2026-10-03"},
        {"contact_id": "daniel", "client_id": "aiko", "name": "Daniel", "added_on": "2026-11-10"},
        {"contact_id": "amara", "client_id": "priya", "name": "Amara", "added_on": "2026-11-03"},
    ],
    "interviews": [
        {"interview_id": "i1", "client_id": "tom", "contact_id": "cole", "stage": "held", "held_on": "2026-11-15",
         "requested_on": "2026-11-10", "field_id": None},
        {"interview_id": "i2", "client_id": "aiko", "contact_id": "daniel", "stage": "scheduled",
         "scheduled_on": "2026-11-18", "scheduled_for": "2026-11-23T14:00-05:00", "requested_on": "2026-11-16"},
    ],
    "follow_ups": [
        {"follow_up_id": "u1", "client_id": "tom", "contact_id": "cole", "interview_id": "i1", "kind": "thank_you",
         "opens_on": "2026-11-15", "due_on": "2026-11-16"},
        {"follow_up_id": "u2", "client_id": "tom", "contact_id": "cole", "interview_id": "i1",
         "kind": "keep_in_touch", "opens_on": "2026-07-01", "due_on": "2026-11-01"},
    ],
}  # fmt: skip


@pytest.fixture
def dana(tmp_path: Any) -> Iterator[Office]:
    settings = [{"name": "time_zone", "value": ZONE.key}]
    made = make_office(tmp_path / "office.duckdb", {"settings": settings, **DANA})
    yield made
    made.store.close()


def printed(office: Office, as_of: date = D, viewer: Viewer = LOCAL, **whose: Any) -> list[dict[str, Any]]:
    now = datetime.combine(as_of, time(9), ZONE)
    return as_json(today(office.store, viewer, as_of, now, Policy(), **whose))


def test_the_list_of_an_office_as_the_command_line_prints_it(dana: Office) -> None:
    found = printed(dana)
    assert [(row["group"], row["client_id"], row["code"]) for row in found] == [
        (1, "aiko", "SCH043"),
        (2, "tom", "FUP102"),
        (3, "priya", "PAC201"),
        (3, "maya", "PAC201"),
        (6, None, "PAC204"),
        (6, None, "PAC205"),
    ]
    assert found[0] == {
        "group": 1,
        "client_id": "aiko",
        "name": "Aiko",
        "reason": "Talks with Daniel tomorrow at 14:00, no questions chosen",
        "code": "SCH043",
        "since": "2026-11-23T14:00:00-05:00",
        "person": "Daniel",
        "action": "Plan together",
        "also": "Talk with Daniel tomorrow at 14:00, not confirmed. Also: Sent a first request on Monday",
    }
    assert found[1]["reason"] == "A thank-you to R. Cole, due 6 days ago"
    assert found[1]["since"] == "2026-11-19"
    assert found[-2]["clients"] == ["old"]
    assert found[-1]["clients"] == ["sam"]
    assert "clients" not in found[0]


def test_a_caseload_is_a_counselors_a_cohorts_or_a_fields(dana: Office) -> None:
    def who(**whose: Any) -> set[str | None]:
        return {row["client_id"] for row in printed(dana, **whose) if row["group"] < 6}

    assert who(counselor=dana.number("counselors", "dana")) == {"aiko", "tom", "maya"}
    assert who(counselor=dana.number("counselors", "lee")) == {"priya"}
    assert who(cohort=dana.number("cohorts", "spring")) == {"tom"}
    assert who(field="nursing") == {"maya"}


def test_who_has_no_counselor_is_told_to_everybody_who_may_take_them(dana: Office) -> None:
    lee = dana.number("counselors", "lee")
    assert [row["clients"] for row in printed(dana, counselor=lee) if row["code"] == "PAC205"] == [["sam"]]
    assert [row["clients"] for row in printed(dana, viewer=Viewer("counselor", lee)) if row["code"] == "PAC205"] == [
        ["sam"]
    ]


def test_a_counselor_sees_nobody_elses_people(dana: Office) -> None:
    found = printed(dana, viewer=Viewer("counselor", dana.number("counselors", "lee")))
    assert {row["client_id"] for row in found if row["group"] < 6} == {"priya"}


def test_in_an_office_that_names_no_counselors_nobody_lacks_one(tmp_path: Any) -> None:
    made = make_office(tmp_path / "office.duckdb", {"clients": [{"client_id": "a", "name": "A", "started_on": D}]})
    assert printed(made) == []
    made.store.close()


def test_an_empty_office_says_what_the_page_will_show(tmp_path: Any) -> None:
    made = make_office(tmp_path / "office.duckdb", {})
    found = today(made.store, LOCAL, D, NOW, Policy())
    assert found.rows == ()
    assert found.headline == "Nobody to look after here."
    made.store.close()


def test_what_was_put_aside_is_off_the_list_until_its_facts_are_others(dana: Office) -> None:
    found = today(dana.store, LOCAL, D, NOW, Policy())
    (tom,) = [row for row in found.listed if row.key == "tom"]
    reason = tom.reasons[0]
    put = {"code": reason.code, "record": "clients/tom", "reason": "ill", "on": D, "facts": reason.facts}
    load(dana, {"dismissals": [put]})

    def group_of_tom(as_of: date) -> list[int]:
        return [row["group"] for row in printed(dana, as_of) if row["client_id"] == "tom"]

    assert group_of_tom(D) == [5]
    assert group_of_tom(D + timedelta(1)) == [5]
    row = {"client_id": "tom", "contact_id": "cole", "kind": "thank_you", "due_on": "2026-11-30"}
    load(dana, {"follow_ups": [row]})
    assert group_of_tom(D) == [2]


def test_what_was_put_off_comes_back_on_its_day(dana: Office) -> None:
    row = {"code": "PAC201", "record": "clients/maya", "reason": "later", "on": D, "until": D + timedelta(2)}
    load(dana, {"dismissals": [row]})
    assert [("maya" in {row["client_id"] for row in printed(dana, D + timedelta(n))}) for n in range(3)] == [
        False,
        False,
        True,
    ]


def test_a_word_rests_a_reason_and_a_kind_word_hears_good_news(dana: Office) -> None:
    load(
        dana,
        {
            "meetings": [
                {"client_id": "tom", "kind": "message", "happened_on": "2026-11-20", "about": "FUP102"},
                {"client_id": "aiko", "kind": "kind_word", "happened_on": "2026-11-20", "about": "PAC211"},
            ]
        },
    )
    rows = {row["client_id"]: row for row in printed(dana)}
    assert rows["tom"]["group"] == 5
    assert rows["aiko"]["also"] == "Talk with Daniel tomorrow at 14:00, not confirmed"
    later = {row["client_id"]: row for row in printed(dana, date(2026, 11, 27))}
    assert later["tom"]["reason"] == "You wrote on 20 Nov; no step since. A thank-you to R. Cole, due 11 days ago"


def test_another_day_is_looked_at_from_its_beginning(dana: Office) -> None:
    monday = date(2026, 11, 23)
    evening = datetime.combine(monday, time(18), ZONE)
    assert today(dana.store, LOCAL, monday, evening, Policy()).of(1) == []
    assert [row.key for row in today(dana.store, LOCAL, monday, evening + timedelta(days=3), Policy()).of(1)] == [
        "aiko"
    ]


def test_a_page_and_the_command_line_have_the_same_list(dana: Office) -> None:
    clock = Clock.at(D, NOW, Policy(), dana.store.zone)
    each: list[dict[str, Any]] = [{}, {"counselor": dana.number("counselors", "dana")}]
    for whose in each:
        numbers = revisions_of(dana.store, LOCAL, **whose)
        snapshots = computed(dana.store, LOCAL, clock, D, numbers, whose)
        found = caseload_overview(dana.store, LOCAL, clock, snapshots.items(), **whose)
        assert found.today == today(dana.store, LOCAL, D, NOW, Policy(), **whose)
        [office] = group_figures(dana.store, LOCAL, D, by="office", beside=True, **whose)
        assert {name: office[name] for name in found.together} == found.together
        assert found.people.keys() == numbers.keys()


def test_one_client_alone_has_the_same_row_and_everything_noticed(dana: Office) -> None:
    clock = Clock.at(D, NOW, Policy(), dana.store.zone)

    def alone(client: str | int, viewer: Viewer = LOCAL) -> list[Case]:
        number = client if isinstance(client, int) else dana.number("clients", client)
        return [each.case for each in computed(dana.store, viewer, clock, D, {number}, {"client": number}).values()]

    everybody = {row.client_id: row for row in today(dana.store, LOCAL, D, NOW, Policy()).listed}
    for number, row in everybody.items():
        assert number is not None
        (case,) = alone(number)
        assert stand(case, clock).row == row
        assert set(row.reasons) <= set(reasons(case, clock))
    assert alone("zoe"), "whatever the status"
    assert not alone("maya", Viewer("counselor", dana.number("counselors", "lee")))
