"""Tables in, pictures out: each function is one thought, drawn the same way everywhere.

Colours are the theme's own placeholders, which the page replaces by the palette of the mode it is in, so that a picture
is right in light and dark without being drawn again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from core.words import plural

# Streamlit's placeholders for the theme's palettes (streamlit.elements.lib.streamlit_plotly_theme).
KIND = [f"#0000{n:02d}" for n in range(1, 7)]
TINT, MILD, STRONG = "#000012", "#000014", "#000018"
INK, PAPER, LINE = "#000036", "#000038", "#000039"
TEXT_SIZE = 13
_PLAIN = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}
CONFIG = _PLAIN


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure and, in one sentence with its numbers, what it shows."""

    figure: go.Figure
    takeaway: str


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {plural(count, one, many)}"


def _figure(height: int, **margins: int) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8, **margins},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        font={"size": TEXT_SIZE},
        bargap=0.25,
    )
    figure.update_xaxes(showgrid=False, zeroline=False, fixedrange=True, ticks="", title=None, automargin=True)
    figure.update_yaxes(
        gridcolor=LINE, gridwidth=1, zeroline=False, fixedrange=True, ticks="", title=None, automargin=True
    )
    return figure


def _label(figure: go.Figure, x: Any, y: Any, text: str, **more: Any) -> None:
    figure.add_annotation(x=x, y=y, text=text, showarrow=False, font={"size": TEXT_SIZE}, **more)


# ── interview counts ─────────────────────────────────────────────────────────────────────────────────────────────────


def talks_by_week(weeks: Sequence[Mapping[str, Any]], as_of: date) -> Picture:
    """Talks held per ISO week (`week`, `talks`), oldest first; the running week is hollow."""
    figure = _figure(220, t=24)
    running = [week["week"] + timedelta(days=6) > as_of for week in weeks]
    talks = [week["talks"] for week in weeks]
    figure.add_bar(
        x=[week["week"] for week in weeks],
        y=talks,
        marker={
            "color": [PAPER if open_ else KIND[0] for open_ in running],
            "line": {"color": KIND[0], "width": [1.5 if open_ else 0 for open_ in running]},
        },
        hovertemplate="Week of %{x|%-d %b}: %{y} talks<extra></extra>",
    )
    if any(running):
        _label(figure, 1, 1, f"{talks[-1]} so far this week", xref="paper", yref="paper", xanchor="right", yshift=18)
    figure.update_xaxes(tickformat="%-d %b", nticks=6)
    figure.update_yaxes(rangemode="tozero", nticks=4, tickformat="d")
    recent, before = sum(talks[-5:-1]), sum(talks[-9:-5])
    return Picture(
        figure,
        f"{_count(recent, 'talk')} in the last four whole weeks, {before} in the four before.",
    )


def talks_towards_goal(people: Sequence[Mapping[str, Any]]) -> Picture:
    """How many people (`people`) have held how many talks (`talks`) of their aim, as a row of bars."""
    figure = _figure(220, t=24)
    figure.add_bar(
        x=[str(row["talks"]) for row in people],
        y=[row["people"] for row in people],
        marker={"color": KIND[0]},
        text=[row["people"] for row in people],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y} people have held %{x}<extra></extra>",
    )
    figure.update_yaxes(visible=False, rangemode="tozero")
    figure.update_xaxes(type="category", title={"text": "talks held"})
    none = sum(row["people"] for row in people if row["talks"] in {0, "0"})
    total = sum(row["people"] for row in people)
    return Picture(figure, f"{_count(none, 'person', 'people')} of {total:,} before the first talk.")


# ── question coverage ────────────────────────────────────────────────────────────────────────────────────────────────


def topics_heard(topics: Sequence[Mapping[str, Any]]) -> Picture:
    """For each topic (`label`, `answered`, `replicated`, `total`) how many fields it was answered in."""
    figure = _figure(32 * len(topics) + 24, r=64)
    labels = [topic["label"] for topic in topics]
    totals = [topic["total"] for topic in topics]
    shares = [_share(topic["answered"], topic["total"]) for topic in topics]
    twice = [_share(topic["replicated"], topic["total"]) for topic in topics]
    figure.add_bar(y=labels, x=[1] * len(labels), orientation="h", marker={"color": TINT}, hoverinfo="skip")
    figure.add_bar(
        y=labels,
        x=shares,
        orientation="h",
        marker={"color": MILD},
        customdata=[(topic["answered"], topic["total"]) for topic in topics],
        hovertemplate="%{y}: answered in %{customdata[0]} of %{customdata[1]} fields<extra></extra>",
    )
    figure.add_bar(
        y=labels,
        x=twice,
        orientation="h",
        marker={"color": STRONG},
        customdata=[(topic["replicated"], topic["total"]) for topic in topics],
        hovertemplate="%{y}: heard from two people in %{customdata[0]} of %{customdata[1]} fields<extra></extra>",
    )
    for topic in topics:
        _label(figure, 1, topic["label"], f"{topic['answered']:,} of {topic['total']:,}", xanchor="left", xshift=6)
    figure.update_layout(barmode="overlay", bargap=0.5)
    figure.update_xaxes(visible=False, range=[0, 1])
    figure.update_yaxes(autorange="reversed", showgrid=False)
    if not topics:
        return Picture(figure, "No topic heard yet.")
    best = max(topics, key=lambda topic: topic["answered"])
    least = min(topics, key=lambda topic: topic["answered"])
    return Picture(
        figure,
        f"Heard most: {best['label']}, in {best['answered']:,} of {totals[0]:,} fields; "
        f"least: {least['label']}, in {least['answered']:,}.",
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


# Five states, told apart by shape as well as by tone.
MATRIX_STATES: Mapping[str, tuple[str, str, str]] = {
    "open": ("line-ew-open", INK, "not asked"),
    "planned": ("square-open", STRONG, "planned"),
    "asked": ("circle-open", KIND[0], "asked, not answered"),
    "answered": ("circle", KIND[0], "answered"),
    "differs": ("x", KIND[1], "answers differ"),
}


_SIDE_BY_SIDE = 6


def short_names(people: Sequence[str]) -> list[str]:
    """First names, with the initial of the rest where two would be alike: Owen, Nell G., Nell T."""
    firsts = [name.partition(" ")[0] for name in people]
    rests = [name.partition(" ")[2] for name in people]
    return [
        f"{first} {rest[0]}." if rest and firsts.count(first) > 1 else first
        for first, rest in zip(firsts, rests, strict=True)
    ]


def topics_by_person(cells: Sequence[Mapping[str, Any]], topics: Sequence[str], people: Sequence[str]) -> Picture:
    """Topics × people (`topic`, `person`, `state`), five states by shape; cells that are missing count as open."""
    figure = _figure(30 * len(topics) + 60, t=36, l=8)
    known = {(cell["topic"], cell["person"]): cell["state"] for cell in cells}
    for state, (symbol, colour, words) in MATRIX_STATES.items():
        places = [(p, t) for t in topics for p in people if known.get((t, p), "open") == state]
        figure.add_scatter(
            x=[place[0] for place in places],
            y=[place[1] for place in places],
            mode="markers",
            marker={
                "symbol": symbol,
                "color": colour,
                "size": 7 if state == "open" else 13,
                "opacity": 0.55 if state == "open" else 1,
                "line": {"width": 2, "color": colour},
            },
            hovertemplate=f"%{{y}}, %{{x}}: {words}<extra></extra>",
        )
    figure.update_xaxes(
        type="category",
        categoryarray=list(people),
        side="top",
        range=[-0.5, len(people) - 0.5],
        tickvals=list(people),
        ticktext=short_names(people),
        tickangle=0 if len(people) <= _SIDE_BY_SIDE else -60,
    )
    figure.update_yaxes(type="category", categoryarray=list(topics), autorange="reversed", showgrid=True)
    heard = {t for (t, _), state in known.items() if state in {"answered", "differs"}}
    return Picture(
        figure, f"{len(heard)} of {len(topics)} topics heard, from {_count(len(people), 'person', 'people')}."
    )


# ── overdue follow-ups ───────────────────────────────────────────────────────────────────────────────────────────────


def owed_by_age(rows: Sequence[Mapping[str, Any]], longest: int = 60) -> Picture:
    """What is owed, by kind (`label`) and days past its day (`days`, `count`); those past `longest` at the end."""
    labels = list(dict.fromkeys(row["label"] for row in rows))
    figure = _figure(36 * max(len(labels), 1) + 56, b=28)
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
    sentence = f"{_count(total, 'thing')} past the day meant for {them}, the oldest by {_count(oldest, 'day')}."
    return Picture(figure, sentence)


# ── network growth ───────────────────────────────────────────────────────────────────────────────────────────────────


def people_over_time(weeks: Sequence[Mapping[str, Any]]) -> Picture:
    """People known, cumulative by ISO week (`week`, `people`, `referred`): everyone, and those through others."""
    figure = _figure(240, t=28, r=12)
    days = [week["week"] for week in weeks]
    for name, colour, tint, words in (
        ("people", KIND[0], TINT, "everyone"),
        ("referred", KIND[2], MILD, "through others"),
    ):
        values = [week[name] for week in weeks]
        figure.add_scatter(
            x=days,
            y=values,
            mode="lines",
            line={"color": colour, "width": 2.5},
            fill="tozeroy",
            fillcolor=tint,
            hovertemplate=f"%{{x|%-d %b}}: %{{y:,}} {words}<extra></extra>",
        )
        if weeks:
            _label(figure, days[-1], values[-1], f"{words} {values[-1]:,}", yshift=10, xanchor="right")
    figure.update_yaxes(rangemode="tozero", nticks=4, tickformat=",d")
    figure.update_xaxes(tickformat="%b %Y", nticks=5)
    people, referred = (weeks[-1]["people"], weeks[-1]["referred"]) if weeks else (0, 0)
    return Picture(figure, f"{_count(people, 'person', 'people')} known, {referred:,} of them through others.")


def who_led_to_whom(people: Sequence[Mapping[str, Any]], root: str) -> Picture:
    """The referral lines: `number`, `name`, `referrer` (a number or None) and `talked`; the client is the root."""
    places = _tree(people)
    deepest = max((x for x, _ in places.values()), default=1)
    figure = _figure(max(34 * len({y for _, y in places.values()}) + 40, 160), r=140 if deepest else 60, l=64)
    for person in people:
        x, y = places[person["number"]]
        from_x, from_y = places.get(person["referrer"], (0, _middle(places)))
        figure.add_scatter(
            x=[from_x, (from_x + x) / 2, x],
            y=[from_y, (from_y + y) / 2, y],
            mode="lines",
            line={"color": LINE, "width": 1.5, "shape": "spline", "smoothing": 1.1},
            hoverinfo="skip",
        )
    leading = {person["referrer"] for person in people}
    for talked, leads in ((True, True), (True, False), (False, True), (False, False)):
        symbol, words = ("circle", "talked") if talked else ("circle-open", "not yet")
        some = [p for p in people if bool(p["talked"]) is talked and (p["number"] in leading) is leads]
        figure.add_scatter(
            x=[places[person["number"]][0] for person in some],
            y=[places[person["number"]][1] for person in some],
            mode="markers+text",
            text=[person["name"] for person in some],
            textposition="top center" if leads else "middle right",
            textfont={"size": TEXT_SIZE},
            marker={"symbol": symbol, "size": 10, "color": KIND[0], "line": {"width": 2, "color": KIND[0]}},
            hovertemplate=f"%{{text}}: {words}<extra></extra>",
            cliponaxis=False,
        )
    figure.add_scatter(
        x=[0], y=[_middle(places)], mode="markers+text", text=[root], textposition="top center",
        marker={"size": 12, "color": KIND[2]}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-0.1, deepest + 0.15])
    figure.update_yaxes(visible=False, autorange="reversed")
    steps = int(deepest)
    return Picture(figure, f"{_count(len(people), 'person', 'people')} in {_count(steps, 'step')} from {root}.")


def _middle(places: Mapping[Any, tuple[float, float]]) -> float:
    rows = [y for _, y in places.values()]
    return (min(rows) + max(rows)) / 2 if rows else 0.0


def _tree(people: Sequence[Mapping[str, Any]]) -> dict[Any, tuple[float, float]]:
    """Where each person stands: one column a step, one row a leaf, parents in the middle of theirs; loops are cut."""
    known = {person["number"] for person in people}
    children: dict[Any, list[Any]] = {}
    for person in people:
        referrer = person["referrer"] if person["referrer"] in known else None
        children.setdefault(referrer, []).append(person["number"])
    places: dict[Any, tuple[float, float]] = {}
    row = [0.0]

    def place(number: Any, depth: int) -> float:
        places[number] = (depth, 0.0)
        below = [place(child, depth + 1) for child in children.get(number, []) if child not in places]
        if not below:
            row[0] += 1
        places[number] = (depth, (below[0] + below[-1]) / 2 if below else row[0])
        return places[number][1]

    for number in children.get(None, []):
        place(number, 1)
    for person in people:
        if person["number"] not in places:
            place(person["number"], 1)
    return places


# ── one client's weeks ───────────────────────────────────────────────────────────────────────────────────────────────

STRIP_KINDS: Mapping[str, tuple[str, str, str]] = {
    "asked": ("circle-open", KIND[0], "asked"),
    "talked": ("circle", KIND[0], "talked"),
    "thanked": ("diamond", KIND[2], "thanked"),
    "met": ("line-ns-open", KIND[3], "new person"),
    "word": ("square-open", INK, "your word"),
}


def activity_strip(steps: Sequence[Mapping[str, Any]], as_of: date, weeks: int = 12) -> Picture:
    """Twelve weeks of one client in a line (`day`, `kind` of asked, talked, thanked, met, word; `words`)."""
    figure = _figure(150, b=24, t=4)
    begin = as_of - timedelta(days=7 * weeks - 1)
    kinds = [kind for kind in STRIP_KINDS if any(step["kind"] == kind for step in steps)] or ["talked"]
    for kind in kinds:
        symbol, colour, words = STRIP_KINDS[kind]
        some = [step for step in steps if step["kind"] == kind and begin <= step["day"] <= as_of]
        figure.add_scatter(
            x=[step["day"] for step in some],
            y=[words] * len(some),
            mode="markers",
            marker={"symbol": symbol, "color": colour, "size": 12, "line": {"width": 2, "color": colour}},
            customdata=[step["words"] for step in some],
            hovertemplate="%{x|%a %-d %b}: %{customdata}<extra></extra>",
        )
    figure.update_xaxes(range=[begin - timedelta(days=1), as_of + timedelta(days=1)], tickformat="%-d %b", nticks=6)
    names = [STRIP_KINDS[kind][2] for kind in kinds]
    figure.update_yaxes(type="category", categoryarray=names, autorange="reversed", range=[-0.5, len(names) - 0.5])
    talks = sum(1 for step in steps if step["kind"] == "talked" and begin <= step["day"] <= as_of)
    return Picture(figure, f"{_count(talks, 'talk')} in {weeks} weeks.")
