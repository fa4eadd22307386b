"""Differences between an import's rows and the office: what would change, and what was changed here since.

A record's field that somebody changed in Digwell after the record's last import stays as it is, and its whole row
with it, until the person who imports says that the file knows better.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from core.cell_defaults import EMPTY_MEANS, stage_of_days
from data.bundle.office_records import OfficeRecords
from data.bundle.stored_form import Arrived
from data.tables import BESIDE, DAY_OF, STORED

_NEVER_IMPORTED = "*"
_CHUNK = 5_000
# So many changed values are kept to be shown; the others are counted.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Changed:
    """One value that would change: where, what the office has, what the file says.

    `waits` for a decision, with its whole row; `here` says that this very value was changed here since.
    """

    table: str
    line: int
    record: str
    column: str
    ours: Any
    theirs: Any
    waits: bool
    here: bool


@dataclass
class Difference:
    """A table's rows that differ: the records to change, those that wait, and what it is that differs.

    `edited` holds, for records with fields changed here that the file does not speak of, these fields' names.
    `cleared` counts for each column the values that an empty cell takes away, with the first of them.
    """

    table: str
    changed: list[Any] = field(default_factory=list)
    waiting: list[Any] = field(default_factory=list)
    edited: dict[Any, str] = field(default_factory=dict)
    shown: list[Changed] = field(default_factory=list)
    cleared: dict[str, tuple[int, Changed]] = field(default_factory=dict)


def difference(arrived: Arrived, records: OfficeRecords) -> Difference:
    """Compare the rows that the office has with what it has of them."""
    found = Difference(arrived.table)
    known = arrived.rows.filter(pc.invert(arrived.rows["new"]))
    stored = records.differing(arrived.table, known, {name: _same(arrived.table, name) for name in arrived.compared})
    if not stored.num_rows:
        return found
    theirs = known.filter(pc.is_in(known[arrived.key], value_set=stored[arrived.key].combine_chunks()))
    places = pc.index_in(theirs[arrived.key].combine_chunks(), value_set=stored[arrived.key].combine_chunks())
    for start in range(0, theirs.num_rows, _CHUNK):
        rows = theirs.slice(start, _CHUNK).to_pylist()
        old = stored.take(places.slice(start, _CHUNK)).to_pylist()
        for new, was in zip(rows, old, strict=True):
            _compare(found, arrived, new, was)
    return found


def _same(table: str, column: str) -> str:
    """The condition under which the office's value `t` and the file's `s` are the same, for the engine."""
    meant = EMPTY_MEANS.get(table, {}).get(column)
    if meant is None:
        return f"t.{column} IS NOT DISTINCT FROM s.{column}"
    return f"coalesce(t.{column}, {_literal(meant)}) IS NOT DISTINCT FROM s.{column}"


def _literal(value: str | bool) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value).upper()


def _compare(found: Difference, arrived: Arrived, new: Mapping[str, Any], was: Mapping[str, Any]) -> None:
    differing = [name for name in arrived.compared if not _alike(arrived.table, name, new, was)]
    if not differing:
        return
    here = _changed_here(arrived.table, was)
    touched = differing if here is None else [name for name in differing if name in here]
    waits = bool(touched)
    number = new[arrived.key]
    (found.waiting if waits else found.changed).append(number)
    untouched = (_fields(arrived.table) if here is None else here) - set(arrived.sets)
    if untouched:
        found.edited[number] = " ".join(sorted(untouched))
    place = arrived.table, new["line"], _record(arrived, new)
    # What the row waits for is told before what waits with it.
    for name in sorted(differing, key=lambda name: name not in touched):
        _note(found, Changed(*place, name, was[name], new[name], waits, here=name in touched))


def _note(found: Difference, value: Changed) -> None:
    if len(found.shown) < SHOWN:
        found.shown.append(value)
    if value.theirs is None and not value.waits:
        count, first = found.cleared.get(value.column, (0, value))
        found.cleared[value.column] = (count + 1, first)


def _alike(table: str, column: str, new: Mapping[str, Any], was: Mapping[str, Any]) -> bool:
    ours = was[column]
    if ours is None:
        ours = EMPTY_MEANS.get(table, {}).get(column)
        if (table, column) == ("interviews", "stage"):
            ours = stage_of_days(new)
    return bool(ours == new[column])


def _changed_here(table: str, was: Mapping[str, Any]) -> set[str] | None:
    """The fields changed here since the record's last import; None where all of it was entered here."""
    if was["edited"] == _NEVER_IMPORTED:
        return None
    # What the office was made with, its time zone, nobody has entered.
    if was["imported_on"] is None and table != "settings":
        return None
    return set((was["edited"] or "").split())


def _fields(table: str) -> set[str]:
    return set(STORED[table].columns) - {STORED[table].number, "client_id", *BESIDE, *DAY_OF.values()}


def _record(arrived: Arrived, row: Mapping[str, Any]) -> str:
    """What a person calls the record: the id it came under, else its key."""
    if arrived.table == "questions":
        return f"{row['interview_id']}/{row['position']}"
    if arrived.table == "dismissals":
        return str(row["code"])
    return str(row.get("source_id") or row[arrived.key])


def chosen(arrived: Arrived, difference: Difference, today: date, *, overwrite: bool) -> Iterator[pa.Table]:
    """The records to write over, a few thousand at a time: key, client, the columns that the file speaks of, marks."""
    numbers = pa.array(difference.changed + (difference.waiting if overwrite else []),
                       arrived.rows.schema.field(arrived.key).type)  # fmt: skip
    rows = arrived.rows.filter(pc.is_in(arrived.rows[arrived.key], value_set=numbers)) if len(numbers) else None
    unwanted = ("line", "new", "source_id")
    for start in range(0, len(numbers), 4 * _CHUNK):
        assert rows is not None  # noqa: S101 - there are numbers
        part = rows.slice(start, 4 * _CHUNK)
        part = part.drop_columns([name for name in unwanted if name in part.column_names])
        keys = part[arrived.key].to_pylist()
        part = part.append_column("imported_on", pa.array([today] * part.num_rows, pa.date32()))
        yield part.append_column("edited", pa.array([difference.edited.get(key) for key in keys], pa.string()))


def text(value: object) -> str:
    """A value of the store for a sentence."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
