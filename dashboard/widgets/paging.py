"""Long lists, a page at a time: how many there are, which of them are shown, and the way to all the others."""

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

T = TypeVar("T")


def first_shown(key: str, in_all: int, most: int) -> int:
    """How many stand before those of the chosen page: 0 on the first; a list that became shorter ends on its last."""
    pages = max(1, -(-in_all // most))
    if _chosen(key) > pages:
        st.session_state[key] = pages
    return skipped(key, most)


def skipped(key: str, most: int) -> int:
    """The same of a list of which it is not known yet how long it is."""
    return (_chosen(key) - 1) * most


def _chosen(key: str) -> int:
    return int(st.session_state.get(key) or 1)


def choose_page(key: str, in_all: int, most: int) -> None:
    """Which of how many are shown, and the pages to choose from; nothing where all of them are."""
    if in_all <= most:
        return
    first = first_shown(key, in_all, most)
    with st.container(horizontal=True, vertical_alignment="center", key=f"{key}_choice"):
        st.caption(f"{first + 1:,}–{min(first + most, in_all):,} of {in_all:,}", width="content")
        st.pagination(-(-in_all // most), key=key, persist_state="session")


def one_page(rows: Sequence[T], key: str, most: int) -> Sequence[T]:
    """The rows of the chosen page, of a list that is at hand as a whole."""
    first = first_shown(key, len(rows), most)
    return rows[first : first + most]
