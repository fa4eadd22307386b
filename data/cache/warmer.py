"""A thread that fills the cache before anybody asks: caseload by caseload, in a process beside this one."""

import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.clock import Clock
from core.viewer import LOCAL
from data.cache.cache_file import CacheFile
from data.cache.snapshot import fingerprint_of, revisions_of
from data.cache.worker import Job, QueryRequest
from data.errors import OfficeError
from data.figures import office_policy
from data.selection import selection
from data.store import Store

# In a smaller office the first who looks has it in less time than the other process needs to start.
WORTH_IT = 1_000  # active clients
LOOK_AGAIN = 5.0  # seconds between looks at whether anything has moved
_REST = 2  # as long as so many times the work
_ROOT = Path(__file__).parents[2]


class Warmer:
    """A thread that sees to it that the cache holds today's, from `begin` to `end`; `today` tells the day it is."""

    def __init__(self, store: Store, cache: CacheFile, today: Callable[[], date]) -> None:
        self._store, self._shelf, self._today = store, cache, today
        self._filled: dict[int | None, tuple[Any, ...]] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warmer", daemon=True)

    def begin(self) -> None:
        """Begin to look; nothing is done for a small office."""
        self._thread.start()

    def end(self) -> None:
        """End, and wait for it."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        filled: tuple[Any, ...] = ()
        while not self._ended.wait(LOOK_AGAIN):
            moved = (*self._store.versions.office, self._today())
            if moved != filled:
                try:
                    self.fill()
                except (OfficeError, OSError, EOFError) as problem:
                    # It is met again, and told, where somebody looks; its words may hold names.
                    logging.getLogger("digwell").warning("Not worked out ahead: %s", type(problem).__name__)
                filled = moved

    def fill(self) -> None:
        """Work out what is missing from the cache for today: first the caseloads that were looked at lately."""
        sizes = self._store.rows("caseload_sizes", LOCAL)
        if sum(row["clients"] for row in sizes) < WORTH_IT:
            return
        with _Worker() as worker:
            for counselor in self._in_order([row["counselor_id"] for row in sizes]):
                moved = (*self._store.versions.counselor(counselor), self._today())
                if moved == self._filled.get(counselor):
                    continue
                began = time.monotonic()
                for job, revisions, fingerprint in self._jobs(counselor):
                    self._shelf.put(revisions, job.today, fingerprint, worker.do(job, self._store))
                self._filled[counselor] = moved
                # Then it rests, for whoever clicks.
                if self._ended.wait(_REST * (time.monotonic() - began)):
                    return

    def _in_order(self, counselors: Sequence[int | None]) -> list[int | None]:
        lately = [counselor for counselor in self._shelf.lately() if counselor in counselors]
        return [*lately, *(counselor for counselor in counselors if counselor not in lately)]

    def _jobs(self, counselor: int | None) -> Iterator[tuple[Job, dict[int, int], str]]:
        """What is to be done for one caseload, with the revisions and the fingerprint that it is to be kept under."""
        settings, counselors = self._store.rows("settings", LOCAL), self._store.rows("counselors", LOCAL)
        fingerprint = fingerprint_of(settings, counselors)
        clock = Clock.at(self._today(), None, office_policy(self._store, LOCAL), self._store.zone)
        for whose in self._whose(counselor, bool(counselors)):
            revisions = revisions_of(self._store, LOCAL, **whose)
            if missing := revisions.keys() - self._shelf.find(revisions, clock.as_of, fingerprint).keys():
                yield Job(LOCAL, clock, missing, whose), revisions, fingerprint

    def _whose(self, counselor: int | None, has_counselors: bool) -> list[dict[str, Any]]:
        """The caseload as selections: those without a counselor, beside others, are each one of their own."""
        if counselor is not None:
            return [{"counselor": counselor}]
        if not has_counselors:
            return [{}]
        return [{"client": row["client_id"]} for row in self._store.rows("today_unassigned", LOCAL, **selection())]


class _Worker:
    """The process beside this one, from the first job to the end of the block."""

    def __enter__(self) -> "_Worker":
        self._process: subprocess.Popen[bytes] | None = None
        return self

    def __exit__(self, *_error: object) -> None:
        if self._process is not None:
            self._line.close()
            self._process.wait()

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by this interpreter
                [sys.executable, "-c", f"from data.cache import worker; worker.main({theirs.fileno()})"],
                cwd=_ROOT,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # What it could say there may hold names.
                stderr=subprocess.DEVNULL,
            )
        self._line: Connection[Any, Any] = Connection(ours.detach())

    def do(self, job: Job, store: Store) -> dict[int, bytes]:
        """Have a job done, and answer what is asked for it meanwhile. Raises EOFError where the process is gone."""
        if self._process is None:
            self._start()
        self._line.send(job)
        while isinstance(said := self._line.recv(), QueryRequest):
            self._line.send(store.table(said.query, said.viewer, **said.parameters))
        found: dict[int, bytes] = said
        return found
