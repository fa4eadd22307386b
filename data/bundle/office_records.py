"""The office's records as an import asks for them: which of its rows are there already, and where the two differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.bundle.office_view import Desk
from data.tables import STORED

_NUMBER = r"^[1-9][0-9]{0,17}$"
BIGINT = pa.int64()


@dataclass(frozen=True)
class Match:
    """For each row asked about, in its order: the number of the record that it means and whose that is, or null."""

    numbers: pa.Array
    clients: pa.Array


class OfficeRecords:
    """The records that the office has, asked for whole columns at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._filled: dict[str, bool] = {}

    def has(self, table: str) -> bool:
        """Whether the office has any record of a table."""
        if table not in self._filled:
            self._filled[table] = self._desk.arrow(f"SELECT 1 FROM {table} LIMIT 1").num_rows > 0
        return self._filled[table]

    def by_id(self, table: str, ids: pa.Array) -> Match:
        """The records that ids mean: the one that carries it, else the one of that number, else none."""
        found = self._match(table, pa.table({"id": ids}), "t.source_id = s.id")
        numeric = pc.and_(pc.is_null(found.numbers), pc.match_substring_regex(ids, _NUMBER))
        if not pc.any(numeric).as_py() or not self.has(table):
            return found
        numbers = pc.if_else(numeric, ids, pa.scalar(None, pa.string())).cast(BIGINT)
        by_number = self._match(table, pa.table({"id": numbers}), f"t.{STORED[table].number} = s.id")
        return Match(
            pc.coalesce(found.numbers, by_number.numbers),
            pc.coalesce(found.clients, by_number.clients),
        )

    def by_key(self, table: str, keys: pa.Table) -> Match:
        """The same for a table that is known by a key; its columns are named as they are stored."""
        return self._match(table, keys, " AND ".join(f"t.{n} IS NOT DISTINCT FROM s.{n}" for n in keys.column_names))

    def _match(self, table: str, asked: pa.Table, where: str) -> Match:
        rows = asked.num_rows
        if not self.has(table) or not rows:
            return Match(pa.nulls(rows, BIGINT), pa.nulls(rows, BIGINT))
        stored = STORED[table]
        number = f"t.{stored.number}" if stored.number else "CAST(1 AS BIGINT)"
        client = "t.client_id" if stored.has_client else "CAST(NULL AS BIGINT)"
        found = self._join(
            f"SELECT s.place, {number} AS number, {client} AS client FROM asked s JOIN {table} t ON {where}",
            asked.append_column("place", pa.arange(0, rows)),
        )
        # In the order of the rows that were asked about; a record that two of the office's carry is the first.
        places = pc.index_in(pa.arange(0, rows), value_set=found["place"].combine_chunks())
        return Match(
            found["number"].combine_chunks().take(places),
            found["client"].combine_chunks().take(places),
        )

    def differing(self, table: str, rows: pa.Table, same: Mapping[str, str]) -> pa.Table:
        """The records whose stored values are not those of `rows`: its key, `imported_on`, `edited`, the old values.

        `same` gives for each column to compare the condition under which the two are the same.
        """
        key = STORED[table].number or "name"
        if not rows.num_rows or not same:
            return pa.table({key: rows[key].slice(0, 0)})
        columns = ", ".join(f"t.{name}" for name in same)
        where = " AND ".join(f"({condition})" for condition in same.values())
        return self._join(
            f"SELECT t.{key}, t.imported_on, t.edited, {columns} "
            f"FROM asked s JOIN {table} t ON t.{key} = s.{key} WHERE NOT ({where})",
            rows.select([key, *same]),
        )

    def values(self, table: str, numbers: pa.Array, columns: Sequence[str]) -> dict[int, dict[str, Any]]:
        """Stored columns of a few records, by number."""
        number = STORED[table].number
        if not len(numbers) or not self.has(table):
            return {}
        names = ", ".join(f"t.{name}" for name in columns)
        found = self._join(
            f"SELECT t.{number} AS number, {names} FROM asked s JOIN {table} t ON t.{number} = s.number",
            pa.table({"number": pc.unique(numbers)}),
        )
        return {row.pop("number"): row for row in found.to_pylist()}

    def out_ids(self, table: str, numbers: pa.Array) -> dict[int, str]:
        """The ids under which records go out, by number."""
        found = self.values(table, numbers, ["source_id"])
        return {number: row["source_id"] or str(number) for number, row in found.items()}

    def client_names(self) -> dict[int, str]:
        """The names of the office's clients, by number."""
        if not self.has("clients"):
            return {}
        found = self._desk.arrow("SELECT client_id, name FROM clients")
        return dict(zip(found["client_id"].to_pylist(), found["name"].to_pylist(), strict=True))

    def _join(self, sql: str, asked: pa.Table) -> pa.Table:
        self._desk.stage("asked", asked)
        try:
            return self._desk.arrow(sql)
        finally:
            self._desk.unstage("asked")
