"""The headline of a client's page, one or two sentences: one figure, what is waiting or next, one small step."""

from dataclasses import dataclass
from datetime import date, datetime

from core.moments import hour_of
from core.words import capital, counted, days, joined, near_day, near_moment, number, people, plural, short_day

LONGEST = 32  # words; more is not read


@dataclass(frozen=True, slots=True)
class Appointment:
    """The next talk: with whom, when, whether confirmed, how many questions are chosen."""

    person: str
    at: datetime
    confirmed: bool
    chosen: int


@dataclass(frozen=True, slots=True)
class ClientSummary:
    """A client's facts for the headline, as of a day."""

    name: str
    as_of: date
    status: str = "active"
    talks: int = 0
    met: int = 0
    known: int = 0
    sources: int = 0
    requests: int = 0
    waiting: tuple[tuple[str, int], ...] = ()  # what is late, in words, with its count
    oldest: int = 0
    untold: int = 0  # open promises beside those waiting: too early or too late to speak of, or told elsewhere
    quiet_days: int = 0
    goal: int = 6
    own_aim: bool = False  # without one, the goal is the office's usual
    reached_on: date | None = None
    ahead: Appointment | None = None
    open_topics: int = 0
    heard_topics: int = 0
    fields: tuple[str, ...] = ()
    decide: tuple[str, date, int] | None = None  # a field, the day, people heard on it
    imported_on: date | None = None
    easiest: str = ""
    noted: int = 0  # answers and thank-yous on record


def headline(it: ClientSummary) -> str:
    """The sentences, in the order in which one of them matters most."""
    for tell in (
        _put_aside,
        _just_imported,
        _deciding,
        _date_ahead,
        _waiting,
        _reached,
        _before_the_first,
        _on_the_way,
    ):
        if words := tell(it):
            return words
    raise AssertionError("the last teller always has something to say")


def _put_aside(it: ClientSummary) -> str:
    if it.status == "active":
        return ""
    word = "is taking a pause" if it.status == "paused" else "has finished here"
    return f"{it.name} {word}{f', after {_talks(it)}' if it.talks else ''}."


def _just_imported(it: ClientSummary) -> str:
    if not it.imported_on or (it.as_of - it.imported_on).days > 2 or it.noted:
        return ""
    when = near_day(it.imported_on, it.as_of)
    return (
        f"{it.name}'s records came in {when}: {people(it.known)}, {counted(it.talks, 'talk')}, no answers or "
        "thank-yous noted. Ask before reading anything into the figures."
    )


def _deciding(it: ClientSummary) -> str:
    if not it.decide or it.decide[2] >= 3 or not 0 <= (it.decide[1] - it.as_of).days <= 14:
        return ""
    name, day, heard = it.decide
    missing = 3 - heard
    return (
        f"{it.name} would like to decide on {name} {_by(day, it.as_of)}, after hearing {people(heard)}. "
        f"{capital(number(missing))} more {plural(missing, 'person', 'people')} would show whether the picture holds."
    )


def _by(day: date, as_of: date) -> str:
    return near_day(day, as_of).replace("on ", "by ", 1)


def _date_ahead(it: ClientSummary) -> str:
    if not it.ahead or (it.ahead.at.date() - it.as_of).days > 14:
        return ""
    when = near_moment(it.ahead.at.date(), hour_of(it.ahead.at), it.as_of)
    confirmed = "confirmed" if it.ahead.confirmed else "not confirmed yet"
    chosen = f"{counted(it.ahead.chosen, 'question')} chosen" if it.ahead.chosen else "questions not chosen"
    words = f"{it.name} talks with {it.ahead.person} {when}, {confirmed}, {chosen}."
    if it.open_topics and not it.ahead.chosen:
        open_now = capital(counted(it.open_topics, "topic"))
        words += f" {open_now} {plural(it.open_topics, 'is', 'are')} open; one talk usually answers three to five."
    return words


def _waiting(it: ClientSummary) -> str:
    if not it.waiting:
        return ""
    total = sum(count for _, count in it.waiting)
    what = joined([what for what, _ in it.waiting])
    done = f"{it.name} has had {_talks(it)}. " if it.talks else ""
    age = f", {'the oldest ' if total > 1 else ''}due {days(it.oldest)} ago"
    clear = "Ten minutes together would clear them." if total > 1 else "Five minutes would clear it."
    return f"{done}{capital(what)} {plural(total, 'is', 'are')} waiting{age}. {clear}"


def _reached(it: ClientSummary) -> str:
    if not it.reached_on:
        return ""
    when = short_day(it.reached_on, it.as_of)
    clear = "" if it.untold else ", nothing waiting"
    return (
        f"{it.name} reached {_aim(it)} on {when}: {_talks(it)}{clear}. "
        "A good moment to meet and choose what comes next."
    )


def _before_the_first(it: ClientSummary) -> str:
    if it.talks or it.requests:
        return ""
    if not it.known:
        read = f"has read about {joined(list(it.fields))}" if it.sources and it.fields else "is just beginning"
        return f"{it.name} {read}; nobody is on the list yet. Next: one name of somebody close."
    read = f"has read about {joined(list(it.fields))} and " if it.sources and it.fields else "has "
    quiet = f", and it has been quiet for {days(it.quiet_days)}" if it.quiet_days > 7 else ""
    step = f" Next: one message to {it.easiest}." if it.easiest else ""
    return f"{it.name} {read}listed {people(it.known)}; no message has gone out yet{quiet}.{step}"


def _on_the_way(it: ClientSummary) -> str:
    if not it.talks:
        asked = f"{it.name} has asked {people(it.requests)}; no talk yet"
        quiet = f", and it has been quiet for {days(it.quiet_days)}" if it.quiet_days > 7 else ""
        return f"{asked}{quiet}. Next: one friendly reminder, or another name."
    heard = f", {counted(it.heard_topics, 'topic')} heard" if it.heard_topics else ""
    left = max(it.goal - it.talks, 0)
    quiet = f" It has been quiet for {days(it.quiet_days)}." if it.quiet_days > 14 else ""
    more = f" {capital(number(left))} more to {_aim(it)}." if left else f" That is {_aim(it)}."
    return f"{it.name} has had {_talks(it)}{heard}.{quiet}{more}"


def _talks(it: ClientSummary) -> str:
    return f"{counted(it.talks, 'talk')} with {people(it.met)}"


def _aim(it: ClientSummary) -> str:
    return "the aim" if it.own_aim else f"the office's usual {number(it.goal)}"
