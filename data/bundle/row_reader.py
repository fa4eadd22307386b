"""The rows of one sheet, each understood as a record or refused cell by cell."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from core.cell_text import folded, plain, says_nothing, shown
from core.cells import Reading
from core.days import day_order
from core.findings import Finding, Refusal
from core.models import TABLES, Record
from data.bundle.day_order import day_orders
from data.bundle.question_positions import places
from data.bundle.refusals import Refusals
from data.bundle.row_ids import owner_id, text_id
from data.bundle.sheet_findings import EXAMPLE, example_skipped, nameless_cells, places_filled
from data.forms.heading import LEAST_KNOWN
from data.forms.sheets import Cell, ErrorCell, Sheet, SheetRow, Unreadable, listed

# Few enough at a time that the collector of garbage, which counts what is held, has no reason to begin.
_CHUNK = 100
_EVERY_COLUMN = frozenset(folded(column.name) for record in TABLES.values() for column in record.columns())
_ENDS_LIKE_AN_ID = {"id", "ID", "Id"}


class RowReader:
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
        placed = places_filled(sheet, len(self._places or ()))
        return [*self._findings, *example_skipped(sheet, self._example), *nameless_cells(sheet, self._beside), *placed]

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

    def _refused_at_sight(self, row: SheetRow) -> bool:
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

    def _is_heading(self, row: SheetRow) -> bool:
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


def _in_words(error: Mapping[str, Any]) -> tuple[str, str]:
    column = str(error["loc"][0]).replace("_", " ")
    if error["type"] == "missing":
        return "The day is empty." if column.endswith(" on") else f"The {column} is empty.", "Fill it in."
    context = error["ctx"]
    if error["type"] == "day_order" and day_order(error["input"]) is not None:
        return "Some days of this column have the day first, others the month.", context["remedy"]
    return context["why"], context["remedy"]
