"""The chart of overdue follow-ups: what is owed, by kind and by age; hellos, owed to nobody, in a part of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.follow_up_state import HELLO
from core.labels import follow_up, short_follow_up
from dashboard.charts.axes import counts_from_zero
from dashboard.charts.picture import (
    AXIS,
    DEEP,
    INK,
    MILD,
    PAPER,
    STRONG,
    TEXT,
    TINT,
    Picture,
    Sheet,
    blank,
    count_of,
    label,
)

_HELLO = short_follow_up(HELLO)
_TONES = ((TINT, INK), (MILD, INK), (STRONG, PAPER), (DEEP, PAPER))  # of a bar, and of the number in it
_ROW, _TITLE, _FOOT, _LETTER = 34, 30, 78, 7  # pixels

Owed = Mapping[str, Any]


def owed_by_age(rows: Sequence[Owed], old: int = 28) -> Picture:
    """Overdue follow-ups by kind (`label`) and days past the day (`days`, `count`), stacked by age on one scale.

    Promises that can still be kept, what is too old or over (`next_time`), and hellos stand apart. What is more than
    `old` days past the day meant for it stands at the end of its bar.
    """
    promises, left, hellos = _apart(rows)
    parts = [("Promises", promises), ("Too old, or not needed", left), ("Hellos, whenever it suits", hellos)]
    shown = [(title, some) for title, some in parts if some]
    kinds = [list(dict.fromkeys(row["label"] for row in some)) for _, some in shown]
    inner = sum(_TITLE + _ROW * len(each) for each in kinds)
    widest = max((len(words) for each in kinds for words in each), default=0)
    figure = blank(inner + _FOOT if shown else 120, t=0, b=_FOOT, r=36, l=_LETTER * widest + 8)
    top = 1.0
    for place, ((title, some), labels) in enumerate(zip(shown, kinds, strict=True), start=1):
        bottom = top - (_TITLE + _ROW * len(labels)) / inner
        _part(figure, place, labels, [max(bottom, 0.0), top - _TITLE / inner])
        _bars(figure, place, some, labels, _ages(old))
        _title(figure, top, f"<b>{title}: {sum(row['count'] for row in some):,}</b>")
        top = bottom
    _count_axis(figure, rows)
    return Picture(figure, _told([*promises, *left], hellos, old))


def _apart(rows: Sequence[Owed]) -> tuple[list[Owed], list[Owed], list[Owed]]:
    promised = [row for row in rows if row["label"] != _HELLO]
    left = [row for row in promised if row.get("next_time")]
    return [row for row in promised if row not in left], left, [row for row in rows if row["label"] == _HELLO]


def _ages(old: int) -> list[tuple[str, int, int]]:
    """The ages that are told apart, each with its first and last day: a week, two, up to what is old, older."""
    ends = [end for end in (7, 14) if end < old] + [old]
    begins = [1, *(end + 1 for end in ends)]
    younger = [(f"{begin}–{end}", begin, end) for begin, end in zip(begins, ends, strict=False)]
    return [*younger, (f"{old + 1}+", old + 1, 10**6)]


def _part(figure: Sheet, place: int, labels: Sequence[str], domain: list[float]) -> None:
    axis = {"type": "category", "categoryarray": labels, "range": [len(labels) - 0.5, -0.5], "domain": domain}
    figure.update_layout({f"yaxis{place if place > 1 else ''}": {**AXIS, **axis, "showgrid": False}})


def _title(figure: Sheet, top: float, words: str) -> None:
    label(figure, 0, top, words, xref="paper", yref="paper", xanchor="left", yanchor="top", yshift=-4)


def _bars(
    figure: Sheet, place: int, rows: Sequence[Owed], labels: Sequence[str], ages: list[tuple[str, int, int]]
) -> None:
    tones = _TONES[-len(ages) :]
    for (words, first, last), (tone, ink) in zip(ages, tones, strict=True):
        counts = [sum(r["count"] for r in rows if r["label"] == each and first <= r["days"] <= last) for each in labels]
        figure.add_bar(
            y=labels,
            x=counts,
            yaxis=f"y{place if place > 1 else ''}",
            orientation="h",
            name=words,
            legendgroup=words,
            showlegend=place == 1,
            marker={"color": tone, "line": {"color": DEEP, "width": 1}},
            text=[f"{count:,}" if count else "" for count in counts],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": ink},
            hovertemplate="%{y}: %{x:,}, " + words + " days past the day<extra></extra>",
        )
    for each in labels:
        total = sum(row["count"] for row in rows if row["label"] == each)
        label(figure, total, each, f"{total:,}", yref=f"y{place if place > 1 else ''}", xanchor="left", xshift=4)


def _count_axis(figure: Sheet, rows: Sequence[Owed]) -> None:
    longest: dict[str, int] = {}
    for row in rows:
        longest[row["label"]] = longest.get(row["label"], 0) + row["count"]
    marks = counts_from_zero(max(longest.values(), default=0))
    figure.update_xaxes(marks, showgrid=True, anchor="free", position=0)
    if rows:
        words = "Days past the day meant for it:"
        label(figure, 0, 0, words, xref="paper", yref="paper", xanchor="left", yanchor="top", yshift=-24)
    figure.update_layout(
        barmode="stack",
        uniformtext={"minsize": 12, "mode": "hide"},
        showlegend=bool(rows),
        legend={
            "orientation": "h", "x": 0, "xref": "container", "xanchor": "left",
            "y": 0, "yref": "container", "yanchor": "bottom",
            "font": TEXT, "entrywidth": 34, "entrywidthmode": "pixels",
            "traceorder": "normal", "itemclick": False, "itemdoubleclick": False,
        },
    )  # fmt: skip


def _told(promises: Sequence[Owed], hellos: Sequence[Owed], old: int) -> str:
    """Promises and hellos apart: a hello is owed to nobody."""
    total, oldest = sum(row["count"] for row in promises), max((row["days"] for row in promises), default=0)
    older = sum(row["count"] for row in promises if row["days"] > old)
    them = "it" if total == 1 else "them"
    late = f"{count_of(total, 'promise')} past the day meant for {them}, the oldest by {count_of(oldest, 'day')}"
    if older and total > 1:
        late += f", {older:,} of them by more than {count_of(old, 'day')}"
    parts = [late] if total else []
    many = sum(row["count"] for row in hellos)
    parts += [f"{count_of(many, follow_up(HELLO), follow_up(HELLO, 2))} whenever it suits"] if hellos else []
    return f"{'; '.join(parts)}." if parts else "Nothing is late."
