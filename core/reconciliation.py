"""Reconciliation of recorded follow-ups with those derived from facts: what to add, what to move, what to remove."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from core.client_facts import Facts, FollowUpRow, Id
from core.follow_ups import Identity, Owed, derived
from core.policy import Policy

_FIELDS = ("contact_id", "interview_id", "because_of", "opens_on", "due_on", "done_on")
# Closing these writes a day into the record they follow from, and the other way round.
ONE_WITH_THEIR_FACT = frozenset({"confirm", "write_notes", "lead", "resource"})


def unanswered(facts: Facts, policy: Policy) -> list[Owed]:
    """Derived follow-ups that are still to be done and that no recorded row stands for."""
    found = derived(facts, policy)
    answered = answers(found, facts)
    return [owed for owed in found if owed.done_on is None and owed.identity not in answered]


def owed_lately(facts: Facts, policy: Policy, as_of: date) -> list[Owed]:
    """Follow-ups to offer after an import: owed for recent talks and appointments, with no row that stands for them.

    Recent is a talk held, or an appointment agreed, no longer ago than the office looks back; an appointment whose day
    has gone by is owed nothing.
    """
    since = as_of - timedelta(days=policy.look_back_days - 1)
    return [owed for owed in unanswered(facts, policy) if _is_of_late(owed, facts, since, as_of)]


def _is_of_late(owed: Owed, facts: Facts, since: date, as_of: date) -> bool:
    talk = facts.talk.get(owed.interview_id)
    if talk is None or owed.fact[0] not in {"interviews", "leads"}:
        return False
    if owed.kind != "confirm":
        return bool(talk.held_on and since <= talk.held_on <= as_of)
    ahead = talk.scheduled_day is None or talk.scheduled_day >= as_of
    return ahead and since <= owed.opens_on <= as_of


# ── which row stands for which ───────────────────────────────────────────────────────────────────────────────────────


def answers(found: Iterable[Owed], facts: Facts) -> dict[Identity, FollowUpRow]:
    """For each derived follow-up, by its identity, the recorded row that stands for it.

    A row without `because_of`, or without an interview, that matches on the rest counts too; each row stands for one
    at most, the closest in time. For a hello any open one to that contact counts, because there is one at most.
    """
    alike: dict[tuple[str, Id | None], list[FollowUpRow]] = {}
    for row in facts.rows:
        alike.setdefault((row.kind, facts.contact_of(row)), []).append(row)
    pairs = [
        (looseness, owed, row)
        for owed in found
        for row in alike.get((owed.kind, facts.contact_of(owed)), ())
        if (looseness := _looseness(owed, row)) is not None
    ]
    pairs.sort(key=lambda pair: (*pair[0], str(pair[1].identity), str(pair[2].follow_up_id)))
    answered: dict[Identity, FollowUpRow] = {}
    taken: set[Id] = set()
    for _, owed, row in pairs:
        if owed.identity not in answered and row.follow_up_id not in taken:
            answered[owed.identity] = row
            taken.add(row.follow_up_id)
    return answered


def _looseness(owed: Owed, row: FollowUpRow) -> tuple[int, int] | None:
    """How loosely a row of the same kind and contact matches: the parts it leaves out, then the days between the two.

    None where it does not match.
    """
    days = abs((owed.due_on - row.due_on).days) if row.due_on else 0
    if owed.kind == "keep_in_touch":
        exact = row.because_of == owed.because_of and row.interview_id == owed.interview_id
        return None if row.done_on else (0 if exact else 1, days)
    left_out = 0
    for wanted, there in ((owed.interview_id, row.interview_id), (owed.because_of, row.because_of)):
        if wanted != there:
            if there is not None:
                return None
            left_out += 1
    return left_out, days


# ── what a change of facts changes ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The changes that a command must make to the recorded follow-ups: add, edit fields by row id, remove."""

    add: Sequence[Owed]
    edit: Mapping[Id, Mapping[str, Any]]
    remove: Sequence[Id]


def reconciled(before: Facts, after: Facts, policy: Policy) -> Reconciliation:
    """The changes that follow from a command which turned `before` into `after` (whose rows are those after it, too).

    What newly follows is added; what no longer does is removed while it is open; what moved is moved; what the fact
    says is done is closed that day, and opened again where the fact is taken back. What had no row before, because
    an import derives none, gets none now.
    """
    was = {owed.identity: owed for owed in derived(before, policy)}
    now = derived(after, policy)
    rows_then, rows_now = answers(was.values(), before), answers(now, after)
    stood_for = {row.follow_up_id: was[identity] for identity, row in rows_then.items()}
    add = [owed for owed in now if owed.identity not in rows_now and _begins(owed, was.get(owed.identity))]
    edit = {
        row.follow_up_id: fields
        for owed in now
        if (row := rows_now.get(owed.identity)) and (fields := _moved(owed, row, stood_for.get(row.follow_up_id)))
    }
    kept = {row.follow_up_id for row in rows_now.values()}
    still_open = {row.follow_up_id for row in after.rows if row.done_on is None}
    # A hello that was taken back as done, when a later one is open already, stands for nothing either.
    was_done = {row.follow_up_id for row in before.rows if row.kind == "keep_in_touch" and row.done_on}
    gone = [number for number in dict.fromkeys([*stood_for, *was_done]) if number in still_open - kept]
    return Reconciliation(add, edit, gone)


def _begins(owed: Owed, was: Owed | None) -> bool:
    return owed.done_on is None and (was is None or was.done_on is not None)


def _moved(owed: Owed, row: FollowUpRow, was: Owed | None) -> dict[str, Any]:
    """The fields of a row that must change now that it stands for `owed`; before, it stood for `was`, if anything."""
    names: tuple[str, ...] = ()
    if was is None:
        outlived = row.done_on is not None and row.kind in ONE_WITH_THEIR_FACT
        names = ("done_on", "opens_on", "due_on") if outlived else ("done_on",) if row.done_on is None else ()
    elif row.done_on is None or row.done_on == was.done_on:
        names = tuple(
            name for name in _FIELDS if getattr(was, name) != getattr(owed, name) and _follows(row, was, name)
        )
    return {name: getattr(owed, name) for name in names if getattr(row, name) != getattr(owed, name)}


def _follows(row: FollowUpRow, was: Owed, name: str) -> bool:
    """Whether a field of a row still says what its fact brought about: a day that a person moved stays where it is."""
    return name not in {"opens_on", "due_on"} or getattr(row, name) == getattr(was, name)
