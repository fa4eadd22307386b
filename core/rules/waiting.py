"""Rules about what is owed to somebody and late; a hello never brings a client here."""

from collections.abc import Iterator
from datetime import date, timedelta

from core.case import Case, Waiting
from core.clock import Clock
from core.findings import Severity
from core.rules.register import Said, rule
from core.words import capital, counted, days, number, short_day

_LATE = ("late_after_working_days", "look_back_days")
_GIFTS = {
    "person": ("a name", "names"),
    "organization": ("an organization", "organizations"),
    "book": ("a book", "books"),
    "opportunity": ("an opening they heard of", "openings they heard of"),
    "idea": ("an idea", "ideas"),
}
_NO_GIFT = ("a suggestion", "suggestions")


@rule(
    "FUP102",
    Severity.WARN,
    source="R102; within a day is common practice",
    group=2,
    action="Nudge",
    remedy="Write the thank-you together: two lines and one thing that was learned.",
    clears="The day each thank-you went out.",
    numbers=("thank_you_days", *_LATE),
)
def thank_you_waiting(case: Case, clock: Clock) -> Iterator[Said]:
    """People remember being thanked, and somebody who gave time should not wait for it."""
    for late in _late(case, clock, "thank_you"):
        yield _merged(case, late, clock, "a thank-you", "thank-yous", "to")


@rule(
    "FUP103",
    Severity.WARN,
    source="R103",
    group=2,
    action="Nudge",
    remedy="Tell the person who introduced them how it went.",
    clears="The day each introduction was thanked for.",
    numbers=("thank_you_days", *_LATE),
)
def referrer_not_thanked(case: Case, clock: Clock) -> Iterator[Said]:
    """Whoever opened the door likes to hear that somebody went through it, and opens the next one more gladly."""
    for late in _late(case, clock, "thank_referrer"):
        yield _merged(case, late, clock, "a thank-you", "thank-yous for introductions", "to", "for an introduction")


@rule(
    "FUP104",
    Severity.WARN,
    source="R104",
    group=2,
    action="Nudge",
    remedy="Send the résumé with a line of thanks.",
    clears="The day the résumé went out.",
    numbers=("resume_days", *_LATE),
)
def resume_not_sent(case: Case, clock: Clock) -> Iterator[Said]:
    """A résumé goes to those who asked for it, and they are waiting."""
    for late in _late(case, clock, "send_resume"):
        asked = short_day(late.opened_on or late.first_due, clock.as_of)
        many = f"{capital(number(late.late))} people asked for the résumé, {late.contact or 'the first'} on {asked}"
        one = f"{late.contact or 'Somebody'} asked for the résumé on {asked}"
        yield _said(case, late, clock, one if late.late == 1 else many)


@rule(
    "FUP108",
    Severity.WARN,
    source="R108",
    group=2,
    action="Nudge",
    remedy="Follow one of them up, or set it aside.",
    clears="The day each was followed up or set aside.",
    numbers=("lead_days", *_LATE),
)
def suggestion_unused(case: Case, clock: Clock) -> Iterator[Said]:
    """Somebody thought about it and offered a name, a book, an idea: it gets stale, and they may ask how it went."""
    found = [late for kind in ("lead", "resource") for late in _late(case, clock, kind)]
    if not found:
        return
    oldest = min(found, key=lambda late: late.first_due)
    count = sum(late.late for late in found)
    given = oldest.opened_on or oldest.first_due - timedelta(days=clock.policy.lead_days)
    one, many = _GIFTS.get(oldest.gift, _NO_GIFT) if len(found) == 1 else _NO_GIFT
    what = one if count == 1 else f"{number(count)} {many}, the oldest"
    words = f"{capital(what)}{_of(oldest, 'from')}, {days((clock.as_of - given).days)} unused"
    facts = tuple(part for late in found for part in _facts(late))
    late_on = clock.policy.calendar.working_after(oldest.first_due, clock.policy.late_after_working_days)
    yield Said(oldest.first_due, words, facts, began=late_on, person=oldest.contact)


@rule(
    "FUP090",
    Severity.WARN,
    source="R90",
    group=2,
    action="Nudge",
    remedy="Tell those who were heard what came of it.",
    clears="The day each of them heard.",
    numbers=("decision_update_days", *_LATE),
)
def decision_not_told(case: Case, clock: Clock) -> Iterator[Said]:
    """Who gave time for a decision was promised to hear of it, and mostly never does."""
    for late in _late(case, clock, "decision_update"):
        decided = late.opened_on or late.first_due - timedelta(days=clock.policy.decision_update_days)
        whom = late.contact or "the person heard"
        whom = whom if late.late == 1 else f"{whom} and {counted(late.late - 1, 'other')}"
        words = f"Has not told {whom} how it went, decided on {short_day(decided, clock.as_of)}"
        yield _said(case, late, clock, words)


@rule(
    "FUP077",
    Severity.WARN,
    source="R77",
    group=2,
    action="Draft a mend",
    remedy="Draft two honest lines together.",
    clears="The day the lines went out, or a reason why they need not.",
    numbers=("repair_days", *_LATE),
    lasts=True,
)
def talk_not_put_right(case: Case, clock: Clock) -> Iterator[Said]:
    """Somebody who gave time to inform and was asked for a job may feel misled; two honest lines put it right."""
    for late in _late(case, clock, "repair"):
        talked = short_day(late.opened_on or late.first_due, clock.as_of)
        words = f"The talk with {late.contact or 'a contact'} on {talked} turned to a job, nothing said since"
        yield _said(case, late, clock, words)


@rule(
    "FUP201",
    Severity.WARN,
    source="common practice",
    group=2,
    action="Nudge",
    remedy="Do it, or say that it is no longer needed.",
    clears="The day it was done.",
    numbers=_LATE,
)
def promise_waiting(case: Case, clock: Clock) -> Iterator[Said]:
    """What was promised and noted is expected by somebody."""
    for late in _late(case, clock, "other"):
        yield _merged(case, late, clock, "a promise", "promises", "to")


@rule(
    "DEB098",
    Severity.WARN,
    source="R98",
    group=4,
    action="Review",
    remedy="Write three highlights down while they are fresh.",
    clears="The day the notes were written.",
    numbers=("notes_days", *_LATE),
)
def talk_without_notes(case: Case, clock: Clock) -> Iterator[Said]:
    """What was heard blurs within days; three highlights right after the talk keep it."""
    for late in _late(case, clock, "write_notes"):
        talked = short_day(late.opened_on or late.first_due, clock.as_of)
        one = f"Talk{_of(late, 'with')} of {talked} without notes"
        many = f"{capital(number(late.late))} talks without notes, the first{_of(late, 'with')} on {talked}"
        yield _said(case, late, clock, one if late.late == 1 else many)


def _late(case: Case, clock: Clock, kind: str) -> Iterator[Waiting]:
    for late in case.waiting:
        if late.kind == kind and clock.missed_from <= late.first_due <= clock.late_before:
            yield late


def _of(late: Waiting, word: str) -> str:
    return f" {word} {late.contact}" if late.contact else ""


def _merged(case: Case, late: Waiting, clock: Clock, one: str, many: str, word: str, ending: str = "") -> Said:
    """One as “A thank-you to R. Cole, 6 days”, several as “Three thank-yous, the oldest to R. Cole, 6 days”."""
    gone = days((clock.as_of - late.first_due).days)
    several = late.late > 1
    what = f"{number(late.late)} {many}, the oldest" if several else one
    words = f"{capital(what)}{_of(late, word)}{f' {ending}' if ending and not several else ''}, {gone}"
    return _said(case, late, clock, words)


def _said(case: Case, late: Waiting, clock: Clock, words: str) -> Said:
    return Said(_late_since(late.first_due, clock), words, _facts(late), person=late.contact)


def _late_since(due: date, clock: Clock) -> date:
    return clock.policy.calendar.working_after(due, clock.policy.late_after_working_days)


def _facts(late: Waiting) -> tuple[object, ...]:
    return late.kind, late.open, late.due_sum
