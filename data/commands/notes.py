"""Notes on a client, private unless shared."""

from datetime import date

from core.viewer import Viewer
from data.commands.entry import Done, author, done, entered
from data.store import Store


def write_note(
    store: Store,
    viewer: Viewer,
    client: int,
    text: str,
    *,
    on: date,
    shared: bool = False,
    counselor: int | None = None,
) -> Done:
    """Write a note; shared, the client reads it too. Raises NotAccepted for an empty or endless text, NotVisible."""
    with store.change(viewer, "write a note") as change:
        name = change.record("clients", client)["name"]
        by = author(change, viewer, counselor)
        values = {"client_id": client, "author": by, "created_on": on, "shared": shared, "text": text}
        number = change.add("notes", entered("notes", values, change.zone))
        return done(change, f"Noted for you and {name}." if shared else "Noted; only counselors read it.", number)


def share_note(store: Store, viewer: Viewer, note: int, *, shared: bool) -> Done:
    """Let the client read a note, or keep it private again."""
    with store.change(viewer, "share a note" if shared else "keep a note private") as change:
        change.edit("notes", note, {"shared": shared})
        return done(change, "The client reads it too." if shared else "Only counselors read it.", note)
