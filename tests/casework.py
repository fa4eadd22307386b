"""Cases for tests of rules and order: a client about whom nothing is to be said, and whatever a test changes."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.case import Case, PutAside, SoonTalk, Waiting, Word
from core.clock import Clock
from core.policy import Policy
from core.reasons import Reason, reasons

ZONE = ZoneInfo("Europe/Berlin")
D = date(2026, 11, 22)  # a Sunday
WEDNESDAY = date(2026, 11, 18)


def clock(day: date = D, hour: int = 9, **numbers: Any) -> Clock:
    """A moment of a day in Berlin, with the usual policy but for some numbers."""
    return Clock.at(day, datetime(day.year, day.month, day.day, hour, tzinfo=ZONE), Policy(**numbers), ZONE)


def case(number: int = 1, **facts: Any) -> Case:
    """Somebody on their way: a step yesterday, a word yesterday; nothing in it is worth a reason."""
    usual: dict[str, Any] = {
        "client_id": number,
        "key": f"c{number}",
        "name": f"Client {number}",
        "unassigned": False,
        "started_on": D - timedelta(100),
        "needed_by": None,
        "goal": 6,
        "held": 2,
        "requests": 3,
        "contacts": 4,
        "sources": 2,
        "last_step": D - timedelta(1),
        "stage": "held",
        "with_whom": "R. Cole",
        "step_end": "",
        "set_for": None,
        "unanswered": 0,
        "ahead": False,
        "agreed_on": None,
        "reached_on": None,
        "last_word": D - timedelta(1),
        "meets_on": None,
        "last_aside": None,
        "requested_on": D - timedelta(60),
        "talked_on": D - timedelta(50),
        "introduced_on": None,
        "thanked_on": None,
        "thanked": "",
    }
    return Case(**{**usual, **facts})


def talk(day: date, hour: int | None = 14, **facts: Any) -> SoonTalk:
    """An appointment of that day, neither confirmed nor with questions, of a client who notes both."""
    at = None if hour is None else datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)
    usual: dict[str, Any] = {
        "interview_id": 7,
        "key": "i7",
        "contact": "R. Cole",
        "day": day,
        "at": at,
        "agreed_on": None,
        "confirmed": False,
        "chosen": 0,
        "confirms": True,
        "plans": True,
    }
    return SoonTalk(**{**usual, **facts})


def waiting(kind: str, due: date, late: int = 1, **facts: Any) -> Waiting:
    """So many late follow-ups of a kind, the oldest of them due that day."""
    usual: dict[str, Any] = {
        "kind": kind,
        "late": late,
        "first_due": due,
        "opened_on": due - timedelta(1),
        "contact": "R. Cole",
        "gift": "",
        "open": late,
        "due_sum": 9000,
    }
    return Waiting(**{**usual, **facts})


def word(day: date, kind: str = "message", *about: str) -> Word:
    """A word of the counselor's."""
    return Word(day, kind, frozenset(about))


def aside(reason: Reason, on: date, until: date | None = None, facts: str | None = None) -> PutAside:
    """A reason put aside, on its own facts unless others are given."""
    digest = reason.facts if facts is None else facts
    return PutAside(reason.code, reason.table, reason.number, "on holiday", on, until, digest)


def said(client: Case, at: Clock | None = None) -> dict[str, str]:
    """Code → words of all that the rules say."""
    return {reason.code: reason.words for reason in reasons(client, at or clock())}


def only(client: Case, code: str, at: Clock | None = None) -> Reason:
    """The one reason of a code."""
    (found,) = [reason for reason in reasons(client, at or clock()) if reason.code == code]
    return found
