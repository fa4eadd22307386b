"""Undo of a command: its records as they were before, where nothing has changed them since."""

from core.viewer import Viewer
from data.errors import ChangedSince
from data.store import Store

__all__ = ["ChangedSince", "undo"]


def undo(store: Store, viewer: Viewer, audit_id: int) -> int:
    """Undo one command in one transaction; the number of the undoing command, which can be undone too.

    Raises NotVisible where the viewer may not see what it changed, ChangedSince where something has moved on,
    BrokenReference where others' records refer to what it added.
    """
    with store.change(viewer, "undo") as change:
        change.undo(audit_id)
        return change.audit_id
