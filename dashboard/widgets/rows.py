"""Rows of people: a name as a link, words, clicks; and how many of them are shown."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TypeVar

import streamlit as st

from dashboard.widgets.pages import page_called
from dashboard.widgets.texts import escape
from dashboard.widgets.uninterrupted import uninterrupted

T = TypeVar("T")
MOST_FIRST = 70
_NAME, _WORDS = 170, 400  # pixels of a row; on a phone each takes a line of its own


def word_buttons(name: str) -> dict[str, str]:
    """What a counselor can say of a word with a client called so, each with the record's word for it."""
    return {
        f"I wrote to {name}": "message", f"I called {name}": "call", f"I met {name}": "meeting",
        f"A kind word to {name}": "kind_word",
    }  # fmt: skip


def client_link(client: int, name: str, width: int | Literal["content"] = "content", beside: str = "") -> None:
    """A real link to a client's page, the name in bold; the icon of the page would stand before every name."""
    st.page_link(
        page_called("Client"),
        label=f":primary[**{escape(name)}**]" + (f" · {escape(beside)}" if beside else ""),
        icon="",
        query_params={"client": str(client)},
        width=width,
    )


@contextmanager
def person_row(key: str, client: int, name: str, words: str, beside: str = "") -> Iterator[None]:
    """A row of somebody's: the name as a link, words with smaller ones below, and inside it clicks.

    What is too wide for a line stands below; columns, which do the same, take twice as long to send.
    """
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"row_{key}"):
        client_link(client, name, width=_NAME)
        small = f"  \n:small[:gray[{escape(beside)}]]" if beside else ""
        st.markdown(f"{escape(words)}{small}", width=_WORDS)
        yield


def shown_and_rest(first: Sequence[T], everyone: Sequence[T], key: str) -> tuple[list[T], list[T]]:
    """What is shown first, and as many sevens more as were asked for; the rest.

    Of those who cannot wait nobody is left out in any caseload; a whole large office has more than anybody reads.
    """
    begun = {id(row) for row in first}
    rows = [*first, *(row for row in everyone if id(row) not in begun)]
    shown = min(len(first), MOST_FIRST) + 7 * st.session_state.get(key, 0)
    return rows[:shown], rows[shown:]


def rows_with_buttons(key: str) -> int:
    """How many rows come with their clicks: seven, and as many sevens more as were asked for."""
    return 7 + 7 * int(st.session_state.get(key, 0))


def show_more(left: int, key: str) -> None:
    """A button for the next seven, where there are more."""
    if left > 0:
        st.button(f"Show the next {min(left, 7)}", key=f"{key}_button", on_click=_show_seven_more, args=(key,))


@uninterrupted
def _show_seven_more(key: str) -> None:
    st.session_state[key] = st.session_state.get(key, 0) + 1
