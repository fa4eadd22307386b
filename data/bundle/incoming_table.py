"""One table on its way in: the rows that may still come, and the words for those that may not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from core.findings import Refusal
from core.models import TABLES, own_id
from data.bundle.refusals import Place, Refusals
from data.bundle.row_ids import OF_A_CLIENT, OWNER, owner_id, text_id
from data.bundle.validation import Staged

BIGINT = pa.int64()
NO_NUMBER = pa.scalar(None, BIGINT)
# Refusals on their way, each with the refused row that it leans on, if it does.
Told = Iterator[tuple[Refusal, Place | None]]

# What one record of a table is called in a sentence.
ONE = {
    "counselors": "counselor", "cohorts": "cohort", "clients": "client", "fields": "field", "research": "source",
    "contacts": "contact", "interviews": "interview", "prompts": "question", "questions": "question",
    "insights": "insight", "targets": "organization", "leads": "tip", "decisions": "decision",
    "follow_ups": "follow-up", "notes": "note", "meetings": "meeting", "check_ins": "check-in", "letters": "letter",
}  # fmt: skip


@dataclass
class IncomingTable:
    """A table's rows so far; what is found out about them stands in columns with a sign in their name.

    `#` is the row's number, `new` whether the office has no such record, `whose` the number of its client (null:
    nobody's), `was whose` whose that record is now, `<column>#` the number that a reference means.
    """

    staged: Staged
    refusals: Refusals
    rows: pa.Table

    @property
    def table(self) -> str:
        """The table's name."""
        return self.staged.table

    @property
    def own(self) -> str:
        """The column of its own id, or "" for a table that is known by a key."""
        return own_id(self.staged.table)

    def column(self, name: str) -> pa.Array:
        """A column in one piece."""
        found = self.rows[name]
        return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found

    def put(self, name: str, values: pa.Array) -> None:
        """A column, new or in the place of the old one."""
        place = self.rows.schema.get_field_index(name)
        if place < 0:
            self.rows = self.rows.append_column(name, values)
        else:
            self.rows = self.rows.set_column(place, name, values)

    def has(self, column: str) -> bool:
        """Whether the file has a column."""
        return column in self.staged.columns

    def those(self, mask: pa.Array, *columns: str) -> list[dict[str, Any]]:
        """Some rows, to speak about them; masks are false nearly everywhere."""
        if not pc.any(mask).as_py():
            return []
        return list(self.rows.select(["line", *columns]).filter(mask).to_pylist())

    def told(self, line: int, column: str, value: object, why: str, remedy: str) -> Refusal:
        """A refusal of one of its cells."""
        return Refusal(self.table, line, column, str(value), why, remedy, self.staged.file)

    def behind(self, line: int, column: str, value: object, root: Place) -> Refusal:
        """The one refusal of a row that leans on a refused row."""
        why = f"It rests on line {root.line} of {root.file}, which could not come in."
        remedy = "Mend that line, and this one comes in with it."
        about = self.table, line, column, str(value), why, remedy, self.staged.file
        return Refusal(*about, because_of=root.line, because_of_table=root.table)

    def refuse(self, told: Iterable[tuple[Refusal, Place | None]]) -> pa.Table:
        """Take rows out, each with its refusal and, where it leans on a refused one, the root; the rows taken out."""
        every = list(told)
        if not every:
            return self.rows.slice(0, 0)
        lines = pa.array([refusal.line for refusal, _ in every], pa.int32())
        gone = pc.is_in(self.column("line"), value_set=lines)
        out = self.rows.filter(gone)
        telling = {"line", *TABLES[self.table].key, OWNER.get(self.table, OF_A_CLIENT)[0]}
        known = [name for name in out.column_names if name in telling]
        rows = {row["line"]: row for row in out.select(known).to_pylist()}
        for refusal, root in every:
            row = rows.get(refusal.line, {})
            self.refusals.row(refusal, text_id(self.table, row), root, owner=owner_id(self.table, row))
        self.rows = self.rows.filter(pc.invert(gone)).combine_chunks()
        return out


def repeats(values: pa.Array, lines: pa.Array) -> dict[int, int]:
    """The lines whose value an earlier line has, each with the first such line; empty cells repeat nothing."""
    if pc.count_distinct(values, mode="only_valid").as_py() == len(values) - values.null_count:
        return {}
    first: dict[Any, int] = {}
    found = {}
    for value, line in zip(values.to_pylist(), lines.to_pylist(), strict=True):
        if value is not None and first.setdefault(value, line) != line:
            found[line] = first[value]
    return found
