"""What is owed for recent talks and appointments and no row answers yet: offered after an import, never invented."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.follow_ups import Owed
from core.policy import Policy
from core.settlement import owed_lately
from core.viewer import Viewer
from core.words import counted, people
from data.commands.consequences import follow_up_row
from data.commands.entry import Done, done, policy_of
from data.facts import Records, Row, by_table, facts_of
from data.store import Answers, Store

Ask = Callable[..., list[Row]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A follow-up that could be added for a client."""

    client_id: int
    client: str
    owed: Owed


def offered(asker: Answers, viewer: Viewer, as_of: date) -> list[Offer]:
    """What is owed for talks held and appointments agreed in the last 28 days that no row answers, by client.

    Nothing of it is stored; `take_offered` does that.
    """

    def ask(question: str, **parameters: Any) -> list[Row]:
        return asker.ask(question, viewer, **parameters)

    settings = {row["name"]: row["value"] for row in ask("settings")}
    return _offers(ask, Policy.from_settings(settings)[0], as_of)


def take_offered(store: Store, viewer: Viewer, as_of: date) -> Done:
    """Add all that is offered, in one command. Raises NotAccepted where nothing is."""
    with store.change(viewer, "add what is owed for recent talks") as change:
        offers = _offers(change.ask, policy_of(change), as_of)
        change.add_many("follow_ups", [follow_up_row(offer.client_id, offer.owed) for offer in offers])
        clients = len({offer.client_id for offer in offers})
        return done(change, f"{counted(len(offers), 'follow-up').capitalize()} added for {people(clients)}.")


def _offers(ask: Ask, policy: Policy, as_of: date) -> list[Offer]:
    since = as_of - timedelta(days=policy.recent_days - 1)
    names = {row["client_id"]: row["name"] for row in ask("clients_with_recent_talks", since=since, until=as_of)}
    records = _records(ask, list(names))
    return [
        Offer(client, name, owed)
        for client, name in names.items()
        for owed in owed_lately(facts_of(records[client]), policy, as_of)
    ]


def _records(ask: Ask, clients: list[int]) -> dict[int, Records]:
    rows: dict[int, list[Row]] = {client: [] for client in clients}
    for row in ask("clients_facts", clients=clients):
        rows[row["client_id"]].append(row)
    return {client: by_table(found) for client, found in rows.items()}
