"""Changed values as a person reads them: ids as the bundle has them instead of numbers of ours."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from core.models import TABLES
from data.bundle.differences import Changed
from data.bundle.office_records import BIGINT, OfficeRecords
from data.bundle.stored_form import Arrived

_CALLED = {"prompt_id": "bank_id", "dismissed_by": "by", "dismissed_on": "on"}


def readable(changes: Sequence[Changed], tables: dict[str, Arrived], records: OfficeRecords) -> list[Changed]:
    """The same changes with outside ids, and columns by their names in the bundle."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        if target := _target(change):
            wanted.setdefault(target, set()).update(v for v in (change.ours, change.theirs) if v is not None)
    ids = {target: _ids(target, sorted(numbers), tables, records) for target, numbers in wanted.items()}
    return [_renamed(change, ids.get(_target(change), {})) for change in changes]


def _target(change: Changed) -> str:
    if (change.table, change.column) == ("questions", "prompt_id"):
        return "prompts"
    columns = {column.name: column.refers for column in TABLES[change.table].columns()}
    return columns.get(change.column, "")


def _ids(target: str, numbers: list[int], tables: dict[str, Arrived], records: OfficeRecords) -> dict[int, str]:
    found = records.out_ids(target, pa.array(numbers, BIGINT))
    if target in tables and len(found) < len(numbers):
        rows = tables[target].rows
        found |= dict(zip(rows[tables[target].key].to_pylist(), rows["source_id"].to_pylist(), strict=True))
    return found


def _renamed(change: Changed, ids: dict[int, str]) -> Changed:
    column = _CALLED.get(change.column, change.column)
    if not ids:
        return replace(change, column=column)
    return replace(change, column=column, ours=ids.get(change.ours), theirs=ids.get(change.theirs))
