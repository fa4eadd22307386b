"""The gaps of a caseload: topics that nobody has answered yet, client by client, as a picture and as a list."""

from datetime import date

import streamlit as st

from core.topics import COVERED_TOPICS
from core.words import joined
from dashboard import charts, load, widgets
from dashboard.widgets import Caseload
from data.query import Row

_SHOWN = 12
_LABELS = {topic.name: topic.label for topic in COVERED_TOPICS}


def topic_gaps(as_of: date, whose: Caseload) -> None:
    """Who has heard the fewest topics, and from how many people each topic."""
    found = load.topics_of_clients(as_of, whose, _SHOWN)
    picture = load.picture(
        "topics_by_client", whose, as_of, lambda: charts.topics_by_client(found.clients, _LABELS, found.in_all)
    )
    widgets.heading("Which topics has nobody answered yet?", picture.takeaway)
    if not found.clients:
        return
    widgets.draw(picture, "topics_by_client")
    with st.expander("The same as a list", key="topic_gaps_list", on_change="rerun", type="compact") as more:
        if more.open:
            for client in found.clients:
                with widgets.person_row(
                    f"gaps_{client['client_id']}", client["client_id"], client["name"], _still_open(client)
                ):
                    pass


def _still_open(client: Row) -> str:
    gaps = [label for topic, label in _LABELS.items() if topic not in client["heard_from"]]
    return f"not heard yet: {joined(gaps, len(_LABELS)).lower()}" if gaps else "every topic heard"
