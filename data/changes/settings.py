"""An office's own numbers and words, by name: put, taken out, and restored from the trail."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from data.changes.edit_marks import NEVER_IMPORTED
from data.changes.trail import Trail, insert
from data.connection import Cursor

# What a setting has beside its name and its revision.
FIELDS = ("value", "source_id", "imported_on", "edited")


def setting(cursor: Cursor, name: str) -> tuple[dict[str, Any] | None, int]:
    """A setting's value with what stands beside it, and its revision; None and 0 where there is none."""
    cursor.execute(f"SELECT revision, {', '.join(FIELDS)} FROM settings WHERE name = ?", [name])
    found = cursor.fetchall()
    return (dict(zip(FIELDS, found[0][1:], strict=True)), found[0][0]) if found else (None, 0)


def entered(cursor: Cursor, name: str, value: str | None) -> dict[str, Any]:
    """The fields of a setting whose value is entered here; what is the same already is marked as it was."""
    old, _ = setting(cursor, name)
    if old is not None and old["value"] == value:
        return old
    ours = old is None or old["edited"] == NEVER_IMPORTED
    return {"value": value, "edited": NEVER_IMPORTED if ours else "value"}


def put(cursor: Cursor, trail: Trail, name: str, fields: Mapping[str, Any] | None) -> bool:
    """Some fields of a setting, or with None the setting taken out; whether that changed anything."""
    before, revision = setting(cursor, name)
    after = None if fields is None else {**dict.fromkeys(FIELDS), **(before or {}), **fields}
    if before == after:
        return False
    cursor.execute("DELETE FROM settings WHERE name = ?", [name])
    if after is not None:
        row = {"name": name, "revision": revision + 1, **after}
        insert(cursor, "settings", list(row), [list(row.values())])
    trail.set(name, revision + 1, before, after)
    return True


def changed_by(cursor: Cursor, audit_id: int) -> list[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]:
    """The settings that a command changed, the last first: name, fields before, fields after; None is none."""
    cursor.execute(
        "SELECT record_key, fields_before, fields_after FROM audit_changes "
        "WHERE audit_id = ? AND record_key IS NOT NULL ORDER BY change_id DESC",
        [audit_id],
    )
    return [(name, _fields(before), _fields(after)) for name, before, after in cursor.fetchall()]


def _fields(text: str | None) -> dict[str, Any] | None:
    if text is None:
        return None
    fields: dict[str, Any] = json.loads(text)
    day = fields["imported_on"]
    return {**fields, "imported_on": date.fromisoformat(day) if day else None}
