"""A sheet's rows read by the one set of rules: what was understood as Arrow, what was not in words, cell by cell."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
from pydantic import ValidationError

from core import labels
from core.cell_text import folded, plain, says_nothing, shown
from core.cells import Reading
from core.days import day_order
from core.findings import Finding, Location, Refusal, Severity
from core.models import TABLES, Record, own_id
from data.bundle.day_order import day_orders
from data.bundle.question_positions import places
from data.bundle.refusals import Refusals
from data.forms.heading import LEAST_KNOWN
from data.forms.sheets import Cell, ErrorCell, Row, Sheet, Unreadable, listed

EXAMPLE = "example"
SKIPPED_EXAMPLE, NAMELESS_CELL, FILLED = "DAT253", "DAT254", "DAT255"
# Few enough at a time that the collector of garbage, which counts what is held, has no reason to begin.
_CHUNK, _BATCH = 100, 20_000
_ARROW_TYPE = {
    "day": pa.date32(), "instant": pa.timestamp("us", tz="UTC"), "yes_no": pa.bool_(), "number": pa.int32(),
}  # fmt: skip
_EVERY_COLUMN = frozenset(folded(column.name) for record in TABLES.values() for column in record.columns())
_ENDS_LIKE_AN_ID = {"id", "ID", "Id"}
# The column that says whose a row is, and the table that it leads to.
OF_A_CLIENT = ("client_id", "clients")
OWNER = {"research": ("field_id", "fields"), "questions": ("interview_id", "interviews")}
Progress = Callable[[str, int], None]
"""Told what is going on and how many rows of it are done, at least once a second on a slow machine."""


@dataclass(frozen=True)
class Staged:
    """A table as it came in: the rows that were understood, in the order of their lines, ids still as text.

    `rows` holds `line` and the columns of the file.
    """

    table: str
    file: str
    columns: tuple[str, ...]
    rows: pa.Table = field(repr=False)
    findings: tuple[Finding, ...]


def staged(
    sheet: Sheet, reading: Reading, day_first: bool | None, form: str, refusals: Refusals, progress: Progress
) -> Staged:
    """Every row of a sheet, either understood or refused; raises Unreadable where the source breaks off."""
    reader = _Reader(sheet, reading, day_first, form, refusals)
    schema = arrow_schema(sheet.table, sheet.columns)
    columns: dict[str, list[Any]] = {name: [] for name in schema.names}
    batches = []
    for lines, records in reader.chunks():
        columns["line"] += lines
        for name in sheet.columns:
            columns[name] += [record[name] for record in records]
        if len(columns["line"]) >= _BATCH:
            batches.append(_batch(schema, columns))
            progress(f"Reading {labels.table(sheet.table)}", reader.done)
    batches.append(_batch(schema, columns))
    rows = pa.Table.from_batches(batches, schema).combine_chunks()
    return Staged(sheet.table, sheet.file, sheet.columns, rows, tuple(reader.findings))


def arrow_schema(table: str, columns: tuple[str, ...]) -> pa.Schema:
    """The shape of staged rows: their line, then the columns, references and ids as text."""
    kinds = {column.name: column.kind for column in TABLES[table].columns()}
    named = [(name, _ARROW_TYPE.get(kinds[name], pa.string())) for name in columns]
    return pa.schema([("line", pa.int32()), *named])


def _batch(schema: pa.Schema, columns: dict[str, list[Any]]) -> pa.RecordBatch:
    """The rows gathered so far, which are then let go."""
    arrays = [pa.array(columns[name], kind) for name, kind in zip(schema.names, schema.types, strict=True)]
    for column in columns.values():
        column.clear()
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


class _Reader:
    """Goes through one sheet's rows; knows the order of its days once a day has asked for it."""

    def __init__(self, sheet: Sheet, reading: Reading, day_first: bool | None, form: str, refusals: Refusals) -> None:
        self._sheet, self._record = sheet, TABLES[sheet.table]
        self._reading, self._answer = reading, day_first
        self._form, self._refusals = form, refusals
        self._may_be_empty = {column.name for column in self._record.columns() if column.need != "filled"}
        self._order_known = False
        self._places: dict[int, int] | None = None
        self._beside: list[tuple[int, str]] = []
        self._example: int | None = None
        self._findings: list[Finding] = []
        self.done = 0

    @property
    def findings(self) -> list[Finding]:
        """What is worth telling of the sheet, once all of it was read."""
        sheet = self._sheet
        placed = _told_places(sheet, len(self._places or ()))
        return [*self._findings, *_told_example(sheet, self._example), *_told_beside(sheet, self._beside), *placed]

    def chunks(self) -> Iterator[tuple[list[int], list[dict[str, Any]]]]:
        """The rows that were understood with their lines, some at a time."""
        lines: list[int] = []
        records: list[dict[str, Any]] = []
        columns, validate, key = self._sheet.columns, self._record.model_validate, self._record.key[0]
        typed, ordered = self._form == "xlsx", self._sheet.table == "questions"
        for row in self._sheet.rows:
            line, cells = row
            odd = len(cells) > len(columns) or (typed and ErrorCell in map(type, cells))
            if odd and self._refused_at_sight(row):
                continue
            # Nearly every heading begins with the table's id, and nearly no row does.
            first = cells[0] if cells else None
            if isinstance(first, str) and first[-2:] in _ENDS_LIKE_AN_ID and self._is_heading(row):
                continue
            given: dict[str, Cell] = {
                name: cell for name, cell in zip(columns, cells, strict=False) if cell is not None
            }
            if ordered and "position" not in given:
                given["position"] = self._place(line)
            try:
                record = validate(given, context=self._reading)
            except ValidationError as error:
                kept = self._second_look(line, given, error)
                if kept is None:
                    continue
                record = kept
            if given.get(key) == EXAMPLE:
                self._example = self._example or line
                continue
            lines.append(line)
            records.append(record.__dict__)
            if len(lines) == _CHUNK:
                self.done += _CHUNK
                yield lines, records
                lines, records = [], []
        self.done += len(lines)
        yield lines, records

    def _place(self, line: int) -> int:
        """The place of a question whose row gives none."""
        if self._places is None:
            self._places = places(self._sheet)
        return self._places[line]

    def _second_look(self, line: int, given: Mapping[str, Cell], error: ValidationError) -> Record | None:
        """The record after all, now that the order of the days is known; None where it is refused."""
        if given.get(self._record.key[0]) == EXAMPLE:
            self._example = self._example or line
            return None
        if not self._order_known and any(each["type"] == "day_order" for each in error.errors()):
            self._order_known = True
            order = day_orders(self._sheet, self._answer)
            self._reading = replace(self._reading, day_first=order.day_first)
            self._findings += order.findings
            try:
                return self._record.model_validate(given, context=self._reading)
            except ValidationError as second:
                error = second
        for each in error.errors(include_url=False):
            column = str(each["loc"][0])
            why, remedy = _in_words(dict(each))
            if column in self._may_be_empty & given.keys() and says_nothing(given[column]):
                remedy = "Leave the cell empty where nothing is known."
            self._refuse(line, given, column, why, remedy)
        return None

    def _refused_at_sight(self, row: Row) -> bool:
        """Whether a row cannot even be looked at: an error for a value, or cells under no heading in a text."""
        columns = self._sheet.columns
        given = dict(zip(columns, row.cells, strict=False))
        broken = [name for name, cell in given.items() if isinstance(cell, ErrorCell)]
        if given.get(self._record.key[0]) == EXAMPLE:
            return False
        for name in broken:
            why = f"The cell shows no value, but “{given[name]}”."
            self._refuse(row.line, given, name, why, "Type the value there, or leave the cell empty.")
        beyond = row.cells[len(columns) :]
        if beyond and self._form == "xlsx":
            self._beside.append((row.line, shown(beyond[0])))
        elif beyond:
            why = f"The row has more cells than there are headings: “{shown(beyond[0])}” stands under none."
            self._refuse(row.line, given, "", why, "Put a text with a comma between quotation marks, or add a heading.",
                         shown(beyond[0]))  # fmt: skip
        return bool(broken or (beyond and self._form != "xlsx"))

    def _is_heading(self, row: Row) -> bool:
        """Whether a row repeats the headings, and is refused; raises Unreadable where another table begins with it."""
        names = [folded(plain(cell)) for cell in row.cells if cell is not None]
        if len(names) < LEAST_KNOWN or not _EVERY_COLUMN.issuperset(names):
            return False
        if names == [folded(name) for name in self._sheet.columns][: len(names)]:
            given = dict(zip(self._sheet.columns, row.cells, strict=False))
            self._refuse(
                row.line, given, "", "The headings stand here once more.", "Take this row out.", shown(row.cells[0])
            )
            return True
        begins = listed(plain(cell) for cell in row.cells if cell is not None)
        problem = f"Another table begins in line {row.line}, with {begins}."
        raise Unreadable(self._sheet.file, problem, "Put it on a sheet or into a file of its own, named after it.")

    def _refuse(
        self, line: int, given: Mapping[str, Cell], column: str, why: str, remedy: str, value: str | None = None
    ) -> None:
        cell = given.get(column)
        text = value if value is not None else "" if cell is None else shown(cell)
        table = self._sheet.table
        refusal = Refusal(table, line, column, text, why, remedy, self._sheet.file)
        self._refusals.row(refusal, text_id(table, given), owner=owner_id(table, given))


def text_id(table: str, row: Mapping[str, Any]) -> str | None:
    """What others call a row, understood or not: its id, a question's interview and place, else None."""
    key = TABLES[table].key if table == "questions" else (own_id(table),)
    parts = [row.get(column) for column in key]
    return None if any(part is None for part in parts) else "/".join(plain(part) for part in parts)


def owner_id(table: str, row: Mapping[str, Any]) -> str | None:
    """The id of what a row, understood or not, says it is part of: its client, or what leads to its client."""
    owner = row.get(OWNER.get(table, OF_A_CLIENT)[0])
    return None if owner is None else plain(owner)


def _in_words(error: Mapping[str, Any]) -> tuple[str, str]:
    column = str(error["loc"][0]).replace("_", " ")
    if error["type"] == "missing":
        return "The day is empty." if column.endswith(" on") else f"The {column} is empty.", "Fill it in."
    context = error["ctx"]
    if error["type"] == "day_order" and day_order(error["input"]) is not None:
        return "Some days of this column have the day first, others the month.", context["remedy"]
    return context["why"], context["remedy"]


def _told_example(sheet: Sheet, line: int | None) -> list[Finding]:
    if line is None:
        return []
    message = f"The example row of {sheet.file} (line {line}) was skipped."
    where = Location(table=sheet.table, id=EXAMPLE, line=line, file=sheet.file)
    return [Finding(SKIPPED_EXAMPLE, Severity.INFO, message, where, "Nothing to do; it may stay or go.")]


def _told_places(sheet: Sheet, given: int) -> list[Finding]:
    if not given:
        return []
    message = f"{sheet.file}: {given:,} of the questions have no position; they stand in the order of their rows."
    where = Location(table=sheet.table, column="position", file=sheet.file)
    return [Finding(FILLED, Severity.INFO, message, where, "Nothing to do.")]


def _told_beside(sheet: Sheet, beside: list[tuple[int, str]]) -> list[Finding]:
    if not beside:
        return []
    line, value = beside[0]
    more = f" and {len(beside) - 1} more" if len(beside) > 1 else ""
    message = f"{sheet.file}: “{value}” in line {line}{more} stands under no heading and was not read."
    where = Location(table=sheet.table, line=line, file=sheet.file)
    remedy = "Nothing to do, unless it belongs to a column: then give that a heading."
    return [Finding(NAMELESS_CELL, Severity.INFO, message, where, remedy)]
