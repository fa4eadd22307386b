"""Rules about an appointment that is close."""

from collections.abc import Iterator
from datetime import datetime, time

from core.case import Case, SoonTalk
from core.clock import Clock
from core.findings import Severity
from core.rules.register import Said, case_rule
from core.words import near_moment


@case_rule(
    "SCH043",
    Severity.WARN,
    source="R43",
    group=1,
    action="Plan together",
    remedy="Choose four to six questions together.",
    clears="One question chosen for the talk, or the talk itself.",
    numbers=("soon_working_days",),
)
def no_questions_chosen(case: Case, clock: Clock) -> Iterator[Said]:
    """Questions that are ready once a date is set respect the other person's time, and calm one's own nerves."""
    for talk, moment in _still_ahead(case, clock):
        if not talk.chosen and talk.plans:
            words = f"Talks with {talk.contact} {near_moment(talk.day, _hour(talk), clock.as_of)}, no questions chosen"
            yield _said(talk, moment, words, clock, ("questions", talk.chosen))


@case_rule(
    "SCH078",
    Severity.WARN,
    source="R78",
    group=1,
    action="Draft",
    remedy="Send a line that names the day and the hour.",
    clears="The day it was confirmed, or the talk itself.",
    numbers=("soon_working_days",),
)
def talk_not_confirmed(case: Case, clock: Clock) -> Iterator[Said]:
    """A line that confirms day and hour spares both sides a doubt, and a talk that is missed for nothing."""
    for talk, moment in _still_ahead(case, clock):
        if not talk.confirmed and talk.confirms:
            words = f"Talk with {talk.contact} {near_moment(talk.day, _hour(talk), clock.as_of)}, not confirmed"
            yield _said(talk, moment, words, clock, ("confirmed", talk.confirmed))


def _still_ahead(case: Case, clock: Clock) -> Iterator[tuple[SoonTalk, datetime]]:
    for talk in case.talks:
        moment = talk.at or clock.end_of(talk.day)
        if moment >= clock.now and talk.day <= clock.soon_until:
            yield talk, moment


def _hour(talk: SoonTalk) -> time | None:
    return talk.at.time() if talk.at else None


def _said(talk: SoonTalk, moment: datetime, words: str, clock: Clock, fact: tuple[object, ...]) -> Said:
    stood_from = clock.policy.calendar.working_before(talk.day, clock.policy.soon_working_days)
    return Said(
        since=talk.day,
        began=max(stood_from, talk.agreed_on) if talk.agreed_on else stood_from,
        words=words,
        facts=(talk.day, _hour(talk), talk.contact, *fact),
        person=talk.contact,
        at=moment,
        table="interviews",
        number=talk.interview_id,
        key=talk.key,
    )
