"""How one cell of a bundle is read: what each kind of value may look like, in words that a person understands.

A cell comes as text (from a CSV file), as a typed value (from a workbook) or as the value itself (from a form).
Every reader either returns the value or raises `PydanticCustomError` with a sentence and a remedy.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema

LONGEST_TEXT = 32_000
LONGEST_ID = 200
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)


@dataclass(frozen=True)
class Reading:
    """What a reader must know beside the cell: the office's zone, and which way round each column writes its days.

    `day_first` maps a column's name to True (31/12), False (12/31) or None (cannot be told, so it is asked).
    """

    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    day_first: Mapping[str, bool | None] = field(default_factory=dict)


def refused(kind: str, why: str, remedy: str) -> PydanticCustomError:
    """The error of one cell, with `why` as its message and `remedy` in its context."""
    return PydanticCustomError(kind, "{why}", {"why": why, "remedy": remedy})


def shown(value: object) -> str:
    """A value as a person typed it, shortened to what fits into a sentence."""
    text = plain(value)
    return text if len(text) <= 80 else text[:77] + "…"


def plain(value: object) -> str:
    """A cell as text: whole numbers without their decimal point, days as 2026-11-22, no blanks at the ends."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes") if value.time() != time() else value.date().isoformat()
    return str(value).strip()


def folded(text: str) -> str:
    """A word without regard to case, accents, spaces, hyphens and underscores."""
    bare = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in bare.casefold() if sign.isalnum())


class Cell:
    """One kind of value; as annotation it makes pydantic read a field this way."""

    kind: ClassVar[str]

    def read(self, value: Any, reading: Reading, column: str) -> Any:
        """The value of the cell; raises PydanticCustomError with a sentence and a remedy."""
        raise NotImplementedError

    def _read(self, value: Any, info: ValidationInfo) -> Any:
        return self.read(value, info.context or _PLAIN_READING, info.field_name or "")

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.with_info_plain_validator_function(self._read)


_PLAIN_READING = Reading()
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class TextCell(Cell):
    """Text: trimmed, at most 32,000 characters, line ends LF, other control characters refused."""

    kind = "text"

    def read(self, value: Any, reading: Reading, column: str) -> str:
        """The text; a number or a day from a workbook is taken as it is shown there."""
        text = value.strip() if isinstance(value, str) else plain(value)
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > LONGEST_TEXT:
            raise refused("text", f"The text has {len(text):,} characters.", f"Keep it under {LONGEST_TEXT:,}.")
        if _CONTROL.search(text):
            raise refused("text", "The text holds a character that cannot be shown.", "Type it again without it.")
        return text


class IdCell(TextCell):
    """An id: text that means one record of its table; 7 and 7.0 are "7", the text 007 stays "007"."""

    kind = "id"

    def read(self, value: Any, reading: Reading, column: str) -> str:
        """The id as text."""
        text = super().read(value, reading, column)
        if len(text) > LONGEST_ID or "\n" in text or "\t" in text:
            raise refused("id", f"“{shown(text)}” is too long for an id.", f"Use one line of up to {LONGEST_ID} signs.")
        return text


class DayCell(Cell):
    """A day of the calendar, without a time."""

    kind = "day"

    def read(self, value: Any, reading: Reading, column: str) -> date:
        """The day; slashes are read the way round that its column is written."""
        found = _day(value, reading.day_first.get(column, None))
        if found is None:
            raise refused("day", f"“{shown(value)}” is not a day.", "Write it as 2026-11-22.")
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
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]+)[ .,-]+(\d{4})")
_MONTH_DAY = re.compile(r"([A-Za-z]+)[ .]+(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})")


def _day(value: Any, day_first: bool | None) -> date | None:  # noqa: PLR0911 - one return per way of writing a day
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(value)
    if found := _ISO.fullmatch(text):
        return _calendar_day(*(int(part) for part in found.groups()))
    if found := _NUMBERS.fullmatch(text):
        return _day_in_numbers(text, found, day_first)
    if found := _DAY_MONTH.fullmatch(text):
        return _calendar_day(int(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := _MONTH_DAY.fullmatch(text):
        return _calendar_day(int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    return None


def _day_in_numbers(text: str, found: re.Match[str], day_first: bool | None) -> date | None:
    first, mark, second, year = int(found[1]), found[2], int(found[3]), int(found[4])
    if mark == ".":
        day_first = True
    if day_first is None:
        if first != second:
            raise refused(
                "day_order",
                f"“{text}” can be read two ways.",
                "Say which comes first, the day (--day-first) or the month (--month-first), or write 2026-11-22.",
            )
        day_first = True
    return _calendar_day(year, second, first) if day_first else _calendar_day(year, first, second)


def _calendar_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_order(value: Any) -> bool | None:
    """Which way round a day in numbers can only be read: True day first, False month first, None either or neither."""
    text = value.strip().partition(" ")[0] if isinstance(value, str) else ""
    found = _NUMBERS.fullmatch(text)
    if not found or found[2] == ".":
        return None
    first, second = int(found[1]), int(found[3])
    if first > 12 >= second:
        return True
    return False if second > 12 >= first else None


def order_is_open(value: Any) -> bool:
    """Whether a day in numbers could be read either way round."""
    text = value.strip().partition(" ")[0] if isinstance(value, str) else ""
    found = _NUMBERS.fullmatch(text)
    return bool(found and found[2] != "." and int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3])


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
            value = _moment(value, reading, column)
        if not isinstance(value, datetime):
            value = datetime.combine(value, time())
        found = value.astimezone(UTC) if value.tzinfo else _in_zone(value, reading.zone)
        if not FIRST_DAY <= found.date() <= LAST_DAY:
            raise refused("instant", f"“{shown(value)}” is too far off.", "Check the year.")
        return found


def _moment(value: Any, reading: Reading, column: str) -> datetime:
    text = plain(value)
    for head, tail in _day_and_time(text):
        day = _day(head, reading.day_first.get(column))
        clock = _TIME.fullmatch(tail) if tail else None
        if day and (clock or not tail):
            return _combined(day, clock, value)
    raise refused("instant", f"“{shown(value)}” is not a day and time.", "Write it as 2026-11-27 14:00.")


def _day_and_time(text: str) -> list[tuple[str, str]]:
    spaces = [place for place, sign in enumerate(text) if sign in " T"]
    return [(text, ""), *((text[:place].rstrip(" ,"), text[place + 1 :].strip()) for place in spaces)]


def _combined(day: date, clock: re.Match[str] | None, value: Any) -> datetime:
    if clock is None:
        return datetime.combine(day, time())
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


_YES = {"yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}


class YesNoCell(Cell):
    """Yes or no."""

    kind = "yes_no"

    def read(self, value: Any, reading: Reading, column: str) -> bool:
        """True for yes, true, 1, y; False for no, false, 0, n."""
        if value is True or value is False:
            return bool(value)
        word = plain(value).casefold()
        if word in _YES:
            return True
        if word in _NO:
            return False
        raise refused("yes_no", f"“{shown(value)}” is neither yes nor no.", "Write yes or no, or leave it empty.")


@dataclass(frozen=True, eq=False)
class NumberCell(Cell):
    """A whole number between two bounds."""

    least: int
    most: int
    kind = "number"

    def read(self, value: Any, reading: Reading, column: str) -> int:
        """The number."""
        text = plain(value)
        number = int(text) if re.fullmatch(r"[+-]?\d{1,9}", text) else None
        if number is None or not self.least <= number <= self.most:
            raise refused(
                "number",
                f"“{shown(value)}” is not a whole number from {self.least} to {self.most:,}.",
                f"Write a whole number from {self.least} to {self.most:,}.",
            )
        return number


@dataclass(frozen=True, eq=False)
class WordCell(Cell):
    """One word of a closed list, read without regard to case, accents, spaces, hyphens and underscores."""

    words: tuple[str, ...]
    synonyms: Mapping[str, str] = field(default_factory=dict)
    kind = "word"

    def read(self, value: Any, reading: Reading, column: str) -> str:
        """The word as the list spells it."""
        text = plain(value)
        if text in self.words:
            return text
        if found := self.find(text):
            return found
        raise refused(self.kind, f"“{shown(value)}” is not a word known here.", f"Use one of: {', '.join(self.words)}.")

    def find(self, text: str) -> str | None:
        """The listed word that a spelling or a synonym means, or None."""
        wanted = folded(text)
        for word in self.words:
            if folded(word) == wanted:
                return word
        return next((word for spelling, word in self.synonyms.items() if folded(spelling) == wanted), None)


@dataclass(frozen=True, eq=False)
class WordsCell(WordCell):
    """Any words of a closed list, separated by spaces (commas and semicolons are read too)."""

    kind = "words"

    def read(self, value: Any, reading: Reading, column: str) -> str:
        """The words in the list's own order, each once, separated by single spaces."""
        given = [part for part in re.split(r"[\s,;]+", plain(value)) if part]
        found = [super(WordsCell, self).read(part, reading, column) for part in given or [value]]
        return " ".join(word for word in self.words if word in found)


Id = Annotated[str, IdCell()]
Text = Annotated[str, TextCell()]
Day = Annotated[date, DayCell()]
Instant = Annotated[datetime, InstantCell()]
YesNo = Annotated[bool, YesNoCell()]
Rating = Annotated[int, NumberCell(1, 5)]
Minutes = Annotated[int, NumberCell(0, 1_440)]
Count = Annotated[int, NumberCell(0, 10_000)]


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day that a moment falls on in a zone."""
    return moment.astimezone(zone).date()


def offset_text(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as it goes out: ISO, in the office's zone, with its offset."""
    return moment.astimezone(zone).isoformat(timespec="auto" if moment.microsecond else "seconds")
