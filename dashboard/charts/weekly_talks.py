"""The chart of interview counts: how many talks, week by week."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from dashboard.charts.axes import counts_from_zero, mondays
from dashboard.charts.picture import KIND, PAPER, Picture, blank, count_of, label


def talks_by_week(weeks: Sequence[Mapping[str, Any]], as_of: date) -> Picture:
    """Talks held per ISO week (`week`, `talks`), oldest first; the running week is hollow."""
    figure = blank(300, t=24)
    running = [week["week"] + timedelta(days=6) > as_of for week in weeks]
    talks = [week["talks"] for week in weeks]
    figure.add_bar(
        x=[week["week"] for week in weeks],
        y=talks,
        marker={
            "color": [PAPER if open_ else KIND[0] for open_ in running],
            "line": {"color": KIND[0], "width": [1.5 if open_ else 0 for open_ in running]},
        },
        customdata=[count_of(count, "talk") for count in talks],
        hovertemplate="Week of %{x|%-d %b}: %{customdata}<extra></extra>",
    )
    if any(running):
        label(figure, 1, 1, f"{talks[-1]} so far this week", xref="paper", yref="paper", xanchor="right", yshift=18)
    figure.update_xaxes(mondays([week["week"] for week in weeks]))
    figure.update_yaxes(counts_from_zero(max(talks, default=0)))
    whole = [count for count, open_ in zip(talks, running, strict=True) if not open_]
    recent, before = sum(whole[-4:]), sum(whole[-8:-4])
    return Picture(
        figure,
        f"{count_of(recent, 'talk')} in the last four whole weeks, {before} in the four before.",
    )
