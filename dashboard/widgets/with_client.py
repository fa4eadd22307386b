"""The client beside the reader: only what both may read is shown, in every tab of the browser, until it ends."""

import streamlit as st

from dashboard.widgets.uninterrupted import uninterrupted
from dashboard.widgets.visitor import memory


def who_is_with_me() -> int | None:
    """The client who sits beside the reader, if one does."""
    found: int | None = memory().get("with_me")
    return found


def is_with_me(client: int) -> bool:
    """Whether that client sits beside the reader."""
    return who_is_with_me() == client


@uninterrupted
def nobody_is_with_me() -> None:
    """The reader is alone again."""
    memory().pop("with_me", None)


def choose_with_me(client: int, first_name: str) -> bool:
    """The switch that says a client is in the room; it stays on for that client until switched off."""
    st.session_state["with_me_switch"] = is_with_me(client)
    st.toggle(f"{first_name} is with me", key="with_me_switch", on_change=_write_with_me, args=(client,))
    return is_with_me(client)


@uninterrupted
def _write_with_me(client: int) -> None:
    memory()["with_me"] = client if st.session_state["with_me_switch"] else None
