"""Import: a bundle in any of its forms into an office, all or nothing, telling everything.

`read` says what would come in, `apply` brings it in: one transaction, so that either everything that should be
stored is, or nothing. The command line and the page both do exactly this. `tried` does as much and takes it back.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pyarrow as pa

from core.findings import Finding
from core.models import TABLES
from core.viewer import LOCAL, Viewer
from data.bundle.comparison import Comparer, Comparison
from data.bundle.import_findings import import_findings
from data.bundle.office_records import OfficeRecords
from data.bundle.office_view import office_view
from data.bundle.outcome import Counts, Outcome, told_differences
from data.bundle.refusals import Refusals
from data.bundle.shown_changes import readable
from data.bundle.source_tables import KNOWN, SourceTables, source_tables
from data.bundle.validation import Progress
from data.bundle.write_rows import write_rows
from data.changes.change import Change
from data.errors import NotVisible
from data.forms.sheets import Limits, Upload
from data.forms.source import read_sheets
from data.ids import Ids
from data.store import Store


def quiet(what: str, rows: int) -> None:
    """Tell nobody how far it is."""


@dataclass(frozen=True)
class Plan:
    """A planned import: what would come in, and all that `apply` needs for it; `outcome` is what to show.

    `day_first` is what the person said of columns whose days can be read two ways.
    """

    source: Path | Upload = field(repr=False)
    form: str
    outcome: Outcome
    today: date
    day_first: bool | None
    staged: SourceTables = field(repr=False)
    compared: Comparison = field(repr=False)
    seen: object = field(repr=False)


def read(
    source: Path | Upload,
    store: Store,
    *,
    today: date,
    day_first: bool | None = None,
    limits: Limits | None = None,
    progress: Progress = quiet,
    viewer: Viewer = LOCAL,
) -> Plan:
    """The plan of an import: what it would do to an office.

    `day_first` answers for columns whose days can be read two ways; `today` is the day of the import in the office's
    zone. Raises Unreadable where the source cannot be read as a whole, NotVisible for a viewer who may not import.
    """
    _may_import(viewer)
    sheets = read_sheets(source, KNOWN, limits or Limits())
    staged = source_tables(sheets, store.zone, day_first, progress)
    seen = _state(store)
    with office_view(store) as desk:
        compared, outcome = _compared(staged, OfficeRecords(desk), store.ids, today, progress)
    return Plan(source, sheets.form, outcome, today, day_first, staged, compared, seen)


def apply(
    store: Store,
    viewer: Viewer,
    plan: Plan,
    *,
    keep_good: bool = False,
    overwrite: bool = False,
    progress: Progress = quiet,
) -> Outcome:
    """Bring in what was read, in one transaction; nothing where a row was refused, unless `keep_good`.

    With `overwrite` the file also wins over what was changed here since. If anything was written since the plan was
    made, it is compared again. Raises OfficeError where the office cannot be written, NotVisible for a viewer who may
    not import.
    """
    _may_import(viewer)
    if _is_kept_out(plan.outcome, keep_good):
        return tried(store, viewer, plan, overwrite=overwrite, progress=progress)
    with store.change(viewer, "import") as change:
        compared, outcome = _current(store, change, plan, progress)
        if _is_kept_out(outcome, keep_good):
            return outcome
        write_rows(change, compared, plan.today, overwrite=overwrite, progress=progress)
        audit_id = change.audit_id if change.changed else None
    if overwrite:
        outcome = outcome.overwritten()
    findings = (*outcome.findings, *import_findings(store, viewer, compared, plan.today))
    return replace(outcome, stored=True, findings=findings, audit_id=audit_id)


def tried(store: Store, viewer: Viewer, plan: Plan, *, overwrite: bool = False, progress: Progress = quiet) -> Outcome:
    """The outcome that `apply` would have, with what the records that can come in contradict; nothing of it stays.

    Raises what `apply` raises.
    """
    _may_import(viewer)
    outcome = plan.outcome
    with suppress(_Tried), store.change(viewer, "import") as change:
        compared, outcome = _current(store, change, plan, progress)
        if not outcome.whole:
            write_rows(change, compared, plan.today, overwrite=overwrite, progress=progress)
            findings = (*outcome.findings, *import_findings(change.answers, viewer, compared, plan.today))
            outcome = replace(outcome, findings=findings)
        raise _Tried
    return outcome.overwritten() if overwrite else outcome


class _Tried(Exception):
    """The end of a change that was only to be looked at."""


def _current(store: Store, change: Change, plan: Plan, progress: Progress) -> tuple[Comparison, Outcome]:
    """The plan, compared again if anything was written since it was made."""
    if plan.seen == _state(store):
        return plan.compared, plan.outcome
    return _compared(plan.staged, OfficeRecords(change), store.ids, plan.today, progress)


def _may_import(viewer: Viewer) -> None:
    if viewer.role != "local":
        raise NotVisible


def _is_kept_out(outcome: Outcome, keep_good: bool) -> bool:
    return outcome.whole or (bool(outcome.refused) and not keep_good)


def _state(store: Store) -> object:
    return store.path, store.versions.office


def _compared(
    staged: SourceTables, records: OfficeRecords, ids: Ids, today: date, progress: Progress
) -> tuple[Comparison, Outcome]:
    """The tables compared with the office, and what is to be told of it."""
    refusals = staged.refusals.copy()

    def numbers(count: int) -> pa.Array:
        return pa.Array.from_buffers(pa.int64(), count, [None, pa.py_buffer(ids.block(count))])

    if refusals.whole:
        compared = Comparison()
    else:
        compared = Comparer(records, numbers, refusals, staged.zone, staged.office_zone, today).compare(
            staged.tables, progress
        )
    return compared, _outcome(staged, compared, refusals, records)


def _outcome(staged: SourceTables, compared: Comparison, refusals: Refusals, records: OfficeRecords) -> Outcome:
    findings: list[Finding] = [*staged.findings, *compared.findings]
    changes = []
    for table, difference in compared.differences.items():
        shown = readable(difference.shown, compared.tables, records)
        findings += told_differences(compared.tables[table].file, replace(difference, shown=shown))
        changes += shown
    tables = {
        table: _counts(table, staged, compared, refusals)
        for table in TABLES
        if table in staged.tables or table in staged.left_out
    }
    places = list(TABLES)
    told = sorted(refusals.told, key=lambda refusal: (places.index(refusal.table), refusal.line))
    return Outcome(False, tables, tuple(told), tuple(findings), tuple(changes), refusals.whole)


def _counts(table: str, staged: SourceTables, compared: Comparison, refusals: Refusals) -> Counts:
    refused = len(refusals.lines(table)) + staged.left_out.get(table, 0)
    if table not in compared.tables:
        return Counts(refused=refused)
    rows, difference = compared.tables[table].rows, compared.differences[table]
    added = rows.filter(rows["new"]).num_rows
    changed, differs = len(difference.changed), len(difference.waiting)
    return Counts(added, changed, rows.num_rows - added - changed - differs, differs, refused)
