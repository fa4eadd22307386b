"""Notes beside a figure keep it from saying what it does not mean."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from core import figure_notes
from core.figures import KEPT_FIGURES, PARTS_OF_OVERDUE
from core.viewer import LOCAL
from dashboard.blocks import figure_cards
from dashboard.charts import owed_by_age, talks_by_week
from data.client_story import Story, story
from data.figures import by_client, figures_table
from tests.offices import Office, make_office, refill

D = date(2026, 11, 22)
Row = dict[str, Any]


def ago(days: int) -> date:
    return D - timedelta(days=days)


AMARA: Row = {"client_id": "amara", "name": "Amara", "started_on": ago(200)}
NURSING: Row = {"field_id": "nursing", "client_id": "amara", "name": "Nursing", "added_on": ago(100)}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("beside") / "office.duckdb"
    made = make_office(path, {"settings": [{"name": "time_zone", "value": "Europe/Paris"}]})
    yield made
    made.store.close()


def person(name: str, **more: Any) -> Row:
    return {"contact_id": name, "client_id": "amara", "name": name.capitalize(), "added_on": ago(100), **more}


def talk(number: int, who: str, days: int, **more: Any) -> Row:
    return {"interview_id": f"t{number}", "client_id": "amara", "contact_id": who, "held_on": ago(days), **more}


def answers(number: int, *topics: str) -> list[Row]:
    return [
        {"interview_id": f"t{number}", "topic": each, "text": "?", "asked": True, "answered": True} for each in topics
    ]


def owed(kind: str, days: int, **more: Any) -> Row:
    return {"client_id": "amara", "kind": kind, "due_on": ago(days), **more}


def told(office: Office, client: Row | None = None, **tables: Sequence[Row]) -> tuple[Story, Row]:
    """Amara's story and figures, as her page has them."""
    refill(office, {"clients": [client or AMARA], **{name: list(rows) for name, rows in tables.items()}})
    number = office.number("clients", "amara")
    kept = by_client(figures_table(office.store, LOCAL, D))[number]
    found = dict(zip(KEPT_FIGURES, kept, strict=True))
    return story(office.store, LOCAL, number, D, office.store.zone), found


def counts(**given: int) -> Row:
    return dict.fromkeys(KEPT_FIGURES, 0) | given


# ── talks and requests ───────────────────────────────────────────────────────────────────────────────────────────────


def test_talks_are_told_with_how_many_people_they_were_and_whose_aim_it_is(office: Office) -> None:
    people = [person("ines"), person("tom")]
    talks = [talk(1, "ines", 90), talk(2, "ines", 60), talk(3, "tom", 59)]
    seen = told(office, contacts=people, interviews=talks)
    assert figure_cards.talks(*seen, 6) == ["with two people; no aim set yet; the office's usual is 6", "", ""]
    own = told(office, {**AMARA, "goal_interviews": 4}, contacts=people, interviews=talks)
    assert figure_cards.talks(*own, 4)[0] == "with two people; aim 4"


def test_a_quiet_month_is_told_with_the_one_before_and_never_as_a_change_in_percent(office: Office) -> None:
    talks = [talk(n, "ines", days) for n, days in enumerate((3, 27, 28, 40, 55, 56))]
    seen = told(office, contacts=[person("ines")], interviews=talks)
    assert figure_cards.talks(*seen, 6)[1] == "2 in the last 28 days, 3 in the 28 before"
    assert not figure_notes.lately(counts(interviews_held=9))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, ""),
        ({"requests": 9, "replies": 3, "requests_agreed": 2, "requests_last_7_days": 5},
         "9 requests: 3 answers, 2 yes; 5 went out in the last week"),
        ({"requests": 4}, "4 requests: 0 answers"),
        ({"requests": 20, "replies": 12, "requests_agreed": 7},
         "20 requests: 12 answers (60\N{NO-BREAK SPACE}%), 7 yes"),
        ({"requests": 6, "requests_agreed": 5}, "5 of 6 requests led to a talk; days of answers are missing"),
    ],
)  # fmt: skip
def test_requests_are_told_by_what_became_of_them_and_few_have_no_share(given: Row, words: str) -> None:
    assert figure_notes.replies(counts(**given)) == words


def test_the_picture_of_talks_counts_whole_weeks_on_every_day() -> None:
    monday = ago(6)
    weeks = [{"week": monday - timedelta(weeks=n), "talks": n} for n in range(8, -1, -1)]
    assert talks_by_week(weeks, D).takeaway == "6 talks in the last four whole weeks, 22 in the four before."
    assert talks_by_week(weeks, D - timedelta(days=1)).takeaway == (
        "10 talks in the last four whole weeks, 26 in the four before."
    )


# ── topics ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_fields_stand_apart_and_a_new_one_takes_nothing_from_the_others(office: Office) -> None:
    new = {"field_id": "data", "client_id": "amara", "name": "Data", "added_on": ago(2)}
    seen = told(
        office, fields=[NURSING, new], contacts=[person("ines")],
        interviews=[talk(1, "ines", 9, field_id="nursing")], questions=answers(1, "lifestyle", "own_fit"),
    )  # fmt: skip
    assert figure_cards.topics(*seen, 1)[0] == "Nursing 2 of 11 · Data, new, 0 of 11"
    alone = told(office, fields=[{**NURSING, "added_on": ago(2)}], contacts=[person("ines")])
    assert figure_cards.topics(*alone, 9)[0] == "Nursing 0 of 11"


def test_what_was_heard_in_a_field_that_was_ruled_out_is_not_lost(office: Office) -> None:
    out = {"field_id": "acc", "client_id": "amara", "name": "Accounting", "status": "ruled_out", "added_on": ago(90)}
    seen = told(
        office, fields=[NURSING, out], contacts=[person("ines")],
        interviews=[talk(1, "ines", 9, field_id="acc")], questions=answers(1, "lifestyle", "own_fit"),
    )  # fmt: skip
    assert figure_cards.topics(*seen, 1)[:2] == ["Nursing 0 of 11", "two more heard in Accounting, ruled out"]


def test_answers_without_a_field_are_told_and_not_called_none(office: Office) -> None:
    heard: dict[str, Any] = {
        "contacts": [person("ines")],
        "interviews": [talk(1, "ines", 9)],
        "questions": answers(1, "lifestyle"),
    }
    said = "one answer is not filed under a field: choose below"
    assert figure_cards.topics(*told(office, fields=[NURSING], **heard), 1)[1] == said
    assert figure_cards.topics(*told(office, **heard), 1)[:2] == ["no field yet; add one to file what was heard", said]


def test_talks_without_any_answer_noted_say_nothing_about_the_talks(office: Office) -> None:
    seen = told(office, fields=[NURSING], contacts=[person("ines")], interviews=[talk(1, "ines", 9)])
    assert figure_cards.topics(*seen, 6) == ["no answers written down yet; that says nothing about the talks"]


@pytest.mark.parametrize(
    ("left", "talks", "words"),
    [
        (33, 2, "two more talks can bring about ten"),
        (11, 1, "one more talk can bring about five"),
        (10, 2, ""),
        (22, 0, ""),
    ],
)
def test_nobody_is_expected_to_hear_more_than_the_talks_to_come_can_bring(left: int, talks: int, words: str) -> None:
    assert figure_notes.reach(left, talks) == words


# ── what is waiting ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_open_and_late_are_not_a_sum_and_late_is_told_by_kind(office: Office) -> None:
    rows = [owed("thank_you", 6), owed("thank_you", 3), owed("lead", 2), owed("decision_update", 2), owed("other", -3)]
    seen = told(office, follow_ups=rows)
    assert figure_cards.waiting(*seen, 28) == [
        "two thank-you notes, one name to follow up and one more, the oldest due 6 days ago",
        "5 open, of them 4 past the day meant for them",
    ]


@pytest.mark.parametrize(
    ("days", "given", "words"),
    [
        (28, (17, 4, 0, 21), "42 past the day meant for them: 17 promises, 4 older than four weeks, 21 hellos"),
        (28, (1, 0, 0, 0), "1 past the day meant for it"),
        (21, (0, 2, 1, 1), "4 past the day meant for them: 2 older than three weeks, 1 no longer needed, 1 hello"),
        (30, (0, 2, 0, 0), "2 past the day meant for them: 2 older than 30 days"),
        (28, (0, 0, 0, 0), ""),
    ],
)
def test_what_is_overdue_is_told_with_what_it_is_the_sum_of(days: int, given: tuple[int, ...], words: str) -> None:
    parts = dict(zip(PARTS_OF_OVERDUE, given, strict=True))
    assert figure_notes.past_their_day({"follow_ups_overdue": sum(given), **parts}, days) == words


def test_what_one_talk_brought_is_one_lapse(office: Office) -> None:
    of_talk = {"interview_id": "t1", "contact_id": "ines"}
    rows = [owed("thank_you", 1, **of_talk), owed("write_notes", 1, **of_talk), owed("send_resume", 1, **of_talk)]
    seen = told(office, contacts=[person("ines")], interviews=[talk(1, "ines", 2)], follow_ups=rows)
    assert figure_cards.waiting(*seen, 28)[0].endswith("since the talk on Friday")


def test_hellos_are_owed_to_nobody(office: Office) -> None:
    seen = told(office, follow_ups=[owed("keep_in_touch", 30), owed("keep_in_touch", 9)])
    assert figure_cards.waiting(*seen, 28) == ["", "2 open, all past the day meant for them: 2 hellos"]
    assert (seen[1]["promises_late"], seen[1]["follow_ups_overdue"]) == (0, 2)
    rows = [{"label": "Say hello", "days": 214, "count": 28}, {"label": "Thank-you", "days": 6, "count": 2}]
    assert owed_by_age(rows).takeaway == (
        "2 promises past the day meant for them, the oldest by 6 days; 28 hellos whenever it suits."
    )


def test_no_thank_you_on_record_is_not_one_that_was_not_sent(office: Office) -> None:
    people = [person("ines"), person("tom"), person("lee")]
    talks = [talk(1, "ines", 40), talk(2, "tom", 41), talk(3, "lee", 42)]
    none = told(office, contacts=people, interviews=talks)
    assert figure_cards.waiting(*none, 28) == ["No thank-yous on record for three talks. They may well have been sent"]
    done = [owed("thank_you", 39, done_on=ago(39), interview_id="t1"), owed("thank_you", 40, contact_id="tom")]
    some = told(office, contacts=people, interviews=talks, follow_ups=done)
    assert figure_cards.waiting(*some, 28)[-1] == "No thank-you on record for one talk. It may well have been sent"


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_people_from_a_file_are_not_counted_as_added_by_hand(office: Office) -> None:
    people = [
        person("ines", referred_by=None), person("tom", referred_by="ines"), person("new", added_on=ago(3)),
        *(person(f"p{n}", added_on=ago(2), imported_on=ago(2)) for n in range(3)),
    ]  # fmt: skip
    asked = {"interview_id": "t1", "client_id": "amara", "contact_id": "p1", "requested_on": ago(1)}
    seen = told(office, contacts=people, interviews=[asked])
    assert figure_cards.network(*seen) == [
        "one added by hand, three came in with a file on 20 Nov; wrote to one of them; one through others"
    ]
    alone = told(office, contacts=people[3:])
    assert figure_cards.network(*alone) == [
        "none added by hand, three came in with a file on 20 Nov; wrote to none of them"
    ]
    by_hand = told(office, contacts=people[:3])
    assert figure_cards.network(*by_hand) == ["one new in the last 28 days; one through others"]
