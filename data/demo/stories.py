"""The stories told by hand in stories.toml, written as lives: who is always among the first clients, and why."""

from functools import cache
from typing import Any

from data.demo import aftermath, counseling, explorations, lists, owed, persons, question_round, talks
from data.demo.life import Contact, Field, Life, Talk

Told = dict[str, Any]
NEVER = "never"
# What a person's entry says of a talk or its aftermath; everything else stands in the contact's row.
_BESIDE = {
    "name", "by", "field", "added", "asked", "replied", "agreed", "appointment", "minute", "confirmed", "held",
    "declined", "asks", "thanked", "told", "noted", "sent", "job", "stage", "gives",
}  # fmt: skip
_NOT_SAID = {"barrier": None, "barrier_on": None, "current_employer": None, "goal_interviews": None}
_NOON = 12 * 60


@cache
def stories() -> tuple[Told, ...]:
    """All stories, in the order of the clients."""
    return tuple(lists.read("stories")["stories"])


def tell(life: Life, told: Told) -> None:
    """Write everything about the client of a story."""
    life.imported = told.get("imported", False)
    if not told.get("counselor", True):
        life.counselor = None
    started = told["client"]["started_on"]
    persons.client(life, started, **{"name": told["name"], **_NOT_SAID, **told["client"]})
    for entry in told["fields"]:
        _field(life, entry)
    for entry in told.get("people", ()):
        _person(life, entry, started)
    _others(life, told.get("others"))
    if not life.imported:
        _follow(life, told)
    if "loop" in told:
        first, second = (_known(life, name) for name in told["loop"])
        first.row["referred_by"] = second.number
    # What the counselor writes is entered in Digwell, whatever came in with the client.
    life.imported = False
    _side_of_the_counselor(life, told, started)


def _known(life: Life, name: str) -> Contact:
    return next(contact for contact in life.contacts if contact.row["name"] == name)


def _field(life: Life, entry: Told) -> None:
    known = {key: value for key, value in entry.items() if key not in {"field", "since", "read"}}
    since = entry["since"]
    field = explorations.explore(life, lists.occupation(entry["field"]), since, **known)
    first, second = entry.get("read", (since + 1, since + 2))
    if not life.imported:
        explorations.read_up(life, field, first, second)


def _person(life: Life, entry: Told, started: int) -> None:
    """Somebody the client knows, with the talk there was or will be, if any."""
    field = next((one for one in life.fields if one.occupation.field == entry.get("field")), life.fields[0])
    referrer = _known(life, entry["by"]) if "by" in entry else None
    known = {key: value for key, value in entry.items() if key not in _BESIDE}
    asked = entry.get("asked", entry["held"] - 9 if "held" in entry else None)
    added = entry.get("added", max(started, (asked or 0) - 3, _met(referrer)))
    contact = persons.contact(life, field, added, referrer=referrer, name=entry["name"], **known)
    if asked is not None:
        _talk(life, contact, field, {**entry, "asked": max(asked, added)})


def _met(contact: Contact | None) -> int:
    """The day of the talk with somebody; long ago for nobody."""
    return max((talk.held or 0 for talk in contact.talks), default=-10_000) if contact else -10_000


def _talk(life: Life, contact: Contact, field: Field, entry: Told) -> None:
    talk = talks.ask(life, contact, field, entry["asked"])
    if life.imported:
        talk.held = entry["held"]
        talk.row |= {"stage": "held", "held_on": talk.held}
    elif "declined" in entry:
        talks.decline(talk, entry["declined"])
    elif "held" in entry:
        _held(life, talk, entry)
    else:
        _agreed(life, talk, entry)


def _agreed(life: Life, talk: Talk, entry: Told) -> None:
    talks.reply(talk, entry["replied"])
    talks.agree(life, talk, entry["agreed"], entry["appointment"], entry["minute"])
    if "confirmed" in entry:
        talks.confirm(talk, entry["confirmed"])
    if "asks" in entry:
        question_round.plan(life, talk, entry["asks"])


def _held(life: Life, talk: Talk, entry: Told) -> None:
    held = entry["held"]
    replied = entry.get("replied", min(held - 1, entry["asked"] + 2))
    agreed = entry.get("agreed", min(held - 1, max(replied, entry["asked"]) + 1))
    talks.reply(talk, replied)
    talks.agree(life, talk, agreed, held)
    talks.confirm(talk, max(agreed, held - 1))
    talks.hold(life, talk, held)
    talk.row["resume_requested"] = "sent" in entry
    if isinstance(entry["asks"], int):
        question_round.ask(life, talk, entry["asks"])
    else:
        question_round.ask_exactly(life, talk, entry["asks"])


def _others(life: Life, entry: Told | None) -> None:
    """People not asked yet, added between two days, the last of them on the second."""
    if entry is None:
        return
    first, last = entry["between"]
    for place in range(entry["count"]):
        day = last if place + 1 == entry["count"] else life.between(first, last)
        persons.contact(life, life.fields[0], day)


# ── what followed ────────────────────────────────────────────────────────────────────────────────────────────────────


def _follow(life: Life, told: Told) -> None:
    entries = {entry["name"]: entry for entry in told.get("people", ())}
    for contact in life.contacts:
        entry = entries.get(contact.row["name"], {})
        thank_yous = {talk.number: _after(life, talk, entry) for talk in contact.talks if talk.held is not None}
        aftermath.thank_referrer(life, contact, never="told" in entry)
        aftermath.say_hello(life, contact, thank_yous, after=life.between(4, 60) if _says_hello(told) else None)
    aftermath.confirm_what_is_ahead(life)


def _says_hello(told: Told) -> bool:
    return bool(told.get("say_hello", True))


def _after(life: Life, talk: Talk, entry: Told) -> int:
    held = entry["held"]
    number = owed.after_talk(life, talk, _day(entry, "thanked", held + 1), _day(entry, "noted", held))
    if "sent" in entry:
        owed.resume(life, talk, _day(entry, "sent", held))
    if entry.get("job"):
        owed.mend(life, talk)
        talk.row |= {"openings_raised_by": "client", "atmosphere": "formal", "cut_short": True, "outcome": "weak"}
    if "gives" in entry:
        owed.gift(life, talk, "person", entry["gives"], None)
    aftermath.learn(life, talk)
    if "stage" in entry:
        talk.row["stage"] = entry["stage"]
    return number


def _day(entry: Told, name: str, usual: int) -> int | None:
    day = entry.get(name, usual)
    return None if day == NEVER else int(day)


def _side_of_the_counselor(life: Life, told: Told, started: int) -> None:
    if life.counselor is not None:
        for day in told.get("words", ()):
            counseling.word(life, day, "meeting" if day == told["words"][0] else None)
        for day in told.get("messages", ()):
            counseling.word(life, day, "message")
        for meeting in told.get("meets", ()):
            counseling.appointment(life, meeting["day"], meeting.get("minute", _NOON))
        counseling.check_ins(life, started, max(life.words))
    for entry in told.get("notes", ()):
        known = {"shared": entry["shared"], "by_client": entry.get("by_client", False)}
        counseling.note(life, entry["day"], entry["text"], **known)
