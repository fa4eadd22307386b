"""Refusals of an import, and how it tells them: every wrong cell, every row once, nothing stored halfway."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.findings import Refusal
from core.viewer import Viewer
from dashboard.blocks.import_words import headline
from data.errors import NotVisible
from data.forms.sheets import Limits, Unreadable
from data.store import Store
from tests.bundles import AMARA, BEN, bring_in, contact, counts, interview, read, rows_of, sent_out, write_bundle


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "office.duckdb", create=True)
    yield store
    store.close()


def refused(store: Store, folder: Path, **given: Any) -> list[Refusal]:
    """What is refused of a bundle with Amara, Ben and these tables."""
    return list(read(store, write_bundle(folder / "bundle", {"clients": [AMARA, BEN], **given})).outcome.refused)


def test_a_wrong_cell_is_told_with_its_file_line_column_value_and_remedy(store: Store, tmp_path: Path) -> None:
    found = refused(store, tmp_path, contacts=[contact("p1"), contact("p2", channel="carrier pigeon")])
    assert found == [
        Refusal(
            "contacts",
            3,
            "channel",
            "carrier pigeon",
            "“carrier pigeon” is not a word known here.",
            "Use one of: personal_network, linkedin, association, faculty, conference, alumni, forum, news, "
            "former_colleague, community, event, referral, counselor, other.",
            "contacts.csv",
        )
    ]


def test_every_wrong_cell_of_a_row_is_told_and_the_row_counted_once(store: Store, tmp_path: Path) -> None:
    bundle = {"clients": [{"client_id": "c1", "started_on": "soon", "confidence": "9"}]}
    outcome = read(store, write_bundle(tmp_path / "bundle", bundle)).outcome
    assert [(cell.column, cell.value) for cell in outcome.refused] == [
        ("name", ""),
        ("started_on", "soon"),
        ("confidence", "9"),
    ]
    assert outcome.refused[0].why == "The name is empty."
    assert counts(outcome, "clients") == (0, 0, 0, 0, 1)


@pytest.mark.parametrize("written", ["n/a", " N/A", "–", "?", "TBD", "unknown"])
def test_what_only_says_that_nothing_is_known_is_to_be_left_empty(store: Store, tmp_path: Path, written: str) -> None:
    talk = interview("i1", "p1", held_on=written, minutes_actual=written, field_id=written)
    talk |= {"resume_presented": written, "outcome": written}
    found = refused(store, tmp_path, contacts=[contact("p1")], interviews=[talk])
    assert {each.column for each in found} == {"held_on", "minutes_actual", "resume_presented", "outcome"}
    assert {each.remedy for each in found} == {"Leave the cell empty where nothing is known."}
    led = refused(store, tmp_path, contacts=[contact("p1", field_id=written)])
    assert [(each.column, each.remedy) for each in led] == [("field_id", "Leave the cell empty where there is none.")]
    (needed,) = refused(store, tmp_path, clients=[{**AMARA, "started_on": written}])
    assert needed.remedy == "Write it as 2026-11-22."


def test_a_name_in_the_place_of_an_id_is_told_with_the_id(store: Store, tmp_path: Path) -> None:
    people = [contact("p1"), contact("p2", client="ben okafor", name="Kim"), contact("p3", name="Kim")]
    given = {"contacts": people, "interviews": [interview("i1", "Contact p1"), interview("i2", "Kim")]}
    assert [(each.value, each.remedy) for each in refused(store, tmp_path, **given)] == [
        ("ben okafor", "Write the id in place of the name: c2."),
        ("Contact p1", "Write the id in place of the name: p1."),
        ("Kim", "Write the id in place of the name: p3."),
    ]
    given["contacts"] = [contact("p1"), contact("p2", name="Kim"), contact("p3", name="Kim")]
    assert refused(store, tmp_path, **given)[1].remedy == "Add it to contacts, or mend the id."


def test_a_tick_may_be_a_yes_so_nobody_is_told_to_take_it_out(store: Store, tmp_path: Path) -> None:
    talk = interview("i1", "p1", resume_presented="✓")
    (found,) = refused(store, tmp_path, contacts=[contact("p1")], interviews=[talk])
    assert found.remedy == "Write yes or no, or leave it empty."


def test_headings_that_stand_there_once_more_are_a_row_to_take_out(store: Store, tmp_path: Path) -> None:
    headings = {name: name for name in contact("p1", channel="")}
    (found,) = refused(store, tmp_path, contacts=[contact("p1"), headings, contact("p2")])
    assert (found.line, found.why) == (3, "The headings stand here once more.")
    assert found.remedy == "Take this row out."


@pytest.mark.parametrize("name", ["office.xlsx", "bundle"])
def test_a_second_table_under_the_first_is_told_by_its_line(store: Store, tmp_path: Path, name: str) -> None:
    below = [{"contact_id": "Interview ID", "client_id": "client_id", "name": "contact_id", "channel": "stage"}]
    source = write_bundle(tmp_path / name, {"clients": [AMARA], "contacts": [contact("p1"), *below, contact("p2")]})
    with pytest.raises(
        Unreadable, match=r"contacts.*: Another table begins in line 3, with “Interview ID”, “client_id”"
    ):
        read(store, source)


def test_one_refused_row_keeps_everything_out(store: Store, tmp_path: Path) -> None:
    before = sent_out(store, tmp_path / "before")
    source = write_bundle(tmp_path / "bundle", {"clients": [AMARA, {**BEN, "started_on": ""}]})
    outcome = bring_in(store, source)
    assert not outcome.stored
    assert outcome.unanswered
    assert outcome.audit_id is None
    assert sent_out(store, tmp_path / "after") == before


def test_the_good_rows_come_in_alone_when_asked(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "bundle", {"clients": [AMARA, {**BEN, "started_on": ""}]})
    outcome = bring_in(store, source, keep_good=True)
    assert outcome.stored
    assert outcome.unanswered
    assert counts(outcome, "clients") == (1, 0, 0, 0, 1)
    assert [row["name"] for row in rows_of(sent_out(store, tmp_path / "out")["clients"])] == ["Amara Diallo"]


def test_the_page_says_that_the_rest_can_come_in_only_where_there_is_a_rest(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "bundle", {"clients": [AMARA, {**BEN, "started_on": "soon"}]})
    assert headline(read(store, source).outcome) == "One cell needs mending; the rest can come in."
    bring_in(store, source, keep_good=True)
    assert headline(read(store, source).outcome) == "One cell needs mending."
    source = write_bundle(tmp_path / "second", {"clients": [{**AMARA, "started_on": "?", "status": "frozen"}]})
    assert headline(read(store, source).outcome) == "Two cells need mending."


def test_rows_behind_a_refused_row_are_told_once_naming_where_the_trouble_began(store: Store, tmp_path: Path) -> None:
    found = refused(
        store,
        tmp_path,
        contacts=[contact("p1", channel="?"), contact("p2", referred_by="p1"), contact("p3", referred_by="p2")],
        interviews=[interview("i1", "p3", field_id="nowhere")],
        questions=[{"interview_id": "i1", "position": 1, "text": "How?"}],
        dismissals=[{"code": "QUE081", "record": "questions/i1/1"}],
    )
    assert [(cell.table, cell.line, cell.because_of) for cell in found] == [
        ("contacts", 2, None),
        ("contacts", 3, 2),
        ("contacts", 4, 2),
        ("interviews", 2, 2),
        ("questions", 2, 2),
        ("dismissals", 2, 2),
    ]
    assert found[2].why == "It rests on line 2 of contacts.csv, which could not come in."
    assert found[2].remedy == "Mend that line, and this one comes in with it."


def test_mending_a_refused_row_is_no_promise_to_a_row_of_another_client(store: Store, tmp_path: Path) -> None:
    seven, other = ({"client_id": text_id, "name": text_id, "started_on": "2026-01-05"} for text_id in ("7", "007"))
    found = refused(
        store,
        tmp_path,
        clients=[seven, other],
        contacts=[contact("p2", "007", channel="?")],
        interviews=[interview("i1", "p2", "7"), interview("i2", "p2", "007")],
    )
    assert [(cell.table, cell.line, cell.because_of) for cell in found] == [
        ("contacts", 2, None),
        ("interviews", 2, None),
        ("interviews", 3, 2),
    ]
    assert found[1].why == "“p2” is another client's contact, which could not come in either."
    assert found[1].remedy == "Records lean only on records of the same client."
    assert found[2].remedy == "Mend that line, and this one comes in with it."


def test_nor_is_mending_a_client_a_promise_to_a_row_of_another(store: Store, tmp_path: Path) -> None:
    found = refused(
        store,
        tmp_path,
        clients=[AMARA, {**BEN, "started_on": "soon"}],
        contacts=[contact("p2", "c2")],
        interviews=[interview("i1", "p2", "c1")],
    )
    assert [(cell.table, cell.because_of) for cell in found] == [
        ("clients", None),
        ("contacts", 3),
        ("interviews", None),
    ]


def test_a_record_of_another_client_is_told_as_such_though_a_refused_row_has_its_id(
    store: Store, tmp_path: Path
) -> None:
    bring_in(store, write_bundle(tmp_path / "first", {"clients": [AMARA, BEN], "contacts": [contact("p1")]}))
    found = refused(store, tmp_path, contacts=[contact("p1", "c2")], interviews=[interview("i1", "p1", "c2")])
    assert [cell.why for cell in found] == [
        "“p1” is already Amara Diallo's contact.",
        "“p1” is Amara Diallo's contact, and this row is somebody else's.",
    ]


def test_a_source_of_another_clients_field_is_no_promise_either(store: Store, tmp_path: Path) -> None:
    found = refused(
        store,
        tmp_path,
        fields=[{"field_id": f"f{n}", "client_id": f"c{n}", "name": "Nursing"} for n in (1, 2)],
        research=[{"research_id": "r1", "field_id": "f2", "title": "A book", "source": "?"}],
        insights=[
            {"insight_id": "n1", "client_id": "c1", "kind": "claim", "text": "So it is.", "research_id": "r1"},
            {"insight_id": "n2", "client_id": "c2", "kind": "claim", "text": "So it is.", "research_id": "r1"},
        ],
    )
    assert [(cell.table, cell.because_of) for cell in found] == [
        ("research", None),
        ("insights", None),
        ("insights", 2),
    ]


def test_a_refused_row_whose_client_is_a_slip_may_still_turn_out_to_be_ones_own(store: Store, tmp_path: Path) -> None:
    found = refused(store, tmp_path, contacts=[contact("p1", "c1 ?")], interviews=[interview("i1", "p1")])
    assert [(cell.table, cell.because_of) for cell in found] == [("contacts", None), ("interviews", 2)]


def test_a_long_chain_behind_a_refused_row_goes_with_it(store: Store, tmp_path: Path) -> None:
    chain = [contact("p0", channel="?"), *(contact(f"p{n}", referred_by=f"p{n - 1}") for n in range(1, 3_000))]
    found = refused(store, tmp_path, contacts=chain)
    assert len(found) == 3_000
    assert {cell.because_of for cell in found[1:]} == {2}


def test_a_row_refused_within_the_chain_takes_those_behind_it_along(store: Store, tmp_path: Path) -> None:
    chain = [contact("p1", field_id="f9"), contact("p2", referred_by="p1"), contact("p3", referred_by="p2")]
    found = refused(store, tmp_path, contacts=chain)
    assert [(cell.line, cell.column, cell.because_of) for cell in found] == [
        (2, "field_id", None),
        (3, "referred_by", 2),
        (4, "referred_by", 2),
    ]


def test_a_record_that_the_office_has_can_be_leant_on_though_its_row_is_refused(store: Store, tmp_path: Path) -> None:
    bring_in(store, write_bundle(tmp_path / "first", {"clients": [AMARA], "contacts": [contact("p1")]}))
    people = [contact("p1", channel="?"), contact("p2", referred_by="p1")]
    found = refused(store, tmp_path, contacts=people)
    assert [cell.line for cell in found] == [2]


def test_the_second_row_with_an_id_is_refused_and_names_the_first(store: Store, tmp_path: Path) -> None:
    found = refused(store, tmp_path, contacts=[contact("7"), contact("8"), contact(" 7 "), contact("007")])
    assert [(cell.line, cell.why) for cell in found] == [(4, "Line 2 has the id “7” too.")]


def test_an_id_of_a_refused_row_is_taken_too(store: Store, tmp_path: Path) -> None:
    found = refused(store, tmp_path, contacts=[contact("p1", channel="?"), contact("p1")])
    assert [(cell.line, cell.column) for cell in found] == [(2, "channel"), (3, "contact_id")]


def test_an_id_of_another_clients_record_is_refused_and_never_moved(store: Store, tmp_path: Path) -> None:
    bring_in(store, write_bundle(tmp_path / "first", {"clients": [AMARA], "contacts": [contact("p1")]}))
    (cell,) = refused(store, tmp_path, contacts=[contact("p1", "c2")])
    assert cell.why == "“p1” is already Amara Diallo's contact."
    assert cell.remedy == "Give it another id."


def test_what_belongs_to_a_field_or_an_interview_stays_its_clients_too(store: Store, tmp_path: Path) -> None:
    fields = [{"field_id": f"f{n}", "client_id": f"c{n}", "name": "Nursing"} for n in (1, 2)]
    source = {"research_id": "r1", "field_id": "f1", "title": "A book"}
    first = {"clients": [AMARA, BEN], "fields": fields, "research": [source]}
    assert bring_in(store, write_bundle(tmp_path / "first", first)).stored
    (cell,) = refused(store, tmp_path, fields=fields, research=[{**source, "field_id": "f2"}])
    assert cell.why == "“r1” is already Amara Diallo's source."


def test_the_offices_prompt_does_not_become_a_clients(store: Store, tmp_path: Path) -> None:
    prompt = {"prompt_id": "q1", "text": "What surprised you?"}
    bring_in(store, write_bundle(tmp_path / "first", {"clients": [AMARA], "prompts": [prompt]}))
    (cell,) = refused(store, tmp_path, prompts=[{**prompt, "client_id": "c1"}])
    assert cell.why == "“q1” is already the office's question."


def test_a_reference_to_nowhere_is_refused(store: Store, tmp_path: Path) -> None:
    (cell,) = refused(store, tmp_path, interviews=[interview("i1", "p9")])
    assert (cell.column, cell.value) == ("contact_id", "p9")
    assert cell.why == "There is no contact “p9”, neither in this file nor in the office."


def test_a_reference_to_another_clients_record_is_refused(store: Store, tmp_path: Path) -> None:
    (cell,) = refused(store, tmp_path, contacts=[contact("p1"), contact("p2", "c2", referred_by="p1")])
    assert cell.why == "“p1” is Amara Diallo's contact, and this row is somebody else's."


def test_counselors_and_cohorts_may_be_anybodys(store: Store, tmp_path: Path) -> None:
    everyone = [{**AMARA, "counselor_id": "k1", "cohort_id": "g1"}, {**BEN, "counselor_id": "k1", "cohort_id": "g1"}]
    found = refused(
        store,
        tmp_path,
        clients=everyone,
        counselors=[{"counselor_id": "k1", "name": "Kim"}],
        cohorts=[{"cohort_id": "g1", "name": "Autumn"}],
    )
    assert found == []


@pytest.mark.parametrize(
    ("kind", "because", "good"),
    [
        ("thank_referrer", "p1", True),
        ("lead", "l1", True),
        ("resource", "l1", True),
        ("keep_in_touch", "u0", True),
        ("decision_update", "d1", True),
        ("thank_referrer", "l1", False),
        ("keep_in_touch", "p1", False),
        ("thank_you", "p1", False),
    ],
)
def test_what_a_follow_up_follows_from_depends_on_its_kind(
    store: Store, tmp_path: Path, kind: str, because: str, good: bool
) -> None:
    about = {"client_id": "c1", "due_on": "2026-12-01"}
    found = refused(
        store,
        tmp_path,
        contacts=[contact("p1")],
        fields=[{"field_id": "f1", "client_id": "c1", "name": "Nursing"}],
        leads=[{"lead_id": "l1", "client_id": "c1", "kind": "book", "name": "A book"}],
        decisions=[{"decision_id": "d1", "client_id": "c1", "field_id": "f1"}],
        follow_ups=[
            {"follow_up_id": "u0", "kind": "thank_you", **about},
            {"follow_up_id": "u1", "kind": kind, "because_of": because, **about},
        ],
    )
    assert [cell.column for cell in found] == ([] if good else ["because_of"])


def test_a_follow_up_does_not_change_its_kind_and_keep_what_it_followed_from(store: Store, tmp_path: Path) -> None:
    owed = {"follow_up_id": "u1", "client_id": "c1", "due_on": "2026-12-01"}
    given = {"clients": [AMARA], "contacts": [contact("p1")]}
    first = {**given, "follow_ups": [{**owed, "kind": "thank_referrer", "because_of": "p1"}]}
    assert bring_in(store, write_bundle(tmp_path / "first", first)).stored
    (cell,) = refused(store, tmp_path, contacts=[contact("p1")], follow_ups=[{**owed, "kind": "lead"}])
    assert (cell.column, cell.remedy) == ("kind", "Add the column because_of as well.")
    assert refused(store, tmp_path, contacts=[contact("p1")], follow_ups=[{**owed, "kind": "thank_referrer"}]) == []


@pytest.mark.parametrize(
    ("record", "good"),
    [
        ("contacts/p1", True),
        ("clients/c1", True),
        ("questions/i1/1", True),
        ("questions/i1/2", False),
        ("questions/i1", False),
        ("contacts/p9", False),
        ("settings/time_zone", False),
        ("somewhere", False),
    ],
)
def test_a_dismissal_is_about_a_record_that_is_there(store: Store, tmp_path: Path, record: str, good: bool) -> None:
    found = refused(
        store,
        tmp_path,
        contacts=[contact("p1")],
        interviews=[interview("i1", "p1")],
        questions=[{"interview_id": "i1", "position": "1", "text": "How?"}],
        dismissals=[{"code": "QUE081", "record": record, "reason": "fine"}],
    )
    assert [cell.column for cell in found] == ([] if good else ["record"])


def test_keys_of_tables_without_an_id_are_there_once(store: Store, tmp_path: Path) -> None:
    question = {"interview_id": "i1", "position": "1", "text": "How?"}
    found = refused(
        store,
        tmp_path,
        contacts=[contact("p1")],
        interviews=[interview("i1", "p1")],
        questions=[question, question],
        dismissals=[{"code": "QUE081", "record": "contacts/p1"}] * 2,
        settings=[{"name": "goal_interviews", "value": "7"}] * 2,
    )
    assert [(cell.table, cell.line) for cell in found] == [("questions", 3), ("dismissals", 3), ("settings", 3)]
    assert found[0].why == "Line 2 has the same place in the same interview."


def test_a_missing_table_is_told_and_keeps_everything_out(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "bundle", {"clients": [AMARA]})
    (source / "interviews.csv").unlink()
    outcome = bring_in(store, source, keep_good=True)
    assert not outcome.stored
    assert [cell.why for cell in outcome.refused] == ["There is no table interviews."]
    assert outcome.document()["refused"][0]["line"] is None


def test_a_missing_column_is_told_and_keeps_everything_out(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "bundle", {"clients": [AMARA]})
    (source / "contacts.csv").write_text("Contacts\n\ncontact_id,client_id,channel\np1,c1,\np2,c1,\n", encoding="utf-8")
    outcome = bring_in(store, source, keep_good=True)
    assert not outcome.stored
    assert [(cell.line, cell.column, cell.why) for cell in outcome.refused] == [
        (3, "name", "There is no column name."),
        (3, "added_on", "There is no column added_on."),
    ]
    assert outcome.refused[1].remedy == "Add one with that heading; its cells may be empty."
    assert counts(outcome, "contacts") == (0, 0, 0, 0, 2)


def test_a_cell_under_no_heading_refuses_its_row_in_a_text(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "bundle", {"clients": [AMARA]})
    (source / "contacts.csv").write_text(
        "contact_id,client_id,name,channel,added_on\np1,c1,Okafor, Ben,other,2026-01-01\n", encoding="utf-8"
    )
    (cell,) = read(store, source).outcome.refused
    assert cell.why == "The row has more cells than there are headings: “2026-01-01” stands under none."


def test_a_prompt_may_not_pose_as_one_of_the_bank(store: Store, tmp_path: Path) -> None:
    (cell,) = refused(store, tmp_path, prompts=[{"prompt_id": "bank-mine", "text": "What surprised you?"}])
    assert cell.column == "prompt_id"


def test_an_unknown_time_zone_is_refused(store: Store, tmp_path: Path) -> None:
    settings = [{"name": "time_zone", "value": "Mitteleuropa"}, {"name": "goal_interviews", "value": "7"}]
    (cell,) = refused(store, tmp_path, settings=settings)
    assert (cell.table, cell.line, cell.value) == ("settings", 2, "Mitteleuropa")


def test_refusals_are_in_the_order_of_tables_and_lines(store: Store, tmp_path: Path) -> None:
    found = refused(
        store,
        tmp_path,
        contacts=[contact("p1", "c9"), contact("p2", channel="?"), contact("p3", referred_by="p9")],
        interviews=[interview("i1", "p2"), interview("i2", "p1", stage="?")],
    )
    assert [(cell.table, cell.line) for cell in found] == [
        ("contacts", 2),
        ("contacts", 3),
        ("contacts", 4),
        ("interviews", 2),
        ("interviews", 3),
    ]


def test_only_the_owner_of_this_machine_imports(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "bundle", {"clients": [AMARA]})
    with pytest.raises(NotVisible):
        read(store, source, viewer=Viewer("counselor", 1))


def test_a_source_that_is_too_large_is_not_read(store: Store, tmp_path: Path) -> None:
    source = write_bundle(tmp_path / "bundle.xlsx", {"clients": [AMARA]})
    with pytest.raises(Unreadable):
        read(store, source, limits=Limits(packed=100))
