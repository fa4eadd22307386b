"""References that a change leans on or takes away, checked against the office at its end."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from data.connection import Cursor
from data.errors import BrokenReference
from data.file import integrity
from data.references import KEYS, REFERENCES, Key, Reference
from data.tables import STORED


@dataclass
class ReferenceCheck:
    """What a change leans on and what it takes away, or the references and keys that many rows at once put at risk."""

    made: dict[str, dict[int, int | None]] = field(default_factory=lambda: defaultdict(dict))
    gone: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    _needed: dict[str, set[tuple[int, int | None]]] = field(default_factory=lambda: defaultdict(set))
    _keys: dict[str, Counter[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(Counter))
    _references_at_risk: set[Reference] = field(default_factory=set)
    _keys_at_risk: set[Key] = field(default_factory=set)

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

    def risk(self, references: AbstractSet[Reference], keys: AbstractSet[Key]) -> None:
        """Note references and keys that are to be looked at whole."""
        self._references_at_risk |= references
        self._keys_at_risk |= keys

    def check(self, cursor: Cursor, clients: Collection[int] | None) -> None:
        """Raise BrokenReference where something would refer to nothing, or to another client's record.

        What is at risk is looked at among the records of these clients, or with None in the whole office.
        """
        self._check_needed(cursor)
        if integrity.breaches(cursor, clients, self._references_at_risk, self._keys_at_risk):
            raise _leads_nowhere()

    def _check_needed(self, cursor: Cursor) -> None:
        for table, needed in self._needed.items():
            there = {**_clients_of(cursor, table, needed), **self.made[table]}
            for number, client in needed:
                if number not in there or number in self.gone[table]:
                    raise _leads_nowhere()
                if None not in {client, there[number]} and client != there[number]:
                    raise _leads_nowhere()
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


def _leads_nowhere() -> BrokenReference:
    """Something refers to a record that is gone, or to another client's."""
    return BrokenReference("This refers to something that is no longer there.", "Look at it again and choose anew.")
