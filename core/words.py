"""Numbers, names and days in the words of the pages and the command line."""

from collections.abc import Sequence
from datetime import date, time

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def number(count: int) -> str:
    """A count in words up to twelve, in figures above: "no", "three", "81", "1,204"."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def plural(count: int, one: str, many: str = "") -> str:
    """The form of a noun that goes with a count; `many` where it is not the one with an s."""
    return one if count == 1 else many or f"{one}s"


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun, in words up to twelve: "three thank-yous", "one person", "no talks"."""
    return f"{number(count)} {plural(count, one, many)}"


def people(count: int) -> str:
    """So many people: "one person", "nine people"."""
    return counted(count, "person", "people")


def days(count: int) -> str:
    """A span in days, in figures: "1 day", "19 days"."""
    return f"{count:,} {plural(count, 'day')}"


def capital(sentence: str) -> str:
    """The same with its first letter large; the rest stays as it is."""
    return sentence[:1].upper() + sentence[1:]


def joined(names: Sequence[str], most: int = 3) -> str:
    """Names in a row: "Ines", "Ines and Tom", "Ines, Tom and 4 more"; of more than `most`, one less is named."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


def weekday(day: date) -> str:
    """The name of its weekday: "Thursday"."""
    return _WEEKDAYS[day.weekday()]


def short_day(day: date, as_of: date) -> str:
    """A day without its weekday: "16 Nov", with the year where it is not this one: "16 Nov 2025"."""
    year = "" if day.year == as_of.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def full_day(day: date, as_of: date) -> str:
    """A day with its weekday: "Mon 16 Nov", with the year where it is not this one."""
    return f"{weekday(day)[:3]} {short_day(day, as_of)}"


def distance(day: date, as_of: date) -> str:
    """The distance of a day from another: "6 days ago", "yesterday", "today", "tomorrow", "in 3 days"."""
    gap = (day - as_of).days
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return near.get(gap) or (f"in {days(gap)}" if gap > 0 else f"{days(-gap)} ago")


def both_days(day: date, as_of: date) -> str:
    """A day in both forms: "6 days ago, Mon 16 Nov"."""
    return f"{distance(day, as_of)}, {full_day(day, as_of)}"


def near_day(day: date, as_of: date) -> str:
    """A day as one says it: "today", "tomorrow", "on Thursday" within the next six days, else "on 3 Dec"."""
    gap = (day - as_of).days
    if gap in {-1, 0, 1}:
        return distance(day, as_of)
    return f"on {weekday(day)}" if 1 < gap < 7 else f"on {short_day(day, as_of)}"


def near_moment(day: date, hour: time | None, as_of: date) -> str:
    """An appointment as one says it: "tomorrow at 14:00"; a day without an hour: "tomorrow"."""
    return near_day(day, as_of) + (f" at {hour:%H:%M}" if hour else "")


def past_day(day: date, as_of: date) -> str:
    """A day gone by as one says it: "today", "yesterday", "on Tuesday" within the last six days, else "on 3 Nov"."""
    gap = (as_of - day).days
    if gap in {0, 1}:
        return distance(day, as_of)
    return f"on {weekday(day)}" if 1 < gap < 7 else f"on {short_day(day, as_of)}"
