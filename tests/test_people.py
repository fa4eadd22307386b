"""The section *People* of a client's page: what its pictures show is told in words, and nobody is misled by them."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.calendar import monday
from core.viewer import LOCAL
from dashboard.blocks.client_news import steps_since_word
from dashboard.blocks.client_people import from_one_root, person_lines, soon_out_of_touch
from data import office
from data.client_story import story
from data.commands.contacts import add_person
from data.store import Store
from data.trends import activity
from tests.bundles import AMARA, bring_in, contact, interview, write_bundle
from tests.bundles import TODAY as TODAY_OF_BUNDLES
from tests.offices import make_office
from tests.opening import new_app, opened

TODAY = date.today()


def persons(**referrers: str | None) -> list[dict[str, Any]]:
    """People by first name, each with who led there."""
    return [{"contact_id": name, "name": name, "referred_by": referrer} for name, referrer in referrers.items()]


def test_a_long_chain_from_one_person_is_not_taken_for_a_wide_network() -> None:
    chain = persons(Ines=None, Tom="Ines", Mia="Tom", Noor="Mia", Zoe=None)
    assert from_one_root(chain) == ["All three steps through others start from Ines."]
    assert from_one_root(chain[:3]) == ["Both steps through others start from Ines."]


def test_where_everybody_came_through_one_person_directly_it_says_so() -> None:
    assert from_one_root(persons(Ines=None, Tom="Ines", Mia="Ines")) == [
        "Everybody who came through others came through Ines."
    ]


@pytest.mark.parametrize(
    "people",
    [
        persons(Ines=None, Tom="Ines"),
        persons(Ines=None, Tom="Ines", Abe=None, Mia="Abe"),
        persons(Ines="Tom", Tom="Ines"),
        persons(Ines=None, Tom="Ines", Mia="Tom", Abe="Bea", Bea="Abe"),
        persons(Tom="somebody added later", Mia="somebody added later"),
        persons(Ines=None, Tom=None),
        [],
    ],
)
def test_of_several_roots_of_one_introduction_or_of_a_circle_nothing_is_said(people: list[dict[str, Any]]) -> None:
    assert from_one_root(people) == []


def test_who_is_about_to_be_out_of_touch_is_told_a_fortnight_before() -> None:
    assert soon_out_of_touch({"contacts_warm_ending": 2}) == [
        "Within two weeks it will be half a year since the last talk or hello with two people."
    ]
    assert soon_out_of_touch({"contacts_warm_ending": 0}) == []


@pytest.fixture
def maya(tmp_path: Path) -> Iterator[AppTest]:
    """Maya's page with *People* open: Ines led to Tom and Tom to Mia; the talk with Ines was 170 days ago."""
    days = {"added_on": TODAY - timedelta(days=175)}
    made = make_office(
        tmp_path / "office.duckdb",
        {
            "clients": [{"client_id": "c1", "name": "Maya Ito", "started_on": TODAY - timedelta(days=180)}],
            "contacts": [
                {"contact_id": "p1", "client_id": "c1", "name": "Ines Duarte", **days},
                {"contact_id": "p2", "client_id": "c1", "name": "Tom Reed", "referred_by": "p1", **days},
                {"contact_id": "p3", "client_id": "c1", "name": "Mia Holt", "referred_by": "p2", **days},
            ],
            "interviews": [
                {
                    "interview_id": "i1", "client_id": "c1", "contact_id": "p1", "stage": "held",
                    "held_on": TODAY - timedelta(days=170),
                }
            ],
        },
    )  # fmt: skip
    client = made.number("clients", "c1")
    made.store.close()
    app = opened(new_app(), tmp_path / "office.duckdb", "client", client=str(client))
    app.session_state["people"] = True
    yield app.run()
    office.release()


def test_what_the_curve_and_the_map_show_is_told_below_them(maya: AppTest) -> None:
    assert not maya.exception
    told = [caption.value for caption in maya.caption]
    weeks = (monday(TODAY) - monday(TODAY - timedelta(days=175))).days // 7 + 1
    assert (
        f"3 people known. New in {weeks} weeks\\: 3 added by hand; 2 of them through others. "
        "Both steps through others start from Ines Duarte. "
        "Within two weeks it will be half a year since the last talk or hello with one person."
    ) in told
    assert "3 people in 3 steps from Maya." in told


def test_people_who_came_with_a_file_are_said_to_be_imported_wherever_a_step_is_shown(tmp_path: Path) -> None:
    people = [
        contact("a", name="Ines", added_on="2026-09-03"),
        contact("b", name="Tom"),
        *(contact(f"c{n}", name=name) for n, name in enumerate(["Mia", "Noor", "Zoe", "Abe"])),
    ]
    asked = interview("i1", "b", requested_on="2026-10-05")
    store = Store.open(tmp_path / "office.duckdb", create=True)
    bring_in(store, write_bundle(tmp_path / "b.zip", {"clients": [AMARA], "contacts": people, "interviews": [asked]}))
    with store.cursor() as cursor:
        [(client,)] = cursor.execute("SELECT client_id FROM clients").fetchall()
    add_person(store, LOCAL, client, "Bea", on=TODAY_OF_BUNDLES)
    found = story(store, LOCAL, client, TODAY_OF_BUNDLES, store.zone)
    [weeks] = activity(store, LOCAL, TODAY_OF_BUNDLES, [client])["steps"].to_pylist()
    store.close()
    assert sum(weeks) == 4  # Ines, Tom, the request, Bea: nobody added the others on the day of the file
    title, news = steps_since_word(found)
    assert title == "Since the beginning"
    assert news == [
        "Added Ines, imported · 80 days ago, Thu 3 Sep",
        "Asked Tom · 48 days ago, Mon 5 Oct",
        "Added Tom, imported · 48 days ago, Mon 5 Oct",
        "Added Bea · today, Sun 22 Nov",
        "Imported Mia, Noor and 2 more · today, Sun 22 Nov",
    ]
    assert [line.split(" · ")[-1] for line in person_lines(found)] == [
        "imported, added 80 days ago, Thu 3 Sep",
        "imported, added 48 days ago, Mon 5 Oct",
        *["imported today, Sun 22 Nov"] * 4,
        "added today, Sun 22 Nov",
    ]
