"""Reasons that bring somebody to Today, rule by rule, and what does not."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.case import Waiting
from core.findings import Severity
from core.reasons import digest, reasons
from core.rules import RULES
from core.rules.register import rule
from core.words import short_day
from tests.casework import D, aside, case, clock, only, said, talk, waiting

WITH = "The talk with R. Cole"


def ago(days: int) -> date:
    return D - timedelta(days)


def test_somebody_on_their_way_gives_no_reason() -> None:
    assert reasons(case(), clock()) == []


# ── the register ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_rule_says_why_where_from_and_what_to_do() -> None:
    for each in RULES.values():
        assert len(each.why) > 40, each.name
        assert each.source, each.name
        assert each.remedy.endswith("."), each.name
        assert each.remedy.count(".") == 1, each.name
        if each.group:
            assert each.action, each.name
            assert each.clears, each.name


def test_no_rule_uses_a_word_that_shames() -> None:
    shaming = ("stuck", "failed", "no-show", "cold", "target", "compliance", "drift", "score", "inactive", "lapsed")
    for each in RULES.values():
        text = f"{each.why} {each.remedy} {each.clears} {each.action}".lower()
        assert not [word for word in shaming if word in text.split()], each.name


def test_a_code_is_given_out_once() -> None:
    with pytest.raises(ValueError, match="PAC201 is come_to_a_halt already"):
        rule("PAC201", Severity.WARN, source="R1", remedy="Wait.")(test_a_code_is_given_out_once)


def test_a_rule_must_say_why() -> None:
    def silent() -> None:
        pass

    with pytest.raises(ValueError, match="silent does not say why"):
        rule("PAC299", Severity.WARN, source="R1", remedy="Wait.")(silent)
    assert "PAC299" not in RULES


# ── talks that are close ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_talk_within_two_working_days_wants_questions_and_a_confirmation() -> None:
    soon = case(talks=[talk(D + timedelta(1))], ahead=True)
    assert said(soon) == {
        "SCH043": "Talks with R. Cole tomorrow at 14:00, no questions chosen",
        "SCH078": "Talk with R. Cole tomorrow at 14:00, not confirmed",
    }
    assert only(soon, "SCH078").at == talk(D + timedelta(1)).at


def test_what_is_confirmed_and_planned_is_left_alone() -> None:
    assert said(case(talks=[talk(D + timedelta(1), confirmed=True, chosen=4)], ahead=True)) == {}


def test_where_such_things_are_never_recorded_a_missing_one_says_nothing() -> None:
    assert said(case(talks=[talk(D + timedelta(1), confirms=False, plans=False)], ahead=True)) == {}


@pytest.mark.parametrize(("hour", "stands"), [(13, True), (14, True), (15, False)])
def test_the_reason_is_gone_with_the_hour(hour: int, stands: bool) -> None:
    assert bool(said(case(talks=[talk(D)], ahead=True), clock(hour=hour))) is stands


def test_a_day_without_an_hour_is_its_end() -> None:
    late = clock(hour=23)
    found = only(case(talks=[talk(D, None)], ahead=True), "SCH078", late)
    assert found.words == "Talk with R. Cole today, not confirmed"
    assert found.at == late.end_of(D)


def test_a_talk_beyond_two_working_days_can_wait() -> None:
    assert said(case(talks=[talk(D + timedelta(3))], ahead=True)) == {}


# ── what is owed ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (waiting("thank_you", ago(6)), "A thank-you to R. Cole, 6 days"),
        (waiting("thank_you", ago(6), 3), "Three thank-yous, the oldest to R. Cole, 6 days"),
        (waiting("thank_referrer", ago(6)), "A thank-you to R. Cole for an introduction, 6 days"),
        (waiting("send_resume", ago(9)), "R. Cole asked for the résumé on 12 Nov"),
        (waiting("send_resume", ago(9), 2), "Two people asked for the résumé, R. Cole on 12 Nov"),
        (waiting("lead", ago(6), opened_on=ago(20), gift="person"), "A name from R. Cole, 20 days unused"),
        (waiting("resource", ago(6), opened_on=None, gift="book"), "A book from R. Cole, 20 days unused"),
        (waiting("lead", ago(6), 2, gift="idea"), "Two ideas, the oldest from R. Cole, 7 days unused"),
        (waiting("decision_update", ago(6), opened_on=ago(20)), "Has not told R. Cole how it went, decided on 2 Nov"),
        (waiting("repair", ago(6)), "The talk with R. Cole on 15 Nov turned to a job, nothing said since"),
        (waiting("other", ago(6), contact=""), "A promise, 6 days"),
        (waiting("write_notes", ago(6)), "Talk with R. Cole of 15 Nov without notes"),
        (waiting("write_notes", ago(6), 2), "Two talks without notes, the first with R. Cole on 15 Nov"),
    ],
)  # fmt: skip
def test_what_is_late_names_who_waits_since_when(late: Waiting, words: str) -> None:
    assert list(said(case(waiting=[late])).values()) == [words]


def test_names_and_books_are_told_together() -> None:
    late = [
        waiting("lead", ago(6), 2, opened_on=ago(20), gift="person"),
        waiting("resource", ago(8), opened_on=ago(22), gift="book", contact="Ines"),
    ]
    assert said(case(waiting=late)) == {"FUP108": "Three suggestions, the oldest from Ines, 22 days unused"}


def test_the_counselor_hears_on_the_third_working_day() -> None:
    due = date(2026, 11, 13)  # a Friday
    tuesday, wednesday = clock(date(2026, 11, 17)), clock(date(2026, 11, 18))
    late = case(waiting=[waiting("thank_you", due)], last_step=due, last_word=due)
    assert said(late, tuesday) == {}
    assert only(late, "FUP102", wednesday).since == date(2026, 11, 18)
    assert only(late, "FUP102").group == 2


def test_a_suggestion_is_counted_from_its_due_date() -> None:
    assert only(case(waiting=[waiting("lead", ago(6))]), "FUP108").since == ago(6)


def test_what_was_missed_four_weeks_ago_is_for_next_time() -> None:
    assert "FUP102" in said(case(waiting=[waiting("thank_you", ago(28))]))
    assert "FUP102" not in said(case(waiting=[waiting("thank_you", ago(29))]))


def test_a_hello_never_brings_anybody_here() -> None:
    assert said(case(waiting=[waiting("keep_in_touch", ago(20))])) == {}


# ── come to a halt ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"stage": None, "last_step": None, "started_on": ago(19)}, "Nothing noted since the start, 19 days"),
        ({"stage": "researched", "requests": 0, "contacts": 0}, "Has read two sources, listed nobody, 19 days"),
        ({"stage": "identified", "requests": 0}, "Has listed four people, written to none, 19 days"),
        ({"stage": "identified"}, "Added to the list and asked nobody since, 19 days"),
        ({"stage": "requested", "unanswered": 1}, "No answer from R. Cole, 19 days"),
        ({"stage": "requested", "unanswered": 2}, "No answer from the last two, 19 days"),
        ({"stage": "replied"}, "An answer from R. Cole, no day agreed, 19 days"),
        ({"stage": "replied", "step_end": "declined"}, "A no from R. Cole, nobody asked since, 19 days"),
        ({"stage": "scheduled", "set_for": ago(12)}, f"{WITH} was set for 10 Nov, nothing noted since, 19 days"),
        ({"stage": "confirmed"}, f"{WITH} was agreed without a day, 19 days"),
        ({"stage": "scheduled", "step_end": "cancelled"}, f"{WITH} was called off, nothing since, 19 days"),
        ({"stage": "held"}, "Talked with R. Cole, no next step, 19 days"),
    ],
)  # fmt: skip
def test_a_halt_is_told_by_the_latest_step(facts: dict[str, Any], words: str) -> None:
    halted = case(**{"last_step": ago(19), **facts})
    assert said(halted) == {"PAC201": words}


def test_a_halt_begins_after_a_fortnight_and_is_counted_from_the_last_step() -> None:
    assert "PAC201" not in said(case(last_step=ago(13)))
    found = only(case(last_step=ago(14)), "PAC201")
    assert (found.since, found.began, found.group) == (ago(14), D, 3)


def test_somebody_with_an_appointment_ahead_or_at_the_aim_has_not_come_to_a_halt() -> None:
    assert said(case(last_step=ago(19), ahead=True)) == {}
    assert "PAC201" not in said(case(last_step=ago(19), held=6))
    assert said(case(last_step=None, started_on=D + timedelta(3))) == {}


def test_a_quiet_week_does_not_count_towards_a_halt() -> None:
    halted = case(last_step=ago(19))
    assert "PAC201" not in said(halted, clock(quiet_weeks=frozenset({"2026-W46"})))
    assert only(halted, "PAC201", clock(quiet_weeks=frozenset({"2026-W42"}))).began == ago(5)


# ── the aim, and the last word ───────────────────────────────────────────────────────────────────────────────────────


def test_nothing_agreed_for_a_fortnight_after_the_aim() -> None:
    there = case(held=6, reached_on=date(2026, 11, 4), last_step=date(2026, 11, 4), agreed_on=date(2026, 10, 30))
    found = only(there, "PAC202")
    assert found.words == "Reached the aim on 4 Nov, nothing agreed after"
    assert found.since == date(2026, 11, 18)
    assert "PAC202" not in said(there, clock(date(2026, 11, 17)))


@pytest.mark.parametrize("since", [{"agreed_on": date(2026, 11, 4)}, {"agreed_on": ago(1)}, {"ahead": True}])
def test_something_agreed_from_that_day_on_is_enough(since: dict[str, Any]) -> None:
    assert "PAC202" not in said(case(held=6, reached_on=date(2026, 11, 4), **since))


def test_more_than_thirty_days_without_a_word() -> None:
    assert said(case(last_word=ago(30))) == {}
    found = only(case(last_word=ago(34)), "PAC203")
    assert (found.words, found.since, found.group) == ("You last spoke 34 days ago", ago(3), 4)


def test_where_no_word_is_on_record_or_a_meeting_is_planned_none_is_missing() -> None:
    assert said(case(last_word=None)) == {}
    assert said(case(last_word=ago(34), meets_on=D)) == {}


def test_three_months_without_a_step() -> None:
    assert "PAC204" not in said(case(last_step=ago(89)))
    assert only(case(last_step=ago(90)), "PAC204").words == "Quiet for 90 days"
    assert "PAC204" not in said(case(last_step=ago(90), ahead=True))


def test_nobody_looks_after_them() -> None:
    assert only(case(unassigned=True), "PAC205").group == 6


# ── good to mention ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"requested_on": ago(5)}, "Sent a first request on Tuesday"),
        ({"talked_on": ago(1)}, "Had a first talk yesterday"),
        ({"introduced_on": D}, "Was introduced to somebody for the first time today"),
        ({"reached_on": ago(13), "held": 6}, "Reached the aim of six talks on 9 Nov"),
        ({"thanked_on": ago(2), "thanked": "Ines"}, "Thanked Ines within a day on Friday"),
    ],
)
def test_a_step_with_a_date_is_praised(facts: dict[str, Any], words: str) -> None:
    assert list(said(case(**facts)).values()) == [words]


def test_praise_is_gone_after_a_fortnight() -> None:
    assert said(case(requested_on=ago(14))) == {}


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


def test_days_of_another_year_name_it() -> None:
    assert short_day(date(2025, 11, 4), D) == "4 Nov 2025"
