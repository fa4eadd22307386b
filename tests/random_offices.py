"""Random small offices as rows of a bundle, for property-based tests: months' ends, loops, contradictions, gaps."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from core.topics import TOPICS
from core.vocabulary import FOLLOW_UP_KINDS, STAGES

Bundle = dict[str, list[dict[str, Any]]]
Draw = Callable[[st.SearchStrategy[Any]], Any]

# Days on which counting goes wrong if it goes wrong at all.
DAYS = st.sampled_from(
    [
        date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2026, 3, 31), date(2026, 8, 30),
        date(2026, 11, 22), date(2026, 12, 31), date(2027, 1, 1),
    ]
)  # fmt: skip
# The last and the first day inside and outside of every span that a figure knows, and whatever lies between.
_OFFSETS = st.sampled_from([0, 0, -1, 1, -13, -14, -15, -27, -28, -179, -180, -7, 30]) | st.integers(-200, 20)
_HOURS = st.sampled_from([time(0), time(4, 30), time(12), time(23, 59)])
# Few, so that the same topic is often heard twice.
_TOPIC = st.sampled_from([TOPICS[0].name, TOPICS[0].name, TOPICS[5].name, "referral", None])
_FIELD_STATUS = st.sampled_from([None, "exploring", "leading", "ruled_out", "chosen"])
# Few again, one of them in two spellings.
FIELD_NAMES = st.sampled_from(["Nursing", "nursing", "UX design", "Law"])
_MARK = st.sampled_from([True, True, False, None])


@st.composite
def offices(draw: Draw, clients: int = 4) -> tuple[date, Bundle]:
    """A day and an office around it: up to `clients` clients, any of their tables possibly empty."""
    as_of = draw(DAYS)
    bundle: Bundle = {
        "counselors": [{"counselor_id": f"k{n}", "name": f"Counselor {n}"} for n in range(draw(st.integers(0, 2)))],
        "cohorts": [{"cohort_id": f"g{n}", "name": f"Cohort {n}"} for n in range(draw(st.integers(0, 2)))],
    }
    for number in range(draw(st.integers(0, clients))):
        for table, rows in _client(draw, as_of, f"c{number}", bundle).items():
            bundle.setdefault(table, []).extend(rows)
    return as_of, bundle


def _one_of(draw: Draw, ids: list[str]) -> str | None:
    found: str | None = draw(st.sampled_from([None, *ids]))
    return found


def _day(draw: Draw, as_of: date) -> date | None:
    return as_of + timedelta(days=draw(_OFFSETS)) if draw(st.integers(0, 3)) else None


def _some(draw: Draw, prefix: str, most: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(draw(st.integers(0, most)))]


def _client(draw: Draw, as_of: date, client: str, office: Bundle) -> Bundle:
    row = {
        "client_id": client,
        "name": client.upper(),
        "counselor_id": _one_of(draw, [row["counselor_id"] for row in office["counselors"]]),
        "cohort_id": _one_of(draw, [row["cohort_id"] for row in office["cohorts"]]),
        "started_on": as_of + timedelta(days=draw(_OFFSETS)),
        "goal_interviews": draw(st.sampled_from([None, None, 0, 1, 2, 20])),
        "status": draw(st.sampled_from([None, "active", "active", "paused", "closed"])),
    }
    fields = _some(draw, f"{client}f", 2)
    people = _some(draw, f"{client}p", 4)
    talks = _some(draw, f"{client}i", 5) if people else []
    return {
        "clients": [row],
        "fields": [_field(draw, client, each) for each in fields],
        "research": [{"field_id": field, "read_on": _day(draw, as_of)} for field in fields if draw(st.booleans())],
        "contacts": [_contact(draw, as_of, client, each, people, fields) for each in people],
        "interviews": [_talk(draw, as_of, client, each, people, fields) for each in talks],
        "questions": [row for each in talks for row in _questions(draw, each)],
        "follow_ups": [_owed(draw, as_of, client, people, talks) for _ in range(draw(st.integers(0, 4)))],
    }


def _field(draw: Draw, client: str, field: str) -> dict[str, Any]:
    return {"field_id": field, "client_id": client, "name": draw(FIELD_NAMES), "status": draw(_FIELD_STATUS)}


def _contact(
    draw: Draw, as_of: date, client: str, contact: str, people: list[str], fields: list[str]
) -> dict[str, Any]:
    return {
        "field_id": _one_of(draw, fields),
        "contact_id": contact,
        "client_id": client,
        "name": contact,
        "referred_by": _one_of(draw, people),
        "added_on": _day(draw, as_of),
        "imported_on": draw(st.sampled_from([None, as_of])),
    }


def _talk(draw: Draw, as_of: date, client: str, interview: str, people: list[str], fields: list[str]) -> dict[str, Any]:
    steps = ("requested_on", "replied_on", "scheduled_on", "confirmed_on", "held_on")
    appointment = _day(draw, as_of)
    return {
        "interview_id": interview,
        "client_id": client,
        "contact_id": draw(st.sampled_from(people)),
        "field_id": _one_of(draw, fields + fields),
        "stage": draw(st.sampled_from([None, *STAGES])),
        "scheduled_for": datetime.combine(appointment, draw(_HOURS), UTC) if appointment else None,
        "closed_on": _day(draw, as_of),
        "notes_on": _day(draw, as_of),
        **{step: _day(draw, as_of) for step in steps},
    }


def _questions(draw: Draw, interview: str) -> list[dict[str, Any]]:
    return [
        {"interview_id": interview, "topic": topic, "text": "?", "asked": draw(_MARK), "answered": draw(_MARK)}
        for topic in draw(st.lists(_TOPIC, max_size=4))
    ]


def _owed(draw: Draw, as_of: date, client: str, people: list[str], talks: list[str]) -> dict[str, Any]:
    kinds = st.sampled_from(["thank_you", "keep_in_touch", "thank_referrer"]) | st.sampled_from(FOLLOW_UP_KINDS)
    return {
        "client_id": client,
        "contact_id": _one_of(draw, people),
        "interview_id": _one_of(draw, talks),
        "kind": draw(kinds),
        "opens_on": _day(draw, as_of),
        "due_on": as_of + timedelta(days=draw(_OFFSETS)),
        "done_on": _day(draw, as_of),
    }
