"""Corrections of what a record says, by the same rules by which it came in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core.cell_defaults import stage_of_days
from core.models import TABLES
from core.viewer import Viewer
from data.changes.change import Change
from data.commands.consequences import known, reconcile
from data.commands.entry import Done, NotAccepted, done, entered, not_ahead, own
from data.errors import StaleEdit
from data.follow_up_facts import TABLES as FACTS
from data.store import Store
from data.tables import STORED

_MAY_BE_AHEAD = {
    "due_on", "opens_on", "needed_by", "leaves_by", "decide_by", "starts_on", "ends_on", "started_on", "until",
}  # fmt: skip
# Whose a record is, what it belongs to and what a command alone may write are not corrected here.
_FIXED = {"client_id", "contact_id", "interview_id", "position", "because_of"}
_NOT_HERE = {"settings", "dismissals"}


def correct(
    store: Store,
    viewer: Viewer,
    table: str,
    number: int,
    values: Mapping[str, Any],
    *,
    on: date,
    revision: int | None = None,
) -> Done:
    """Correct some columns of a record; what follows from them follows.

    `revision` is the record's as it was read. Raises NotAccepted for what the records do not take, StaleEdit where
    somebody changed it since, NotVisible for another's record or reference.
    """
    if table in _NOT_HERE or values.keys() & _FIXED:
        raise TypeError(f"{table} {sorted(values)} is not corrected here")
    with store.change(viewer, "correct a record") as change:
        row = change.record(table, number)
        if revision is not None and row["revision"] != revision:
            raise StaleEdit
        after = _checked(change, table, row, values, on)
        if table == "interviews" and "stage" not in after:
            after |= _stage(row, after)
        if table in FACTS:
            before = known(change, row["client_id"])
            change.edit(table, number, after)
            reconcile(change, row["client_id"], before)
        else:
            change.edit(table, number, after)
        return done(change, "Corrected.", number)


def _checked(
    change: Change, table: str, before: Mapping[str, Any], values: Mapping[str, Any], on: date
) -> dict[str, Any]:
    after = entered(table, values, change.zone)
    for column in TABLES[table].columns():
        value = after.get(column.name)
        if value is None:
            continue
        if column.kind == "day" and column.name not in _MAY_BE_AHEAD:
            not_ahead(value, on, column.name)
        if column.refers and STORED[column.refers].has_client:
            own(change, column.refers, value, before["client_id"])
        elif column.refers:
            change.record(column.refers, value)
    if after.get("referred_by") == before.get("contact_id", 0):
        raise NotAccepted("Nobody leads to themselves.", "Choose somebody else, or nobody.", "referred_by")
    return after


def _stage(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """The stage that the days tell now, where it was what they told before."""
    told = stage_of_days(before)
    return {"stage": stage_of_days({**before, **after})} if before["stage"] in {None, told} else {}
