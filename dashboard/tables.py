"""Tables of people as pages show them: rows in, columns out, and what happens when a row is chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import streamlit as st

from dashboard.widgets import page_called

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class People:
    """People as a table shows them, in order: their numbers, the columns, and how many there are in all."""

    clients: tuple[int, ...]
    table: pa.Table
    in_all: int


def people(rows: Sequence[Row], in_all: int) -> People:
    """The columns of a table of people: reason in words, figures, twelve weeks."""
    columns = {
        "Name": [row["name"] for row in rows],
        "Why": [row["why"] for row in rows],
        "Talks": [f"{row.get('interviews_held', 0)} of {row['goal']}" for row in rows],
        "Topics": [_share(row) for row in rows],
        "Late": [row.get("follow_ups_overdue", 0) for row in rows],
        "Oldest": [row.get("oldest_overdue_days") for row in rows],
        "People": [row.get("contacts", 0) for row in rows],
        "New": [row.get("contacts_new", 0) for row in rows],
        "12 weeks": [row["weeks"] for row in rows],
    }
    return People(tuple(row["client_id"] for row in rows), pa.table(columns), in_all)


_PEOPLE_COLUMNS = {
    "Name": st.column_config.TextColumn(width=145),
    "Why": st.column_config.TextColumn(width=300),
    "Talks": st.column_config.TextColumn(width=68, help="Held, and the aim"),
    "Topics": st.column_config.ProgressColumn(min_value=0, max_value=100, format="%d %%", width=110),
    "Late": st.column_config.NumberColumn(width=50, help="Follow-ups past their day"),
    "Oldest": st.column_config.NumberColumn(format="%d d", width=62, help="Days past its day"),
    "People": st.column_config.NumberColumn(width=62),
    "New": st.column_config.NumberColumn(width=50, help="People added in four weeks"),
    "12 weeks": st.column_config.BarChartColumn(y_min=0, width=105, help="Steps forward, week by week"),
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


def _share(row: Row) -> float | None:
    return 100 * row["topics_answered"] / row["topics_total"] if row.get("topics_total") else None
