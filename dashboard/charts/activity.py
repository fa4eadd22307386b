"""The chart of one client's last twelve weeks in a line: asked, talked, thanked, met, your words."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from core.words import capital
from dashboard.charts.picture import INK, KIND, Picture, blank, count_of, plain

STRIP_KINDS: Mapping[str, tuple[str, str, str]] = {
    "asked": ("circle-open", KIND[0], "asked"),
    "talked": ("circle", KIND[0], "talked"),
    "thanked": ("diamond", KIND[2], "thanked"),
    "met": ("line-ns-open", KIND[3], "new person"),
    "word": ("square-open", INK, "your word"),
}


def activity_strip(steps: Sequence[Mapping[str, Any]], as_of: date, weeks: int = 12) -> Picture:
    """Twelve weeks of one client in a line (`day`, `kind` of asked, talked, thanked, met, word; `words`)."""
    begin = as_of - timedelta(days=7 * weeks - 1)
    steps = [step for step in steps if begin <= step["day"] <= as_of]
    kinds = [kind for kind in STRIP_KINDS if any(step["kind"] == kind for step in steps)] or ["talked"]
    figure = blank(40 + 24 * len(kinds), b=24, t=4)
    for kind in kinds:
        symbol, colour, words = STRIP_KINDS[kind]
        some = [step for step in steps if step["kind"] == kind]
        figure.add_scatter(
            x=[step["day"] for step in some],
            y=[words] * len(some),
            mode="markers",
            marker={"symbol": symbol, "color": colour, "size": 12, "line": {"width": 2, "color": colour}},
            customdata=[plain(step["words"]) for step in some],
            hovertemplate="%{x|%a %-d %b}: %{customdata}<extra></extra>",
        )
    figure.update_xaxes(range=[begin - timedelta(days=1), as_of + timedelta(days=1)], tickformat="%-d %b", nticks=6)
    names = [STRIP_KINDS[kind][2] for kind in kinds]
    figure.update_yaxes(type="category", categoryarray=names, autorange="reversed", range=[-0.5, len(names) - 0.5])
    talks = sum(1 for step in steps if step["kind"] == "talked")
    others = "nothing noted" if not steps else "no talk" if not talks else count_of(talks, "talk")
    return Picture(figure, f"{capital(others)} in {weeks} weeks.")
