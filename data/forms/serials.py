"""Days and times as workbooks keep them: numbers told from others by their format (ECMA-376 §18.8.30, §18.17.4)."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

# Number formats that every workbook has without naming them; 27 to 36 and 50 to 58 are the East Asian days.
BUILT_IN_DAYS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_SHOWN_AS_IS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_PART_OF_A_DAY = re.compile(r"[ymdhsb]|e{2,}", re.IGNORECASE)
_LAST_SERIAL = 2_958_465
_DAYS_BETWEEN_SYSTEMS = 1_462
# The day numbered 60 is 29 February 1900, which never was; the numbers before it are off by one for its sake.
_NO_SUCH_DAY = 60
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook knows no zones, only what a clock showed


def is_day_format(code: str) -> bool:
    """Whether numbers in this format are shown as a day or a time."""
    bare = _SHOWN_AS_IS.sub("", code.partition(";")[0])
    return bare.casefold() != "general" and bool(_PART_OF_A_DAY.search(bare))


@lru_cache(maxsize=4096)
def day_of_serial(serial: float, *, from_1904: bool) -> date | datetime | time | None:
    """The day, the day with its time, or the time alone that a number stands for; None where it stands for none."""
    if 0 < serial < 1:
        return (_FIRST_DAY + _span(serial)).time()
    if from_1904:
        serial += _DAYS_BETWEEN_SYSTEMS
    if not 1 <= serial < _LAST_SERIAL + 1 or int(serial) == _NO_SUCH_DAY:
        return None
    moment = _FIRST_DAY + timedelta(days=serial < _NO_SUCH_DAY) + _span(serial)
    return moment.date() if moment.time() == time() else moment


def serial_of_day(day: date) -> int | None:
    """The number that stands for a day, or None where a workbook has none (before 1900)."""
    number = (day - _FIRST_DAY.date()).days
    if number <= _NO_SUCH_DAY:
        number -= 1
    return number if number >= 1 else None


def _span(serial: float) -> timedelta:
    # Half a second past two is kept as a fraction that is not quite it; milliseconds are what programs show.
    return timedelta(milliseconds=round(serial * 86_400_000))
