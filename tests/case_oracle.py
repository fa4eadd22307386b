"""An oracle of cases: a client's case worked out row by row in plain Python, and random offices to try it on."""

import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.case import Case, SoonTalk, Waiting, Word
from core.clock import Clock
from core.models import BECAUSE_OF
from core.vocabulary import ENDS, FOLLOW_UP_KINDS, STAGES
from tests.oracle import came_with_a_file
from tests.random_offices import Bundle

ZONE = ZoneInfo("America/New_York")


def by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


def latest(days: Any) -> date | None:
    return max((day for day in days if day), default=None)


def earliest(days: Any) -> date | None:
    return min((day for day in days if day), default=None)


def words_from(clock: Clock) -> date:
    """Older words explain nothing, since whoever had no step for longer is told as quiet for long."""
    return min(clock.as_of - timedelta(120), clock.quiet_before)


def said_in(meeting: Mapping[str, Any]) -> Word:
    """A meeting that happened as the word that it was."""
    return Word(meeting["happened_on"], meeting["kind"], frozenset((meeting["about"] or "").split()))


class Oracle:
    """One client's case, worked out row by row from the bundle."""

    def __init__(self, bundle: Bundle, client: dict[str, Any], clock: Clock) -> None:
        self.client, self.clock, self.as_of = client, clock, clock.as_of
        fields = {row["field_id"] for row in bundle.get("fields", []) if row["client_id"] == client["client_id"]}
        self.bundle = bundle
        self.research = [row for row in bundle.get("research", []) if row["field_id"] in fields]
        self.contacts, self.talks, self.owed, self.meetings, self.asides = (
            [row for row in bundle.get(table, []) if row.get("client_id") == client["client_id"]]
            for table in ("contacts", "interviews", "follow_ups", "meetings", "asides")
        )
        self.leads = {row["lead_id"]: row for row in bundle.get("leads", [])}
        self.name = {row["contact_id"]: row["name"] for row in self.contacts}
        self.talk = {row["interview_id"]: row for row in self.talks}

    def case(self) -> Case:
        as_of, client = self.as_of, self.client
        step, stage, talk = self.step()
        words = [row for row in self.meetings if by(row["happened_on"], as_of)]
        goal = 6 if client["goal_interviews"] is None else client["goal_interviews"]
        held = sorted(row["held_on"] for row in self.talks if by(row["held_on"], as_of))
        thanks = self.thanks()
        planned = [row["planned_for"].astimezone(ZONE).date() for row in self.meetings if row["planned_for"]]
        introduced = [row for row in self.contacts if row["referred_by"] and by(row["added_on"], as_of)]
        return Case(
            client_id=0,
            key=client["client_id"],
            name=client["name"],
            unassigned=bool(self.bundle.get("counselors")) and client.get("counselor_id") is None,
            started_on=client["started_on"],
            needed_by=client.get("needed_by"),
            goal=goal,
            held=len(held),
            requests=sum(1 for row in self.talks if by(row["requested_on"], as_of)),
            contacts=sum(1 for row in self.contacts if by(row["added_on"], as_of)),
            sources=sum(1 for row in self.research if by(row["read_on"], as_of)),
            last_step=step,
            stage=stage,
            with_whom=self.name[talk["contact_id"]] if talk else "",
            step_end=talk["stage"] if talk and talk["stage"] in ENDS and stage != "held" else "",
            set_for=self.day(talk) if talk else None,
            unanswered=sum(map(self.is_unanswered, self.talks)),
            ahead=any(self.is_ahead(row) for row in self.talks),
            agreed_on=latest([*(by(row["scheduled_on"], as_of) for row in self.talks), *planned]),
            reached_on=held[goal - 1] if goal and len(held) >= goal else None,
            last_word=latest(row["happened_on"] for row in words),
            meets_on=latest(self.day(row, "planned_for") for row in self.meetings if row not in words),
            last_aside=None,
            requested_on=earliest(by(row["requested_on"], as_of) for row in self.talks),
            talked_on=earliest(held),
            introduced_on=None
            if any(map(came_with_a_file, introduced))
            else earliest(row["added_on"] for row in introduced),
            thanked_on=thanks[0] if thanks else None,
            thanked=thanks[1] if thanks else "",
            talks=[self.soon(row) for row in self.talks if self.is_soon(row)],
            waiting=self.waiting(),
            words=[said_in(row) for row in words if row["happened_on"] >= words_from(self.clock)],
        )

    def step(self) -> tuple[date | None, str | None, dict[str, Any] | None]:
        steps: list[tuple[date, int, str, int]] = []
        for row in self.contacts:
            steps += [(day, 0, "identified", -1) for day in [by(row["added_on"], self.as_of)] if day]
        for row in self.research:
            steps += [(day, 1, "researched", -1) for day in [by(row["read_on"], self.as_of)] if day]
        names = ("requested", "replied", "scheduled", "confirmed", "held")
        for place, row in enumerate(self.talks):
            for rank, name in enumerate(names, start=2):
                if day := by(row[f"{name}_on"], self.as_of):
                    steps.append((day, rank, name, place))
        if not steps:
            return None, None, None
        day, _, stage, place = max(steps)
        return day, stage, self.talks[place] if place >= 0 else None

    def day(self, row: dict[str, Any], column: str = "scheduled_for") -> date | None:
        moment: datetime | None = row[column]
        return moment.astimezone(ZONE).date() if moment else None

    def is_unanswered(self, row: dict[str, Any]) -> bool:
        over = by(row["replied_on"], self.as_of) or by(row["held_on"], self.as_of) or row["stage"] in ENDS
        return bool(by(row["requested_on"], self.as_of) and not over)

    def is_ahead(self, row: dict[str, Any]) -> bool:
        day = self.day(row)
        return bool(day and day >= self.as_of and not by(row["held_on"], self.as_of) and row["stage"] not in ENDS)

    def is_soon(self, row: dict[str, Any]) -> bool:
        return self.is_ahead(row) and (self.day(row) or date.max) <= self.clock.soon_until

    def soon(self, row: dict[str, Any]) -> SoonTalk:
        asked = [q for q in self.bundle.get("questions", []) if q["interview_id"] in self.talk]
        own = [q for q in asked if q["interview_id"] == row["interview_id"]]
        confirms = [u for u in self.owed if u["kind"] == "confirm"]
        rows_say = any(u["interview_id"] == row["interview_id"] and by(u["done_on"], self.as_of) for u in confirms)
        says = bool(by(row["confirmed_on"], self.as_of)) or row["stage"] == "confirmed"
        ours = row["imported_on"] is None
        recorded = confirms or any(t["confirmed_on"] or t["stage"] == "confirmed" for t in self.talks)
        moment = row["scheduled_for"].astimezone(ZONE)
        return SoonTalk(
            0,
            row["interview_id"],
            self.name[row["contact_id"]],
            moment.date(),
            None if moment.time() == time() else moment,
            row["scheduled_on"],
            says or rows_say,
            len(own),
            confirms=bool(says or ours or recorded),
            plans=bool(ours or asked),
        )

    def whom(self, row: dict[str, Any]) -> str:
        contact = row["contact_id"] or (self.talk[row["interview_id"]]["contact_id"] if row["interview_id"] else None)
        return str(self.name.get(contact, ""))

    def fact_on(self, row: dict[str, Any]) -> date | None:
        if row["kind"] == "write_notes" and row["interview_id"]:
            return self.talk[row["interview_id"]].get("notes_on")
        if row["kind"] in {"lead", "resource"} and row.get("because_of"):
            lead = self.leads[row["because_of"]]
            return earliest([lead["done_on"], lead["dropped_on"]])
        return None

    def waiting(self) -> list[Waiting]:
        found = []
        for kind in sorted({row["kind"] for row in self.owed} - {"confirm", "keep_in_touch"}):
            rows = [row for row in self.owed if row["kind"] == kind and not by(row["done_on"], self.as_of)]
            late = [row for row in rows if self.is_late(row)]
            if late:
                oldest = min(late, key=lambda row: (row["due_on"], self.owed.index(row)))
                gift = self.leads[oldest["because_of"]]["kind"] if oldest.get("because_of") else ""
                due_sum = sum((row["due_on"] - date(2000, 1, 1)).days for row in rows)
                found.append(
                    Waiting(
                        kind,
                        len(late),
                        oldest["due_on"],
                        oldest["opens_on"],
                        self.whom(oldest),
                        gift,
                        len(rows),
                        due_sum,
                    )
                )
        return found

    def is_late(self, row: dict[str, Any]) -> bool:
        opened = row["opens_on"] is None or row["opens_on"] <= self.as_of
        late = self.clock.missed_from <= row["due_on"] <= self.clock.late_before
        return bool(opened and late and not by(self.fact_on(row), self.as_of))

    def thanks(self) -> tuple[date, str] | None:
        quick = [
            (row["done_on"], place, self.whom(row))
            for place, row in enumerate(self.owed)
            if row["kind"] == "thank_you"
            and by(row["done_on"], self.as_of)
            and row["done_on"] >= self.clock.praised_from
            and row["due_on"] >= self.clock.missed_from
            and row["done_on"] <= (row["opens_on"] + timedelta(1) if row["opens_on"] else row["due_on"])
        ]
        return (max(quick)[0], max(quick)[2]) if quick else None


def plain(case: Case) -> Case:
    """A case without what only the store knows, its parts in a set order."""
    return case._replace(
        client_id=0,
        last_aside=None,
        talks=sorted(talk._replace(interview_id=0) for talk in case.talks),
        waiting=sorted(case.waiting, key=lambda late: late.kind),
        words=sorted(case.words, key=str),
        aside=(),
    )


def key(case: Case) -> str:
    return case.key


# Today and the days about it; the last and the first day inside and outside of every span that a reason knows.
_NEAR = (0, 0, 1, 1, 2, 3, -1, -2, -3, -4, -5, -6, -7, -8)
_SPANS = (-13, -14, -15, -27, -28, -29, -30, -31, -32, -89, -90, -91, -119, -120, -121, -200)
_OFFSETS = (*_NEAR, *_SPANS)
_HOURS = (time(0), time(9, 30), time(23))
_KINDS = ("thank_you", "thank_you", "lead", "write_notes", "confirm", *FOLLOW_UP_KINDS)
# What can be put aside, by the table that it is about.
_ASIDE = {"clients": ("PAC201", "PAC202", "PAC203", "PAC204", "FUP102", "FUP108"), "interviews": ("SCH043", "SCH078")}


def busy_office(chance: random.Random, clients: int = 25) -> tuple[date, Bundle]:
    """A day, and an office in which much has just become true, is about to, or has just been done."""
    as_of = chance.choice([date(2026, 11, 22), date(2026, 11, 25), date(2026, 12, 31), date(2027, 3, 1)])
    bundle: Bundle = defaultdict(list)
    bundle["counselors"] = [{"counselor_id": "k0", "name": "Dana"}] * chance.randint(0, 1)
    for number in range(clients):
        for table, rows in _Busy(chance, as_of, f"c{number}", bool(bundle["counselors"])).rows().items():
            bundle[table] += rows
    return as_of, bundle


class _Busy:
    """One client with records on days that matter."""

    def __init__(self, chance: random.Random, as_of: date, client: str, has_counselors: bool) -> None:
        self.chance, self.as_of, self.client, self.has_counselors = chance, as_of, client, has_counselors
        self.is_busy_today = chance.random() < 0.1
        self.people = self.some("p", 4)
        self.fields = self.some("f", 2)
        self.talks = self.some("i", 5) if self.people else []
        self.leads = self.some("l", 3) if self.talks else []

    def some(self, sign: str, most: int) -> list[str]:
        return [f"{self.client}{sign}{number}" for number in range(self.chance.randint(0, most))]

    def on(self, filled: float = 0.5) -> date | None:
        return self.as_of + timedelta(self.chance.choice(_OFFSETS)) if self.chance.random() < filled else None

    def moment(self, near: bool) -> datetime:
        days = self.chance.randint(-1, 5) if near else self.chance.choice(_OFFSETS)
        day = self.as_of + timedelta(days)
        return datetime.combine(day, self.chance.choice(_HOURS), ZONE).astimezone(UTC)

    def rows(self) -> Bundle:
        chance = self.chance
        own: Bundle = {
            "clients": [self.whole_client()],
            "fields": [{"field_id": field, "name": field} for field in self.fields],
            "contacts": [self.contact(name) for name in self.people],
            "interviews": [self.talk(interview) for interview in self.talks],
            "leads": [self.lead(lead) for lead in self.leads],
            "follow_ups": [self.follow_up() for _ in range(chance.randint(0, 8))],
            "meetings": [self.meeting() for _ in range(chance.randint(0, 3))],
        }
        found = {table: [{"client_id": self.client, **row} for row in rows] for table, rows in own.items()}
        found["research"] = [{"field_id": field, "read_on": self.on()} for field in self.fields]
        found["questions"] = [{"interview_id": each, "text": "?"} for each in self.talks if chance.random() < 0.3]
        found["dismissals"] = self.put_aside()
        return found

    def whole_client(self) -> dict[str, Any]:
        chance = self.chance
        return {
            "name": self.client.upper(),
            "started_on": self.on(1.0),
            "needed_by": self.on(0.3),
            "goal_interviews": chance.choice([None, None, 0, 1, 2]),
            "status": chance.choice([None, "active", "active", "paused"]),
            "counselor_id": chance.choice([None, "k0"]) if self.has_counselors else None,
        }

    def contact(self, name: str) -> dict[str, Any]:
        by = self.chance.choice([None, None, *self.people])
        imported_on = self.chance.choice([None, None, self.as_of])
        return {
            "contact_id": name, "name": name, "referred_by": by, "added_on": self.on(0.8), "imported_on": imported_on,
        }  # fmt: skip

    def talk(self, interview: str) -> dict[str, Any]:
        chance = self.chance
        steps = ("requested_on", "replied_on", "scheduled_on", "confirmed_on", "held_on", "notes_on")
        stage = chance.choice(["confirmed", "closed", *STAGES])
        appointment = self.moment(near=chance.random() < 0.7) if chance.random() < 0.6 else None
        return {
            "interview_id": interview,
            "contact_id": chance.choice(self.people),
            "stage": chance.choice([None, stage]),
            "scheduled_for": appointment,
            "imported_on": chance.choice([None, self.as_of]),
            **{step: self.on(0.3) for step in steps},
            **({"held_on": self.as_of} if self.is_busy_today and chance.random() < 0.7 else {}),
        }

    def lead(self, lead: str) -> dict[str, Any]:
        kind = self.chance.choice(["person", "book"])
        about = {"lead_id": lead, "name": lead, "kind": kind, "interview_id": self.chance.choice(self.talks)}
        return {**about, "done_on": self.on(0.4), "dropped_on": self.on(0.4)}

    def follow_up(self) -> dict[str, Any]:
        chance = self.chance
        kind, opens_on = chance.choice(_KINDS), self.on(0.6)
        soon_done = opens_on + timedelta(chance.randint(0, 2)) if opens_on else None
        return {
            "kind": kind,
            "contact_id": chance.choice([None, *self.people]),
            "interview_id": chance.choice([None, *self.talks, *self.talks]),
            "because_of": chance.choice([None, *self.leads]) if BECAUSE_OF.get(kind) == "leads" else None,
            "opens_on": opens_on,
            "due_on": self.on(1.0),
            "done_on": chance.choice([None, None, self.on(), soon_done, self.as_of]),
        }

    def meeting(self) -> dict[str, Any]:
        return {
            "kind": self.chance.choice(["call", "message", "kind_word"]),
            "planned_for": self.moment(near=False) if self.chance.random() < 0.3 else None,
            "happened_on": self.on(0.8),
            "about": self.chance.choice([None, "PAC201", "FUP102 PAC203"]),
        }

    def put_aside(self) -> list[dict[str, Any]]:
        """Some of the client's reasons and those of their talks, each once."""
        about = [("clients", self.client), *(("interviews", interview) for interview in self.talks)]
        pairs = [(code, f"{table}/{key}") for table, key in about for code in _ASIDE[table]]
        return [
            {"code": code, "record": record, "reason": "on holiday", "on": self.on(0.8), "until": self.until()}
            for code, record in self.chance.sample(pairs, min(len(pairs), 4))
        ]

    def until(self) -> date | None:
        return self.as_of + timedelta(self.chance.choice([-30, -1, 0, 1, 30])) if self.chance.random() < 0.6 else None
