"""Feedback on a click: carried out, told in a sentence, taken back."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.widgets.choices import chosen
from dashboard.widgets.pages import in_sight
from dashboard.widgets.row_form import close_form_below
from dashboard.widgets.texts import escape
from data.commands.entry import Done
from data.errors import OfficeError


def entered(key: str) -> Any:
    """What somebody entered in the control of that name."""
    return st.session_state.get(key)


def act(command: Callable[..., Done], *arguments: Any, **more: Any) -> None:
    """Carry out one click: the command's sentence stands on the page, with its undo, until the next action.

    What a row asked for is answered by it; words of a command that was not accepted leave its form open.
    """
    _carry_out("done", lambda: command(*arguments, **more))


def act_undo(command: Callable[[int], Done], audit_id: int) -> None:
    """Carry out an undo; its own undo has no key, so that one key too many does not do it all again."""
    _carry_out("taken back", lambda: command(audit_id))


def _carry_out(kind: str, command: Callable[[], Done]) -> None:
    where = chosen("client")
    try:
        done = command()
    except OfficeError as problem:
        st.session_state["told"] = ("problem", str(problem), None, where)
    else:
        close_form_below()
        st.session_state["told"] = (kind, done.sentence, done.audit_id, where)


def show_last_action(undo: Callable[[int], None], only: int | None = None) -> None:
    """What the last action did, with its undo; stays until the next action.

    With `only`, a client who reads it too, nothing that was done elsewhere: it may name somebody else.
    """
    kind, sentence, audit_id, where = st.session_state.get("told", (None, "", None, None))
    if not kind or (only is not None and where != str(only)):
        return
    with in_sight("told"):
        st.markdown(escape(sentence), width="stretch")
        if audit_id is not None:
            # By its key the page knows that something else was done, though the words may be the same.
            shortcut = "Ctrl+Z" if kind == "done" else None
            st.button("Undo", key=f"undo_{audit_id}", shortcut=shortcut, on_click=undo, args=(audit_id,))
