"""Charts of question coverage: which topics are heard, and from whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.picture import INK, KIND, MILD, STRONG, TINT, Picture, Sheet, blank, count_of, label, plain

Cell = Mapping[str, Any]


def topics_heard(topics: Sequence[Mapping[str, Any]]) -> Picture:
    """For each topic (`label`, `answered`, `replicated`, `total`) how many fields it was answered in."""
    figure = blank(32 * len(topics) + 24, r=64)
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
        label(figure, 1, topic["label"], f"{topic['answered']:,} of {topic['total']:,}", xanchor="left", xshift=6)
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


SHOWN_AT_MOST = 12  # people side by side; more would lie on each other
_STRAIGHT = 6  # names side by side that are not slanted
_ALONE = 3  # names that have a line for themselves; of more every second stands a line higher
_LETTERS = 9  # of a name, where every second stands higher
_ROW, _NAMES = 40, 52  # pixels


def short_names(people: Sequence[str]) -> list[str]:
    """First names, with the initial of the rest where two would be alike: Owen, Nell G., Nell T."""
    firsts = [name.partition(" ")[0] for name in people]
    rests = [name.partition(" ")[2] for name in people]
    return [
        f"{first} {rest[0]}." if rest and firsts.count(first) > 1 else first
        for first, rest in zip(firsts, rests, strict=True)
    ]


def topics_by_person(cells: Sequence[Cell], topics: Sequence[str], people: Sequence[str]) -> Picture:
    """Topics × people (`topic`, `person`, `state`), five states by shape; cells that are missing count as open.

    Beside each topic from how many of all people it was heard. Of many people the last are drawn.
    """
    drawn = people[-SHOWN_AT_MOST:]
    figure = blank(_ROW * len(topics) + _NAMES + 16, t=_NAMES)
    known = {(cell["topic"], cell["person"]): cell["state"] for cell in cells}
    for state in MATRIX_STATES:
        _marks(figure, state, [(p, t) for t in topics for p in drawn if known.get((t, p), "open") == state])
    heard = Counter(topic for (topic, _), state in known.items() if state in {"answered", "differs"})
    figure.update_xaxes(_names(drawn))
    figure.update_yaxes(
        type="category",
        categoryarray=list(topics),
        range=[len(topics) - 0.5, -0.5],
        tickvals=list(topics),
        ticktext=[f"{topic}<br>{_heard_from(heard[topic])}" for topic in topics],
    )
    of = f"{len([topic for topic in topics if heard[topic]])} of {len(topics)} topics heard"
    return Picture(figure, f"{of}, from {count_of(len(people), 'person', 'people')}.")


def _marks(figure: Sheet, state: str, places: Sequence[tuple[str, str]]) -> None:
    symbol, colour, words = MATRIX_STATES[state]
    figure.add_scatter(
        x=[plain(person) for person, _ in places],
        y=[topic for _, topic in places],
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


def _names(people: Sequence[str]) -> dict[str, Any]:
    """The axis of people, by their first names: straight up to six, of more than three by turns on two lines."""
    shown = short_names(people)
    if len(people) > _ALONE:
        shown = [name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1].rstrip()}…" for name in shown]
    words = [plain(name) for name in shown]
    straight = len(people) <= _STRAIGHT
    if straight and len(people) > _ALONE:
        words = [f"{name}<br> " if place % 2 else name for place, name in enumerate(words)]
    names = [plain(person) for person in people]
    return {
        "type": "category", "categoryarray": names, "side": "top", "range": [-0.5, len(people) - 0.5],
        "tickvals": names, "ticktext": words, "tickangle": 0 if straight else -60,
    }  # fmt: skip


def _heard_from(count: int) -> str:
    return f"heard from {count}" if count else "not heard yet"
