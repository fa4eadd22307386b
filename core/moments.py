"""Moments as people write them: the reader of a day with a time, in the office's zone where it names no other."""

import re
from datetime import UTC, date, datetime, time, tzinfo
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from core.cell_text import plain, shown
from core.cells import Cell, Reading, refused
from core.days import FIRST_DAY, LAST_DAY, written_day

_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)? ?([ap]\.?m\.?)?"
    r" ?(Z|[+-]\d{2}:?\d{2}(?::?\d{2})?)?",
    re.IGNORECASE,
)


class InstantCell(Cell):
    """A moment: a day with a time; without an offset it is in the office's zone.

    A day alone is its first moment, which the pages show as the day without an hour.
    """

    kind = "instant"

    def read(self, value: Any, reading: Reading, column: str) -> datetime:
        """The moment in UTC; a time that a clock change makes ambiguous or leaves out is asked back."""
        if not isinstance(value, date):
            value = written_moment(value, reading, column)
        try:
            found = _in_utc(value, reading.zone)
        except OverflowError:
            found = None
        if found is None or not FIRST_DAY <= found.date() <= LAST_DAY:
            raise refused("instant", f"“{shown(value)}” is too far off.", "Check the year.")
        return found


def _in_utc(value: date, zone: ZoneInfo) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else _in_zone(value, zone)
    found = first_moment(value, zone)
    if local_day(found, zone) != value:
        why = f"The calendar of {zone.key} leaves {value:%Y-%m-%d} out."
        raise refused("instant", why, "Write the day before or after.")
    return found


def written_moment(value: Any, reading: Reading, column: str) -> date:
    """The moment that a text writes: a day alone, or a datetime, in a zone only where the text names an offset.

    Raises PydanticCustomError for anything else.
    """
    text = plain(value)
    for head, tail in _day_and_time(text):
        day = written_day(head, reading.day_first.get(column))
        clock = _TIME.fullmatch(tail)
        if day and (clock or not tail):
            return _combined(day, clock, value) if clock else day
    raise refused("instant", f"“{shown(value)}” is not a day and time.", "Write it as 2026-11-27 14:00.")


def _day_and_time(text: str) -> list[tuple[str, str]]:
    spaces = [place for place, sign in enumerate(text) if sign in " T"]
    # Last the text as a whole: to a reader of days 2026-11-27T00:00Z is a day as well, and here it is a moment.
    return [*((text[:place].rstrip(" ,"), text[place + 1 :].strip()) for place in spaces), (text, "")]


def _combined(day: date, clock: re.Match[str], value: Any) -> datetime:
    hour, minute, second = int(clock[1]), int(clock[2] or 0), int(clock[3] or 0)
    if half := clock[5]:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    try:
        moment = datetime.combine(day, time(hour, minute, second, int((clock[4] or "0").ljust(6, "0"))))
        return moment if not clock[6] else datetime.fromisoformat(moment.isoformat() + clock[6].upper())
    except ValueError:
        raise refused("instant", f"“{shown(value)}” is not a time.", "Write it as 2026-11-27 14:00.") from None


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    early, late = moment.replace(tzinfo=zone), moment.replace(tzinfo=zone, fold=1)
    if early.utcoffset() != late.utcoffset():
        offset = early.isoformat(sep=" ", timespec="minutes")
        if early.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == moment:
            why = f"The clock showed {moment:%H:%M} twice on {moment:%Y-%m-%d}."
        else:
            why = f"The clock never showed {moment:%H:%M} on {moment:%Y-%m-%d}."
        raise refused("instant", why, f"Add the offset, such as {offset}.")
    return early.astimezone(UTC)


Instant = Annotated[datetime, InstantCell()]


def first_moment(day: date, zone: tzinfo | None) -> datetime:
    """The moment, in UTC, at which a day begins in a zone: at midnight, or an hour later where the clock skips it."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def hour_of(moment: datetime) -> time | None:
    """The hour of a moment that is given in the office's zone; None for a day alone, which is its first moment."""
    is_first = moment.astimezone(UTC) == first_moment(moment.date(), moment.tzinfo)
    return None if is_first else moment.time()


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day that a moment falls on in a zone."""
    return moment.astimezone(zone).date()


def offset_text(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as it goes out: ISO, in the office's zone, with its offset."""
    return moment.astimezone(zone).isoformat(timespec="auto" if moment.microsecond else "seconds")
