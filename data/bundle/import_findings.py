"""Contradictions in the records that an import brought: these come in, and each is told with its line."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from core.codes import Notice
from core.findings import Finding, Location, Severity
from core.viewer import Viewer
from data.bundle.comparison import Comparison
from data.bundle.row_references import question_key, question_keys
from data.bundle.stored_form import Arrived
from data.contradictions import Contradiction, contradictions
from data.store import Reader

# So many are told one by one; To mend has them all.
_TOLD = 200


def import_findings(reader: Reader, viewer: Viewer, compared: Comparison, today: date) -> list[Finding]:
    """The contradictions in the records of an import, each with its line in the file, the gravest first."""
    every = contradictions(reader, viewer, today, status="all")
    found = [finding for finding in _placed(every, compared) if finding.dismissed is None]
    if len(found) <= _TOLD:
        return found
    message = f"{len(found) - _TOLD:,} more things about these records are worth a look."
    return [
        *found[:_TOLD],
        Finding(Notice.MORE_TO_MEND, Severity.INFO, message, Location(), "Open To mend, or run digwell check."),
    ]


def _placed(found: list[Contradiction], compared: Comparison) -> Iterator[Finding]:
    lines = {table: _lines(table, found, compared) for table in {each.table for each in found} & compared.tables.keys()}
    for each in found:
        line = lines.get(each.table, {}).get(_key(each))
        if line is not None:
            file = compared.tables[each.table].file
            yield replace(each.finding, where=replace(each.finding.where, line=line, file=file))


def _lines(table: str, found: list[Contradiction], compared: Comparison) -> dict[int, int]:
    """The lines of those rows of a table that something was found about."""
    keys = _keys(compared.tables[table])
    about = pa.array(sorted({_key(each) for each in found if each.table == table}), pa.int64())
    mask = pc.is_in(keys, value_set=about)
    lines = compared.tables[table].rows["line"].filter(mask)
    return dict(zip(keys.filter(mask).to_pylist(), lines.to_pylist(), strict=True))


def _keys(table: Arrived) -> pa.ChunkedArray:
    if table.table == "questions":
        return question_keys(table.rows["interview_id"], table.rows["position"])
    return table.rows[table.key]


def _key(each: Contradiction) -> int:
    return each.number if each.table != "questions" else question_key(each.number, each.position or 0)
