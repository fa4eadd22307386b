"""Contradictions in the records, for *To mend*; and everything noticed at all, for `check`."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from core.case import PutAside
from core.findings import Finding, Location, Severity
from core.labels import short_follow_up
from core.reasons import digest, is_in_force
from core.records import ContactRecord, FollowUpRecord, QuestionRecord, TalkRecord
from core.rules import judged, rules_of
from core.viewer import Viewer
from data.query import Row, query
from data.selection import counted_of, selection
from data.store import Reader

_TO_MEND = frozenset({Severity.STOP, Severity.WARN, Severity.NUDGE})


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something in the records to mend: the finding, whose it is, and by what it can be put aside.

    `table`, `number` and `position` are what a dismissal names (a question: its talk and its place there); `facts`
    is the digest of the values that were read.
    """

    finding: Finding
    client_id: int
    client: str
    table: str
    number: int
    position: int | None
    facts: str


def contradictions(reader: Reader, viewer: Viewer, today: date, **whose: Any) -> list[Contradiction]:
    """What records say that cannot be, or leave open, as they stand on the day it really is; the gravest first.

    `whose` is any of client, counselor, cohort, field, status, as in `data.selection.selection`; those that were put
    aside are marked.
    """
    return in_order(_found(reader, viewer, today, whose, _SOURCES))


def in_order(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Contradictions as *To mend* shows them: the gravest first, then by client."""
    return sorted(found, key=lambda each: (each.finding.severity.rank, each.client.casefold(), each.finding.code))


class OfField(NamedTuple):
    """Contradictions in what belongs to a field, and those in records that have no field at all."""

    found: list[Contradiction]
    without_field: list[Contradiction]


def of_field(reader: Reader, viewer: Viewer, found: Iterable[Contradiction], **whose: Any) -> OfField:
    """Contradictions of a caseload told apart by the field that `whose` names; without one all of them are its."""
    found = list(found)
    if whose.get("field") is None:
        return OfField(found, [])
    numbers = {table: sorted({each.number for each in found if _stands_in(each) == table}) for table in _LISTED_AS}
    lists = {name: numbers[table] for table, name in _LISTED_AS.items()}
    rows = reader.rows("mend_fields", viewer, **lists, **selection(**counted_of(whose)))
    about = {(row["record_table"], row["number"]): row for row in rows}
    pairs = [(each, about.get((_stands_in(each), each.number))) for each in found]
    return OfField(
        [each for each, row in pairs if row and row["is_of_it"]],
        [each for each, row in pairs if row and not row["has_field"]],
    )


_LISTED_AS = {"interviews": "talks", "contacts": "contacts", "follow_ups": "follow_ups"}


def _stands_in(each: Contradiction) -> str:
    """The table whose record has the field: a question's is its talk."""
    return "interviews" if each.table == "questions" else each.table


def to_mend(reader: Reader, viewer: Viewer, today: date, **whose: Any) -> list[tuple[int, str, str]]:
    """The active clients whose records hold something to mend that was not put aside: number, id in a bundle, name."""
    found = _found(reader, viewer, today, whose, (each for each in _SOURCES if each.asks_for_mending))
    return people_in(of_field(reader, viewer, found, **whose).found)


def people_in(found: Iterable[Contradiction]) -> list[tuple[int, str, str]]:
    """The clients of contradictions that ask for mending and were not put aside, each once."""
    standing = (each for each in found if each.finding.severity in _TO_MEND and each.finding.dismissed is None)
    return sorted({(each.client_id, each.finding.client_id, each.client) for each in standing})


# ── the rules about records ──────────────────────────────────────────────────────────────────────────────────────────

Judged = tuple[Row, Any]


def _talk(rows: Iterable[Row]) -> Iterator[Judged]:
    return ((row, TalkRecord(*(row[name] for name in TalkRecord._fields))) for row in rows)


def _question(rows: Iterable[Row]) -> Iterator[Judged]:
    return ((row, QuestionRecord(*(row[name] for name in QuestionRecord._fields))) for row in rows)


def _follow_up(rows: Iterable[Row]) -> Iterator[Judged]:
    for row in rows:
        days = row["opens_on"], row["due_on"], row["done_on"], row["fact_on"]
        yield row, FollowUpRecord(short_follow_up(row["kind"]), row["contact"], *days)


def _contact(rows: Iterable[Row]) -> Iterator[Judged]:
    """Each contact once, the first of each referral loop with the names of all that are in it."""
    people = {row["number"]: row for row in rows}
    seen: set[int] = set()
    for number, row in people.items():
        loop = [] if number in seen else _loop(number, people)
        seen.update(loop)
        yield row, ContactRecord(row["name"], row["added_on"], [people[each]["name"] for each in loop])


def _loop(start: int, people: Mapping[int, Row]) -> list[int]:
    """The loop that a contact is part of, from there along those who introduced; nothing where it is in none."""
    path = [start]
    here = people[start]["referred_by"]
    while here in people and here not in path:
        path.append(here)
        here = people[here]["referred_by"]
    return path if here == start else []


@dataclass(frozen=True, slots=True)
class _Source:
    """Where candidates come from: a query about a table, what its rows are read as, and how."""

    query_name: str
    table: str
    record: type
    read: Callable[[Iterable[Row]], Iterator[Judged]]

    @property
    def asks_for_mending(self) -> bool:
        return any(rule.severity in _TO_MEND for rule in rules_of(self.record))

    def needed(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in asked.items() if name in query(self.query_name).parameters}


_SOURCES = (
    _Source("mend_talks", "interviews", TalkRecord, _talk),
    _Source("mend_questions", "questions", QuestionRecord, _question),
    _Source("mend_follow_ups", "follow_ups", FollowUpRecord, _follow_up),
    _Source("mend_contacts", "contacts", ContactRecord, _contact),
)


def _found(
    reader: Reader, viewer: Viewer, today: date, whose: Mapping[str, Any], sources: Iterable[_Source]
) -> list[Contradiction]:
    asked = {"today": today, **selection(**whose)}
    found = [
        each
        for source in sources
        for each in _judged(source, source.read(reader.rows(source.query_name, viewer, **source.needed(asked))), today)
    ]
    if not found:
        return []
    rows = reader.rows("mend_put_aside", viewer, **asked)
    aside = {(row["code"], row["record_table"], row["record_id"], row["record_position"]): row for row in rows}
    return [_marked(each, aside, today) for each in found]


def _judged(source: _Source, records: Iterable[Judged], today: date) -> Iterator[Contradiction]:
    table = source.table
    for row, record in records:
        for rule, message in judged(record, today):
            where = Location(table, row["key"], rule.column)
            finding = Finding(rule.code, rule.severity, message, where, rule.remedy, row["printed_id"], rule=rule.name)
            number: int = row.get("interview_id") or row["number"]
            yield Contradiction(
                finding, row["client_id"], row["client"], table, number, row.get("position"), digest(record)
            )


def _marked(each: Contradiction, aside: Mapping[tuple[Any, ...], Row], today: date) -> Contradiction:
    row = aside.get((each.finding.code, each.table, each.number, each.position))
    if row is None:
        return each
    put = PutAside(row["code"], each.table, each.number, row["reason"], row["dismissed_on"], row["until"], row["facts"])
    if not is_in_force(put, each.facts, today):
        return each
    return replace(each, finding=replace(each.finding, dismissed=row["reason"] or "put aside"))
