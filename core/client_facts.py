"""The facts of one client that follow-ups follow from: talks, contacts, leads, decisions and what was recorded.

Ids are opaque here: a number of the store's and an id of a bundle serve alike.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol

Id = Hashable


class Addressed(Protocol):
    """A follow-up that names the person it goes to, or only the interview in which that person is found."""

    @property
    def contact_id(self) -> Id | None:
        """The contact, or None."""

    @property
    def interview_id(self) -> Id | None:
        """The interview, or None."""


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

    def contact_of(self, follow_up: Addressed) -> Id | None:
        """To whom a follow-up belongs: its contact, else its interview's."""
        if follow_up.contact_id is not None or follow_up.interview_id not in self.talk:
            return follow_up.contact_id
        return self.talk[follow_up.interview_id].contact_id
