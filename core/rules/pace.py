"""Rules about who has come to a halt, who has arrived, and when counselor and client last spoke."""

from collections.abc import Iterator
from datetime import date

from core.case import Case
from core.clock import Clock
from core.findings import Severity
from core.rules.register import Said, case_rule
from core.words import counted, days, number, people, short_day

_ENDED = {"declined": "A no from {}, nobody asked since", "cancelled": "The talk with {} was called off, nothing since"}


@case_rule(
    "PAC201",
    Severity.WARN,
    source="R1",
    group=3,
    action="Write",
    remedy="Agree on one small next step.",
    clears="A forward step, or an appointment ahead.",
    numbers=("halted_after_days", "goal_interviews", "quiet_weeks"),
)
def come_to_a_halt(case: Case, clock: Clock) -> Iterator[Said]:
    """Most people come to a halt where they must act on "go and talk to people"; a word helps more than waiting."""
    since = case.quiet_since
    if since is None or since > clock.halted_before or case.held >= case.goal or case.ahead:
        return
    words = f"{_where(case, clock.as_of)}, no step for {days((clock.as_of - since).days)}"
    began = clock.policy.calendar.days_after(since, clock.policy.halted_after_days)
    yield Said(since, words, (since, case.stage, case.held), began=began, person=case.with_whom)


def _where(case: Case, as_of: date) -> str:
    """Where somebody came to a halt, said by their latest step."""
    whom = case.with_whom or "somebody"
    if case.step_end in _ENDED:
        return _ENDED[case.step_end].format(whom)
    day = f"set for {short_day(case.set_for, as_of)}, nothing noted since" if case.set_for else "agreed without a day"
    asked = whom if case.unanswered <= 1 else f"the last {number(case.unanswered)}"
    return {
        "identified": _before_asking(case),
        "researched": _before_asking(case),
        "requested": f"No answer from {asked}",
        "replied": f"An answer from {whom}, no day agreed",
        "scheduled": f"The talk with {whom} was {day}",
        "confirmed": f"The talk with {whom} was {day}",
        "held": f"Talked with {whom}, no next step",
    }.get(case.stage or "", "Nothing noted since the start")


def _before_asking(case: Case) -> str:
    if case.requests:
        return f"{'Somebody new on the list' if case.stage == 'identified' else 'Read on'} and asked nobody since"
    if case.contacts:
        return f"Has listed {people(case.contacts)}, written to none"
    return f"Has read {counted(case.sources, 'source')}, listed nobody"


@case_rule(
    "PAC202",
    Severity.WARN,
    source="R35",
    group=3,
    action="Invite",
    remedy="Meet and choose what comes next.",
    clears="Something agreed: a talk, or a meeting with you.",
    numbers=("aim_reached_days", "goal_interviews", "quiet_weeks"),
)
def nothing_after_the_aim(case: Case, clock: Clock) -> Iterator[Said]:
    """Whoever has reached the aim drops out of sight just when it is time to decide and to tell those who helped."""
    reached = case.reached_on
    if reached is None or reached > clock.aim_before or case.ahead or (case.agreed_on and case.agreed_on >= reached):
        return
    words = f"Reached the aim on {short_day(reached, clock.as_of)}, nothing agreed after"
    began = clock.policy.calendar.days_after(reached, clock.policy.aim_reached_days)
    yield Said(began, words, (reached, case.goal, case.agreed_on))


@case_rule(
    "PAC203",
    Severity.NUDGE,
    source="common practice, as Minnesota's DEED has it",
    group=4,
    action="Review",
    remedy="Have a word: a call, a message, a meeting.",
    clears="A word with them, or a meeting planned.",
    numbers=("spoke_within_days", "quiet_weeks"),
)
def not_spoken_lately(case: Case, clock: Clock) -> Iterator[Said]:
    """Counselor and client who speak about once a month keep going; later it is a new beginning each time."""
    spoke = case.last_word
    if spoke is None or spoke > clock.spoke_before or (case.meets_on and case.meets_on >= clock.as_of):
        return
    words = f"You last spoke {days((clock.as_of - spoke).days)} ago"
    yield Said(clock.policy.calendar.days_after(spoke, clock.policy.spoke_within_days + 1), words, (spoke,))


@case_rule(
    "PAC204",
    Severity.NUDGE,
    source="common practice",
    group=6,
    action="Review",
    remedy="Ask whether they are still with you: pause, close or keep.",
    clears="A forward step, or a pause.",
    numbers=("quiet_after_days", "untouched_working_days", "quiet_weeks"),
)
def quiet_for_long(case: Case, clock: Clock) -> Iterator[Said]:
    """After three months without a step nobody is helped by one more flag; a friendly question is."""
    since = case.quiet_since
    if since is None or since > clock.quiet_before or case.ahead:
        return
    words = f"Quiet for {days((clock.as_of - since).days)}"
    began = clock.policy.calendar.days_after(since, clock.policy.quiet_after_days)
    yield Said(since, words, (since, case.held), began=began)


@case_rule(
    "PAC205",
    Severity.NUDGE,
    source="common practice",
    group=6,
    action="Take on",
    remedy="Say who looks after them.",
    clears="A counselor.",
)
def no_counselor(case: Case, clock: Clock) -> Iterator[Said]:
    """Whoever has no counselor is on nobody's list."""
    if case.unassigned:
        yield Said(case.started_on or clock.as_of, "Has no counselor yet", (case.unassigned,))
