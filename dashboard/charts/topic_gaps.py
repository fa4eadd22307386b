"""The chart of gaps in a caseload: topics × clients, each cell with how many people have answered."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.picture import MILD, PALE, STRONG, TEXT, TEXT_SIZE, Picture, blank, count_of, cut, plain

_ROW, _TOPICS = 30, 130  # pixels
_LETTERS = 16  # of a name that has room beside its row
# Nobody, one person, two or more: the number stands in the cell, the tone is for the eye.
_TONES = [[0.0, PALE], [1 / 3, PALE], [1 / 3, MILD], [2 / 3, MILD], [2 / 3, STRONG], [1.0, STRONG]]


def topics_by_client(clients: Sequence[Mapping[str, Any]], topics: Mapping[str, str], in_all: int) -> Picture:
    """Clients, each with `name` and `heard_from`, topic → people who answered; those with most gaps first.

    `topics` are names and labels; `in_all` is how many clients there are, of whom these are the first.
    """
    names = [client["name"] for client in clients]
    counts = [[client["heard_from"].get(topic, 0) for topic in topics] for client in clients]
    labels = list(topics.values())
    figure = blank(_ROW * len(clients) + _TOPICS + 8 if clients else 120, t=_TOPICS)
    figure.add_heatmap(
        x=labels,
        y=list(range(len(clients))),
        z=[[min(count, 2) for count in row] for row in counts],
        zmin=0,
        zmax=2,
        colorscale=_TONES,
        showscale=False,
        xgap=3,
        ygap=3,
        text=[[str(count) for count in row] for row in counts],
        texttemplate="%{text}",
        textfont={"size": TEXT_SIZE},
        customdata=[[f"{plain(name)}, {label}: {_people(count)}" for label, count in zip(labels, row, strict=True)]
                    for name, row in zip(names, counts, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    figure.update_xaxes(
        type="category", side="top", tickangle=-90, tickvals=labels, ticktext=labels, tickfont=TEXT, showgrid=False
    )
    places = list(range(len(clients)))
    figure.update_yaxes(
        range=[len(clients) - 0.5, -0.5],
        tickvals=places,
        ticktext=[cut(name, _LETTERS) for name in names],
        showgrid=False,
    )
    return Picture(figure, _told(names, counts, in_all))


def _people(count: int) -> str:
    return f"answered by {count_of(count, 'person', 'people')}" if count else "not answered yet"


def _told(names: Sequence[str], counts: Sequence[Sequence[int]], in_all: int) -> str:
    if not names:
        return "Nobody has talked about a field yet."
    gaps = [row.count(0) for row in counts]
    shown = f"The {len(names)} with most gaps" if in_all > len(names) else "Those with most gaps first"
    who = f"{count_of(in_all, 'person has', 'people have')} talked about a field. {shown}"
    if not any(gaps):
        return f"{who}: every topic is heard."
    return f"{who}: {names[0]} has yet to hear of {gaps[0]} of {len(counts[0])} topics."
