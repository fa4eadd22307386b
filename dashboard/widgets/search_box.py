"""Boxes to find somebody by a part of their name."""

from collections.abc import Mapping

import streamlit as st


def find_by_name(label: str, name: str) -> str | None:
    """A box to find a name by a part of it, as one types; None where it is empty."""
    text = st.text_input(label, key=name, type="search", live="300ms", placeholder=label, persist_state="session")
    return (text or "").strip() or None


def find_by_name_and_kind(label: str, name: str, kinds: Mapping[str, str], every: str) -> tuple[str | None, str | None]:
    """A box to find a name and a list of kinds, both in the address; what they hold, None for everything."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            label, key=f"{name}_search", type="search", live="300ms", bind="query-params", placeholder=label
        )
        kind = st.selectbox(
            "Kind",
            ["", *kinds],
            key=f"{name}_kind",
            format_func=lambda one: kinds.get(one, every),
            persist_state="session",
            width=240,
        )
    return (text or "").strip() or None, kind or None
