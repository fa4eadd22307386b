"""Words of a counselor to a client: a meeting, a call, a message, a kind word."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from core.moments import hour_of, local_day
from core.viewer import Viewer
from core.words import full_day, near_day, near_moment
from data.changes.change import Change
from data.commands.entry import Done, NotAccepted, acting, done, entered, not_ahead, stated
from data.store import Store

_SAID = {
    "meeting": "You met {}",
    "call": "You called {}",
    "message": "You wrote to {}",
    "kind_word": "A kind word to {}",
}
_PLANNED = {"meeting": "You meet", "call": "You call", "message": "You write to", "kind_word": "A kind word to"}


def record_word(
    store: Store,
    viewer: Viewer,
    client: int,
    kind: str,
    *,
    on: date,
    happened_on: date | str | None = None,
    about: Iterable[str] = (),
    counselor: int | None = None,
) -> Done:
    """Record a word with a client, on the day it happened (today unless said).

    `about` names the codes of the reasons meant; none means all that stood that day. Raises NotAccepted, NotVisible.
    """
    with store.change(viewer, "record a word") as change:
        name = change.record("clients", client)["name"]
        word = _word(change, client, kind, acting(viewer, counselor), about)
        word |= entered("meetings", {"happened_on": stated(happened_on, on, "happened_on")}, change.zone)
        not_ahead(word["happened_on"], on, "happened_on")
        number = change.add("meetings", word)
        return done(change, f"{_SAID[word['kind']].format(name)} {near_day(word['happened_on'], on)}.", number)


def plan_meeting(
    store: Store,
    viewer: Viewer,
    client: int,
    planned_for: datetime | str,
    *,
    on: date,
    kind: str = "meeting",
    counselor: int | None = None,
) -> Done:
    """Plan a meeting, or a call, for a moment; without an offset it is in the office's zone.

    Raises NotAccepted for a moment on a day gone by, NotVisible.
    """
    with store.change(viewer, "plan a meeting") as change:
        name = change.record("clients", client)["name"]
        word = _word(change, client, kind, acting(viewer, counselor), ())
        word |= entered("meetings", {"planned_for": planned_for}, change.zone)
        moment = _still_to_come(word["planned_for"], on, change)
        number = change.add("meetings", word)
        when = near_moment(moment.date(), hour_of(moment), on)
        return done(change, f"{_PLANNED[word['kind']]} {name} {when}.", number)


def meeting_took_place(
    store: Store, viewer: Viewer, meeting: int, *, on: date, happened_on: date | str | None = None
) -> Done:
    """Say that a planned meeting happened: on its day unless another is given."""
    with store.change(viewer, "a planned meeting took place") as change:
        planned = change.record("meetings", meeting)
        name = change.record("clients", planned["client_id"])["name"]
        if planned["happened_on"]:
            raise NotAccepted(
                f"That is recorded already, {near_day(planned['happened_on'], on)}.", "Nothing is left to do."
            )
        day = entered(
            "meetings",
            {"happened_on": stated(happened_on, planned["planned_day"] or on, "happened_on")},
            change.zone,
        )
        not_ahead(day["happened_on"], on, "happened_on")
        change.edit("meetings", meeting, day)
        return done(change, f"{_SAID[planned['kind']].format(name)} {near_day(day['happened_on'], on)}.", meeting)


def drop_meeting(store: Store, viewer: Viewer, meeting: int, *, on: date) -> Done:
    """Take a planned meeting out of the plan; one that happened stays."""
    with store.change(viewer, "drop a planned meeting") as change:
        planned = change.record("meetings", meeting)
        name = change.record("clients", planned["client_id"])["name"]
        if planned["happened_on"]:
            raise NotAccepted("That meeting has happened.", "Leave it, or undo the word that recorded it.")
        change.remove("meetings", meeting)
        day = f" {near_day(planned['planned_day'], on)}" if planned["planned_day"] else ""
        return done(change, f"The meeting with {name}{day} is off.")


def _word(change: Change, client: int, kind: str, counselor: int | None, about: Iterable[str]) -> dict[str, Any]:
    values = {"client_id": client, "counselor_id": counselor, "kind": kind, "about": " ".join(about)}
    if counselor is not None:
        change.record("counselors", counselor)
    return entered("meetings", values, change.zone)


def _still_to_come(moment: datetime | None, on: date, change: Change) -> datetime:
    if moment is None:
        raise NotAccepted("It has no day and time.", "Write it as 2026-11-27 14:00.", "planned_for")
    day = local_day(moment, change.zone)
    if day < on:
        raise NotAccepted(f"{full_day(day, on)} has gone by.", "Record it as held instead.", "planned_for")
    return moment.astimezone(change.zone)
