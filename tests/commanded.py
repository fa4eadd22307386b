"""One small office with something of every kind, and every command there is, for the tests of commands."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from core.viewer import Viewer
from data.commands import (
    appointments,
    clients,
    contacts,
    corrections,
    decisions,
    dismissals,
    fields,
    follow_ups,
    interviews,
    leads,
    meetings,
    notes,
    questions,
    requests,
)
from data.commands.dismissals import About
from data.commands.entry import Done
from data.store import Store
from data.suggested_follow_ups import add_suggested
from tests.offices import Office, make_office
from tests.planted import columns_of, tables_of

TODAY = date(2026, 11, 19)  # a Thursday

ROWS: dict[str, list[dict[str, Any]]] = {
    "counselors": [{"counselor_id": "dana", "name": "Dana Okafor"}, {"counselor_id": "tom", "name": "Tom Berg"}],
    "clients": [
        {"client_id": "maya", "counselor_id": "dana", "name": "Maya Ortiz", "started_on": "2026-09-01"},
        {"client_id": "jonas", "counselor_id": "tom", "name": "Jonas Lind", "started_on": "2026-09-01"},
        {"client_id": "paul", "counselor_id": "dana", "name": "Paul Abara", "started_on": "2026-05-01",
         "status": "paused"},
        {"client_id": "noor", "name": "Noor Haddad", "started_on": "2026-09-01"},
    ],
    "fields": [
        {"field_id": "nursing", "client_id": "maya", "name": "Nursing", "added_on": "2026-09-02"},
        {"field_id": "law", "client_id": "jonas", "name": "Law", "added_on": "2026-09-02"},
    ],
    "contacts": [
        {"contact_id": "ines", "client_id": "maya", "name": "Ines Faro", "added_on": "2026-09-10"},
        {"contact_id": "cole", "client_id": "maya", "name": "R. Cole", "added_on": "2026-10-01"},
        {"contact_id": "reyes", "client_id": "maya", "name": "Daniel Reyes", "added_on": "2026-10-05"},
        {"contact_id": "sato", "client_id": "jonas", "name": "Aiko Sato", "added_on": "2026-10-05"},
    ],
    "interviews": [
        {"interview_id": "held", "client_id": "maya", "contact_id": "ines", "stage": "held", "field_id": "nursing",
         "requested_on": "2026-11-02", "replied_on": "2026-11-03", "scheduled_on": "2026-11-03",
         "scheduled_for": "2026-11-10T14:00+00:00", "held_on": "2026-11-10"},
        {"interview_id": "asked", "client_id": "maya", "contact_id": "cole", "stage": "requested",
         "requested_on": "2026-11-12"},
        {"interview_id": "agreed", "client_id": "maya", "contact_id": "reyes", "stage": "scheduled",
         "requested_on": "2026-11-09", "replied_on": "2026-11-11", "scheduled_on": "2026-11-12",
         "scheduled_for": "2026-11-20T14:00+00:00"},
        {"interview_id": "jonass", "client_id": "jonas", "contact_id": "sato", "stage": "held",
         "held_on": "2026-11-11"},
    ],
    "questions": [
        {"interview_id": "held", "position": 1, "topic": "lifestyle", "text": "What is a week like?", "asked": True},
    ],
    "leads": [{"lead_id": "book", "client_id": "maya", "interview_id": "held", "kind": "book", "name": "A book"}],
    "follow_ups": [
        {"follow_up_id": "thanks", "client_id": "maya", "contact_id": "ines", "interview_id": "held",
         "kind": "thank_you", "opens_on": "2026-11-10", "due_on": "2026-11-11"},
        {"follow_up_id": "hello", "client_id": "maya", "contact_id": "ines", "interview_id": "held",
         "kind": "keep_in_touch", "opens_on": "2027-02-10", "due_on": "2027-05-10"},
        {"follow_up_id": "read", "client_id": "maya", "contact_id": "ines", "interview_id": "held", "kind": "resource",
         "opens_on": "2026-11-10", "due_on": "2026-11-24", "because_of": "book"},
        {"follow_up_id": "notes", "client_id": "maya", "interview_id": "held", "kind": "write_notes",
         "opens_on": "2026-11-10", "due_on": "2026-11-11"},
        {"follow_up_id": "confirm", "client_id": "maya", "contact_id": "reyes", "interview_id": "agreed",
         "kind": "confirm", "opens_on": "2026-11-12", "due_on": "2026-11-12"},
    ],
    "notes": [{"note_id": "n1", "client_id": "maya", "author": "dana", "created_on": "2026-11-01", "text": "Shy."}],
    "meetings": [
        {"meeting_id": "plan", "client_id": "maya", "counselor_id": "dana", "kind": "meeting",
         "planned_for": "2026-11-18T09:00+00:00"},
    ],
    "dismissals": [
        {"code": "PAC201", "record": "clients/maya", "reason": "ill", "by": "dana", "on": "2026-11-01"},
    ],
}  # fmt: skip


def office(path: Path, **more: Any) -> Office:
    """The office of these rows, all of them entered in Digwell unless `imported_on` is given."""
    return make_office(path, ROWS, **more)


def copy_of(made: Office, path: Path) -> Office:
    """Another office with the same records; the first one must be closed. Several times faster than making one."""
    shutil.copy(made.store.path, path)
    return Office(Store.open(path), made.numbers, made.owners)


Command = Callable[[Store, Viewer, Callable[[str, str], int]], Done]

# Every command on Maya's records; `n(table, id)` is the store's number of a record.
COMMANDS: dict[str, Command] = {
    "record a word": lambda s, v, n: meetings.record_word(s, v, n("clients", "maya"), "call", on=TODAY),
    "plan a meeting": lambda s, v, n: meetings.plan_meeting(
        s, v, n("clients", "maya"), "2026-11-24 10:00", on=TODAY, counselor=n("counselors", "dana")
    ),
    "a meeting took place": lambda s, v, n: meetings.meeting_took_place(s, v, n("meetings", "plan"), on=TODAY),
    "drop a meeting": lambda s, v, n: meetings.drop_meeting(s, v, n("meetings", "plan"), on=TODAY),
    "write a note": lambda s, v, n: notes.write_note(s, v, n("clients", "maya"), "Good talk.", on=TODAY, shared=True),
    "share a note": lambda s, v, n: notes.share_note(s, v, n("notes", "n1"), shared=True),
    "later": lambda s, v, n: dismissals.later(
        s, v, About("FUP102", "follow_ups", n("follow_ups", "thanks")), "2026-11-23", on=TODAY
    ),
    "done for now, again": lambda s, v, n: dismissals.done_for_now(
        s, v, About("PAC201", "clients", n("clients", "maya")), on=TODAY
    ),
    "fine as it is": lambda s, v, n: dismissals.fine_as_it_is(
        s, v, About("QUE201", "questions", n("interviews", "held"), 1), "agreed pace", on=TODAY, facts="f"
    ),
    "keep": lambda s, v, n: dismissals.keep(s, v, "PAC204", [n("clients", "maya")], on=TODAY),
    "complete a thank-you": lambda s, v, n: follow_ups.complete(s, v, n("follow_ups", "thanks"), on=TODAY),
    "complete a hello": lambda s, v, n: follow_ups.complete(
        s, v, n("follow_ups", "hello"), on=TODAY, touch="article"
    ),
    "complete a book": lambda s, v, n: follow_ups.complete(s, v, n("follow_ups", "read"), on=TODAY),
    "complete the notes": lambda s, v, n: follow_ups.complete(s, v, n("follow_ups", "notes"), on=TODAY),
    "complete a confirmation": lambda s, v, n: follow_ups.complete(s, v, n("follow_ups", "confirm"), on=TODAY),
    "set a thank-you aside": lambda s, v, n: follow_ups.set_aside(s, v, n("follow_ups", "thanks"), on=TODAY),
    "set a book aside": lambda s, v, n: follow_ups.set_aside(s, v, n("follow_ups", "read"), on=TODAY),
    "move a follow-up": lambda s, v, n: follow_ups.move(s, v, n("follow_ups", "thanks"), "2026-11-30", on=TODAY),
    "add a follow-up": lambda s, v, n: follow_ups.add(
        s, v, n("clients", "maya"), "other", "2026-11-30", on=TODAY, contact=n("contacts", "cole"), note="The link."
    ),
    "log a talk with a new name": lambda s, v, n: interviews.log_talk(
        s, v, n("clients", "maya"), "Li Wei", on=TODAY, field=n("fields", "nursing"), resume_requested=True,
        questions=[{"topic": "lifestyle", "text": "What is hard?", "answer": "Nights."}],
    ),
    "log a talk that was agreed": lambda s, v, n: interviews.log_talk(
        s, v, n("clients", "maya"), n("contacts", "reyes"), on=date(2026, 11, 20), thanked_on="2026-11-20"
    ),
    "note answers": lambda s, v, n: questions.note_answers(
        s, v, n("interviews", "held"), [{"topic": "compensation", "text": "What range is usual?", "answer": "Fair."}]
    ),
    "a request went out": lambda s, v, n: requests.request_sent(
        s, v, n("contacts", "ines"), on=TODAY, request_method="e-mail", minutes_requested=15
    ),
    "a yes came": lambda s, v, n: requests.answer_came(s, v, n("interviews", "asked"), on=TODAY, yes=True),
    "a no came": lambda s, v, n: requests.answer_came(s, v, n("interviews", "asked"), on=TODAY, yes=False),
    "no answer came": lambda s, v, n: requests.no_answer(s, v, n("interviews", "asked"), on=TODAY),
    "agreed": lambda s, v, n: appointments.agreed(s, v, n("interviews", "asked"), "2026-11-27 14:00", on=TODAY),
    "confirmed": lambda s, v, n: appointments.confirmed(s, v, n("interviews", "agreed"), on=TODAY),
    "moved": lambda s, v, n: appointments.moved(s, v, n("interviews", "agreed"), "2026-11-30 14:00", on=TODAY),
    "called off": lambda s, v, n: appointments.called_off(s, v, n("interviews", "agreed"), on=TODAY),
    "add a person": lambda s, v, n: contacts.add_person(
        s, v, n("clients", "maya"), "Li Wei", on=TODAY, referred_by=n("contacts", "ines")
    ),
    "pause": lambda s, v, n: clients.pause(s, v, [n("clients", "maya"), n("clients", "noor")]),
    "close": lambda s, v, n: clients.close(s, v, [n("clients", "maya")]),
    "reopen": lambda s, v, n: clients.reopen(s, v, [n("clients", "paul")]),
    "assign": lambda s, v, n: clients.assign(s, v, [n("clients", "maya")], n("counselors", "tom")),
    "set the goal": lambda s, v, n: clients.set_goal(s, v, n("clients", "maya"), 8),
    "add a field": lambda s, v, n: fields.add_field(s, v, n("clients", "maya"), "Midwifery", on=TODAY),
    "file talks": lambda s, v, n: fields.file_talks(s, v, [n("interviews", "asked")], "Midwifery", on=TODAY),
    "file a talk": lambda s, v, n: fields.file_talk(s, v, n("interviews", "asked"), n("fields", "nursing")),
    "note a name": lambda s, v, n: leads.note_lead(
        s, v, n("clients", "maya"), "person", "A. Novak", on=TODAY, talk=n("interviews", "held")
    ),
    "follow a book": lambda s, v, n: leads.follow_lead(s, v, n("leads", "book"), on=TODAY),
    "drop a book": lambda s, v, n: leads.drop_lead(s, v, n("leads", "book"), on=TODAY),
    "tell the giver": lambda s, v, n: leads.told_giver(s, v, n("leads", "book"), on=TODAY),
    "decide": lambda s, v, n: decisions.decide(
        s, v, n("clients", "maya"), n("fields", "nursing"), "pursue", on=TODAY, reason="It fits."
    ),
    "correct a day": lambda s, v, n: corrections.correct(
        s, v, "interviews", n("interviews", "held"), {"held_on": "2026-11-12"}, on=TODAY
    ),
    "take a talk back": lambda s, v, n: corrections.correct(
        s, v, "interviews", n("interviews", "held"), {"held_on": None}, on=TODAY
    ),
}  # fmt: skip
# These make something new, or reach over all clients, so that they have no record of Maya's to keep others from.
FOR_ALL: dict[str, Command] = {
    "add a client": lambda s, v, _: clients.add_client(s, v, "Ada Roth", on=TODAY),
    "take what is offered": lambda s, v, _: add_suggested(s, v, TODAY),
}


def tables(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every record with all it says; what merely counts its changes is left out."""
    return {
        table: [dict(zip(columns_of(table), row, strict=True)) for row in rows]
        for table, rows in tables_of(store).items()
    }
