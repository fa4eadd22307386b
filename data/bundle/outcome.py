"""The outcome of an import, done or tried: counts for each table, refusals, findings, and the values that change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from core.codes import Notice
from core.findings import Finding, Location, Refusal, Root, Severity, roots
from core.words import counted, plural
from data.bundle.differences import Changed, Difference, text


@dataclass(frozen=True, slots=True)
class Counts:
    """The rows of one table: new, changed, as they were, waiting for a decision, refused."""

    added: int = 0
    changed: int = 0
    same: int = 0
    differs: int = 0
    refused: int = 0


@dataclass(frozen=True)
class Outcome:
    """The outcome of an import; `changes` are the first values that change or wait, with the old one.

    `whole` says that the source as such is refused, so that its good rows cannot come in alone either. `audit_id` is
    the command that `undo` takes back; None where nothing was written.
    """

    stored: bool
    tables: Mapping[str, Counts]
    refused: Sequence[Refusal]
    findings: Sequence[Finding]
    changes: Sequence[Changed] = field(default=(), repr=False)
    whole: bool = False
    audit_id: int | None = None

    @cached_property
    def roots(self) -> list[Root]:
        """The refusals that are to be mended, each with what rests on its row."""
        return roots(self.refused)

    @cached_property
    def behind(self) -> Mapping[str, int]:
        """For each table how many rows are refused only because they rest on another refused row."""
        return sum((Counter(root.behind) for root in self.roots), Counter())

    @property
    def coming(self) -> int:
        """How many records are new or change."""
        return sum(counts.added + counts.changed for counts in self.tables.values())

    @property
    def waiting(self) -> int:
        """How many rows wait, because something else was entered here since."""
        return sum(counts.differs for counts in self.tables.values())

    @property
    def left_in_words(self) -> str:
        """What does not come in by itself, in words: cells to mend, rows of which Digwell has something else."""
        cells, rows = len(self.roots), self.waiting
        parts = [
            f"{counted(cells, 'cell')} {plural(cells, 'needs', 'need')} mending" if cells else "",
            f"{counted(rows, 'row')} {plural(rows, 'differs', 'differ')} from what was entered here" if rows else "",
        ]
        return " and ".join(part for part in parts if part)

    @property
    def asks_day_order(self) -> bool:
        """Whether some days can be read two ways, and a person has to say which."""
        return any(finding.code == Notice.DAY_ORDER_OPEN for finding in self.findings)

    @property
    def unanswered(self) -> bool:
        """Whether anything was refused or waits for a decision: the command's exit is then 1."""
        return bool(self.refused or self.waiting)

    def overwritten(self) -> "Outcome":
        """The same where the person said that the file knows better: what waited is changed."""
        tables = {
            table: replace(counts, changed=counts.changed + counts.differs, differs=0)
            for table, counts in self.tables.items()
        }
        findings = tuple(finding for finding in self.findings if finding.code != Notice.ROW_WAITS)
        changes = tuple(replace(change, waits=False) for change in self.changes)
        return replace(self, tables=tables, findings=findings, changes=changes)

    def document(self) -> dict[str, Any]:
        """The JSON of `digwell import`."""
        return {
            "stored": self.stored,
            "tables": {table: asdict(counts) for table, counts in self.tables.items()},
            "refused": [_refusal(refusal) for refusal in self.refused],
            "findings": [_finding(finding) for finding in self.findings],
        }


def _refusal(refusal: Refusal) -> dict[str, Any]:
    named = ("table", "line", "column", "value", "why", "remedy")
    root = {"table": refusal.because_of_table, "line": refusal.because_of} if refusal.because_of else None
    # A table that is not there has no line.
    return {name: getattr(refusal, name) for name in named} | {"line": refusal.line or None, "because_of": root}


def _finding(finding: Finding) -> dict[str, Any]:
    where = {name: getattr(finding.where, name) or None for name in ("table", "id", "column", "line")}
    said = {"code": finding.code, "severity": finding.severity.value, "message": finding.message, "where": where}
    return said | {name: getattr(finding, name) for name in ("remedy", "client_id", "rule", "dismissed")}


def told_differences(file: str, difference: Difference) -> Iterable[Finding]:
    """Findings about what is emptied, and about what waits because it was changed here since."""
    for column, (count, first) in difference.cleared.items():
        are = "value of {} is" if count == 1 else "values of {} are"
        message = f"{file}: {count:,} {are.format(column)} emptied, such as “{text(first.ours)}” of {first.record}."
        where = Location(difference.table, first.record, column, first.line, file)
        yield Finding(
            Notice.VALUES_EMPTIED, Severity.INFO, message, where, "To keep a column as it is, leave it out of the file."
        )
    waiting = [change for change in difference.shown if change.waits]
    for change in waiting:
        ours, theirs = (f"“{text(value)}”" if value is not None else "empty" for value in (change.ours, change.theirs))
        message = (
            f"{file}, line {change.line}: {change.column} of {change.record} is {ours} here, {theirs} in the file."
        )
        where = Location(change.table, change.record, change.column, change.line, file)
        because = _CHANGED_HERE if change.here else _WITH_ITS_ROW
        yield Finding(Notice.ROW_WAITS, Severity.WARN, f"{message} {because}", where, _DECIDE)
    told = len({change.line for change in waiting})
    if more := len(difference.waiting) - told:
        message = f"{file}: {more:,} more rows say something else than what was entered here."
        yield Finding(Notice.ROW_WAITS, Severity.WARN, message, Location(difference.table, file=file), _DECIDE)


_CHANGED_HERE = "It was entered here after the last import, so the row waits."
_WITH_ITS_ROW = "It waits with its row, of which something else was entered here after the last import."
_DECIDE = "Import with --overwrite to take what the file says, or leave it as it is."
