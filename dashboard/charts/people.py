"""The chart of referrals: who led to whom."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.picture import KIND, LINE, TEXT, Picture, blank, count_of, cut, plain

_NAME = 18  # letters of a name that have room beside a mark


def who_led_to_whom(people: Sequence[Mapping[str, Any]], root: str) -> Picture:
    """The referral lines: `number`, `name`, `referrer` (a number or None) and `talked`; the client is the root."""
    places = _tree(people)
    deepest = max((x for x, _ in places.values()), default=1)
    figure = blank(max(34 * len({y for _, y in places.values()}) + 40, 160), r=140 if deepest else 60, l=64)
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
            text=[cut(person["name"], _NAME) for person in some],
            customdata=[plain(person["name"]) for person in some],
            textposition="top center" if leads else "middle right",
            textfont=TEXT,
            marker={"symbol": symbol, "size": 10, "color": KIND[0], "line": {"width": 2, "color": KIND[0]}},
            hovertemplate=f"%{{customdata}}: {words}<extra></extra>",
            cliponaxis=False,
        )
    figure.add_scatter(
        x=[0], y=[_middle(places)], mode="markers+text", text=[cut(root, _NAME)], textposition="top center",
        textfont=TEXT, marker={"size": 12, "color": KIND[2]}, hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip
    figure.update_xaxes(visible=False, range=[-0.1, deepest + 0.15])
    figure.update_yaxes(visible=False, autorange="reversed")
    steps = int(deepest)
    return Picture(figure, f"{count_of(len(people), 'person', 'people')} in {count_of(steps, 'step')} from {root}.")


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
