"""Consequences of a fact follow once, move with it, go with it, and say the same as it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.viewer import LOCAL
from data.commands import (
    appointments,
    clients,
    contacts,
    corrections,
    dismissals,
    follow_ups,
    interviews,
    leads,
    meetings,
    notes,
    questions,
    requests,
)
from data.commands.dismissals import About
from data.commands.entry import NotAccepted
from data.errors import NotVisible, StaleEdit
from data.suggested_follow_ups import add_suggested, suggested
from data.undo import undo
from tests.commanded import TODAY, copy_of, office, tables
from tests.offices import Office, load, make_office

NEVER = "2200-12-31"


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Office:
    found = office(tmp_path_factory.mktemp("made") / "entered.duckdb")
    found.store.close()
    return found


@pytest.fixture
def here(entered: Office, tmp_path: Path) -> Iterator[Office]:
    found = copy_of(entered, tmp_path / "office.duckdb")
    yield found
    found.store.close()


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Office]:
    made = office(tmp_path / "imported.duckdb", imported_on=date(2026, 11, 15))
    yield made
    made.store.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Office]:
    rows: dict[str, list[dict[str, Any]]] = {"clients": [{"client_id": "maya", "name": "Maya Ortiz"}]}
    made = make_office(tmp_path / "empty.duckdb", rows)
    yield made
    made.store.close()


def owed(office: Office, kind: str, talk: int | None = None) -> list[dict[str, Any]]:
    """The follow-ups of a kind, those of one talk where it is given, days as text."""
    rows = tables(office.store)["follow_ups"]
    return [row for row in rows if row["kind"] == kind and talk in {None, int(row["interview_id"] or 0)}]


def days(row: dict[str, Any]) -> tuple[str | None, str, str | None]:
    return row["opens_on"], row["due_on"], row["done_on"]


def talk_of(here: Office, talk: str) -> dict[str, Any]:
    number = str(here.number("interviews", talk))
    return next(row for row in tables(here.store)["interviews"] if row["interview_id"] == number)


# ── what follows ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_logged_talk_is_thanked_noted_and_followed_by_a_hello(empty: Office) -> None:
    client = empty.number("clients", "maya")

    talk = interviews.log_talk(empty.store, LOCAL, client, "Ines", on=date(2026, 8, 31)).record

    assert {row["kind"] for row in tables(empty.store)["follow_ups"]} == {"thank_you", "write_notes", "keep_in_touch"}
    assert [days(row) for row in owed(empty, "thank_you", talk)] == [("2026-08-31", "2026-09-01", None)]
    # Three months after 31 August is the last day of November, six months after it the last of February.
    assert [days(row) for row in owed(empty, "keep_in_touch", talk)] == [("2026-11-30", "2027-02-28", None)]


def test_a_thank_you_that_has_gone_out_is_not_owed_and_starts_the_hello(empty: Office) -> None:
    client = empty.number("clients", "maya")

    interviews.log_talk(empty.store, LOCAL, client, "Ines", on=TODAY, held_on="2026-11-17", thanked_on=TODAY)

    [thanks], [hello] = owed(empty, "thank_you"), owed(empty, "keep_in_touch")
    assert days(thanks) == ("2026-11-17", "2026-11-18", "2026-11-19")
    assert days(hello) == ("2027-02-19", "2027-05-19", None)
    assert hello["because_of"] == thanks["follow_up_id"]


def test_the_next_hello_opens_three_months_after_the_last_one(here: Office) -> None:
    done = follow_ups.complete(here.store, LOCAL, here.number("follow_ups", "hello"), on=date(2027, 3, 1))

    open_ones = [row for row in owed(here, "keep_in_touch") if row["done_on"] is None]
    assert [days(row) for row in open_ones] == [("2027-06-01", "2027-09-01", None)]
    assert done.sentence == "Done: hello to Ines Faro, today. Next hello from 1 Jun."


def test_a_hello_on_the_very_day_of_the_talk_still_opens_the_next(empty: Office) -> None:
    interviews.log_talk(empty.store, LOCAL, empty.number("clients", "maya"), "Ines", on=TODAY)
    [hello] = owed(empty, "keep_in_touch")

    follow_ups.complete(empty.store, LOCAL, int(hello["follow_up_id"]), on=TODAY)

    assert sorted(row["done_on"] or "open" for row in owed(empty, "keep_in_touch")) == ["2026-11-19", "open"]


def test_a_thank_you_done_moves_the_open_hello_and_leaves_one(here: Office) -> None:
    thanks = here.number("follow_ups", "thanks")

    follow_ups.complete(here.store, LOCAL, thanks, on=TODAY, done_on="2026-11-12")

    [hello] = owed(here, "keep_in_touch")
    assert days(hello) == ("2027-02-12", "2027-05-12", None)
    assert hello["because_of"] == str(thanks)


def test_a_new_person_makes_a_thank_you_to_the_referrer_due(here: Office) -> None:
    client, ines = here.number("clients", "maya"), here.number("contacts", "ines")

    person = contacts.add_person(here.store, LOCAL, client, "Li Wei", on=TODAY, referred_by=ines).record

    [thanks] = owed(here, "thank_referrer")
    assert (thanks["contact_id"], thanks["because_of"]) == (str(ines), str(person))
    corrections.correct(here.store, LOCAL, "contacts", person or 0, {"referred_by": None}, on=TODAY)
    assert owed(here, "thank_referrer") == []


def test_agreeing_asks_for_a_confirmation_which_goes_when_the_talk_is_called_off(here: Office) -> None:
    asked = here.number("interviews", "asked")

    appointments.agreed(here.store, LOCAL, asked, "2026-11-27 14:00", on=TODAY)

    assert [days(row) for row in owed(here, "confirm", asked)] == [("2026-11-19", "2026-11-19", None)]
    assert talk_of(here, "asked")["replied_on"] == "2026-11-19"
    appointments.called_off(here.store, LOCAL, asked, on=TODAY)
    assert owed(here, "confirm", asked) == []


def test_a_day_without_an_hour_is_not_told_as_midnight(here: Office) -> None:
    asked, client = here.number("interviews", "asked"), here.number("clients", "maya")
    told = [
        appointments.agreed(here.store, LOCAL, asked, day, on=TODAY).sentence
        for day in ("2026-11-27", "2026-11-27 14:00")
    ]
    told.append(meetings.plan_meeting(here.store, LOCAL, client, "2026-11-27", on=TODAY).sentence)
    assert [sentence.partition(" at ")[2] for sentence in told] == ["", "14:00.", ""]


def test_a_moved_appointment_wants_a_confirmation_again(here: Office) -> None:
    agreed = here.number("interviews", "agreed")
    appointments.confirmed(here.store, LOCAL, agreed, on=date(2026, 11, 18))

    appointments.moved(here.store, LOCAL, agreed, "2026-11-30 14:00", on=TODAY)

    assert [days(row) for row in owed(here, "confirm", agreed)] == [("2026-11-19", "2026-11-19", None)]
    talk = talk_of(here, "agreed")
    assert (talk["confirmed_on"], talk["reschedules"], talk["stage"]) == (None, "1", "scheduled")


def test_a_talk_that_was_agreed_is_the_one_that_is_logged(here: Office) -> None:
    client, reyes = here.number("clients", "maya"), here.number("contacts", "reyes")

    logged = interviews.log_talk(here.store, LOCAL, client, reyes, on=date(2026, 11, 20))

    assert logged.record == here.number("interviews", "agreed")
    assert owed(here, "confirm") == []


def test_a_talk_that_was_asked_for_is_the_one_that_is_logged_and_an_idea_the_one_that_is_asked_for(
    here: Office,
) -> None:
    load(here, {"interviews": [{"interview_id": "idea", "client_id": "maya", "contact_id": "ines"}]})
    client, cole = here.number("clients", "maya"), here.number("contacts", "cole")

    assert interviews.log_talk(here.store, LOCAL, client, cole, on=TODAY).record == here.number("interviews", "asked")
    asked = requests.request_sent(here.store, LOCAL, here.number("contacts", "ines"), on=TODAY)
    assert asked.record == here.number("interviews", "idea")
    assert talk_of(here, "idea")["stage"] == "requested"


def test_answers_stand_after_the_questions_that_are_there_and_correct_those_that_are_named(here: Office) -> None:
    talk, [first] = here.number("interviews", "held"), tables(here.store)["questions"]
    given: list[dict[str, Any]] = [
        {"topic": "pay", "text": "What range is usual?", "answer": "Fair."},
        {"text": "Who else could I ask?", "topic": "referral"},
        {"question_id": int(first["question_id"]), "answered": True, "answer": "Early shifts."},
    ]

    questions.note_answers(here.store, LOCAL, talk, given)

    rows = sorted(tables(here.store)["questions"], key=lambda row: int(row["position"]))
    assert [(row["position"], row["topic"], row["asked"], row["answered"]) for row in rows] == [
        ("1", "lifestyle", "true", "true"),
        ("2", "compensation", "true", "true"),
        ("3", "referral", "true", "false"),
    ]
    with pytest.raises(NotVisible):
        questions.note_answers(here.store, LOCAL, here.number("interviews", "asked"), given[2:])


def test_a_name_on_the_list_means_that_person_and_another_one_is_added(here: Office) -> None:
    client = here.number("clients", "maya")

    interviews.log_talk(here.store, LOCAL, client, " ines  faro ", on=TODAY)
    interviews.log_talk(here.store, LOCAL, client, "Li Wei", on=TODAY, held_on="2026-11-16")

    people = {row["name"]: row["added_on"] for row in tables(here.store)["contacts"]}
    assert len(people) == 5
    assert people["Li Wei"] == "2026-11-16"


# ── one thing ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("row", "talk", "column"), [("confirm", "agreed", "confirmed_on"), ("notes", "held", "notes_on")]
)
def test_closing_the_row_writes_the_talk_and_correcting_the_talk_moves_the_row(
    here: Office, row: str, talk: str, column: str
) -> None:
    follow_ups.complete(here.store, LOCAL, here.number("follow_ups", row), on=TODAY, done_on="2026-11-18")
    assert talk_of(here, talk)[column] == "2026-11-18"

    number = here.number("interviews", talk)
    corrections.correct(here.store, LOCAL, "interviews", number, {column: "2026-11-17"}, on=TODAY)
    kind = {"confirm": "confirm", "notes": "write_notes"}[row]
    assert [each["done_on"] for each in owed(here, kind)] == ["2026-11-17"]

    corrections.correct(here.store, LOCAL, "interviews", number, {column: None}, on=TODAY)
    assert [each["done_on"] for each in owed(here, kind)] == [None]


def test_what_was_given_and_its_row_are_one_thing(here: Office) -> None:
    done = follow_ups.complete(here.store, LOCAL, here.number("follow_ups", "read"), on=TODAY)
    assert tables(here.store)["leads"][0]["done_on"] == "2026-11-19"
    undo(here.store, LOCAL, done.audit_id)

    leads.drop_lead(here.store, LOCAL, here.number("leads", "book"), on=TODAY)
    assert [row["done_on"] for row in owed(here, "resource")] == ["2026-11-19"]


def test_correcting_the_day_of_a_talk_moves_what_follows_but_not_what_a_person_moved(here: Office) -> None:
    talk, thanks = here.number("interviews", "held"), here.number("follow_ups", "thanks")
    follow_ups.move(here.store, LOCAL, thanks, "2026-11-30", on=TODAY)

    corrections.correct(here.store, LOCAL, "interviews", talk, {"held_on": "2026-11-12"}, on=TODAY)

    assert [days(row) for row in owed(here, "thank_you", talk)] == [("2026-11-12", "2026-11-30", None)]
    assert [days(row) for row in owed(here, "write_notes", talk)] == [("2026-11-12", "2026-11-13", None)]


def test_taking_a_talk_back_takes_what_is_open_and_what_was_put_aside_about_it(here: Office) -> None:
    talk, thanks = here.number("interviews", "held"), here.number("follow_ups", "thanks")
    dismissals.later(here.store, LOCAL, About("FUP102", "follow_ups", thanks), "2026-11-30", on=TODAY)

    corrections.correct(here.store, LOCAL, "interviews", talk, {"held_on": None}, on=TODAY)

    assert owed(here, "thank_you", talk) == []
    assert len(tables(here.store)["dismissals"]) == 1
    assert talk_of(here, "held")["stage"] == "scheduled"


# ── what came from a file or by hand ─────────────────────────────────────────────────────────────────────────────────


def test_what_a_file_brought_is_closed_with_its_fact_but_neither_moved_nor_taken_out(imported: Office) -> None:
    held, agreed = imported.number("interviews", "held"), imported.number("interviews", "agreed")
    before = owed(imported, "thank_you")

    corrections.correct(imported.store, LOCAL, "interviews", held, {"held_on": "2026-11-12"}, on=TODAY)
    assert owed(imported, "thank_you") == before

    appointments.confirmed(imported.store, LOCAL, agreed, on=TODAY)
    assert [row["done_on"] for row in owed(imported, "confirm")] == ["2026-11-19"]

    interviews.log_talk(
        imported.store, LOCAL, imported.number("clients", "maya"), "Daniel Reyes", on=date(2026, 11, 20)
    )
    assert len(owed(imported, "confirm")) == 1


def test_what_a_file_brought_brings_nothing_about_when_something_else_is_entered(imported: Office) -> None:
    talk = imported.number("interviews", "asked")
    before = tables(imported.store)["follow_ups"]

    requests.answer_came(imported.store, LOCAL, talk, on=TODAY, yes=True)

    assert tables(imported.store)["follow_ups"] == before


def test_what_was_added_by_hand_counts_once_and_stays(empty: Office) -> None:
    client = empty.number("clients", "maya")
    talk = interviews.log_talk(empty.store, LOCAL, client, "Ines", on=TODAY).record
    with pytest.raises(NotAccepted, match="on the list already"):
        follow_ups.add(empty.store, LOCAL, client, "thank_you", TODAY, on=TODAY, talk=talk,
                       contact=int(tables(empty.store)["contacts"][0]["contact_id"]))  # fmt: skip

    follow_ups.add(empty.store, LOCAL, client, "send_resume", "2026-11-25", on=TODAY, talk=talk)
    corrections.correct(empty.store, LOCAL, "interviews", talk or 0, {"resume_requested": True}, on=TODAY)
    assert [days(row) for row in owed(empty, "send_resume")] == [(None, "2026-11-25", None)]
    corrections.correct(empty.store, LOCAL, "interviews", talk or 0, {"resume_requested": False}, on=TODAY)
    assert len(owed(empty, "send_resume")) == 1


# ── no longer needed ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_no_longer_needed_is_neither_open_nor_done_and_does_not_come_again(here: Office) -> None:
    thanks, talk = here.number("follow_ups", "thanks"), here.number("interviews", "held")

    follow_ups.set_aside(here.store, LOCAL, thanks, on=TODAY)
    corrections.correct(here.store, LOCAL, "interviews", talk, {"held_on": "2026-11-12"}, on=TODAY)
    add_suggested(here.store, LOCAL, TODAY)

    [row] = owed(here, "thank_you", talk)
    assert (*days(row), row["note"]) == (NEVER, NEVER, None, "No longer needed")
    [hello] = owed(here, "keep_in_touch", talk)
    assert hello["because_of"] is None

    follow_ups.move(here.store, LOCAL, thanks, "2026-11-23", on=TODAY)
    assert [days(row) for row in owed(here, "thank_you", talk)] == [("2026-11-19", "2026-11-23", None)]


def test_what_was_set_aside_can_still_be_done(here: Office) -> None:
    thanks = here.number("follow_ups", "thanks")
    follow_ups.set_aside(here.store, LOCAL, thanks, on=TODAY)

    follow_ups.complete(here.store, LOCAL, thanks, on=TODAY)

    assert [days(row) for row in owed(here, "thank_you")] == [("2026-11-19", "2026-11-19", "2026-11-19")]


def test_a_book_that_is_no_longer_needed_is_dropped(here: Office) -> None:
    follow_ups.set_aside(here.store, LOCAL, here.number("follow_ups", "read"), on=TODAY)

    assert tables(here.store)["leads"][0]["dropped_on"] == "2026-11-19"
    assert [row["done_on"] for row in owed(here, "resource")] == ["2026-11-19"]


# ── what is offered after an import ──────────────────────────────────────────────────────────────────────────────────


def test_what_is_owed_for_recent_talks_is_offered_and_taken_once(imported: Office) -> None:
    offers = suggested(imported.store, LOCAL, TODAY)

    # Jonas's talk has no rows at all; Maya's are all there.
    assert {(offer.client, offer.owed.kind) for offer in offers} == {
        ("Jonas Lind", "thank_you"), ("Jonas Lind", "write_notes"), ("Jonas Lind", "keep_in_touch"),
    }  # fmt: skip
    done = add_suggested(imported.store, LOCAL, TODAY)
    assert done.sentence == "Three follow-ups added for one person."
    assert suggested(imported.store, LOCAL, TODAY) == []
    with pytest.raises(NotAccepted):
        add_suggested(imported.store, LOCAL, TODAY)
    undo(imported.store, LOCAL, done.audit_id)
    assert suggested(imported.store, LOCAL, TODAY) == offers


def test_nothing_is_offered_for_talks_of_long_ago_or_people_who_pause(imported: Office) -> None:
    assert suggested(imported.store, LOCAL, date(2027, 1, 15)) == []
    clients.pause(imported.store, LOCAL, [imported.number("clients", "jonas")])
    assert suggested(imported.store, LOCAL, TODAY) == []


# ── putting aside ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_finding_about_a_record_is_put_aside_once(here: Office) -> None:
    about = About("PAC201", "clients", here.number("clients", "maya"))

    dismissals.done_for_now(here.store, LOCAL, about, on=TODAY, counselor=here.number("counselors", "tom"))

    [row] = tables(here.store)["dismissals"]
    assert (row["reason"], row["dismissed_by"], row["dismissed_on"], row["until"]) == (
        "done for now", "tom", "2026-11-19", "2026-11-26",
    )  # fmt: skip


def test_the_days_that_later_offers() -> None:
    friday = date(2026, 11, 20)
    assert dismissals.tomorrow(friday) == date(2026, 11, 21)
    assert dismissals.next_monday(friday) == date(2026, 11, 23)
    assert dismissals.next_monday(date(2026, 11, 23)) == date(2026, 11, 30)
    assert dismissals.in_two_weeks(friday) == date(2026, 12, 4)


# ── what is not accepted ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_cannot_be_stored_is_refused_in_words_and_leaves_nothing(here: Office) -> None:
    store, maya, n = here.store, here.number("clients", "maya"), here.number
    before = tables(store)
    refused: list[tuple[str, Any]] = [
        ("“coffee” is not a word known here. Use one of: meeting, call, message, kind_word.",
         lambda: meetings.record_word(store, LOCAL, maya, "coffee", on=TODAY)),
        ("Fri 20 Nov is still ahead. Choose a day up to today.",
         lambda: meetings.record_word(store, LOCAL, maya, "call", on=TODAY, happened_on="2026-11-20")),
        ("“31.02.2026” is not a day. Write it as 2026-11-22.",
         lambda: interviews.log_talk(store, LOCAL, maya, "Ines Faro", on=TODAY, held_on="31.02.2026")),
        ("The text is empty. Fill it in.", lambda: notes.write_note(store, LOCAL, maya, "  ", on=TODAY)),
        ("The text has 32,001 characters. Keep it under 32,000.",
         lambda: notes.write_note(store, LOCAL, maya, "x" * 32_001, on=TODAY)),
        ("No reason is given. Choose one: on holiday · ill · agreed pace · waiting for an answer · record is wrong.",
         lambda: dismissals.fine_as_it_is(store, LOCAL, About("PAC201", "clients", maya), " ", on=TODAY, facts=None)),
        ("That day is not ahead. Choose a day from tomorrow on.",
         lambda: dismissals.later(store, LOCAL, About("PAC201", "clients", maya), TODAY, on=TODAY)),
        ("It opens on 10 Feb 2027. Choose that day or a later one.",
         lambda: follow_ups.move(store, LOCAL, n("follow_ups", "hello"), "2026-12-01", on=TODAY)),
        ("You talked on Tue 10 Nov. Choose that day or a later one.",
         lambda: follow_ups.complete(store, LOCAL, n("follow_ups", "thanks"), on=TODAY, done_on="2026-11-09")),
        ("That talk is over. Correct it in the list of talks, or undo what ended it.",
         lambda: appointments.called_off(store, LOCAL, n("interviews", "held"), on=TODAY)),
        ("Tue 17 Nov has gone by. Log the talk instead, if it was held.",
         lambda: appointments.agreed(store, LOCAL, n("interviews", "asked"), "2026-11-17 10:00", on=TODAY)),
        ("“many” is not a whole number from 0 to 10,000. Write a whole number from 0 to 10,000.",
         lambda: clients.set_goal(store, LOCAL, maya, "many")),
        ("It is so already. Nothing is left to do.", lambda: clients.reopen(store, LOCAL, [maya])),
    ]  # fmt: skip
    for words, command in refused:
        with pytest.raises(NotAccepted) as told:
            command()
        assert str(told.value) == words
    assert tables(store) == before


def test_a_record_of_another_client_is_no_reference(here: Office) -> None:
    store, maya, sato = here.store, here.number("clients", "maya"), here.number("contacts", "sato")
    before = tables(store)
    for command in (
        lambda: interviews.log_talk(store, LOCAL, maya, sato, on=TODAY),
        lambda: interviews.log_talk(store, LOCAL, maya, "Ines Faro", on=TODAY, field=here.number("fields", "law")),
        lambda: contacts.add_person(store, LOCAL, maya, "Li Wei", on=TODAY, referred_by=sato),
        lambda: follow_ups.add(store, LOCAL, maya, "other", TODAY, on=TODAY, contact=sato),
        lambda: corrections.correct(
            store, LOCAL, "contacts", here.number("contacts", "ines"), {"referred_by": sato}, on=TODAY
        ),
    ):
        with pytest.raises(NotVisible):
            command()
    assert tables(store) == before


def test_an_edit_of_what_somebody_changed_meanwhile_is_stale(here: Office) -> None:
    ines = here.number("contacts", "ines")
    corrections.correct(here.store, LOCAL, "contacts", ines, {"title": "Nurse"}, on=TODAY, revision=1)

    with pytest.raises(StaleEdit):
        corrections.correct(here.store, LOCAL, "contacts", ines, {"title": "Head nurse"}, on=TODAY, revision=1)


def test_an_office_wide_number_changes_what_follows(empty: Office) -> None:
    load(empty, {"settings": [{"name": "thank_you_days", "value": "3"}]})

    interviews.log_talk(empty.store, LOCAL, empty.number("clients", "maya"), "Ines", on=TODAY)

    assert [days(row) for row in owed(empty, "thank_you")] == [("2026-11-19", "2026-11-22", None)]
