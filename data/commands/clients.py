"""Clients: adding one, their status, their goal, who looks after them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.viewer import Viewer
from core.words import capital, counted, people, plural
from data.changes.change import Change
from data.commands.entry import Done, acting, done, entered
from data.store import Store

_IS_NOW = {
    "active": ("is active again", "are active again"),
    "paused": ("is taking a pause", "are taking a pause"),
    "closed": ("has finished here", "have finished here"),
}


def add_client(
    store: Store, viewer: Viewer, name: str, *, on: date, counselor: int | None = None, **details: Any
) -> Done:
    """Add a client, who starts today unless `started_on` is given, with any other columns of the records.

    Raises NotAccepted for what the records do not take.
    """
    with store.change(viewer, "add a client") as change:
        values = {"name": name, "started_on": on, "counselor_id": acting(viewer, counselor), **details}
        _see_counselor(change, values["counselor_id"])
        number = change.add("clients", entered("clients", values, change.zone))
        return done(change, f"{name.strip()} is on the list.", number)


def assign(store: Store, viewer: Viewer, clients: Sequence[int], counselor: int | None) -> Done:
    """Give clients to a counselor, or to nobody; one command however many they are."""
    with store.change(viewer, "assign a counselor") as change:
        whom = _see_counselor(change, counselor)
        names = _edited(change, clients, {"counselor_id": counselor})
        return done(change, f"{whom or 'Nobody'} looks after {_people(names)} now.")


def pause(store: Store, viewer: Viewer, clients: Sequence[int]) -> Done:
    """Pause clients: their records stay, no figure counts them, nobody is asked about them."""
    return _set_status(store, viewer, clients, "paused")


def close(store: Store, viewer: Viewer, clients: Sequence[int]) -> Done:
    """Close clients: their records stay, no figure counts them."""
    return _set_status(store, viewer, clients, "closed")


def reopen(store: Store, viewer: Viewer, clients: Sequence[int]) -> Done:
    """Make paused or closed clients active again."""
    return _set_status(store, viewer, clients, "active")


def set_goal(store: Store, viewer: Viewer, client: int, talks: int | str | None) -> Done:
    """Set how many talks a client aims at; None goes back to the office's usual number."""
    with store.change(viewer, "set the goal") as change:
        name = change.record("clients", client)["name"]
        values = entered("clients", {"goal_interviews": talks}, change.zone)
        change.edit("clients", client, values)
        goal = values["goal_interviews"]
        aim = "the office's usual number of talks" if goal is None else counted(goal, "talk")
        return done(change, f"{name} aims at {aim}.", client)


def _set_status(store: Store, viewer: Viewer, clients: Sequence[int], status: str) -> Done:
    with store.change(viewer, f"make clients {status}") as change:
        names = _edited(change, clients, {"status": status})
        return done(change, f"{capital(_people(names))} {plural(len(names), *_IS_NOW[status])}.")


def _edited(change: Change, clients: Sequence[int], values: Mapping[str, Any]) -> list[str]:
    """The names of the clients whom these values change."""
    names = []
    for client in dict.fromkeys(clients):
        before = change.record("clients", client)
        if _differs(before, values):
            change.edit("clients", client, values)
            names.append(before["name"])
    return names


def _differs(before: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    # A client without a status is active; saying so changes nothing.
    usual = {"status": "active"}
    return any((before[name] or usual.get(name)) != value for name, value in values.items())


def _see_counselor(change: Change, counselor: int | None) -> str:
    return change.record("counselors", counselor)["name"] if counselor is not None else ""


def _people(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else people(len(names))
