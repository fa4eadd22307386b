"""Counters of what has moved: they say "what I read is still so" as narrowly as it was asked for."""

import threading
from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Touched:
    """What a commit changed: clients by number with the counselors they have or had, or everything."""

    clients: Collection[int] = field(default_factory=frozenset)
    counselors: Collection[int | None] = field(default_factory=frozenset)
    everything: bool = False


class Versions:
    """Counters that rise with every commit, for the office, each counselor's clients and each client."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._office = 0
        self._all = 0
        self._client: dict[int, int] = {}
        self._counselor: dict[int | None, int] = {}

    def move(self, touched: Touched) -> None:
        """Raise what a commit touched."""
        with self._lock:
            self._office += 1
            if touched.everything:
                self._all += 1
            for client in touched.clients:
                self._client[client] = self._client.get(client, 0) + 1
            for counselor in touched.counselors:
                self._counselor[counselor] = self._counselor.get(counselor, 0) + 1

    @property
    def office(self) -> tuple[int, ...]:
        """Moves with every commit."""
        return (self._office,)

    @property
    def wide(self) -> tuple[int, ...]:
        """Moves with every commit that touches what belongs to the whole office, such as its settings."""
        return (self._all,)

    def client(self, client: int) -> tuple[int, ...]:
        """Moves with every commit that touches one client."""
        return (self._all, self._client.get(client, 0))

    def counselor(self, counselor: int | None) -> tuple[int, ...]:
        """Moves with every commit that touches one of a counselor's clients, or one without a counselor."""
        return (self._all, self._counselor.get(counselor, 0), self._counselor.get(None, 0))
