"""Numbers, names and days in words."""

from datetime import date, time

import pytest

from core import words

TODAY = date(2026, 11, 22)


def test_counts_are_words_up_to_twelve() -> None:
    assert [words.number(n) for n in (0, 3, 12, 13, 1204)] == ["no", "three", "twelve", "13", "1,204"]
    assert words.counted(1, "thank-you") == "one thank-you"
    assert words.counted(3, "thank-you") == "three thank-yous"
    assert words.people(1) == "one person"
    assert words.people(81) == "81 people"
    assert words.days(1) == "1 day"


def test_names_are_joined_as_one_says_them() -> None:
    assert words.joined([]) == ""
    assert words.joined(["Ines"]) == "Ines"
    assert words.joined(["Ines", "Tom"]) == "Ines and Tom"
    assert words.joined(["Ines", "Tom", "Maya"]) == "Ines, Tom and Maya"
    assert words.joined(["Ines", "Tom", "Maya", "Jo"]) == "Ines, Tom and 2 more"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 16), "6 days ago, Mon 16 Nov"),
        (date(2026, 11, 21), "yesterday, Sat 21 Nov"),
        (TODAY, "today, Sun 22 Nov"),
        (date(2026, 11, 23), "tomorrow, Mon 23 Nov"),
        (date(2027, 1, 4), "in 43 days, Mon 4 Jan 2027"),
    ],
)
def test_a_day_is_told_in_both_forms(day: date, said: str) -> None:
    assert words.both_days(day, TODAY) == said


@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        (date(2026, 11, 23), time(14), "tomorrow at 14:00"),
        (date(2026, 11, 26), time(9, 30), "on Thursday at 09:30"),
        (date(2026, 11, 26), None, "on Thursday"),
        (date(2026, 11, 29), None, "on 29 Nov"),
        (date(2026, 11, 12), None, "on 12 Nov"),
    ],
)
def test_an_appointment_is_told_as_one_says_it(day: date, hour: time | None, said: str) -> None:
    assert words.near_moment(day, hour, TODAY) == said


def test_a_sentence_begins_with_a_capital() -> None:
    assert words.capital("the oldest McKay") == "The oldest McKay"
    assert words.capital("") == ""
