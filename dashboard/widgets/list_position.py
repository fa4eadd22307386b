"""The place of a client in the list that the reader came from, and who is before and after."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.widgets.pages import page_called
from dashboard.widgets.rows import client_link

_RECENT = 4


@dataclass(frozen=True, slots=True)
class ListPosition:
    """A place in a list: the page it is on, the number counted from one, how many there are, the neighbours."""

    page: str
    number: int
    of: int
    before: int | None
    after: int | None


def remember_list(page: str, shown: Sequence[int], more: Sequence[int] = ()) -> None:
    """Remember the clients that a page lists, in their order: those shown, and those who come after."""
    st.session_state["list"] = (page, tuple(dict.fromkeys(shown)), tuple(dict.fromkeys([*shown, *more])))


def position_in_list(client: int) -> ListPosition | None:
    """Where a client stands among those shown, else among all of the list; None where the reader came another way."""
    page, *lists = st.session_state.get("list", ("", (), ()))
    for clients in lists:
        if client in clients:
            at = clients.index(client)
            before = clients[at - 1] if at else None
            after = clients[at + 1] if at + 1 < len(clients) else None
            return ListPosition(page, at + 1, len(clients), before, after)
    return None


def remember_opened(client: int, name: str) -> None:
    """Remember that a client's page was opened."""
    before = [each for each in st.session_state.get("opened", ()) if each[0] != client]
    st.session_state["opened"] = ((client, name), *before[: _RECENT - 1])


def recently_opened() -> None:
    """Links to the clients whose pages were opened last, the latest first."""
    if found := st.session_state.get("opened"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="recently_opened"):
            st.caption("Recently opened", width="content")
            for client, name in found:
                client_link(client, name)


def list_navigation(client: int) -> None:
    """Back to the list, where in it one is, and the ways to the one before and the one after."""
    found = position_in_list(client)
    back = found.page if found else "Today"
    st.page_link(page_called(back), label=back, icon=":material/chevron_left:")
    if found and found.of > 1:
        st.caption(f"{found.number} of {found.of}", width="content")
        _neighbour("Before", "left", found.before)
        _neighbour("Next", "right", found.after)


def _neighbour(label: str, side: str, client: int | None) -> None:
    st.page_link(
        page_called("Client"), label=label, icon=f":material/chevron_{side}:",
        icon_position="left" if side == "left" else "right", disabled=client is None,
        query_params={"client": str(client)} if client else None,
    )  # fmt: skip
