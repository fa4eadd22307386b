"""Export: the office as a bundle in any of its forms, all of it of one moment, read by Digwell and by people alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from core import labels
from core.models import TABLES
from core.moments import offset_text
from core.viewer import LOCAL, Viewer
from data.bundle.export_queries import count_query, export_query
from data.bundle.exported_ids import ExportedIds, looked_up
from data.bundle.office_view import OfficeView, office_view
from data.bundle.validation import Progress
from data.errors import NotVisible
from data.forms.sheets import Cell, Table
from data.forms.target import packed_sheets, write_sheets
from data.store import Store

_AT_A_TIME = 10_000
_INTERVIEWS_AT_A_TIME = 50_000


def export(
    store: Store, target: Path, *, viewer: Viewer = LOCAL, replace: bool = False, progress: Progress | None = None
) -> None:
    """Write what the viewer may see as a folder, .zip or .xlsx, by the target's name; all or nothing.

    Raises Unwritable where it cannot be written, NotVisible for a viewer who may not export.
    """
    zone = store.zone
    with office_view(store) as moment:
        write_sheets(target, _Office(moment, viewer, zone, progress).tables(), replace=replace)


def packed(store: Store, form: str, *, viewer: Viewer = LOCAL) -> bytes:
    """The same as one file in memory, "zip" or "xlsx", for a download."""
    zone = store.zone
    with office_view(store) as moment:
        return packed_sheets(form, _Office(moment, viewer, zone, None).tables())


@dataclass(frozen=True)
class _Office:
    """What a viewer may see of the office at one moment, as tables of the bundle."""

    moment: OfficeView
    viewer: Viewer
    zone: ZoneInfo
    progress: Progress | None

    def tables(self) -> Iterator[Table]:
        """Every table of the bundle, its rows read as they are written."""
        if self.viewer.role not in ("local", "lead", "counselor"):
            raise NotVisible
        ids = ExportedIds(self.moment)
        for name, record in TABLES.items():
            columns = [column.name for column in record.columns()]
            yield Table(name, columns, self._rows(name, ids), self._count(name))

    def _count(self, name: str) -> int:
        query = count_query(name)
        (batch,) = self.moment.batches(query.sql, query.bound(self.viewer, {}), 1)
        return int(batch["rows"][0].as_py())

    def _rows(self, name: str, ids: ExportedIds) -> Iterator[Sequence[Cell]]:
        query = export_query(name, self._dismissed() if name == "dismissals" else ())
        leading = looked_up(name)
        ids.learn(reference.of for reference in leading)
        done = 0
        for _ in self._laid_out(ids) if name == "questions" else (None,):
            for batch in self.moment.batches(query.sql, query.bound(self.viewer, {}), _AT_A_TIME):
                rows = ids.spelled(batch, leading)
                yield from zip(*(_cells(column, self.zone) for column in rows.columns), strict=True)
                done += rows.num_rows
                if self.progress:
                    self.progress(f"Writing {labels.table(name)}", done)

    def _laid_out(self, ids: ExportedIds) -> Iterator[None]:
        """Some interviews at a time, in the order in which their questions go out."""
        every = ids.in_order("interviews")
        for start in range(0, len(every), _INTERVIEWS_AT_A_TIME):
            some = every.slice(start, _INTERVIEWS_AT_A_TIME)
            self.moment.stage("some_interviews", pa.table({"interview_id": some, "place": pa.arange(0, len(some))}))
            try:
                yield
            finally:
                self.moment.unstage("some_interviews")

    def _dismissed(self) -> list[str]:
        found = self.moment.arrow("SELECT DISTINCT record_table FROM dismissals")
        return [str(table) for table in found["record_table"].to_pylist()]


def _cells(column: pa.Array, zone: ZoneInfo) -> list[Cell]:
    values: list[Cell] = column.to_pylist()
    if not pa.types.is_timestamp(column.type):
        return values
    return [offset_text(value, zone) if isinstance(value, datetime) else None for value in values]
