"""The file of the rows that an import refused, in the source's own form, each with its problem, to be mended."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from pydantic_core import PydanticCustomError

from core.cells import Reading
from core.days import DayCell
from core.findings import Refusal
from core.models import MUST_BE_PRESENT, TABLES
from core.moments import InstantCell, written_moment
from data.bundle.day_order import day_orders
from data.bundle.importing import Plan
from data.bundle.outcome import Outcome
from data.bundle.question_positions import places
from data.bundle.source_tables import KNOWN
from data.forms.heading import PROBLEM
from data.forms.sheets import Cell, ErrorCell, Limits, Sheet, Table, shown_name
from data.forms.source import read_sheets
from data.forms.target import packed_sheets, write_refused


def write(plan: Plan, outcome: Outcome, *, limits: Limits | None = None, elsewhere: Path | None = None) -> Path:
    """Write the refused rows beside their source, which is read once more, or `elsewhere`; where they are.

    Raises Unwritable where that cannot be written, Unreadable where the source is gone or another by now.
    """
    assert isinstance(plan.source, Path)  # noqa: S101 - an upload lies nowhere, `packed` is for that
    return write_refused(plan.source, plan.form, _tables(plan, outcome, limits), elsewhere)


def download_name(plan: Plan) -> str:
    """The name of the download with a plan's refused rows."""
    name = shown_name(plan.source.name)
    return f"{name.rpartition('.')[0] or name}.refused.{_form(plan)}"


def packed(plan: Plan, outcome: Outcome, *, limits: Limits | None = None) -> tuple[str, bytes]:
    """The same as one file for a download: its name and its bytes."""
    return download_name(plan), packed_sheets(_form(plan), _tables(plan, outcome, limits))


def _form(plan: Plan) -> str:
    return "xlsx" if plan.form == "xlsx" else "zip"


def _tables(plan: Plan, outcome: Outcome, limits: Limits | None) -> Iterator[Table]:
    """The tables with refused rows, and the three that must be there, so that the file can be brought in as it is."""
    told: dict[str, dict[int, list[Refusal]]] = {}
    for refusal in outcome.refused:
        told.setdefault(refusal.table, {}).setdefault(refusal.line, []).append(refusal)
    sheets = {sheet.table: sheet for sheet in read_sheets(plan.source, KNOWN, limits or Limits())}
    for table in TABLES:
        lines = told.get(table, {})
        if table in sheets and (lines or table in MUST_BE_PRESENT):
            yield Table(table, [*sheets[table].columns, PROBLEM], _rows(sheets[table], lines, plan))


def _rows(sheet: Sheet, told: dict[int, list[Refusal]], plan: Plan) -> Iterator[Sequence[Cell]]:
    if not told:
        return
    ordered = places(sheet) if sheet.table == "questions" else {}
    kinds = {column.name: column.kind for column in TABLES[sheet.table].columns()}
    reading = Reading(plan.staged.zone, day_orders(sheet, plan.day_first).day_first)
    for line, cells in sheet.rows:
        if line not in told:
            continue
        given = zip(sheet.columns, cells, strict=False)
        row = [_as_understood(cell, kinds[column], column, reading) for column, cell in given]
        if line in ordered:
            # In a file of its own the row would stand first, and take the place of a question that came in.
            row[sheet.columns.index("position")] = ordered[line]
        yield [*row, _problem(told[line])]


def _as_understood(cell: Cell, kind: str, column: str, reading: Reading) -> Cell:
    """A day whose text was understood from its column's order, as the day that it is; any other cell as it was.

    The rows that told the order may have come in, so the text alone would be asked about, or read the other way round.
    A cell that shows no value is empty: the words of its error would come in as its text.
    """
    if isinstance(cell, ErrorCell):
        return None
    if not isinstance(cell, str) or reading.day_first.get(column) is None:
        return cell
    try:
        if kind == "day":
            return DayCell().read(cell, reading, column)
        moment, written = InstantCell().read(cell, reading, column), written_moment(cell, reading, column)
    except PydanticCustomError:
        return cell
    return moment.astimezone(reading.zone) if isinstance(written, datetime) else written


def _problem(refusals: Collection[Refusal]) -> str:
    return " ".join(f"{refusal.column}: {refusal.why}" if refusal.column else refusal.why for refusal in refusals)
