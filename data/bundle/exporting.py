"""Export: the office as a bundle in any of its forms, all of it of one moment, read by Digwell and by people alike."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from core.cells import offset_text
from core.models import TABLES
from core.viewer import LOCAL, Viewer
from data.bundle.look import Look, look
from data.bundle.outgoing import outgoing
from data.bundle.validation import Progress
from data.errors import NotVisible
from data.forms.sheets import Cell, Table
from data.forms.target import packed_sheets, write_sheets
from data.store import Store

_AT_A_TIME = 10_000


def export(
    store: Store, target: Path, *, viewer: Viewer = LOCAL, replace: bool = False, progress: Progress | None = None
) -> None:
    """Write what the viewer may see as a folder, .zip or .xlsx, by the target's name; all or nothing.

    Raises Unwritable where it cannot be written, NotVisible for a viewer who may not export.
    """
    zone = store.zone
    with look(store) as moment:
        write_sheets(target, _tables(moment, viewer, zone, progress), replace=replace)


def packed(store: Store, form: str, *, viewer: Viewer = LOCAL) -> bytes:
    """The same as one file in memory, "zip" or "xlsx", for a download."""
    zone = store.zone
    with look(store) as moment:
        return packed_sheets(form, _tables(moment, viewer, zone, None))


def _tables(moment: Look, viewer: Viewer, zone: ZoneInfo, progress: Progress | None) -> Iterator[Table]:
    """Every table of the bundle, its rows read as they are written."""
    if viewer.role not in ("local", "lead", "counselor"):
        raise NotVisible
    about = moment.arrow("SELECT DISTINCT record_table FROM dismissals")["record_table"].to_pylist()
    for name, record in TABLES.items():
        columns = [column.name for column in record.columns()]
        yield Table(name, columns, _rows(moment, viewer, zone, name, about, progress))


def _rows(
    moment: Look, viewer: Viewer, zone: ZoneInfo, name: str, about: Sequence[str], progress: Progress | None
) -> Iterator[Sequence[Cell]]:
    question = outgoing(name, about if name == "dismissals" else ())
    done = 0
    for batch in moment.batches(question.sql, question.bound(viewer, {}), _AT_A_TIME):
        yield from zip(*(_cells(column, zone) for column in batch.columns), strict=True)
        done += batch.num_rows
        if progress:
            progress(f"Writing {name.replace('_', ' ')}", done)


def _cells(column: pa.Array, zone: ZoneInfo) -> list[Cell]:
    values: list[Cell] = column.to_pylist()
    if not pa.types.is_timestamp(column.type):
        return values
    return [offset_text(value, zone) if isinstance(value, datetime) else None for value in values]
