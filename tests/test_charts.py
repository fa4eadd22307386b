"""Every picture says its takeaway with its figures, and none falls over an empty table."""

import re
from base64 import b64decode
from datetime import date, timedelta
from itertools import pairwise

import plotly.graph_objects as go
import pytest

from core.topics import COVERED_TOPICS
from dashboard import charts
from dashboard.charts.picture import INK
from data.selection import first_week

TODAY = date(2026, 11, 22)
MONDAY = date(2026, 11, 16)


def weeks(number):
    return [
        {
            "week": MONDAY - timedelta(days=7 * n),
            "talks": n % 4,
            "people": 100 - n,
            "added_by_hand": 1,
            "imported": n % 2,
            "referred": n % 3,
        }
        for n in reversed(range(number))
    ]


def test_the_running_week_is_hollow_and_says_so_far():
    picture = charts.talks_by_week(weeks(8), TODAY - timedelta(days=2))
    assert picture.figure.data[0].marker.line.width[-1] > 0
    assert "so far" in picture.figure.layout.annotations[0].text


def test_a_whole_week_is_not_so_far():
    assert not charts.talks_by_week(weeks(8), TODAY).figure.layout.annotations


def test_counts_start_at_zero():
    assert charts.talks_by_week(weeks(8), TODAY).figure.layout.yaxis.range[0] == 0


@pytest.mark.parametrize("most", [0, 1, 2, 3, 7, 19, 40, 99, 1_234, 40_000])
def test_an_axis_of_counts_has_whole_steps_and_few_of_them(most):
    axis = charts.talks_by_week([{"week": MONDAY, "talks": most}], TODAY).figure.layout.yaxis
    assert axis.dtick == int(axis.dtick) >= 1
    assert axis.range[1] > most
    assert axis.range[1] // axis.dtick <= 4


@pytest.mark.parametrize("number", [1, 2, 3, 5, 6, 12, 26, 52, 53, 60, 104, 400])
def test_an_axis_of_weeks_says_nothing_twice(number):
    some = weeks(number)
    named = [charts.talks_by_week(some, TODAY), charts.people_over_time(some)]
    for picture in named:
        words = picture.figure.layout.xaxis.ticktext
        assert 1 <= len(words) <= 5
        assert len(set(words)) == len(words), words
        assert set(picture.figure.layout.xaxis.tickvals) <= {week["week"] for week in some}
        assert picture.figure.layout.xaxis.tickvals[-1] == MONDAY


def test_no_axis_leaves_its_marks_to_be_worked_out():
    """Left to itself, an axis of days over three weeks of one month names the month three times."""
    day = {"day": TODAY, "kind": "met", "words": "added Ines"}
    for picture in (
        charts.talks_by_week(weeks(3), TODAY),
        charts.people_over_time(weeks(3)),
        charts.activity_strip([day], TODAY),
    ):
        assert picture.figure.layout.xaxis.ticktext
        assert not picture.figure.layout.xaxis.tickformat


@pytest.mark.parametrize(
    "picture",
    [
        lambda: charts.talks_by_week([], TODAY),
        lambda: charts.people_over_time([]),
        lambda: charts.owed_by_age([]),
        lambda: charts.activity_strip([], TODAY),
        lambda: charts.topics_by_person([], [], []),
        lambda: charts.topics_by_client([], {}, 0),
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


OWED = [
    {"label": "Thank-you", "days": 3, "count": 2},
    {"label": "Thank-you", "days": 7, "count": 1},
    {"label": "Thank-you", "days": 28, "count": 4},
    {"label": "Confirm", "days": 400, "count": 1},
    {"label": "Say hello", "days": 29, "count": 20},
]


def bars(figure):
    """What is drawn of each part: kind and age, and how many."""
    return {
        (trace.yaxis or "y", kind, trace.name): count
        for trace in figure.data
        for kind, count in zip(trace.y, trace.x, strict=True)
        if count
    }


def test_what_is_owed_is_stacked_by_age_and_hellos_stand_in_a_part_of_their_own():
    picture = charts.owed_by_age(OWED)
    assert bars(picture.figure) == {
        ("y", "Thank-you", "1–7"): 3,
        ("y", "Thank-you", "15–28"): 4,
        ("y", "Confirm", "29+"): 1,
        ("y2", "Say hello", "29+"): 20,
    }
    assert picture.figure.layout.barmode == "stack"
    said = [note.text for note in picture.figure.layout.annotations]
    assert {"<b>Promises: 8</b>", "<b>Hellos, whenever it suits: 20</b>"} <= set(said)
    assert picture.takeaway == (
        "8 promises past the day meant for them, the oldest by 400 days, 1 of them by more than 28 days; "
        "20 hellos whenever it suits."
    )


def test_what_is_too_old_or_over_is_no_promise_that_waits():
    kept, old = ({"label": "Thank-you", "days": days, "count": 4, "next_time": days > 28} for days in (9, 60))
    figure = charts.owed_by_age([kept, old]).figure
    said = [note.text for note in figure.layout.annotations]
    assert {"<b>Promises: 4</b>", "<b>Too old, or not needed: 4</b>"} <= set(said)
    assert bars(figure) == {("y", "Thank-you", "8–14"): 4, ("y2", "Thank-you", "29+"): 4}


def test_promises_and_hellos_are_drawn_on_one_scale():
    figure = charts.owed_by_age(OWED).figure
    assert {trace.xaxis for trace in figure.data} == {None}, "one axis for both"
    assert figure.layout.xaxis.range[0] == 0
    assert figure.layout.xaxis.range[1] > 20
    above, below = figure.layout.yaxis.domain, figure.layout.yaxis2.domain
    assert above[0] > below[1]


def test_what_is_old_is_old_by_the_offices_number():
    drawn = bars(charts.owed_by_age(OWED, old=10).figure)
    assert drawn["y", "Thank-you", "11+"] == 4
    assert drawn["y", "Thank-you", "1–7"] == 3


def test_one_promise_alone_and_hellos_alone_have_their_sentence():
    one = charts.owed_by_age([{"label": "Confirm", "days": 1, "count": 1}])
    assert one.takeaway == "1 promise past the day meant for it, the oldest by 1 day."
    hellos = charts.owed_by_age([{"label": "Say hello", "days": 9, "count": 2}])
    assert hellos.takeaway == "2 hellos whenever it suits."
    assert {trace.yaxis for trace in hellos.figure.data} == {"y"}


CLIENTS = [
    {"name": "Samuel", "heard_from": {}},
    {"name": "Nia", "heard_from": {"compensation": 1, "lifestyle": 3}},
    {"name": "Nia", "heard_from": {topic.name: 2 for topic in COVERED_TOPICS}},
]
LABELS = {topic.name: topic.label for topic in COVERED_TOPICS}


def test_each_cell_of_the_gaps_has_its_number_and_one_of_three_tones():
    picture = charts.topics_by_client(CLIENTS, LABELS, 40)
    [cells] = picture.figure.data
    pay, life = list(LABELS).index("compensation"), list(LABELS).index("lifestyle")
    assert (cells.text[1][pay], cells.text[1][life], cells.text[1][0]) == ("1", "3", "0")
    assert (cells.z[1][pay], cells.z[1][life], cells.z[1][0]) == (1, 2, 0)
    assert len(cells.z) == 3, "people of one name have a row each"
    assert list(picture.figure.layout.yaxis.ticktext) == ["Samuel", "Nia", "Nia"]
    assert picture.takeaway == (
        "40 people have talked about a field. The 3 with most gaps: Samuel has yet to hear of 11 of 11 topics."
    )


def test_the_gaps_of_all_and_of_nobody_have_their_sentence():
    assert charts.topics_by_client(CLIENTS[2:], LABELS, 1).takeaway == (
        "1 person has talked about a field. Those with most gaps first: every topic is heard."
    )
    assert charts.topics_by_client([], LABELS, 0).takeaway == "Nobody has talked about a field yet."


def test_growth_is_drawn_in_panels_on_one_scale():
    picture = charts.people_over_time(weeks(26))
    layout = picture.figure.layout
    axes = [layout.yaxis, layout.yaxis2, layout.yaxis3]
    assert len({(axis.range, axis.dtick) for axis in axes}) == 1
    assert axes[0].range[0] == 0
    assert [list(trace.y)[-1] for trace in picture.figure.data] == [26, 13, 25]
    assert {note.text for note in layout.annotations} == {
        "added by hand: 26",
        "came in with a file: 13",
        "through others: 25",
    }
    assert picture.takeaway == (
        "100 people known. New in 26 weeks: 26 added by hand and 13 came in with a file; 25 of them through others."
    )
    domains = sorted(tuple(axis.domain) for axis in axes)
    assert all(below[1] < above[0] for below, above in pairwise(domains))


def test_the_matrix_has_the_core_six_first_and_says_from_how_many_each_topic_was_heard():
    topics = [topic.label for topic in COVERED_TOPICS]
    cells = [
        {"topic": "Pay", "person": "Ines", "state": "answered"},
        {"topic": "Pay", "person": "Tom", "state": "differs"},
        {"topic": "Own fit", "person": "Tom", "state": "asked"},
    ]
    axis = charts.topics_by_person(cells, topics, ["Ines", "Tom"]).figure.layout.yaxis
    assert [topic.core for topic in COVERED_TOPICS] == [True] * 6 + [False] * 5
    assert list(axis.categoryarray) == topics
    assert axis.range[0] > axis.range[1], "the first stands on top"
    said = dict(zip(axis.tickvals, axis.ticktext, strict=True))
    assert said["Pay"] == "Pay<br>heard from 2"
    assert said["Own fit"] == "Own fit<br>not heard yet"


def test_a_topic_is_heard_from_all_people_though_the_last_alone_are_drawn():
    people = [f"Person {n}" for n in range(30)]
    cells = [{"topic": "Pay", "person": person, "state": "answered"} for person in people]
    assert charts.topics_by_person(cells, ["Pay"], people).figure.layout.yaxis.ticktext == ("Pay<br>heard from 30",)


@pytest.mark.parametrize(("number", "angle"), [(1, 0), (3, 0), (6, 0), (7, -60), (12, -60)])
def test_names_above_the_matrix_are_straight_up_to_six(number, angle):
    people = [f"Bartholomew{chr(65 + n)} Kim" for n in range(number)]
    axis = charts.topics_by_person([], ["Pay"], people).figure.layout.xaxis
    assert axis.tickangle == angle
    assert [("<br>" in name) for name in axis.ticktext] == [number in range(4, 7) and n % 2 == 1 for n in range(number)]
    assert number <= 3 or all(len(name.removesuffix("<br> ")) <= 9 and "…" in name for name in axis.ticktext)


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


def test_words_on_a_picture_are_in_ink_and_not_in_the_themes_faint_grey():
    step = {"day": TODAY, "kind": "met", "words": "added Ines"}
    drawn = [
        charts.talks_by_week(weeks(8), TODAY - timedelta(days=2)),
        charts.people_over_time(weeks(8)),
        charts.owed_by_age(OWED),
        charts.activity_strip([step, step], TODAY),
        charts.topics_by_person([], ["Pay"], ["Ines"]),
        charts.topics_by_client(CLIENTS, LABELS, 3),
        charts.topics_heard([{"label": "Pay", "answered": 1, "replicated": 0, "total": 2}]),
    ]
    for picture in drawn:
        layout = picture.figure.to_dict()["layout"]
        axes = [axis for name, axis in layout.items() if name.startswith(("xaxis", "yaxis"))]
        assert {axis["tickfont"]["color"] for axis in axes} == {INK}
        assert {note["font"]["color"] for note in layout.get("annotations", [])} <= {INK}


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


def test_steps_of_one_week_are_one_mark_with_their_number_and_none_hides_another():
    steps = [{"day": TODAY - timedelta(days=n % 3), "kind": "met", "words": f"added P{n}"} for n in range(5)]
    steps.append({"day": MONDAY - timedelta(days=1), "kind": "met", "words": "added Ines"})
    [marks] = charts.activity_strip(steps, TODAY).figure.data
    shown = dict(zip(marks.x, marks.text, strict=True))
    assert shown == {MONDAY: "5", MONDAY - timedelta(days=7): ""}
    assert len(set(marks.x)) == len(marks.x)
    told = dict(zip(marks.x, marks.customdata, strict=True))
    assert told[MONDAY].count("<br>") == 4
    assert "Sun 22 Nov: added P0" in told[MONDAY]


def test_the_strip_begins_with_the_week_that_the_table_begins_with():
    for day in (MONDAY, MONDAY + timedelta(days=3), TODAY):
        assert charts.strip_begins(day) == first_week(day, 12)
        on_it, before = (
            {"day": charts.strip_begins(day) - timedelta(days=n), "kind": "talked", "words": "talked"} for n in (0, 1)
        )
        assert charts.activity_strip([on_it, before], day).takeaway == "1 talk in 12 weeks."


def heights(counts):
    drawn = b64decode(charts.trend_from_zero(counts).partition(",")[2]).decode()
    return [float(height) for height in re.findall(r'<rect[^>]* height="([\d.]+)"', drawn)]


def test_a_trend_in_a_card_begins_at_zero():
    assert heights([500, 550, 1000]) == [24, 26.4, 48]
    assert heights([0, 0]) == [1, 1]
    assert heights([]) == []


def test_a_long_name_in_a_picture_ends_in_an_ellipsis():
    name = "Wolfeschlegelsteinhausenbergerdorff Kim"
    people = [{"number": 1, "name": name, "referrer": None, "talked": True}]
    drawn = [text for trace in charts.who_led_to_whom(people, name).figure.data for text in trace.text or ()]
    shown = [
        *drawn,
        *charts.topics_by_client([{"name": name, "heard_from": {}}], LABELS, 1).figure.layout.yaxis.ticktext,
    ]
    assert len(shown) == 3
    assert all(text.endswith("…") and len(text) <= 18 for text in shown)


def test_names_in_a_picture_are_text_and_never_markup_or_a_link():
    name = "<a href='x'>Tom</a> & Co <tom@x.org>"
    people = [{"number": 1, "name": name, "referrer": None, "talked": True}]
    cells = [{"topic": "Pay", "person": name, "state": "answered"}]
    step = {"day": date(2026, 11, 20), "kind": "talked", "words": f"talked with {name}"}
    drawn = [
        charts.who_led_to_whom(people, name),
        charts.topics_by_person(cells, ["Pay"], [name]),
        charts.activity_strip([step], date(2026, 11, 22)),
        charts.topics_by_client([{"name": "<a b> & Co", "heard_from": {}}], LABELS, 1),
    ]
    for picture in drawn:
        told = picture.figure.to_json()
        assert "&lt;" in told.replace("\\u0026", "&")
        assert "<a" not in told.replace("\\u003c", "<")
