"""What the store says of each client is what their rows say, and the page's list follows from it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.case import Case, SoonTalk, Waiting, Word
from core.clock import Clock
from core.policy import Policy
from core.today import today as in_order
from core.viewer import LOCAL, Viewer
from core.vocabulary import ENDS
from data.cases import cases
from data.figures import caseload_figures, selection
from data.today import as_json, today
from tests.offices import Office, load, make_office, refill
from tests.random_offices import Bundle, offices

ZONE = ZoneInfo("America/New_York")
D = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=ZONE)
EXAMPLES = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("cases") / "office.duckdb"
    made = make_office(path, {"settings": [{"name": "time_zone", "value": ZONE.key}]})
    yield made
    made.store.close()


# ── the same worked out again in plain Python ────────────────────────────────────────────────────────────────────────


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
            unassigned=False,
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
        unassigned=False,
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


@EXAMPLES
@given(drawn=busy_offices())
def test_every_case_is_what_the_rows_say(office: Office, drawn: tuple[date, Bundle]) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    for day in (as_of, as_of - timedelta(days=9)):
        clock = Clock.at(day, None, Policy(), ZONE)
        whose = selection(status="all")
        figures = caseload_figures(office.store, LOCAL, day, status="all", policy=Policy()).clients
        found = cases(office.store, LOCAL, clock, figures, whose, thorough=True)
        expected = [Oracle(bundle, client, clock).case() for client in bundle.get("clients", [])]
        assert [case.key for case in sorted(found, key=key)] == [case.key for case in sorted(expected, key=key)]
        for here, there in zip(sorted(found, key=key), sorted(expected, key=key), strict=True):
            assert plain(here)._asdict() == plain(there)._asdict()


@EXAMPLES
@given(drawn=busy_offices())
def test_looking_less_things_up_changes_nothing_on_the_list(office: Office, drawn: tuple[date, Bundle]) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    clock = Clock.at(as_of, None, Policy(), ZONE)
    figures = caseload_figures(office.store, LOCAL, as_of, policy=Policy()).clients
    quick, thorough = (
        in_order(cases(office.store, LOCAL, clock, figures, selection(), thorough=thorough), clock).rows
        for thorough in (False, True)
    )
    assert quick == thorough


# ── a caseload ───────────────────────────────────────────────────────────────────────────────────────────────────────

DANA: Bundle = {
    "counselors": [{"counselor_id": "dana", "name": "Dana"}, {"counselor_id": "lee", "name": "Lee"}],
    "cohorts": [{"cohort_id": "spring", "name": "Spring"}],
    "clients": [
        {"client_id": "maya", "name": "Maya", "counselor_id": "dana", "started_on": "2026-10-01"},
        {"client_id": "tom", "name": "Tom", "counselor_id": "dana", "started_on": "2026-09-01", "cohort_id": "spring"},
        {"client_id": "aiko", "name": "Aiko", "counselor_id": "dana", "started_on": "2026-09-01"},
        {"client_id": "priya", "name": "Priya", "counselor_id": "lee", "started_on": "2026-09-01"},
        {"client_id": "sam", "name": "Sam", "started_on": "2026-11-20"},
        {"client_id": "zoe", "name": "Zoe", "counselor_id": "dana", "started_on": "2026-01-01", "status": "paused"},
        {"client_id": "old", "name": "Olga", "counselor_id": "dana", "started_on": "2026-01-01"},
    ],
    "fields": [{"field_id": "f1", "client_id": "maya", "name": "Nursing"}],
    "contacts": [
        {"contact_id": "ines", "client_id": "maya", "name": "Ines", "added_on": "2026-11-03"},
        {"contact_id": "cole", "client_id": "tom", "name": "R. Cole", "added_on": "2026-10-03"},
        {"contact_id": "daniel", "client_id": "aiko", "name": "Daniel", "added_on": "2026-11-10"},
        {"contact_id": "amara", "client_id": "priya", "name": "Amara", "added_on": "2026-11-03"},
    ],
    "interviews": [
        {"interview_id": "i1", "client_id": "tom", "contact_id": "cole", "stage": "held", "held_on": "2026-11-15",
         "requested_on": "2026-11-10", "field_id": None},
        {"interview_id": "i2", "client_id": "aiko", "contact_id": "daniel", "stage": "scheduled",
         "scheduled_on": "2026-11-18", "scheduled_for": "2026-11-23T14:00-05:00", "requested_on": "2026-11-16"},
    ],
    "follow_ups": [
        {"follow_up_id": "u1", "client_id": "tom", "contact_id": "cole", "interview_id": "i1", "kind": "thank_you",
         "opens_on": "2026-11-15", "due_on": "2026-11-16"},
        {"follow_up_id": "u2", "client_id": "tom", "contact_id": "cole", "interview_id": "i1",
         "kind": "keep_in_touch", "opens_on": "2026-07-01", "due_on": "2026-11-01"},
    ],
}  # fmt: skip


@pytest.fixture
def dana(tmp_path: Any) -> Iterator[Office]:
    settings = [{"name": "time_zone", "value": ZONE.key}]
    made = make_office(tmp_path / "office.duckdb", {"settings": settings, **DANA})
    yield made
    made.store.close()


def printed(office: Office, as_of: date = D, viewer: Viewer = LOCAL, **whose: Any) -> list[dict[str, Any]]:
    now = datetime.combine(as_of, time(9), ZONE)
    return as_json(today(office.store, viewer, as_of, now, Policy(), **whose))


def test_the_list_of_an_office_as_the_command_line_prints_it(dana: Office) -> None:
    found = printed(dana)
    assert [(row["group"], row["client_id"], row["code"]) for row in found] == [
        (1, "aiko", "SCH043"),
        (2, "tom", "FUP102"),
        (3, "maya", "PAC201"),
        (3, "priya", "PAC201"),
        (6, None, "PAC204"),
        (6, None, "PAC205"),
    ] or [row["client_id"] for row in found[2:4]] == ["priya", "maya"]
    assert found[0] == {
        "group": 1,
        "client_id": "aiko",
        "name": "Aiko",
        "reason": "Talks with Daniel tomorrow at 14:00, no questions chosen",
        "code": "SCH043",
        "since": "2026-11-23T14:00:00-05:00",
        "person": "Daniel",
        "action": "Plan together",
        "also": "Talk with Daniel tomorrow at 14:00, not confirmed. Also: Sent a first request on Monday",
    }
    assert found[1]["reason"] == "A thank-you to R. Cole, 6 days"
    assert found[1]["since"] == "2026-11-19"
    assert found[-2]["clients"] == ["old"]
    assert found[-1]["clients"] == ["sam"]
    assert "clients" not in found[0]


def test_a_caseload_is_a_counselors_a_cohorts_or_a_fields(dana: Office) -> None:
    def who(**whose: Any) -> set[str | None]:
        return {row["client_id"] for row in printed(dana, **whose) if row["group"] < 6}

    assert who(counselor=dana.number("counselors", "dana")) == {"aiko", "tom", "maya"}
    assert who(counselor=dana.number("counselors", "lee")) == {"priya"}
    assert who(cohort=dana.number("cohorts", "spring")) == {"tom"}
    assert who(field="nursing") == {"maya"}


def test_who_has_no_counselor_is_told_to_everybody_who_may_take_them(dana: Office) -> None:
    lee = dana.number("counselors", "lee")
    assert [row["clients"] for row in printed(dana, counselor=lee) if row["code"] == "PAC205"] == [["sam"]]
    assert [row["clients"] for row in printed(dana, viewer=Viewer("counselor", lee)) if row["code"] == "PAC205"] == [
        ["sam"]
    ]


def test_a_counselor_sees_nobody_elses_people(dana: Office) -> None:
    found = printed(dana, viewer=Viewer("counselor", dana.number("counselors", "lee")))
    assert {row["client_id"] for row in found if row["group"] < 6} == {"priya"}


def test_in_an_office_that_names_no_counselors_nobody_lacks_one(tmp_path: Any) -> None:
    made = make_office(tmp_path / "office.duckdb", {"clients": [{"client_id": "a", "name": "A", "started_on": D}]})
    assert printed(made) == []
    made.store.close()


def test_an_empty_office_says_what_the_page_will_show(tmp_path: Any) -> None:
    made = make_office(tmp_path / "office.duckdb", {})
    found = today(made.store, LOCAL, D, NOW, Policy())
    assert found.rows == ()
    assert found.headline == "This page will show who needs you, and why."
    made.store.close()


def test_what_was_put_aside_is_off_the_list_until_its_facts_are_others(dana: Office) -> None:
    found = today(dana.store, LOCAL, D, NOW, Policy())
    (tom,) = [row for row in found.listed if row.key == "tom"]
    reason = tom.reasons[0]
    put = {"code": reason.code, "record": "clients/tom", "reason": "ill", "on": D, "facts": reason.facts}
    load(dana, {"dismissals": [put]})

    def group_of_tom(as_of: date) -> list[int]:
        return [row["group"] for row in printed(dana, as_of) if row["client_id"] == "tom"]

    assert group_of_tom(D) == [5]
    assert group_of_tom(D + timedelta(1)) == [5]
    row = {"client_id": "tom", "contact_id": "cole", "kind": "thank_you", "due_on": "2026-11-30"}
    load(dana, {"follow_ups": [row]})
    assert group_of_tom(D) == [2]


def test_what_was_put_off_comes_back_on_its_day(dana: Office) -> None:
    row = {"code": "PAC201", "record": "clients/maya", "reason": "later", "on": D, "until": D + timedelta(2)}
    load(dana, {"dismissals": [row]})
    assert [("maya" in {row["client_id"] for row in printed(dana, D + timedelta(n))}) for n in range(3)] == [
        False,
        False,
        True,
    ]


def test_a_word_rests_a_reason_and_a_kind_word_hears_good_news(dana: Office) -> None:
    load(
        dana,
        {
            "meetings": [
                {"client_id": "tom", "kind": "message", "happened_on": "2026-11-20", "about": "FUP102"},
                {"client_id": "aiko", "kind": "kind_word", "happened_on": "2026-11-20", "about": "PAC211"},
            ]
        },
    )
    rows = {row["client_id"]: row for row in printed(dana)}
    assert rows["tom"]["group"] == 5
    assert rows["aiko"]["also"] == "Talk with Daniel tomorrow at 14:00, not confirmed"
    later = {row["client_id"]: row for row in printed(dana, date(2026, 11, 27))}
    assert later["tom"]["reason"] == "You wrote on 20 Nov; no step since. A thank-you to R. Cole, 11 days"


def test_another_day_is_looked_at_from_its_beginning(dana: Office) -> None:
    monday = date(2026, 11, 23)
    evening = datetime.combine(monday, time(18), ZONE)
    assert today(dana.store, LOCAL, monday, evening, Policy()).of(1) == []
    assert [row.key for row in today(dana.store, LOCAL, monday, evening + timedelta(days=3), Policy()).of(1)] == [
        "aiko"
    ]


def test_what_is_at_hand_is_not_asked_again(dana: Office) -> None:
    figures = caseload_figures(dana.store, LOCAL, D, policy=Policy()).clients
    asked: list[str] = []

    class Listening:
        def ask(self, name: str, *given: Any, **parameters: Any) -> Any:
            asked.append(name)
            return dana.store.ask(name, *given, **parameters)

    found = today(Listening(), LOCAL, D, NOW, Policy(), figures=figures, mend=[])  # type: ignore[arg-type]
    assert found.rows == today(dana.store, LOCAL, D, NOW, Policy(), mend=[]).rows
    assert not [name for name in asked if name.startswith(("figures", "mend"))]
    assert len(asked) <= 8
