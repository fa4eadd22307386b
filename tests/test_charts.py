"""Every picture says its takeaway with its figures, and none falls over an empty table."""

from datetime import date, timedelta

import plotly.graph_objects as go
import pytest

from core.topics import COVERED_TOPICS
from dashboard import charts

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 16)


def weeks(number):
    return [
        {"week": MONDAY - timedelta(days=7 * n), "talks": n % 4, "people": 100 - n, "referred": 40 - n}
        for n in reversed(range(number))
    ]


def test_the_running_week_is_hollow_and_says_so_far():
    picture = charts.talks_by_week(weeks(8), TODAY - timedelta(days=2))
    assert picture.figure.data[0].marker.line.width[-1] > 0
    assert "so far" in picture.figure.layout.annotations[0].text


def test_a_whole_week_is_not_so_far():
    assert not charts.talks_by_week(weeks(8), TODAY).figure.layout.annotations


def test_counts_start_at_zero():
    assert charts.talks_by_week(weeks(8), TODAY).figure.layout.yaxis.rangemode == "tozero"


@pytest.mark.parametrize(
    "picture",
    [
        lambda: charts.talks_by_week([], TODAY),
        lambda: charts.people_over_time([]),
        lambda: charts.owed_by_age([]),
        lambda: charts.activity_strip([], TODAY),
        lambda: charts.topics_by_person([], [], []),
        lambda: charts.who_led_to_whom([], "Maya"),
    ],
)
def test_an_empty_table_draws_an_empty_picture_with_a_sentence(picture):
    assert picture().takeaway.endswith(".")


def test_the_five_states_of_the_matrix_differ_in_shape():
    shapes = [symbol for symbol, _, _ in charts.MATRIX_STATES.values()]
    assert len(set(shapes)) == 5


def test_the_matrix_says_how_many_topics_were_heard():
    cells = [{"topic": COVERED_TOPICS[0].label, "person": "Ines", "state": "answered"}]
    picture = charts.topics_by_person(cells, [topic.label for topic in COVERED_TOPICS], ["Ines"])
    assert picture.takeaway == "1 of 11 topics heard, from 1 person."


def test_what_is_older_than_the_axis_stands_at_its_end():
    picture = charts.owed_by_age([{"label": "Thank-you", "days": 400, "count": 2}])
    assert max(picture.figure.data[0].x) == 60
    assert picture.takeaway == "2 promises past the day meant for them, the oldest by 400 days."


def test_a_referral_loop_is_drawn_once_each():
    loop = [
        {"number": 1, "name": "A", "referrer": 2, "talked": True},
        {"number": 2, "name": "B", "referrer": 1, "talked": False},
    ]
    figure = charts.who_led_to_whom(loop, "Maya").figure
    assert sorted(name for trace in figure.data if trace.text for name in trace.text) == ["A", "B", "Maya"]


def test_colours_are_the_themes_own_so_that_both_modes_are_right():
    figure = charts.people_over_time(weeks(4)).figure
    assert {trace.line.color for trace in figure.data} <= set(charts.KIND)


def test_what_is_sent_of_a_picture_is_all_that_was_drawn_and_is_worked_out_once():
    figure = charts.people_over_time(weeks(4)).figure
    sent = figure.to_dict()
    assert sent == go.Figure.to_dict(figure)
    assert figure.to_dict() is sent


def test_of_many_people_the_last_are_drawn_and_all_are_counted():
    people = [f"Person {n}" for n in range(30)]
    cells = [{"topic": COVERED_TOPICS[0].label, "person": person, "state": "answered"} for person in people]
    picture = charts.topics_by_person(cells, [topic.label for topic in COVERED_TOPICS], people)
    drawn = {person for trace in picture.figure.data for person in trace.x}
    assert drawn == set(people[-charts.SHOWN_AT_MOST :])
    assert picture.takeaway == "1 of 11 topics heard, from 30 people."


def test_the_strip_holds_the_kinds_of_its_weeks_only():
    steps = [
        {"day": TODAY - timedelta(days=200), "kind": "met", "words": "added Ines"},
        {"day": TODAY, "kind": "word", "words": "you had a word"},
    ]
    picture = charts.activity_strip(steps, TODAY)
    assert [list(trace.y) for trace in picture.figure.data] == [["your word"]]
    assert picture.takeaway == "No talk in 12 weeks."
    assert charts.activity_strip(steps[:1], TODAY).takeaway == "Nothing noted in 12 weeks."


def test_names_in_a_picture_are_text_and_never_markup_or_a_link():
    name = "<a href='x'>Tom</a> & Co <tom@x.org>"
    people = [{"number": 1, "name": name, "referrer": None, "talked": True}]
    cells = [{"topic": "Pay", "person": name, "state": "answered"}]
    step = {"day": date(2026, 11, 20), "kind": "talked", "words": f"talked with {name}"}
    drawn = [
        charts.who_led_to_whom(people, name),
        charts.topics_by_person(cells, ["Pay"], [name]),
        charts.activity_strip([step], date(2026, 11, 22)),
    ]
    for picture in drawn:
        told = picture.figure.to_json()
        assert "&lt;" in told.replace("\\u0026", "&")
        assert "<a" not in told.replace("\\u003c", "<")
