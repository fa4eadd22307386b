"""Edited records as they were before a command, where nothing has changed the same fields since."""

from collections.abc import Sequence
from typing import NamedTuple

import pyarrow as pa

from data.changes import bulk
from data.changes.edit_marks import without_marks
from data.changes.json_fields import json_read
from data.changes.trail import Trail
from data.changes.write_scope import WriteScope
from data.connection import Cursor
from data.errors import changed_since
from data.tables import DAY_OF, STORED


def restore(cursor: Cursor, trail: Trail, scope: WriteScope, table: str) -> None:
    """The fields that the lines staged as `undoing` say of records of a table, as they were before.

    Raises ChangedSince where a record has gone, or has another value by now than the line left it with.
    """
    stored = STORED[table]
    # Days follow from moments, in the zone that the office has by now.
    names = sorted(_may_be_edited(cursor, list(stored.columns)) - set(DAY_OF.values()))
    both = f"undoing AS u LEFT JOIN {table} AS t ON t.{stored.number} = u.first_id"
    edits = [_Edit(name, stored.columns[name]) for name in names]
    moved = [
        f"(t.{each.name} IS DISTINCT FROM {each.after} AND {each.is_in_line})" for each in edits if not each.is_mark
    ]
    moved.append(f"t.{stored.number} IS NULL")
    if cursor.execute(f"SELECT count(*) FROM {both} WHERE {' OR '.join(moved)}").fetchall()[0][0]:
        raise changed_since()
    _stage_marks(cursor, both)
    values = [
        f"CASE WHEN {each.is_in_line} THEN {'m.edited' if each.is_mark else each.before} ELSE t.{each.name} END "
        f"AS {each.name}"
        for each in edits
    ]
    mark = _Edit("edited", stored.columns["edited"])
    cursor.execute(
        f"CREATE TEMP TABLE staged AS SELECT t.{stored.number}, {', '.join(values)} FROM {both} "
        "LEFT JOIN marks AS m ON m.stands IS NOT DISTINCT FROM t.edited "
        f"AND m.was IS NOT DISTINCT FROM {mark.before} AND m.became IS NOT DISTINCT FROM {mark.after}"
    )
    cursor.unregister("marks")
    bulk.rewrite_staged(cursor, trail, scope, table, names)
    cursor.execute("DROP TABLE staged")


class _Edit(NamedTuple):
    """A field as the lines `u` have it, in SQL."""

    name: str
    kind: str

    @property
    def is_mark(self) -> bool:
        return self.name == "edited"

    @property
    def before(self) -> str:
        return json_read("u.fields_before", self.name, self.kind)

    @property
    def after(self) -> str:
        return json_read("u.fields_after", self.name, self.kind)

    @property
    def is_in_line(self) -> str:
        # A line has only the fields that were changed by it.
        return f"{self.before} IS DISTINCT FROM {self.after}"


def _may_be_edited(cursor: Cursor, names: Sequence[str]) -> set[str]:
    """Those names that occur in any of the lines, as a field or by chance in a text, which costs only time."""
    places = ", ".join(f"""max(strpos(fields_after, '"{name}":'))""" for name in names)
    found = cursor.execute(f"SELECT {places} FROM undoing").fetchall()[0]
    return {name for name, place in zip(names, found, strict=True) if place}


def _stage_marks(cursor: Cursor, both: str) -> None:
    """What `edited` is to say: other commands have left their marks there too, and these stay."""
    mark = _Edit("edited", "VARCHAR")
    found = cursor.execute(f"SELECT DISTINCT t.edited, {mark.before}, {mark.after} FROM {both}").fetchall()
    rows = [(stands, was, became, without_marks(stands, was, became)) for stands, was, became in found]
    names = ["stands", "was", "became", "edited"]
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    cursor.register("marks", pa.table({n: pa.array(c, pa.string()) for n, c in zip(names, columns, strict=True)}))
