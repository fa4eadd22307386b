"""Meanings of what people leave open: the order of days, the zone of times, empty cells, examples, notes."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.policy import Policy
from core.viewer import LOCAL
from data.bundle.outcome import Outcome
from data.store import Store
from data.today import as_json, today
from tests.bundles import AMARA, BEN, bring_in, contact, counts, interview, read, rows_of, sent_out, write_bundle


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "office.duckdb", create=True)
    with store.change(LOCAL, "test") as change:
        change.set("time_zone", "Europe/Berlin")
    yield store
    store.close()


def messages(outcome: Outcome, code: str) -> list[str]:
    """What was told under a code."""
    return [finding.message for finding in outcome.findings if finding.code == code]


def out(store: Store, folder: Path, table: str) -> list[dict[str, str]]:
    """A table as it goes out."""
    return rows_of(sent_out(store, folder / "out")[table])


# ── the order of days ────────────────────────────────────────────────────────────────────────────────────────────────


def asked_on(*days: str) -> dict[str, Any]:
    """Contacts who were asked on these days."""
    return {"clients": [AMARA], "contacts": [contact(f"p{n}", asked_on=day) for n, day in enumerate(days)]}


def test_one_day_that_can_only_be_day_first_decides_for_its_column(store: Store, tmp_path: Path) -> None:
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", asked_on("03/04/2026", "13/04/2026", "2026-05-06")))
    assert outcome.stored
    days = [row["asked_on"] for row in out(store, tmp_path, "contacts")]
    assert days == ["2026-04-03", "2026-04-13", "2026-05-06"]
    assert messages(outcome, "DAT251") == [
        "contacts.csv: asked_on was read with the day first, because line 3 has “13/04/2026”."
    ]


def test_one_day_that_can_only_be_month_first_decides_too(store: Store, tmp_path: Path) -> None:
    assert bring_in(store, write_bundle(tmp_path / "bundle", asked_on("03/04/2026", "04/13/2026"))).stored
    assert [row["asked_on"] for row in out(store, tmp_path, "contacts")] == ["2026-03-04", "2026-04-13"]


def test_each_column_decides_for_itself(store: Store, tmp_path: Path) -> None:
    people = [contact("p1", asked_on="13/04/2026", added_on="04/13/2026")]
    bring_in(store, write_bundle(tmp_path / "bundle", {"clients": [AMARA], "contacts": people}))
    (row,) = out(store, tmp_path, "contacts")
    assert row["asked_on"] == row["added_on"] == "2026-04-13"


def test_days_that_tell_nothing_are_asked_once_for_the_column(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "bundle", asked_on("03/04/2026", "05/06/2026", "07/07/2026"))
    outcome = read(store, source).outcome
    assert outcome.asks_day_order
    assert [cell.line for cell in outcome.refused] == [2, 3]
    (told,) = messages(outcome, "DAT252")
    assert told == "contacts.csv: asked_on can be read two ways, such as “03/04/2026” in line 2."
    remedies = [finding.remedy for finding in outcome.findings if finding.code == "DAT252"]
    assert "--day-first" in remedies[0]
    assert "--month-first" in remedies[0]


@pytest.mark.parametrize(("day_first", "days"), [(True, ["2026-04-03"]), (False, ["2026-03-04"])])
def test_what_a_person_says_decides_where_the_column_does_not(
    store: Store, tmp_path: Path, day_first: bool, days: list[str]
) -> None:
    source = write_bundle(tmp_path / "bundle", asked_on("03/04/2026"))
    outcome = bring_in(store, source, day_first=day_first)
    assert outcome.stored
    assert not outcome.asks_day_order
    assert [row["asked_on"] for row in out(store, tmp_path, "contacts")] == days


@pytest.mark.parametrize("day_first", [True, False])
def test_what_a_person_says_overrules_no_column_that_tells_it(store: Store, tmp_path: Path, *, day_first: bool) -> None:
    people = [contact("p1", asked_on="03/04/2026", added_on="03/04/2026")]
    people += [contact("p2", asked_on="13/04/2026", added_on="04/13/2026")]
    source = write_bundle(tmp_path / "bundle", {"clients": [AMARA], "contacts": people})
    assert bring_in(store, source, day_first=day_first).stored
    days = [(row["asked_on"], row["added_on"]) for row in out(store, tmp_path, "contacts")]
    assert days == [("2026-04-03", "2026-03-04"), ("2026-04-13", "2026-04-13")]


def test_a_column_with_both_kinds_is_asked_and_its_rows_are_refused(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "bundle", asked_on("13/04/2026", "04/13/2026", "2026-05-06"))
    outcome = read(store, source).outcome
    assert outcome.asks_day_order
    assert [cell.why for cell in outcome.refused] == [
        "Some days of this column have the day first, others the month."
    ] * 2
    outcome = read(store, source, day_first=True).outcome
    assert [cell.value for cell in outcome.refused] == ["04/13/2026"]


def test_the_day_of_a_moment_is_read_the_same_way(store: Store, tmp_path: Path) -> None:
    talks = [
        interview("i1", "p1", scheduled_for="03/04/2026 14:30"),
        interview("i2", "p1", scheduled_for="27/11/2026 9:00"),
    ]
    given = {"clients": [AMARA], "contacts": [contact("p1")], "interviews": talks}
    assert bring_in(store, write_bundle(tmp_path / "bundle", given)).stored
    moments = [row["scheduled_for"] for row in out(store, tmp_path, "interviews")]
    assert moments == ["2026-04-03T14:30:00+02:00", "2026-11-27T09:00:00+01:00"]


@pytest.mark.parametrize("mark", ["-", "/"])
def test_both_kinds_in_one_column_are_asked_about_with_either_mark_and_short_parts(
    store: Store, tmp_path: Path, mark: str
) -> None:
    days = [day.replace("-", mark) for day in ("13-10-2026", "5-31-2026", "4-12-2026")]
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", asked_on(*days)), keep_good=True)
    assert outcome.asks_day_order
    assert [cell.value for cell in outcome.refused] == days
    assert out(store, tmp_path, "contacts") == []
    assert messages(outcome, "DAT251") == []


@pytest.mark.parametrize("hour", [" 10:00", "T10:00", ", 10:00", ""])
def test_both_kinds_in_a_column_of_moments_are_asked_about(store: Store, tmp_path: Path, hour: str) -> None:
    days = ("25-11-2026", "5-11-2026", "1-25-2026")
    talks = [interview(f"i{n}", "p1", scheduled_for=f"{day}{hour}") for n, day in enumerate(days)]
    given = {"clients": [AMARA], "contacts": [contact("p1")], "interviews": talks}
    outcome = read(store, write_bundle(tmp_path / "bundle", given)).outcome
    assert outcome.asks_day_order
    assert counts(outcome, "interviews") == (0, 0, 0, 0, 3)


def test_a_day_with_hyphens_and_a_short_first_part_decides_for_its_column(store: Store, tmp_path: Path) -> None:
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", asked_on("5-31-2026", "4-12-2026")))
    assert [row["asked_on"] for row in out(store, tmp_path, "contacts")] == ["2026-05-31", "2026-04-12"]
    assert messages(outcome, "DAT251") == [
        "contacts.csv: asked_on was read with the month first, because line 2 has “5-31-2026”."
    ]


def test_an_open_day_with_hyphens_is_asked_about(store: Store, tmp_path: Path) -> None:
    outcome = read(store, write_bundle(tmp_path / "bundle", asked_on("1-10-2026"))).outcome
    assert outcome.asks_day_order
    assert len(messages(outcome, "DAT252")) == 1


def test_a_slip_that_is_no_day_either_way_round_decides_nothing(store: Store, tmp_path: Path) -> None:
    outcome = read(store, write_bundle(tmp_path / "bundle", asked_on("45/05/2026", "05/10/2026"))).outcome
    assert outcome.asks_day_order
    assert counts(outcome, "contacts") == (0, 0, 0, 0, 2)


# ── moments and zones ────────────────────────────────────────────────────────────────────────────────────────────────


def talk_at(moment: str, **more: Any) -> dict[str, Any]:
    """A bundle with an appointment."""
    talks = [interview("i1", "p1", scheduled_for=moment)]
    return {"clients": [AMARA], "contacts": [contact("p1")], "interviews": talks, **more}


def day_of_talk(store: Store) -> str:
    """The day of the one appointment, as the store keeps it."""
    with store.cursor() as cursor:
        return str(cursor.execute("SELECT scheduled_day FROM interviews ORDER BY 1").fetchall()[0][0])


def test_a_time_without_an_offset_is_in_the_offices_zone(store: Store, tmp_path: Path) -> None:
    bring_in(store, write_bundle(tmp_path / "bundle", talk_at("2026-07-01 00:30")))
    assert out(store, tmp_path, "interviews")[0]["scheduled_for"] == "2026-07-01T00:30:00+02:00"
    assert day_of_talk(store) == "2026-07-01"


def test_a_day_without_an_hour_comes_in_where_the_clock_skips_midnight(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "cairo.duckdb", create=True)
    given = talk_at("2026-04-24", settings=[{"name": "time_zone", "value": "Africa/Cairo"}])
    # Somebody whose talks are confirmed here is told of one that is not.
    given["interviews"].append(interview("i2", "p1", confirmed_on="2026-03-01", held_on="2026-03-02"))
    assert bring_in(store, write_bundle(tmp_path / "bundle", given)).stored
    assert day_of_talk(store) == "2026-04-24"
    found = today(store, LOCAL, date(2026, 4, 23), datetime(2026, 4, 23, 9, tzinfo=store.zone), Policy())
    told = [(row["reason"], row["since"]) for row in as_json(found) if row["client_id"] == "c1"]
    assert told == [("Talk with Contact p1 tomorrow, not confirmed", "2026-04-24")]
    store.close()


def test_a_zone_in_the_file_counts_before_its_times_are_read(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "new.duckdb", create=True)
    settings = [{"name": "time_zone", "value": "America/New_York"}]
    assert bring_in(store, write_bundle(tmp_path / "bundle", talk_at("2026-07-01 23:30", settings=settings))).stored
    assert store.zone.key == "America/New_York"
    assert out(store, tmp_path, "interviews")[0]["scheduled_for"] == "2026-07-01T23:30:00-04:00"
    assert day_of_talk(store) == "2026-07-01"
    store.close()


def test_a_zone_that_was_set_here_stays_until_it_is_overwritten_and_days_go_with_it(
    store: Store, tmp_path: Path
) -> None:
    settings = [{"name": "time_zone", "value": "America/New_York"}]
    source = write_bundle(tmp_path / "bundle", talk_at("2026-07-01 23:30", settings=settings))
    outcome = bring_in(store, source)
    assert counts(outcome, "settings") == (0, 0, 0, 1, 0)
    assert store.zone.key == "Europe/Berlin"
    assert day_of_talk(store) == "2026-07-02"
    bring_in(store, source, overwrite=True)
    assert store.zone.key == "America/New_York"
    assert day_of_talk(store) == "2026-07-01"


def test_another_zone_moves_the_days_of_what_was_there_before(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "new.duckdb", create=True)
    zones = ["Pacific/Auckland", "America/Los_Angeles"]
    for zone, day in zip(zones, ["2026-07-02", "2026-07-01"], strict=True):
        settings = [{"name": "time_zone", "value": zone}]
        bundle = {"settings": settings} if zone != zones[0] else talk_at("2026-07-01T20:00Z", settings=settings)
        assert bring_in(store, write_bundle(tmp_path / day, bundle)).stored
        assert day_of_talk(store) == day
    store.close()


def test_a_time_that_a_clock_change_makes_ambiguous_is_asked_back(store: Store, tmp_path: Path) -> None:
    (cell,) = read(store, write_bundle(tmp_path / "bundle", talk_at("2026-10-25 02:30"))).outcome.refused
    assert cell.why == "The clock showed 02:30 twice on 2026-10-25."
    assert "Add the offset" in cell.remedy


# ── empty cells ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_empty_cells_that_stand_for_something_are_filled_and_told_once_per_column(store: Store, tmp_path: Path) -> None:
    bundle = {
        "clients": [AMARA],
        "contacts": [
            contact("p1", asked_on="2026-04-05"),
            contact("p2"),
            contact("p3", channel="alumni", added_on="2026-01-09"),
        ],
        "interviews": [
            interview("i1", "p1", requested_on="2026-03-02"),
            interview("i2", "p1", held_on="2026-05-05", requested_on="2026-04-30"),
            interview("i3", "p1", closed_on="2026-05-05"),
            interview("i4", "p1"),
            interview("i5", "p1", stage="no reply"),
        ],
        "questions": [{"interview_id": "i1", "text": "How?"}, {"interview_id": "i1", "text": "Why?", "asked": "y"}],
        "notes": [{"note_id": "n1", "client_id": "c1", "text": "Hello"}],
        "prompts": [{"prompt_id": "q1", "text": "What surprised you?"}],
    }
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", bundle))
    assert outcome.stored
    told = {(f.where.table, f.where.column) for f in outcome.findings if f.code == "DAT255"}
    assert told == {
        ("contacts", "channel"),
        ("contacts", "added_on"),
        ("interviews", "stage"),
        ("questions", "position"),
        ("questions", "asked"),
        ("questions", "answered"),
        ("notes", "shared"),
    }
    people = out(store, tmp_path, "contacts")
    assert [row["channel"] for row in people] == ["other", "other", "alumni"]
    assert [row["added_on"] for row in people] == ["2026-03-02", "2026-11-22", "2026-01-09"]
    stages = [row["stage"] for row in out(store, tmp_path, "interviews")]
    assert stages == ["requested", "held", "closed", "identified", "no_reply"]
    questions = out(store, tmp_path, "questions")
    assert [(row["position"], row["asked"], row["answered"]) for row in questions] == [
        ("1", "no", "no"),
        ("2", "yes", "no"),
    ]
    assert out(store, tmp_path, "notes")[0]["shared"] == "no"
    marks = ("findable_online", "sensitive", "drawback", "active")
    assert [out(store, tmp_path, "prompts")[0][mark] for mark in marks] == ["no", "no", "no", "yes"]


def test_an_empty_stage_follows_from_the_days_that_the_office_has_too(store: Store, tmp_path: Path) -> None:
    people = [contact("p1")]
    talk = interview("i1", "p1", stage="", held_on="2026-05-05")
    bring_in(store, write_bundle(tmp_path / "a", {"clients": [AMARA], "contacts": people, "interviews": [talk]}))
    without_days = interview("i1", "p1", stage="", highlights="Much")
    given = {"clients": [AMARA], "contacts": people, "interviews": [without_days]}
    outcome = bring_in(store, write_bundle(tmp_path / "b", given))
    assert counts(outcome, "interviews") == (0, 1, 0, 0, 0)
    assert out(store, tmp_path, "interviews")[0]["stage"] == "held"


def test_a_question_without_a_place_stands_where_its_row_stands(store: Store, tmp_path: Path) -> None:
    texts = [("i1", "2", "b"), ("i1", "", "a"), ("i2", "", "x"), ("i1", "", "c"), ("i1", "", "d")]
    questions = [{"interview_id": of, "position": place, "text": text} for of, place, text in texts]
    talks = [interview("i1", "p1"), interview("i2", "p1")]
    given = {"clients": [AMARA], "contacts": [contact("p1")], "interviews": talks, "questions": questions}
    assert bring_in(store, write_bundle(tmp_path / "bundle", given)).stored
    found = [(row["interview_id"], row["position"], row["text"]) for row in out(store, tmp_path, "questions")]
    assert found == [("i1", "2", "b"), ("i1", "3", "a"), ("i1", "4", "c"), ("i1", "5", "d"), ("i2", "1", "x")]


def test_an_unknown_prompt_comes_in_empty_and_is_told(store: Store, tmp_path: Path) -> None:
    prompts = [{"prompt_id": "q1", "text": "Why?"}, {"prompt_id": "q2", "client_id": "c2", "text": "What else?"}]
    banks = ["q1", "q2", "bank-typical-day", "bank-of-england", "q9"]
    questions = [{"interview_id": "i1", "position": n, "text": "?", "bank_id": b} for n, b in enumerate(banks, 1)]
    given = {"clients": [AMARA, BEN], "contacts": [contact("p1")], "interviews": [interview("i1", "p1")]}
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", {**given, "prompts": prompts, "questions": questions}))
    assert outcome.stored
    found = [row.get("bank_id") for row in out(store, tmp_path, "questions")]
    assert found == ["q1", None, "bank-typical-day", None, None]
    assert messages(outcome, "DAT256") == [
        "questions.csv: no prompt is known as “q2”, “bank-of-england”, “q9” (line 3); bank_id came in empty there."
    ]


# ── what is read past ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_templates_example_rows_are_skipped_and_told(store: Store, tmp_path: Path) -> None:
    example = {"client_id": "example", "name": "Example", "started_on": "whenever"}
    people = [contact("example", "example", channel="a word of your own"), contact("p1")]
    questions = [{"interview_id": "example", "position": "1", "text": "How?"}]
    given = {"clients": [example, AMARA], "contacts": people, "questions": questions}
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", given))
    assert outcome.stored
    assert counts(outcome, "clients") == (1, 0, 0, 0, 0)
    assert messages(outcome, "DAT253") == ["The example rows of “clients”, “contacts”, “questions” were skipped."]


def test_unknown_columns_are_kept_out_and_named_and_the_problem_column_is_read_past(
    store: Store, tmp_path: Path
) -> None:
    people = [contact("p1", shoe_size="43", problem="channel: was wrong")]
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", {"clients": [AMARA], "contacts": people}))
    assert outcome.stored
    (told,) = [
        finding for finding in outcome.findings if finding.where.table == "contacts" and "shoe_size" in finding.message
    ]
    assert "problem" not in told.message
    assert told.severity == "info"


def test_a_loop_of_referrals_is_kept_and_told(store: Store, tmp_path: Path) -> None:
    led = {"p1": "p3", "p2": "p1", "p3": "p2", "p4": "p1", "p5": "p5"}
    people = [contact(text_id, referred_by=by) for text_id, by in led.items()]
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", {"clients": [AMARA], "contacts": people}))
    assert outcome.stored
    assert {row["contact_id"]: row["referred_by"] for row in out(store, tmp_path, "contacts")} == led
    loops = [finding for finding in outcome.findings if finding.rule == "referral_loop"]
    assert {(finding.where.id, finding.where.line) for finding in loops} == {("p1", 2), ("p5", 6)}


def test_what_is_merely_contradictory_comes_in_and_is_told_with_its_line(store: Store, tmp_path: Path) -> None:
    talks = [
        interview("i1", "p1", stage="held", held_on="2026-05-05", field_id="f1"),
        interview(
            "i2", "p1", stage="requested", requested_on="2026-04-09", replied_on="2026-04-02", held_on="2026-05-05"
        ),
    ]
    questions = [
        {"interview_id": "i1", "position": n, "text": "?", "asked": a, "answered": "y"} for n, a in ((1, "y"), (2, "n"))
    ]
    fields = [{"field_id": "f1", "client_id": "c1", "name": "Nursing"}]
    given = {"clients": [AMARA], "fields": fields, "contacts": [contact("p1")], "interviews": talks}
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", {**given, "questions": questions}))
    assert outcome.stored
    assert not outcome.unanswered
    told = {(finding.rule, finding.where.table, finding.where.line) for finding in outcome.findings if finding.rule}
    assert told >= {
        ("reply_before_request", "interviews", 3),
        ("held_not_marked_held", "interviews", 3),
        ("answered_without_being_asked", "questions", 3),
    }
    assert not any(line == 2 for _, _, line in told)


def test_a_policy_number_that_is_not_understood_comes_in_and_is_told(store: Store, tmp_path: Path) -> None:
    settings = [{"name": "goal_interviews", "value": "many"}, {"name": "favourite_colour", "value": "teal"}]
    outcome = bring_in(store, write_bundle(tmp_path / "bundle", {"clients": [AMARA], "settings": settings}))
    assert outcome.stored
    assert {finding.where.id for finding in outcome.findings if finding.where.table == "settings"} >= {
        "goal_interviews",
        "favourite_colour",
    }


def test_ids_are_text_in_a_workbook_whether_typed_as_numbers_or_not(store: Store, tmp_path: Path) -> None:
    clients: list[dict[str, Any]] = [{**AMARA, "client_id": 7}, {**BEN, "client_id": "007"}]
    people = [{**contact("1"), "client_id": 7.0}, contact("2", "007")]
    given = {"clients": clients, "contacts": people}
    assert bring_in(store, write_bundle(tmp_path / "bundle.xlsx", given)).stored
    assert [row["client_id"] for row in out(store, tmp_path, "contacts")] == ["7", "007"]
