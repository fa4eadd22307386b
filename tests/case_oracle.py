"""An oracle of cases: a client's case worked out row by row in plain Python, and random offices to try it on."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from core.case import Case, SoonTalk, Waiting, Word
from core.clock import Clock
from core.vocabulary import ENDS
from tests.random_offices import Bundle, offices

ZONE = ZoneInfo("America/New_York")


def by(day: date | None, as_of: date) -> date | None:
    return day if day is not None and day <= as_of else None


def latest(days: Any) -> date | None:
    return max((day for day in days if day), default=None)


def earliest(days: Any) -> date | None:
    return min((day for day in days if day), default=None)


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
            introduced_on=earliest(by(row["added_on"], as_of) for row in self.contacts if row["referred_by"]),
            thanked_on=thanks[0] if thanks else None,
            thanked=thanks[1] if thanks else "",
            talks=[self.soon(row) for row in self.talks if self.is_soon(row)],
            waiting=self.waiting(),
            words=[Word(row["happened_on"], row["kind"], frozenset((row["about"] or "").split())) for row in words],
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


NEAR = st.integers(-45, 3)


@st.composite
def busy_offices(draw: Any) -> tuple[date, Bundle]:
    """A random office with words, leads and appointments close by."""
    as_of, bundle = draw(offices())

    def day() -> date | None:
        return as_of + timedelta(draw(NEAR)) if draw(st.integers(0, 2)) else None

    for client in bundle.get("clients", []):
        client["needed_by"] = day()
    for talk in bundle.get("interviews", []):
        talk["imported_on"] = draw(st.sampled_from([None, as_of]))
        talk["notes_on"] = day()
        if draw(st.booleans()):
            soon = as_of + timedelta(draw(st.integers(-1, 5)))
            hour = draw(st.sampled_from([time(0), time(9, 30), time(23)]))
            talk["scheduled_for"] = datetime.combine(soon, hour, ZONE).astimezone(UTC)
    number = 0
    for client in bundle.get("clients", []):
        own = [talk for talk in bundle["interviews"] if talk["client_id"] == client["client_id"]]
        for _ in range(draw(st.integers(0, 3))):
            moment = day()
            bundle.setdefault("meetings", []).append(
                {
                    "client_id": client["client_id"],
                    "kind": draw(st.sampled_from(["call", "message", "kind_word"])),
                    "planned_for": datetime.combine(moment, time(12), UTC) if moment else None,
                    "happened_on": day(),
                    "about": draw(st.sampled_from([None, "PAC201", "FUP102 PAC203"])),
                }
            )
        for _ in range(draw(st.integers(0, 2)) if own else 0):
            number += 1
            lead = {
                "lead_id": f"l{number}",
                "client_id": client["client_id"],
                "name": "X",
                "interview_id": own[0]["interview_id"],
            }
            lead |= {"kind": draw(st.sampled_from(["person", "book"])), "done_on": day(), "dropped_on": day()}
            bundle.setdefault("leads", []).append(lead)
            follow_up = {
                "client_id": client["client_id"],
                "kind": "lead",
                "because_of": lead["lead_id"],
                "done_on": None,
            }
            follow_up |= {"interview_id": own[0]["interview_id"], "contact_id": None, "opens_on": day()}
            bundle["follow_ups"].append(follow_up | {"due_on": as_of + timedelta(draw(NEAR))})
    return as_of, bundle
