"""Dismissals, a reason put aside: until a day, for a few days, or because it is fine as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.viewer import Viewer
from core.words import capital, near_day, people, plural, short_day
from data.changes.change import Change
from data.commands.entry import Done, NotAccepted, author, done, entered, policy_of
from data.store import Store

FINE_BECAUSE = ("on holiday", "ill", "agreed pace", "waiting for an answer", "record is wrong")
STILL_WITH_US = "still with us"


@dataclass(frozen=True, slots=True)
class About:
    """The record that a finding is about: its code, a table with a number there, and a question's place in its talk.

    A merged reason is about its client; a question is about its interview, with its position.
    """

    code: str
    table: str
    number: int
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a dismissal: why, on which day, until when (None: until its facts change), its facts, by whom."""

    reason: str
    on: date
    until: date | None
    facts: str | None
    by: str


def later(
    store: Store, viewer: Viewer, about: About, until: date | str, *, on: date, facts: str | None = None,
    counselor: int | None = None,
) -> Done:  # fmt: skip
    """Put a reason off until a day, on which it comes back. Raises NotAccepted for a day that is not ahead."""
    with store.change(viewer, "later") as change:
        day = entered("dismissals", {"until": until}, change.zone)["until"]
        if day is None or day <= on:
            raise NotAccepted("That day is not ahead.", "Choose a day from tomorrow on.", "until")
        words = Words("later", on, day, facts, author(change, viewer, counselor))
        number = put_aside(change, about, words)
        return done(change, f"Back {near_day(day, on)}.", number)


def done_for_now(
    store: Store, viewer: Viewer, about: About, *, on: date, facts: str | None = None, counselor: int | None = None
) -> Done:
    """Say that this is done for now: the reason rests for the office's working days (usually five)."""
    with store.change(viewer, "done for now") as change:
        policy = policy_of(change)
        day = policy.calendar.working_after(on, policy.rest_working_days)
        words = Words("done for now", on, day, facts, author(change, viewer, counselor))
        number = put_aside(change, about, words)
        return done(change, f"Done. It rests until {short_day(day, on)}.", number)


def fine_as_it_is(
    store: Store, viewer: Viewer, about: About, reason: str, *, on: date, facts: str | None,
    counselor: int | None = None,
) -> Done:  # fmt: skip
    """Say that it is fine as it is, and why; it lapses when the facts that the rule read are others.

    `facts` is the digest of those values. Raises NotAccepted without a reason.
    """
    with store.change(viewer, "fine as it is") as change:
        if not reason.strip():
            raise NotAccepted("No reason is given.", f"Choose one: {' · '.join(FINE_BECAUSE)}.", "reason")
        words = Words(reason, on, None, facts, author(change, viewer, counselor))
        number = put_aside(change, about, words)
        return done(change, f"Fine as it is: {reason.strip()}.", number)


def keep(
    store: Store, viewer: Viewer, code: str, clients: Sequence[int], *, on: date, counselor: int | None = None
) -> Done:
    """Say of people who have been quiet for long that they are still with us: active, looked at, asked after later.

    `code` is that of the reason put off; it comes back when as many days have gone by as make somebody quiet.
    """
    with store.change(viewer, "keep people who have been quiet") as change:
        policy = policy_of(change)
        until = policy.calendar.days_after(on, policy.quiet_after_days)
        words = Words(STILL_WITH_US, on, until, None, author(change, viewer, counselor))
        for client in dict.fromkeys(clients):
            if change.record("clients", client)["status"] not in {None, "active"}:
                change.edit("clients", client, {"status": "active"})
            put_aside(change, About(code, "clients", client), words)
        count = len(set(clients))
        stay = f"{capital(people(count))} {plural(count, 'stays', 'stay')} with you"
        return done(change, f"{stay}; they rest until {short_day(until, on)}.")


def put_aside(change: Change, about: About, words: Words) -> int:
    """Write a dismissal down, over an earlier one of the same code and record; its number.

    Raises NotVisible for a record that this viewer may not see.
    """
    table = "interviews" if about.table == "questions" else about.table
    client = about.number if table == "clients" else change.record(table, about.number).get("client_id")
    place = {"record_table": about.table, "record_id": about.number, "record_position": about.position}
    values = entered("dismissals", {"reason": words.reason, "until": words.until, "facts": words.facts}, change.zone)
    values |= {"dismissed_by": words.by, "dismissed_on": words.on}
    earlier = change.rows("dismissal_of", code=about.code, **place)
    if earlier:
        number: int = earlier[0]["dismissal_id"]
        change.edit("dismissals", number, values)
        return number
    return change.add("dismissals", {"client_id": client, "code": about.code, **place, **values})


def tomorrow(on: date) -> date:
    """The day after."""
    return on + timedelta(days=1)


def next_monday(on: date) -> date:
    """The first Monday after a day."""
    return on + timedelta(days=7 - on.weekday())


def in_two_weeks(on: date) -> date:
    """The same weekday two weeks on."""
    return on + timedelta(days=14)
