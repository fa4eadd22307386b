"""The tables as they are stored: each one's columns, their SQL types, and what stands beside them.

Inside, every record has a number of ours; references hold numbers. Beside the bundle's columns stand the id that an
import brought (`source_id`), the record's `revision`, the day it was imported (empty: entered in Digwell) and the
names of the fields `edited` in Digwell since then.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pyarrow as pa

from core import vocabulary as words
from core.cells import WordCell
from core.models import TABLES, Column, own_id

SQL_TYPE = {
    "id": "BIGINT", "ref": "BIGINT", "text": "VARCHAR", "word": "VARCHAR", "words": "VARCHAR", "day": "DATE",
    "instant": "TIMESTAMPTZ", "yes_no": "BOOLEAN", "number": "INTEGER",
}  # fmt: skip
ARROW_TYPE = {
    "BIGINT": pa.int64(),
    "VARCHAR": pa.string(),
    "DATE": pa.date32(),
    "TIMESTAMPTZ": pa.timestamp("us", tz="UTC"),
    "BOOLEAN": pa.bool_(),
    "INTEGER": pa.int32(),
}
# A moment is also kept as its day in the office's zone, because days are what is compared and counted.
DAY_OF = {"scheduled_for": "scheduled_day", "planned_for": "planned_day"}
BESIDE = {"source_id": "VARCHAR", "revision": "INTEGER", "imported_on": "DATE", "edited": "VARCHAR"}
# Whose a record is stands in every child table, also where the bundle leaves it to another table.
OWNED_THROUGH = {"research": "fields", "questions": "interviews", "dismissals": ""}
_OWN_NUMBER = {"questions": "question_id", "dismissals": "dismissal_id"}
_STORED_OTHERWISE = {
    ("questions", "bank_id"): {"bank_id": "VARCHAR", "prompt_id": "BIGINT"},
    ("dismissals", "code"): {"code": "VARCHAR"},
    ("dismissals", "record"): {"record_table": "VARCHAR", "record_id": "BIGINT", "record_position": "INTEGER"},
    ("dismissals", "by"): {"dismissed_by": "VARCHAR"},
    ("dismissals", "on"): {"dismissed_on": "DATE"},
    ("settings", "name"): {"name": "VARCHAR"},
}
# The words that figures turn on are also held by the table itself, whichever way a row comes in.
_CHECKED: Mapping[tuple[str, str], WordCell] = MappingProxyType(
    {
        ("clients", "status"): words.CLIENT_STATUS,
        ("interviews", "stage"): words.STAGE,
        ("follow_ups", "kind"): words.FOLLOW_UP_KIND,
    }
)
# These numbers may be absent in every row of a bundle, but never in a stored one.
_NEVER_NULL = {"position"}


@dataclass(frozen=True, slots=True)
class StoredTable:
    """A table of the store: its name, the column of its own number ("" for settings) and all columns with SQL types."""

    name: str
    number: str
    columns: Mapping[str, str]

    @property
    def has_client(self) -> bool:
        """Whether its rows belong to a client."""
        return "client_id" in self.columns

    def check(self, names: Iterable[str]) -> None:
        """Raise ValueError for a name that is no column here: names become part of statements."""
        if unknown := set(names) - self.columns.keys():
            raise ValueError(f"{self.name} has no column {', '.join(sorted(unknown))}.")

    def arrow_schema(self) -> pa.Schema:
        """The columns as Arrow types, in order."""
        return pa.schema([(name, ARROW_TYPE[kind]) for name, kind in self.columns.items()])


def _stored_columns(table: str, column: Column) -> dict[str, str]:
    if otherwise := _STORED_OTHERWISE.get((table, column.name)):
        return otherwise
    stored = {column.name: SQL_TYPE[column.kind]}
    if column.name in DAY_OF:
        stored[DAY_OF[column.name]] = "DATE"
    return stored


def _stored_table(table: str) -> StoredTable:
    number = own_id(table) or _OWN_NUMBER.get(table, "")
    columns = {number: "BIGINT"} if number else {}
    if table in OWNED_THROUGH:
        columns["client_id"] = "BIGINT"
    for column in TABLES[table].columns():
        columns |= _stored_columns(table, column)
    return StoredTable(table, number, MappingProxyType(columns | BESIDE))


STORED: Mapping[str, StoredTable] = MappingProxyType({table: _stored_table(table) for table in TABLES})


def create_statement(table: StoredTable) -> str:
    """The CREATE TABLE of a table as it stands today, which the numbered schema files must add up to."""
    lines = []
    for name, kind in table.columns.items():
        key = " PRIMARY KEY" if name == (table.number or "name") else ""
        needed = " NOT NULL" if name in {"revision", *_NEVER_NULL} or _owner(table, name) else ""
        lines.append(f"    {name} {kind}{key}{needed}{_check(table, name)}")
    return f"CREATE TABLE {table.name} (\n" + ",\n".join(lines) + "\n);\n"


def _check(table: StoredTable, name: str) -> str:
    cell = _CHECKED.get((table.name, name))
    return f" CHECK ({name} IN ({', '.join(repr(word) for word in cell.words)}))" if cell else ""


def _owner(table: StoredTable, name: str) -> bool:
    may_be_the_offices = {"prompts", "dismissals"}
    return name == "client_id" and name != table.number and table.name not in may_be_the_offices
