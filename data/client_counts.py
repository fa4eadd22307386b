"""Counts that stand beside one client's figures, from the client's story, so that no figure misleads."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from core.topics import COVERED_TOPICS
from data.client_story import Story
from data.client_summary import heard
from data.query import Row
from data.waiting_follow_ups import apart

_COVERED = frozenset(topic.name for topic in COVERED_TOPICS)
_FOUR_WEEKS = timedelta(days=27)  # the days before the day itself
_ONE_LAPSE = 6  # days after a talk within which all that is late from it is one lapse


class FieldCount(NamedTuple):
    """A field that is not ruled out: how many of the eleven topics were heard, and whether it came in four weeks."""

    name: str
    topics_heard: int
    is_new: bool


class ImportedPeople(NamedTuple):
    """People of the last four weeks whom a file brought: the day of the latest file, and how many were written to."""

    imported_on: date
    written_to: int


def fields_in_play(story: Story) -> list[FieldCount]:
    """The fields that count, in their order; a new one is told only beside others."""
    fields = [field for field in story.fields if field["status"] != "ruled_out"]
    return [
        FieldCount(field["name"], heard(story, field["field_id"]), len(fields) > 1 and _is_lately(field, story.as_of))
        for field in fields
    ]


def _is_lately(record: Row, as_of: date) -> bool:
    return record["added_on"] is not None and as_of - _FOUR_WEEKS <= record["added_on"] <= as_of


def heard_in_ruled_out(story: Story) -> Mapping[str, int]:
    """Topics heard in each field that was ruled out, by its name; fields without any are left out."""
    found = {field["name"]: heard(story, field["field_id"]) for field in story.fields if field["status"] == "ruled_out"}
    return {name: count for name, count in found.items() if count}


def answers_without_field(story: Story) -> int:
    """Answers on covered topics in held talks that are filed under no field."""
    return sum(
        question["answered"] and question["topic"] in _COVERED
        for talk in story.held
        if talk["field_id"] is None
        for question in talk["questions"]
    )


def promised_by_kind(story: Story) -> list[Row]:
    """Promises that are late and can still be kept, a row for each `kind`: `follow_ups`, `oldest_overdue_days`."""
    late = _promised(story)
    return [
        {
            "kind": kind,
            "follow_ups": sum(row["kind"] == kind for row in late),
            "oldest_overdue_days": max(row["days_late"] for row in late if row["kind"] == kind),
        }
        for kind in dict.fromkeys(row["kind"] for row in late)
    ]


def _promised(story: Story) -> Sequence[Row]:
    return [row for row in apart(story.waiting).promised if row["state"] == "late"]


def only_talk_late(story: Story) -> date | None:
    """The day of the one talk that everything promised and late comes from, where it is one of the last days."""
    talks = {row["interview_id"] for row in _promised(story)}
    held = {talk["interview_id"]: talk["held_on"] for talk in story.held}
    day: date | None = held.get(*talks) if len(talks) == 1 else None
    return day if day is not None and (story.as_of - day).days <= _ONE_LAPSE else None


def talks_without_thanks(story: Story) -> int:
    """Held talks for which no thank-you is on record, neither for the talk nor for its person."""
    thanks = [row for row in story.owed if row["kind"] == "thank_you"]
    talks = {row["interview_id"] for row in thanks}
    persons = {row["contact_id"] for row in thanks if row["interview_id"] is None}
    return sum(talk["interview_id"] not in talks and talk["contact_id"] not in persons for talk in story.held)


def imported_people(story: Story) -> ImportedPeople | None:
    """Whom files brought in the last four weeks; None where they brought nobody."""
    since = story.as_of - _FOUR_WEEKS
    imported = [person for person in story.people if person["imported_on"] and person["added_on"] >= since]
    if not imported:
        return None
    asked = {talk["contact_id"] for talk in story.talks if talk["requested_on"] and talk["requested_on"] <= story.as_of}
    written_to = sum(person["contact_id"] in asked for person in imported)
    return ImportedPeople(max(person["imported_on"] for person in imported), written_to)
