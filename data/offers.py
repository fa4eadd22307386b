"""What is owed for recent talks and appointments and no row answers yet: offered after an import, never invented."""

from collections import defaultdict
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
from data.facts import Row, facts_of
from data.store import Answers, Store
from data.tables import STORED

Ask = Callable[..., list[Row]]
_QUESTIONS = {
    "interviews": "facts_talks",
    "contacts": "facts_contacts",
    "leads": "facts_leads",
    "decisions": "facts_decisions",
    "follow_ups": "facts_follow_ups",
}


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


def _records(ask: Ask, clients: list[int]) -> dict[int, dict[str, dict[int, Row]]]:
    found: dict[int, dict[str, dict[int, Row]]] = defaultdict(lambda: {table: {} for table in _QUESTIONS})
    for table, question in _QUESTIONS.items():
        for row in ask(question, clients=clients):
            found[row["client_id"]][table][row[STORED[table].number]] = row
    return found
