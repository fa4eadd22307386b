"""Words between counselor and client of late, when they meet, and what was put aside."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from core.case import PutAside, Word
from core.clock import Clock
from data.query import Row

Fetch = Callable[..., list[Row]]
_ROWS, _PARTS = "\x1e", "\x1f"
# Whoever had no step for longer is told as quiet for long, so that older words explain nothing.
_WORDS_REACH = timedelta(days=120)


class Spoken(NamedTuple):
    """The words between a counselor and a client: the last, the next, those of late, and what was put aside."""

    last_word: date | None = None
    planned_on: date | None = None
    meets_on: date | None = None
    words: Sequence[Word] = ()
    aside: Sequence[PutAside] = ()


SILENT = Spoken()


def spoken(fetch: Fetch, clock: Clock, whose: Mapping[str, Any]) -> dict[int, Spoken]:
    """By client, for those of a caseload with whom anything was ever said or planned."""
    rows = fetch(
        "today_words",
        as_of=clock.as_of,
        words_from=min(clock.as_of - _WORDS_REACH, clock.quiet_before),
        untouched_before=clock.untouched_before,
        **whose,
    )
    return {
        row["client_id"]: Spoken(
            row["last_word"],
            row["planned_on"],
            row["meets_on"],
            [_word(text) for text in row["words"].split(_ROWS)] if row["words"] else (),
            [_aside(text.split(_PARTS)) for text in row["asides"].split(_ROWS)] if row["asides"] else (),
        )
        for row in rows
    }


# The same few hundred come again and again: a day, a kind, mostly no code.
@lru_cache(maxsize=4_096)
def _word(text: str) -> Word:
    day, kind, about = text.split(" ", 2)
    return Word(date.fromisoformat(day), kind, frozenset(re.split(r"[\s,;]+", about)) if about else frozenset())


def _aside(parts: Sequence[str]) -> PutAside:
    on, until, code, table, number, facts, reason = parts
    back = date.fromisoformat(until) if until else None
    return PutAside(code, table, int(number), reason, date.fromisoformat(on), back, facts)
