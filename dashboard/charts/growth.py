"""The chart of network growth: who came, added by hand, with a file and through others, on one scale."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from dashboard.charts.axes import counts_from_zero, mondays
from dashboard.charts.picture import AXIS, KIND, TINT, Picture, Sheet, blank, count_of, label

# The column of a week, and its words.
PARTS = (("added_by_hand", "added by hand"), ("imported", "came in with a file"), ("referred", "through others"))
_PANEL, _FOOT = 92, 28  # pixels


def people_over_time(weeks: Sequence[Mapping[str, Any]]) -> Picture:
    """Who came since the first of the ISO `week`s, oldest first: a panel for each part, all of them on one scale.

    A week has how many were `added_by_hand`, how many of the new ones came with a file (`imported`) and `referred` by
    others, and how many `people` are known at its end.
    """
    sums = {name: list(accumulate(week[name] for week in weeks)) for name, _ in PARTS}
    most = max((counts[-1] for counts in sums.values() if counts), default=0)
    figure = blank(_PANEL * len(PARTS) + _FOOT, t=0, r=12, l=48, b=_FOOT)
    for place, (name, words) in enumerate(PARTS):
        _panel(figure, place, most)
        _curve(figure, place, [week["week"] for week in weeks], sums[name], words)
    figure.update_xaxes(mondays([week["week"] for week in weeks]), anchor=f"y{len(PARTS)}")
    return Picture(figure, _told(weeks, {name: counts[-1] if counts else 0 for name, counts in sums.items()}))


def _panel(figure: Sheet, place: int, most: int) -> None:
    top = 1 - place / len(PARTS)
    axis = {**AXIS, **counts_from_zero(most, marks=2), "domain": [top - 0.96 / len(PARTS), top - 0.3 / len(PARTS)]}
    figure.update_layout({f"yaxis{place + 1 if place else ''}": axis})


def _curve(figure: Sheet, place: int, weeks: Sequence[Any], counts: Sequence[int], words: str) -> None:
    figure.add_scatter(
        x=weeks,
        y=counts,
        yaxis=f"y{place + 1 if place else ''}",
        mode="lines" if len(weeks) > 1 else "markers",
        line={"color": KIND[0], "width": 2.5, "shape": "hv"},
        fill="tozeroy",
        fillcolor=TINT,
        hovertemplate=f"by the week of %{{x|%-d %b}}: %{{y:,}} {words}<extra></extra>",
    )
    total = counts[-1] if counts else 0
    top = 1 - place / len(PARTS)
    label(figure, 0, top, f"{words}: {total:,}", xref="paper", yref="paper", xanchor="left", yanchor="top")


def _told(weeks: Sequence[Mapping[str, Any]], came: Mapping[str, int]) -> str:
    known = weeks[-1]["people"] if weeks else 0
    new = came["added_by_hand"] + came["imported"]
    if not new:
        return f"{count_of(known, 'person', 'people')} known, nobody new in {count_of(len(weeks), 'week')}."
    parts = [f"{came['added_by_hand']:,} added by hand"] if came["added_by_hand"] else []
    parts += [f"{came['imported']:,} came in with a file"] if came["imported"] else []
    led = f"; {came['referred']:,} of them through others" if came["referred"] else ""
    new_in = f"New in {count_of(len(weeks), 'week')}"
    return f"{count_of(known, 'person', 'people')} known. {new_in}: {' and '.join(parts)}{led}."
