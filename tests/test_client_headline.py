"""One or two sentences say where a client is, in words that fit on a phone."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.client_headline import LONGEST, Appointment, ClientSummary, headline
from core.moments import first_moment

TODAY = date(2026, 11, 22)
CASES = {
    "not started": (
        ClientSummary("Maya", TODAY, known=4, sources=2, fields=("nursing",), quiet_days=19, easiest="Ines"),
        "Maya has read about nursing and listed four people; no message has gone out yet, and it has been quiet for "
        "19 days. Next: one message to Ines.",
    ),
    "forgetter": (
        ClientSummary("Tom", TODAY, talks=5, met=5, waiting=(("three thank-you notes", 3),), oldest=6),
        "Tom has had five talks with five people. Three thank-you notes are waiting, the oldest due 6 days ago. "
        "Ten minutes together would clear them.",
    ),
    "hasty": (
        ClientSummary("Priya", TODAY, talks=1, met=1, decide=("UX design", date(2026, 11, 27), 1)),
        "Priya would like to decide on UX design by Friday, after hearing one person. Two more people would show "
        "whether the picture holds.",
    ),
    "quiet success": (
        ClientSummary("Jonas", TODAY, talks=6, met=6, own_aim=True, reached_on=date(2026, 11, 4)),
        "Jonas reached the aim on 4 Nov: six talks with six people, nothing waiting. A good moment to meet and choose "
        "what comes next.",
    ),
    "usual number of talks": (
        ClientSummary("Jonas", TODAY, talks=6, met=6, reached_on=date(2026, 11, 4)),
        "Jonas reached the office's usual six on 4 Nov: six talks with six people, nothing waiting. A good moment to "
        "meet and choose what comes next.",
    ),
    "success with a note too young or too old to speak of": (
        ClientSummary("Jonas", TODAY, talks=6, met=6, own_aim=True, reached_on=date(2026, 11, 4), untold=1),
        "Jonas reached the aim on 4 Nov: six talks with six people. A good moment to meet and choose what comes next.",
    ),
    "towards an own aim": (
        ClientSummary("Clara", TODAY, talks=5, met=5, own_aim=True),
        "Clara has had five talks with five people. One more to the aim.",
    ),
    "towards the usual": (
        ClientSummary("Clara", TODAY, talks=5, met=4),
        "Clara has had five talks with four people. One more to the office's usual six.",
    ),
    "promise before the first talk": (
        ClientSummary("Jo", TODAY, known=2, waiting=(("one promise", 1),), oldest=5),
        "One promise is waiting, due 5 days ago. Five minutes would clear it.",
    ),
    "date ahead": (
        ClientSummary(
            "Aiko", TODAY, ahead=Appointment("Daniel Reyes", datetime(2026, 11, 26, 14), True, 0), open_topics=7
        ),
        "Aiko talks with Daniel Reyes on Thursday at 14:00, confirmed, questions not chosen. Seven topics are open; "
        "one talk usually answers three to five.",
    ),
    "just imported": (
        ClientSummary("Samuel", TODAY, talks=4, met=4, known=9, imported_on=TODAY),
        "Samuel's records came in today: nine people, four talks, no answers or thank-yous noted. Ask before reading "
        "anything into the figures.",
    ),
    "paused": (
        ClientSummary("Lin", TODAY, status="paused", talks=2, met=1),
        "Lin is taking a pause, after two talks with one person.",
    ),
    "paused before the first talk": (ClientSummary("Lin", TODAY, status="paused"), "Lin is taking a pause."),
    "brand new": (
        ClientSummary("Noor", TODAY),
        "Noor is just beginning; nobody is on the list yet. Next: one name of somebody close.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_story_is_told_in_its_own_words(case):
    standing, words = CASES[case]
    assert headline(standing) == words


@given(
    st.builds(
        ClientSummary,
        name=st.just("Maya"),
        as_of=st.just(TODAY),
        status=st.sampled_from(["active", "paused", "closed"]),
        talks=st.integers(0, 30),
        met=st.integers(0, 30),
        known=st.integers(0, 400),
        sources=st.integers(0, 3),
        requests=st.integers(0, 40),
        waiting=st.lists(st.tuples(st.just("two thank-you notes"), st.integers(1, 9)), max_size=3).map(tuple),
        oldest=st.integers(1, 400),
        untold=st.integers(0, 3),
        quiet_days=st.integers(0, 400),
        goal=st.integers(1, 30),
        own_aim=st.booleans(),
        reached_on=st.none() | st.just(date(2026, 5, 1)),
        fields=st.just(("nursing",)),
        easiest=st.sampled_from(["", "Ines"]),
        heard_topics=st.integers(0, 11),
    ).map(lambda it: it if it.talks >= it.goal else replace(it, reached_on=None))
)
def test_whatever_the_records_say_it_is_short_and_ends_well(standing):
    words = headline(standing)
    assert len(words.split()) <= LONGEST + 8  # names of fields and people may be long
    assert words.endswith(".")
    assert not {"stuck", "failed", "cold", "overdue"} & set(words.lower().split())
    assert "no talks" not in words
    assert standing.own_aim or "the aim" not in words.lower()


@pytest.mark.parametrize("zone", ["Africa/Cairo", "Europe/Berlin"])
def test_a_day_without_an_hour_is_told_as_a_day_where_the_clock_skips_midnight_too(zone: str) -> None:
    day, clock = date(2026, 4, 24), ZoneInfo(zone)
    ahead = Appointment("Daniel Reyes", first_moment(day, clock).astimezone(clock), True, 2)
    assert "Daniel Reyes tomorrow, confirmed" in headline(ClientSummary("Aiko", date(2026, 4, 23), ahead=ahead))
