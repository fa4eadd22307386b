"""Fields as JSON text in the trail: written by Python, written in SQL, read in SQL.

Two functions make SQL that speaks of JSON, and no other SQL does; a second engine needs only these in words of its own.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any


def as_json(fields: Mapping[str, Any]) -> str:
    """Fields as text: days and moments in ISO form, everything else as JSON has it."""
    return json.dumps(fields, default=_plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written down")


def json_written(row: str, kinds: Mapping[str, str], other: str | None = None) -> str:
    """SQL for fields of a row, given with their stored types, as such a text; with `other` those that differ there."""
    members = [_member(row, name, kind) for name, kind in kinds.items()]
    if other is not None:
        differs = [f"{row}.{name} IS DISTINCT FROM {other}.{name}" for name in kinds]
        members = [f"CASE WHEN {one} THEN {member} END" for one, member in zip(differs, members, strict=True)]
    return f"'{{' || concat_ws(',', {', '.join(members)}) || '}}'"


def _member(row: str, name: str, kind: str) -> str:
    value = f"CAST({row}.{name} AS VARCHAR)" if kind in {"TIMESTAMPTZ", "DATE"} else f"{row}.{name}"
    return f"""'"{name}":' || coalesce(CAST(to_json({value}) AS VARCHAR), 'null')"""


def json_read(text: str, name: str, kind: str) -> str:
    """SQL for a field of such a text in its stored type; NULL where it is empty, and where it is not in the text."""
    return f"CAST({text} ->> '{name}' AS {kind})"
