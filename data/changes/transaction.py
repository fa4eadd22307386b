"""An open transaction as far as it reads: what a change has done so far is seen by it, and by nobody else yet."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from core.viewer import Viewer
from data.changes.write_scope import WriteScope
from data.connection import Cursor
from data.errors import NotVisible, StaleEdit
from data.query import Query, Reader, Row, fetch_rows, fetch_table
from data.tables import STORED

_READS = re.compile(r"\s*(SELECT|WITH|FROM)\b", re.IGNORECASE)


class Transaction:
    """One viewer's transaction: queries, single records, statements of this room's own and rows staged for them."""

    def __init__(self, cursor: Cursor, viewer: Viewer) -> None:
        self._cursor = cursor
        self._viewer = viewer
        self._scope = WriteScope(cursor, viewer)
        # Whether a statement may have changed something that leaves no trail.
        self._unseen = False

    def rows(self, name: str | Query, **parameters: Any) -> list[Row]:
        """A query, which sees what this change has done so far."""
        return fetch_rows(self._cursor, name, self._viewer, parameters)

    def table(self, name: str | Query, **parameters: Any) -> pa.Table:
        """The same as Arrow."""
        return fetch_table(self._cursor, name, self._viewer, parameters)

    @property
    def answers(self) -> Reader:
        """Whatever a page would be answered if the change had ended here."""
        return Reader(lambda work: work(self._cursor))

    def run(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """A statement of this room's own, made of our names only, with its rows; it leaves no trail."""
        self._unseen = self._unseen or not _READS.match(sql)
        self._cursor.execute(sql, parameters)
        return list(self._cursor.fetchall())

    def arrow(self, sql: str) -> pa.Table:
        """The same as Arrow, for many rows."""
        return self._cursor.sql(sql).to_arrow_table()

    def stage(self, name: str, rows: pa.Table) -> None:
        """Rows under a name that statements of this change can read; `unstage` lets them go."""
        self._cursor.register(name, rows)

    def unstage(self, name: str) -> None:
        """Let staged rows go."""
        self._cursor.unregister(name)

    def record(self, table: str, number: int) -> Row:
        """A record's stored columns; raises NotVisible where there is none for this viewer."""
        stored = STORED[table]
        instants = [name for name, kind in stored.columns.items() if kind == "TIMESTAMPTZ"]
        columns = [f"CAST({name} AS VARCHAR)" if name in instants else name for name in stored.columns]
        sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {stored.number} = ?"
        found = self._cursor.execute(sql, [number]).fetchall()
        if not found:
            raise NotVisible
        fields = dict(zip(stored.columns, found[0], strict=True))
        self._scope.see(fields.get("client_id"))
        for name in instants:
            fields[name] = fields[name] and datetime.fromisoformat(fields[name]).astimezone(UTC)
        return fields

    def expect(self, client: int, revision: int) -> None:
        """What is about to change was read at this revision of the client. Raises StaleEdit where that has moved."""
        if self.record("clients", client)["revision"] != revision:
            raise StaleEdit
