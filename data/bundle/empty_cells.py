"""The filling of an import's empty cells that stand for something, told once for each column."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from core import labels
from core.cell_defaults import EMPTY_MEANS, KNOWN_BY, STAGE_OF_DAY, known_since, stage_of_days
from core.codes import Notice
from core.findings import Finding, Location, Severity
from core.moments import local_day
from data.bundle.incoming_table import BIGINT, IncomingTable
from data.bundle.office_records import OfficeRecords
from data.bundle.validation import Staged

_SAID = {True: "yes", False: "no"}


def told(staged: Staged, column: str, rows: int, what: str) -> Finding:
    """That so many rows left a column empty, and what was taken instead."""
    named = labels.table(staged.table)
    message = f"{staged.file}: {rows:,} of the {named} {'has' if rows == 1 else 'have'} no {column}; {what}."
    where = Location(table=staged.table, column=column, file=staged.file)
    remedy = "Nothing to do, unless you know better: then fill it in."
    return Finding(Notice.EMPTY_CELLS_FILLED, Severity.INFO, message, where, remedy)


def fill(incoming: IncomingTable) -> list[Finding]:
    """Fill the columns whose empty cells always mean the same."""
    findings = []
    for column, value in EMPTY_MEANS.get(incoming.table, {}).items():
        if incoming.has(column) and (empty := incoming.column(column).null_count):
            incoming.put(column, pc.fill_null(incoming.column(column), value))
            word = value if isinstance(value, str) else _SAID[value]
            findings.append(told(incoming.staged, column, empty, f"that counts as “{word}”"))
    return findings


def fill_stages(incoming: IncomingTable, records: OfficeRecords) -> list[Finding]:
    """Fill the stages of interviews from their days; days that the file leaves out are asked of the office."""
    empty = pc.is_null(incoming.column("stage"))
    rows = incoming.those(empty, "#", *(column for column, _ in STAGE_OF_DAY if incoming.has(column)))
    if not rows:
        return []
    absent = [column for column, _ in STAGE_OF_DAY if not incoming.has(column)]
    stored = _stored_days(incoming, records, empty, absent)
    stages = [stage_of_days({**stored.get(row["#"], {}), **row}) for row in rows]
    incoming.put("stage", pc.replace_with_mask(incoming.column("stage"), empty, pa.array(stages, pa.string())))
    return [told(incoming.staged, "stage", len(rows), "it follows from their days")]


def _stored_days(
    incoming: IncomingTable, records: OfficeRecords, empty: pa.Array, absent: list[str]
) -> dict[int, dict[str, Any]]:
    if not absent:
        return {}
    known = pc.and_(empty, pc.invert(incoming.column("new")))
    return records.values("interviews", incoming.column("#").filter(known), absent)


def fill_added_on(
    incoming: IncomingTable, tables: Mapping[str, Staged], records: OfficeRecords, zone: ZoneInfo, today: date
) -> list[Finding]:
    """Fill the day that contacts were added: the earliest day known of each, else today.

    A contact that the office has keeps its day, so that the same file changes nothing the next time.
    """
    days = incoming.column("added_on")
    empty = pc.is_null(days)
    rows = incoming.those(empty, incoming.own, "#", "new")
    if not rows:
        return []
    stored = records.values("contacts", pa.array([row["#"] for row in rows if not row["new"]], BIGINT), ["added_on"])
    known = _days_known(tables, pa.array([row[incoming.own] for row in rows if row["new"]], pa.string()), zone)
    found = [
        known_since(known.get(row[incoming.own], []), today) if row["new"] else stored[row["#"]]["added_on"]
        for row in rows
    ]
    incoming.put("added_on", pc.replace_with_mask(days, empty, pa.array(found, pa.date32())))
    what = "the earliest day known of each was taken, else today"
    return [told(incoming.staged, "added_on", len(rows), what)]


def _days_known(tables: Mapping[str, Staged], contacts: pa.Array, zone: ZoneInfo) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for table, columns in KNOWN_BY.items():
        if (staged := tables.get(table)) is None or "contact_id" not in staged.columns:
            continue
        rows = staged.rows.filter(pc.is_in(staged.rows["contact_id"], value_set=contacts))
        there = [column for column in columns if column in staged.columns]
        earliest = rows.group_by("contact_id").aggregate([(column, "min") for column in there])
        for row in earliest.to_pylist():
            days = (row[f"{column}_min"] for column in there)
            found.setdefault(row["contact_id"], []).extend(_day(day, zone) for day in days if day is not None)
    return found


def _day(day: date, zone: ZoneInfo) -> date:
    return local_day(day, zone) if isinstance(day, datetime) else day
