"""Contacts: a person added to those whom a client knows of."""

from datetime import date
from typing import Any

from core.viewer import Viewer
from data.changes.change import Change
from data.commands.consequences import known, reconcile
from data.commands.entry import Done, done, entered, not_ahead, own
from data.store import Store


def add_person(
    store: Store, viewer: Viewer, client: int, name: str, *, on: date, referred_by: int | None = None, **details: Any
) -> Done:
    """Add a person to a client's network, today unless `added_on` says when, with any other column of the records.

    One with a referrer makes a thank-you to the referrer due. Raises NotAccepted for what the records do not take,
    NotVisible for a referrer who is not this client's contact.
    """
    with store.change(viewer, "add a person") as change:
        values = {"name": name, "added_on": on, "referred_by": referred_by, **details}
        before = known(change, client)
        number = new_contact(change, client, values, on)
        reconcile(change, client, before)
        through = f", through {change.record('contacts', referred_by)['name']}" if referred_by is not None else ""
        return done(change, f"{name.strip()} is on the list{through}.", number)


def new_contact(change: Change, client: int, values: dict[str, Any], on: date) -> int:
    """A new contact of a client, checked; its number. A person whose channel is not said came by another one."""
    checked = entered("contacts", {"client_id": client, "channel": "other", **values}, change.zone)
    not_ahead(checked["added_on"], on, "added_on")
    if (referrer := checked.get("referred_by")) is not None:
        own(change, "contacts", referrer, client)
    if (field := checked.get("field_id")) is not None:
        own(change, "fields", field, client)
    return change.add("contacts", checked)
