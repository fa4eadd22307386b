"""Suggested follow-ups are found from few records, and are the same as from all of them."""

from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from core.policy import Policy
from core.reconciliation import owed_lately
from core.viewer import LOCAL, Viewer
from data.follow_up_facts import by_table, facts_of
from data.suggested_follow_ups import suggested
from tests.offices import Office, make_office

TODAY = date(2026, 11, 19)
LOOSE = ("thank_you", "thank_referrer", "keep_in_touch", "write_notes", "confirm", "lead", "decision_update")


def random_office(path: Path, seed: int) -> Office:
    """Ten clients whose people led to one another, whose talks lie about, with rows that say more or less."""
    random = Random(seed)

    def day(back: int = 90) -> date:
        return TODAY - timedelta(days=random.randrange(-5, back))

    rows: dict[str, list[dict[str, Any]]] = {
        "counselors": [{"counselor_id": str(n), "name": "Dana"} for n in range(2)],
        "clients": [
            {"client_id": f"c{n}", "counselor_id": str(n % 2), "name": f"C{n}",
             "status": random.choice([None, "active", "active", "paused"])}
            for n in range(10)
        ],
        "contacts": [], "interviews": [], "leads": [], "follow_ups": [],
    }  # fmt: skip
    for client in (row["client_id"] for row in rows["clients"]):
        people = [f"{client}p{n}" for n in range(5)]
        talks = [f"{client}t{n}" for n in range(5)]
        leads = [f"{client}l{n}" for n in range(2)]
        rows["contacts"] += [
            {"contact_id": p, "client_id": client, "name": p, "added_on": day(),
             "referred_by": random.choice([None, *people])} for p in people
        ]  # fmt: skip
        rows["interviews"] += [
            {"interview_id": t, "client_id": client, "contact_id": random.choice(people),
             "scheduled_on": random.choice([None, day()]), "held_on": random.choice([None, day(60), day(60)]),
             "resume_requested": random.choice([None, True]), "notes_on": random.choice([None, None, day()])}
            for t in talks
        ]  # fmt: skip
        rows["leads"] += [
            {"lead_id": x, "client_id": client, "kind": "person", "name": x, "interview_id": random.choice(talks),
             "contact_id": random.choice([None, *people])} for x in leads
        ]  # fmt: skip
        rows["follow_ups"] += [
            {"client_id": client, "kind": kind, "due_on": day(), "done_on": random.choice([None, day()]),
             "contact_id": random.choice([None, *people]), "interview_id": random.choice([None, *talks]),
             "because_of": random.choice({"thank_referrer": people, "lead": leads}.get(kind, [None]))
             if random.random() < 0.5 else None}
            for kind in random.choices(LOOSE, k=7)
        ]  # fmt: skip
    return make_office(path, rows, imported_on=TODAY)


@pytest.mark.parametrize("seed", range(6))
def test_the_few_records_that_are_read_say_the_same_as_all_of_them(tmp_path: Path, seed: int) -> None:
    office = random_office(tmp_path / "office.duckdb", seed)
    mine = Viewer("counselor", office.number("counselors", "1"))
    in_full: dict[Viewer, list[Any]] = {LOCAL: [], mine: []}
    for viewer, found in in_full.items():
        for client in office.numbers["clients"].values():
            rows = office.store.rows("client_facts", viewer, client_id=client)
            status = office.store.rows("client_card", viewer, client_id=client)
            if rows and status[0]["status"] == "active":
                owed = owed_lately(facts_of(by_table(rows)), Policy(), TODAY)
                found += [(client, each.identity) for each in owed]

    for viewer, found in in_full.items():
        offers = suggested(office.store, viewer, TODAY)
        assert sorted((offer.client_id, str(offer.owed.identity)) for offer in offers) == sorted(
            (client, str(identity)) for client, identity in found
        )
    assert len(in_full[LOCAL]) > len(in_full[mine])
    office.store.close()
