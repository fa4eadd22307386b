"""The writing of a comparison's rows, within one change: new records at once, changed ones written over."""

from collections.abc import Callable
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from core import labels
from core.cell_defaults import EMPTY_MEANS
from data.bundle.comparison import Comparison
from data.bundle.differences import chosen
from data.bundle.stored_form import Arrived
from data.changes.change import Change
from data.tables import ARROW_TYPE, STORED


def write_rows(
    change: Change, compared: Comparison, today: date, *, overwrite: bool, progress: Callable[[str, int], None]
) -> None:
    """Store everything that is new or changed; with `overwrite` also what waits for a decision."""
    # The settings last: with another zone the day beside each moment moves, those of the new records too.
    for name, table in sorted(compared.tables.items(), key=lambda item: item[0] == "settings"):
        progress(f"Storing {labels.table(name)}", table.rows.num_rows)
        change.load(name, _added(table, today))
        for rows in chosen(table, compared.differences[name], today, overwrite=overwrite):
            change.rewrite(name, rows)


def _added(table: Arrived, today: date) -> pa.Table:
    rows = table.rows
    if not pc.all(rows["new"]).as_py():
        rows = rows.filter(rows["new"])
    rows = rows.drop_columns(["line", "new"])
    for column, value in EMPTY_MEANS.get(table.table, {}).items():
        if column not in rows.column_names:
            kind = ARROW_TYPE[STORED[table.table].columns[column]]
            rows = rows.append_column(column, pa.repeat(pa.scalar(value, kind), rows.num_rows))
    return rows.append_column("imported_on", pa.repeat(pa.scalar(today, pa.date32()), rows.num_rows))
