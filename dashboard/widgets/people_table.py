"""Tables of people as pages show them: rows in, columns out, and what happens when a name is clicked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from core.words import plural
from dashboard.widgets.pages import page_called
from dashboard.widgets.paper_list import on_paper

_FIGURE_SPACE = "\u2007"  # as wide as a figure, and before every figure where a browser sorts text
# What everybody may be sorted by, beside who needs a word.
ORDERS: Mapping[str, str] = {
    "": "Who needs a word",
    "name": "Name",
    "most_talks": "Most talks",
    "fewest_talks": "Fewest talks",
    "most_topics": "Most topics heard",
    "fewest_topics": "Fewest topics heard",
    "longest_waiting": "Longest waiting",
    "most_late": "Most waiting",
    "most_people": "Most people",
    "fewest_people": "Fewest people",
    "most_added": "Most people added",
    "most_steps": "Most steps",
    "fewest_steps": "Fewest steps",
}


@dataclass(frozen=True)
class People:
    """People as a table shows them, in order: their numbers and the columns."""

    clients: pa.ChunkedArray
    table: pa.Table

    def take(self, places: pa.Array) -> "People":
        """Those at some places, in the order of these."""
        return People(self.clients.take(places), self.table.take(places))

    @cached_property
    def on_paper(self) -> str:
        """The same as a plain list, worked out once: the page of a caseload is drawn again and again."""
        return on_paper(self.table)

    def named(self) -> list[tuple[int, str]]:
        """The number and the name of each."""
        return list(zip(self.clients.to_pylist(), self.table["Name"].to_pylist(), strict=True))


_IN_WORDS = ("interviews_held", "goal", "topics_answered", "topics_total", "steps")


def people(rows: pa.Table) -> People:
    """The columns of a table of people: reason in words, figures, twelve weeks; from those of a caseload's table."""
    found = {name: rows[name].to_pylist() for name in _IN_WORDS}
    steps = found["steps"]
    columns = {
        "Name": rows["name"],
        "Why": rows["why"],
        "Talks": _counts(zip(found["interviews_held"], map(_of, found["goal"]), strict=True)),
        "Topics": _topics(found["topics_answered"], found["topics_total"]),
        "Waiting": rows["promises_late"],
        "Oldest": rows["oldest_promise_days"],
        "People": rows["contacts"],
        "Added": rows["added"],
        "12 weeks": _counts((count, plural(count, " step")) for count in steps),
        "By week": rows["weeks"],
    }
    return People(rows["client_id"], pa.table(columns))


_PEOPLE_COLUMNS = {
    "Why": st.column_config.TextColumn(width=282),
    "Talks": st.column_config.TextColumn(width=66, help="Held, and the aim where one was agreed"),
    "Topics": st.column_config.TextColumn(width=72, help="Heard, of eleven in each field"),
    "Waiting": st.column_config.NumberColumn(
        width=66, help="Promises past the day meant for them that can still be kept; hellos are not counted"
    ),
    "Oldest": st.column_config.NumberColumn(
        format="%d d", width=60, help="How many days ago the oldest of these promises was due"
    ),
    "People": st.column_config.NumberColumn(width=60),
    "Added": st.column_config.NumberColumn(
        width=58, help="People added in the last 28 days, without those whom a file brought in"
    ),
    "12 weeks": st.column_config.TextColumn(width=72, help="Steps forward in twelve weeks"),
}


def choose_order(key: str) -> str | None:
    """The control that says what everybody is sorted by, however many there are; None for who needs a word."""
    chosen = st.selectbox(
        "Sort by", list(ORDERS), key=key, format_func=ORDERS.__getitem__, persist_state="session", width=220
    )
    return chosen or None


def _bars(weeks: pa.ChunkedArray) -> Any:
    """The column of weeks, all of its rows on one scale: left to itself each row would have its own."""
    most = pc.max(pc.list_flatten(weeks)).as_py() or 0
    words = f"Steps forward, week by week; a full bar is {most}" if most else "Steps forward, week by week"
    return st.column_config.BarChartColumn(y_min=0, y_max=max(most, 1), width=96, help=words)


def people_table(people: People, alt: str) -> None:
    """People with their reason and figures, every one of them: a browser is sent more as one scrolls.

    A click on a name opens the client.
    """
    # The click tells a place in the table, so a table of other people must be another table.
    which = hash(people.clients.to_numpy().tobytes())
    many = len(people.clients)
    name = st.column_config.ButtonColumn(width=150, type="tertiary", alignment="left", key=f"open_{which}")
    st.dataframe(
        people.table,
        key=f"people_{which}",
        hide_index=True,
        # Where it comes in parts, only "Sort by" sorts: over all of them, and so does a click on a heading elsewhere.
        lazy=True,
        row_height=36,
        placeholder="",
        height=min(36 * (many + 1) + 2, 36 * 16),
        alt=alt,
        column_config={"Name": name, **_PEOPLE_COLUMNS, "By week": _bars(people.table["By week"])},
    )
    with st.container(key="people_on_paper"):
        st.markdown(people.on_paper)
    if click := st.session_state.get(f"open_{which}"):
        client = people.clients[click["row"]].as_py()
        st.switch_page(page_called("Client"), query_params={"client": str(client)})


def _topics(heard: Sequence[int], total: Sequence[int]) -> list[str]:
    told = _counts(zip(heard, map(_of, total), strict=True))
    return [words if of else "no field" for words, of in zip(told, total, strict=True)]


def _of(whole: int | None) -> str:
    return f" of {whole}" if whole else ""


def _counts(cells: Iterable[tuple[int, str]]) -> list[str]:
    """Counts with the words behind them, each as wide as the widest: sorted as text they stand in order of counts."""
    found = list(cells)
    wide = max((len(str(count)) for count, _ in found), default=0)
    return [f"{str(count).rjust(wide, _FIGURE_SPACE)}{words}" for count, words in found]
