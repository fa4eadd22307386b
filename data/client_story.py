"""One client's records as a page reads them: a handful of plain queries, joined in Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from core.clock import Clock
from core.coverage import matrix, state
from core.follow_up_state import FollowUpFacts, state_of
from core.policy import Policy
from core.viewer import Viewer
from core.vocabulary import ENDS
from core.words import joined
from data.errors import NotVisible
from data.figures import office_policy
from data.query import Row
from data.store import Reader


@dataclass(frozen=True)  # without slots, so that what follows from the rows is worked out once
class Story:
    """Everything a page shows of one client as of a day; rows are dictionaries named as in the store."""

    card: Row
    fields: list[Row]
    people: list[Row]
    talks: list[Row]
    owed: list[Row]
    notes: list[Row]
    words: list[Row]
    as_of: date
    names: dict[int, str] = field(default_factory=dict)

    @cached_property
    def held(self) -> list[Row]:
        """The talks held by the day, latest first."""
        return [talk for talk in self.talks if _is_held(talk, self.as_of)]

    @cached_property
    def ahead(self) -> list[Row]:
        """The appointments on the day or after it, next first."""
        coming = [t for t in self.talks if _is_ahead(t, self.as_of)]
        return sorted(coming, key=lambda talk: talk["scheduled_at"])

    @cached_property
    def last_word(self) -> Row | None:
        """The last word that counselor and client had by the day."""
        past = [word for word in self.words if word["happened_on"] and word["happened_on"] <= self.as_of]
        return past[0] if past else None

    @cached_property
    def waiting(self) -> list[Row]:
        """What is open on the day, the oldest first; a greeting whose time has not come is not open."""
        return [row for row in self.owed if row["days_late"] is not None]

    def topics(self, field_id: int | None) -> dict[tuple[str, str], str]:
        """(topic, person's name) → state, over the talks of one field."""
        cells = []
        for talk in self.talks:
            held = _is_held(talk, self.as_of)
            if talk["field_id"] == field_id and (held or _is_ahead(talk, self.as_of)):
                cells += [(q["topic"], talk["person"], state(q, held=held)) for q in talk["questions"] if q["topic"]]
        return matrix(cells)

    @cached_property
    def steps(self) -> list[Row]:
        """What happened, one row a day and kind: asked, talked, thanked, met, word."""
        found = [_step(t["requested_on"], "asked", f"asked {t['person']}") for t in self.talks]
        found += [_step(t["held_on"], "talked", f"talked with {t['person']}") for t in self.talks]
        thanks = [row for row in self.owed if row["kind"] in {"thank_you", "thank_referrer"}]
        found += [_step(row["done_on"], "thanked", f"thanked {row['person']}") for row in thanks]
        found += _met(self.people)
        found += [_step(word["happened_on"], "word", "you had a word") for word in self.words]
        return sorted((step for step in found if step["day"] and step["day"] <= self.as_of), key=lambda s: s["day"])


def _step(day: date | None, kind: str, words: str) -> Row:
    return {"day": day, "kind": kind, "words": words}


def came_with_a_file(person: Mapping[str, Any]) -> bool:
    """Whether the only day known of somebody is that on which a file brought them: nobody added them on it."""
    return bool(person["imported_on"] and person["added_on"] >= person["imported_on"])


def _met(people: list[Row]) -> list[Row]:
    """People as they came: whom somebody added one by one, whom a file brought together on its day."""
    brought: dict[date, list[str]] = {}
    found = []
    for person in people:
        if came_with_a_file(person):
            brought.setdefault(person["added_on"], []).append(person["name"])
        else:
            imported = ", imported" if person["imported_on"] else ""
            found.append(_step(person["added_on"], "met", f"added {person['name']}{imported}"))
    return found + [_step(day, "met", f"imported {joined(names)}") for day, names in brought.items()]


def _is_held(talk: Row, as_of: date) -> bool:
    return bool(talk["held_on"] and talk["held_on"] <= as_of)


def _is_ahead(talk: Row, as_of: date) -> bool:
    over = _is_held(talk, as_of) or talk["stage"] in ENDS or talk["closed_on"]
    return bool(talk["scheduled_day"] and talk["scheduled_day"] >= as_of and not over)


def story(
    reader: Reader, viewer: Viewer, client: int, as_of: date, zone: ZoneInfo, policy: Policy | None = None
) -> Story:
    """One client as of a day; raises NotVisible where this viewer has no such client.

    Without a `policy` the office's settings are read.
    """
    card = reader.rows("client_card", viewer, client_id=client)
    if not card:
        raise NotVisible

    def rows(name: str, **more: Any) -> list[Row]:
        return reader.rows(name, viewer, client_id=client, **more)

    people = rows("client_contacts", as_of=as_of)
    names = {person["contact_id"]: person["name"] for person in people}
    talks = _talks(rows("client_interviews"), rows("client_questions"), names, zone)
    met = {talk["contact_id"] for talk in talks if talk["held_on"] and talk["held_on"] <= as_of}
    for person in people:
        person["talked"] = person["contact_id"] in met
    by_number = {talk["interview_id"]: talk for talk in talks}
    clock = Clock.at(as_of, None, policy or office_policy(reader, viewer), zone)
    owed = [_owed(row, by_number.get(row["interview_id"], {}), names, clock) for row in rows("client_follow_ups")]
    words = [word | {"planned_at": _moment(word["planned_us"], zone)} for word in rows("client_meetings")]
    notes = rows("client_notes", as_of=as_of)
    return Story(card[0], rows("client_fields"), people, talks, owed, notes, words, as_of, names)


def _talks(talks: list[Row], questions: list[Row], names: dict[int, str], zone: ZoneInfo) -> list[Row]:
    by_talk: dict[int, list[Row]] = {}
    for question in questions:
        by_talk.setdefault(question["interview_id"], []).append(question)
    return [
        talk
        | {
            "person": names.get(talk["contact_id"], "somebody"),
            "questions": by_talk.get(talk["interview_id"], []),
            "scheduled_at": _moment(talk["scheduled_us"], zone),
        }
        for talk in talks
    ]


_OWN = ("kind", "due_on", "opens_on", "done_on")
_OF_ITS_TALK = ("stage", "scheduled_day", "confirmed_on", "held_on", "closed_on", "notes_on")


def _owed(row: Row, talk: Row, names: dict[int, str], clock: Clock) -> Row:
    contact = row["contact_id"] or talk.get("contact_id")
    facts: Row = {name: row[name] for name in _OWN} | {name: talk.get(name) for name in _OF_ITS_TALK}
    stands = state_of(FollowUpFacts(**facts, settled_on=row["fact_on"]), clock.as_of, clock.missed_from)
    return row | {
        "contact_id": contact,
        "person": names.get(contact or 0, ""),
        "held_on": talk.get("held_on"),
        "confirmed_on": talk.get("confirmed_on"),
        **stands._asdict(),
    }


def _moment(microseconds: int | None, zone: ZoneInfo) -> datetime | None:
    return datetime.fromtimestamp(microseconds / 1e6, UTC).astimezone(zone) if microseconds is not None else None
