"""The kinds of cells in a bundle: what a value of each may look like, refused in words that a person understands.

A cell comes as text (from a CSV file), as a typed value (from a workbook) or as the value itself (from a form).
Every reader either returns the value or raises `PydanticCustomError` with a sentence and a remedy.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar
from zoneinfo import ZoneInfo

from pydantic import GetCoreSchemaHandler, ValidationInfo
from pydantic_core import PydanticCustomError, core_schema

from core.cell_text import folded, plain, shown

LONGEST_TEXT = 32_000
LONGEST_ID = 200


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
        # 4,0 and 4.0 are whole in any country; 1,000 may be a thousand or one.
        found = re.fullmatch(r"([+-]?\d{1,9})(?:[.,]0{1,2})?", plain(value))
        number = int(found[1]) if found else None
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
YesNo = Annotated[bool, YesNoCell()]
Rating = Annotated[int, NumberCell(1, 5)]
Minutes = Annotated[int, NumberCell(0, 1_440)]
Count = Annotated[int, NumberCell(0, 10_000)]
