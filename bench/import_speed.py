"""How long an import takes beside reading and validating its rows alone, and the memory it needs.

    python -m bench.import_speed [ROWS] [--form folder|zip|xlsx] [--rounds N]

Each measurement runs in a process of its own, so that its peak of memory is its own. Medians, in one run.
"""

import argparse
import csv
import json
import os
import random
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

from core.cells import Reading
from core.models import TABLES
from core.topics import TOPICS
from core.viewer import LOCAL
from data.bundle import importing
from data.bundle.exporting import export
from data.bundle.taking import KNOWN
from data.forms.sheets import Limits
from data.forms.source import read_sheets
from data.store import Store

TODAY = date(2026, 11, 22)
# For each client: so many rows of each table, as in an office that has been used for a year.
PER_CLIENT = {"fields": 2, "contacts": 12, "interviews": 10, "questions": 60, "follow_ups": 12, "notes": 2, "leads": 1}
WORDS = ["they", "spoke", "of", "days", "and", "hours", "the", "way", "in", "what", "nobody", "tells", "you", "about"]
# The targets of the issue: seconds as a multiple of reading and validating, megabytes at the peak.
MOST_TIMES, MOST_MB = 2.0, 800


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


def sent_out(_source: Path, office: Path) -> int:
    """Export an office to a folder."""
    store = Store.open(office)
    export(store, office.with_name(f"out-{time.time_ns()}"))
    store.close()
    return 0


def into_form(source: Path, target: Path) -> int:
    """The same bundle in another form."""
    with tempfile.TemporaryDirectory() as folder:
        office = Path(folder) / "office.duckdb"
        brought_in(source, office)
        store = Store.open(office)
        export(store, target)
        store.close()
    return 0


STEPS = {"alone": alone, "brought_in": brought_in, "sent_out": sent_out, "into_form": into_form}
ROUND = {
    "read and validated alone": "alone",
    "into an empty office": "brought_in",
    "again into itself": "brought_in",
    "out to a folder": "sent_out",
}


class Measure(NamedTuple):
    """Seconds on the clock and of the processors, megabytes at the peak, and rows."""

    seconds: float
    cpu: float
    megabytes: float
    rows: int


def measured(step: str, source: Path, office: Path) -> Measure:
    """One step in a process of its own."""
    command = [sys.executable, "-m", "bench.import_speed", "--step", step, str(source), str(office)]
    return Measure(*json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def _step(step: str, source: Path, office: Path) -> None:
    began = time.perf_counter()
    rows = STEPS[step](source, office)
    seconds = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1_000, rows]))


def compare(rows: int, form: str, rounds: int) -> None:
    """Measure some rounds and print the medians, each as a multiple of reading and validating alone."""
    found: dict[str, list[Measure]] = {name: [] for name in ROUND}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "bundle"
        bundle(source, rows)
        if form != "folder":
            measured("into_form", source, folder / f"bundle.{form}")
            source = folder / f"bundle.{form}"
        for number in range(rounds):
            for what, step in ROUND.items():
                found[what].append(measured(step, source, folder / f"{number}.duckdb"))
    first = found["read and validated alone"]
    clock, cpu = (statistics.median(values) for values in ([m.seconds for m in first], [m.cpu for m in first]))
    print(f"{found['again into itself'][0].rows:,} rows as {form}; load {os.getloadavg()[0]:.1f}; "
          f"wanted: at most {MOST_TIMES:.1f} × and {MOST_MB} MB")  # fmt: skip
    for what, each in found.items():
        seconds, used = statistics.median(m.seconds for m in each), statistics.median(m.cpu for m in each)
        peak = max(m.megabytes for m in each)
        on_clock, of_cpu = f"{seconds:6.2f} s {seconds / clock:5.2f} ×", f"{used:6.2f} s {used / cpu:5.2f} ×"
        print(f"  {what:26} {on_clock}   CPU {of_cpu}   {peak:4.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", nargs="?", type=int, default=500_000)
    parser.add_argument("--form", choices=["folder", "zip", "xlsx"], default="folder")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--step", nargs=3)
    given = parser.parse_args()
    if given.step:
        _step(given.step[0], Path(given.step[1]), Path(given.step[2]))
    else:
        compare(given.rows, given.form, given.rounds)


if __name__ == "__main__":
    main()
