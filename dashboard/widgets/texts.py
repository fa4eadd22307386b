"""Text of records and headings of blocks, and a picture with its sentence."""

import re
from collections.abc import Iterable, Sequence

import streamlit as st

from dashboard.charts import CONFIG, Picture, trend_from_zero

_MARKDOWN = re.compile(r"[\\`*_{}\[\]()#+\-!|<>$~:&]")


def escape(text: object) -> str:
    """Text of a record, so that nothing in it is taken for markup, an icon or an address."""
    # Nine times as fast as a translation of a table, and a page of people asks some hundred times.
    return _MARKDOWN.sub(lambda sign: f"\\{sign[0]}", str(text))


def lines(facts: Iterable[str]) -> str:
    """Facts as text of a page, each on a line of its own; what is empty is left out."""
    return "  \n".join(escape(fact) for fact in facts if fact)


def draw(picture: Picture, key: str) -> None:
    """A picture with its sentence for those who cannot see it."""
    st.plotly_chart(picture.figure, key=key, config=CONFIG, alt=picture.takeaway)


def draw_trend(counts: Sequence[float]) -> None:
    """The last weeks of a figure as small bars from zero; Streamlit's own begin at the least of them."""
    told = f"The last {len(counts)} weeks, from zero: {', '.join(f'{count:,}' for count in counts)}."
    st.markdown(f"![{told}]({trend_from_zero(counts)})")


def heading(title: str, words: str = "") -> None:
    """The heading of a block, in the words of the question that it answers, and a line below it; both as plain text."""
    st.header(escape(title), anchor=False)
    if words:
        st.caption(escape(words))


def group_heading(title: str) -> None:
    """The heading of a part of a list: a heading for those who go from one to the next, and small for the eye."""
    st.header(f":small[:gray[{escape(title)}]]", anchor=False)


def nothing_yet(words: str, step: str = "") -> None:
    """What an empty block will show, and the one step that fills it."""
    st.caption(f"{words} {step}".strip())
