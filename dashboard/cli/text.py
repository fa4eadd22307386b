"""The words of `today`, `figures` and `check` for a person at a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from core import figure_notes
from core import reasons as why
from core.figures import GroupedBy
from core.findings import Finding, Severity
from core.labels import GROUPS, NOTICED, STAGES, noticed_under
from core.today import Today
from core.today_row import TodayRow
from core.words import capital, counted, days, full_day, joined, people
from dashboard.cli.output import Column, paragraph, sentence, table

Figures = Mapping[str, Any]
_NOBODY = "Nobody is in this office yet. Bring your records in with digwell import, or look round with digwell demo."
_NAMED = 12


def _day(as_of: date) -> str:
    return f"{full_day(as_of, as_of)} {as_of.year}"


# ── who needs me ─────────────────────────────────────────────────────────────────────────────────────────────────────


def today(found: Today, whose: str | None, *, is_empty: bool) -> str:
    """Everybody in order, under the name of their group; `whose` is the counselor's name where it is one's list."""
    if is_empty:
        return paragraph(_NOBODY)
    of_whom = f", the clients of {whose}" if whose else ""
    parts = [paragraph(found.headline), paragraph(f"{_day(found.clock.as_of)}{of_whom}")]
    group = None
    for row in found.rows:
        if row.group != group:
            group = row.group
            parts.append(f"\n{GROUPS[group]}\n")
        parts.append(_several(row) if row.group == why.SEVERAL else _person(row))
    return "".join(parts)


def _person(row: TodayRow) -> str:
    next_step = "" if row.group == why.GOOD else row.reasons[0].rule.remedy
    more = " ".join(sentence(part) for part in (next_step, row.also) if part)
    lines = [paragraph(f"{row.name} ({row.key})", 2), paragraph(sentence(row.reason), 4)]
    return "".join([*lines, paragraph(more, 4)] if more else lines)


def _several(row: TodayRow) -> str:
    names = joined([f"{name} ({key})" for _, key, name in row.clients], _NAMED)
    return paragraph(sentence(row.reason), 2) + paragraph(sentence(names), 4)


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_ID = Column("Id", least=16)
_OF_ALL = [
    Column("Talks", number=True), Column("Lately", number=True, spare=True), Column("Answers", number=True),
    Column("Topics", number=True), Column("Waiting", number=True), Column("Oldest", number=True, spare=True),
    Column("Hellos", number=True), Column("Late", number=True), Column("People", number=True),
    Column("New", number=True, spare=True),
]  # fmt: skip
_LEGEND = (
    "Talks held, and those of the last 28 days. Answers: replies, of all requests. Topics heard, of all. "
    "Waiting: promises past their day that can still be kept, and how many days ago the oldest was due; hellos past "
    "theirs. Late: all follow-ups past their day: these, and what is too old or no longer needed. "
    "People known, and those new in 28 days. "
)
_MORE = "All figures, unrounded: --format csv or --format json."


def client_list(rows: Sequence[Figures], names: Mapping[str, str], as_of: date) -> str:
    """The figures of some clients, one in a line."""
    if not rows:
        return paragraph(f"No clients to show, {_day(as_of)}.")
    columns = [_ID, Column("Name", least=14), *_OF_ALL, Column("Quiet", number=True)]
    lines = [[row["client_id"], names[row["client_id"]], *_shown(row), _count(row["stuck_days"])] for row in rows]
    legend = f"{_LEGEND}Quiet: days without a step, for those who have not reached their aim. {_MORE}"
    title = f"{capital(people(len(rows)))}, {_day(as_of)}"
    return f"{paragraph(title)}\n{table(columns, lines)}\n{paragraph(legend)}"


def group_list(rows: Sequence[Figures], by: GroupedBy, as_of: date) -> str:
    """The figures of some groups, one in a line."""
    columns = [
        _ID, Column(capital(by), least=14), Column("Clients", number=True),
        Column("Halted", number=True), *_OF_ALL,
    ]  # fmt: skip
    lines = [
        [row["group_id"] or "–", row["group_name"], _count(row["clients"]), _count(row["clients_stuck"]), *_shown(row)]
        for row in rows
    ]
    legend = f"Halted: two weeks without a step and nothing ahead. {_LEGEND}{_MORE}"
    return f"{paragraph(_day(as_of))}\n{table(columns, lines)}\n{paragraph(legend)}"


def _shown(row: Figures) -> list[str]:
    topics = f"{row['topics_answered']:,}/{row['topics_total']:,}" if row["topics_total"] else "–"
    owed = ("promises_late", "oldest_promise_days", "hellos_late", "follow_ups_overdue")
    return [
        _count(row["interviews_held"]), _count(row["interviews_recent"]), _answers(row), topics,
        *(_count(row[name]) for name in (*owed, "contacts", "contacts_new")),
    ]  # fmt: skip


def one_client(row: Figures, name: str, as_of: date, look_back_days: int) -> str:
    """The figures of one client, one in a line."""
    lines = [
        ("Talks held", _count(row["interviews_held"]), f"{_count(row['interviews_recent'])} in the last 28 days"),
        ("Answers", f"{row['replies']:,}", figure_notes.replies(row)),
        ("Topics heard", _count(row["topics_answered"]), _topics(row)),
        ("Promises waiting", _count(row["promises_late"]), _oldest(row["oldest_promise_days"])),
        ("Follow-ups late", _count(row["follow_ups_overdue"]), _late(row, look_back_days)),
        ("People known", _count(row["contacts"]), _people(row)),
        ("Through others", _count(row["contacts_referred"]), f"{counted(row['generations'], 'step')} from the first"),
        ("Last step", STAGES.get(row["stage"], "–"), _quiet(row)),
    ]
    title = f"{name} ({row['client_id']}), {_day(as_of)}"
    columns = [Column(""), Column("", number=True), Column("", least=40)]
    return f"{paragraph(title)}\n{table(columns, lines)}\n{paragraph(_MORE)}"


def _answers(row: Figures) -> str:
    return f"{row['replies']:,}/{row['requests']:,}" if row["requests"] else "–"


def _topics(row: Figures) -> str:
    if not row["topics_total"]:
        return "no field yet"
    twice = f"{row['topics_replicated']:,} heard from two people or more"
    return f"of {row['topics_total']:,} ({_share(row['coverage'])}), {twice}"


def _oldest(age: int | None) -> str:
    return "" if age is None else f"the oldest due {days(age)} ago"


def _late(row: Figures, look_back_days: int) -> str:
    past = figure_notes.past_their_day(row, look_back_days)
    oldest = f", {_oldest(row['oldest_overdue_days'])}; {past}" if past else ""
    return f"of {row['follow_ups_open']:,} open{oldest}"


def _people(row: Figures) -> str:
    new, met, warm = (f"{row[f'contacts_{name}']:,}" for name in ("new", "interviewed", "warm"))
    return f"{new} new in 28 days, {met} talked with, {warm} in touch within half a year"


def _quiet(row: Figures) -> str:
    return "the aim is reached" if row["stuck_days"] is None else f"{days(row['stuck_days'])} without a step"


def _count(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}".replace("%", " %")


# ── findings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def findings(found: Sequence[Finding], names: Mapping[str, str], as_of: date) -> str:
    """Everything noticed, in the order of *Today* and then by gravity, what was put aside at the end."""
    standing = [finding for finding in found if finding.dismissed is None]
    aside = [finding for finding in found if finding.dismissed is not None]
    parts = [paragraph(_headline(standing)), paragraph(_day(as_of))]
    for label in NOTICED:
        parts += _section(label, [finding for finding in standing if noticed_under(finding) == label], names)
    return "".join([*parts, *_section("Put aside", aside, names)])


def _headline(standing: Sequence[Finding]) -> str:
    stops = sum(finding.severity is Severity.STOP for finding in standing)
    if not standing:
        return "Nothing to tell."
    noticed = f"{capital(counted(len(standing), 'thing'))} noticed"
    return f"{noticed}; please check {counted(stops, 'thing')} first." if stops else f"{noticed}."


def _section(label: str, found: Sequence[Finding], names: Mapping[str, str]) -> Iterable[str]:
    if found:
        yield f"\n{label}\n"
    for finding in found:
        yield paragraph(_line(finding, names.get(finding.client_id)), 2)
        way_out = f"Put aside: {finding.dismissed}" if finding.dismissed else finding.remedy
        yield paragraph(sentence(way_out), 4)


def _line(finding: Finding, name: str | None) -> str:
    """A finding in a line: whose it is, the fact, its code, and its place where that is not the client."""
    where = finding.where
    parts = (where.table, where.id) if where.table != "clients" else ("", "")
    place = " ".join(part for part in (*parts, where.column) if part)
    about = f"{name} ({finding.client_id}): " if name else ""
    return f"{about}{sentence(finding.message)} ({', '.join(part for part in (finding.code, place) if part)})"
