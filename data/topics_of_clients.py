"""The topics of a caseload client by client: from how many people each was heard, those with most gaps first."""

from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from core.viewer import Viewer
from data.query import Reader, Row
from data.selection import selection


class TopicsOfClients(NamedTuple):
    """The first `clients`, each with `client_id`, `name` and `heard_from`, topic → people; and how many there are."""

    clients: list[Row]
    in_all: int


def topics_of_clients(reader: Reader, viewer: Viewer, as_of: date, *, most: int, **whose: Any) -> TopicsOfClients:
    """At most so many clients who talked about a field, those who have heard the fewest topics first.

    `whose` is any of client, counselor, cohort, field, status.
    """
    rows = reader.rows("topics_by_client", viewer, as_of=as_of, most=most, **selection(**whose))
    clients = [
        {"client_id": client, "name": name, "heard_from": {row["topic"]: row["people"] for row in some if row["topic"]}}
        for (client, name), some in groupby(rows, key=lambda row: (row["client_id"], row["name"]))
    ]
    return TopicsOfClients(clients, rows[0]["in_all"] if rows else 0)
