"""A change, one transaction under way: what it adds, edits and removes, and the trail that it leaves."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from data.changes import bulk, reversal, settings
from data.changes.audit import AuditLine
from data.changes.edit_marks import NEVER_IMPORTED, with_marks
from data.changes.reference_check import ReferenceCheck, put_aside
from data.changes.trail import Line, Trail, insert
from data.changes.transaction import Transaction
from data.changes.versions import Touched
from data.connection import Cursor
from data.errors import NotVisible, changed_since
from data.ids import Ids
from data.references import around, at_risk
from data.tables import STORED
from data.time_zone import DAYS, move_days, office_zone, with_days


class Change(Transaction):
    """The open transaction; the store makes it, commands use it, leaving it commits or undoes all of it."""

    def __init__(self, cursor: Cursor, line: AuditLine, ids: Ids, zone: ZoneInfo) -> None:
        super().__init__(cursor, line.viewer)
        self.audit_id = line.number
        self.zone = zone
        self._line = line
        self._ids = ids
        self._trail = Trail(cursor, ids, line.number)
        self._references = ReferenceCheck()
        self._added: dict[tuple[str, int], Mapping[str, Any]] = {}

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
        if "edited" not in after and (marks := with_marks(before["edited"], after)) != before["edited"]:
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
        self._put(name, settings.entered(self._cursor, name, value))

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

    def _in_bulk(self, work: bulk.Work, table: str, rows: pa.Table) -> None:
        if not rows.num_rows:
            return
        if table == "settings":
            for row in rows.to_pylist():
                self._put(row["name"], {name: row[name] for name in settings.FIELDS if name in row})
        else:
            STORED[table].check(rows.column_names)
            self._references.risk(*at_risk(table, rows))
            work(self._cursor, self._trail, self._scope, table, rows)

    def undo(self, audit_id: int) -> None:
        """What a command did, undone. Raises NotVisible and ChangedSince; BrokenReference at the end of the change."""
        self._line.undoes = reversal.standing(self._cursor, audit_id)
        for name, before, after in settings.changed_by(self._cursor, self._line.undoes):
            if settings.setting(self._cursor, name)[0] != after:
                raise changed_since()
            self._put(name, before)
        self._references.risk(*around(reversal.undo_records(self._cursor, self._trail, self._scope, self._line.undoes)))
        if not self.recorded:
            raise NotVisible

    # ── the end ──────────────────────────────────────────────────────────────────────────────────────────────────

    def write_down(self) -> None:
        """The audit's line, the trail and the clients' new revisions; nothing where nothing changed.

        Raises BrokenReference where something would refer to nothing, or to another client's record.
        """
        if not self.recorded:
            return
        self._references.check(self._cursor, self._scope.reach)
        self._line.write(self._cursor, self._scope.only)
        self._trail.write()
        self._scope.raise_revisions()
