"""The text of a cell: as a person typed it, as a sentence shows it, as a list of words is searched for it."""

import unicodedata
from datetime import datetime, time


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


# What people write where nothing is known. A tick or a cross is not among them.
_NOTHING = frozenset(
    ["n/a", "n.a.", "na", "k.a.", "-", "--", "–", "—", "?", "??", "none", "null", "nil", "tbd", "tba", "unknown"]
)


def says_nothing(value: object) -> bool:
    """Whether a value only says that there is none: n/a, –, ?, tbd and the like; an empty cell says it for certain."""
    return plain(value).casefold() in _NOTHING
