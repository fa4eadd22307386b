"""Tables of people as pages show them: rows in, columns out, and what happens when a row is chosen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import streamlit as st

from core.words import plural
from dashboard.widgets import page_called
from data.query import Row

_FIGURE_SPACE = "\u2007"  # as wide as a figure, and before every figure where a browser sorts text


@dataclass(frozen=True, slots=True)
class People:
    """People as a table shows them, in order: their numbers, the columns, and how many there are in all."""

    clients: tuple[int, ...]
    table: pa.Table
    in_all: int


def people(rows: Sequence[Row], in_all: int) -> People:
    """The columns of a table of people: reason in words, figures, twelve weeks.

    A row has `client_id`, `name`, `why`, `goal` (the aim of their own, None without one), `weeks`, and figures.
    """
    columns = {
        "Name": [row["name"] for row in rows],
        "Why": [row["why"] for row in rows],
        "Talks": _counts((row["interviews_held"], _of(row["goal"])) for row in rows),
        "Topics": _topics(rows),
        "Waiting": [row["promises_late"] for row in rows],
        "Oldest": [row["oldest_promise_days"] for row in rows],
        "People": [row["contacts"] for row in rows],
        "Added": [row["contacts_new"] - row["contacts_new_imported"] for row in rows],
        "12 weeks": _counts((sum(row["weeks"]), plural(sum(row["weeks"]), " step")) for row in rows),
        "By week": [row["weeks"] for row in rows],
    }
    return People(tuple(row["client_id"] for row in rows), pa.table(columns), in_all)


_PEOPLE_COLUMNS = {
    "Name": st.column_config.TextColumn(width=140),
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
    "By week": st.column_config.BarChartColumn(y_min=0, width=96, help="Steps forward, week by week"),
}


def people_table(people: People, alt: str) -> None:
    """People with their reason and figures; a row that is chosen opens the client that it shows."""
    event = st.dataframe(
        people.table,
        # The selection is a place in the table, so a table of other people must be another table.
        key=f"people_{hash(people.clients)}",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        row_height=36,
        placeholder="",
        height=min(36 * (len(people.clients) + 1) + 2, 36 * 16),
        alt=alt,
        column_config=_PEOPLE_COLUMNS,
    )
    if chosen_rows := event.selection.rows:
        st.switch_page(page_called("Client"), query_params={"client": str(people.clients[chosen_rows[0]])})


def _topics(rows: Sequence[Row]) -> list[str]:
    heard = _counts((row["topics_answered"], _of(row["topics_total"])) for row in rows)
    return [words if row["topics_total"] else "no field" for words, row in zip(heard, rows, strict=True)]


def _of(whole: int | None) -> str:
    return f" of {whole}" if whole else ""


def _counts(cells: Iterable[tuple[int, str]]) -> list[str]:
    """Counts with the words behind them, each as wide as the widest: sorted as text they stand in order of counts."""
    found = list(cells)
    wide = max((len(str(count)) for count, _ in found), default=0)
    return [f"{str(count).rjust(wide, _FIGURE_SPACE)}{words}" for count, words in found]
