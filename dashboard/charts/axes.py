"""Axes of pictures: counts in whole steps from zero, and weeks by their Mondays; no mark of them is said twice."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any

_MARKS = 5
_A_YEAR = 52  # weeks; within them a day and its month name one Monday only


def counts_from_zero(most: int, marks: int = 4) -> dict[str, Any]:
    """The axis of counts up to `most`: from zero, a mark at whole steps."""
    return {"range": [0, max(most, 1) * 1.08], "tickmode": "linear", "tick0": 0, "dtick": _step(most, marks)} | {
        "tickformat": ",d"
    }


def _step(most: int, marks: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … with which no more than so many marks stand above zero."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if step * marks >= most:
                return step
        size *= 10


def mondays(weeks: Sequence[date]) -> dict[str, Any]:
    """The axis of weeks by their Mondays, oldest first: a few of them named, the last among them."""
    every = max(ceil(len(weeks) / _MARKS), 1)
    named = [week for place, week in enumerate(reversed(weeks)) if place % every == 0][::-1]
    return {"type": "date", "tickvals": named, "ticktext": [_name(week, len(weeks)) for week in named], "tickangle": 0}


def _name(week: date, span: int) -> str:
    return f"{week:%b %Y}" if span > _A_YEAR else f"{week.day} {week:%b}"
