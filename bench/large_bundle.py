"""The made-up bundle that imports are measured on: of about so many rows, the same every time."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from core.topics import TOPICS

AS_OF = date(2026, 11, 22)
# For each client: so many rows of each table, as in an office that has been used for a year.
PER_CLIENT = {"fields": 2, "contacts": 12, "interviews": 10, "questions": 60, "follow_ups": 12, "notes": 2, "leads": 1}
WORDS = ["they", "spoke", "of", "days", "and", "hours", "the", "way", "in", "what", "nobody", "tells", "you", "about"]


def write_bundle(folder: Path, rows: int) -> None:
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
    return (AS_OF - timedelta(days=draw.randrange(since))).isoformat()


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
    held = AS_OF - timedelta(days=draw.randrange(360))
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
