"""A picture and what every picture has in common: paper, lines, labels and the palette's places.

Colours are the theme's own placeholders, which the page replaces by the palette of the mode it is in, so that a picture
is right in light and dark without being drawn again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from core.words import plural

# Streamlit's placeholders for the theme's palettes (streamlit.elements.lib.streamlit_plotly_theme).
KIND = [f"#0000{n:02d}" for n in range(1, 7)]
PALE, TINT, MILD, STRONG, DEEP = "#000011", "#000012", "#000014", "#000018", "#000020"
INK, PAPER, LINE = "#000037", "#000038", "#000039"
TEXT_SIZE = 13
TEXT = {"size": TEXT_SIZE, "color": INK}
# What every axis has; in the theme's own grey its marks were too faint to be read on white.
AXIS: Mapping[str, Any] = {
    "zeroline": False, "fixedrange": True, "ticks": "", "title": None, "automargin": True,
    "gridcolor": LINE, "gridwidth": 1, "tickfont": TEXT,
}  # fmt: skip
CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def plain(text: str) -> str:
    """Text of a record as a picture may have it, which would take some of it for markup or for a link."""
    return escape(text, quote=False)


class Sheet(go.Figure):  # type: ignore[misc]  # plotly's figures are made at run time
    """A figure that is drawn once and sent at every run: once settled, what is sent of it is not worked out again."""

    _settled: dict[str, Any] | None = None

    def settle(self) -> None:
        """Nothing is drawn on it any more; whatever is drawn later is not sent."""
        self._settled = super().to_dict()

    def to_dict(self) -> dict[str, Any]:
        """The picture as plotly sends it; to copy it, as plotly does, was a tenth of the cost of *Today*."""
        return super().to_dict() if self._settled is None else self._settled


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure, which is finished by then, and in one sentence with its numbers what it shows."""

    figure: Sheet
    takeaway: str

    def __post_init__(self) -> None:
        """The figure settles."""
        self.figure.settle()


def cut(text: str, most: int) -> str:
    """Text of a record that has room for so many letters in a picture: what is longer ends in an ellipsis."""
    return plain(text if len(text) <= most else f"{text[: most - 1].rstrip()}…")


def count_of(count: int, one: str, many: str = "") -> str:
    """A count with its noun, in figures: "1 talk", "12 talks"."""
    return f"{count:,} {plural(count, one, many)}"


def blank(height: int, **margins: int) -> Sheet:
    """A figure with nothing on it yet, so many pixels high; `margins` are l, r, t and b."""
    figure = Sheet()
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8, **margins},
        showlegend=False,
        hovermode="closest",
        dragmode=False,
        font=TEXT,
        hoverlabel={"font": {"size": TEXT_SIZE}},
        bargap=0.25,
    )
    figure.update_xaxes(AXIS, showgrid=False)
    figure.update_yaxes(AXIS)
    return figure


def label(figure: go.Figure, x: Any, y: Any, text: str, **more: Any) -> None:
    """Words at a place of a figure, in the size of all words there."""
    figure.add_annotation(x=x, y=y, text=text, showarrow=False, font=TEXT, **more)
