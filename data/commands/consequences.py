"""What follows from a client's facts, kept true within the command that changes them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from core.follow_ups import Owed
from core.policy import Policy
from core.settlement import settled
from data.change import Change
from data.commands.entry import policy_of
from data.facts import TABLES, Records, by_table, facts_of
from data.tables import STORED


def reconcile(change: Change, client: int, policy: Policy | None = None) -> None:
    """Settle one client's follow-ups with what this change has done to the facts so far.

    What newly follows is added, what moved is moved, what no longer follows is taken out while it is open, and a row
    whose fact says that it is done is closed that day. A row that a file brought or a person added is never moved or
    taken out, only closed. A command calls it last, once for each client it touched.
    """
    if not any(table in TABLES for table, *_ in change.trail):
        return
    now = records_of(change, client)
    settlement = settled(facts_of(_before(now, change, client)), facts_of(now), policy or policy_of(change))
    for number, row in now["follow_ups"].items():
        derived_here = row["imported_on"] is None and row["opens_on"] is not None
        values = settlement.edit.get(number, {})
        if number in settlement.remove and derived_here:
            change.remove("follow_ups", number)
        elif values := {name: value for name, value in values.items() if derived_here or name == "done_on"}:
            change.edit("follow_ups", number, values)
    change.add_many("follow_ups", [follow_up_row(client, owed) for owed in settlement.add])


def records_of(change: Change, client: int) -> Records:
    """A client's records that say something about what is owed, by table and number, as this change sees them."""
    return by_table(change.ask("client_facts", client_id=client))


def _before(now: Records, change: Change, client: int) -> Records:
    """The same records as they were before this change: its trail, read backwards."""
    was = {table: {number: dict(row) for number, row in rows.items()} for table, rows in now.items()}
    for table, first, last, _, _, before, _ in reversed(change.trail):
        rows = was.get(table)
        if rows is None or first is None or last is None:
            continue
        if before is None:
            for number in [number for number in rows if first <= number <= last]:
                del rows[number]
        else:
            old = _typed(table, json.loads(before))
            if first in rows or old.get("client_id") == client:
                rows[first] = {**rows.get(first, {}), **old}
    return was


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
