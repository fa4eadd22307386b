"""Consequences of a client's facts, kept true within the command that changes them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from core.follow_ups import Owed
from core.policy import Policy
from core.reconciliation import reconciled
from data.changes.change import Change
from data.commands.entry import policy_of
from data.follow_up_facts import Records, by_table, facts_of
from data.tables import STORED


def known(change: Change, client: int) -> Records:
    """A client's records that say something about what is owed, by table and number, as this change sees them now."""
    return by_table(change.rows("client_facts", client_id=client))


def reconcile(change: Change, client: int, before: Records, policy: Policy | None = None) -> Records:
    """Settle one client's follow-ups with what this change has done to the facts; the records as they are then.

    `before` is what was `known` when nothing had been changed yet. What newly follows is added, what moved is moved,
    what no longer follows is taken out while it is open, and a row whose fact says that it is done is closed that day.
    A row that a file brought or a person added is never moved or taken out, only closed. A command calls it last,
    once for each client it touched.
    """
    now = _with_what_was_done(before, change, client)
    settlement = reconciled(facts_of(before), facts_of(now), policy or policy_of(change))
    for number, row in now["follow_ups"].items():
        derived_here = row.get("imported_on") is None and row.get("opens_on") is not None
        values = settlement.edit.get(number, {})
        if number in settlement.remove and derived_here:
            change.remove("follow_ups", number)
        elif values := {name: value for name, value in values.items() if derived_here or name == "done_on"}:
            change.edit("follow_ups", number, values)
    change.add_many("follow_ups", [follow_up_row(client, owed) for owed in settlement.add])
    return _with_what_was_done(before, change, client)


def _with_what_was_done(before: Records, change: Change, client: int) -> Records:
    """The records as they are by now: those of before with the trail of this change laid over them."""
    now = {table: dict(rows) for table, rows in before.items()}
    for table, number, _, _, _, old, new in change.trail:
        rows = now.get(table)
        if rows is None or number is None:
            continue
        if old is None:
            added = change.added[table, number]
            if added["client_id"] == client:
                rows[number] = dict(added)
        elif new is None:
            rows.pop(number, None)
        elif number in rows:
            rows[number] = {**rows[number], **_typed(table, json.loads(new))}
    return now


def _typed(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    kinds = STORED[table].columns
    return {name: date.fromisoformat(v) if v and kinds[name] == "DATE" else v for name, v in values.items()}


def follow_up_row(client: int, owed: Owed) -> dict[str, Any]:
    """A follow-up that follows from a fact, as the store keeps it."""
    return {
        "client_id": client,
        "contact_id": owed.contact_id,
        "interview_id": owed.interview_id,
        "kind": owed.kind,
        "opens_on": owed.opens_on,
        "due_on": owed.due_on,
        "because_of": owed.because_of,
    }
