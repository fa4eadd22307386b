"""The codes by which whatever is told is known: each is given out once, to a rule or to a notice."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

_FORM = re.compile(r"[A-Z]{3}\d{3}")
_GIVEN: dict[str, str] = {}
# Each code that is given out, with the name of what is told by it.
GIVEN: Mapping[str, str] = MappingProxyType(_GIVEN)


def give(code: str, name: str) -> None:
    """Give a code out: three letters of the subject, three digits, never reused, because dismissals name it for years.

    Raises ValueError for what is no code, or is given out already.
    """
    if not _FORM.fullmatch(code):
        raise ValueError(f"{code} is not three letters and three digits")
    if code in _GIVEN:
        raise ValueError(f"{code} is {_GIVEN[code]} already")
    _GIVEN[code] = name


class Notice(StrEnum):
    """Codes of what is told of settings, sources and imports, where no rule judges a record."""

    SETTING_NOT_UNDERSTOOD = "DAT230"
    SETTING_NOT_KNOWN = "DAT231"
    DAY_ORDER_FOUND = "DAT251"
    DAY_ORDER_OPEN = "DAT252"
    EXAMPLE_SKIPPED = "DAT253"
    CELL_UNDER_NO_HEADING = "DAT254"
    EMPTY_CELLS_FILLED = "DAT255"
    PROMPT_NOT_KNOWN = "DAT256"
    MORE_TO_MEND = "DAT257"
    VALUES_EMPTIED = "DAT258"
    ROW_WAITS = "DAT259"
    FILE_LEFT_OUT = "DAT261"
    ENCODING_GUESSED = "DAT262"
    COLUMN_NOT_KNOWN = "DAT263"
    SHEET_HIDDEN = "DAT264"


# By all names there are: a second one with the same code would only be another name of the first.
for _name, _notice in Notice.__members__.items():
    give(_notice.value, _name.lower())
