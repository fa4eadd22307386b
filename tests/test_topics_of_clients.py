"""Topics client by client: from how many people each was heard, as counted a second time from a bundle."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.viewer import LOCAL
from data.topics_of_clients import topics_of_clients
from tests import oracle
from tests.offices import Office, make_office, refill
from tests.profiles import examples
from tests.random_offices import FIELD_NAMES, Bundle, offices

D = date(2026, 11, 22)
Found = list[tuple[str, dict[str, int]]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = make_office(tmp_path_factory.mktemp("topics") / "office.duckdb", {})
    yield made
    made.store.close()


def asked(office: Office, as_of: date, most: int = 50, **whose: Any) -> tuple[Found, int]:
    found = topics_of_clients(office.store, LOCAL, as_of, most=most, **whose)
    return [(client["name"], client["heard_from"]) for client in found.clients], found.in_all


def counted_again(bundle: Bundle, as_of: date, of_field: str | None) -> Found:
    """Of each active client who talked about an active field, topic → people; those with most gaps first."""
    found = []
    for client in bundle.get("clients", []):
        if client.get("status") not in {None, "active"}:
            continue
        mine = [each for each in bundle.get("fields", []) if each["client_id"] == client["client_id"]]
        active = {
            field["field_id"]
            for field in mine
            if field["status"] != "ruled_out" and (of_field is None or field["name"].lower() == of_field.lower())
        }
        talks = {
            talk["interview_id"]: talk["contact_id"]
            for talk in bundle.get("interviews", [])
            if oracle.by_day(talk["held_on"], as_of) and talk["field_id"] in active
        }
        heard: dict[str, set[str]] = defaultdict(set)
        for question in bundle.get("questions", []):
            if (
                question["interview_id"] in talks
                and question["answered"]
                and question["topic"] not in {None, "referral"}
            ):
                heard[question["topic"]].add(talks[question["interview_id"]])
        if talks:
            found.append((client["name"], {topic: len(people) for topic, people in heard.items()}))
    return sorted(found, key=lambda each: (len(each[1]), each[0]))


@examples(40)
@given(drawn=offices(), field=st.none() | FIELD_NAMES)
def test_each_client_has_heard_each_topic_from_so_many_people(
    office: Office, drawn: tuple[date, Bundle], field: str | None
) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    right = counted_again(bundle, as_of, field)
    assert asked(office, as_of, of_field=field) == (right, len(right))


def answers(office: Office) -> None:
    """Amara has heard nothing of nursing, Bo of pay from two people, Cy of pay and of one more; Di has not talked."""
    names = {"a": "Amara", "b": "Bo", "c": "Cy", "d": "Di"}
    talks = {"a": "p", "b": "pq", "c": "pq"}
    told = [("b", "p", "compensation"), ("b", "q", "compensation"), ("c", "p", "lifestyle"), ("c", "q", "compensation")]
    started = D - timedelta(days=90)
    talked = [(client, person) for client, people in talks.items() for person in people]
    refill(
        office,
        {
            "clients": [{"client_id": client, "name": name, "started_on": started} for client, name in names.items()],
            "fields": [{"field_id": f"{c}f", "client_id": c, "name": "Nursing", "added_on": started} for c in names],
            "contacts": [
                {"contact_id": f"{c}{p}", "client_id": c, "name": p, "added_on": started} for c, p in talked
            ],
            "interviews": [
                {"interview_id": f"{c}{p}", "client_id": c, "contact_id": f"{c}{p}", "field_id": f"{c}f", "held_on": D}
                for c, p in talked
            ],
            "questions": [
                {"interview_id": f"{c}{p}", "topic": topic, "text": "?", "answered": True} for c, p, topic in told
            ],
        },
    )  # fmt: skip


def test_those_with_most_gaps_are_first_and_all_are_counted(office: Office) -> None:
    answers(office)
    everybody: Found = [("Amara", {}), ("Bo", {"compensation": 2}), ("Cy", {"compensation": 1, "lifestyle": 1})]
    assert asked(office, D) == (everybody, 3)
    assert asked(office, D, most=2) == (everybody[:2], 3)
    assert asked(office, D - timedelta(days=1)) == ([], 0)
