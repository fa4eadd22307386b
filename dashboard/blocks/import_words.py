"""Words of an import: its headline, a value that differs, the switch that overwrites."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.labels import TABLES
from core.moments import hour_of
from core.words import capital, counted, short_day
from data.bundle.differences import Changed, text
from data.bundle.outcome import Outcome


def headline(outcome: Outcome) -> str:
    """What came in, what keeps rows out or waiting, or what the file holds."""
    if outcome.whole:
        return "This file lacks something that it must have."
    left = capital(outcome.left_in_words)
    if outcome.stored:
        return f"{_records(outcome, 'came in')}.{f' {left}.' if left else ''}"
    if left:
        return f"{left}; the rest can come in." if outcome.coming else f"{left}."
    if not outcome.coming:
        is_empty = not any(count.same for count in outcome.tables.values())
        return "There are no records in this file." if is_empty else "Everything in this file is here already."
    return f"{_records(outcome, 'can come in')}."


def _records(outcome: Outcome, come: str) -> str:
    clients = outcome.tables["clients"].added if "clients" in outcome.tables else 0
    people = f", {counted(clients, 'new client')} among them" if clients else ""
    return f"{capital(counted(outcome.coming, 'record'))} {come}{people}"


def take_the_files_word(outcome: Outcome, today: date, zone: ZoneInfo) -> str:
    """The switch that overwrites, in the words of what happened: what the file says, and what Digwell has."""
    here = next((change for change in outcome.changes if change.waits and change.here), None)
    rows = f"Take the file's word for {counted(outcome.waiting, 'row')}"
    if here is None:
        return f"{rows} of which something else was entered here"
    such = f", such as {place(here)}:" if outcome.waiting > 1 else ":"
    return f"{rows}{such} {both_values(here, today, zone)}"


def place(change: Changed) -> str:
    """Where a value stands: "Interviews i1, held on"."""
    return f"{TABLES[change.table]} {change.record}, {change.column.replace('_', ' ')}"


def both_values(change: Changed, today: date, zone: ZoneInfo) -> str:
    """Both values of one that differs: "the file says 2 Nov, Digwell 6 Nov"."""
    theirs, ours = (_said(value, today, zone) for value in (change.theirs, change.ours))
    return f"the file says {theirs}, Digwell {ours}"


def _said(value: Any, today: date, zone: ZoneInfo) -> str:
    """A value of a record as a person reads it."""
    if isinstance(value, datetime):
        moment = value.astimezone(zone)
        hour = hour_of(moment)
        return f"{short_day(moment.date(), today)}{f' {hour:%H:%M}' if hour else ''}"
    if isinstance(value, date):
        return short_day(value, today)
    return "nothing" if value is None else f"“{text(value)}”"
