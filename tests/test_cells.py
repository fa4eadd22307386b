"""Cells read what people write, and say in words what they cannot read."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from core.cells import IdCell, NumberCell, Reading, TextCell, WordCell, WordsCell, YesNoCell
from core.days import DayCell, day_order, order_is_open
from core.moments import InstantCell, hour_of, local_day, offset_text

BERLIN = Reading(ZoneInfo("Europe/Berlin"))
NEW_YORK = Reading(ZoneInfo("America/New_York"))


def read(cell, value, reading=BERLIN, column="c"):
    return cell.read(value, reading, column)


def refusal(cell, value, reading=BERLIN):
    with pytest.raises(PydanticCustomError) as told:
        cell.read(value, reading, "c")
    return told.value.message(), (told.value.context or {})["remedy"]


@pytest.mark.parametrize(
    "written",
    ["2026-11-06", "2026/11/6", "06.11.2026", "6 Nov 2026", "6. November 2026", "Nov 6, 2026", "November 6th 2026",
     "Fri 6 Nov 2026", "Friday, November 6, 2026",
     "2026-11-06 00:00:00", "2026-11-06T00:00:00", " 2026-11-06 ", date(2026, 11, 6), datetime(2026, 11, 6)],
)  # fmt: skip
def test_a_day_is_read_however_people_write_it(written):
    assert read(DayCell(), written) == date(2026, 11, 6)


@pytest.mark.parametrize(("first", "day"), [(True, date(2026, 4, 3)), (False, date(2026, 3, 4))])
def test_slashes_are_read_the_way_their_column_is_written(first, day):
    assert read(DayCell(), "03/04/2026", Reading(day_first={"c": first})) == day


def test_a_day_that_can_be_read_two_ways_is_asked_back_with_both_switches():
    why, remedy = refusal(DayCell(), "03/04/2026")
    assert why == "“03/04/2026” can be read two ways."
    assert "--day-first" in remedy
    assert "--month-first" in remedy


@pytest.mark.parametrize("written", ["31.02.2026", "2026-13-01", "soon", "2026-11", "12", 45000, True, "1799-01-01",
                                     "Thu 6 Nov 2026", "Fri Sat 6 Nov 2026"])  # fmt: skip
def test_what_is_no_day_is_refused_with_the_value_and_a_remedy(written):
    why, remedy = refusal(DayCell(), written)
    assert why
    assert remedy.endswith(".")


def test_a_day_shown_as_the_number_a_spreadsheet_counts_is_to_be_shown_as_a_day():
    assert refusal(DayCell(), 46000)[1] == "Format the cell as a date, or write it as 2026-11-22."


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 12, 31)))
def test_every_day_survives_its_iso_text(day):
    assert read(DayCell(), day.isoformat()) == day


@pytest.mark.parametrize(
    ("written", "order", "is_open"),
    [("13/04/2026", True, False), ("04/13/2026", False, False), ("04/05/2026", None, True), ("13-4-2026", True, False),
     ("4-13-2026", False, False), ("1-10-2026", None, True), ("5/05/2026", None, False), ("13.04.2026", None, False),
     ("45/05/2026", None, False), ("31/02/2026", None, False), ("13/04/2026 10:00", True, False),
     ("04/13/2026T10:00", False, False), ("04/05/2026, 10:00", None, True), ("13/04/20261", None, False)],
)  # fmt: skip
def test_the_order_of_a_written_day_is_known_only_where_it_shows(written, order, is_open):
    assert day_order(written) is order
    assert order_is_open(written) is is_open


def test_what_is_no_day_either_way_round_is_not_asked_about():
    assert refusal(DayCell(), "45/05/2026")[0] == "“45/05/2026” is not a day."


@pytest.mark.parametrize(
    ("written", "hour"),
    [("2026-11-27 14:00", 13), ("2026-11-27T14:00", 13), ("27.11.2026 14:00", 13), ("2026-11-27 2:00 pm", 13),
     ("2026-11-27T14:00+00:00", 14), ("2026-11-27T14:00:00Z", 14), ("2026-11-27T00:00:00Z", 0),
     ("27 Nov 2026, 14.00", 13),
     (datetime(2026, 11, 27, 14), 13), (datetime(2026, 11, 27, 14, tzinfo=UTC), 14)],
)  # fmt: skip
def test_a_moment_without_an_offset_is_in_the_offices_zone(written, hour):
    assert read(InstantCell(), written) == datetime(2026, 11, 27, hour, tzinfo=UTC)


def test_a_moment_that_a_clock_change_doubles_or_swallows_is_asked_back():
    assert "twice" in refusal(InstantCell(), "2026-10-25 02:30")[0]
    why, remedy = refusal(InstantCell(), "2026-03-29 02:30")
    assert "never" in why
    assert "+01:00" in remedy


@pytest.mark.parametrize("written", ["2026-04-24", "24.04.2026", date(2026, 4, 24)])
def test_a_day_alone_is_its_first_moment_where_the_clock_skips_midnight_too(written):
    cairo = Reading(ZoneInfo("Africa/Cairo"))
    moment = read(InstantCell(), written, cairo)
    assert moment == datetime(2026, 4, 23, 22, tzinfo=UTC)
    assert local_day(moment, cairo.zone) == date(2026, 4, 24)
    assert hour_of(moment.astimezone(cairo.zone)) is None
    assert "never" in refusal(InstantCell(), "2026-04-24 00:00", cairo)[0]


def test_a_day_that_the_calendar_leaves_out_is_refused():
    why, remedy = refusal(InstantCell(), "2011-12-30", Reading(ZoneInfo("Pacific/Apia")))
    assert why == "The calendar of Pacific/Apia leaves 2011-12-30 out."
    assert remedy == "Write the day before or after."


@pytest.mark.parametrize(("clock", "hour"), [((0, 0), None), ((0, 1), time(0, 1)), ((14, 0), time(14))])
def test_the_first_moment_of_a_day_is_the_day_without_an_hour(clock, hour):
    assert hour_of(datetime.combine(date(2026, 11, 27), time(*clock), BERLIN.zone)) == hour


@pytest.mark.parametrize("written", ["0001-01-01", "0001-01-01 00:00", "9999-12-31 23:30", "0001-01-01 00:00+05:00"])
@pytest.mark.parametrize("reading", [BERLIN, NEW_YORK])
def test_a_moment_too_far_off_is_refused_in_words(written, reading):
    assert refusal(InstantCell(), written, reading)[1] == "Check the year."


def test_a_doubled_hour_with_its_offset_is_read():
    assert read(InstantCell(), "2026-10-25 02:30+01:00") == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@given(st.datetimes(min_value=datetime(1901, 1, 1), max_value=datetime(2199, 12, 31), timezones=st.just(UTC)))
def test_every_moment_survives_the_text_it_goes_out_as(moment):
    # Before 1970 some zones stood at odd seconds, which the text carries too.
    text = offset_text(moment, NEW_YORK.zone)
    assert read(InstantCell(), text, NEW_YORK) == moment


@pytest.mark.parametrize(("given_", "text"), [(7, "7"), (7.0, "7"), ("007", "007"), (" a1 ", "a1"), (7.5, "7.5")])
def test_an_id_is_the_text_a_person_sees(given_, text):
    assert read(IdCell(), given_) == text


def test_text_is_trimmed_with_plain_line_ends_and_no_hidden_characters():
    assert read(TextCell(), "  a\r\nb\rc ") == "a\nb\nc"
    assert "cannot be shown" in refusal(TextCell(), "a\x00b")[0]
    assert "32,001" in refusal(TextCell(), "x" * 32_001)[0]


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cs", "Cn")), max_size=200))
def test_reading_a_text_twice_changes_nothing(text):
    once = read(TextCell(), text)
    assert read(TextCell(), once) == once


@pytest.mark.parametrize(
    ("written", "meaning"), [("Yes", True), ("y", True), (1.0, True), ("FALSE", False), ("n", False)]
)
def test_yes_and_no_in_their_usual_spellings(written, meaning):
    assert read(YesNoCell(), written) is meaning


def test_a_maybe_is_refused_not_guessed():
    assert refusal(YesNoCell(), "maybe") == ("“maybe” is neither yes nor no.", "Write yes or no, or leave it empty.")


@pytest.mark.parametrize("written", ["4", "4.0", "4,0", "4,00", " +4 ", 4, 4.0])
def test_a_whole_number_is_whole_with_either_decimal_mark(written):
    assert read(NumberCell(1, 5), written) == 4


@pytest.mark.parametrize("written", [1, "5"])
def test_the_bounds_of_a_number_belong_to_it(written):
    assert read(NumberCell(1, 5), written) == int(written)


@pytest.mark.parametrize("written", ["0", "6", "3.5", "3,5", "1,000", "three", "", "1e9", "99999999999"])
def test_a_number_outside_its_bounds_is_refused(written):
    assert "1 to 5" in refusal(NumberCell(1, 5), written)[0]


def test_a_word_is_known_by_its_letters_and_its_synonyms():
    cell = WordCell(("in_person", "phone"), {"Café": "in_person"})
    assert [read(cell, w) for w in ("In person", "IN-PERSON", "cafe", "phone")] == ["in_person"] * 3 + ["phone"]
    assert "in_person, phone" in refusal(cell, "fax")[1]


def test_words_come_out_in_the_lists_order_each_once():
    assert read(WordsCell(("a", "b", "c")), "C; a  a") == "a c"
    assert "not a word known here" in refusal(WordsCell(("a", "b")), ",")[0]
