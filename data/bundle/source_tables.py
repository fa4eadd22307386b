"""A source read by itself: its tables staged, what is missing from it, the zone that its times are in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo, available_timezones

import pyarrow as pa
import pyarrow.compute as pc

from core.cells import Reading
from core.codes import Notice
from core.findings import Finding, Location, Refusal
from core.models import MUST_BE_PRESENT, TABLES
from core.policy import Policy
from data.bundle.comparison import IN_ORDER, ZONE
from data.bundle.refusals import Refusals
from data.bundle.sheet_findings import EXAMPLE
from data.bundle.validation import Progress, Staged, staged
from data.forms.sheets import Sheet, Sheets, listed

KNOWN: Mapping[str, tuple[str, ...]] = {
    table: tuple(column.name for column in record.columns()) for table, record in TABLES.items()
}


@dataclass(frozen=True)
class SourceTables:
    """The tables of a source, read and not yet compared with any office.

    `left_out` counts the rows of tables that lack a column without which none of them can be read.
    """

    tables: Mapping[str, Staged] = field(repr=False)
    refusals: Refusals
    findings: tuple[Finding, ...]
    left_out: Mapping[str, int]
    zone: ZoneInfo
    office_zone: ZoneInfo


def source_tables(sheets: Sheets, zone: ZoneInfo, day_first: bool | None, progress: Progress) -> SourceTables:
    """Read every table of a source; raises Unreadable where it breaks off.

    `zone` is the office's: times without an offset are in it, unless the source brings a setting of its own.
    """
    refusals, office_zone = Refusals(), zone
    tables: dict[str, Staged] = {}
    left_out: dict[str, int] = {}
    findings = [*sheets.findings, *(finding for sheet in sheets for finding in sheet.findings)]
    _refuse_missing_tables({sheet.table for sheet in sheets}, refusals)
    for sheet in sorted(sheets, key=lambda sheet: IN_ORDER.index(sheet.table)):
        if _refuse_missing_columns(sheet, refusals):
            left_out[sheet.table] = sum(1 for _ in sheet.rows)
            continue
        table = staged(sheet, Reading(zone), day_first, sheets.form, refusals, progress)
        if sheet.table == "settings":
            table, zone = _with_zone(table, refusals, zone)
            findings += Policy.from_settings(_settings(table))[1]
        tables[sheet.table] = table
        findings += table.findings
    return SourceTables(tables, refusals, tuple(_examples_at_once(findings)), left_out, zone, office_zone)


def _examples_at_once(findings: Sequence[Finding]) -> list[Finding]:
    """One word about the example rows, which a filled-in template has in every sheet."""
    examples = [finding for finding in findings if finding.code == Notice.EXAMPLE_SKIPPED]
    if len(examples) < 2:
        return list(findings)
    sheets = listed([finding.where.table for finding in examples], 3)
    message = f"The example rows of {sheets} were skipped."
    at_once = replace(
        examples[0], message=message, where=Location(id=EXAMPLE), remedy="Nothing to do; they may stay or go."
    )
    return [at_once, *(finding for finding in findings if finding.code != Notice.EXAMPLE_SKIPPED)]


def _refuse_missing_tables(found: Collection[str], refusals: Refusals) -> None:
    for table in MUST_BE_PRESENT:
        if table not in found:
            remedy = f"Add a file or a sheet named {table}, with its headings at least."
            refusals.all(Refusal(table, 0, "", "", f"There is no table {table}.", remedy))


def _refuse_missing_columns(sheet: Sheet, refusals: Refusals) -> bool:
    needed = [column for column in TABLES[sheet.table].columns() if column.need != "optional"]
    missing = [column for column in needed if column.name not in sheet.columns]
    for column in missing:
        may = "" if column.need == "filled" else "; its cells may be empty"
        why = f"There is no column {column.name}."
        remedy = f"Add one with that heading{may}."
        refusals.all(Refusal(sheet.table, sheet.header_line, column.name, "", why, remedy, sheet.file))
    return bool(missing)


def _settings(table: Staged) -> dict[str, str | None]:
    return dict(zip(table.rows["name"].to_pylist(), table.rows["value"].to_pylist(), strict=True))


def _with_zone(table: Staged, refusals: Refusals, zone: ZoneInfo) -> tuple[Staged, ZoneInfo]:
    """The zone that the settings name; a row that names none is refused."""
    rows = table.rows.select(["line", "name", "value"]).to_pylist()
    named = [row for row in rows if row["name"] == ZONE]
    wrong = []
    for row in named:
        if row["value"] in available_timezones():
            zone = ZoneInfo(row["value"])
        else:
            why = f"“{row['value']}” is not a time zone." if row["value"] else "The time zone is empty."
            remedy = "Write it as Europe/Berlin or America/New_York."
            refusals.row(Refusal(table.table, row["line"], "value", row["value"] or "", why, remedy, table.file), None)
            wrong.append(row["line"])
    if not wrong:
        return table, zone
    kept = pc.invert(pc.is_in(table.rows["line"], value_set=pa.array(wrong, pa.int32())))
    return Staged(table.table, table.file, table.columns, table.rows.filter(kept), table.findings), zone
