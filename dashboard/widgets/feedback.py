"""Feedback on a click: carried out, told in a sentence, taken back and done again; or refused, beside its field.

What was told is the visitor's, not the page's: neither a reload nor another page nor a refused save takes an undo away.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

import streamlit as st

from dashboard.widgets.choices import chosen
from dashboard.widgets.pages import in_sight
from dashboard.widgets.row_form import close_form_below
from dashboard.widgets.texts import escape
from dashboard.widgets.visitor import memory
from data.commands.entry import Done, NotAccepted
from data.errors import OfficeError

DONE, TAKEN_BACK, DONE_AGAIN = "Done", "Taken back", "Done again"


class _Told(NamedTuple):
    """An action that was carried out: what it was or what became of it, its sentence, its undo, on whose page."""

    kind: str
    sentence: str
    audit_id: int
    client: str | None

    @property
    def words(self) -> str:
        return self.sentence if self.kind == DONE else f"{self.kind}: {self.sentence}"


class _Refused(NamedTuple):
    """An action that was not accepted: why, and by which form and field."""

    words: str
    form: str | None
    column: str
    client: str | None


def entered(key: str) -> Any:
    """What somebody entered in the control of that name."""
    return st.session_state.get(key)


def act(command: Callable[..., Done], *arguments: Any, form: str | None = None, **more: Any) -> None:
    """Carry out one click: the command's sentence stands on the page, with its undo, until the next action.

    A form that was accepted closes, be it below its row or in the box called `{form}_box`; one that was not stays open
    with what was typed, and the reason beside its field.
    """
    _carry_out(DONE, form, lambda: command(*arguments, **more))


def act_undo(command: Callable[[int], Done], audit_id: int) -> None:
    """Take back what was done, or do again what was taken back."""
    told: _Told = memory()["told"]
    kind = DONE_AGAIN if told.kind == TAKEN_BACK else TAKEN_BACK
    _carry_out(kind, None, lambda: replace(command(audit_id), sentence=told.sentence))


def _carry_out(kind: str, form: str | None, command: Callable[[], Done]) -> None:
    mine, where = memory(), chosen("client")
    with mine.acting():
        try:
            done = command()
        except OfficeError as problem:
            column = problem.column if isinstance(problem, NotAccepted) else ""
            mine["refused"], mine["refused_was_read"] = _Refused(str(problem), form, column, where), False
            return
        mine.pop("refused", None)
        mine["told"] = _Told(kind, done.sentence, done.audit_id, where)
    close_form_below()
    if form and f"{form}_box" in st.session_state:
        st.session_state[f"{form}_box"] = False


def forget_refused() -> None:
    """Forget what was refused, once it was read and another page is looked at."""
    if memory().pop("refused_was_read", False):
        memory().pop("refused", None)


def wait_for_action() -> None:
    """Wait until what the visitor has just set going is done, so that a page shows what it left and says so."""
    memory().wait()


def say_refused(form: str, column: str) -> None:
    """Below a field, why what stands in it was not accepted."""
    refused = memory().get("refused")
    if refused and (refused.form, refused.column) == (form, column):
        st.markdown(f":red[{escape(refused.words)}]")


def show_last_action(undo: Callable[[int], None], only: int | None = None) -> None:
    """What was refused, else what the last action did; with the undo of what was done last. Stays until the next.

    With `only`, a client who reads it too, nothing that was done elsewhere: it may name somebody else.
    """
    mine = memory()
    refused, told = (
        said if said and (only is None or said.client == str(only)) else None
        for said in (mine.get("refused"), mine.get("told"))
    )
    said = refused or told
    if not said:
        return
    mine["refused_was_read"] = refused is not None
    with in_sight("told"):
        st.markdown(escape(said.words), width="stretch")
        if told:
            _undo_button(told, undo, beside_another=bool(refused))


def _undo_button(told: _Told, undo: Callable[[int], None], *, beside_another: bool) -> None:
    taken_back = told.kind == TAKEN_BACK
    label = "Do it again" if taken_back else "Undo"
    # By its key the page knows that something else was done, though the words may be the same. One key too many does
    # not do again what was taken back: that has no shortcut.
    st.button(
        f"{label}: {escape(told.sentence)}" if beside_another else label,
        key=f"undo_{told.audit_id}",
        shortcut=None if taken_back else "Ctrl+Z",
        on_click=undo,
        args=(told.audit_id,),
    )
