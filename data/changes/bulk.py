"""Bulk changes, very many records at once as Arrow: what an import or the made-up office brings."""

from collections.abc import Callable, Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from data.changes.json_fields import json_written
from data.changes.trail import Trail
from data.changes.write_scope import WriteScope
from data.connection import Cursor
from data.errors import NotVisible
from data.tables import STORED

Work = Callable[[Cursor, Trail, WriteScope, str, pa.Table], None]
# These stay as they are in a record that is there: whose it is, and what the store itself counts.
_KEPT = ("client_id", "revision")


def load(cursor: Cursor, trail: Trail, scope: WriteScope, table: str, rows: pa.Table) -> None:
    """New records with their own numbers; a run of numbers without a gap is one line of the trail."""
    stored = STORED[table]
    if "revision" not in rows.column_names:
        rows = rows.append_column("revision", pa.repeat(pa.scalar(1, pa.int32()), rows.num_rows))
    names = ", ".join(rows.column_names)
    cursor.register("staged", rows)
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM staged")
    cursor.unregister("staged")
    if "client_id" in rows.column_names:
        clients = pc.unique(rows["client_id"])
        scope.take_many(clients.drop_null().to_pylist(), new=table == "clients")
        if clients.null_count:
            scope.take_office()
    else:
        scope.take_office()
    for first, last in _runs(rows[stored.number]):
        trail.added(table, first, last)


def _runs(numbers: pa.ChunkedArray) -> Iterator[tuple[int, int]]:
    """The numbers as runs without a gap: a run never covers what another change has added in between."""
    ordered = numbers.combine_chunks()
    ordered = ordered.take(pc.sort_indices(ordered))
    starts = pc.indices_nonzero(pc.not_equal(pc.pairwise_diff(ordered), 1)).to_pylist()
    firsts, lasts = [0, *starts], [*(start - 1 for start in starts), len(ordered) - 1]
    yield from zip(ordered.take(firsts).to_pylist(), ordered.take(lasts).to_pylist(), strict=True)


def rewrite(cursor: Cursor, trail: Trail, scope: WriteScope, table: str, rows: pa.Table) -> None:
    """Other values for records that are there; those that differ move their revision and leave a line each.

    Raises NotVisible where a number is not a record's.
    """
    key = STORED[table].number
    cursor.register("staged", rows)
    both = f"{table} AS t JOIN staged AS s ON s.{key} = t.{key}"
    if cursor.execute(f"SELECT count(*) FROM {both}").fetchall()[0][0] != rows.num_rows:
        raise NotVisible
    names = [name for name in rows.column_names if name not in {key, *_KEPT}]
    rewrite_staged(cursor, trail, scope, table, names)
    cursor.unregister("staged")


def rewrite_staged(cursor: Cursor, trail: Trail, scope: WriteScope, table: str, names: Sequence[str]) -> None:
    """The same for rows that stand ready under the name `staged`."""
    key = STORED[table].number
    both = f"{table} AS t JOIN staged AS s ON s.{key} = t.{key}"
    differs = " OR ".join(f"t.{name} IS DISTINCT FROM s.{name}" for name in names) or "FALSE"
    # A client's own revision moves once, at the end, however many of the client's records have changed.
    step = 0 if table == "clients" else 1
    _take(cursor, scope, table, f"{both} WHERE {differs}", names)
    kinds = {name: STORED[table].columns[name] for name in names}
    before, after = json_written("t", kinds, other="s"), json_written("s", kinds, other="t")
    trail.write_straight(
        table,
        f"SELECT t.{key} AS number, t.revision + 1 AS revision, {before} AS fields_before, {after} AS fields_after "
        f"FROM {both} WHERE {differs}",
    )
    sets = ", ".join(f"{name} = s.{name}" for name in names)
    cursor.execute(
        f"UPDATE {table} AS t SET {sets}, revision = t.revision + {step} "
        f"FROM staged AS s WHERE s.{key} = t.{key} AND ({differs})"
    )


def _take(cursor: Cursor, scope: WriteScope, table: str, changed: str, names: Sequence[str]) -> None:
    if not STORED[table].has_client:
        scope.take_office()
        return
    found = cursor.execute(f"SELECT DISTINCT t.client_id FROM {changed}").fetchall()
    scope.take_many([client for (client,) in found if client is not None])
    if (None,) in found:
        scope.take_office()
    if table == "clients" and "counselor_id" in names:
        for (counselor,) in cursor.execute(f"SELECT DISTINCT s.counselor_id FROM {changed}").fetchall():
            scope.hand_over(counselor)
