"""The time of an import beside reading and validating its rows alone, and the memory it needs.

Each measurement runs in a process of its own, so that its peak of memory is its own.
"""

import csv
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.lines import Line
from bench.scale import Scale
from core.cells import Reading
from core.models import TABLES
from core.topics import TOPICS
from core.viewer import LOCAL
from data.bundle import importing
from data.bundle.exporting import export
from data.bundle.source_tables import KNOWN
from data.forms.sheets import Limits
from data.forms.source import read_sheets
from data.store import Store

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 22)
# For each client: so many rows of each table, as in an office that has been used for a year.
PER_CLIENT = {"fields": 2, "contacts": 12, "interviews": 10, "questions": 60, "follow_ups": 12, "notes": 2, "leads": 1}
WORDS = ["they", "spoke", "of", "days", "and", "hours", "the", "way", "in", "what", "nobody", "tells", "you", "about"]
# What was promised: seconds as a multiple of reading and validating, megabytes at the peak, seconds of a workbook.
MOST_TIMES, MOST_MB, WORKBOOK_SECONDS = 2.0, 800, 40
_ROUNDS = 3


def bundle(folder: Path, rows: int) -> None:
    """A bundle of about so many rows, the same every time."""
    draw = random.Random(7)
    clients = max(1, rows // (1 + sum(PER_CLIENT.values())))
    tables: dict[str, Iterator[dict[str, object]]] = {
        "counselors": ({"counselor_id": f"k{n}", "name": f"Counselor {n}", "email": ""} for n in range(10)),
        "clients": (_client(n, draw) for n in range(clients)),
        "fields": (_field(n, k) for n in range(clients) for k in range(PER_CLIENT["fields"])),
        "contacts": (_contact(n, k, draw) for n in range(clients) for k in range(PER_CLIENT["contacts"])),
        "interviews": (_interview(n, k, draw) for n in range(clients) for k in range(PER_CLIENT["interviews"])),
        "questions": (_question(n, k, draw) for n in range(clients) for k in range(PER_CLIENT["questions"])),
        "follow_ups": (_follow_up(n, k, draw) for n in range(clients) for k in range(PER_CLIENT["follow_ups"])),
        "notes": (_note(n, k, draw) for n in range(clients) for k in range(PER_CLIENT["notes"])),
        "leads": (_lead(n, draw) for n in range(clients)),
    }
    folder.mkdir()
    for table, lines in tables.items():
        first = next(lines)
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, first.keys(), lineterminator="\n")
            writer.writeheader()
            writer.writerow(first)
            writer.writerows(lines)


def _day(draw: random.Random, since: int = 400) -> str:
    return (TODAY - timedelta(days=draw.randrange(since))).isoformat()


def _said(draw: random.Random, words: int) -> str:
    return " ".join(draw.choices(WORDS, k=words)).capitalize() + "."


def _client(n: int, draw: random.Random) -> dict[str, object]:
    started, goal = _day(draw), draw.choice([4, 6, 8])
    return {"client_id": f"c{n}", "counselor_id": f"k{n % 10}", "name": f"Client {n}", "started_on": started,
            "situation": "student", "mode": "choosing", "goal_interviews": goal, "status": "active"}  # fmt: skip


def _field(n: int, k: int) -> dict[str, object]:
    return {"field_id": f"f{n}-{k}", "client_id": f"c{n}", "name": f"Field {k}", "status": "exploring"}


def _contact(n: int, k: int, draw: random.Random) -> dict[str, object]:
    return {"contact_id": f"p{n}-{k}", "client_id": f"c{n}", "name": f"Person {n} {k}",
            "organization": f"House of {draw.choice(WORDS)}", "title": "Head of something", "channel": "alumni",
            "closeness": "new", "referred_by": f"p{n}-{k - 1}" if k % 3 == 1 else "", "field_id": f"f{n}-{k % 2}",
            "added_on": _day(draw)}  # fmt: skip


def _interview(n: int, k: int, draw: random.Random) -> dict[str, object]:
    held = TODAY - timedelta(days=draw.randrange(360))
    before = {"requested_on": 12, "replied_on": 8, "scheduled_on": 7, "confirmed_on": 1, "held_on": 0}
    days = {name: (held - timedelta(days=ago)).isoformat() for name, ago in before.items()}
    return {"interview_id": f"i{n}-{k}", "client_id": f"c{n}", "contact_id": f"p{n}-{k}", "field_id": f"f{n}-{k % 2}",
            "stage": "held", **days, "scheduled_for": f"{held}T10:30:00+00:00", "format": "video",
            "minutes_actual": 25, "highlights": _said(draw, 12), "notes_on": held.isoformat(),
            "referral_asked": "yes", "fit_values": 4, "prepared": "person role"}  # fmt: skip


def _question(n: int, k: int, draw: random.Random) -> dict[str, object]:
    return {"interview_id": f"i{n}-{k // 6}", "position": k % 6 + 1, "topic": TOPICS[k % 12].name,
            "text": _said(draw, 9), "asked": "yes", "answered": "yes", "answer": _said(draw, 14),
            "planned": "yes"}  # fmt: skip


def _follow_up(n: int, k: int, draw: random.Random) -> dict[str, object]:
    due = _day(draw)
    return {"follow_up_id": f"u{n}-{k}", "client_id": f"c{n}", "contact_id": f"p{n}-{k}",
            "interview_id": f"i{n}-{k}" if k < PER_CLIENT["interviews"] else "", "kind": "thank_you",
            "due_on": due, "done_on": due if k % 2 else ""}  # fmt: skip


def _note(n: int, k: int, draw: random.Random) -> dict[str, object]:
    return {"note_id": f"n{n}-{k}", "client_id": f"c{n}", "author": f"k{n % 10}", "created_on": _day(draw),
            "shared": "no", "text": _said(draw, 30)}  # fmt: skip


def _lead(n: int, draw: random.Random) -> dict[str, object]:
    return {"lead_id": f"l{n}", "client_id": f"c{n}", "interview_id": f"i{n}-0", "contact_id": f"p{n}-0",
            "kind": "book", "name": _said(draw, 4), "given_on": _day(draw)}  # fmt: skip


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
    plan = importing.read(source, store, today=TODAY)
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
    bundle(source, scale.bundle_rows)
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
    bundle(source, scale.workbook_rows)
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
