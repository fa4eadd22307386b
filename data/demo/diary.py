"""The diary that made-up lives are written into: rows by table, as the store has them, with days counted from today.

A day is a whole number: 0 is today, −1 yesterday. Whatever writes here never learns which day today is, so the same
seed on another day is the same people shifted by whole days, and no weekday can leave its mark. A moment is a day
with its minute: (2, 840) is the day after tomorrow at 14:00.
"""

from typing import Any

from data.query import Row
from data.tables import STORED

Rows = dict[str, list[Row]]
Moment = tuple[int, int]
# These belong to the office and are referred to by all clients, whichever batch they are written in.
OFFICE_WIDE = ("counselors", "cohorts", "prompts")
_OWN = {name: table.number for name, table in STORED.items()}


class Diary:
    """The rows written so far; every table numbers its own from 1."""

    def __init__(self) -> None:
        self.rows: Rows = {table: [] for table in STORED}
        self.before = dict.fromkeys(STORED, 0)

    def write(self, table: str, **values: Any) -> int:
        """Add a row; its number."""
        return self.put(table, values)

    def put(self, table: str, values: Row) -> int:
        """The same for a row that is there already."""
        rows = self.rows[table]
        number = self.before[table] + len(rows) + 1
        values[_OWN[table]] = number
        rows.append(values)
        return number

    def turn(self) -> tuple[Rows, dict[str, int]]:
        """Hand over the rows written since the last time, with how many each table had before; numbers go on."""
        written, before = self.rows, dict(self.before)
        for table, rows in written.items():
            self.before[table] += len(rows)
        self.rows = {table: [] for table in STORED}
        return written, before
