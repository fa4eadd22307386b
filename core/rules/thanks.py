"""Rules about a thank-you that is late."""

from collections.abc import Iterator

from core.case import Case
from core.clock import Clock
from core.findings import Severity
from core.rules.lateness import LATE_NUMBERS, late_with, say_merged
from core.rules.register import Said, case_rule


@case_rule(
    "FUP102",
    Severity.WARN,
    source="R102; within a day is common practice",
    group=2,
    action="Nudge",
    remedy="Write the thank-you together: two lines and one thing that was learned.",
    clears="The day each thank-you went out.",
    numbers=("thank_you_days", *LATE_NUMBERS),
)
def thank_you_waiting(case: Case, clock: Clock) -> Iterator[Said]:
    """People remember being thanked, and somebody who gave time should not wait for it."""
    for late in late_with(case, clock, "thank_you"):
        yield say_merged(late, clock, "a thank-you", "thank-yous", "to")


@case_rule(
    "FUP103",
    Severity.WARN,
    source="R103",
    group=2,
    action="Nudge",
    remedy="Tell the person who introduced them how it went.",
    clears="The day each introduction was thanked for.",
    numbers=("thank_you_days", *LATE_NUMBERS),
)
def referrer_not_thanked(case: Case, clock: Clock) -> Iterator[Said]:
    """Whoever opened the door likes to hear that somebody went through it, and opens the next one more gladly."""
    for late in late_with(case, clock, "thank_referrer"):
        yield say_merged(late, clock, "a thank-you", "thank-yous for introductions", "to", "for an introduction")
