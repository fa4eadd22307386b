"""Rules about what a talk leaves to do: notes, names and books to follow up, a talk to put right."""

from collections.abc import Iterator
from datetime import timedelta

from core.case import Case
from core.clock import Clock
from core.findings import Severity
from core.rules.lateness import LATE_NUMBERS, facts_of, late_since, late_with, named, say
from core.rules.register import Said, case_rule
from core.words import capital, distance, number, short_day

_GIFTS = {
    "person": ("a name", "names"),
    "organization": ("an organization", "organizations"),
    "book": ("a book", "books"),
    "opportunity": ("an opening they heard of", "openings they heard of"),
    "idea": ("an idea", "ideas"),
}
_NO_GIFT = ("a suggestion", "suggestions")


@case_rule(
    "FUP108",
    Severity.WARN,
    source="R108",
    group=2,
    action="Nudge",
    remedy="Follow one of them up, or set it aside.",
    clears="The day each was followed up or set aside.",
    numbers=("lead_days", *LATE_NUMBERS),
)
def suggestion_unused(case: Case, clock: Clock) -> Iterator[Said]:
    """Somebody thought about it and offered a name, a book, an idea: it gets stale, and they may ask how it went."""
    found = [late for kind in ("lead", "resource") for late in late_with(case, clock, kind)]
    if not found:
        return
    oldest = min(found, key=lambda late: late.first_due)
    count = sum(late.late for late in found)
    given = oldest.opened_on or oldest.first_due - timedelta(days=clock.policy.lead_days)
    one, many = _GIFTS.get(oldest.gift, _NO_GIFT) if len(found) == 1 else _NO_GIFT
    what = one if count == 1 else f"{number(count)} {many}, the oldest"
    words = f"{capital(what)}{named(oldest, 'from')}, given {distance(given, clock.as_of)}, unused"
    facts = tuple(part for late in found for part in facts_of(late))
    yield Said(oldest.first_due, words, facts, began=late_since(oldest.first_due, clock), person=oldest.contact)


@case_rule(
    "FUP077",
    Severity.WARN,
    source="R77",
    group=2,
    action="Draft a mend",
    remedy="Draft two honest lines together.",
    clears="The day the lines went out, or a reason why they need not.",
    numbers=("repair_days", *LATE_NUMBERS),
    lasts=True,
    harms=True,
)
def talk_not_put_right(case: Case, clock: Clock) -> Iterator[Said]:
    """Somebody who gave time to inform and was asked for a job may feel misled; two honest lines put it right."""
    for late in late_with(case, clock, "repair"):
        talked = short_day(late.opened_on or late.first_due, clock.as_of)
        words = f"The talk with {late.contact or 'a contact'} on {talked} turned to a job, nothing said since"
        yield say(late, clock, words)


@case_rule(
    "DEB098",
    Severity.WARN,
    source="R98",
    group=4,
    action="Review",
    remedy="Write three highlights down while they are fresh.",
    clears="The day the notes were written.",
    numbers=("notes_days", *LATE_NUMBERS),
)
def talk_without_notes(case: Case, clock: Clock) -> Iterator[Said]:
    """What was heard blurs within days; three highlights right after the talk keep it."""
    for late in late_with(case, clock, "write_notes"):
        talked = short_day(late.opened_on or late.first_due, clock.as_of)
        one = f"Talk{named(late, 'with')} of {talked} without notes"
        many = f"{capital(number(late.late))} talks without notes, the first{named(late, 'with')} on {talked}"
        yield say(late, clock, one if late.late == 1 else many)
