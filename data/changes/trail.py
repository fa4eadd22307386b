"""The trail of a change: for each record it touched one line, its fields before and after, so that it can be undone."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from data.changes.json_fields import as_json
from data.connection import Cursor
from data.ids import Ids

# Table, first and last number, key (of a setting), revision afterwards, fields before, fields after (as JSON).
# An added record has neither before nor after, a removed one no after; only added records come in runs.
Line = tuple[str, int | None, int | None, str | None, int, str | None, str | None]
_COLUMNS = (
    "change_id", "audit_id", "table_name", "first_id", "last_id", "record_key", "revision",
    "fields_before", "fields_after",
)  # fmt: skip
# So many rows go into one statement; more than that goes in by Arrow.
_AT_ONCE = 200


class Trail:
    """The lines of one change, kept until it ends; those of many records at once are written straight to the file."""

    def __init__(self, cursor: Cursor, ids: Ids, audit_id: int) -> None:
        self._cursor = cursor
        self._ids = ids
        self.audit_id = audit_id
        self._written = 0
        self._straight = 0
        self.lines: list[Line] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been changed."""
        return not self.lines and not self._straight

    def added(self, table: str, first: int, last: int, revision: int = 1) -> None:
        """A run of added records without a gap, often just one."""
        self.lines.append((table, first, last, None, revision, None, None))

    def edited(
        self, table: str, number: int, revision: int, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        """Fields of a record that were changed, as they were and as they are."""
        self.lines.append((table, number, number, None, revision, as_json(before), as_json(after)))

    def removed(self, table: str, number: int, revision: int, before: Mapping[str, Any]) -> None:
        """A record that was taken out, with all its fields."""
        self.lines.append((table, number, number, None, revision, as_json(before), None))

    def set(self, name: str, revision: int, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
        """A setting with its fields; a new one has no before, one that was taken out no after."""
        old, new = (fields if fields is None else as_json(fields) for fields in (before, after))
        self.lines.append(("settings", None, None, name, revision, old, new))

    def write_straight(self, table: str, select: str, parameters: Mapping[str, Any] | None = None) -> int:
        """Lines that a statement yields as (number, revision, before, after), after those told so far; how many."""
        self.write()
        self._cursor.execute(f"CREATE TEMP TABLE lines AS {select}", parameters or {})
        count = int(self._cursor.execute("SELECT count(*) FROM lines").fetchall()[0][0])
        if count:
            numbers = pa.array(self._ids.block(count), pa.int64())
            places = pa.array(range(1, count + 1), pa.int64())
            self._cursor.register("line_numbers", pa.table({"place": places, "change_id": numbers}))
            self._cursor.execute(
                f"INSERT INTO audit_changes ({', '.join(_COLUMNS)}) "
                "SELECT n.change_id, ?, ?, l.number, l.number, NULL, l.revision, l.fields_before, l.fields_after "
                "FROM (SELECT *, row_number() OVER (ORDER BY number) AS place FROM lines) AS l "
                "JOIN line_numbers AS n ON n.place = l.place",
                [self.audit_id, table],
            )
            self._cursor.unregister("line_numbers")
        self._cursor.execute("DROP TABLE lines")
        self._straight += count
        return count

    def write(self) -> None:
        """Write the lines that are not in the file yet."""
        lines = self.lines[self._written :]
        self._written = len(self.lines)
        numbers = self._ids.block(len(lines))
        rows = [(n, self.audit_id, *line) for n, line in zip(numbers, lines, strict=True)]
        insert(self._cursor, "audit_changes", _COLUMNS, rows)


def insert(cursor: Cursor, table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Rows of values, in as few statements as is good for the engine."""
    one = "(" + ", ".join("?" for _ in names) + ")"
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        values = ", ".join([one] * len(part))
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) VALUES {values}", [value for row in part for value in row]
        )
