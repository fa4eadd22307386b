"""Default meanings of empty cells, where they mean something else than unknown: docs/records.md, "Tables"."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

# The value that an empty cell of these columns means; every other empty cell means "unknown".
EMPTY_MEANS: Mapping[str, Mapping[str, str | bool]] = MappingProxyType(
    {
        "contacts": {"channel": "other"},
        "questions": {"asked": False, "answered": False},
        "notes": {"shared": False},
        "prompts": {"findable_online": False, "sensitive": False, "drawback": False, "active": True},
    }
)

# The latest step first: the column whose filled cell says that an interview has come so far.
STAGE_OF_DAY: tuple[tuple[str, str], ...] = (
    ("closed_on", "closed"),
    ("held_on", "held"),
    ("confirmed_on", "confirmed"),
    ("scheduled_for", "scheduled"),
    ("scheduled_on", "scheduled"),
    ("replied_on", "replied"),
    ("requested_on", "requested"),
)

# The days that show that a client knew of a contact by then: each a column of a table that names the contact.
KNOWN_BY: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "contacts": ("asked_on",),
        "interviews": (
            "requested_on", "replied_on", "scheduled_on", "scheduled_for", "confirmed_on", "held_on", "closed_on",
        ),
        "letters": ("sent_on",),
        "leads": ("given_on",),
        "follow_ups": ("done_on",),
    }
)  # fmt: skip


def stage_of_days(interview: Mapping[str, Any]) -> str:
    """The stage of an interview by its filled days alone; `identified` where there is none."""
    return next((stage for column, stage in STAGE_OF_DAY if interview.get(column) is not None), "identified")


def known_since(days: list[date], today: date) -> date:
    """The earliest of the days known of a person, never after today; today where there is none."""
    return min([*days, today])
