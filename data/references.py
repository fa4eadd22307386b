"""References between stored records; each leads to a record of the same client, or to the office's own."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from core.models import BECAUSE_OF, TABLES, own_id
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
