"""Requests for a talk, and the answers to them."""

from datetime import date
from typing import Any

from core.viewer import Viewer
from core.vocabulary import ENDS
from core.words import near_day
from data.changes.change import Change
from data.commands.consequences import known, reconcile
from data.commands.entry import Done, NotAccepted, done, entered, not_ahead, own, stated
from data.follow_up_facts import Records
from data.query import Row
from data.store import Store


def request_sent(
    store: Store, viewer: Viewer, contact: int, *, on: date, requested_on: date | str | None = None, **details: Any
) -> Done:
    """Record that a request went out, today unless said otherwise; `request_method`, `minutes_requested` and the like.

    A talk with that person which is only an idea yet becomes this one; otherwise it is a new one.
    """
    with store.change(viewer, "a request went out") as change:
        asked = change.record("contacts", contact)
        values = entered(
            "interviews", {"requested_on": stated(requested_on, on, "requested_on"), **details}, change.zone
        )
        not_ahead(values["requested_on"], on, "requested_on")
        _see_field(change, values, asked["client_id"])
        before = known(change, asked["client_id"])
        number = _idea(before, contact)
        values["stage"] = "requested"
        if number:
            change.edit("interviews", number, values)
        else:
            number = change.add("interviews", {"client_id": asked["client_id"], "contact_id": contact, **values})
        reconcile(change, asked["client_id"], before)
        return done(change, f"{asked['name']} was asked {near_day(values['requested_on'], on)}.", number)


def answer_came(
    store: Store, viewer: Viewer, talk: int, *, on: date, yes: bool, replied_on: date | str | None = None
) -> Done:
    """Record the answer to a request: a yes, from which a day can be agreed, or a no, which ends it."""
    with store.change(viewer, "an answer came") as change:
        row, before = open_talk(change, talk)
        values = entered("interviews", {"replied_on": stated(replied_on, on, "replied_on")}, change.zone)
        not_ahead(values["replied_on"], on, "replied_on")
        change.edit("interviews", talk, {**values, "stage": "replied" if yes else "declined"})
        reconcile(change, row["client_id"], before)
        name = before["contacts"][row["contact_id"]]["name"]
        word = "would be glad to talk" if yes else "said no; asking was the hard part"
        return done(change, f"{name} {word}.", talk)


def no_answer(store: Store, viewer: Viewer, talk: int, *, on: date) -> Done:
    """Stop waiting for an answer that has not come."""
    with store.change(viewer, "no answer came") as change:
        row, before = open_talk(change, talk)
        if row["replied_on"]:
            raise NotAccepted("An answer is on record.", "Call the talk off instead.")
        change.edit("interviews", talk, {"stage": "no_reply", "closed_on": on})
        reconcile(change, row["client_id"], before)
        name = before["contacts"][row["contact_id"]]["name"]
        return done(change, f"No answer from {name}; nothing more is waiting there.", talk)


def open_talk(change: Change, talk: int) -> tuple[Row, Records]:
    """A talk that was neither held nor ended, with what is known of its client before anything is changed.

    Raises NotAccepted for a talk that is over, NotVisible.
    """
    found = change.record("interviews", talk)
    refuse_over(found)
    return found, known(change, found["client_id"])


def refuse_over(talk: Row) -> None:
    """Raise NotAccepted for a talk that was held or has ended."""
    if not is_to_come(talk):
        raise NotAccepted("That talk is over.", "Correct it in the list of talks, or undo what ended it.")


def is_to_come(talk: Row) -> bool:
    """Whether a talk has been thought of, asked for or agreed, and neither held nor ended."""
    return not talk["held_on"] and talk["stage"] not in {*ENDS, "held", "closed"}


def _see_field(change: Change, values: dict[str, Any], client: int) -> None:
    if values.get("field_id") is not None:
        own(change, "fields", values["field_id"], client)


def _idea(before: Records, contact: int) -> int | None:
    """The talk with a person that is only an idea yet: nothing of it has happened."""
    for number, talk in before["interviews"].items():
        begun = any(talk[day] for day in ("requested_on", "replied_on", "scheduled_on", "scheduled_day"))
        if talk["contact_id"] == contact and is_to_come(talk) and not begun:
            return number
    return None
