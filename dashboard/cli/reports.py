"""Reports of the reading commands, worked out from an open office: by the command, or by a Digwell that has it open."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from core.figures import CLIENT_FIGURES, GROUP_FIGURES, GroupedBy, Whose
from core.findings import Severity
from core.viewer import LOCAL
from dashboard.cli import exits, output, text
from dashboard.cli.exits import DONE, LEFT, WRONG, Ended
from dashboard.cli.output import Form
from data import backup, check
from data.bundle import exporting
from data.figures import client_figures, group_figures, office_policy
from data.record_ids import NamedTable, client_names, number_of
from data.store import Reader, Store
from data.today import as_json, today

Command = Literal["today", "figures", "check", "export", "backup"]
Progress = Callable[[str, int, int], None]
"""Told what is going on, how much of it is done, and of how much (0: not known)."""

_TODAY = ("group", "client_id", "name", "reason", "code", "since", "person", "action", "also", "clients")
_FINDING = ("code", "severity", "message")
_PLACE = ("table", "id", "column", "line")
_ABOUT = ("remedy", "client_id", "rule", "dismissed")


@dataclass(frozen=True, slots=True)
class ReportRequest:
    """A request to an office: a command with its words; ids are those of the bundle."""

    command: Command
    form: Form = "text"
    as_of: date | None = None
    client: str | None = None
    counselor: str | None = None
    cohort: str | None = None
    by: GroupedBy | None = None
    status: Whose = "active"
    target: Path | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report: what is printed, what is said beside it, and the exit code."""

    printed: str = ""
    said: str = ""
    code: int = DONE


def report(store: Store, wanted: ReportRequest, progress: Progress) -> Report:
    """The report of an office; what a person can do something about is told in it, never raised."""
    try:
        return _REPORTS[wanted.command](store, wanted, progress)
    except Exception as problem:
        ended = exits.ending_for(problem)
        if ended is None:
            raise
        return Report(said=str(ended), code=ended.code)


def _today(store: Store, wanted: ReportRequest, _progress: Progress) -> Report:
    now = datetime.now(store.zone)
    with store.snapshot() as reader:
        counselor = _number(reader, "counselors", wanted.counselor)
        policy = office_policy(reader, LOCAL)
        found = today(reader, LOCAL, wanted.as_of or now.date(), now, policy, counselor=counselor)
        whose = {row["counselor_id"]: row["name"] for row in reader.rows("counselors", LOCAL)}.get(counselor)
        is_empty = not reader.rows("anybody", LOCAL)[0]["anybody"]
    said = _printed(wanted.form, as_json(found), _TODAY, lambda: text.today(found, whose, is_empty=is_empty))
    return Report(said)


def _figures(store: Store, wanted: ReportRequest, _progress: Progress) -> Report:
    as_of = wanted.as_of or store.today()
    with store.snapshot() as reader:
        whose: dict[str, Any] = {
            "counselor": _number(reader, "counselors", wanted.counselor),
            "cohort": _number(reader, "cohorts", wanted.cohort),
            "status": wanted.status,
            # What stands beside the figures is for people; the documents have the names of docs/records.md.
            "beside": wanted.form == "text",
        }
        if by := wanted.by:
            groups = group_figures(reader, LOCAL, as_of, by=by, **whose)
            return Report(_printed(wanted.form, groups, GROUP_FIGURES, lambda: text.group_list(groups, by, as_of)))
        client = _number(reader, "clients", wanted.client)
        rows = client_figures(reader, LOCAL, as_of, client=client, **whose)
        names, policy = client_names(reader, LOCAL), office_policy(reader, LOCAL)

    def words() -> str:
        if client is not None and rows:
            return text.one_client(rows[0], names[rows[0]["client_id"]], as_of, policy.look_back_days)
        return text.client_list(rows, names, as_of)

    return Report(_printed(wanted.form, rows, CLIENT_FIGURES, words))


def _check(store: Store, wanted: ReportRequest, _progress: Progress) -> Report:
    now = datetime.now(store.zone)
    as_of = wanted.as_of or now.date()
    with store.snapshot() as reader:
        client = _number(reader, "clients", wanted.client)
        found = check.findings(reader, LOCAL, as_of, office_policy(reader, LOCAL), client=client, now=now)
        names = client_names(reader, LOCAL)
    is_open = any(finding.severity is Severity.STOP and finding.dismissed is None for finding in found)
    rows = check.as_json(found)
    if wanted.form == "csv":
        rows = [row | row["where"] for row in rows]
    columns = (*_FINDING, *_PLACE, *_ABOUT)
    printed = _printed(wanted.form, rows, columns, lambda: text.findings(found, names, as_of))
    return Report(printed, code=LEFT if is_open else DONE)


def _export(store: Store, wanted: ReportRequest, progress: Progress) -> Report:
    target = _target(wanted)
    exporting.export(store, target, progress=lambda what, rows: progress(what, rows, 0))
    return Report(said=f"The whole office is in {target} now; digwell import brings it back in unchanged.")


def _backup(store: Store, wanted: ReportRequest, progress: Progress) -> Report:
    made = backup.back_up(store, _target(wanted), progress)
    clients = made.rows.get("clients", 0)
    return Report(
        said=f"{made.path} is a backup now: {made.size / 1e6:,.1f} MB, {clients:,} clients, opened and read through."
    )


def _target(wanted: ReportRequest) -> Path:
    if wanted.target is None:
        raise Ended(WRONG, "Say where it should go.")
    return wanted.target


def _number(reader: Reader, table: NamedTable, text_id: str | None) -> int | None:
    """The number behind an id that was given; ends where there is no such record."""
    if text_id is None:
        return None
    number = number_of(reader, LOCAL, table, text_id)
    if number is None:
        thing = table.removesuffix("s")
        by = "" if table == "clients" else f" --by {thing}"
        raise Ended(WRONG, f"No {thing} here has the id “{text_id}”. The ids there are: digwell figures OFFICE{by}")
    return number


def _printed(form: Form, rows: list[dict[str, Any]], columns: Sequence[str], words: Callable[[], str]) -> str:
    if form == "json":
        return output.as_json(rows)
    return output.as_csv(columns, rows) if form == "csv" else words()


_REPORTS: Mapping[Command, Callable[[Store, ReportRequest, Progress], Report]] = {
    "today": _today,
    "figures": _figures,
    "check": _check,
    "export": _export,
    "backup": _backup,
}
