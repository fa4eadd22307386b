"""The policy: every number that an office may change, each with its default, unit, source and words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from core.calendar import Calendar, iso_week
from core.codes import Notice
from core.findings import Finding, Location, Severity

COMMON = "common practice"
# These settings are words, read elsewhere.
_NOT_NUMBERS = frozenset({"time_zone"})


def _number(default: int, unit: str, source: str, about: str, *, least: int = 1, most: int = 1_000) -> Any:
    return Field(
        default=default,
        description=about,
        json_schema_extra={"unit": unit, "source": source, "least": least, "most": most},
    )


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the policy: its default, unit and source, and the bounds between which an office may move it."""

    name: str
    default: Any
    unit: str
    source: str
    about: str
    least: int
    most: int


class Policy(BaseModel):
    """An office's numbers; `Policy()` holds the usual ones.

    The figures' “recent” and “new” are 28 days in every office, so that anyone can work them out anew from a bundle.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    goal_interviews: int = _number(6, "talks", COMMON, "Talks a client aims at who has no aim of their own", most=100)
    look_back_days: int = _number(
        28, "days", COMMON, "After so long, what was missed is for next time, and nothing is offered for it"
    )

    halted_after_days: int = _number(14, "days", "R1", "Without a step for so long, somebody has come to a halt")
    aim_reached_days: int = _number(14, "days", COMMON, "Nothing agreed for so long after the aim was reached")
    quiet_after_days: int = _number(90, "days", COMMON, "Without a step for so long, somebody is quiet for long")
    untouched_working_days: int = _number(
        20, "working days", COMMON, "Left for so long without word or step, a name leaves the list for the quiet ones"
    )
    late_after_working_days: int = _number(
        3, "working days", COMMON, "The counselor hears of a late follow-up after so long"
    )
    soon_working_days: int = _number(2, "working days", "R43", "A talk this close wants questions and a confirmation")
    spoke_within_days: int = _number(
        30, "days", f"{COMMON}, as Minnesota's DEED has it", "Counselor and client speak at least this often"
    )

    rest_working_days: int = _number(5, "working days", COMMON, "How long a reason rests after your word")
    fresh_working_days: int = _number(5, "working days", COMMON, "How long a reason counts as new")
    fresh_at_most: int = _number(4, "people", COMMON, "Of the first on the list, so many may be new", most=100)
    list_length: int = _number(7, "people", COMMON, "How many Today shows first: seven times 90 seconds", most=100)
    words_before_another_way: int = _number(
        3, "words", COMMON, "After so many without a step, try another way", most=50
    )
    praise_days: int = _number(14, "days", "R58", "How long good news stays worth a word")

    thank_you_days: int = _number(1, "days", f"R102; the day is {COMMON}", "A thank-you is due after the talk", most=60)
    notes_days: int = _number(1, "days", "R98", "Notes are due after the talk", most=60)
    resume_days: int = _number(1, "days", "R104", "A résumé that was asked for is due after the talk", most=60)
    repair_days: int = _number(1, "days", "R77", "Two honest lines are due after a talk turned to a job", most=60)
    lead_days: int = _number(14, "days", "R108", "A name, book or idea is followed up within", most=365)
    decision_update_days: int = _number(14, "days", "R90", "Those who were heard learn of a decision within", most=365)
    keep_in_touch_months: int = _number(3, "calendar months", "R105", "At most one hello in", most=120)
    lapse_months: int = _number(6, "calendar months", "R107", "A hello is due within", most=120)

    acceptance_rate: Fraction = Field(
        default=Fraction(1, 2),
        description="The share of requests expected to end in a date, while too few are known",
        json_schema_extra={"unit": "share", "source": "R51"},
    )
    acceptance_needs_requests: int = _number(5, "requests", "R51", "From so many on, the client's own share counts")
    quiet_weeks: frozenset[str] = Field(
        default=frozenset(),
        description="ISO weeks in which nobody expects anything, such as 2026-W52",
        json_schema_extra={"unit": "ISO weeks", "source": COMMON},
    )

    page_upload_mb: int = _number(20, "MB", COMMON, "The largest file that the page takes")
    text_mb: int = _number(1_024, "MB", COMMON, "The largest file of text that the command line takes", most=100_000)
    unpacked_mb: int = _number(1_024, "MB", COMMON, "The most that may come out of one zip or workbook", most=100_000)
    unpacked_ratio: int = _number(100, "times", COMMON, "A zip or workbook may hold so much more than its own size")
    free_form_mb: int = _number(20, "MB", COMMON, "The largest tracker, address book or calendar")

    @classmethod
    @cache
    def numbers(cls) -> tuple[Number, ...]:
        """Every number with what is known of it, in the order in which they are shown."""
        return tuple(_known(name, info) for name, info in cls.model_fields.items())

    @classmethod
    def from_settings(cls, settings: Mapping[str, str | None]) -> tuple["Policy", list[Finding]]:
        """The policy that the office's settings make of the usual one, and what in them was not understood.

        A value that is not understood leaves the usual number in force; an empty one means the usual number too.
        """
        known = {number.name: number for number in cls.numbers()}
        values: dict[str, Any] = {}
        findings: list[Finding] = []
        for name, text in sorted(settings.items()):
            if name in known and text:
                try:
                    values[name] = _value(known[name], text.strip())
                except ValueError as why:
                    findings.append(_not_understood(known[name], text, str(why)))
            elif name not in known and name not in _NOT_NUMBERS:
                findings.append(_not_known(name))
        return cls(**values), findings

    @cached_property
    def calendar(self) -> Calendar:
        """The days that this office counts."""
        return Calendar(self.quiet_weeks)

    def goal(self, own: int | None) -> int:
        """The talks that a client aims at: their own number, else the office's."""
        return self.goal_interviews if own is None else own

    def missed_from(self, as_of: date) -> date:
        """The earliest due day of what can still be mended on a day; what was due before is too old."""
        return as_of - timedelta(days=self.look_back_days)


def _known(name: str, info: Any) -> Number:
    extra = info.json_schema_extra
    bounds = extra.get("least", 0), extra.get("most", 1)
    return Number(name, info.default, extra["unit"], extra["source"], info.description, *bounds)


def _value(number: Number, text: str) -> Any:
    if number.name == "quiet_weeks":
        return frozenset(_week(part) for part in re.split(r"[\s,;]+", text))
    if number.name == "acceptance_rate":
        return _share(text)
    if not re.fullmatch(r"\d{1,9}", text) or not number.least <= int(text) <= number.most:
        raise ValueError(f"Write a whole number from {number.least} to {number.most:,}.")
    return int(text)


def _share(text: str) -> Fraction:
    try:
        share = Fraction(text.removesuffix("%").strip()) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 < share <= 1:
        raise ValueError("Write a share such as 1/2, 0.5 or 50 %.")
    return share


def _week(text: str) -> str:
    found = re.fullmatch(r"(\d{4})-?[Ww](\d{1,2})", text)
    if not found or not 1 <= int(found[2]) <= _weeks_in(int(found[1])):
        raise ValueError("Write ISO weeks such as 2026-W52, separated by blanks.")
    return f"{found[1]}-W{int(found[2]):02}"


def _weeks_in(year: int) -> int:
    """How many ISO weeks a year has: 28 December always lies in the last one."""
    return int(iso_week(date(max(year, 1), 12, 28))[-2:])


def _not_understood(number: Number, text: str, remedy: str) -> Finding:
    usual = " ".join(sorted(number.default)) or "none" if isinstance(number.default, frozenset) else number.default
    message = f"“{text}” is not understood for {number.name}; the usual one holds: {usual}."
    where = Location("settings", number.name, "value")
    return Finding(Notice.SETTING_NOT_UNDERSTOOD, Severity.WARN, message, where, remedy, rule="setting_not_understood")


def _not_known(name: str) -> Finding:
    message = f"The setting {name} is not one that Digwell reads."
    where = Location("settings", name, "name")
    return Finding(
        Notice.SETTING_NOT_KNOWN, Severity.INFO, message, where, "Check its spelling.", rule="setting_not_known"
    )
