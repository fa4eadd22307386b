"""A process beside the server that works out snapshots of clients, so that no click waits for it.

Jobs come over a socket; what they need of the office is asked back over it, because the office is open in the process
that sent them.
"""

import os
from collections.abc import Collection, Mapping
from datetime import date
from multiprocessing.connection import Connection
from typing import Any, NamedTuple

import pyarrow as pa

from core.clock import Clock
from core.viewer import Viewer
from data.cache.snapshot import as_json, computed
from data.query import Query, Reader

# Whoever clicks goes first.
_NICE = 10


class Job(NamedTuple):
    """These clients of a caseload, as of the day it is."""

    viewer: Viewer
    clock: Clock
    clients: Collection[int]
    whose: Mapping[str, Any]

    @property
    def today(self) -> date:
        """The day it is."""
        return self.clock.as_of


class QueryRequest(NamedTuple):
    """A query to the office, by the name of its file."""

    query: str
    viewer: Viewer
    parameters: Mapping[str, Any]


class RemoteReader(Reader):
    """The office as this process sees it: every query goes back to the process that has it open."""

    def __init__(self, line: "Connection[Any, Any]") -> None:
        self._line = line

    def table(self, name: str | Query, viewer: Viewer, **parameters: Any) -> pa.Table:
        """The answer as an Arrow table."""
        assert isinstance(name, str)  # noqa: S101 - only named queries travel
        self._line.send(QueryRequest(name, viewer, parameters))
        return self._line.recv()

    def rows(self, name: str | Query, viewer: Viewer, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of the answer."""
        rows: list[dict[str, Any]] = self.table(name, viewer, **parameters).to_pylist()
        return rows


def main(socket: int) -> None:
    """Do one job after the other that comes over a socket, given by its number, until it is closed."""
    os.nice(_NICE)
    line: Connection[Any, Any] = Connection(socket)
    office = RemoteReader(line)
    while True:
        try:
            job: Job = line.recv()
            line.send(as_json(computed(office, job.viewer, job.clock, job.today, job.clients, job.whose)))
        except (EOFError, OSError):
            return
