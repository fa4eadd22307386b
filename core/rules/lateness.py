"""The late follow-ups of one kind in a case, and their words, for every rule about what somebody waits for."""

from collections.abc import Iterator
from datetime import date

from core.case import Case, Waiting
from core.clock import Clock
from core.rules.register import Said
from core.words import capital, distance, number

# The policy's numbers that every one of these rules rests on.
LATE_NUMBERS = ("late_after_working_days", "look_back_days")


def late_with(case: Case, clock: Clock, kind: str) -> Iterator[Waiting]:
    """What a case is late with of a kind of follow-up: once at most, nothing that was missed too long ago."""
    for late in case.waiting:
        if late.kind == kind and clock.speaks_of(late.first_due):
            yield late


def late_since(due: date, clock: Clock) -> date:
    """The day on which the counselor first hears of what was due."""
    return clock.policy.calendar.working_after(due, clock.policy.late_after_working_days)


def facts_of(late: Waiting) -> tuple[object, ...]:
    """The stored values that a reason about something late rests on."""
    return late.kind, late.open, late.due_sum


def named(late: Waiting, word: str) -> str:
    """The contact behind a word, " to R. Cole"; nothing where none is known."""
    return f" {word} {late.contact}" if late.contact else ""


def say(late: Waiting, clock: Clock, words: str) -> Said:
    """A reason about something late, in these words."""
    return Said(late_since(late.first_due, clock), words, facts_of(late), person=late.contact)


def say_merged(late: Waiting, clock: Clock, one: str, many: str, word: str, ending: str = "") -> Said:
    """One as “A thank-you to R. Cole, due 6 days ago”, several as “Three thank-yous, the oldest to R. Cole, due …”."""
    due = f"due {distance(late.first_due, clock.as_of)}"
    several = late.late > 1
    what = f"{number(late.late)} {many}, the oldest" if several else one
    words = f"{capital(what)}{named(late, word)}{f' {ending}' if ending and not several else ''}, {due}"
    return say(late, clock, words)
