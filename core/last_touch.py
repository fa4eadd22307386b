"""The last touch with each contact: the day on which a client last thanked, greeted or met somebody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.client_facts import Facts, FollowUpRow, Id

# Contact, interview, because_of: which hello it is of all to that person.
_Place = tuple[Id | None, Id | None, Id | None]


@dataclass(frozen=True, slots=True)
class Touch:
    """The last time that a contact heard from the client, from which the next hello is counted."""

    day: date
    interview_id: Id | None
    because_of: Id | None
    fact: tuple[str, Id]


def last_touches(facts: Facts) -> dict[Id, Touch]:
    """The last touch by contact id; of the hellos that follow one another, the last one that is done."""
    last: dict[Id, Touch] = {}
    for contact, touch in _touches(facts):
        if contact not in last or (touch.day, str(touch.fact)) > (last[contact].day, str(last[contact].fact)):
            last[contact] = touch
    said: dict[_Place, FollowUpRow] = {
        (facts.contact_of(row), row.interview_id, row.because_of): row
        for row in facts.rows
        if row.kind == "keep_in_touch" and row.done_on
    }
    return {contact: _last_said(contact, touch, said) for contact, touch in last.items()}


def _last_said(contact: Id, touch: Touch, said: Mapping[_Place, FollowUpRow]) -> Touch:
    """The last of the hellos that follow one another from a touch, whatever days they are said to be done on."""
    seen: set[Id] = set()
    while (row := said.get((contact, touch.interview_id, touch.because_of))) and row.follow_up_id not in seen:
        seen.add(row.follow_up_id)
        day = max(touch.day, _done(row))
        touch = Touch(day, row.interview_id, row.follow_up_id, ("follow_ups", row.follow_up_id))
    return touch


def _touches(facts: Facts) -> Iterator[tuple[Id, Touch]]:
    thanked = _thank_yous(facts)
    for talk in facts.held():
        if row := thanked.get(talk.interview_id):
            fact = ("follow_ups", row.follow_up_id)
            yield talk.contact_id, Touch(_done(row), talk.interview_id, row.follow_up_id, fact)
        elif held := talk.held_on:
            fact = ("interviews", talk.interview_id)
            yield talk.contact_id, Touch(held, talk.interview_id, None, fact)
    for row in facts.rows:
        contact = facts.contact_of(row)
        if row.kind == "keep_in_touch" and row.done_on and contact is not None:
            fact = ("follow_ups", row.follow_up_id)
            yield contact, Touch(row.done_on, row.interview_id, row.follow_up_id, fact)


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
