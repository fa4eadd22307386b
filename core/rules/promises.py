"""Rules about what somebody was promised and is waiting for: a résumé, how it went, anything noted."""

from collections.abc import Iterator
from datetime import timedelta

from core.case import Case
from core.clock import Clock
from core.findings import Severity
from core.rules.lateness import LATE_NUMBERS, late_with, say, say_merged
from core.rules.register import Said, case_rule
from core.words import capital, counted, number, short_day


@case_rule(
    "FUP104",
    Severity.WARN,
    source="R104",
    group=2,
    action="Nudge",
    remedy="Send the résumé with a line of thanks.",
    clears="The day the résumé went out.",
    numbers=("resume_days", *LATE_NUMBERS),
)
def resume_not_sent(case: Case, clock: Clock) -> Iterator[Said]:
    """A résumé goes to those who asked for it, and they are waiting."""
    for late in late_with(case, clock, "send_resume"):
        asked = short_day(late.opened_on or late.first_due, clock.as_of)
        many = f"{capital(number(late.late))} people asked for the résumé, {late.contact or 'the first'} on {asked}"
        one = f"{late.contact or 'Somebody'} asked for the résumé on {asked}"
        yield say(late, clock, one if late.late == 1 else many)


@case_rule(
    "FUP090",
    Severity.WARN,
    source="R90",
    group=2,
    action="Nudge",
    remedy="Tell those who were heard what came of it.",
    clears="The day each of them heard.",
    numbers=("decision_update_days", *LATE_NUMBERS),
)
def decision_not_told(case: Case, clock: Clock) -> Iterator[Said]:
    """Who gave time for a decision was promised to hear of it, and mostly never does."""
    for late in late_with(case, clock, "decision_update"):
        decided = late.opened_on or late.first_due - timedelta(days=clock.policy.decision_update_days)
        whom = late.contact or "the person heard"
        whom = whom if late.late == 1 else f"{whom} and {counted(late.late - 1, 'other')}"
        words = f"Has not told {whom} how it went, decided on {short_day(decided, clock.as_of)}"
        yield say(late, clock, words)


@case_rule(
    "FUP201",
    Severity.WARN,
    source="common practice",
    group=2,
    action="Nudge",
    remedy="Do it, or say that it is no longer needed.",
    clears="The day it was done.",
    numbers=LATE_NUMBERS,
)
def promise_waiting(case: Case, clock: Clock) -> Iterator[Said]:
    """What was promised and noted is expected by somebody."""
    for late in late_with(case, clock, "other"):
        yield say_merged(late, clock, "a promise", "promises", "to")
