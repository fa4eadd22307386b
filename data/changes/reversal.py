"""The reversal of a command: what it added goes, what it took out comes back, what it edited is as before.

A command may have touched a record more than once. Its lines are taken in layers, the last line of every record
first; runs of added records come at the very end, because whatever else it did to one of them came later.
"""

from collections.abc import Mapping

from data.changes.edit_reversal import restore
from data.changes.json_fields import json_read, json_written
from data.changes.trail import Trail
from data.changes.write_scope import WriteScope
from data.connection import Cursor
from data.errors import ChangedSince, changed_since
from data.tables import STORED
from data.time_zone import move_days, office_zone

_LINES = """
    SELECT
        table_name, first_id, last_id, fields_before, fields_after,
        CASE
            WHEN fields_before IS NULL THEN 'added'
            WHEN fields_after IS NULL THEN 'removed'
            ELSE 'edited'
        END AS deed,
        CASE
            WHEN first_id = last_id
                THEN row_number() OVER (PARTITION BY table_name, first_id, last_id ORDER BY change_id DESC)
            ELSE 1000000
        END AS layer
    FROM audit_changes
    WHERE audit_id = $audit_id AND record_key IS NULL
"""


def standing(cursor: Cursor, audit_id: int) -> int:
    """Which command is to be undone so that this one is: itself, or what did it again after it had been undone.

    Raises ChangedSince where it is undone already.
    """
    undone_by = _undoings(cursor)
    if _links(undone_by, audit_id) % 2:
        raise ChangedSince("This has been undone already.", "Nothing is left to do.")
    while audit_id in undone_by:
        audit_id = undone_by[audit_id]
    return audit_id


def undo_records(cursor: Cursor, trail: Trail, scope: WriteScope, audit_id: int) -> set[str]:
    """Everything that a command did to records, undone; the tables concerned.

    Raises NotVisible, and ChangedSince where something has changed one of the records since.
    """
    cursor.execute(f"SELECT layer, table_name, deed FROM ({_LINES}) AS lines GROUP BY 1, 2, 3", {"audit_id": audit_id})
    deeds = sorted(cursor.fetchall())
    for table in {table for _, table, deed in deeds if deed != "removed"}:
        _take(cursor, scope, table, audit_id)
    for layer, table, deed in deeds:
        cursor.execute(
            "CREATE TEMP TABLE undoing AS SELECT first_id, last_id, fields_before, fields_after "
            f"FROM ({_LINES}) AS lines WHERE layer = $layer AND table_name = $table AND deed = $deed",
            {"audit_id": audit_id, "layer": layer, "table": table, "deed": deed},
        )
        if deed == "added":
            _take_out(cursor, trail, table, audit_id)
        elif deed == "removed":
            _put_back(cursor, trail, table)
        else:
            restore(cursor, trail, scope, table)
        if deed != "added":
            move_days(cursor, office_zone(cursor), table, "(SELECT first_id FROM undoing)")
        cursor.execute("DROP TABLE undoing")
    for table in {table for _, table, deed in deeds if deed == "removed"}:
        _take(cursor, scope, table, audit_id, new=table == "clients")
    return {table for _, table, _ in deeds}


def _take(cursor: Cursor, scope: WriteScope, table: str, audit_id: int, *, new: bool = False) -> None:
    """Whose the records are that are there now."""
    stored = STORED[table]
    owner = "t.client_id" if stored.has_client else "NULL"
    found = cursor.execute(
        f"SELECT DISTINCT {owner} FROM {table} AS t JOIN audit_changes AS c "
        f"ON t.{stored.number} BETWEEN c.first_id AND c.last_id "
        "WHERE c.audit_id = $audit_id AND c.table_name = $table AND c.record_key IS NULL",
        {"audit_id": audit_id, "table": table},
    ).fetchall()
    scope.take_many([client for (client,) in found if client is not None], new=new)
    if (None,) in found:
        scope.take_office()


# ── what was added ───────────────────────────────────────────────────────────────────────────────────────────────────


def _take_out(cursor: Cursor, trail: Trail, table: str, audit_id: int) -> None:
    number = STORED[table].number
    cursor.execute(
        f"CREATE TEMP TABLE going AS SELECT t.{number} AS number FROM {table} AS t "
        f"JOIN undoing AS u ON t.{number} BETWEEN u.first_id AND u.last_id"
    )
    counted = "SELECT (SELECT count(*) FROM going), (SELECT sum(last_id - first_id + 1) FROM undoing)"
    there, added = cursor.execute(counted).fetchall()[0]
    if there != added or _touched_since(cursor, table, audit_id, trail.audit_id):
        raise changed_since()
    trail.write_straight(
        table,
        f"SELECT t.{number} AS number, t.revision, {json_written('t', STORED[table].columns)} AS fields_before, "
        f"CAST(NULL AS VARCHAR) AS fields_after FROM {table} AS t JOIN going AS g ON g.number = t.{number}",
    )
    cursor.execute(f"DELETE FROM {table} WHERE {number} IN (SELECT number FROM going)")
    cursor.execute("DROP TABLE going")


def _touched_since(cursor: Cursor, table: str, audit_id: int, now: int) -> bool:
    """Whether a command between then and now, one that still stands, has changed what is to go."""
    lines = "SELECT c.audit_id FROM audit_changes AS c JOIN going AS g ON"
    later = "WHERE c.table_name = $table AND c.audit_id > $audit_id AND c.audit_id < $now"
    cursor.execute(
        f"{lines} g.number = c.first_id {later} AND c.first_id = c.last_id UNION "
        f"{lines} g.number BETWEEN c.first_id AND c.last_id {later} AND c.first_id < c.last_id",
        {"table": table, "audit_id": audit_id, "now": now},
    )
    found = [audit for (audit,) in cursor.fetchall()]
    undone_by = _undoings(cursor)
    undoes = {by: undone for undone, by in undone_by.items() if undone > audit_id}
    return any(_links(undone_by, _first(undoes, audit)) % 2 == 0 for audit in found)


def _undoings(cursor: Cursor) -> dict[int, int]:
    """Which command was undone by which."""
    cursor.execute("SELECT undoes, audit_id FROM audit WHERE undoes IS NOT NULL")
    return dict(cursor.fetchall())


def _first(undoes: Mapping[int, int], audit_id: int) -> int:
    """The command at the beginning of a chain of undoing and doing again."""
    while audit_id in undoes:
        audit_id = undoes[audit_id]
    return audit_id


def _links(undone_by: Mapping[int, int], audit_id: int) -> int:
    """How often a command was undone and done again since: it stands after an even number."""
    links = 0
    while audit_id in undone_by:
        audit_id, links = undone_by[audit_id], links + 1
    return links


# ── what was taken out ───────────────────────────────────────────────────────────────────────────────────────────────


def _put_back(cursor: Cursor, trail: Trail, table: str) -> None:
    stored = STORED[table]
    there = f"SELECT count(*) FROM {table} WHERE {stored.number} IN (SELECT first_id FROM undoing)"
    if cursor.execute(there).fetchall()[0][0]:
        raise changed_since()
    values = {name: json_read("fields_before", name, kind) for name, kind in stored.columns.items()}
    # A revision is never given twice, so that whoever still shows the old record is told.
    values["revision"] += " + 1"
    cursor.execute(f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM undoing")
    trail.write_straight(
        table,
        f"SELECT first_id AS number, {values['revision']} AS revision, CAST(NULL AS VARCHAR) AS fields_before, "
        "CAST(NULL AS VARCHAR) AS fields_after FROM undoing",
    )
