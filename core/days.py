"""Days as people write them: the reader of day cells, and the order of day and month that a text can tell."""

import re
from datetime import date, datetime
from typing import Annotated, Any

from core.cell_text import plain, shown
from core.cells import Cell, Reading, refused

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)


class DayCell(Cell):
    """A day of the calendar, without a time."""

    kind = "day"

    def read(self, value: Any, reading: Reading, column: str) -> date:
        """The day; slashes are read the way round that its column is written."""
        found = written_day(value, reading.day_first.get(column, None))
        if found is None:
            # A spreadsheet counts days; one that is shown as its number has lost the format of a day.
            is_counted = isinstance(value, int | float) and not isinstance(value, bool)
            remedy = (
                "Format the cell as a date, or write it as 2026-11-22." if is_counted else "Write it as 2026-11-22."
            )
            raise refused("day", f"“{shown(value)}” is not a day.", remedy)
        if not FIRST_DAY <= found <= LAST_DAY:
            raise refused("day", f"“{shown(value)}” is too far off.", "Check the year.")
        return found


_MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july",
            "aug august", "sep sept september", "oct october", "nov november", "dec december",
        ],
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_NUMBERS = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: 00:00(?::00)?)?")
# A time may follow, as the readers of moments take it; with dots the day always comes first.
_BEGINS_IN_NUMBERS = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?![^ T,])")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]+)[ .,-]+(\d{4})")
_WEEKDAY = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*[.,]* +", re.IGNORECASE)
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH_DAY = re.compile(r"([A-Za-z]+)[ .]+(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")


def written_day(value: Any, day_first: bool | None) -> date | None:
    """The day that a value is or writes, None for neither; `day_first` None refuses one that can be read two ways."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(value)
    if found := _ISO.fullmatch(text):
        return _calendar_day(*(int(part) for part in found.groups()))
    if found := _NUMBERS.fullmatch(text):
        return _day_in_numbers(text, found, day_first)
    return _day_in_words(text)


def _day_in_words(text: str) -> date | None:
    if found := _DAY_MONTH.fullmatch(text):
        return _calendar_day(int(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return _calendar_day(int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    if found := _WEEKDAY.match(text):
        # A day that is another day of the week is a slip, and nobody can tell which of the two is meant.
        day = _day_in_words(text[found.end() :])
        return day if day and _WEEK[day.weekday()] == found[1].lower() else None
    return None


def _day_in_numbers(text: str, found: re.Match[str], day_first: bool | None) -> date | None:
    first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    days = _calendar_day(year, second, first), _calendar_day(year, first, second)
    if mark == ".":
        day_first = True
    if day_first is None and days[0] != days[1]:
        raise refused(
            "day_order",
            f"“{text}” can be read two ways.",
            "Say which comes first, the day (--day-first) or the month (--month-first), or write 2026-11-22.",
        )
    return days[1] if day_first is False else days[0]


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_order(value: Any) -> bool | None:
    """The only order in which a day in numbers can be read: True day first, False month first, None both or none."""
    day_first, month_first = _both_ways(value)
    return None if bool(day_first) == bool(month_first) else bool(day_first)


def order_is_open(value: Any) -> bool:
    """Whether a day in numbers could be read either way round."""
    day_first, month_first = _both_ways(value)
    return bool(day_first and month_first and day_first != month_first)


def _both_ways(value: Any) -> tuple[date | None, date | None]:
    """A day in numbers, or that of a moment, read with the day first and with the month first."""
    found = _BEGINS_IN_NUMBERS.match(value.strip()) if isinstance(value, str) else None
    if not found:
        return None, None
    first, second, year = int(found[1]), int(found[3]), int(found[4])
    return _calendar_day(year, second, first), _calendar_day(year, first, second)


Day = Annotated[date, DayCell()]
