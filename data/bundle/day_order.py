"""The order of day and month in a column, told from the whole column: 31/12, 12/31, or not to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.cell_text import shown
from core.codes import Notice
from core.days import day_order, order_is_open
from core.findings import Finding, Location, Severity
from core.models import TABLES
from data.forms.sheets import Sheet

DAY_KINDS = ("day", "instant")


@dataclass(frozen=True)
class Evidence:
    """The evidence of a column for the order of its days: the first value (with its line) of each kind there is."""

    column: str
    day_first: tuple[int, str] | None = None
    month_first: tuple[int, str] | None = None
    either: tuple[int, str] | None = None

    @property
    def order(self) -> bool | None:
        """True: the day comes first; False: the month; None: both kinds or neither, so it has to be asked."""
        if bool(self.day_first) == bool(self.month_first):
            return None
        return self.day_first is not None

    @property
    def is_open(self) -> bool:
        """Whether somebody has to be asked."""
        return self.order is None and bool(self.day_first or self.either)


@dataclass(frozen=True)
class DayOrder:
    """The order of each column of days of one sheet, with what had to be told about it."""

    day_first: Mapping[str, bool | None]
    findings: tuple[Finding, ...]


def day_orders(sheet: Sheet, answer: bool | None) -> DayOrder:
    """Look through all of a sheet's days; `answer` is what the person said where a column does not tell."""
    found = _evidence(sheet)
    orders = {column: each.order if each.order is not None else answer for column, each in found.items()}
    told = (_finding(sheet, each, answer) for each in found.values())
    return DayOrder(orders, tuple(finding for finding in told if finding))


def _evidence(sheet: Sheet) -> dict[str, Evidence]:
    kinds = {column.name: column.kind for column in TABLES[sheet.table].columns()}
    places = [(place, name) for place, name in enumerate(sheet.columns) if kinds[name] in DAY_KINDS]
    found = {name: Evidence(name) for _, name in places}
    for line, cells in sheet.rows:
        for place, name in places:
            cell = cells[place]
            # A day that begins with its year needs no looking at, and nearly all of them do.
            if isinstance(cell, str) and not (cell[4:5] == "-" and cell[:4].isdecimal()):
                found[name] = _with(found[name], line, cell)
    return found


def _with(evidence: Evidence, line: int, cell: str) -> Evidence:
    order = day_order(cell)
    if order is True and evidence.day_first is None:
        return replace(evidence, day_first=(line, shown(cell)))
    if order is False and evidence.month_first is None:
        return replace(evidence, month_first=(line, shown(cell)))
    if evidence.either is None and order_is_open(cell):
        return replace(evidence, either=(line, shown(cell)))
    return evidence


def _finding(sheet: Sheet, evidence: Evidence, answer: bool | None) -> Finding | None:
    where = Location(table=sheet.table, column=evidence.column, file=sheet.file)
    if proof := evidence.day_first if evidence.order else evidence.month_first if evidence.order is False else None:
        line, value = proof
        first = "day" if evidence.order else "month"
        message = f"{sheet.file}: {evidence.column} was read with the {first} first, because line {line} has “{value}”."
        return Finding(
            Notice.DAY_ORDER_FOUND, Severity.INFO, message, where, "Nothing to do, unless some days look wrong."
        )
    if answer is not None or not evidence.is_open:
        return None
    return Finding(
        Notice.DAY_ORDER_OPEN,
        Severity.WARN,
        f"{sheet.file}: {evidence.column} can be read two ways, {_two_ways(evidence)}.",
        where,
        "Say which comes first, the day (--day-first) or the month (--month-first), or write days as 2026-11-22.",
    )


def _two_ways(evidence: Evidence) -> str:
    if evidence.day_first and evidence.month_first:
        (line, value), (other_line, other) = evidence.day_first, evidence.month_first
        return f"because line {line} has “{value}” and line {other_line} has “{other}”"
    assert evidence.either is not None  # noqa: S101 - open without proof means that a value was seen which is open
    line, value = evidence.either
    return f"such as “{value}” in line {line}"
