"""The way of a command to an office: opened here, read from a bundle, or asked of the Digwell that has it open."""

import http.client
import json
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dashboard import lock_file
from dashboard.cli import paths, reports
from dashboard.cli.exits import UNREADABLE, WRONG, Ended
from dashboard.cli.reports import Progress, Report, ReportRequest
from dashboard.lock_file import REPORT_ROUTE, LockFile
from data.bundle import as_office
from data.errors import OfficeInUse
from data.store import Store

_PATIENCE = 5.0
"""Seconds to wait for another command that has the office open, or for a Digwell that is about to serve it."""
_ANSWERS_WITHIN = 600.0
"""Seconds between two lines of an answer, after which nothing more is expected."""


def report_from(office: Path, wanted: ReportRequest, progress: Progress) -> Report:
    """The report of whatever is at a path: an office, open elsewhere or not, or a bundle."""
    if not office.exists():
        raise Ended(
            WRONG, f"There is no office at {office}. Check the path, or make one: digwell import SOURCE {office}"
        )
    if wanted.target:
        paths.refuse_taken(wanted.target)
    if as_office.is_bundle(office):
        with as_office.as_office(office, lambda what, rows: progress(what, rows, 0)) as store:
            return reports.report(store, wanted, progress)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            store = Store.open(office)
        except OfficeInUse as held:
            found = _by_its_process(office.resolve(), held, wanted, progress)
            if found:
                return found
            if time.monotonic() > until:
                raise Ended(UNREADABLE, f"{held.message} {_CLOSE_IT}") from held
            time.sleep(0.2)
        else:
            try:
                return reports.report(store, wanted, progress)
            finally:
                store.close()


_CLOSE_IT = "Close it there first, and try again."


def in_use(office: Path, held: OfficeInUse, instead: str) -> Ended:
    """The end of a command that needs an office for itself; `instead` is what to do while it is open in a Digwell."""
    found = _serving(office.resolve(), held)
    if found is None:
        return Ended(UNREADABLE, f"{held.message} {_CLOSE_IT}")
    return Ended(UNREADABLE, f"{office} is open in Digwell, process {found.process}, at {found.address}. {instead}")


def _serving(office: Path, held: OfficeInUse) -> LockFile | None:
    """The lock file of the process that has an office open; one that another process left behind does not count."""
    found = lock_file.read(office)
    return found if found and held.process in {None, found.process} else None


# ── a running Digwell ────────────────────────────────────────────────────────────────────────────────────────────────


def _by_its_process(office: Path, held: OfficeInUse, wanted: ReportRequest, progress: Progress) -> Report | None:
    """The report of the Digwell that has an office open; None where nobody there answers for it (yet)."""
    found = _serving(office, held)
    if found is None:
        return None
    connection = http.client.HTTPConnection("127.0.0.1", found.port, timeout=_ANSWERS_WITHIN)
    said = {"Authorization": f"Bearer {found.key}", "Content-Type": "application/json"}
    body = json.dumps({"office": str(office), "request": asdict(wanted)}, default=str)
    try:
        connection.request("POST", REPORT_ROUTE, body, said)
        response = connection.getresponse()
        return _heard(response, progress) if response.status == http.client.OK else None
    except ConnectionRefusedError:
        return None
    except (OSError, http.client.HTTPException, ValueError) as problem:
        words = f"The Digwell that has {office} open (process {found.process}) stopped before it had answered."
        raise Ended(UNREADABLE, f"{words} Try again.") from problem
    finally:
        connection.close()


def _heard(response: http.client.HTTPResponse, progress: Progress) -> Report:
    """Lines of JSON: how far it is, then the report."""
    for line in response:
        said: dict[str, Any] = json.loads(line)
        if "report" in said:
            return Report(**said["report"])
        progress(*said["progress"])
    raise http.client.IncompleteRead(b"")
