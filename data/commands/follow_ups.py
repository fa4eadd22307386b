"""Follow-ups: done, no longer needed, moved to another day, added by hand."""

from datetime import date
from typing import Any

from core import labels
from core.days import LAST_DAY
from core.follow_up_state import HELLO
from core.viewer import Viewer
from core.words import capital, full_day, near_day, short_day
from data.changes.change import Change
from data.commands.consequences import known, reconcile
from data.commands.entry import Done, NotAccepted, done, entered, not_ahead, own, stated
from data.commands.leads import FROM_LEADS, close_lead, lead_of
from data.follow_up_facts import Records
from data.store import Store

# Closing one of these is the same as writing that column of its talk.
_TALK_SAYS = {"confirm": "confirmed_on", "write_notes": "notes_on"}
_AFTER_THE_TALK = {"thank_you", "write_notes", "send_resume", "repair", "keep_in_touch"}
_MANY_AT_ONCE = {"lead", "resource", "other"}
NO_LONGER_NEEDED = "no longer needed"


def complete(
    store: Store,
    viewer: Viewer,
    follow_up: int,
    *,
    on: date,
    done_on: date | str | None = None,
    touch: str | None = None,
) -> Done:
    """Say that a follow-up was done, today unless `done_on` says when; `touch` is what kind of hello it was.

    The record it follows from says so too (a talk's confirmation and notes, what was given), and a thank-you or a
    hello opens the next hello. Raises NotAccepted for one that is done already, NotVisible.
    """
    with store.change(viewer, "a follow-up was done") as change:
        row = _open_row(change, follow_up)
        values = entered(
            "follow_ups",
            {"done_on": stated(done_on, on, "done_on")} | ({"touch": touch} if touch else {}),
            change.zone,
        )
        not_ahead(values["done_on"], on, "done_on")
        before = known(change, row["client_id"])
        _not_before_the_talk(before, row, values["done_on"], on)
        _tell_its_fact(change, before, row, values["done_on"])
        if is_set_aside(row["opens_on"]):
            values |= {"opens_on": values["done_on"], "due_on": values["done_on"]}
        change.edit("follow_ups", follow_up, values)
        after = reconcile(change, row["client_id"], before)
        said = f"Done: {_named(change, row)}, {near_day(values['done_on'], on)}."
        return done(change, said + _next_hello(after, row, on), follow_up)


def set_aside(store: Store, viewer: Viewer, follow_up: int, *, on: date) -> Done:
    """Say that a follow-up is no longer needed: it is neither done nor open any more, and does not come again.

    What somebody gave is dropped, which closes its row that day. Any other row stays with its note, opening and due on
    the last day there is: so no figure counts it, nobody counts as thanked, and no import and no fact brings it back.
    """
    with store.change(viewer, "a follow-up is no longer needed") as change:
        row = _open_row(change, follow_up)
        lead = lead_of(known(change, row["client_id"]), row)
        if lead is not None:
            close_lead(change, lead, "dropped_on", on, on)
        if change.record("follow_ups", follow_up)["done_on"] is None:
            note = f"{row['note']} ({NO_LONGER_NEEDED})" if row["note"] else capital(NO_LONGER_NEEDED)
            change.edit("follow_ups", follow_up, {"opens_on": LAST_DAY, "due_on": LAST_DAY, "note": note})
        return done(change, f"{capital(_named(change, row))}: {NO_LONGER_NEEDED}.", follow_up)


def is_set_aside(opens_on: date | None) -> bool:
    """Whether a follow-up that opens that day was set aside as no longer needed."""
    return opens_on == LAST_DAY


def move(store: Store, viewer: Viewer, follow_up: int, due_on: date | str, *, on: date) -> Done:
    """Move the day by which a follow-up should be done; one that was set aside is needed again.

    Raises NotAccepted for a day gone by, or before it may be done at all.
    """
    with store.change(viewer, "a follow-up was moved") as change:
        row = _open_row(change, follow_up)
        due = entered("follow_ups", {"due_on": due_on}, change.zone)["due_on"]
        if due < on:
            raise NotAccepted(f"{full_day(due, on)} has gone by.", "Choose today or a later day.", "due_on")
        values = {"due_on": due}
        if is_set_aside(row["opens_on"]):
            values["opens_on"] = on
        elif row["opens_on"] and due < row["opens_on"]:
            opens = short_day(row["opens_on"], on)
            raise NotAccepted(f"It opens on {opens}.", "Choose that day or a later one.", "due_on")
        change.edit("follow_ups", follow_up, values)
        return done(change, f"{capital(_named(change, row))}: by {full_day(due, on)}.", follow_up)


def add(
    store: Store,
    viewer: Viewer,
    client: int,
    kind: str,
    due_on: date | str,
    *,
    on: date,
    contact: int | None = None,
    talk: int | None = None,
    note: str | None = None,
) -> Done:
    """Add something owed by hand. Raises NotAccepted where the same is open already."""
    with store.change(viewer, "add a follow-up") as change:
        values = entered("follow_ups", {"kind": kind, "due_on": due_on, "note": note}, change.zone)
        for table, number in (("contacts", contact), ("interviews", talk)):
            if number is not None:
                own(change, table, number, client)
        row = {"client_id": client, "contact_id": contact, "interview_id": talk, **values}
        _refuse_another(change, row, on)
        number = change.add("follow_ups", row)
        return done(change, f"{capital(_named(change, row))}: by {full_day(values['due_on'], on)}.", number)


def _open_row(change: Change, follow_up: int) -> dict[str, Any]:
    row = change.record("follow_ups", follow_up)
    if row["done_on"]:
        raise NotAccepted("That is done already.", "Nothing is left to do.")
    return row


def _not_before_the_talk(before: Records, row: dict[str, Any], day: date, on: date) -> None:
    held_on = before["interviews"].get(row["interview_id"], {}).get("held_on")
    if row["kind"] in _AFTER_THE_TALK and held_on and day < held_on:
        raise NotAccepted(f"You talked on {full_day(held_on, on)}.", "Choose that day or a later one.", "done_on")


def _tell_its_fact(change: Change, before: Records, row: dict[str, Any], day: date) -> None:
    """Write the day into the record that the row follows from, where that does not say one itself."""
    column = _TALK_SAYS.get(row["kind"])
    if column and row["interview_id"] is not None:
        talk = before["interviews"][row["interview_id"]]
        if talk[column] is None:
            further = {"stage": "confirmed"} if column == "confirmed_on" and talk["stage"] == "scheduled" else {}
            change.edit("interviews", row["interview_id"], {column: day, **further})
    lead = lead_of(before, row)
    if lead is not None:
        change.edit("leads", lead, {"done_on": day})


def _refuse_another(change: Change, row: dict[str, Any], on: date) -> None:
    if row["kind"] in _MANY_AT_ONCE:
        return
    # There is one open hello to a person at most, whichever talk it comes from.
    alike = ("kind", "contact_id") if row["kind"] == HELLO else ("kind", "contact_id", "interview_id")
    for there in known(change, row["client_id"])["follow_ups"].values():
        if there["done_on"] is None and all(there[name] == row[name] for name in alike):
            day = "it was set aside" if is_set_aside(there["opens_on"]) else f"by {full_day(there['due_on'], on)}"
            raise NotAccepted(f"That is on the list already: {day}.", "Move its day instead.")


def _named(change: Change, row: dict[str, Any]) -> str:
    """What is owed and to whom, as the end of a sentence: "thank-you to Ines Faro"."""
    contact = row["contact_id"]
    if contact is None and row["interview_id"] is not None:
        contact = change.record("interviews", row["interview_id"])["contact_id"]
    if row["kind"] in FROM_LEADS and row.get("because_of") is not None:
        return str(change.record("leads", row["because_of"])["name"])
    whom = change.record("contacts", contact)["name"] if contact is not None else ""
    return labels.follow_up_promised(row["kind"], whom)


def _next_hello(after: Records, row: dict[str, Any], on: date) -> str:
    if row["kind"] not in {"thank_you", HELLO}:
        return ""
    for there in after["follow_ups"].values():
        same = there["kind"] == HELLO and there["contact_id"] == row["contact_id"]
        if same and there.get("done_on") is None and there["opens_on"] and not is_set_aside(there["opens_on"]):
            return f" Next {labels.follow_up(HELLO)} from {short_day(there['opens_on'], on)}."
    return ""
