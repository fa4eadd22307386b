"""Undoing a command: its records as they were before, where nothing has changed them since."""

import json
from datetime import datetime
from typing import Any

from core.viewer import Viewer
from data.change import Change
from data.errors import NotVisible, OfficeError
from data.store import Store
from data.tables import STORED


class ChangedSince(OfficeError):
    """Something has changed a record since, so that restoring it would lose that."""


def undo(store: Store, viewer: Viewer, audit_id: int) -> int:
    """Undo one command in one transaction; the number of the undoing command, which can be undone too.

    Raises NotVisible where the viewer may not see what it changed, ChangedSince where something has moved on.
    """
    with store.change(viewer, "undo", undoes=audit_id) as change:
        trail = change.run(
            "SELECT table_name, first_id, last_id, record_key, revision, fields_before, fields_after "
            "FROM audit_changes WHERE audit_id = ? ORDER BY change_id DESC",
            [audit_id],
        )
        if not trail:
            raise NotVisible
        if change.run("SELECT 1 FROM audit WHERE undoes = ?", [audit_id]):
            raise ChangedSince("This has been undone already.", "Nothing is left to do.")
        for table, first, last, key, revision, before, after in trail:
            _restore(change, table, (first, last, key), revision, before and json.loads(before), after)
        return change.audit_id


def _restore(
    change: Change, table: str, place: tuple[int, int, str | None], revision: int, before: Any, after: str | None
) -> None:
    first, last, key = place
    if key is not None:
        _restore_setting(change, key, before)
    elif before is None:
        _take_out(change, table, first, last, revision)
    elif after is None:
        change.put_back(table, _typed(table, before))
    else:
        _restore_fields(change, table, first, _typed(table, before), _typed(table, json.loads(after)))


def _restore_fields(change: Change, table: str, number: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    now = change.record(table, number)
    if any(now[name] != value for name, value in after.items()):
        raise _changed_since()
    change.edit(table, number, before)


def _take_out(change: Change, table: str, first: int, last: int, revision: int) -> None:
    number = STORED[table].number
    where = f"FROM {table} WHERE {number} BETWEEN ? AND ?"
    found = change.run(f"SELECT {number}, revision {where}", [first, last])
    if first == last and not found:
        raise _changed_since()
    for record, current in found:
        if table != "clients" and current != revision:
            raise _changed_since()
        change.remove(table, record)


def _restore_setting(change: Change, name: str, before: Any) -> None:
    change.set(name, before["value"] if before else "")


def _typed(table: str, fields: dict[str, Any]) -> dict[str, Any]:
    kinds = STORED[table].columns
    return {name: _value(kinds[name], value) for name, value in fields.items()}


def _value(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "DATE":
        return datetime.fromisoformat(value).date()
    if kind == "TIMESTAMPTZ":
        return datetime.fromisoformat(value)
    return value


def _changed_since() -> ChangedSince:
    return ChangedSince("Something has changed this since.", "Open the record and change it by hand.")
