"""Entries of a person, read by the records' own cells, and what a command leaves behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from core.cells import Reading
from core.models import TABLES, Column
from core.policy import Policy
from core.viewer import Viewer
from core.words import full_day
from data.changes.change import Change
from data.errors import NotVisible, OfficeError


@dataclass(frozen=True, slots=True)
class Done:
    """The end of a command: the audit's number that undoes it, a sentence that says it, the record it made if any."""

    audit_id: int
    sentence: str
    record: int | None = None


def done(change: Change, sentence: str, record: int | None = None) -> Done:
    """The end of a command, inside its transaction; raises NotAccepted where it would change nothing at all."""
    if not change.trail:
        raise NotAccepted("It is so already.", "Nothing is left to do.")
    return Done(change.audit_id, sentence, record)


class NotAccepted(OfficeError):
    """Something entered cannot be understood or stored; `column` names the field, where it is one field's fault."""

    def __init__(self, message: str, remedy: str, column: str = "") -> None:
        super().__init__(message, remedy)
        self.column = column


def entered(table: str, values: Mapping[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """Some columns of a record as the store keeps them: read as an import reads them, blanks unknown.

    References are the store's numbers and pass unread. Raises NotAccepted in the words of the cell.
    """
    columns = {column.name: column for column in TABLES[table].columns()}
    return {name: _read(columns[name], value, Reading(zone)) for name, value in values.items()}


def _read(column: Column, value: Any, reading: Reading) -> Any:
    if isinstance(value, str) and not value.strip():
        value = None
    if value is None:
        if column.need == "filled":
            what = "day" if column.kind == "day" else _words(column.name)
            raise NotAccepted(f"The {what} is empty.", "Fill it in.", column.name)
        return None
    if column.kind in {"id", "ref"}:
        return value
    try:
        return column.cell.read(value, reading, column.name)
    except PydanticCustomError as error:
        context: Mapping[str, Any] = error.context or {}
        raise NotAccepted(error.message(), context.get("remedy", ""), column.name) from error


def _words(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")


def stated(day: date | str | None, on: date, column: str) -> date | str:
    """The day that is given, `on` where none is; raises NotAccepted where somebody emptied its field."""
    if isinstance(day, str) and not day.strip():
        raise NotAccepted("The day is empty.", "Fill it in.", column)
    return on if day is None else day


def not_ahead(day: date | None, on: date, column: str) -> None:
    """Refuse a day after today for something that is said to have happened."""
    if day is not None and day > on:
        raise NotAccepted(f"{full_day(day, on)} is still ahead.", "Choose a day up to today.", column)


def own(change: Change, table: str, number: int, client: int) -> dict[str, Any]:
    """A record that must be this client's; raises NotVisible where it is another's or nobody's."""
    record = change.record(table, number)
    if record["client_id"] != client:
        raise NotVisible
    return record


def author(change: Change, viewer: Viewer, counselor: int | None) -> str:
    """The author of notes and dismissals: a counselor's id in the bundle, else the word counselor."""
    number = acting(viewer, counselor)
    if number is None:
        return "counselor"
    return change.record("counselors", number)["source_id"] or str(number)


def acting(viewer: Viewer, counselor: int | None) -> int | None:
    """The counselor who acts: the one signed in, else the one that this machine's owner works as."""
    return viewer.person if viewer.role == "counselor" else counselor


def policy_of(change: Change) -> Policy:
    """The office's numbers as they stand within a change."""
    return Policy.from_settings(dict(change.run("SELECT name, value FROM settings")))[0]
