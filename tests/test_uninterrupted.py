"""Callbacks of controls run to their end, whatever else is clicked while they do."""

import ast
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import actions, widgets
from dashboard.widgets import choices, rows, with_client
from tests.conftest import ROOT

# Callbacks that a row is given by the page that draws it; all of them are actions.
GIVEN = {"done", "set_aside", "undo"}


def callbacks() -> list[str]:
    """Every function that a control calls, as the code names it."""
    found = set()
    for path in (ROOT / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg in {"on_click", "on_change", "on_select"}:
                found |= {ast.unparse(node.value)} if not isinstance(node.value, ast.Constant) else set()
    return sorted(found)


def named(name: str) -> Any:
    room, _, last = name.rpartition(".")
    rooms = {"actions": [actions], "widgets": [widgets], "": [choices, rows, with_client]}[room]
    return next(getattr(each, last) for each in rooms if hasattr(each, last))


@pytest.mark.parametrize("name", [name for name in callbacks() if name not in GIVEN])
def test_every_callback_of_a_control_runs_to_its_end(name: str) -> None:
    assert hasattr(named(name), "__wrapped__"), "put @uninterrupted above it"


def test_every_action_runs_to_its_end() -> None:
    own = {name: each for name, each in vars(actions).items() if getattr(each, "__module__", "") == actions.__name__}
    assert [name for name, each in own.items() if not name.startswith("_") and not hasattr(each, "__wrapped__")] == []


def clicked(decorated: bool) -> AppTest:
    """A page whose button's callback is overtaken by another click before it looks at its session."""

    def script(decorated: bool) -> None:
        import streamlit as st
        from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

        from dashboard.widgets import uninterrupted

        def act() -> None:
            running = get_script_run_ctx()
            assert running
            assert running.script_requests
            running.script_requests.request_rerun(RerunData())
            st.session_state["began"] = True
            st.session_state["told"] = True

        st.button("Go", on_click=uninterrupted(act) if decorated else act)

    return AppTest.from_function(script, kwargs={"decorated": decorated}).run().button[0].click().run()


def test_a_callback_that_another_click_overtakes_is_finished() -> None:
    app = clicked(decorated=True)
    assert not app.exception
    assert app.session_state["told"]


def test_without_it_streamlit_would_leave_it_unfinished() -> None:
    """When this fails, Streamlit finishes callbacks by itself, and ours can go."""
    assert "told" not in clicked(decorated=False).session_state
