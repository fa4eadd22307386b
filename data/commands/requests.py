"""Asking somebody for a talk, and what they answered."""

from datetime import date
from typing import Any

from core.viewer import Viewer
from core.vocabulary import ENDS
from core.words import near_day
from data.change import Change
from data.commands.consequences import reconcile
from data.commands.entry import Done, NotAccepted, done, entered, not_ahead, own
from data.store import Store


def request_sent(
    store: Store, viewer: Viewer, contact: int, *, on: date, requested_on: date | str | None = None, **details: Any
) -> Done:
    """Record that a request went out, today unless said otherwise; `request_method`, `minutes_requested` and the like.

    A talk with that person which is only an idea yet becomes this one; otherwise it is a new one.
    """
    with store.change(viewer, "a request went out") as change:
        asked = change.record("contacts", contact)
        values = entered("interviews", {"requested_on": requested_on or on, **details}, change.zone)
        not_ahead(values["requested_on"], on, "requested_on")
        _see_field(change, values, asked["client_id"])
        number = _idea(change, asked["client_id"], contact)
        values["stage"] = "requested"
        if number:
            change.edit("interviews", number, values)
        else:
            number = change.add("interviews", {"client_id": asked["client_id"], "contact_id": contact, **values})
        reconcile(change, asked["client_id"])
        return done(change, f"{asked['name']} was asked {near_day(values['requested_on'], on)}.", number)


def answer_came(
    store: Store, viewer: Viewer, talk: int, *, on: date, yes: bool, replied_on: date | str | None = None
) -> Done:
    """Record the answer to a request: a yes, from which a day can be agreed, or a no, which ends it."""
    with store.change(viewer, "an answer came") as change:
        before = open_talk(change, talk)
        values = entered("interviews", {"replied_on": replied_on or on}, change.zone)
        not_ahead(values["replied_on"], on, "replied_on")
        change.edit("interviews", talk, {**values, "stage": "replied" if yes else "declined"})
        reconcile(change, before["client_id"])
        name = change.record("contacts", before["contact_id"])["name"]
        word = "would be glad to talk" if yes else "said no; asking was the hard part"
        return done(change, f"{name} {word}.", talk)


def no_answer(store: Store, viewer: Viewer, talk: int, *, on: date) -> Done:
    """Stop waiting for an answer that has not come."""
    with store.change(viewer, "no answer came") as change:
        before = open_talk(change, talk)
        if before["replied_on"]:
            raise NotAccepted("An answer is on record.", "Call the talk off instead.")
        change.edit("interviews", talk, {"stage": "no_reply", "closed_on": on})
        reconcile(change, before["client_id"])
        name = change.record("contacts", before["contact_id"])["name"]
        return done(change, f"No answer from {name}; nothing more is waiting there.", talk)


def open_talk(change: Change, talk: int) -> dict[str, Any]:
    """A talk that was neither held nor ended; raises NotAccepted for one that was, NotVisible."""
    found = change.record("interviews", talk)
    if found["held_on"] or found["stage"] in {*ENDS, "held", "closed"}:
        raise NotAccepted("That talk is over.", "Correct it in the list of talks, or undo what ended it.")
    return found


def _see_field(change: Change, values: dict[str, Any], client: int) -> None:
    if values.get("field_id") is not None:
        own(change, "fields", values["field_id"], client)


def _idea(change: Change, client: int, contact: int) -> int | None:
    """The talk with a person that is only an idea yet: nothing of it has happened."""
    for talk in change.ask("talks_to_come", client_id=client, contact_id=contact):
        if not any(talk[day] for day in ("requested_on", "replied_on", "scheduled_on", "scheduled_day")):
            return int(talk["interview_id"])
    return None
