"""The fields of work a client explores, and the talks filed under them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from core.cell_text import folded
from core.viewer import Viewer
from core.words import counted
from data.changes.change import Change
from data.commands.consequences import known, reconcile
from data.commands.entry import Done, NotAccepted, done, entered, own
from data.store import Store


def add_field(store: Store, viewer: Viewer, client: int, name: str, *, on: date, **details: Any) -> Done:
    """Add a field, today unless `added_on` says when. Raises NotAccepted for one that this client has already."""
    with store.change(viewer, "add a field") as change:
        if _fields(change, client).get(folded(name)):
            raise NotAccepted(f"{name.strip()} is one of the fields already.", "Choose it from the list.", "name")
        number = _new_field(change, client, {"name": name, "added_on": on, **details})
        return done(change, f"{name.strip()} is one of the fields now.", number)


def file_talks(store: Store, viewer: Viewer, talks: Sequence[int], name: str, *, on: date) -> Done:
    """File talks, of one client or many, under the field of that name, which each client gets who has none such."""
    with store.change(viewer, "file talks under a field") as change:
        owners = {talk: change.record("interviews", talk)["client_id"] for talk in dict.fromkeys(talks)}
        before = {client: known(change, client) for client in sorted(set(owners.values()))}
        fields = {client: _field_named(change, client, name, on) for client in before}
        for talk, client in owners.items():
            change.edit("interviews", talk, {"field_id": fields[client]})
        for client, records in before.items():
            reconcile(change, client, records)
        return done(change, f"{counted(len(owners), 'talk').capitalize()} filed under {name.strip()}.")


def file_talk(store: Store, viewer: Viewer, talk: int, field: int | None) -> Done:
    """File one talk under one of its client's fields, or under none."""
    with store.change(viewer, "file a talk under a field") as change:
        client = change.record("interviews", talk)["client_id"]
        name = own(change, "fields", field, client)["name"] if field is not None else "no field"
        before = known(change, client)
        change.edit("interviews", talk, {"field_id": field})
        reconcile(change, client, before)
        return done(change, f"Filed under {name}.", talk)


def _field_named(change: Change, client: int, name: str, on: date) -> int:
    found = _fields(change, client).get(folded(name))
    return found or _new_field(change, client, {"name": name, "added_on": on})


def _fields(change: Change, client: int) -> dict[str, int]:
    return {folded(row["name"]): row["field_id"] for row in change.rows("client_fields", client_id=client)}


def _new_field(change: Change, client: int, values: dict[str, Any]) -> int:
    return change.add("fields", entered("fields", {"client_id": client, **values}, change.zone))
