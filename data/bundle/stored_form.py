"""The stored form of an import's rows: numbers for ids, days beside moments, columns by the store's names."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from core.cell_text import shown
from core.codes import Notice
from core.findings import Finding, Location, Severity
from core.models import TABLES
from core.moments import local_day
from core.questions import BY_ID
from data.bundle.dismissal_targets import AIMS
from data.bundle.incoming_table import NO_NUMBER, IncomingTable
from data.bundle.row_numbers import OF_THE_BANK
from data.bundle.row_references import RowReferences
from data.tables import DAY_OF, STORED

_RENAMED = {"by": "dismissed_by", "on": "dismissed_on"}
_TEXT = pa.scalar(None, pa.string())


@dataclass(frozen=True)
class Arrived:
    """A table whose rows may be stored: `rows` has the stored columns, `line`, and `new`.

    `sets` are the stored columns that the file speaks of, the row's own number, its client and days beside moments
    apart.
    """

    table: str
    file: str
    sets: tuple[str, ...]
    rows: pa.Table = field(repr=False)

    @property
    def key(self) -> str:
        """The column that tells its records apart."""
        return STORED[self.table].number or "name"

    @property
    def compared(self) -> tuple[str, ...]:
        """The stored columns in which it may differ from what the office has."""
        return tuple(name for name in self.sets if name != self.key)


def arrived(incoming: IncomingTable, references: RowReferences, zone: ZoneInfo) -> tuple[Arrived, list[Finding]]:
    """The table as it is stored, and what had to be told on the way."""
    findings: list[Finding] = []
    columns: dict[str, pa.Array] = {}
    for column in TABLES[incoming.table].columns():
        if incoming.has(column.name) and column.name not in (incoming.own, "client_id"):
            columns |= _stored(incoming, references, column.name, column.kind, findings)
    sets = tuple(name for name in columns if name not in DAY_OF.values())
    columns |= {DAY_OF[name]: _days(columns[name], zone) for name in sets if name in DAY_OF}
    stored = STORED[incoming.table]
    if stored.number:
        columns[stored.number] = incoming.column("#")
    if stored.has_client and incoming.table != "clients":
        columns["client_id"] = incoming.column("whose")
    if incoming.own:
        columns["source_id"] = incoming.column(incoming.own)
    columns |= {"line": incoming.column("line"), "new": incoming.column("new")}
    return Arrived(incoming.table, incoming.staged.file, sets, pa.table(columns)), findings


def _stored(
    incoming: IncomingTable, references: RowReferences, column: str, kind: str, findings: list[Finding]
) -> dict[str, pa.Array]:
    if column == "bank_id":
        return _bank(incoming, references, findings)
    if (incoming.table, column) == ("dismissals", "record"):
        return {name: incoming.column(name) for name in AIMS}
    if kind == "ref" or column == "because_of":
        return {column: incoming.column(f"{column}#")}
    name = _RENAMED.get(column, column) if incoming.table == "dismissals" else column
    return {name: incoming.column(column)}


def _days(moments: pa.Array, zone: ZoneInfo) -> pa.Array:
    found: Iterator[datetime | None] = iter(moments.to_pylist())
    return pa.array([None if moment is None else local_day(moment, zone) for moment in found], pa.date32())


def _bank(incoming: IncomingTable, references: RowReferences, findings: list[Finding]) -> dict[str, pa.Array]:
    """A question's prompt is one of the bank's or one of the office's own, by its number."""
    ids = incoming.column("bank_id")
    shipped = pc.is_in(ids, value_set=pa.array(list(BY_ID)))
    found = references.find("prompts", pc.if_else(shipped, _TEXT, ids))
    for_all = pc.is_null(found.clients)
    ours = pc.or_(for_all, pc.fill_null(pc.equal(found.clients, incoming.column("whose")), False))
    prompts = pc.if_else(ours, found.numbers, NO_NUMBER)
    unknown = pc.and_(pc.is_valid(ids), pc.and_(pc.invert(shipped), pc.is_null(prompts)))
    if rows := incoming.those(unknown, "bank_id"):
        findings.append(_unknown_prompts(incoming, rows[0]["line"], list(dict.fromkeys(r["bank_id"] for r in rows))))
    return {"bank_id": pc.if_else(shipped, ids, _TEXT), "prompt_id": prompts}


def _unknown_prompts(incoming: IncomingTable, line: int, ids: list[str]) -> Finding:
    named = ", ".join(f"“{shown(text_id)}”" for text_id in ids[:5]) + (" and others" if len(ids) > 5 else "")
    message = f"{incoming.staged.file}: no prompt is known as {named} (line {line}); bank_id came in empty there."
    where = Location(incoming.table, column="bank_id", line=line, file=incoming.staged.file)
    remedy = f"Nothing to do, unless prompts are missing; ids of the bank begin with “{OF_THE_BANK}”."
    return Finding(Notice.PROMPT_NOT_KNOWN, Severity.INFO, message, where, remedy)
