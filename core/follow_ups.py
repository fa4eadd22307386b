"""The follow-ups that a client's talks, contacts, leads and decisions bring about.

A derived follow-up is known by its kind, contact, interview and the record it is because of, so that it is never
there twice, and a fact that is corrected corrects what follows from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.calendar import add_months
from core.client_facts import Facts, Id, TalkFacts
from core.last_touch import last_touches
from core.policy import Policy

# Kind, contact, interview, because_of: what makes a follow-up this one within a client.
Identity = tuple[str, Id | None, Id | None, Id | None]
_RESOURCES = frozenset({"organization", "book"})


@dataclass(frozen=True, slots=True)
class Owed:
    """A follow-up that follows from a fact.

    `contact_id` is the person to be written to; `fact` the record it follows from, as table and id; `done_on` the day
    on which that record itself says it was done.
    """

    kind: str
    contact_id: Id | None
    interview_id: Id | None
    because_of: Id | None
    opens_on: date
    due_on: date
    fact: tuple[str, Id]
    done_on: date | None = None

    @property
    def identity(self) -> Identity:
        """What makes it this one within a client."""
        return self.kind, self.contact_id, self.interview_id, self.because_of


def derived(facts: Facts, policy: Policy) -> list[Owed]:
    """Every follow-up that these facts bring about, those that a fact says are done included, each once."""
    found = [
        *(owed for talk in facts.talks for owed in _of_talk(talk, policy)),
        *_to_referrers(facts, policy),
        *_from_givers(facts, policy),
        *_hellos(facts, policy),
        *_news(facts, policy),
    ]
    return list({owed.identity: owed for owed in found}.values())


# ── each fact and what follows from it ───────────────────────────────────────────────────────────────────────────────


def _of_talk(talk: TalkFacts, policy: Policy) -> Iterator[Owed]:
    number, fact = talk.interview_id, ("interviews", talk.interview_id)
    agreed, held = talk.scheduled_on, talk.held_on
    if agreed and not held and not talk.ended:
        yield Owed("confirm", talk.contact_id, number, None, agreed, agreed, fact, talk.confirmed_on)
    if not held:
        return
    within = {"thank_you": policy.thank_you_days}
    if talk.resume_requested:
        within["send_resume"] = policy.resume_days
    if talk.asked_for_job:
        within["repair"] = policy.repair_days
    for kind, days in within.items():
        yield Owed(kind, talk.contact_id, number, None, held, held + timedelta(days=days), fact)
    # Notes are written to nobody, so they name no contact.
    due = held + timedelta(days=policy.notes_days)
    yield Owed("write_notes", None, number, None, held, due, fact, talk.notes_on)


def _to_referrers(facts: Facts, policy: Policy) -> Iterator[Owed]:
    first_talk = {talk.contact_id: talk for talk in reversed(facts.held())}
    for contact in facts.contacts:
        referrer, number = contact.referred_by, contact.contact_id
        if referrer is None or referrer == number:
            continue
        if (added := contact.added_on) is not None:
            due = added + timedelta(days=policy.thank_you_days)
            yield Owed("thank_referrer", referrer, None, number, added, due, ("contacts", number))
        talk = first_talk.get(number)
        if talk and (held := talk.held_on):
            due = held + timedelta(days=policy.thank_you_days)
            fact = ("interviews", talk.interview_id)
            yield Owed("thank_referrer", referrer, talk.interview_id, number, held, due, fact)


def _from_givers(facts: Facts, policy: Policy) -> Iterator[Owed]:
    for lead in facts.leads:
        talk = facts.talk.get(lead.interview_id)
        day = lead.given_on or (talk.held_on if talk else None)
        if day is None:
            continue
        giver = lead.contact_id if lead.contact_id is not None or talk is None else talk.contact_id
        kind = "resource" if lead.kind in _RESOURCES else "lead"
        done = min((day for day in (lead.done_on, lead.dropped_on) if day), default=None)
        due = day + timedelta(days=policy.lead_days)
        yield Owed(kind, giver, lead.interview_id, lead.lead_id, day, due, ("leads", lead.lead_id), done)


def _hellos(facts: Facts, policy: Policy) -> Iterator[Owed]:
    longer = {contact.contact_id: contact.keep_in_touch_months or 0 for contact in facts.contacts}
    for contact, touch in last_touches(facts).items():
        opens = max(policy.keep_in_touch_months, longer.get(contact, 0))
        window = max(policy.lapse_months - policy.keep_in_touch_months, 0)
        due = policy.lapse_months if opens < policy.lapse_months else opens + window
        yield Owed(
            "keep_in_touch",
            contact,
            touch.interview_id,
            touch.because_of,
            add_months(touch.day, opens),
            add_months(touch.day, due),
            touch.fact,
        )


def _news(facts: Facts, policy: Policy) -> Iterator[Owed]:
    held = facts.held()
    for decision in facts.decisions:
        day, number = decision.decided_on, decision.decision_id
        if day is None:
            continue
        due = day + timedelta(days=policy.decision_update_days)
        heard = {t.contact_id: t for t in held if t.field_id == decision.field_id and (t.held_on or day) <= day}
        for contact in heard:
            yield Owed("decision_update", contact, None, number, day, due, ("decisions", number))
