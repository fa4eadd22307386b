"""A view of the office at one moment, for work on whole tables: rows staged for the engine, answers as Arrow."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

import pyarrow as pa

from data.connection import Cursor
from data.store import Store


class Desk(Protocol):
    """A place where rows can be staged for the engine: a transaction under way, or a view of one moment."""

    def arrow(self, sql: str) -> pa.Table:
        """The answer to a statement of this room's own."""

    def stage(self, name: str, rows: pa.Table) -> None:
        """Lay rows out under a name."""

    def unstage(self, name: str) -> None:
        """Take them away."""


class OfficeView:
    """The office as it is at one moment, whatever is written meanwhile."""

    def __init__(self, cursor: Cursor) -> None:
        self._cursor = cursor

    def arrow(self, sql: str) -> pa.Table:
        """The answer to a statement of this room's own."""
        return self._cursor.sql(sql).to_arrow_table()

    def stage(self, name: str, rows: pa.Table) -> None:
        """Lay rows out under a name."""
        self._cursor.register(name, rows)

    def unstage(self, name: str) -> None:
        """Take them away."""
        self._cursor.unregister(name)

    def batches(self, sql: str, parameters: Mapping[str, Any], rows: int) -> Iterator[pa.RecordBatch]:
        """The answer, so many rows at a time; to be read to the end before anything else is asked."""
        yield from self._cursor.sql(sql, params=dict(parameters)).to_arrow_reader(rows)


@contextmanager
def office_view(store: Store) -> Iterator[OfficeView]:
    """The office at this moment."""
    with store.cursor() as cursor:
        cursor.execute("BEGIN TRANSACTION READ ONLY")
        try:
            yield OfficeView(cursor)
        finally:
            cursor.execute("ROLLBACK")
