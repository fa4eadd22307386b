"""The chart of overdue follow-ups: what is owed, by age."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.follow_up_state import HELLO
from core.labels import follow_up, short_follow_up
from dashboard.charts.picture import KIND, TEXT_SIZE, Picture, blank, count_of

_HELLO = short_follow_up(HELLO)


def owed_by_age(rows: Sequence[Mapping[str, Any]], longest: int = 60) -> Picture:
    """Overdue follow-ups by kind (`label`) and days past the day (`days`, `count`); those past `longest` at the end."""
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
    return Picture(figure, _told(rows))


def _told(rows: Sequence[Mapping[str, Any]]) -> str:
    """Promises and hellos apart: a hello is owed to nobody."""
    promises = [row for row in rows if row["label"] != _HELLO]
    total, oldest = sum(row["count"] for row in promises), max((row["days"] for row in promises), default=0)
    hellos = sum(row["count"] for row in rows) - total
    them = "it" if total == 1 else "them"
    late = f"{count_of(total, 'promise')} past the day meant for {them}, the oldest by {count_of(oldest, 'day')}"
    parts = [late] if total else []
    parts += [f"{count_of(hellos, follow_up(HELLO), follow_up(HELLO, 2))} whenever it suits"] if hellos else []
    return f"{'; '.join(parts)}." if parts else "Nothing is past its day."
