"""Talks, logged: one that was agreed, or one that nobody had written down before."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from core.cell_text import folded
from core.policy import Policy
from core.viewer import Viewer
from core.words import counted, near_day
from data.changes.change import Change
from data.commands.consequences import known, reconcile
from data.commands.contacts import new_contact
from data.commands.entry import Done, NotAccepted, done, entered, not_ahead, own, policy_of, stated
from data.commands.questions import note_questions
from data.commands.requests import is_to_come, refuse_over
from data.errors import NotVisible
from data.follow_up_facts import Records
from data.query import Row
from data.store import Store


def log_talk(
    store: Store,
    viewer: Viewer,
    client: int,
    who: int | str,
    *,
    on: date,
    held_on: date | str | None = None,
    talk: int | None = None,
    field: int | None = None,
    thanked_on: date | str | None = None,
    questions: Sequence[Mapping[str, Any]] = (),
    **details: Any,
) -> Done:
    """Log a talk with somebody: a contact's number or a name; today unless `held_on` says when.

    A name that is on the client's list means that person, another one becomes a contact. It is the talk given, else
    the one agreed with or asked of that person by then, else a new one. `thanked_on` says that the thank-you has gone
    out. `questions` hold columns of the records (topic, text, asked, answered, answer, …) in order; `details` are
    other columns of the interview. What is owed for it follows by itself.
    Raises NotAccepted for what the records do not take, NotVisible for another's contact, talk or field.
    """
    with store.change(viewer, "log a talk") as change:
        values = entered("interviews", {"held_on": stated(held_on, on, "held_on"), **details}, change.zone)
        not_ahead(values["held_on"], on, "held_on")
        before = known(change, client)
        contact, name = _person(change, client, who, values["held_on"], before)
        if field is not None:
            values["field_id"] = own(change, "fields", field, client)["field_id"]
        number, is_new = _hold(change, client, contact, talk, {**values, "stage": "held"}, before)
        note_questions(change, client, number, questions, is_new=is_new)
        policy = policy_of(change)
        if thanked_on is not None:
            row = {"client_id": client, "contact_id": contact, "interview_id": number, "done_on": thanked_on}
            _thank(change, row, _days_to_thank(values["held_on"], policy), on, before)
        reconcile(change, client, before, policy)
        noted = f", {counted(len(questions), 'question')} noted" if questions else ""
        return done(change, f"A talk with {name} {near_day(values['held_on'], on)}{noted}.", number)


def _person(change: Change, client: int, who: int | str, day: date, before: Records) -> tuple[int, str]:
    people = before["contacts"]
    if isinstance(who, int):
        if who not in people:
            raise NotVisible
        return who, people[who]["name"]
    named = [number for number, row in people.items() if folded(row["name"]) == folded(who)]
    if len(named) > 1:
        raise NotAccepted(f"Two people on the list are called {who.strip()}.", "Choose which of them.", "name")
    if named:
        return named[0], people[named[0]]["name"]
    return new_contact(change, client, {"name": who, "added_on": day}, day), who.strip()


def _hold(
    change: Change, client: int, contact: int, talk: int | None, values: dict[str, Any], before: Records
) -> tuple[int, bool]:
    """The talk that was held, and whether nobody had written it down before."""
    if talk is not None:
        _refuse_unfitting(before["interviews"].get(talk), contact)
    number = talk or _awaited(before, contact, values["held_on"])
    if number is None:
        return change.add("interviews", {"client_id": client, "contact_id": contact, **values}), True
    change.edit("interviews", number, values)
    return number, False


def _refuse_unfitting(talk: Row | None, contact: int) -> None:
    if talk is None:
        raise NotVisible
    refuse_over(talk)
    if talk["contact_id"] != contact:
        raise NotAccepted("That talk is with somebody else.", "Choose the person it was with.")


def _awaited(before: Records, contact: int, day: date) -> int | None:
    """The talk with a person that this must have been: agreed for that day or before, else asked for by then."""
    fitting = [
        (row["scheduled_day"] or date.min, row["requested_on"] or date.min, number)
        for number, row in before["interviews"].items()
        if row["contact_id"] == contact and is_to_come(row)
        if (row["scheduled_day"] or row["requested_on"] or day) <= day
    ]
    return max(fitting)[-1] if fitting else None


def _days_to_thank(held_on: date, policy: Policy) -> dict[str, date]:
    return {"opens_on": held_on, "due_on": held_on + timedelta(days=policy.thank_you_days)}


def _thank(change: Change, row: dict[str, Any], days: Mapping[str, date], on: date, before: Records) -> None:
    """The thank-you that has gone out already, as the row that would follow from the talk."""
    row |= entered("follow_ups", {"done_on": row["done_on"]}, change.zone)
    not_ahead(row["done_on"], on, "done_on")
    for there in before["follow_ups"].values():
        if there["kind"] == "thank_you" and there["interview_id"] == row["interview_id"]:
            change.edit("follow_ups", there["follow_up_id"], {"done_on": there["done_on"] or row["done_on"]})
            return
    change.add("follow_ups", {**row, **days, "kind": "thank_you"})
