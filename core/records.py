"""The records that rules judge one by one for what cannot be, or is left open: plain tuples, already joined."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


class TalkRecord(NamedTuple):
    """An interview as recorded; `fields` counts its client's fields, `answers` its answered questions."""

    contact: str
    stage: str | None
    requested_on: date | None
    replied_on: date | None
    scheduled_on: date | None
    scheduled_day: date | None
    confirmed_on: date | None
    held_on: date | None
    closed_on: date | None
    has_field: bool
    fields: int
    answers: int


class QuestionRecord(NamedTuple):
    """An answered question, with whether it was asked and the day of its talk."""

    contact: str
    text: str
    asked: bool
    held_on: date | None


class FollowUpRecord(NamedTuple):
    """A follow-up as recorded; `fact_on` is the day on which the record it follows from says it was done."""

    what: str
    contact: str
    opens_on: date | None
    due_on: date
    done_on: date | None
    fact_on: date | None


class ContactRecord(NamedTuple):
    """A contact, with the names of the referral loop it is in, if it is in one."""

    name: str
    added_on: date | None
    loop: Sequence[str] = ()


class ClientRecord(NamedTuple):
    """A client; `silent` names what the rules would ask about and these records never hold."""

    name: str
    started_on: date | None
    silent: Sequence[str] = ()


class CaseloadRecord(NamedTuple):
    """A caseload; `to_mend` counts the people with something in their records to mend."""

    to_mend: int
