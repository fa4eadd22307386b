"""A person's row of *Today*: the reason that counts, what your word has done to it, and what is good to mention."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core import reasons as why
from core.case import Case, Word
from core.clock import Clock
from core.reasons import Reason
from core.words import capital, counted, short_day

WAYS = ("Call", "Pause together", "Keep quiet until…")
LISTED = (why.CANNOT_WAIT, why.WAITING, why.HALTED, why.LOOK)
MIDDLE = (why.WAITING, why.HALTED, why.LOOK)
_SAID = {"meeting": "You met on", "call": "You called on", "message": "You wrote on", "kind_word": "A kind word on"}


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One person of the list with the reason, or several people with one.

    `reason` is the first of `reasons` in words, with your last word where it came back after it; `second` asks for
    another action, `more` counts the rest; `tried` counts your words since the last step. In a row about several
    `client_id` is None, `clients` holds number, id in a bundle, and name of each, and `facts` the digests by which each
    of them can be put aside ("" where that is not of use).
    """

    group: int
    reason: str
    code: str
    action: str
    client_id: int | None = None
    key: str | None = None
    name: str | None = None
    since: date | None = None
    at: datetime | None = None
    person: str = ""
    reasons: tuple[Reason, ...] = ()
    second: Reason | None = None
    more: int = 0
    praise: Reason | None = None
    fresh: bool = False
    tried: int = 0
    clients: tuple[tuple[int, str, str], ...] = ()
    facts: tuple[str, ...] = ()

    @property
    def also(self) -> str:
        """The second line: another reason, how many more, and what is good to mention."""
        parts = [self.second.words] if self.second else []
        parts += [f"And {self.more} more"] if self.more else []
        parts += [f"Also: {self.praise.words}"] if self.praise else []
        return ". ".join(parts)


@dataclass(frozen=True, slots=True)
class Stand:
    """The standing of one person: their row, if any, or among those who are quiet for long or were left untouched."""

    row: TodayRow | None
    quiet: Reason | None = None
    untouched: bool = False


def stand(case: Case, clock: Clock) -> Stand:
    """One person's row: the first standing reason of the highest group, a second one, and what is good to mention."""
    found = why.reasons(case, clock)
    if not found:
        return _NOTHING
    in_force = list(why.in_groups(reason for reason in found if reason.aside is None))
    words = {reason.code: why.words_on(reason, case) for reason in in_force}
    awake = [reason for reason in in_force if not why.rests(reason, words[reason.code], clock)]
    long_quiet = any(reason.code == "PAC204" for reason in found)
    groups = (why.CANNOT_WAIT, why.WAITING) if long_quiet else LISTED
    kept = _kept_on(case, clock)
    standing = sorted((r for r in awake if r.group in groups and not _is_kept(r, kept)), key=_within)
    praise = _praise(in_force, case, clock)
    if standing and not _is_untouched(standing[0], case, clock):
        return Stand(_row(standing, case, clock, words[standing[0].code], praise))
    quiet = next((reason for reason in awake if reason.code == "PAC204"), None)
    return Stand(_good(praise, case), quiet, bool(standing) and not quiet)


_NOTHING = Stand(None)


def told_among_others(stands: Stand, clock: Clock) -> str:
    """What the row about several people says of one of them; empty where they are not in it."""
    if stands.quiet:
        return stands.quiet.words
    return f"On your list for {untouched_for(clock)} without a word or a step" if stands.untouched else ""


def untouched_for(clock: Clock) -> str:
    """For how long somebody was untouched: "four weeks"."""
    days = clock.policy.untouched_working_days
    return "four weeks" if days == 20 else f"{days} working days"


def _kept_on(case: Case, clock: Clock) -> date:
    """The day on which somebody among the quiet was kept, while that holds."""
    kept = (aside for aside in case.aside if aside.code == "PAC204" and why.is_in_force(aside, "", clock.as_of))
    return max((aside.on for aside in kept), default=date.min)


def _is_kept(reason: Reason, kept_on: date) -> bool:
    """Whether a reason stood when its person was kept: it was told with the others then, and rests with them."""
    return reason.group in MIDDLE and reason.began <= kept_on


def _within(reason: Reason) -> tuple[int, float, date, str]:
    return reason.group, reason.at.timestamp() if reason.at else 0.0, reason.since, reason.code


def _is_untouched(first: Reason, case: Case, clock: Clock) -> bool:
    """Whether nothing touched somebody of groups 2 to 4 for so long that they are told among others.

    A touch is a word, a dismissal or a step; a reason must have stood as long itself, so that each has its time on the
    list.
    """
    if first.group == why.CANNOT_WAIT:
        return False
    touched = [case.last_word, case.last_aside, case.last_step, first.began]
    return max(day for day in touched if day) <= clock.untouched_before


def _row(
    standing: Sequence[Reason], case: Case, clock: Clock, words: Sequence[Word], praise: Reason | None
) -> TodayRow:
    first = standing[0]
    second = next((reason for reason in standing[1:] if reason.rule.action != first.rule.action), None)
    tried = len([word for word in words if case.last_step is None or word.on >= case.last_step])
    another_way = tried >= clock.policy.words_before_another_way and first.group != why.CANNOT_WAIT
    return TodayRow(
        group=first.group,
        reason=_told(first, case, clock, words, tried if another_way else 0),
        code=first.code,
        action=WAYS[0] if another_way else first.rule.action,
        client_id=case.client_id,
        key=case.key,
        name=case.name,
        since=first.since,
        at=first.at,
        person=first.person,
        reasons=tuple(standing),
        second=second,
        more=len(standing) - (2 if second else 1),
        praise=praise,
        fresh=first.group in MIDDLE and _is_fresh(first, words, clock),
        tried=tried,
    )


def _is_fresh(reason: Reason, words: Sequence[Word], clock: Clock) -> bool:
    if reason.began >= clock.fresh_from:
        return True
    if not words or reason.rule.lasts:
        return False
    back = clock.policy.calendar.working_after(words[-1].on, clock.policy.rest_working_days)
    return back >= clock.fresh_from


def _told(reason: Reason, case: Case, clock: Clock, words: Sequence[Word], tried: int) -> str:
    """A reason in words; after a word of yours without a step since, that word first."""
    if not words or reason.group == why.CANNOT_WAIT or (case.last_step and case.last_step > words[-1].on):
        return reason.words
    last = short_day(words[-1].on, clock.as_of)
    if tried:
        said = f"{capital(counted(tried, 'word'))} from you, the last on {last}; no step since. Try another way?"
        return f"{said} {reason.words}"
    return f"{_SAID.get(words[-1].kind, 'You spoke on')} {last}; no step since. {reason.words}"


def _praise(found: Iterable[Reason], case: Case, clock: Clock) -> Reason | None:
    good = [r for r in found if r.group == why.GOOD and not why.is_heard(r, case, clock)]
    return min(good, key=first_ever_then_latest, default=None)


def first_ever_then_latest(reason: Reason) -> tuple[bool, int, str]:
    """The sort key of praise: what was done for the first time ever first, then the latest."""
    return not reason.rule.first_ever, -reason.since.toordinal(), reason.code


def _good(praise: Reason | None, case: Case) -> TodayRow | None:
    if praise is None:
        return None
    return TodayRow(
        why.GOOD,
        praise.words,
        praise.code,
        praise.rule.action,
        case.client_id,
        case.key,
        case.name,
        praise.since,
        person=praise.person,
        reasons=(praise,),
    )
