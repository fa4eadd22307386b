"""The ids under which records go out, for a whole table at once: its numbers in order, each with what came in.

Joined in one query, five large tables and all columns of their rows stand in the engine's memory at once.
"""

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from core.models import TABLES, own_id
from data.bundle.id_directory import single
from data.bundle.office_view import OfficeView
from data.references import REFERENCES, Reference
from data.tables import STORED

_NONE = pa.scalar(None, pa.string())


def looked_up(table: str) -> list[Reference]:
    """The references of a table whose ids are looked up when it goes out."""
    columns = {column.name for column in TABLES[table].columns()} - {own_id(table)}
    return [reference for reference in REFERENCES if reference.table == table and reference.column in columns]


class ExportedIds:
    """Ids by number, of one moment of the office; a table is read when it is first learned."""

    def __init__(self, moment: OfficeView) -> None:
        self._moment = moment
        self._known: dict[str, tuple[pa.Array, pa.Array]] = {}

    def learn(self, tables: Iterable[str]) -> None:
        """Read tables; not while an answer of the same moment is still being read."""
        for table in set(tables) - self._known.keys():
            number = STORED[table].number
            found = self._moment.arrow(f"SELECT {number}, source_id FROM {table} ORDER BY {number}")
            self._known[table] = single(found[number]), single(found["source_id"])

    def of(self, table: str, numbers: pa.Array) -> pa.Array:
        """The ids of records of a table that was learned; null for none, and where a record is gone."""
        known, brought = self._known[table]
        if not len(known):
            return pa.nulls(len(numbers), pa.string())
        places = pc.min_element_wise(pc.search_sorted(known, numbers), len(known) - 1, skip_nulls=False)
        there = pc.equal(known.take(places), numbers)
        return pc.if_else(there, pc.coalesce(brought.take(places), numbers.cast(pa.string())), _NONE)

    def in_order(self, table: str) -> pa.Array:
        """The numbers of all records of a table that was learned, in the order of their ids."""
        known, brought = self._known[table]
        return known.take(pc.sort_indices(pc.coalesce(brought, known.cast(pa.string()))))

    def spelled(self, rows: pa.RecordBatch, references: Iterable[Reference]) -> pa.RecordBatch:
        """The rows with ids in place of the numbers in the columns that lead somewhere."""
        found: dict[str, pa.Array] = {}
        for reference in references:
            ids = self.of(reference.of, rows[reference.column])
            if reference.word:
                of_this_kind = pc.is_in(rows[reference.word], value_set=pa.array(reference.words))
                ids = pc.coalesce(found.get(reference.column, _NONE), pc.if_else(of_this_kind, ids, _NONE))
            found[reference.column] = ids
        return pa.RecordBatch.from_arrays(
            [found.get(name, column) for name, column in zip(rows.schema.names, rows.columns, strict=True)],
            names=rows.schema.names,
        )
