"""Rules about what is good to mention: a step with a date, never a quality of the person."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from core.case import Case
from core.clock import Clock
from core.findings import Severity
from core.rules.register import Said, case_rule
from core.words import counted, past_day

_praise_rule = partial(
    case_rule,
    severity=Severity.PRAISE,
    group=5,
    action="Say so",
    remedy="Say so.",
    clears="A kind word, or a fortnight.",
    numbers=("praise_days",),
)


@_praise_rule("PAC211", source="R58", first_ever=True)
def first_request(case: Case, clock: Clock) -> Iterator[Said]:
    """The first message is the hardest, and sending it is the step, whatever the answer."""
    yield from _step(case.requested_on, "Sent a first request", clock)


@_praise_rule("PAC212", source="R14", first_ever=True)
def first_talk(case: Case, clock: Clock) -> Iterator[Said]:
    """After the first talk it is known that people do talk."""
    yield from _step(case.talked_on, "Had a first talk", clock)


@_praise_rule("NET211", source="R62", first_ever=True)
def first_introduction(case: Case, clock: Clock) -> Iterator[Said]:
    """The first name that came through somebody else: the network begins to grow by itself."""
    yield from _step(case.introduced_on, "Was introduced to somebody for the first time", clock)


@_praise_rule("PAC213", source="R35", first_ever=True)
def aim_reached(case: Case, clock: Clock) -> Iterator[Said]:
    """Whoever does what they set out to do should hear that somebody saw it."""
    yield from _step(case.reached_on, f"Reached the aim of {counted(case.goal, 'talk')}", clock)


@_praise_rule("FUP211", source="R102; within a day is common practice")
def thanked_within_a_day(case: Case, clock: Clock) -> Iterator[Said]:
    """A thank-you within the day is rare, and remembered."""
    whom = case.thanked or "somebody"
    yield from _step(case.thanked_on, f"Thanked {whom} within a day", clock)


def _step(day: date | None, words: str, clock: Clock) -> Iterator[Said]:
    if day is not None and clock.praised_from <= day <= clock.as_of:
        yield Said(day, f"{words} {past_day(day, clock.as_of)}", (day, words))
