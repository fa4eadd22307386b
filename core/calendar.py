"""Working days, ISO weeks and calendar months, as an office counts them."""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

_DAY = timedelta(days=1)
_WORKING_WEEKDAYS = 5


def add_months(day: date, months: int) -> date:
    """The same day of the month `months` later; where that month is shorter, its last day (30 Nov + 3 = 28 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def iso_week(day: date) -> str:
    """The ISO week of a day, such as 2026-W47; its Monday may lie in the year before."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def monday(day: date) -> date:
    """The Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())


def is_first_monday(day: date) -> bool:
    """Whether a day is the first Monday of its month."""
    return day.weekday() == 0 and day.day <= 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days that an office counts: all but those of its quiet weeks; working days are Monday to Friday of these.

    `quiet_weeks` holds ISO weeks such as 2026-W52.
    """

    quiet_weeks: frozenset[str] = field(default_factory=frozenset)

    def counts(self, day: date) -> bool:
        """Whether a day is outside the quiet weeks."""
        return not self.quiet_weeks or iso_week(day) not in self.quiet_weeks

    def is_working(self, day: date) -> bool:
        """Whether a day is a working day."""
        return day.weekday() < _WORKING_WEEKDAYS and self.counts(day)

    def working_after(self, day: date, number: int) -> date:
        """The `number`-th working day after a day; the day itself for 0."""
        while number:
            day += _DAY
            number -= self.is_working(day)
        return day

    def working_before(self, day: date, number: int) -> date:
        """The `number`-th working day before a day; the day itself for 0."""
        while number:
            day -= _DAY
            number -= self.is_working(day)
        return day

    def last_with_working_days_since(self, day: date, number: int) -> date:
        """The last day since which `number` working days have begun by `day`: what was due then is that late."""
        return self.working_before(day + _DAY, number) - _DAY if number else day

    def first_of_last_working(self, day: date, number: int) -> date:
        """The first of the last `number` working days up to a day, that one included."""
        return self.working_before(day + _DAY, number)

    def days_after(self, day: date, number: int) -> date:
        """The day on which `number` days that count have gone by since another."""
        if not self.quiet_weeks:
            return day + _DAY * number
        while number:
            day += _DAY
            number -= self.counts(day)
        return day

    def last_with_days_since(self, day: date, number: int) -> date:
        """The last day since which `number` days that count have gone by, by `day`."""
        if not self.quiet_weeks:
            return day - _DAY * number
        while number:
            number -= self.counts(day)
            day -= _DAY
        return day
