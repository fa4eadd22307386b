"""The findings about one sheet as a whole: its example row, its cells under no heading, places that were filled in."""

from core.codes import Notice
from core.findings import Finding, Location, Severity
from data.forms.sheets import Sheet

EXAMPLE = "example"


def example_skipped(sheet: Sheet, line: int | None) -> list[Finding]:
    """The example row that stands in a line and was skipped, if there is one."""
    if line is None:
        return []
    message = f"The example row of {sheet.file} (line {line}) was skipped."
    where = Location(table=sheet.table, id=EXAMPLE, line=line, file=sheet.file)
    return [Finding(Notice.EXAMPLE_SKIPPED, Severity.INFO, message, where, "Nothing to do; it may stay or go.")]


def places_filled(sheet: Sheet, given: int) -> list[Finding]:
    """How many questions were given a place, if any were."""
    if not given:
        return []
    message = f"{sheet.file}: {given:,} of the questions have no position; they stand in the order of their rows."
    where = Location(table=sheet.table, column="position", file=sheet.file)
    return [Finding(Notice.EMPTY_CELLS_FILLED, Severity.INFO, message, where, "Nothing to do.")]


def nameless_cells(sheet: Sheet, beside: list[tuple[int, str]]) -> list[Finding]:
    """The first cell that stands under no heading, by line and value, and how many more there are."""
    if not beside:
        return []
    line, value = beside[0]
    more = f" and {len(beside) - 1} more" if len(beside) > 1 else ""
    message = f"{sheet.file}: “{value}” in line {line}{more} stands under no heading and was not read."
    where = Location(table=sheet.table, line=line, file=sheet.file)
    remedy = "Nothing to do, unless it belongs to a column: then give that a heading."
    return [Finding(Notice.CELL_UNDER_NO_HEADING, Severity.INFO, message, where, remedy)]
