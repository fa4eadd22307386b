"""One transaction under way: what it adds, edits and removes, and the trail that it leaves."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from core.cells import local_day
from core.viewer import Viewer
from data.errors import NotVisible
from data.ids import Ids
from data.questions import question, scoped
from data.tables import DAY_OF, STORED, StoredTable
from data.versions import Touched

_OWN = scoped(
    "own",
    "SELECT c.counselor_id FROM clients c JOIN visible_clients v ON v.client_id = c.client_id "
    "WHERE c.client_id = $client_id",
)
NEVER_IMPORTED = "*"
_TRAIL = ("change_id", "audit_id", "table_name", "first_id", "last_id", "record_key", "revision",
          "fields_before", "fields_after")  # fmt: skip


class Change:
    """The open transaction; the store makes it, commands use it, leaving it commits or undoes all of it."""

    def __init__(
        self, cursor: Any, viewer: Viewer, command: str, ids: Ids, zone: ZoneInfo, now: datetime, undoes: int | None
    ) -> None:
        self.audit_id = ids.new()
        self.now = now
        self.zone = zone
        self.viewer = viewer
        self._cursor = cursor
        self._command = command
        self._ids = ids
        self._undoes = undoes
        self._trail: list[tuple[Any, ...]] = []
        self._counselors: dict[int, set[int | None]] = {}
        self._new_clients: set[int] = set()
        self._everything = False

    @property
    def touched(self) -> Touched:
        """The clients that this change touches, with the counselors they have or had."""
        counselors = {counselor for each in self._counselors.values() for counselor in each}
        return Touched(frozenset(self._counselors) | self._new_clients, counselors, self._everything)

    @property
    def trail(self) -> Sequence[tuple[Any, ...]]:
        """What it did so far, in order: table, first and last number, key, revision, fields before and after as JSON.

        An added record has neither before nor after, a removed one no after.
        """
        return tuple(self._trail)

    # ── asking ───────────────────────────────────────────────────────────────────────────────────────────────────

    def ask(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """A named question, which sees what this change has done so far."""
        wanted = question(name)
        self._cursor.execute(wanted.sql, wanted.bound(self.viewer, parameters))
        names = [column[0] for column in self._cursor.description]
        return [dict(zip(names, row, strict=True)) for row in self._cursor.fetchall()]

    def table(self, name: str, **parameters: Any) -> pa.Table:
        """The same as Arrow."""
        wanted = question(name)
        return self._cursor.sql(wanted.sql, params=wanted.bound(self.viewer, parameters)).to_arrow_table()

    def run(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """A statement of this room's own, made of our names only, with its rows; it leaves no trail."""
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

    # ── changing ─────────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, table: str, values: Mapping[str, Any]) -> int:
        """A new record, entered here and now; its number."""
        return self.add_many(table, [values])[0]

    def add_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """New records with the same columns each, entered here and now; their numbers.

        Raises NotVisible for a client that this viewer may not see.
        """
        if not rows:
            return []
        stored = STORED[table]
        numbers = list(self._ids.block(len(rows)))
        for number, row in zip(numbers, rows, strict=True):
            self._claim(number if table == "clients" else row.get("client_id"), new=table == "clients")
        beside = {"revision": 1, "edited": NEVER_IMPORTED}
        full = [{stored.number: n, **self._with_days(row), **beside} for n, row in zip(numbers, rows, strict=True)]
        self._insert(table, list(full[0]), [list(row.values()) for row in full])
        self._trail.extend((table, number, number, None, 1, None, None) for number in numbers)
        return numbers

    def edit(self, table: str, number: int, values: Mapping[str, Any]) -> None:
        """Other values for some fields of a record; what is the same already leaves no trail.

        Raises NotVisible where there is no such record for this viewer.
        """
        stored = STORED[table]
        before = self.record(table, number)
        after = {k: v for k, v in self._with_days(values).items() if before[k] != v}
        if not after:
            return
        self._claim(before.get("client_id"))
        self._remember_counselor(stored, number, after)
        revision = before["revision"] + (0 if table == "clients" else 1)
        marks = {} if "edited" in after else {"edited": _marked(before["edited"], after)}
        sets = {**after, **marks, "revision": revision}
        assignments = ", ".join(f"{name} = ?" for name in sets)
        self.run(f"UPDATE {table} SET {assignments} WHERE {stored.number} = ?", [*sets.values(), number])
        self._trail.append(
            (table, number, number, None, revision, _json({k: before[k] for k in {**after, **marks}}), _json(after))
        )

    def remove(self, table: str, number: int) -> None:
        """Take a record out; its fields stay in the trail, so that this too can be undone."""
        stored = STORED[table]
        before = self.record(table, number)
        self._claim(before.get("client_id"))
        self.run(f"DELETE FROM {table} WHERE {stored.number} = ?", [number])
        self._trail.append((table, number, number, None, before["revision"], _json(before), None))

    def put_back(self, table: str, fields: Mapping[str, Any]) -> None:
        """A removed record as it was, with its own number."""
        stored = STORED[table]
        number = fields[stored.number]
        self._claim(number if table == "clients" else fields.get("client_id"), new=table == "clients")
        self._insert(table, list(fields), [list(fields.values())])
        self._trail.append((table, number, number, None, fields["revision"], None, None))

    def set(self, name: str, value: str) -> None:
        """A setting's value."""
        found = self.run("SELECT value, revision FROM settings WHERE name = ?", [name])
        old, revision = found[0] if found else (None, 0)
        if found and old == value:
            return
        if found:
            sql = "UPDATE settings SET value = ?, revision = ?, edited = 'value' WHERE name = ?"
            self.run(sql, [value, revision + 1, name])
        else:
            self._insert("settings", ["name", "value", "revision", "edited"], [[name, value, 1, NEVER_IMPORTED]])
        self._everything = True
        before = _json({"value": old}) if found else None
        self._trail.append(("settings", None, None, name, revision + 1, before, _json({"value": value})))

    def load(self, table: str, rows: pa.Table) -> None:
        """Many new records at once, with their own numbers from `ids.block` and any of the stored columns."""
        if not rows.num_rows:
            return
        stored = STORED[table]
        if "revision" not in rows.column_names:
            rows = rows.append_column("revision", pa.repeat(pa.scalar(1, pa.int32()), rows.num_rows))
        names = ", ".join(rows.column_names)
        self.stage("staged", rows)
        self.run(f"INSERT INTO {table} ({names}) SELECT {names} FROM staged")
        self.unstage("staged")
        self._everything = True
        self._claim_all(table, rows)
        if stored.number:
            ends = pc.min_max(rows[stored.number]).as_py()
            self._trail.append((table, ends["min"], ends["max"], None, 1, None, None))
        else:
            self._trail.extend((table, None, None, key, 1, None, None) for key in rows["name"].to_pylist())

    def rewrite(self, table: str, rows: pa.Table) -> None:
        """Other values for many records at once: their number (a setting: its name) and the columns that change.

        An `edited` column is taken as given; revisions move and every record leaves its line in the trail.
        """
        stored = STORED[table]
        key = stored.number or "name"
        names = [name for name in rows.column_names if name != key]
        self.stage("staged", rows)
        old = self._cursor.sql(
            f"SELECT t.{key}, t.revision, {', '.join(f't.{n}' for n in names)} "
            f"FROM {table} t JOIN staged s ON s.{key} = t.{key} ORDER BY t.{key}"
        ).to_arrow_table()
        sets = ", ".join(f"{name} = s.{name}" for name in names)
        step = 0 if table == "clients" else 1
        sql = f"UPDATE {table} SET {sets}, revision = {table}.revision + {step}"
        self.run(f"{sql} FROM staged s WHERE s.{key} = {table}.{key}")
        self.unstage("staged")
        self._everything = True
        self._claim_all(table, rows if "client_id" in rows.column_names or table == "clients" else None)
        self._trail_of_rewrite(table, key, names, old.to_pylist(), {row[key]: row for row in rows.to_pylist()})

    def _trail_of_rewrite(
        self, table: str, key: str, names: list[str], old: list[dict[str, Any]], new: dict[Any, dict[str, Any]]
    ) -> None:
        for before in old:
            after = new[before[key]]
            changed = [name for name in names if before[name] != after[name]]
            number, name = (before[key], None) if STORED[table].number else (None, before[key])
            revision = before["revision"] + (0 if table == "clients" else 1)
            fields = (_json({n: before[n] for n in changed}), _json({n: after[n] for n in changed}))
            self._trail.append((table, number, number, name, revision, *fields))

    def record(self, table: str, number: int) -> dict[str, Any]:
        """A record's stored columns; raises NotVisible where there is none for this viewer."""
        stored = STORED[table]
        columns = [f"CAST({n} AS VARCHAR)" if kind == "TIMESTAMPTZ" else n for n, kind in stored.columns.items()]
        sql = f"SELECT {', '.join(columns)} FROM {table} WHERE {stored.number} = ?"
        found = self.run(sql, [number])
        if not found:
            raise NotVisible
        fields = dict(zip(stored.columns, found[0], strict=True))
        for name, kind in stored.columns.items():
            if kind == "TIMESTAMPTZ" and fields[name] is not None:
                fields[name] = datetime.fromisoformat(fields[name]).astimezone(UTC)
        self._claim(fields.get("client_id"), only_look=True)
        return fields

    # ── the trail ────────────────────────────────────────────────────────────────────────────────────────────────

    def write_down(self) -> None:
        """The audit's line, the trail and the clients' new revisions; nothing where nothing changed."""
        if not self._trail:
            return
        client = next(iter(self._counselors)) if len(self._counselors) == 1 else None
        names = ["audit_id", "occurred_at", "command", "role", "person", "client_id", "undoes"]
        line = [self.audit_id, self.now, self._command, self.viewer.role, self.viewer.person, client, self._undoes]
        self._insert("audit", names, [line])
        numbers = self._ids.block(len(self._trail))
        rows = [(n, self.audit_id, *entry) for n, entry in zip(numbers, self._trail, strict=True)]
        self._insert("audit_changes", list(_TRAIL), rows)
        moved = sorted(self._counselors.keys() - self._new_clients)
        if moved:
            self.run(
                "UPDATE clients SET revision = revision + 1 WHERE client_id IN (SELECT unnest(CAST(? AS BIGINT[])))",
                [moved],
            )

    def _insert(self, table: str, names: list[str], rows: Sequence[Sequence[Any]]) -> None:
        one = "(" + ", ".join("?" for _ in names) + ")"
        for start in range(0, len(rows), 500):
            part = rows[start : start + 500]
            values = ", ".join([one] * len(part))
            sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES {values}"
            self.run(sql, [value for row in part for value in row])

    def _with_days(self, values: Mapping[str, Any]) -> dict[str, Any]:
        full = dict(values)
        for instant, day in DAY_OF.items():
            if instant in values:
                moment = values[instant]
                full[instant] = moment.astimezone(UTC) if moment else None
                full[day] = local_day(moment, self.zone) if moment else None
        return full

    # ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────────

    def _claim(self, client: int | None, *, new: bool = False, only_look: bool = False) -> None:
        if self.viewer.role not in {"local", "lead", "counselor"}:
            raise NotVisible
        if client is None:
            self._everything = self._everything or not only_look
        elif new:
            self._new_clients.add(client)
            self._everything = True
        elif client not in self._counselors and client not in self._new_clients:
            found = self.run(_OWN.sql, _OWN.bound(self.viewer, {"client_id": client}))
            if not found:
                raise NotVisible
            if not only_look:
                self._counselors[client] = {found[0][0]}

    def _claim_all(self, table: str, rows: pa.Table | None) -> None:
        if self.viewer.role != "local":
            raise NotVisible
        if rows is None or "client_id" not in rows.column_names:
            return
        clients: Iterable[int] = (c for c in pc.unique(rows["client_id"]).to_pylist() if c is not None)
        if table == "clients" and "revision" in rows.column_names:
            self._new_clients.update(clients)
        else:
            for client in clients:
                self._counselors.setdefault(client, set())

    def _remember_counselor(self, table: StoredTable, number: int, after: Mapping[str, Any]) -> None:
        if table.name == "clients":
            self._claim(number)
            if "counselor_id" in after:
                self._counselors[number].add(after["counselor_id"])


def _marked(edited: str | None, after: Mapping[str, Any]) -> str:
    if edited == NEVER_IMPORTED:
        return NEVER_IMPORTED
    names = {*(edited or "").split(), *(name for name in after if name not in DAY_OF.values())}
    return " ".join(sorted(names))


def _json(fields: Mapping[str, Any]) -> str:
    return json.dumps(fields, default=_plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written down")
