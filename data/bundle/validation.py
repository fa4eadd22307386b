"""Validation of a sheet's rows by the rules of the records: what was understood as Arrow, what was not in words."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from core import labels
from core.cells import Reading
from core.findings import Finding
from core.models import TABLES
from data.bundle.refusals import Refusals
from data.bundle.row_reader import RowReader
from data.forms.sheets import Sheet

# Rows in one piece of Arrow.
_BATCH = 20_000
_ARROW_TYPE = {
    "day": pa.date32(), "instant": pa.timestamp("us", tz="UTC"), "yes_no": pa.bool_(), "number": pa.int32(),
}  # fmt: skip
Progress = Callable[[str, int], None]
"""Told what is going on and how many rows of it are done, at least once a second on a slow machine."""


@dataclass(frozen=True)
class Staged:
    """A table as it came in: the rows that were understood, in the order of their lines, ids still as text.

    `rows` holds `line` and the columns of the file.
    """

    table: str
    file: str
    columns: tuple[str, ...]
    rows: pa.Table = field(repr=False)
    findings: tuple[Finding, ...]


def staged(
    sheet: Sheet, reading: Reading, day_first: bool | None, form: str, refusals: Refusals, progress: Progress
) -> Staged:
    """Every row of a sheet, either understood or refused; raises Unreadable where the source breaks off."""
    reader = RowReader(sheet, reading, day_first, form, refusals)
    schema = arrow_schema(sheet.table, sheet.columns)
    columns: dict[str, list[Any]] = {name: [] for name in schema.names}
    batches = []
    for lines, records in reader.chunks():
        columns["line"] += lines
        for name in sheet.columns:
            columns[name] += [record[name] for record in records]
        if len(columns["line"]) >= _BATCH:
            batches.append(_batch(schema, columns))
            progress(f"Reading {labels.table(sheet.table)}", reader.done)
    batches.append(_batch(schema, columns))
    rows = pa.Table.from_batches(batches, schema).combine_chunks()
    return Staged(sheet.table, sheet.file, sheet.columns, rows, tuple(reader.findings))


def arrow_schema(table: str, columns: tuple[str, ...]) -> pa.Schema:
    """The shape of staged rows: their line, then the columns, references and ids as text."""
    kinds = {column.name: column.kind for column in TABLES[table].columns()}
    named = [(name, _ARROW_TYPE.get(kinds[name], pa.string())) for name in columns]
    return pa.schema([("line", pa.int32()), *named])


def _batch(schema: pa.Schema, columns: dict[str, list[Any]]) -> pa.RecordBatch:
    """The rows gathered so far, which are then let go."""
    arrays = [pa.array(columns[name], kind) for name, kind in zip(schema.names, schema.types, strict=True)]
    for column in columns.values():
        column.clear()
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
