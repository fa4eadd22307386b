"""Overdue follow-ups: what is owed, by age."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.picture import KIND, TEXT_SIZE, Picture, blank, count_of


def owed_by_age(rows: Sequence[Mapping[str, Any]], longest: int = 60) -> Picture:
    """What is owed, by kind (`label`) and days past its day (`days`, `count`); those past `longest` at the end."""
    labels = list(dict.fromkeys(row["label"] for row in rows))
    figure = blank(max(36 * len(labels) + 56, 300), b=28)
    heaps: dict[tuple[str, int], int] = {}
    for row in rows:
        place = (row["label"], min(row["days"], longest))
        heaps[place] = heaps.get(place, 0) + row["count"]
    most = max(heaps.values(), default=1)
    figure.add_scatter(
        x=[days for _, days in heaps],
        y=[label for label, _ in heaps],
        mode="markers",
        marker={
            "color": KIND[0],
            "size": [9 + 15 * (count / most) ** 0.5 if most > 1 else 11 for count in heaps.values()],
            "opacity": 0.85,
        },
        customdata=list(heaps.values()),
        hovertemplate="%{y}: %{customdata}, %{x} days past the day<extra></extra>",
    )
    end = max((days for _, days in heaps), default=7)
    ticks = sorted({0, 7, 14, 28, longest} & set(range(end + 1)))
    figure.update_xaxes(
        range=[-0.03 * (end + 2), end * 1.06 + 1],
        tickvals=ticks,
        ticktext=[f"{tick}+" if tick == longest else str(tick) for tick in ticks],
        tickangle=0,
        title={"text": "days past the day meant for it", "font": {"size": TEXT_SIZE}},
    )
    figure.update_yaxes(type="category", categoryarray=labels, autorange="reversed")
    total, oldest = sum(row["count"] for row in rows), max((row["days"] for row in rows), default=0)
    them = "it" if total == 1 else "them"
    sentence = f"{count_of(total, 'thing')} past the day meant for {them}, the oldest by {count_of(oldest, 'day')}."
    return Picture(figure, sentence)
