"""Suggested follow-ups: owed for recent talks, answered by no row yet, offered after an import and never invented."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

import pyarrow as pa

from core.follow_ups import Owed
from core.policy import Policy
from core.reconciliation import owed_lately
from core.viewer import Viewer
from core.words import capital, counted, people
from data.changes.edit_marks import NEVER_IMPORTED
from data.commands.consequences import follow_up_row
from data.commands.entry import Done, done, policy_of
from data.follow_up_facts import by_table, facts_of
from data.query import Row
from data.store import Reader, Store
from data.tables import STORED

Ask = Callable[..., pa.Table]
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A follow-up that could be added for a client."""

    client_id: int
    client: str
    owed: Owed


def suggested(reader: Reader, viewer: Viewer, as_of: date) -> list[Suggestion]:
    """The follow-ups owed for recent talks and appointments that no row answers, by client (`Policy.look_back_days`).

    Nothing of it is stored; `add_suggested` does that.
    """

    def table(query: str, **parameters: Any) -> pa.Table:
        return reader.table(query, viewer, **parameters)

    settings = {row["name"]: row["value"] for row in reader.rows("settings", viewer)}
    return _suggestions(table, Policy.from_settings(settings)[0], as_of)


def add_suggested(store: Store, viewer: Viewer, as_of: date) -> Done:
    """Add all that is offered, in one command. Raises NotAccepted where nothing is."""
    with store.change(viewer, "add what is owed for recent talks") as change:
        suggestions = _suggestions(change.table, policy_of(change), as_of)
        change.load("follow_ups", _rows(store, suggestions))
        clients = len({suggestion.client_id for suggestion in suggestions})
        return done(change, f"{capital(counted(len(suggestions), 'follow-up'))} added for {people(clients)}.")


def _suggestions(table: Ask, policy: Policy, as_of: date) -> list[Suggestion]:
    since = as_of - timedelta(days=policy.look_back_days - 1)
    found = table("facts_of_recent_talks", since=since, until=as_of)
    return [
        Suggestion(client, rows[0]["client"], owed)
        for client, rows in _by_client(found)
        for owed in owed_lately(facts_of(by_table(rows)), policy, as_of)
    ]


def _by_client(found: pa.Table) -> Iterator[tuple[int, list[Row]]]:
    """The rows of each client; as dictionaries only a few at a time, for a large office has hundreds of thousands."""
    batches = found.sort_by("client_id").to_batches(max_chunksize=_AT_ONCE)
    rows = (row for batch in batches for row in batch.to_pylist())
    for client, of_one in groupby(rows, key=itemgetter("client_id")):
        yield client, list(of_one)


def _rows(store: Store, suggestions: list[Suggestion]) -> pa.Table:
    """The rows that are added, as entered in Digwell today."""
    numbers = store.ids.block(len(suggestions))
    schema = STORED["follow_ups"].arrow_schema()
    beside = {"revision": 1, "edited": NEVER_IMPORTED}
    rows = [
        {"follow_up_id": number, **follow_up_row(suggestion.client_id, suggestion.owed), **beside}
        for number, suggestion in zip(numbers, suggestions, strict=True)
    ]
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema)
