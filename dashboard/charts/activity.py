"""The chart of one client's last twelve weeks in a line: asked, talked, thanked, met, your words."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from core.calendar import monday
from core.words import capital
from dashboard.charts.axes import mondays
from dashboard.charts.picture import INK, KIND, TEXT, Picture, Sheet, blank, count_of, plain

STRIP_KINDS: Mapping[str, tuple[str, str, str]] = {
    "asked": ("circle-open", KIND[0], "asked"),
    "talked": ("circle", KIND[0], "talked"),
    "thanked": ("diamond", KIND[2], "thanked"),
    "met": ("line-ns-open", KIND[3], "new person"),
    "word": ("square-open", INK, "your word"),
}
STRIP_WEEKS = 12
_TOLD = 6  # steps that one mark names

Step = Mapping[str, Any]


def strip_begins(as_of: date) -> date:
    """The Monday with which the twelve weeks of a strip begin; the running one is the last of them."""
    return monday(as_of) - timedelta(weeks=STRIP_WEEKS - 1)


def activity_strip(steps: Sequence[Step], as_of: date) -> Picture:
    """Twelve weeks of one client in a line (`day`, `kind` of asked, talked, thanked, met, word; `words`).

    A mark stands for a week, with the number where there was more than one: marks of single days hid each other.
    """
    begin = strip_begins(as_of)
    steps = [step for step in steps if begin <= step["day"] <= as_of]
    kinds = [kind for kind in STRIP_KINDS if any(step["kind"] == kind for step in steps)] or ["talked"]
    figure = blank(40 + 40 * len(kinds), b=24, t=8)
    for kind in kinds:
        _marks(figure, kind, [step for step in steps if step["kind"] == kind])
    weeks = [begin + timedelta(weeks=number) for number in range(STRIP_WEEKS)]
    figure.update_xaxes(mondays(weeks), range=[begin - timedelta(days=4), weeks[-1] + timedelta(days=4)])
    names = [STRIP_KINDS[kind][2] for kind in kinds]
    figure.update_yaxes(type="category", categoryarray=names, range=[len(names) - 0.5, -0.6])
    talks = sum(1 for step in steps if step["kind"] == "talked")
    others = "nothing noted" if not steps else "no talk" if not talks else count_of(talks, "talk")
    return Picture(figure, f"{capital(others)} in {STRIP_WEEKS} weeks.")


def _marks(figure: Sheet, kind: str, steps: Sequence[Step]) -> None:
    symbol, colour, words = STRIP_KINDS[kind]
    weeks: dict[date, list[Step]] = {}
    for step in steps:
        weeks.setdefault(monday(step["day"]), []).append(step)
    figure.add_scatter(
        x=list(weeks),
        y=[words] * len(weeks),
        mode="markers+text",
        text=[str(len(some)) if len(some) > 1 else "" for some in weeks.values()],
        textposition="top center",
        textfont=TEXT,
        marker={"symbol": symbol, "color": colour, "size": 12, "line": {"width": 2, "color": colour}},
        customdata=[_told(some) for some in weeks.values()],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _told(steps: Sequence[Step]) -> str:
    """What one mark stands for, day by day."""
    lines = [f"{step['day']:%a} {step['day'].day} {step['day']:%b}: {plain(step['words'])}" for step in steps[:_TOLD]]
    more = len(steps) - len(lines)
    return "<br>".join([*lines, f"and {more} more"] if more else lines)
