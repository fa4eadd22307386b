"""Reasons that bring somebody to Today, rule by rule, and what does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.findings import Severity
from core.reasons import digest, reasons
from core.words import short_day
from tests.casework import D, aside, case, clock, only, said, talk, waiting


def ago(days: int) -> date:
    return D - timedelta(days)


def test_somebody_on_their_way_gives_no_reason() -> None:
    assert reasons(case(), clock()) == []


# ── since when, and with what ────────────────────────────────────────────────────────────────────────────────────────


def test_a_talk_within_two_working_days_wants_questions_and_a_confirmation() -> None:
    soon = case(talks=[talk(D + timedelta(1))], ahead=True)
    assert said(soon) == {
        "SCH043": "Talks with R. Cole tomorrow at 14:00, no questions chosen",
        "SCH078": "Talk with R. Cole tomorrow at 14:00, not confirmed",
    }
    assert only(soon, "SCH078").at == talk(D + timedelta(1)).at


@pytest.mark.parametrize(("hour", "stands"), [(13, True), (14, True), (15, False)])
def test_the_reason_is_gone_with_the_hour(hour: int, stands: bool) -> None:
    assert bool(said(case(talks=[talk(D)], ahead=True), clock(hour=hour))) is stands


def test_a_day_without_an_hour_is_its_end() -> None:
    late = clock(hour=23)
    assert only(case(talks=[talk(D, None)], ahead=True), "SCH078", late).at == late.end_of(D)


def test_the_counselor_hears_on_the_third_working_day() -> None:
    due = date(2026, 11, 13)  # a Friday
    tuesday, wednesday = clock(date(2026, 11, 17)), clock(date(2026, 11, 18))
    late = case(waiting=[waiting("thank_you", due)], last_step=due, last_word=due)
    assert said(late, tuesday) == {}
    assert only(late, "FUP102", wednesday).since == date(2026, 11, 18)
    assert only(late, "FUP102").group == 2


def test_a_suggestion_is_counted_from_its_due_date() -> None:
    assert only(case(waiting=[waiting("lead", ago(6))]), "FUP108").since == ago(6)


def test_a_halt_is_counted_from_the_last_step_and_begins_a_fortnight_later() -> None:
    found = only(case(last_step=ago(14)), "PAC201")
    assert (found.since, found.began, found.group) == (ago(14), D, 3)


def test_a_quiet_week_does_not_count_towards_a_halt() -> None:
    halted = case(last_step=ago(19))
    assert "PAC201" not in said(halted, clock(quiet_weeks=frozenset({"2026-W46"})))
    assert only(halted, "PAC201", clock(quiet_weeks=frozenset({"2026-W42"}))).began == ago(5)


def test_nothing_agreed_is_told_from_a_fortnight_after_the_aim() -> None:
    there = case(held=6, reached_on=date(2026, 11, 4), last_step=date(2026, 11, 4), agreed_on=date(2026, 10, 30))
    assert only(there, "PAC202").since == date(2026, 11, 18)
    assert "PAC202" not in said(there, clock(date(2026, 11, 17)))


def test_a_missing_word_is_told_from_the_thirty_first_day() -> None:
    found = only(case(last_word=ago(34)), "PAC203")
    assert (found.since, found.group) == (ago(3), 4)


def test_nobody_looks_after_them() -> None:
    assert only(case(unassigned=True), "PAC205").group == 6


# ── put aside ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reason_put_aside_stays_so_until_its_facts_are_others() -> None:
    late = case(waiting=[waiting("thank_you", ago(6), 2)])
    found = only(late, "FUP102")
    put = aside(found, ago(2))
    assert only(late._replace(aside=[put]), "FUP102").aside == put
    one_done = late._replace(aside=[put], waiting=[waiting("thank_you", ago(6), open=1, due_sum=4500)])
    assert only(one_done, "FUP102").aside is None


def test_a_reason_put_off_comes_back_on_its_day() -> None:
    late = case(waiting=[waiting("thank_you", ago(6))])
    put = aside(only(late, "FUP102"), ago(2), until=D)
    assert only(late._replace(aside=[put]), "FUP102", clock(D - timedelta(1))).aside == put
    assert only(late._replace(aside=[put]), "FUP102").aside is None


def test_putting_one_reason_aside_leaves_the_others() -> None:
    both = case(last_step=ago(19), last_word=ago(34))
    put = both._replace(aside=[aside(only(both, "PAC201"), ago(1))])
    assert [reason.code for reason in reasons(put, clock()) if reason.aside is None] == ["PAC203"]


def test_the_facts_are_never_of_the_day() -> None:
    for client in (
        case(last_step=ago(19), last_word=ago(40)),
        case(waiting=[waiting("thank_you", ago(6)), waiting("lead", ago(6))]),
        case(held=6, reached_on=ago(18)),
        case(talks=[talk(D + timedelta(1))], ahead=True),
        case(last_step=ago(95)),
    ):
        today = {reason.code: reason.facts for reason in reasons(client, clock())}
        later = {reason.code: reason.facts for reason in reasons(client, clock(D + timedelta(1), hour=8))}
        assert today == later


def test_facts_tell_values_apart() -> None:
    assert digest([1, None]) != digest([None, 1])
    assert digest(["a", "b"]) != digest(["ab"])
    assert digest([D]) == digest([D])


def test_a_reason_is_a_finding_with_its_place_and_its_way_out() -> None:
    soon = case(talks=[talk(D + timedelta(1), chosen=4)], ahead=True)
    found = only(soon, "SCH078").finding(soon)
    assert (found.code, found.severity, found.rule) == ("SCH078", Severity.WARN, "talk_not_confirmed")
    assert (found.where.table, found.where.id, found.client_id) == ("interviews", "i7", "c1")
    assert found.message == "Talk with R. Cole tomorrow at 14:00, not confirmed."
    assert found.remedy
    assert found.dismissed is None
    put = replace(only(soon, "SCH078"), aside=aside(only(soon, "SCH078"), D))
    assert put.finding(soon).dismissed == "on holiday"


def test_nobody_is_praised_while_somebody_they_harmed_has_heard_nothing() -> None:
    praised = case(talked_on=ago(1))
    harmed = case(talked_on=ago(1), waiting=[waiting("repair", ago(6))])
    assert {"PAC212"} == said(praised).keys()
    assert {"FUP077"} == said(harmed).keys()
    put_right = harmed._replace(aside=[aside(only(harmed, "FUP077"), D)])
    assert "PAC212" in said(put_right)


def test_days_of_another_year_name_it() -> None:
    assert short_day(date(2025, 11, 4), D) == "4 Nov 2025"
