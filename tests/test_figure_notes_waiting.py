"""Notes on what waits: told while something can be done about it and once it is worth hearing; the rest is folded."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.policy import Policy
from core.viewer import LOCAL
from dashboard.blocks.follow_up_rows import hellos_in_words, promised_in_words, summary, waiting_since
from data import office
from data.check import findings
from data.client_story import story
from data.client_summary import client_summary
from data.selection import selection
from data.waiting_follow_ups import Counts, apart, counts, counts_apart
from tests.conftest import ROOT
from tests.offices import Office, make_office
from tests.opening import new_app, opened

D = date(2026, 11, 18)  # a Wednesday
MISSED_FROM = D - timedelta(days=28)
Row = dict[str, Any]


def ago(days: int, of: date = D) -> date:
    return of - timedelta(days=days)


def client(number: str, **facts: Any) -> Row:
    return {"client_id": number, "name": f"Client {number}", "started_on": ago(300), **facts}


def thanks(number: str, whose: str, due: date, **facts: Any) -> Row:
    return {
        "follow_up_id": number,
        "client_id": whose,
        "contact_id": f"p-{whose}",
        "interview_id": f"i-{whose}",
        "kind": "thank_you",
        "due_on": due,
        **facts,
    }


def told(here: Office, whose: str, as_of: date = D) -> tuple[tuple[str, int], ...]:
    found = story(here.store, LOCAL, here.number("clients", whose), as_of, here.store.zone)
    return client_summary(found, {}, Policy()).waiting


def flagged(here: Office, whose: str, as_of: date = D) -> bool:
    found = findings(here.store, LOCAL, as_of, Policy(), client=here.number("clients", whose))
    return any(finding.code == "FUP102" for finding in found)


# ── the headline ─────────────────────────────────────────────────────────────────────────────────────────────────────

LATE = range(36)  # days past the day of a thank-you, one client each


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    whose = {days: f"c{days}" for days in LATE}
    here = make_office(
        tmp_path_factory.mktemp("late") / "office.duckdb",
        {
            "clients": [client(each) for each in whose.values()],
            "contacts": [
                {"contact_id": f"p-{each}", "client_id": each, "name": "Ines Faro", "added_on": ago(100)}
                for each in whose.values()
            ],
            "interviews": [
                {"interview_id": f"i-{each}", "client_id": each, "contact_id": f"p-{each}", "held_on": ago(60)}
                for each in whose.values()
            ],
            "follow_ups": [thanks(f"u{days}", each, ago(days)) for days, each in whose.items()],
        },
    )
    yield here
    here.store.close()


def test_the_headline_speaks_of_a_promise_on_the_days_on_which_the_flag_does(late: Office) -> None:
    headline = [days for days in LATE if told(late, f"c{days}")]
    assert headline == [days for days in LATE if flagged(late, f"c{days}")]


def test_the_counselor_hears_from_the_third_working_day_on_and_for_28_days(late: Office) -> None:
    assert [days for days in LATE if told(late, f"c{days}")] == list(range(3, 29))
    assert told(late, "c2") == ()  # due on Monday: Tuesday and Wednesday are two working days
    assert told(late, "c28") == (("one thank-you note", 1),)


def test_what_is_not_told_is_not_called_nothing_waiting(late: Office) -> None:
    for days, untold in ((0, 1), (1, 1), (10, 0), (35, 1)):
        found = story(late.store, LOCAL, late.number("clients", f"c{days}"), D, late.store.zone)
        assert client_summary(found, {}, Policy()).untold == untold


def test_an_aim_is_the_clients_only_where_one_was_set(tmp_path: Path) -> None:
    here = make_office(tmp_path / "office.duckdb", {"clients": [client("c1"), client("c2", goal_interviews=6)]})
    own = [
        client_summary(story(here.store, LOCAL, here.number("clients", each), D, here.store.zone), {}, Policy()).own_aim
        for each in ("c1", "c2")
    ]
    here.store.close()
    assert own == [False, True]


# ── what can still be mended, what is for next time ──────────────────────────────────────────────────────────────────


def talk(number: str, **facts: Any) -> Row:
    return {"interview_id": number, "client_id": "c1", "contact_id": "p-c1", **facts}


def row(number: str, kind: str, due: date, of: str | None = None, **facts: Any) -> Row:
    return thanks(number, "c1", due, kind=kind, interview_id=of, **facts)


def mixed(path: Path, today: date) -> Office:
    """One client with everything that may be open: told, young, old, over by its talk or by the name given, hellos."""

    def back(days: int) -> date:
        return ago(days, today)

    return make_office(
        path,
        {
            "clients": [client("c1", name="Jo Ride")],
            "contacts": [{"contact_id": "p-c1", "client_id": "c1", "name": "Lou Vane", "added_on": back(100)}],
            "interviews": [
                talk("held", scheduled_on=back(80), held_on=back(56), notes_on=back(55)),
                talk("agreed", scheduled_on=back(40), scheduled_for=f"{back(-20)}T14:00:00+00:00", stage="scheduled"),
                talk("told", scheduled_on=back(9), confirmed_on=back(8), stage="confirmed"),
                talk("off", scheduled_on=back(9), stage="cancelled", closed_on=back(3)),
                talk("later", scheduled_on=back(9), held_on=back(-5)),
                talk("bare", held_on=back(20)),
            ],
            "leads": [
                {"lead_id": "done", "client_id": "c1", "kind": "person", "name": "Ida", "done_on": back(4)},
                {"lead_id": "open", "client_id": "c1", "kind": "person", "name": "Ole"},
            ],
            "follow_ups": [
                row("young", "thank_you", back(1)),
                row("edge", "thank_you", back(28)),
                row("old", "thank_you", back(29)),
                row("open", "other", back(-3)),
                row("confirm-held", "confirm", back(20), "held"),
                row("confirm-agreed", "confirm", back(40), "agreed"),
                row("confirm-told", "confirm", back(9), "told"),
                row("confirm-off", "confirm", back(9), "off"),
                row("confirm-later", "confirm", back(9), "later"),
                row("notes-written", "write_notes", back(15), "held"),
                row("notes-missing", "write_notes", back(15), "bare"),
                row("name-done", "lead", back(6), because_of="done"),
                row("name-open", "lead", back(6), because_of="open"),
                row("hello-late", "keep_in_touch", back(214)),
                row("hello-open", "keep_in_touch", back(-100), "held"),
                row("shut", "thank_you", back(90), done_on=back(70)),
            ],
        },
        imported_on=today,
    )


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    found = mixed(tmp_path_factory.mktemp("mixed") / "office.duckdb", D)
    yield found
    found.store.close()


STILL = {"young", "edge", "open", "confirm-agreed", "confirm-later", "notes-missing", "name-open"}
HELLOS = {"hello-late", "hello-open"}
NEXT_TIME = {"old", "confirm-held", "confirm-told", "confirm-off", "notes-written", "name-done"}
OVER = {
    "confirm-held": "no longer needed: the talk was on 23 Sep",
    "confirm-told": "no longer needed: confirmed on 10 Nov",
    "confirm-off": "no longer needed: the talk is off",
    "notes-written": "no longer needed: written on 24 Sep",
    "name-done": "no longer needed: settled on 14 Nov",
    "old": "due 29 days ago, Tue 20 Oct",
}


def names(here: Office, rows: list[Row]) -> set[str]:
    by_number = {number: name for name, number in here.numbers["follow_ups"].items()}
    return {by_number[each["follow_up_id"]] for each in rows}


def listed(here: Office, as_of: date = D, **more: Any) -> list[Row]:
    asked = {"kind": None, "search": None, "most": 60, "skip": 0, "hellos": False, "next_time": False} | more
    earliest = as_of - timedelta(days=28)
    return here.store.rows("follow_ups_waiting", LOCAL, as_of=as_of, missed_from=earliest, **asked, **selection())


def test_a_page_of_a_client_folds_what_is_too_old_and_what_is_over(here: Office) -> None:
    found = apart(story(here.store, LOCAL, here.number("clients", "c1"), D, here.store.zone).waiting)
    assert tuple(names(here, rows) for rows in found) == (STILL, HELLOS, NEXT_TIME)


def test_follow_ups_are_told_apart_the_same_way_over_many_clients(here: Office) -> None:
    assert names(here, listed(here)) == STILL
    assert names(here, listed(here, hellos=True)) == HELLOS
    assert names(here, listed(here, next_time=True)) == NEXT_TIME


@pytest.mark.parametrize("days", [0, 7, 12, 25, 30, 56, 60])
def test_on_any_day_a_client_and_the_list_of_many_agree(here: Office, days: int) -> None:
    day = ago(days)
    open_then = story(here.store, LOCAL, here.number("clients", "c1"), day, here.store.zone).waiting
    found = apart(open_then)
    of_many = (listed(here, day), listed(here, day, hellos=True), listed(here, day, next_time=True))
    assert [names(here, rows) for rows in found] == [names(here, rows) for rows in of_many]


def test_what_is_over_says_why_on_a_page_of_one_and_of_many(here: Office) -> None:
    of_one = apart(story(here.store, LOCAL, here.number("clients", "c1"), D, here.store.zone).waiting)
    for rows in (of_one.next_time, listed(here, next_time=True)):
        assert {name: waiting_since(each, D) for each in rows for name in names(here, [each])} == OVER


def test_what_is_over_is_not_told_in_the_headline(here: Office) -> None:
    assert told(here, "c1") == (("one thank-you note", 1), ("one name to follow up", 1))


def test_the_counts_are_those_of_the_lists(here: Office) -> None:
    rows = here.store.rows(
        "follow_ups_counted", LOCAL, as_of=D, missed_from=MISSED_FROM, kind=None, search=None, **selection()
    )
    found = counts_apart(rows)
    assert found == (Counts(7, 6, 40), Counts(2, 1, 214), Counts(6, 6, 56 - 27, 5))
    of_client = apart(story(here.store, LOCAL, here.number("clients", "c1"), D, here.store.zone).waiting)
    assert tuple(counts(rows) for rows in of_client) == found


def test_old_rows_do_not_crowd_out_those_that_can_still_be_mended(here: Office) -> None:
    first = listed(here, most=1, kind="thank_you")
    assert names(here, first) == {"edge"}
    assert first[0]["in_all"] == 2


# ── in words ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Counts(), "nothing waiting"),
        (Counts(9), "nine promises, none late"),
        (Counts(9, 3, 1), "nine promises, three of them late, the oldest 1 day"),
        (Counts(9, 1, 4), "nine promises, one of them 4 days late"),
        (Counts(3, 3, 6), "three promises, all of them late, the oldest 6 days"),
        (Counts(1, 1, 6), "one promise, 6 days late"),
    ],
)
def test_what_is_open_and_what_of_it_is_late_do_not_read_as_a_sum(found: Counts, words: str) -> None:
    assert summary(found) == words


@pytest.mark.parametrize(
    ("found", "older", "words"),
    [
        (
            Counts(20, 17, 26),
            Counts(4, 4, 214),
            "17 promises past the day meant for them, the oldest due 26 days ago; four older than four weeks.",
        ),
        (Counts(2, 1, 3), Counts(), "One promise past the day meant for it, due 3 days ago."),
        (Counts(3), Counts(1, 1, 9, 1), "Three promises open, none late; one no longer needed."),
        (
            Counts(),
            Counts(8, 8, 90, 3),
            "Nothing promised is waiting; five older than four weeks, three no longer needed.",
        ),
        (Counts(), Counts(), "Nothing promised is waiting."),
    ],
)
@pytest.mark.usefixtures("app")  # the office has the number of days
def test_the_page_of_promises_opens_on_what_can_still_be_mended(found: Counts, older: Counts, words: str) -> None:
    assert promised_in_words(found, older) == words


# ── on the pages ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def app(tmp_path: Path) -> Iterator[tuple[AppTest, Office]]:
    found = mixed(tmp_path / "office.duckdb", date.today())
    found.store.close()
    office.release()
    office.choose(tmp_path / "office.duckdb")
    yield AppTest.from_file(str(ROOT / "dashboard" / "front.py"), default_timeout=30).run(), found
    office.release()


def shown(app: AppTest, page: str, **address: str) -> AppTest:
    app.switch_page(f"views/counselor/{page}.py")
    app.query_params.update(address)
    app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


def rows_on(app: AppTest, of: Office) -> set[str]:
    by_number = {str(number): name for name, number in of.numbers["follow_ups"].items()}
    keys = [str(button.key) for button in app.button if str(button.key).startswith("aside_")]
    return {by_number[key.removeprefix("aside_")] for key in keys}


def done_on(app: AppTest) -> int:
    return len([button for button in app.button if str(button.key).startswith("done_")])


def folds(app: AppTest) -> list[str]:
    return [box.label for box in app.expander]


def open_fold(app: AppTest, key: str) -> AppTest:
    app.session_state[key] = True
    return app.run()


def test_follow_ups_shows_what_can_be_mended_and_opens_the_rest_on_a_click(app: tuple[AppTest, Office]) -> None:
    page, of = shown(app[0], "follow_ups"), app[1]
    assert page.title[0].value == (
        "Six promises past the day meant for them, the oldest due 40 days ago; one older than four weeks, "
        "five no longer needed."
    )
    assert page.caption[0].value == (
        "13 past the day meant for them\\: 6 promises, 1 older than four weeks, 5 no longer needed, 1 hello"
    )
    assert rows_on(page, of) == STILL
    assert {
        "One older than four weeks, five no longer needed",
        "Two hellos, whenever it suits; one past half a year",
    } <= set(folds(page))
    open_fold(page, "next_time")
    assert rows_on(page, of) == STILL | NEXT_TIME
    assert done_on(page) == len(STILL) + 1  # what is over can only be put aside
    assert any("More than 28 days past the day meant for them" in caption.value for caption in page.caption)


def test_a_name_that_is_searched_for_is_counted_in_the_folds_too(app: tuple[AppTest, Office]) -> None:
    page = shown(app[0], "follow_ups")
    next(box for box in page.selectbox if box.label == "Kind").select("confirm").run()
    assert "Three no longer needed" in folds(page)
    assert not any("hello" in label for label in folds(page))
    assert page.title[0].value.endswith("; one older than four weeks, five no longer needed.")


def test_a_clients_page_folds_what_is_for_next_time(app: tuple[AppTest, Office]) -> None:
    page, of = shown(app[0], "client", client=str(app[1].number("clients", "c1"))), app[1]
    assert rows_on(page, of) == STILL
    assert "Seven promises, six of them late, the oldest 40 days." in [caption.value for caption in page.caption]
    assert {
        "One older than four weeks, five no longer needed",
        "Two hellos, whenever it suits; one past half a year",
    } <= set(folds(page))
    assert "the oldest due 28 days ago" in page.title[0].value
    open_fold(page, "next_time")
    assert rows_on(page, of) == STILL | NEXT_TIME


def test_the_meeting_sheet_says_only_how_much_is_for_next_time(app: tuple[AppTest, Office]) -> None:
    page = shown(app[0], "meeting_sheet", client=str(app[1].number("clients", "c1")))
    said = "\n".join(text.value for text in page.markdown)
    assert said.count("☐") == len(STILL) + 1
    assert "no longer needed:" not in said
    assert "One older than four weeks, five no longer needed." in [caption.value for caption in page.caption]


@pytest.mark.parametrize(("due", "helps", "owed"), [
    (ago(-5, date.today()), "Nothing beyond what is promised.", None),
    (ago(60, date.today()), "Nothing beyond what is promised.", "Nothing new is waiting."),
    (None, "Nothing is waiting.", "Nothing is waiting."),
])  # fmt: skip
def test_the_meeting_sheet_calls_nothing_done_that_is_promised(
    tmp_path: Path, due: date | None, helps: str, owed: str | None
) -> None:
    facts = {"client_id": "c1", "kind": "other", "opens_on": ago(90, date.today()), "due_on": due}
    started = {"client_id": "c1", "name": "Client", "started_on": date.today()}
    here = make_office(tmp_path / "office.duckdb", {"clients": [started], "follow_ups": [facts] if due else []})
    number = here.number("clients", "c1")
    here.store.close()
    said = [
        text.value
        for text in opened(new_app(), tmp_path / "office.duckdb", "meeting_sheet", client=str(number)).markdown
    ]
    office.release()
    assert helps in said
    assert owed is None or owed in said


@pytest.mark.usefixtures("app")  # the office has the number of months
def test_hellos_are_counted_once_and_those_past_their_day_beside_them() -> None:
    assert hellos_in_words(Counts(67, 21, 214)) == "67 hellos, whenever it suits; 21 past half a year"
    assert hellos_in_words(Counts(1)) == "One hello, whenever it suits"


def test_a_hello_is_not_said_to_be_waiting() -> None:
    row = {"kind": "keep_in_touch", "due_on": date(2026, 4, 22), "over_on": None}
    assert waiting_since(row, date(2026, 11, 22)) == "fits since Wed 22 Apr, whenever it suits"
    assert waiting_since(row, date(2026, 4, 1)) == "due in 21 days, Wed 22 Apr"
