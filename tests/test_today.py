"""The list Today: the order, what a word rests, what is told as one row, the headline."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.case import Case, PutAside
from core.clock import Clock
from core.reasons import CANNOT_WAIT, GOOD, SEVERAL, WAITING
from core.today import Today, today, with_an_older_one
from core.today_row import MIDDLE, TodayRow, stand
from tests.casework import D, aside, case, clock, only, talk, waiting, word
from tests.profiles import examples

MONDAY = date(2026, 11, 23)


def ago(days: int) -> date:
    return D - timedelta(days)


def row_of(client: Case, at: Clock | None = None) -> TodayRow:
    found = stand(client, at or clock()).row
    assert found is not None
    return found


def names(found: Today, *groups: int) -> list[str | None]:
    return [row.key for row in (found.of(*groups) if groups else found.listed)]


def halted(number: int, days: int, **facts: Any) -> Case:
    return case(
        number, **{"last_step": ago(days), "stage": "identified", "requests": 0, "last_word": ago(days), **facts}
    )


# ── one person, one row ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_client_stands_once_in_the_highest_group_of_any_reason() -> None:
    client = case(last_word=ago(34), waiting=[waiting("thank_you", ago(6))], talks=[talk(MONDAY)], ahead=True)
    row = row_of(client)
    assert (row.group, row.code, row.action) == (1, "SCH043", "Plan together")
    assert row.second is not None
    assert (row.second.code, row.more) == ("SCH078", 2)
    assert row.also == "Talk with R. Cole tomorrow at 14:00, not confirmed. And 2 more"


def test_a_second_reason_only_where_it_asks_for_another_action() -> None:
    client = case(waiting=[waiting("thank_you", ago(6)), waiting("send_resume", ago(6))])
    row = row_of(client)
    assert (row.second, row.more) == (None, 1)


def test_praise_is_the_second_line_of_a_worry() -> None:
    row = row_of(halted(1, 14, requested_on=ago(5)))
    assert row.also == "Also: Sent a first request on Tuesday"


def test_good_news_alone_stands_in_a_block_of_its_own_first_ever_steps_first() -> None:
    found = today(
        [
            case(1, thanked_on=ago(1), thanked="Ines"),
            case(2, requested_on=ago(9)),
            case(3, talked_on=ago(3), reached_on=ago(8), held=6),
            case(4),
        ],
        clock(),
    )
    assert names(found, GOOD) == ["c3", "c2", "c1"]
    assert found.listed == []


def test_good_news_is_gone_after_a_kind_word() -> None:
    assert stand(case(requested_on=ago(5), words=[word(ago(1), "kind_word")]), clock()).row is None
    assert stand(case(requested_on=ago(5), words=[word(ago(1), "kind_word", "PAC211")]), clock()).row is None
    assert stand(case(requested_on=ago(5), words=[word(ago(1), "kind_word", "FUP211")]), clock()).row is not None
    assert stand(case(requested_on=ago(5), words=[word(ago(1), "call")]), clock()).row is not None
    assert stand(case(requested_on=ago(5), words=[word(ago(6), "kind_word")]), clock()).row is not None


def test_two_talks_of_one_kind_are_told_as_the_next_one_and_more() -> None:
    talks = [talk(MONDAY + timedelta(1), interview_id=8), talk(MONDAY, chosen=4)]
    row = row_of(case(talks=talks, ahead=True))
    assert row.reason == "Talk with R. Cole tomorrow at 14:00, not confirmed, and 1 more like it"


# ── a word ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_word_rests_the_same_reason_for_five_working_days() -> None:
    wrote = date(2026, 11, 12)  # a Thursday
    client = halted(1, 30, last_word=wrote, words=[word(wrote)])
    for day in range(13, 19):
        assert stand(client, clock(date(2026, 11, day))).row is None
    back = row_of(client, clock(date(2026, 11, 19)))
    assert (
        back.reason
        == "You wrote on 12 Nov; no step since. Has listed four people, written to none, no step for 27 days"
    )
    assert back.fresh


def test_a_word_about_something_else_rests_nothing() -> None:
    assert row_of(halted(1, 30, words=[word(ago(1), "message", "FUP102")])).code == "PAC201"
    assert stand(halted(1, 30, words=[word(ago(1), "message", "PAC201", "FUP102")]), clock()).row is None


def test_a_word_to_all_rests_what_stood_that_day_and_nothing_newer() -> None:
    wrote = ago(4)
    client = halted(1, 30, words=[word(wrote)], waiting=[waiting("thank_you", date(2026, 11, 16))])
    row = row_of(client)  # the thank-you became late on the 19th, after the word of the 18th
    assert (row.code, row.second) == ("FUP102", None)


def test_a_word_about_a_talk_rests_it_until_its_hour() -> None:
    client = case(talks=[talk(MONDAY)], ahead=True, words=[word(date(2026, 11, 20), "call")])
    assert stand(client, clock()).row is None
    assert stand(client, clock(MONDAY, 13)).row is None
    before_it_stood = client._replace(words=[word(date(2026, 11, 17), "call")])
    assert row_of(before_it_stood).group == CANNOT_WAIT


def test_a_talk_that_turned_to_a_job_is_not_put_off_by_a_word() -> None:
    client = case(waiting=[waiting("repair", ago(10))], words=[word(ago(1))])
    assert row_of(client).code == "FUP077"


def test_after_three_words_without_a_step_another_way_is_proposed() -> None:
    days = [date(2026, 11, 2), date(2026, 11, 6), date(2026, 11, 12)]
    client = halted(1, 40, last_word=days[-1], words=[word(day) for day in days])
    row = row_of(client)
    assert row.tried == 3
    assert row.action == "Call"
    assert row.reason.startswith("Three words from you, the last on 12 Nov; no step since. Try another way?")
    stepped = client._replace(last_step=date(2026, 11, 7), started_on=ago(100))
    assert row_of(stepped, clock(date(2026, 11, 24))).tried == 0


def test_a_step_after_the_word_is_no_reproach() -> None:
    wrote = date(2026, 11, 6)
    client = case(last_step=ago(8), words=[word(wrote)], waiting=[waiting("thank_you", date(2026, 10, 30), late=2)])
    assert row_of(client).reason == "Two thank-yous, the oldest to R. Cole, due 23 days ago"


# ── quiet for long ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_three_months_without_a_step_are_one_row_for_all() -> None:
    found = today([halted(n, 100 + n) for n in range(1, 14)], clock())
    (row,) = found.rows
    assert (row.group, row.code, row.client_id) == (SEVERAL, "PAC204", None)
    assert row.reason == "13 people have been quiet for over three months. Still with you?"
    assert len(row.clients) == len(row.facts) == 13
    assert row.facts[0] == only(halted(1, 101), "PAC204").facts
    assert found.headline == "Nobody is on your list today."
    assert found.first == []


def test_who_was_left_untouched_for_four_weeks_joins_them() -> None:
    began_20_working_days_ago = halted(1, 14 + 28)
    assert names(today([halted(1, 14 + 27)], clock())) == ["c1"]
    found = today([began_20_working_days_ago, halted(2, 95)], clock())
    assert found.listed == []
    (row,) = found.rows
    assert [key for _, key, _ in row.clients] == ["c1", "c2"]
    assert "one more has been on your list for four weeks without a word or a step" in row.reason


@pytest.mark.parametrize("touch", [{"last_word": ago(20)}, {"last_aside": ago(20)}])
def test_a_word_or_a_dismissal_keeps_somebody_on_the_list(touch: dict[str, Any]) -> None:
    assert names(today([halted(1, 50, **touch)], clock())) == ["c1"]


def test_somebody_who_waits_is_told_even_if_the_client_is_quiet() -> None:
    client = halted(1, 100, waiting=[waiting("decision_update", ago(6))])
    found = today([client], clock())
    assert [row.code for row in found.listed] == ["FUP090"]
    assert found.of(SEVERAL) == []


def test_keeping_a_quiet_person_takes_them_out_of_the_row_and_not_onto_the_list() -> None:
    quiet = halted(1, 100)
    kept = quiet._replace(aside=[aside(only(quiet, "PAC204"), ago(1))], last_aside=ago(1))
    assert today([kept], clock()).rows == ()


def test_who_was_untouched_rests_when_kept_and_what_came_true_since_is_told() -> None:
    untouched = halted(1, 14 + 28)
    assert [key for _, key, _ in today([untouched], clock()).rows[0].clients] == ["c1"]
    kept = PutAside("PAC204", "clients", 1, "still with us", ago(10), ago(-80), "")
    resting = untouched._replace(aside=[kept], last_aside=ago(10))
    assert today([resting], clock()).rows == ()
    back = today([resting], clock(D + timedelta(days=80)))
    assert [row.code for row in back.rows] == ["PAC204"], "until its day"
    since = resting._replace(waiting=[waiting("thank_you", ago(6))])
    assert [row.group for row in today([since], clock()).listed] == [WAITING]


def test_on_the_first_monday_of_the_month_the_long_quiet_stand_in_the_list_too() -> None:
    cases = [halted(n, 100) for n in (1, 2)]
    assert [row.code for row in today(cases, clock(date(2026, 12, 7))).first] == ["PAC204"]
    assert today(cases, clock(date(2026, 12, 14))).first == []


def test_rows_about_several_are_below_the_list_in_their_order() -> None:
    found = today([halted(1, 100), halted(2, 20)], clock(), [(9, "c9", "Zoe")], [(8, "c8", "Ana"), (7, "c7", "Ben")])
    assert [(row.group, row.code) for row in found.rows] == [(3, "PAC201"), (6, "PAC204"), (6, "PAC205"), (6, "DAT200")]
    assert [row.reason for row in found.rows[2:]] == [
        "One person has no counselor yet",
        "Two people have something in their records to mend",
    ]


# ── the order ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_groups_come_in_order_and_group_one_by_the_hour() -> None:
    cases = [
        halted(1, 20),
        case(2, last_word=ago(34)),
        case(3, waiting=[waiting("thank_you", ago(6))]),
        case(4, talks=[talk(MONDAY, 16)], ahead=True),
        case(5, talks=[talk(MONDAY, None)], ahead=True),
        case(6, talks=[talk(MONDAY, 9)], ahead=True),
    ]
    assert names(today(cases, clock())) == ["c6", "c4", "c5", "c3", "c1", "c2"]


def test_new_this_week_comes_before_who_has_waited_longest() -> None:
    fresh, older, oldest = halted(1, 16), halted(2, 22), halted(3, 30)
    assert names(today([oldest, older, fresh], clock())) == ["c1", "c3", "c2"]


def test_your_last_word_counts_as_the_beginning_of_the_wait() -> None:
    spoken = halted(1, 40, last_word=ago(20), words=[word(ago(20))])
    assert names(today([spoken, halted(2, 30)], clock())) == ["c2", "c1"]


def test_then_the_nearest_need_then_the_fewest_talks() -> None:
    cases = [
        halted(1, 25, needed_by=None, held=0),
        halted(2, 25, needed_by=D + timedelta(60), held=3),
        halted(3, 25, needed_by=D + timedelta(60), held=1),
        halted(4, 25, needed_by=D + timedelta(20), held=5),
    ]
    assert names(today(cases, clock())) == ["c4", "c3", "c2", "c1"]


def test_the_last_word_is_a_shuffle_that_stays_for_a_week() -> None:
    cases = [halted(n, 25) for n in range(1, 30)]
    sunday, monday, tuesday = (names(today(cases, clock(day))) for day in (D, MONDAY, MONDAY + timedelta(1)))
    assert sunday != monday
    assert monday == tuesday
    assert sorted(filter(None, sunday)) == sorted(filter(None, monday))


def fresh_and_older(fresh: int, older: int) -> list[Case]:
    return [halted(n, 15) for n in range(fresh)] + [halted(100 + n, 25) for n in range(older)]


def test_a_fifth_fresh_row_changes_places_with_the_next_older_one() -> None:
    rows = today(fresh_and_older(8, 3), clock()).listed
    assert [row.fresh for row in rows] == [True] * 4 + [False] + [True] * 3 + [True] + [False] * 2
    rows = today(fresh_and_older(8, 0), clock()).listed
    assert all(row.fresh for row in rows)
    rows = today(fresh_and_older(4, 3), clock()).listed
    assert [row.fresh for row in rows] == [True] * 4 + [False] * 3


def test_group_one_is_never_cut_and_the_others_fill_the_list_to_seven() -> None:
    soon = [case(n, talks=[talk(MONDAY, 8 + n)], ahead=True) for n in range(9)]
    few = today([*soon[:2], *(halted(100 + n, 25) for n in range(20))], clock())
    assert [row.group for row in few.first] == [1, 1, 3, 3, 3, 3, 3]
    many = today([*soon, *(halted(100 + n, 25) for n in range(20))], clock())
    assert [row.group for row in many.first] == [1] * 9


# ── the headline ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("soon", "worries", "good", "ways", "said"),
    [
        (2, 9, 0, 5, "Two people cannot wait; nine more would be glad of a word."),
        (1, 1, 0, 5, "One person cannot wait; one more would be glad of a word."),
        (3, 0, 0, 5, "Three people cannot wait."),
        (0, 1, 0, 0, "One person would be glad of a word."),
        (0, 14, 0, 0, "14 people would be glad of a word."),
        (0, 0, 3, 78, "Nobody is on your list today. 81 people are on their way, and three have news worth a word."),
        (0, 0, 1, 0, "Nobody is on your list today. One person is on their way, and one has news worth a word."),
        (0, 0, 0, 2, "Nobody is on your list today. Two people are on their way."),
        (0, 0, 0, 0, "Nobody to look after here."),
    ],
)
def test_the_headline_counts_honestly(soon: int, worries: int, good: int, ways: int, said: str) -> None:
    cases = [
        *(case(n, talks=[talk(MONDAY)], ahead=True) for n in range(soon)),
        *(halted(100 + n, 20) for n in range(worries)),
        *(case(200 + n, requested_on=ago(3)) for n in range(good)),
        *(case(300 + n) for n in range(ways)),
    ]
    found = today(cases, clock())
    assert found.headline == said
    assert found.on_their_way == good + ways


# ── whatever the caseload ────────────────────────────────────────────────────────────────────────────────────────────

PAST = st.none() | st.dates(ago(130), D)
SOME_CASE = st.fixed_dictionaries(
    {
        "needed_by": st.none() | st.dates(D, D + timedelta(100)),
        "held": st.integers(0, 7),
        "last_step": PAST,
        "stage": st.sampled_from([None, "identified", "requested", "replied", "scheduled", "held"]),
        "requests": st.integers(0, 3),
        "reached_on": PAST,
        "last_word": PAST,
        "requested_on": PAST,
        "last_aside": PAST,
        "words": st.lists(st.builds(word, st.dates(ago(60), D), st.sampled_from(["message", "kind_word"])), max_size=4),
        "waiting": st.lists(
            st.builds(waiting, st.sampled_from(["thank_you", "lead", "repair", "write_notes"]), st.dates(ago(40), D)),
            max_size=2,
            unique_by=lambda w: w.kind,
        ),
        "talks": st.lists(st.builds(talk, st.dates(D, D + timedelta(3)), st.none() | st.integers(7, 18)), max_size=2),
        "unassigned": st.booleans(),
    }
)
CASELOAD = st.lists(SOME_CASE, max_size=25).map(lambda facts: [case(n, **some) for n, some in enumerate(facts)])


@examples(60)
@given(CASELOAD, st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_of_the_records(cases: Sequence[Case], random: Random) -> None:
    shuffled = random.sample(list(cases), len(cases))
    assert today(cases, clock()).rows == today(shuffled, clock()).rows


@examples(60)
@given(CASELOAD)
def test_nobody_stands_twice_and_nobody_is_lost(cases: Sequence[Case]) -> None:
    found = today(cases, clock())
    people = [row.client_id for row in found.of(1, 2, 3, 4, 5)]
    assert len(people) == len(set(people))
    quiet = [number for row in found.of(SEVERAL) if row.code == "PAC204" for number, _, _ in row.clients]
    assert not {row.client_id for row in found.listed} & set(quiet)
    assert found.on_their_way + len(found.listed) + len(quiet) == len(cases)
    assert found.on_their_way >= len(found.of(GOOD)) - len(quiet)


@examples(60)
@given(CASELOAD)
def test_group_one_is_whole_and_first(cases: Sequence[Case]) -> None:
    found = today(cases, clock())
    groups = [row.group for row in found.listed]
    assert groups[: groups.count(1)] == [1] * groups.count(1)
    assert sum(1 for here, there in zip(groups, sorted(groups), strict=True) if here != there) in {0, 2, 3, 4, 5, 6, 7}
    assert all(row in found.first for row in found.of(CANNOT_WAIT))
    assert len(found.first) >= min(7, len(found.listed))


@examples(60)
@given(CASELOAD)
def test_at_most_one_place_is_changed_and_only_for_a_fifth_fresh_row(cases: Sequence[Case]) -> None:
    at = clock()
    rows = [row for client in cases if (row := stand(client, at).row) and row.group in {1, *MIDDLE}]
    rows.sort(key=lambda row: (row.group, row.key or ""))
    moved = with_an_older_one(rows, at)
    differ = [n for n, (before, after) in enumerate(zip(rows, moved, strict=True)) if before is not after]
    assert len(differ) in {0, 2}
    if differ:
        assert differ[0] < 7
        assert not moved[differ[0]].fresh
        assert moved[differ[1]].fresh
        assert sum(row.fresh and row.group in MIDDLE for row in rows[: differ[0] + 1]) == 5


@examples(60)
@given(SOME_CASE)
def test_a_word_today_rests_all_but_harm(facts: dict[str, Any]) -> None:
    client = case(1, **{**facts, "words": [*facts["words"], word(D)]})
    row = stand(client, clock()).row
    assert row is None or row.group == GOOD or row.code == "FUP077"


@examples(60)
@given(SOME_CASE)
def test_every_row_says_why_since_when_and_what_to_do(facts: dict[str, Any]) -> None:
    row = stand(case(1, **facts), clock()).row
    if row:
        assert row.reason
        assert row.action
        assert row.since
        assert row.reasons[0].group == row.group
        assert row.more >= 0
