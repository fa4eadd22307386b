"""Working days, weeks and months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calendar import Calendar, add_months, is_first_monday, iso_week, monday

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
CALENDARS = st.builds(
    lambda weeks: Calendar(frozenset(iso_week(day) for day in weeks)), st.lists(DAYS, max_size=0)
) | st.builds(
    lambda day, gaps: Calendar(frozenset(iso_week(day + timedelta(weeks=gap)) for gap in gaps)),
    st.just(date(2026, 12, 21)),
    st.lists(st.integers(-6, 6), max_size=3),
)
NEAR = st.dates(date(2026, 11, 1), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 11, 22), 3, date(2027, 2, 22)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
    ],
)
def test_months_are_calendar_months_cut_to_the_last_day(day: date, months: int, later: date) -> None:
    assert add_months(day, months) == later


@given(DAYS, st.integers(0, 60))
def test_a_month_later_is_in_the_right_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(1)).day == 1)


def test_weeks_are_iso_weeks() -> None:
    assert iso_week(date(2027, 1, 1)) == "2026-W53"
    assert monday(date(2027, 1, 1)) == date(2026, 12, 28)


def test_the_first_monday_of_a_month() -> None:
    found = [day for day in (date(2026, 11, 1) + timedelta(n) for n in range(61)) if is_first_monday(day)]
    assert found == [date(2026, 11, 2), date(2026, 12, 7)]


def days_until(after: date, until: date) -> list[date]:
    return [after + timedelta(n) for n in range(1, (until - after).days + 1)]


def working_between(days: Calendar, after: date, until: date) -> int:
    """How many working days there are after a day, until another one, that one included."""
    return sum(map(days.is_working, days_until(after, until)))


def days_between(days: Calendar, after: date, until: date) -> int:
    """How many days that count there are after a day, until another one, that one included."""
    return sum(map(days.counts, days_until(after, until)))


def test_working_days_pass_over_the_weekend() -> None:
    friday, days = date(2026, 11, 13), Calendar()
    assert days.working_after(friday, 1) == date(2026, 11, 16)
    assert days.working_after(friday, 3) == date(2026, 11, 18)
    assert days.working_before(date(2026, 11, 16), 1) == friday
    assert working_between(days, friday, date(2026, 11, 18)) == 3


def test_a_quiet_week_holds_no_working_day_and_no_day_that_counts() -> None:
    days = Calendar(frozenset({"2026-W53"}))
    assert days.working_after(date(2026, 12, 25), 1) == date(2027, 1, 4)
    assert days_between(days, date(2026, 12, 25), date(2027, 1, 4)) == 3
    assert days.days_after(date(2026, 12, 25), 3) == date(2027, 1, 4)


@given(CALENDARS, NEAR, NEAR, st.integers(0, 25))
def test_a_bound_says_the_same_as_counting_each_day(days: Calendar, due: date, day: date, number: int) -> None:
    """The bounds that rules compare with are the same thing as counting from every single day."""
    assert (due <= days.last_with_working_days_since(day, number)) == (days.working_after(due, number) <= day)
    assert (due <= days.last_with_days_since(day, number)) == (days.days_after(due, number) <= day)
    if due <= day:
        assert (days_between(days, due, day) >= number) == (days.days_after(due, number) <= day)
        assert (working_between(days, due, day) >= number) == (days.working_after(due, number) <= day)


@given(CALENDARS, NEAR, st.integers(1, 25))
def test_the_last_working_days_are_so_many(days: Calendar, day: date, number: int) -> None:
    first = days.first_of_last_working(day, number)
    assert days.is_working(first)
    assert working_between(days, first - timedelta(1), day) == number
