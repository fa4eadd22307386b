"""References among stored records. Each leads to a record of the same client, or to the office's own."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from core.models import BECAUSE_OF, TABLES, own_id
from data.connection import Cursor
from data.errors import BrokenReference
from data.tables import OWNED_THROUGH, STORED

# Tables without an id of their own in the bundle are known by these columns, which no two rows may share.
KEYS: Mapping[str, tuple[str, ...]] = {
    "questions": ("interview_id", "position"),
    "dismissals": ("code", "record_table", "record_id", "record_position"),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """One column that refers to another table; `word` and `words` say for which rows, where not for all."""

    table: str
    column: str
    of: str
    word: str = ""
    words: tuple[str, ...] = ()

    def holds_for(self, row: Mapping[str, Any]) -> bool:
        """Whether a row's value in this column is a reference to this table."""
        return not self.word or row.get(self.word) in self.words

    @property
    def condition(self) -> str:
        """The same in SQL, of a row `t` that has a value in this column."""
        listed = ", ".join(f"'{word}'" for word in self.words)
        only = f" AND t.{self.word} IN ({listed})" if self.word else ""
        return f"t.{self.column} IS NOT NULL{only}"


def _references() -> tuple[Reference, ...]:
    found = [
        Reference(table, column.name, column.refers)
        for table, record in TABLES.items()
        for column in record.columns()
        if column.refers and (table, column.name) != ("clients", "client_id")
    ]
    found += [Reference(table, "client_id", "clients") for table in OWNED_THROUGH]
    found.append(Reference("questions", "prompt_id", "prompts"))
    for of in dict.fromkeys(BECAUSE_OF.values()):
        kinds = tuple(kind for kind, leads_to in BECAUSE_OF.items() if leads_to == of)
        found.append(Reference("follow_ups", "because_of", of, "kind", kinds))
    for table, stored in STORED.items():
        if stored.number and table != "dismissals":
            # A question is named by its interview and its place there.
            of = "interviews" if table == "questions" else table
            found.append(Reference("dismissals", "record_id", of, "record_table", (table,)))
    return tuple(found)


REFERENCES = _references()
# A table, and columns of it that no two rows may share: the id that an import brought, and the keys above.
Key = tuple[str, ...]
UNIQUE: tuple[Key, ...] = (
    *((table, *names) for table, names in KEYS.items()),
    *((table, "source_id") for table in TABLES if own_id(table)),
)


def at_risk(table: str, rows: pa.Table) -> tuple[set[Reference], set[Key]]:
    """What many new or changed rows of a table can break, by the columns that they fill; whose they are is known."""
    filled = {name for name in rows.column_names if rows[name].null_count < rows.num_rows} - {"client_id"}
    references = {
        reference
        for reference in REFERENCES
        if reference.table == table and reference.column in filled and _may_hold(reference, rows)
    }
    return references, {key for key in UNIQUE if key[0] == table and not filled.isdisjoint(key[1:])}


def _may_hold(reference: Reference, rows: pa.Table) -> bool:
    if reference.word not in rows.column_names:
        return True
    return bool(pc.any(pc.is_in(rows[reference.word], value_set=pa.array(reference.words))).as_py())


def around(tables: Collection[str]) -> tuple[set[Reference], set[Key]]:
    """What taking rows out of some tables, or putting them back, can break."""
    references = {reference for reference in REFERENCES if {reference.table, reference.of} & set(tables)}
    return references, {key for key in UNIQUE if key[0] in tables}


@dataclass
class ReferenceCheck:
    """What the records of one small change lean on, and what it takes away; checked once, at its end."""

    made: dict[str, dict[int, int | None]] = field(default_factory=lambda: defaultdict(dict))
    gone: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _needed: dict[str, set[tuple[int, int | None]]] = field(default_factory=lambda: defaultdict(set))
    _keys: dict[str, Counter[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(Counter))

    def on(self, table: str, row: Mapping[str, Any], changed: Collection[str]) -> None:
        """Note what a row's changed columns refer to; the row has its client_id and what says which table is meant."""
        for reference in REFERENCES:
            if (
                reference.table == table
                and reference.column != "client_id"
                and {reference.column, reference.word} & set(changed)
            ):
                number = row.get(reference.column)
                if number is not None and reference.holds_for(row):
                    self._needed[reference.of].add((number, row.get("client_id")))
        if not set(KEYS.get(table, ())).isdisjoint(changed):
            self._keys[table][tuple(row.get(name) for name in KEYS[table])] += 1

    def check(self, cursor: Cursor) -> None:
        """Raise BrokenReference where something would refer to nothing, or to another client's record."""
        for table, needed in self._needed.items():
            there = {**_clients_of(cursor, table, needed), **self.made[table]}
            for number, client in needed:
                if number not in there or number in self.gone[table]:
                    raise leads_nowhere()
                if None not in {client, there[number]} and client != there[number]:
                    raise leads_nowhere()
        for table, keys in self._keys.items():
            # What belongs to an interview that is itself new cannot be there from before.
            older = [key for key in keys if table != "questions" or key[0] not in self.made["interviews"]]
            if max(keys.values()) > 1 or (older and _shared(cursor, table, older)):
                raise BrokenReference(
                    "This is there already.", "Change the one that is there, or choose another place."
                )
        for table, numbers in self.gone.items():
            if numbers and _referred_to(cursor, table, numbers):
                raise BrokenReference("Something else refers to this.", "Change or remove that first.")


def _clients_of(cursor: Cursor, table: str, needed: Collection[tuple[int, int | None]]) -> dict[int, int | None]:
    stored = STORED[table]
    client = "client_id" if stored.has_client else "NULL"
    numbers = sorted({number for number, _ in needed})
    marks = ", ".join("?" for _ in numbers)
    cursor.execute(f"SELECT {stored.number}, {client} FROM {table} WHERE {stored.number} IN ({marks})", numbers)
    return dict(cursor.fetchall())


def _shared(cursor: Cursor, table: str, keys: Collection[tuple[Any, ...]]) -> bool:
    names = KEYS[table]
    first = sorted({key[0] for key in keys})
    marks = ", ".join("?" for _ in first)
    cursor.execute(
        f"SELECT {', '.join(names)} FROM {table} WHERE {names[0]} IN ({marks}) "
        f"GROUP BY {', '.join(names)} HAVING count(*) > 1",
        first,
    )
    return any(row in keys for row in cursor.fetchall())


def _referred_to(cursor: Cursor, table: str, numbers: Collection[int]) -> bool:
    each = [
        f"SELECT 1 AS found FROM {reference.table} AS t WHERE {reference.condition} "
        f"AND t.{reference.column} IN (SELECT unnest(CAST($numbers AS BIGINT[])))"
        for reference in REFERENCES
        if reference.of == table
    ]
    if not each:
        return False
    cursor.execute(" UNION ALL ".join(each), {"numbers": sorted(numbers)})
    return bool(cursor.fetchall())


def put_aside(cursor: Cursor, table: str, record: Mapping[str, Any]) -> list[int]:
    """The dismissals of findings about a record; without the record they are about nothing."""
    place = {"table": table, "number": record[STORED[table].number], "position": None}
    if table == "questions":
        place |= {"number": record["interview_id"], "position": record["position"]}
    cursor.execute(
        "SELECT dismissal_id FROM dismissals WHERE record_table = $table AND record_id = $number "
        "AND record_position IS NOT DISTINCT FROM CAST($position AS INTEGER)",
        place,
    )
    return [number for (number,) in cursor.fetchall()]


def leads_nowhere() -> BrokenReference:
    """Something refers to a record that is gone, or to another client's."""
    return BrokenReference("This refers to something that is no longer there.", "Look at it again and choose anew.")
