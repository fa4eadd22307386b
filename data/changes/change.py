"""A change, one transaction under way: what it adds, edits and removes, and the trail that it leaves."""

import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from core.viewer import Viewer
from data.changes import bulk, reversal, settings
from data.changes.reference_check import ReferenceCheck, leads_nowhere, put_aside
from data.changes.trail import Line, Trail, insert
from data.changes.versions import Touched
from data.changes.write_scope import WriteScope
from data.connection import Cursor
from data.errors import NotVisible, StaleEdit, changed_since
from data.file import integrity
from data.ids import Ids
from data.query import Query, Reader, fetch_rows, fetch_table
from data.references import Key, Reference, around, at_risk
from data.tables import DAY_OF, STORED
from data.time_zone import DAYS, move_days, office_zone, with_days

# What stands in `edited` of a record that was entered in Digwell: all of it is ours.
NEVER_IMPORTED = "*"
_READS = re.compile(r"\s*(SELECT|WITH|FROM)\b", re.IGNORECASE)


class Change:
    """The open transaction; the store makes it, commands use it, leaving it commits or undoes all of it."""

    def __init__(
        self, cursor: Cursor, viewer: Viewer, command: str, ids: Ids, zone: ZoneInfo, now: datetime, undoes: int | None
    ) -> None:
        self.audit_id = ids.new()
        self.now = now
        self.zone = zone
        self.viewer = viewer
        self._cursor = cursor
        self._command = command
        self._ids = ids
        self._undoes = undoes
        self._trail = Trail(cursor, ids, self.audit_id)
        self._scope = WriteScope(cursor, viewer)
        self._references = ReferenceCheck()
        self._added: dict[tuple[str, int], Mapping[str, Any]] = {}
        self._at_risk: set[Reference] = set()
        self._keys: set[Key] = set()
        self._unseen = False

    @property
    def recorded(self) -> bool:
        """Whether it leaves a line in the audit."""
        return not self._trail.is_empty

    @property
    def changed(self) -> bool:
        """Whether anything is to be told to the versions."""
        return self._unseen or self.recorded

    @property
    def touched(self) -> Touched:
        """The clients that this change touches, with the counselors they have or had."""
        touched = self._scope.touched
        return Touched(touched.clients, touched.counselors, everything=True) if self._unseen else touched

    @property
    def trail(self) -> Sequence[Line]:
        """What it did so far, in order: table, first and last number, key, revision, fields before and after as JSON.

        An added record has neither before nor after, a removed one no after. What `rewrite` does is not among them.
        """
        return tuple(self._trail.lines)

    @property
    def added(self) -> Mapping[tuple[str, int], Mapping[str, Any]]:
        """The records that `add` and `add_many` made, by table and number, with the columns they were given."""
        return self._added

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────

    def rows(self, name: str | Query, **parameters: Any) -> list[dict[str, Any]]:
        """A question, which sees what this change has done so far."""
        return fetch_rows(self._cursor, name, self.viewer, parameters)

    def table(self, name: str | Query, **parameters: Any) -> pa.Table:
        """The same as Arrow."""
        return fetch_table(self._cursor, name, self.viewer, parameters)

    @property
    def answers(self) -> Reader:
        """Whatever a page would be answered if the change had ended here."""
        return Reader(lambda work: work(self._cursor))

    def run(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """A statement of this room's own, made of our names only, with its rows; it leaves no trail."""
        self._unseen = self._unseen or not _READS.match(sql)
        self._cursor.execute(sql, parameters)
        return list(self._cursor.fetchall())

    def arrow(self, sql: str) -> pa.Table:
        """The same as Arrow, for many rows."""
        return self._cursor.sql(sql).to_arrow_table()

    def stage(self, name: str, rows: pa.Table) -> None:
        """Rows under a name that statements of this change can read; `unstage` lets them go."""
        self._cursor.register(name, rows)

    def unstage(self, name: str) -> None:
        """Let staged rows go."""
        self._cursor.unregister(name)

    def record(self, table: str, number: int) -> dict[str, Any]:
        """A record's stored columns; raises NotVisible where there is none for this viewer."""
        stored = STORED[table]
        instants = [name for name, kind in stored.columns.items() if kind == "TIMESTAMPTZ"]
        columns = [f"CAST({name} AS VARCHAR)" if name in instants else name for name in stored.columns]
        sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {stored.number} = ?"
        found = self._cursor.execute(sql, [number]).fetchall()
        if not found:
            raise NotVisible
        fields = dict(zip(stored.columns, found[0], strict=True))
        self._scope.see(fields.get("client_id"))
        for name in instants:
            fields[name] = fields[name] and datetime.fromisoformat(fields[name]).astimezone(UTC)
        return fields

    def expect(self, client: int, revision: int) -> None:
        """What is about to change was read at this revision of the client. Raises StaleEdit where that has moved."""
        if self.record("clients", client)["revision"] != revision:
            raise StaleEdit

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, table: str, values: Mapping[str, Any]) -> int:
        """A new record, entered here and now; its number."""
        return self.add_many(table, [values])[0]

    def add_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """New records with the same columns each, entered here and now; their numbers.

        Raises NotVisible for a client that this viewer may not see; BrokenReference, at the latest at the end of the
        change, for a reference that leads nowhere or to another client's record.
        """
        if not rows:
            return []
        number_column = STORED[table].number
        numbers = list(self._ids.block(len(rows)))
        beside = {"revision": 1, "edited": NEVER_IMPORTED}
        full = [{number_column: n, **with_days(row, self.zone), **beside} for n, row in zip(numbers, rows, strict=True)]
        STORED[table].check(full[0])
        for number, row in zip(numbers, full, strict=True):
            if table == "clients":
                self._scope.take_new(number, row.get("counselor_id"))
            else:
                self._scope.take(row.get("client_id"))
            self._references.on(table, row, row.keys())
            self._references.made[table][number] = row.get("client_id")
            self._added[table, number] = row
            self._trail.added(table, number, number)
        insert(self._cursor, table, list(full[0]), [list(row.values()) for row in full])
        return numbers

    def edit(self, table: str, number: int, values: Mapping[str, Any]) -> None:
        """Other values for some fields of a record; what is the same already leaves no trail.

        Raises NotVisible where there is no such record for this viewer, ValueError for what cannot be edited: its
        number, whose it is, its revision.
        """
        STORED[table].check(values)
        if fixed := {STORED[table].number, "client_id", "revision"} & values.keys():
            raise ValueError(f"{', '.join(sorted(fixed))} of {table} stays as it is.")
        before = self.record(table, number)
        after = {name: value for name, value in with_days(values, self.zone).items() if before[name] != value}
        if not after:
            return
        self._scope.take(before.get("client_id"))
        if "counselor_id" in after and table == "clients":
            self._scope.hand_over(after["counselor_id"])
        if "edited" not in after and (marks := _marked(before["edited"], after)) != before["edited"]:
            after["edited"] = marks
        self._references.on(table, {**before, **after}, after.keys())
        # A client's own revision moves once, at the end, however many of the client's records have changed.
        revision = before["revision"] + 1
        sets = after if table == "clients" else {**after, "revision": revision}
        assignments = ", ".join(f"{name} = ?" for name in sets)
        sql = f"UPDATE {table} SET {assignments} WHERE {STORED[table].number} = ?"
        self._cursor.execute(sql, [*sets.values(), number])
        self._trail.edited(table, number, revision, {name: before[name] for name in after}, after)

    def remove(self, table: str, number: int) -> None:
        """Take a record out, with the findings about it that were put aside; all of it can be undone.

        Raises NotVisible; BrokenReference at the end of the change where something still refers to it.
        """
        before = self.record(table, number)
        self._scope.take(before.get("client_id"))
        for dismissal in put_aside(self._cursor, table, before):
            self.remove("dismissals", dismissal)
        self._cursor.execute(f"DELETE FROM {table} WHERE {STORED[table].number} = ?", [number])
        self._references.gone[table].add(number)
        self._trail.removed(table, number, before["revision"], before)

    def set(self, name: str, value: str | None) -> None:
        """A setting's value; with another time zone every moment's day follows."""
        old, _ = settings.setting(self._cursor, name)
        if old is None or old["value"] != value:
            ours = old is None or old["edited"] == NEVER_IMPORTED
            self._put(name, {"value": value, "edited": NEVER_IMPORTED if ours else "value"})

    def unset(self, name: str) -> None:
        """Take a setting out, so that what is usual counts again."""
        self._put(name, None)

    def _put(self, name: str, fields: Mapping[str, Any] | None) -> None:
        if not settings.put(self._cursor, self._trail, name, fields):
            return
        self._scope.take_office()
        if name == "time_zone":
            self.zone = office_zone(self._cursor)
            for table in dict.fromkeys(table for table, _, _ in DAYS):
                move_days(self._cursor, self.zone, table)

    def load(self, table: str, rows: pa.Table) -> None:
        """Many new records at once, with their own numbers from `ids.block` and any of the stored columns."""
        self._in_bulk(bulk.load, table, rows)

    def rewrite(self, table: str, rows: pa.Table) -> None:
        """Other values for many records at once: their number (a setting: its name) and the columns that change.

        An `edited` column is taken as given; what differs moves its revision and leaves its line in the trail.
        """
        self._in_bulk(bulk.rewrite, table, rows)

    def _in_bulk(
        self, work: Callable[[Cursor, Trail, WriteScope, str, pa.Table], None], table: str, rows: pa.Table
    ) -> None:
        if not rows.num_rows:
            return
        if table == "settings":
            for row in rows.to_pylist():
                self._put(row["name"], {name: row[name] for name in settings.FIELDS if name in row})
        else:
            STORED[table].check(rows.column_names)
            self._risk(*at_risk(table, rows))
            work(self._cursor, self._trail, self._scope, table, rows)

    def undo(self, audit_id: int) -> None:
        """What a command did, undone. Raises NotVisible and ChangedSince; BrokenReference at the end of the change."""
        self._undoes = reversal.standing(self._cursor, audit_id)
        for name, before, after in settings.changed_by(self._cursor, self._undoes):
            if settings.setting(self._cursor, name)[0] != after:
                raise changed_since()
            self._put(name, before)
        self._risk(*around(reversal.undo_records(self._cursor, self._trail, self._scope, self._undoes)))
        if not self.recorded:
            raise NotVisible

    def _risk(self, references: AbstractSet[Reference], keys: AbstractSet[Key]) -> None:
        """What is to be looked at when the change ends."""
        self._at_risk |= references
        self._keys |= keys

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────

    def write_down(self) -> None:
        """The audit's line, the trail and the clients' new revisions; nothing where nothing changed.

        Raises BrokenReference where something would refer to nothing, or to another client's record.
        """
        if not self.recorded:
            return
        self._references.check(self._cursor)
        if integrity.breaches(self._cursor, self._scope.reach, self._at_risk, self._keys):
            raise leads_nowhere()
        names = ["audit_id", "occurred_at", "command", "role", "person", "client_id", "undoes"]
        who = [self.viewer.role, self.viewer.person, self._scope.only]
        insert(self._cursor, "audit", names, [[self.audit_id, self.now, self._command, *who, self._undoes]])
        self._trail.write()
        if moved := sorted(self._scope.existing):
            marks = "?" if len(moved) == 1 else "(SELECT unnest(CAST(? AS BIGINT[])))"
            which = f"= {marks}" if len(moved) == 1 else f"IN {marks}"
            sql = f"UPDATE clients SET revision = revision + 1 WHERE client_id {which}"
            self._cursor.execute(sql, moved if len(moved) == 1 else [moved])


def _marked(edited: str | None, after: Mapping[str, Any]) -> str:
    if edited == NEVER_IMPORTED:
        return NEVER_IMPORTED
    names = {*(edited or "").split(), *(name for name in after if name not in DAY_OF.values())}
    return " ".join(sorted(names))
