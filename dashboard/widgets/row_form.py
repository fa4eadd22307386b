"""The form that a click opens below its row, for a day or a note; one at a time, until it is answered."""

import streamlit as st

from dashboard.widgets.uninterrupted import uninterrupted


def open_form_below(what: str, row: str) -> None:
    """Open the form for something below a row, and none elsewhere."""
    st.session_state["asked"] = (what, row)


def form_below(row: str) -> str | None:
    """What the form below a row is for; None where no form is open there."""
    what, where = st.session_state.get("asked", (None, None))
    return what if where == row else None


@uninterrupted
def close_form_below() -> None:
    """Close the form, wherever it is open."""
    st.session_state.pop("asked", None)
