"""Positions of questions in their interviews where a file leaves them empty: the order of the rows."""

from core.cell_text import plain
from data.forms.sheets import Sheet


def places(sheet: Sheet) -> dict[int, int]:
    """The place of each row without one, by its line: its order among the interview's rows, or the next that is free.

    Rows that are refused later are counted too, so that they keep their places when they come in mended.
    """
    interview, position = sheet.columns.index("interview_id"), sheet.columns.index("position")
    orders: dict[str, int] = {}
    taken: set[tuple[str, str]] = set()
    without: list[tuple[int, str, int]] = []
    for line, cells in sheet.rows:
        of = plain(cells[interview])
        orders[of] = orders.get(of, 0) + 1
        if cells[position] is None:
            without.append((line, of, orders[of]))
        else:
            taken.add((of, plain(cells[position])))
    found = {}
    for line, of, order in without:
        while (of, str(order)) in taken:
            order += 1  # noqa: PLW2901 - the next place that is free
        taken.add((of, str(order)))
        found[line] = order
    return found
