"""The row of column names: where it stands below the notes, and which of its columns are ours."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.cell_text import folded, shown
from core.codes import Notice
from core.findings import Finding
from data.forms.column_letters import column_letter
from data.forms.sheets import Unreadable, listed, told

# A heading is looked for in so many rows, because people write titles and notes above it.
SEARCHED_ROWS = 20
LEAST_KNOWN = 2
# Our widest table has 67 columns; what lies beyond this is not looked at for headings.
LONGEST_HEADING = 1_000
# The column that a file of refused rows carries, so that it can be mended and given back as it is.
PROBLEM = "problem"


@dataclass(frozen=True)
class Heading:
    """A row of column names: its line, and by place (counted from 0) the known columns and the others as written."""

    table: str
    line: int
    known: Mapping[int, str]
    others: Mapping[int, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """The known columns in the order of the source."""
        return tuple(self.known.values())

    def findings(self, file: str) -> tuple[Finding, ...]:
        """One finding that names the columns which were kept out, if any were."""
        unknown = [name for name in self.others.values() if folded(name) != PROBLEM]
        if not unknown:
            return ()
        message = f"Not read from {file}, because {self.table} has no such column: {listed(unknown)}."
        remedy = "Nothing to do, unless one of them is a known column under another name: then rename it."
        return (told(Notice.COLUMN_NOT_KNOWN, message, remedy, table=self.table, file=file, line=self.line),)


def best_table(rows: Iterable[Sequence[object]], known: Mapping[str, Collection[str]], file: str) -> str:
    """The one table whose columns these first rows name best, the first of them, its key, included.

    Raises Unreadable where two are as likely or none is.
    """
    every = list(rows)
    ranks: dict[str, tuple[int, float]] = {}
    for table, columns in known.items():
        found = max((score(row, columns) for row in every if score(row, list(columns)[:1])), default=0)
        if found >= LEAST_KNOWN:
            # Counselors, say, share their columns with clients, so of equals it is the one that is more nearly whole.
            ranks[table] = (found, found / len(columns))
    best = [table for table, rank in ranks.items() if rank == max(ranks.values())]
    if len(best) != 1:
        problem = "Neither its name nor a row of column names says which table it holds."
        raise Unreadable(
            file, problem, "Name it after its table, such as contacts, with the columns' names in one row."
        )
    return best[0]


def score(row: Sequence[object], columns: Collection[str]) -> int:
    """How many of the columns a row names."""
    names = {folded(str(cell)) for cell in row if cell is not None}
    return sum(folded(column) in names for column in columns)


def find_heading(
    rows: Iterable[tuple[int, Sequence[object]]], table: str, columns: Collection[str], file: str
) -> Heading:
    """The row among the first that names most columns of the table, the first of equals.

    Raises Unreadable where no row names at least two, or where a column is named twice.
    """
    numbered = list(rows)
    line, cells = max(numbered, key=lambda row: score(row[1], columns), default=(0, ()))
    if score(cells, columns) < LEAST_KNOWN:
        problem = f"No row of column names was found in the first {SEARCHED_ROWS} rows."
        names = ", ".join(list(columns)[:4])
        raise Unreadable(file, problem, f"Put the names of the columns in one row above the data, such as {names}.")
    return _heading(table, line, cells, {folded(column): column for column in columns}, file)


def _heading(table: str, line: int, cells: Sequence[object], columns: Mapping[str, str], file: str) -> Heading:
    names = {place: shown(cell) for place, cell in enumerate(cells) if cell is not None and shown(cell)}
    known = {place: columns[folded(name)] for place, name in names.items() if folded(name) in columns}
    twice = [name for name, count in Counter(known.values()).items() if count > 1]
    if twice:
        where = " and ".join(column_letter(place) for place, name in known.items() if name == twice[0])
        problem = f"The column {twice[0]} stands twice in line {line} (columns {where})."
        raise Unreadable(file, problem, "Keep one of them, or rename the other.")
    return Heading(table, line, known, {place: name for place, name in names.items() if place not in known})
