"""Bundles for tests: rows as people would write them, in files as people would have them."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from core.models import TABLES
from core.viewer import LOCAL
from data.bundle import importing
from data.bundle.exporting import export
from data.bundle.outcome import Outcome
from data.forms.sheets import Table, Upload
from data.forms.target import write_sheets
from data.store import Store

Rows = Iterable[Mapping[str, Any]]
TODAY = date(2026, 11, 22)
MUST = ("clients", "contacts", "interviews")
AMARA = {"client_id": "c1", "name": "Amara Diallo", "started_on": "2026-01-05"}
BEN = {"client_id": "c2", "name": "Ben Okafor", "started_on": "2026-02-02"}


def contact(text_id: str, client: str = "c1", **cells: Any) -> dict[str, Any]:
    """A contact with what it must have."""
    return {"contact_id": text_id, "client_id": client, "name": f"Contact {text_id}", **cells}


def interview(text_id: str, with_whom: str, client: str = "c1", **cells: Any) -> dict[str, Any]:
    """An interview with what it must have."""
    return {"interview_id": text_id, "client_id": client, "contact_id": with_whom, **cells}


def tables(given: Mapping[str, Rows]) -> list[Table]:
    """The tables with the columns that their rows name and those that must be there, the three that must be added."""
    found = []
    for name, record in TABLES.items():
        if name not in given and name not in MUST:
            continue
        rows = [dict(row) for row in given.get(name, ())]
        named = {column for row in rows for column in row}
        columns = [column.name for column in record.columns() if column.need != "optional" or column.name in named]
        columns += sorted(named - set(columns))
        found.append(Table(name, columns, [[row.get(column) for column in columns] for row in rows]))
    return found


def write_bundle(target: Path, given: Mapping[str, Rows]) -> Path:
    """A bundle in the form that the target's name asks for."""
    write_sheets(target, tables(given), replace=True)
    return target


def read(store: Store, source: Path | Upload, **options: Any) -> importing.Plan:
    """What would come in on a fixed day."""
    return importing.read(source, store, **{"today": TODAY, **options})


def bring_in(
    store: Store, source: Path | Upload, *, keep_good: bool = False, overwrite: bool = False, **options: Any
) -> Outcome:
    """Read and apply."""
    return importing.apply(store, LOCAL, read(store, source, **options), keep_good=keep_good, overwrite=overwrite)


def sent_out(store: Store, folder: Path) -> dict[str, str]:
    """The office as CSV, the text of each table."""
    export(store, folder, replace=True)
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def rows_of(text: str) -> list[dict[str, str]]:
    """The rows of a CSV, each with its filled cells only."""
    return [{name: cell for name, cell in row.items() if cell} for row in csv.DictReader(io.StringIO(text))]


def counts(outcome: Outcome, table: str) -> Sequence[int]:
    """Added, changed, same, differs, refused."""
    found = outcome.tables[table]
    return found.added, found.changed, found.same, found.differs, found.refused


def nothing_changed(outcome: Outcome) -> bool:
    """Whether every row is as the office has it."""
    return all(c.added == c.changed == c.differs == c.refused == 0 for c in outcome.tables.values())
