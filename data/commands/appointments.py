"""Appointments for talks: agreed, confirmed, moved, called off."""

from datetime import date, datetime
from typing import Any

from core.moments import hour_of, local_day
from core.viewer import Viewer
from core.words import full_day, near_day, near_moment
from data.changes.change import Change
from data.commands.consequences import reconcile
from data.commands.entry import Done, NotAccepted, done, entered, not_ahead, stated
from data.commands.requests import open_talk
from data.follow_up_facts import Records
from data.query import Row
from data.store import Store


def agreed(
    store: Store,
    viewer: Viewer,
    talk: int,
    scheduled_for: datetime | str,
    *,
    on: date,
    scheduled_on: date | str | None = None,
    **details: Any,
) -> Done:
    """Record that a day and hour were agreed, today unless `scheduled_on` says when; `format`, `platform`.

    Agreeing answers a request: where no reply was recorded, it came that day. A confirmation is due from then on.
    """
    with store.change(viewer, "a talk was agreed") as change:
        row, before = open_talk(change, talk)
        given = {
            "scheduled_for": scheduled_for,
            "scheduled_on": stated(scheduled_on, on, "scheduled_on"),
            **details,
        }
        values = entered("interviews", given, change.zone)
        not_ahead(values["scheduled_on"], on, "scheduled_on")
        if row["requested_on"] and not row["replied_on"]:
            values["replied_on"] = values["scheduled_on"]
        change.edit("interviews", talk, {**values, "stage": "scheduled"})
        reconcile(change, row["client_id"], before)
        return done(change, f"The talk with {_name(row, before)} is {_when(values, on, change)}.", talk)


def confirmed(store: Store, viewer: Viewer, talk: int, *, on: date, confirmed_on: date | str | None = None) -> Done:
    """Record that an appointment was confirmed, which closes its follow-up."""
    with store.change(viewer, "an appointment was confirmed") as change:
        row, before = open_talk(change, talk)
        values = entered("interviews", {"confirmed_on": stated(confirmed_on, on, "confirmed_on")}, change.zone)
        not_ahead(values["confirmed_on"], on, "confirmed_on")
        change.edit("interviews", talk, {**values, "stage": "confirmed"})
        reconcile(change, row["client_id"], before)
        return done(change, f"Confirmed with {_name(row, before)} {near_day(values['confirmed_on'], on)}.", talk)


def moved(store: Store, viewer: Viewer, talk: int, scheduled_for: datetime | str, *, on: date) -> Done:
    """Move an appointment: agreed anew today, so that it wants a confirmation again; told how often it was moved."""
    with store.change(viewer, "an appointment was moved") as change:
        row, before = open_talk(change, talk)
        if not row["scheduled_day"]:
            raise NotAccepted("No day was agreed yet.", "Record what was agreed instead.")
        values = entered("interviews", {"scheduled_for": scheduled_for}, change.zone)
        if values["scheduled_for"] == row["scheduled_for"]:
            raise NotAccepted("That is the day and hour already.", "Choose another.", "scheduled_for")
        anew = {"scheduled_on": on, "confirmed_on": None, "stage": "scheduled"}
        change.edit("interviews", talk, {**values, **anew, "reschedules": (row["reschedules"] or 0) + 1})
        reconcile(change, row["client_id"], before)
        return done(change, f"The talk with {_name(row, before)} is {_when(values, on, change)} now.", talk)


def called_off(store: Store, viewer: Viewer, talk: int, *, on: date) -> Done:
    """Call a talk off; nothing more is owed for its appointment."""
    with store.change(viewer, "a talk was called off") as change:
        row, before = open_talk(change, talk)
        change.edit("interviews", talk, {"stage": "cancelled", "closed_on": on})
        reconcile(change, row["client_id"], before)
        day = f" {near_day(row['scheduled_day'], on)}" if row["scheduled_day"] else ""
        return done(change, f"The talk with {_name(row, before)}{day} is called off.", talk)


def _name(talk: Row, before: Records) -> str:
    return str(before["contacts"][talk["contact_id"]]["name"])


def _when(values: dict[str, Any], on: date, change: Change) -> str:
    moment = values["scheduled_for"]
    if moment is None:
        raise NotAccepted("It has no day and time.", "Write it as 2026-11-27 14:00.", "scheduled_for")
    day = local_day(moment, change.zone)
    if day < on:
        raise NotAccepted(f"{full_day(day, on)} has gone by.", "Log the talk instead, if it was held.", "scheduled_for")
    return near_moment(day, hour_of(moment.astimezone(change.zone)), on)
