"""The pages there are, and the column that each of them is drawn in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

CONTENT_WIDTH = 1100


@contextmanager
def page() -> Iterator[None]:
    """One centred column of content, 1100 px wide at most."""
    with (
        st.container(horizontal=True, horizontal_alignment="center", key="page"),
        st.container(width=CONTENT_WIDTH, key="content", gap="medium"),
    ):
        yield


@contextmanager
def in_sight(key: str) -> Iterator[None]:
    """A line below the content that stays in sight while the page scrolls, as wide as the content."""
    with (
        st.bottom,
        st.container(horizontal=True, horizontal_alignment="center", key=f"{key}_line"),
        st.container(horizontal=True, vertical_alignment="center", gap="small", width=CONTENT_WIDTH, key=key),
    ):
        yield


def made_once(pages: Callable[[], list[st.Page]]) -> list[st.Page]:
    """The pages, made once for each visitor: to make one its file is looked for, as for a link that names its path."""
    if "pages" not in st.session_state:
        st.session_state["pages"] = pages()
    made: list[st.Page] = st.session_state["pages"]
    return made


def page_called(title: str) -> st.Page:
    """The page with a title, to link to."""
    pages: list[st.Page] = st.session_state["pages"]
    return next(page for page in pages if page.title == title)
