"""Reasons why a client needs somebody: what the rules say of a case, put aside, resting after a word, or standing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import blake2b

from core.case import Case, PutAside, Word
from core.clock import Clock
from core.findings import Finding, Location
from core.rules import Rule, Said, rules_of

CANNOT_WAIT, WAITING, HALTED, LOOK, GOOD, SEVERAL = range(1, 7)
_OF_A_CASE = tuple(rules_of(Case))


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a rule says of a client.

    `since` is the day it is counted from, `began` the day it became true, `at` the appointment it hangs on; `person`
    the contact who waits; `facts` the digest of the stored values that it rests on; `table`, `number` and `key` the
    record it is about, by which it can be put aside. `aside` says how it was put aside, if it was. `also` counts
    more of the same code.
    """

    rule: Rule
    words: str
    since: date
    began: date
    at: datetime | None
    person: str
    facts: str
    table: str
    number: int
    key: str
    aside: PutAside | None = None
    also: int = 0

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def group(self) -> int:
        """Where it stands: 1 cannot wait, 2 somebody waits, 3 halted, 4 worth a look, 5 good, 6 about several."""
        return self.rule.group

    def finding(self, case: Case) -> Finding:
        """The same as one of all things noticed."""
        put_aside = (self.aside.reason or "put aside") if self.aside else None
        return Finding(
            self.code,
            self.rule.severity,
            f"{self.words}.",
            Location(self.table, self.key),
            self.rule.remedy,
            case.key,
            rule=self.rule.name,
            dismissed=put_aside,
        )


def digest(facts: Iterable[object]) -> str:
    """A short mark of stored values, another one as soon as one of them differs; never of the day."""
    text = "\x1f".join(str(fact) for fact in facts)
    return blake2b(text.encode(), digest_size=8).hexdigest()


def reasons(case: Case, clock: Clock) -> list[Reason]:
    """All that the rules say of a case, what was put aside marked so; each code and record once.

    Nobody is praised while somebody whom they harmed has heard nothing.
    """
    found = [_marked(_reason(rule, said, case), case, clock) for rule in _OF_A_CASE for said in rule.judge(case, clock)]
    if any(reason.rule.harms and reason.aside is None for reason in found):
        return [reason for reason in found if reason.group != GOOD]
    return found


def _reason(rule: Rule, said: Said, case: Case) -> Reason:
    own = said.number is not None
    return Reason(
        rule=rule,
        words=said.words,
        since=said.since,
        began=said.began or said.since,
        at=said.at,
        person=said.person,
        facts=digest(said.facts),
        table=said.table,
        number=said.number if said.number is not None else case.client_id,
        key=said.key if own else case.key,
    )


def _marked(reason: Reason, case: Case, clock: Clock) -> Reason:
    for aside in case.aside:
        same = (aside.code, aside.table, aside.number) == (reason.code, reason.table, reason.number)
        if same and is_in_force(aside, reason.facts, clock.as_of):
            return replace(reason, aside=aside)
    return reason


def is_in_force(aside: PutAside, facts: str, as_of: date) -> bool:
    """Whether something put aside stays so: from its day until the day it comes back, while its facts are the same."""
    begun = aside.on <= as_of
    over = aside.until is not None and aside.until <= as_of
    return begun and not over and (not aside.facts or aside.facts == facts)


def merged(found: Sequence[Reason]) -> Reason:
    """Reasons of one code as one: the next appointment, else the longest standing, with the count of the others."""
    first = min(found, key=lambda reason: (reason.at.timestamp() if reason.at else 0, reason.since, reason.number))
    if len(found) == 1:
        return first
    return replace(first, words=f"{first.words}, and {len(found) - 1} more like it", also=len(found) - 1)


def words_on(reason: Reason, case: Case) -> list[Word]:
    """The words the counselor had with the client about a reason since it stands, the earliest first."""
    return sorted(w for w in case.words if w.on >= reason.began and (not w.about or reason.code in w.about))


def rests(reason: Reason, words: Sequence[Word], clock: Clock) -> bool:
    """Whether a word puts a reason off: for some working days, one that cannot wait until its hour."""
    if not words or reason.rule.lasts:
        return False
    return reason.group == CANNOT_WAIT or words[-1].on > clock.rested_before


def is_heard(praise: Reason, case: Case, clock: Clock) -> bool:
    """Whether good news was mentioned: a kind word since the step, to it or to all."""
    return any(w.kind == "kind_word" and w.on <= clock.as_of for w in words_on(praise, case))


def in_groups(found: Iterable[Reason]) -> Iterator[Reason]:
    """Reasons of the same code merged, in the order of the rules."""
    by_code: dict[str, list[Reason]] = {}
    for reason in found:
        by_code.setdefault(reason.code, []).append(reason)
    return (merged(same) for same in by_code.values())
