"""Names, books, organizations, openings and ideas that somebody gave in a talk."""

from datetime import date
from typing import Any

from core.viewer import Viewer
from data.changes.change import Change
from data.commands.consequences import known, reconcile
from data.commands.entry import Done, NotAccepted, done, entered, not_ahead, own, stated
from data.follow_up_facts import Records
from data.store import Store

# The kinds of follow-ups that follow from a lead, and of which kinds of leads.
FROM_LEADS = {"lead": {"person", "opportunity", "idea"}, "resource": {"organization", "book"}}


def note_lead(
    store: Store, viewer: Viewer, client: int, kind: str, name: str, *, on: date, talk: int | None = None,
    contact: int | None = None, **details: Any,
) -> Done:  # fmt: skip
    """Note what was given, in a talk or by a person; following it up is due from then on.

    Without a talk and without `given_on` it was given today. Raises NotAccepted, NotVisible.
    """
    with store.change(viewer, "note what was given") as change:
        given_on = details.pop("given_on", None if talk is not None else on)
        values = entered("leads", {"kind": kind, "name": name, "given_on": given_on, **details}, change.zone)
        not_ahead(values["given_on"], on, "given_on")
        values |= {"client_id": client, "interview_id": talk, "contact_id": contact}
        for table, number in (("interviews", talk), ("contacts", contact)):
            if number is not None:
                own(change, table, number, client)
        before = known(change, client)
        number = change.add("leads", values)
        reconcile(change, client, before)
        return done(change, f"{values['name']} is noted.", number)


def follow_lead(store: Store, viewer: Viewer, lead: int, *, on: date, done_on: date | str | None = None) -> Done:
    """Say that it was followed up, which closes its follow-up."""
    with store.change(viewer, "what was given was followed up") as change:
        name = close_lead(change, lead, "done_on", stated(done_on, on, "done_on"), on)
        return done(change, f"Done: {name}. Tell the person who gave it how it went?", lead)


def drop_lead(store: Store, viewer: Viewer, lead: int, *, on: date) -> Done:
    """Set it aside, which closes its follow-up."""
    with store.change(viewer, "what was given was set aside") as change:
        name = close_lead(change, lead, "dropped_on", on, on)
        return done(change, f"{name} is set aside.", lead)


def close_lead(change: Change, lead: int, column: str, day: date | str, on: date) -> str:
    """Write down the day on which a lead was done or dropped, and settle what hangs on it; its name."""
    row = change.record("leads", lead)
    if row["done_on"] or row["dropped_on"]:
        raise NotAccepted(f"{row['name']} is settled already.", "Nothing is left to do.")
    values = entered("leads", {column: day}, change.zone)
    not_ahead(values[column], on, column)
    before = known(change, row["client_id"])
    change.edit("leads", lead, values)
    reconcile(change, row["client_id"], before)
    return str(row["name"])


def told_giver(store: Store, viewer: Viewer, lead: int, *, on: date) -> Done:
    """Say that the person who gave it has heard how it went."""
    with store.change(viewer, "the giver was told") as change:
        change.edit("leads", lead, {"told_giver_on": on})
        return done(change, "They know how it went.", lead)


def lead_of(before: Records, row: dict[str, Any]) -> int | None:
    """The lead that a follow-up follows from, where that is still to be followed up."""
    if row["kind"] not in FROM_LEADS:
        return None
    given = [
        lead
        for lead in before["leads"].values()
        if not lead["done_on"] and not lead["dropped_on"] and lead["kind"] in FROM_LEADS[row["kind"]]
    ]
    if row["because_of"] is not None:
        return row["because_of"] if row["because_of"] in {lead["lead_id"] for lead in given} else None
    of_talk = [lead["lead_id"] for lead in given if lead["interview_id"] == row["interview_id"]]
    return of_talk[0] if len(of_talk) == 1 else None
