"""The list *Today*: who needs a word, and why, in an order that rests on dates and has no score in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from operator import itemgetter
from typing import Any

from core import reasons as why
from core.calendar import is_first_monday, iso_week
from core.case import Case
from core.clock import Clock
from core.records import CaseloadRecord
from core.rules import RULES, judged
from core.today_row import LISTED, MIDDLE, TodayRow, first_ever_then_latest, stand, untouched_for
from core.words import capital, number, people, plural

Person = tuple[int, str, str]  # number, id in a bundle, name


@dataclass(frozen=True, slots=True)
class Today:
    """All rows in order: people by group 1 to 4, good news (5), rows about several (6); and how many people in all."""

    rows: tuple[TodayRow, ...]
    people: int
    clock: Clock

    def of(self, *groups: int) -> list[TodayRow]:
        """The rows of some groups, in order."""
        return [row for row in self.rows if row.group in groups]

    @property
    def listed(self) -> list[TodayRow]:
        """Everybody on the list, in order."""
        return self.of(*LISTED)

    @property
    def first(self) -> list[TodayRow]:
        """The rows shown first: all that cannot wait, filled up to seven; on a first Monday the long quiet too."""
        length = max(self.clock.policy.list_length, len(self.of(why.CANNOT_WAIT)))
        quiet = [row for row in self.of(why.SEVERAL) if row.code == "PAC204" and is_first_monday(self.clock.as_of)]
        return [*self.listed[:length], *quiet]

    @property
    def on_their_way(self) -> int:
        """The number of people who need nothing now: not on the list, and not quiet for long."""
        quiet = sum(len(row.clients) for row in self.of(why.SEVERAL) if row.code == "PAC204")
        return self.people - len(self.listed) - quiet

    @property
    def headline(self) -> str:
        """The answer in one line, which counts honestly and never against the whole caseload."""
        wait, glad = len(self.of(why.CANNOT_WAIT)), len(self.of(*MIDDLE))
        if not self.people:
            return "Nobody to look after here."
        if wait and glad:
            return f"{capital(people(wait))} cannot wait; {number(glad)} more would be glad of a word."
        if wait or glad:
            return f"{capital(people(wait or glad))} {'cannot wait' if wait else 'would be glad of a word'}."
        return f"Nobody is on your list today.{self._calm()}"

    def _calm(self) -> str:
        news = len(self.of(why.GOOD))
        heard = f", and {number(news)} {plural(news, 'has', 'have')} news worth a word" if news else ""
        ways = self.on_their_way
        return f" {capital(people(ways))} {plural(ways, 'is', 'are')} on their way{heard}." if ways else ""


class Ordering:
    """The list of a caseload in the making: its people are looked at one by one, and only what is listed is kept."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._week = iso_week(clock.as_of)
        self._people = 0
        self._listed: list[tuple[Any, TodayRow]] = []
        self._good: list[tuple[Any, TodayRow]] = []
        self._quiet: list[tuple[Person, str]] = []
        self._untouched: list[tuple[Person, str]] = []

    def add(self, case: Case) -> None:
        """Look at one more person."""
        self._people += 1
        stands = stand(case, self._clock)
        if stands.row and stands.row.group == why.GOOD:
            self._good.append((_order_of_good(stands.row, self._week), stands.row))
        elif stands.row:
            self._listed.append((_order(stands.row, case, self._week), stands.row))
        if stands.quiet:
            self._quiet.append((_who(case), stands.quiet.facts))
        elif stands.untouched:
            self._untouched.append((_who(case), ""))

    def in_order(self, unassigned: Sequence[Person] = (), to_mend: Sequence[Person] = ()) -> Today:
        """Everybody in order; `unassigned` and `to_mend` are the people of these rows: number, id in a bundle, name."""
        listed, good = ([row for _, row in sorted(pairs, key=itemgetter(0))] for pairs in (self._listed, self._good))
        several = _several(self._quiet, self._untouched, unassigned, to_mend, self._clock)
        return Today((*with_an_older_one(listed, self._clock), *good, *several), self._people, self._clock)


def today(
    cases: Iterable[Case], clock: Clock, unassigned: Sequence[Person] = (), to_mend: Sequence[Person] = ()
) -> Today:
    """The list for some cases, as `Ordering` has it."""
    ordering = Ordering(clock)
    for case in cases:
        ordering.add(case)
    return ordering.in_order(unassigned, to_mend)


# ── the order ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _order(row: TodayRow, case: Case, week: str) -> tuple[Any, ...]:
    """The place of a person of groups 1 to 4; nothing but dates, and at last a shuffle that changes each week."""
    reason = row.reasons[0]
    return (
        row.group,
        reason.at is None,
        reason.at.timestamp() if reason.at else 0.0,
        not row.fresh,
        max(reason.since, case.last_word or date.min),
        case.needed_by or date.max,
        case.held,
        _shuffle(case.key, week),
    )


def _order_of_good(row: TodayRow, week: str) -> tuple[Any, ...]:
    first_ever, latest, _ = first_ever_then_latest(row.reasons[0])
    return first_ever, latest, _shuffle(row.key or "", week)


def _shuffle(key: str, week: str) -> tuple[bytes, str]:
    return blake2b(f"{key}|{week}".encode(), digest_size=8).digest(), key


def with_an_older_one(rows: Sequence[TodayRow], clock: Clock) -> list[TodayRow]:
    """The rows, where the first of the list that is one fresh row too many changes places with the next older one."""
    found = list(rows)
    fresh = [n for n, row in enumerate(found[: clock.policy.list_length]) if row.group in MIDDLE and row.fresh]
    if len(fresh) <= clock.policy.fresh_at_most:
        return found
    here = fresh[clock.policy.fresh_at_most]
    older = (n for n in range(here + 1, len(found)) if found[n].group in MIDDLE and not found[n].fresh)
    if (there := next(older, None)) is not None:
        found[here], found[there] = found[there], found[here]
    return found


# ── rows about several ───────────────────────────────────────────────────────────────────────────────────────────────


def _several(
    quiet: Sequence[tuple[Person, str]],
    untouched: Sequence[tuple[Person, str]],
    unassigned: Sequence[Person],
    to_mend: Sequence[Person],
    clock: Clock,
) -> list[TodayRow]:
    rows = []
    if quiet or untouched:
        rows.append(_about("PAC204", _long(len(quiet), len(untouched), clock), [*quiet, *untouched]))
    if unassigned:
        count = len(unassigned)
        words = f"{capital(people(count))} {plural(count, 'has', 'have')} no counselor yet"
        rows.append(_about("PAC205", words, [(who, "") for who in unassigned]))
    for rule, words in judged(CaseloadRecord(len(to_mend)), clock.as_of):
        rows.append(_about(rule.code, words, [(who, "") for who in to_mend]))
    return rows


def _who(case: Case) -> Person:
    return case.client_id, case.key, case.name


def _about(code: str, words: str, whom: Sequence[tuple[Person, str]]) -> TodayRow:
    by_name = sorted(whom, key=lambda each: (each[0][2].casefold(), each[0][1]))
    clients, facts = tuple(who for who, _ in by_name), tuple(facts for _, facts in by_name)
    return TodayRow(why.SEVERAL, words, code, RULES[code].action, clients=clients, facts=facts)


def _long(quiet: int, untouched: int, clock: Clock) -> str:
    usual = clock.policy.quiet_after_days == 90
    span = "over three months" if usual else f"over {clock.policy.quiet_after_days} days"
    parts = []
    if quiet:
        parts.append(f"{people(quiet)} {plural(quiet, 'has', 'have')} been quiet for {span}")
    if untouched:
        whom = f"{number(untouched)} more" if quiet else people(untouched)
        verb = plural(untouched, "has", "have")
        parts.append(f"{whom} {verb} been on your list for {untouched_for(clock)} without a word or a step")
    return f"{capital(', and '.join(parts))}. Still with you?"
