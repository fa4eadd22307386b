"""Follow-ups that follow from facts, and what a change of facts changes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.client_facts import ContactFacts, DecisionFacts, Facts, FollowUpRow, LeadFacts, TalkFacts
from core.follow_ups import Owed, derived
from core.policy import Policy
from core.reconciliation import answers, owed_lately, reconciled, unanswered
from tests.profiles import examples

POLICY = Policy()
D = date(2026, 11, 22)


def day(text: str) -> date:
    return date.fromisoformat(text)


def found(facts: Facts) -> set[tuple[str, object, object, object, str, str]]:
    return {(*owed.identity, owed.opens_on.isoformat(), owed.due_on.isoformat()) for owed in derived(facts, POLICY)}


def test_an_agreed_interview_is_confirmed_the_same_day() -> None:
    agreed = TalkFacts("i1", "c1", scheduled_on=day("2026-11-10"))
    assert found(Facts([agreed])) == {("confirm", "c1", "i1", None, "2026-11-10", "2026-11-10")}


@pytest.mark.parametrize("over", [{"held_on": day("2026-11-20")}, {"ended": True}])
def test_a_confirmation_is_gone_once_the_talk_is_held_or_cancelled(over: dict[str, object]) -> None:
    talk = replace(TalkFacts("i1", "c1", scheduled_on=day("2026-11-10")), **over)  # type: ignore[arg-type]
    assert not any(row[0] == "confirm" for row in found(Facts([talk])))


def test_a_talk_held_is_thanked_and_noted_by_the_next_day_and_followed_by_a_hello() -> None:
    assert found(Facts([TalkFacts("i1", "c1", held_on=day("2026-11-30"))])) == {
        ("thank_you", "c1", "i1", None, "2026-11-30", "2026-12-01"),
        ("write_notes", None, "i1", None, "2026-11-30", "2026-12-01"),
        ("keep_in_touch", "c1", "i1", None, "2027-02-28", "2027-05-30"),
    }


def test_a_referrer_is_thanked_for_the_name_and_again_when_the_talk_is_held() -> None:
    contacts = [ContactFacts("c1"), ContactFacts("c2", added_on=day("2026-11-02"), referred_by="c1")]
    talks = [
        TalkFacts("i1", "c2", held_on=day("2026-11-10")),
        TalkFacts("i2", "c2", held_on=day("2026-11-17")),
    ]
    thanks = {row for row in found(Facts(talks, contacts)) if row[0] == "thank_referrer"}
    assert thanks == {
        ("thank_referrer", "c1", None, "c2", "2026-11-02", "2026-11-03"),
        ("thank_referrer", "c1", "i1", "c2", "2026-11-10", "2026-11-11"),
    }


def test_a_resume_is_sent_where_it_was_asked_for_and_a_talk_that_turned_to_a_job_is_put_right() -> None:
    talk = TalkFacts("i1", "c1", held_on=day("2026-11-10"), resume_requested=True, asked_for_job=True)
    rows = found(Facts([talk]))
    assert ("send_resume", "c1", "i1", None, "2026-11-10", "2026-11-11") in rows
    assert ("repair", "c1", "i1", None, "2026-11-10", "2026-11-11") in rows


@pytest.mark.parametrize(
    ("kind", "follow_up"),
    [("person", "lead"), ("opportunity", "lead"), ("idea", "lead"), ("organization", "resource"), ("book", "resource")],
)
def test_what_was_given_is_followed_up_within_a_fortnight_of_the_talk(kind: str, follow_up: str) -> None:
    talk = TalkFacts("i1", "c1", held_on=day("2026-11-10"))
    rows = found(Facts([talk], leads=[LeadFacts("l1", kind, "i1")]))
    assert (follow_up, "c1", "i1", "l1", "2026-11-10", "2026-11-24") in rows


def test_a_decision_is_told_to_those_who_were_heard_on_that_field_before_it() -> None:
    talks = [
        TalkFacts("i1", "c1", "f1", held_on=day("2026-11-01")),
        TalkFacts("i2", "c1", "f1", held_on=day("2026-11-02")),
        TalkFacts("i3", "c2", "f2", held_on=day("2026-11-02")),
        TalkFacts("i4", "c3", "f1", held_on=day("2026-11-12")),
        TalkFacts("i5", "c4", "f1"),
    ]
    rows = found(Facts(talks, decisions=[DecisionFacts("d1", "f1", day("2026-11-10"))]))
    assert {row for row in rows if row[0] == "decision_update"} == {
        ("decision_update", "c1", None, "d1", "2026-11-10", "2026-11-24")
    }


def hello(facts: Facts) -> Owed:
    (owed,) = [owed for owed in derived(facts, POLICY) if owed.kind == "keep_in_touch"]
    return owed


def test_a_hello_is_counted_from_the_thank_you_then_from_the_hello_before() -> None:
    talk = TalkFacts("i1", "c1", held_on=day("2026-08-29"))
    thanks = FollowUpRow("u1", "thank_you", "c1", "i1", done_on=day("2026-08-31"))
    assert (hello(Facts([talk], rows=[thanks])).opens_on, hello(Facts([talk], rows=[thanks])).because_of) == (
        day("2026-11-30"),
        "u1",
    )
    said = FollowUpRow("u2", "keep_in_touch", "c1", "i1", "u1", done_on=day("2026-11-30"))
    again = hello(Facts([talk], rows=[thanks, said]))
    assert (again.opens_on, again.due_on, again.because_of) == (day("2027-02-28"), day("2027-05-30"), "u2")


def test_a_second_talk_starts_the_three_months_anew_and_leaves_one_hello() -> None:
    talks = [TalkFacts("i1", "c1", held_on=day("2026-08-29")), TalkFacts("i2", "c1", held_on=day("2026-10-15"))]
    assert (hello(Facts(talks)).interview_id, hello(Facts(talks)).opens_on) == ("i2", day("2027-01-15"))


def test_a_contact_may_hear_less_often_but_not_more() -> None:
    talk = TalkFacts("i1", "c1", held_on=day("2026-01-31"))

    def window(months: int) -> tuple[date, date]:
        owed = hello(Facts([talk], [ContactFacts("c1", keep_in_touch_months=months)]))
        return owed.opens_on, owed.due_on

    assert window(1) == (day("2026-04-30"), day("2026-07-31"))
    assert window(4) == (day("2026-05-31"), day("2026-07-31"))
    assert window(12) == (day("2027-01-31"), day("2027-04-30"))


def test_a_row_without_the_reason_or_the_talk_still_counts_once() -> None:
    talks = [TalkFacts("i1", "c1", held_on=day("2026-11-18")), TalkFacts("i2", "c1", held_on=day("2026-11-20"))]
    row = FollowUpRow("u1", "thank_you", "c1", due_on=day("2026-11-21"))
    left = [o.interview_id for o in unanswered(Facts(talks, rows=[row]), POLICY) if o.kind == "thank_you"]
    assert left == ["i1"]


def test_a_row_without_a_contact_belongs_to_its_talks_contact() -> None:
    facts = Facts(
        [TalkFacts("i1", "c1", held_on=day("2026-11-18"))],
        rows=[FollowUpRow("u1", "thank_you", None, "i1"), FollowUpRow("u2", "write_notes", "c1", "i1")],
    )
    assert {owed.kind for owed in unanswered(facts, POLICY)} == {"keep_in_touch"}


def test_the_offer_after_an_import_reaches_back_as_far_as_the_office_looks() -> None:
    talks = [
        TalkFacts("i1", "c1", held_on=D - timedelta(27)),
        TalkFacts("i2", "c2", held_on=D - timedelta(28)),
        TalkFacts("i3", "c3", held_on=D + timedelta(1)),
        TalkFacts("i4", "c4", scheduled_on=D - timedelta(27), scheduled_day=D),
        TalkFacts("i5", "c5", scheduled_on=D - timedelta(28), scheduled_day=D),
        TalkFacts("i6", "c6", scheduled_on=D - timedelta(5), scheduled_day=D - timedelta(1)),
        TalkFacts("i7", "c7", scheduled_on=D - timedelta(5), scheduled_day=D, confirmed_on=D - timedelta(4)),
    ]
    contacts = [ContactFacts("c1", added_on=D - timedelta(27), referred_by="c9")]
    facts = Facts(talks, contacts, [LeadFacts("l1", "book", "i1"), LeadFacts("l2", "book", "i2")])
    assert sorted((owed.kind, owed.interview_id) for owed in owed_lately(facts, POLICY, D)) == [
        ("confirm", "i4"),
        ("keep_in_touch", "i1"),
        ("resource", "i1"),
        ("thank_referrer", "i1"),
        ("thank_you", "i1"),
        ("write_notes", "i1"),
    ]
    nearer = Policy(look_back_days=27)
    assert owed_lately(facts, nearer, D) == []
    assert owed_lately(facts, nearer, D - timedelta(1))


# ── a life of changes ────────────────────────────────────────────────────────────────────────────────────────────────

CONTACTS, TALKS, LEADS, FIELDS = ("c1", "c2", "c3"), ("i1", "i2", "i3"), ("l1", "l2"), ("f1", "f2")
SOME_DAY = st.none() | st.dates(D - timedelta(90), D)
TALK = st.builds(
    TalkFacts,
    st.sampled_from(TALKS),
    st.sampled_from(CONTACTS),
    st.sampled_from(FIELDS),
    scheduled_on=SOME_DAY,
    confirmed_on=SOME_DAY,
    held_on=SOME_DAY,
    notes_on=SOME_DAY,
    ended=st.booleans(),
    resume_requested=st.booleans(),
    asked_for_job=st.booleans(),
)
CONTACT = st.builds(
    ContactFacts,
    st.sampled_from(CONTACTS),
    SOME_DAY,
    st.none() | st.sampled_from(CONTACTS),
    st.none() | st.integers(1, 9),
)
LEAD = st.builds(
    LeadFacts,
    st.sampled_from(LEADS),
    st.sampled_from(["person", "book"]),
    st.none() | st.sampled_from(TALKS),
    st.none() | st.sampled_from(CONTACTS),
    SOME_DAY,
    SOME_DAY,
)
DECISION = st.builds(DecisionFacts, st.just("d1"), st.sampled_from(FIELDS), SOME_DAY)


def facts_of(rows: st.SearchStrategy[list[FollowUpRow]]) -> st.SearchStrategy[Facts]:
    return st.builds(
        Facts,
        st.lists(TALK, max_size=3, unique_by=lambda t: t.interview_id),
        st.lists(CONTACT, max_size=3, unique_by=lambda c: c.contact_id),
        st.lists(LEAD, max_size=2, unique_by=lambda lead: lead.lead_id),
        st.lists(DECISION, max_size=1),
        rows,
    )


ROW = st.builds(
    FollowUpRow,
    st.integers(0, 50),
    st.sampled_from(["thank_you", "keep_in_touch", "confirm", "thank_referrer", "lead", "other"]),
    st.none() | st.sampled_from(CONTACTS),
    st.none() | st.sampled_from(TALKS),
    due_on=st.dates(D - timedelta(90), D),
    done_on=SOME_DAY,
)
FACTS = facts_of(st.lists(ROW, max_size=4, unique_by=lambda r: r.follow_up_id))


def as_rows(owed: list[Owed], start: int = 100) -> list[FollowUpRow]:
    return [
        FollowUpRow(start + n, o.kind, o.contact_id, o.interview_id, o.because_of, o.opens_on, o.due_on, o.done_on)
        for n, o in enumerate(owed)
    ]


@given(FACTS)
def test_never_two_of_the_same(facts: Facts) -> None:
    identities = [owed.identity for owed in derived(facts, POLICY)]
    assert len(identities) == len(set(identities))
    hellos = [identity[1] for identity in identities if identity[0] == "keep_in_touch"]
    assert len(hellos) == len(set(hellos))


@given(FACTS)
def test_every_derived_row_opens_before_it_is_due(facts: Facts) -> None:
    assert all(owed.opens_on <= owed.due_on for owed in derived(facts, POLICY))


@given(FACTS, st.randoms(use_true_random=False))
def test_the_order_of_the_records_does_not_matter(facts: Facts, random: Random) -> None:
    def shuffled(rows: Sequence[Any]) -> list[Any]:
        return random.sample(list(rows), len(rows))

    other = Facts(*(shuffled(part) for part in (facts.talks, facts.contacts, facts.leads, facts.decisions, facts.rows)))
    assert {o.identity: o for o in derived(facts, POLICY)} == {o.identity: o for o in derived(other, POLICY)}
    assert {o.identity for o in unanswered(facts, POLICY)} == {o.identity for o in unanswered(other, POLICY)}


@given(FACTS)
def test_what_is_added_is_answered_and_a_second_time_adds_nothing(facts: Facts) -> None:
    added = as_rows(unanswered(facts, POLICY))
    assert unanswered(replace(facts, rows=[*facts.rows, *added]), POLICY) == []


def obeyed(before: Facts, after: Facts, start: int) -> Facts:
    """The facts after a command that does what the reconciliation says."""
    todo = reconciled(before, after, POLICY)
    assert all(number in {row.follow_up_id for row in after.rows} for number in [*todo.edit, *todo.remove])
    kept = [replace(r, **todo.edit.get(r.follow_up_id, {})) for r in after.rows if r.follow_up_id not in todo.remove]
    return replace(after, rows=[*kept, *as_rows(list(todo.add), start)])


def open_rows(rows: Iterable[FollowUpRow]) -> set[tuple[Any, ...]]:
    found = (r for r in rows if r.done_on is None)
    return {(r.kind, r.contact_id, r.interview_id, r.because_of, r.opens_on, r.due_on) for r in found}


@examples(200)
@given(st.lists(facts_of(st.just([])), min_size=1, max_size=5))
def test_whatever_is_corrected_the_open_rows_are_what_the_last_facts_bring_about(lives: list[Facts]) -> None:
    """Everything was entered in Digwell and nothing was closed by hand: the rows follow the facts, whatever happens."""
    now = Facts()
    for step, life in enumerate(lives):
        after = replace(life, rows=now.rows)
        now = obeyed(now, after, 1000 * (step + 1))
        again = reconciled(after, now, POLICY)
        assert not again.remove
        assert not again.add
        assert reconciled(now, now, POLICY) == type(again)([], {}, [])
    still = {o.identity for o in derived(now, POLICY) if o.done_on is None}
    assert {row[:4] for row in open_rows(now.rows)} == still
    expected = {(*o.identity, o.opens_on, o.due_on) for o in derived(now, POLICY) if o.done_on is None}
    assert open_rows(now.rows) == expected


@given(FACTS, st.data())
def test_closing_a_row_by_hand_opens_at_most_the_next_hello(facts: Facts, data: st.DataObject) -> None:
    before = obeyed(Facts(), replace(facts, rows=[]), 1000)
    waiting = [row for row in before.rows if row.done_on is None]
    if not waiting:
        return
    closed = data.draw(st.sampled_from(waiting))
    rows = [replace(r, done_on=D) if r is closed else r for r in before.rows]
    after = obeyed(before, replace(before, rows=rows), 2000)
    new = [row for row in after.rows if isinstance(row.follow_up_id, int) and row.follow_up_id >= 2000]
    assert all(row.kind == "keep_in_touch" and row.because_of == closed.follow_up_id for row in new)
    hellos = [r.contact_id for r in after.rows if r.kind == "keep_in_touch" and r.done_on is None]
    assert len(hellos) == len(set(hellos))
    assert next(r for r in after.rows if r.follow_up_id == closed.follow_up_id).done_on == D


def test_what_an_import_brought_gets_no_rows_when_something_else_is_changed() -> None:
    imported = Facts([TalkFacts("i1", "c1", held_on=day("2026-03-02")), TalkFacts("i2", "c2")])
    after = replace(imported, talks=[imported.talks[0], TalkFacts("i2", "c2", scheduled_on=D)])
    assert [owed.kind for owed in reconciled(imported, after, POLICY).add] == ["confirm"]


def test_a_thank_you_done_moves_the_hello_that_the_talk_had_opened() -> None:
    before = obeyed(Facts(), Facts([TalkFacts("i1", "c1", held_on=day("2026-11-10"))]), 1000)
    rows = [replace(r, done_on=day("2026-11-14")) if r.kind == "thank_you" else r for r in before.rows]
    after = obeyed(before, replace(before, rows=rows), 2000)
    (said,) = [r for r in after.rows if r.kind == "keep_in_touch"]
    (thanks,) = [r for r in after.rows if r.kind == "thank_you"]
    assert (said.opens_on, said.because_of) == (day("2027-02-14"), thanks.follow_up_id)


def test_entering_the_notes_closes_their_row_and_taking_them_back_opens_it() -> None:
    talk = TalkFacts("i1", "c1", held_on=day("2026-11-10"))
    before = obeyed(Facts(), Facts([talk]), 1000)
    noted = obeyed(before, replace(before, talks=[replace(talk, notes_on=D)]), 2000)
    (row,) = [r for r in noted.rows if r.kind == "write_notes"]
    assert row.done_on == D
    taken_back = obeyed(noted, replace(noted, talks=[talk]), 3000)
    (row,) = [r for r in taken_back.rows if r.kind == "write_notes"]
    assert row.done_on is None


def test_where_an_import_brought_both_and_they_differ_each_stays() -> None:
    talk = TalkFacts("i1", "c1", scheduled_on=day("2026-11-02"), confirmed_on=day("2026-11-04"))
    row = FollowUpRow("u1", "confirm", "c1", "i1", opens_on=day("2026-11-02"), done_on=day("2026-11-06"))
    before = Facts([talk], rows=[row])
    after = replace(before, contacts=[ContactFacts("c1")])
    assert reconciled(before, after, POLICY).edit == {}
    assert answers(derived(before, POLICY), before)[("confirm", "c1", "i1", None)] == row


def test_a_row_done_stays_when_its_fact_is_taken_back() -> None:
    before = obeyed(Facts(), Facts([TalkFacts("i1", "c1", held_on=day("2026-11-10"))]), 1000)
    rows = [replace(r, done_on=D) if r.kind == "thank_you" else r for r in before.rows]
    thanked = obeyed(before, replace(before, rows=rows), 2000)
    undone = obeyed(thanked, replace(thanked, talks=[TalkFacts("i1", "c1")]), 3000)
    assert [(row.kind, row.done_on) for row in undone.rows] == [("thank_you", D)]


def test_an_imported_hello_to_somebody_without_a_talk_is_left_alone() -> None:
    rows = [FollowUpRow(n, "keep_in_touch", "c9", due_on=D) for n in (1, 2)]
    before = Facts([TalkFacts("i1", "c1")], rows=rows)
    after = replace(before, talks=[TalkFacts("i1", "c1", held_on=D)])
    assert reconciled(before, after, POLICY).remove == []
