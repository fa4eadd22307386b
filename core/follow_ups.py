"""What follows from facts: the follow-ups that a client's talks, contacts, leads and decisions bring about.

Ids are opaque here: a number of the store's and an id of a bundle serve alike. A derived follow-up is known by its
kind, contact, interview and the record it is because of, so that it is never there twice, and a fact that is
corrected corrects what follows from it.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from core.calendar import add_months
from core.policy import Policy

Id = Hashable
# Kind, contact, interview, because_of: what makes a follow-up this one within a client.
Identity = tuple[str, Id | None, Id | None, Id | None]
# Contact, interview, because_of: which hello it is of all to that person.
_Place = tuple[Id | None, Id | None, Id | None]
_RESOURCES = frozenset({"organization", "book"})


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """What a client's interview says about what is owed; `ended` is declined, no reply or cancelled."""

    interview_id: Id
    contact_id: Id
    field_id: Id | None = None
    scheduled_on: date | None = None
    scheduled_day: date | None = None
    confirmed_on: date | None = None
    held_on: date | None = None
    notes_on: date | None = None
    ended: bool = False
    resume_requested: bool = False
    asked_for_job: bool = False


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """What a contact says about what is owed."""

    contact_id: Id
    added_on: date | None = None
    referred_by: Id | None = None
    keep_in_touch_months: int | None = None


@dataclass(frozen=True, slots=True)
class LeadFacts:
    """A name, book, organization, opportunity or idea that a contact gave."""

    lead_id: Id
    kind: str
    interview_id: Id | None = None
    contact_id: Id | None = None
    given_on: date | None = None
    done_on: date | None = None
    dropped_on: date | None = None


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """A decision on a field."""

    decision_id: Id
    field_id: Id
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A follow-up as it is recorded."""

    follow_up_id: Id
    kind: str
    contact_id: Id | None = None
    interview_id: Id | None = None
    because_of: Id | None = None
    opens_on: date | None = None
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class Facts:
    """All that one client's records say about what is owed, the recorded follow-ups included."""

    talks: Sequence[TalkFacts] = ()
    contacts: Sequence[ContactFacts] = ()
    leads: Sequence[LeadFacts] = ()
    decisions: Sequence[DecisionFacts] = ()
    rows: Sequence[FollowUpRow] = ()

    @cached_property
    def talk(self) -> Mapping[Id, TalkFacts]:
        """The talks by their id."""
        return {talk.interview_id: talk for talk in self.talks}

    def held(self) -> list[TalkFacts]:
        """The talks that were held, the earliest first."""
        return sorted((t for t in self.talks if t.held_on), key=lambda t: (t.held_on, str(t.interview_id)))

    def contact_of(self, follow_up: "FollowUpRow | Owed") -> Id | None:
        """To whom a follow-up belongs: its contact, else its interview's."""
        if follow_up.contact_id is not None or follow_up.interview_id not in self.talk:
            return follow_up.contact_id
        return self.talk[follow_up.interview_id].contact_id


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


@dataclass(frozen=True, slots=True)
class _Touch:
    """The last time that a contact heard from the client, from which the next hello is counted."""

    day: date
    interview_id: Id | None
    because_of: Id | None
    fact: tuple[str, Id]


def _hellos(facts: Facts, policy: Policy) -> Iterator[Owed]:
    longer = {contact.contact_id: contact.keep_in_touch_months or 0 for contact in facts.contacts}
    last: dict[Id, _Touch] = {}
    for contact, touch in _touches(facts):
        if contact not in last or (touch.day, str(touch.fact)) > (last[contact].day, str(last[contact].fact)):
            last[contact] = touch
    said: dict[_Place, FollowUpRow] = {
        (facts.contact_of(row), row.interview_id, row.because_of): row
        for row in facts.rows
        if row.kind == "keep_in_touch" and row.done_on
    }
    for contact, latest in last.items():
        touch = _last_said(contact, latest, said)
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


def _last_said(contact: Id, touch: _Touch, said: Mapping[_Place, FollowUpRow]) -> _Touch:
    """The last of the hellos that follow one another from a touch, whatever days they are said to be done on."""
    seen: set[Id] = set()
    while (row := said.get((contact, touch.interview_id, touch.because_of))) and row.follow_up_id not in seen:
        seen.add(row.follow_up_id)
        day = max(touch.day, _done(row))
        touch = _Touch(day, row.interview_id, row.follow_up_id, ("follow_ups", row.follow_up_id))
    return touch


def _touches(facts: Facts) -> Iterator[tuple[Id, _Touch]]:
    thanked = _thank_yous(facts)
    for talk in facts.held():
        if row := thanked.get(talk.interview_id):
            fact = ("follow_ups", row.follow_up_id)
            yield talk.contact_id, _Touch(_done(row), talk.interview_id, row.follow_up_id, fact)
        elif held := talk.held_on:
            fact = ("interviews", talk.interview_id)
            yield talk.contact_id, _Touch(held, talk.interview_id, None, fact)
    for row in facts.rows:
        contact = facts.contact_of(row)
        if row.kind == "keep_in_touch" and row.done_on and contact is not None:
            fact = ("follow_ups", row.follow_up_id)
            yield contact, _Touch(row.done_on, row.interview_id, row.follow_up_id, fact)


def _thank_yous(facts: Facts) -> dict[Id, FollowUpRow]:
    """The thank-you that was done for each talk; one without an interview goes to the contact's last talk before."""
    found: dict[Id, FollowUpRow] = {}
    done = [row for row in facts.rows if row.kind == "thank_you" and row.done_on]
    for row in sorted(done, key=lambda row: (_done(row), str(row.follow_up_id))):
        if row.interview_id is not None:
            found[row.interview_id] = row
            continue
        earlier = (
            t for t in facts.held() if t.contact_id == row.contact_id and (t.held_on or _done(row)) <= _done(row)
        )
        if talk := max(earlier, key=lambda t: (t.held_on, str(t.interview_id)), default=None):
            found.setdefault(talk.interview_id, row)
    return found


def _done(row: FollowUpRow) -> date:
    return row.done_on or date.max


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
