"""Imports measured beside reading and validating their rows alone, and the memory they need.

Each measurement runs in a process of its own, so that its peak of memory is its own.
"""

import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.large_bundle import AS_OF, write_bundle
from bench.lines import Line
from bench.scale import Scale
from core.cells import Reading
from core.models import TABLES
from core.viewer import LOCAL
from data.bundle import importing
from data.bundle.exporting import export
from data.bundle.source_tables import KNOWN
from data.forms.sheets import Limits
from data.forms.source import read_sheets
from data.store import Store

ROOT = Path(__file__).parent.parent
# What was promised: seconds as a multiple of reading and validating, megabytes at the peak, seconds of a workbook.
MOST_TIMES, MOST_MB, WORKBOOK_SECONDS = 2.0, 800, 40
_ROUNDS = 3


def alone(source: Path, _office: Path) -> int:
    """Read and validate every row, and keep nothing."""
    rows = 0
    for sheet in read_sheets(source, KNOWN, Limits()):
        record, reading, columns = TABLES[sheet.table], Reading(), sheet.columns
        for _line, cells in sheet.rows:
            given = {name: cell for name, cell in zip(columns, cells, strict=False) if cell is not None}
            record.model_validate(given, context=reading)
            rows += 1
    return rows


def brought_in(source: Path, office: Path) -> int:
    """Import into an office, which is made where nothing is there."""
    store = Store.open(office, create=not office.exists())
    plan = importing.read(source, store, today=AS_OF)
    outcome = importing.apply(store, LOCAL, plan)
    assert outcome.stored
    store.close()
    return sum(counts.added + counts.changed + counts.same for counts in outcome.tables.values())


def into_form(source: Path, target: Path) -> int:
    """The same bundle in another form."""
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder) / "office.duckdb"
        brought_in(source, office)
        store = Store.open(office)
        export(store, target)
        store.close()
    return 0


STEPS = {"alone": alone, "brought_in": brought_in, "into_form": into_form}


class Measure(NamedTuple):
    """Seconds on the clock and of the processors, megabytes at the peak, and rows."""

    seconds: float
    cpu: float
    megabytes: float
    rows: int


def lines(scale: Scale) -> list[Line]:
    """The bundle into an empty office and again into itself, and the workbook into an empty office."""
    with tempfile.TemporaryDirectory(prefix="digwell-bench-") as name:
        return [*_bundle_lines(Path(name), scale), _workbook_line(Path(name), scale)]


def _bundle_lines(folder: Path, scale: Scale) -> list[Line]:
    """By turns, each round with an office of its own; medians of the clock, since a person waits for that."""
    source = folder / "bundle"
    write_bundle(source, scale.bundle_rows)
    found: dict[str, list[Measure]] = {"alone": [], "into an empty office": [], "again into itself": []}
    for number in range(scale.times(_ROUNDS)):
        office = folder / f"{number}.duckdb"
        for what, each in found.items():
            each.append(measured("alone" if what == "alone" else "brought_in", source, office))
    base = found.pop("alone")
    return [line for what, each in found.items() for line in _beside(what, each, base)]


def _beside(what: str, each: list[Measure], base: list[Measure]) -> list[Line]:
    rows, peak = each[0].rows, max(one.megabytes for one in each)
    ours, alone_ = (statistics.median(one.seconds for one in some) for some in (each, base))
    cpu = statistics.median(one.cpu for one in each) / statistics.median(one.cpu for one in base)
    made_of = f"{ours:.1f} s : {alone_:.1f} s on the clock; {cpu:.2f} × in CPU; {len(each)} rounds"
    return [
        Line(f"{rows:,} rows {what} : reading them alone", MOST_TIMES, ours / alone_, "×", made_of),
        Line(f"… memory at its most, {what}", MOST_MB, peak, "MB", "of the whole process"),
    ]


def _workbook_line(folder: Path, scale: Scale) -> Line:
    source, book = folder / "to_be_a_workbook", folder / "bundle.xlsx"
    write_bundle(source, scale.workbook_rows)
    measured("into_form", source, book)
    one = measured("brought_in", book, folder / "workbook.duckdb")
    made_of = f"{one.cpu:.1f} s of CPU, {one.megabytes:.0f} MB at its most; meant for a quiet machine with two cores"
    return Line(f"a workbook of {one.rows:,} rows into an empty office", WORKBOOK_SECONDS, one.seconds, "s", made_of)


def measured(step: str, source: Path, office: Path) -> Measure:
    """One step in a process of its own."""
    command = [sys.executable, "-m", "bench.import_speed", step, str(source), str(office)]
    found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT).stdout
    return Measure(*json.loads(found))


def _step(step: str, source: Path, office: Path) -> None:
    began = time.perf_counter()
    rows = STEPS[step](source, office)
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([seconds, used.ru_utime + used.ru_stime, _most_megabytes(), rows]))


def _most_megabytes() -> float:
    # Not ru_maxrss: in that a process inherits what the one that started it had.
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) / 1000


if __name__ == "__main__":
    _step(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
