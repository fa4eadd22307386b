"""Charts of question coverage: which topics are heard, and from whom."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.picture import INK, KIND, MILD, STRONG, TINT, Picture, blank, count_of, label, plain


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


_SIDE_BY_SIDE = 3  # names; on a phone more of them touch
SHOWN_AT_MOST = 12  # people side by side; more would lie on each other


def short_names(people: Sequence[str]) -> list[str]:
    """First names, with the initial of the rest where two would be alike: Owen, Nell G., Nell T."""
    firsts = [name.partition(" ")[0] for name in people]
    rests = [name.partition(" ")[2] for name in people]
    return [
        f"{first} {rest[0]}." if rest and firsts.count(first) > 1 else first
        for first, rest in zip(firsts, rests, strict=True)
    ]


def topics_by_person(cells: Sequence[Mapping[str, Any]], topics: Sequence[str], people: Sequence[str]) -> Picture:
    """Topics × people (`topic`, `person`, `state`), five states by shape; cells that are missing count as open.

    Of many people the last are drawn; the sentence counts all of them.
    """
    everybody, people = people, people[-SHOWN_AT_MOST:]
    figure = blank(30 * len(topics) + 60, t=36, l=8)
    known = {(cell["topic"], cell["person"]): cell["state"] for cell in cells}
    for state, (symbol, colour, words) in MATRIX_STATES.items():
        places = [(p, t) for t in topics for p in people if known.get((t, p), "open") == state]
        figure.add_scatter(
            x=[plain(place[0]) for place in places],
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
    names = [plain(person) for person in people]
    figure.update_xaxes(
        type="category",
        categoryarray=names,
        side="top",
        range=[-0.5, len(people) - 0.5],
        tickvals=names,
        ticktext=[plain(name) for name in short_names(people)],
        tickangle=0 if len(people) <= _SIDE_BY_SIDE else -60,
    )
    figure.update_yaxes(type="category", categoryarray=list(topics), autorange="reversed", showgrid=True)
    heard = {t for (t, _), state in known.items() if state in {"answered", "differs"}}
    return Picture(
        figure, f"{len(heard)} of {len(topics)} topics heard, from {count_of(len(everybody), 'person', 'people')}."
    )
