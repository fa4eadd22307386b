"""A client's case as of a day: plain facts, already counted, of which rules say whether somebody is needed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple


class SoonTalk(NamedTuple):
    """An appointment within the next working days; `at` is None for a day without an hour.

    `confirms` and `plans` say whether confirmations, or questions, are recorded here at all: where they are not, a
    missing one says nothing.
    """

    interview_id: int
    key: str
    contact: str
    day: date
    at: datetime | None
    agreed_on: date | None
    confirmed: bool
    chosen: int
    confirms: bool
    plans: bool


class Waiting(NamedTuple):
    """The late follow-ups of one client that are of one kind: how many, the oldest of them, and what it is about.

    `open` and `due_sum` cover every open follow-up of the kind, late or not: facts that do not change with the day.
    """

    kind: str
    late: int
    first_due: date
    opened_on: date | None
    contact: str
    gift: str
    open: int
    due_sum: int


class Word(NamedTuple):
    """A counselor's word to the client; `about` holds the codes of the reasons meant, or nothing for all."""

    on: date
    kind: str
    about: frozenset[str]


class PutAside(NamedTuple):
    """A reason put aside: of which code and record, why, when, until when, and on which facts it rests."""

    code: str
    table: str
    number: int
    reason: str
    on: date
    until: date | None
    facts: str


class Case(NamedTuple):
    """One client as of a day; days are empty where there was none by then.

    `key` is the client's id in a bundle; `unassigned` says that the office has counselors, but this client none.
    `stage` and `last_step` are those of the latest forward step, `with_whom` and `step_end` the contact and the end
    (declined, no_reply, cancelled) of the interview it belongs to, `set_for` the day of its appointment. `unanswered`
    counts requests without a reply that have not ended. `ahead` is an appointment on the day or after it. `agreed_on`
    is the last day on which something was agreed, or for which a meeting is planned; `reached_on` the day the goal was
    reached. `introduced_on` is the first day somebody came through somebody else, `thanked_on` the last thank-you
    within its day.
    """

    client_id: int
    key: str
    name: str
    unassigned: bool
    started_on: date | None
    needed_by: date | None
    goal: int
    held: int
    requests: int
    contacts: int
    sources: int
    last_step: date | None
    stage: str | None
    with_whom: str
    step_end: str
    set_for: date | None
    unanswered: int
    ahead: bool
    agreed_on: date | None
    reached_on: date | None
    last_word: date | None
    meets_on: date | None
    last_aside: date | None
    requested_on: date | None
    talked_on: date | None
    introduced_on: date | None
    thanked_on: date | None
    thanked: str
    talks: Sequence[SoonTalk] = ()
    waiting: Sequence[Waiting] = ()
    words: Sequence[Word] = ()
    aside: Sequence[PutAside] = ()

    @property
    def quiet_since(self) -> date | None:
        """The later of the start and the latest forward step: from then on it has been quiet."""
        if self.last_step and self.started_on:
            return max(self.last_step, self.started_on)
        return self.last_step or self.started_on
