"""Callbacks that are finished whatever else is clicked meanwhile.

Streamlit ends a script wherever it looks at its session once another click has arrived, and a callback with it: what
the first click was to do would be left undone or untold, and forgotten. It has no public way to say that a callback is
one piece; its session asks for other clicks by a function of its own, which rests here as long as an action runs.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from streamlit.runtime.scriptrunner import get_script_run_ctx

Given = ParamSpec("Given")


def uninterrupted(callback: Callable[Given, None]) -> Callable[Given, None]:
    """A callback that runs to its end; the next click has its turn right afterwards."""

    @wraps(callback)
    def in_one_piece(*given: Given.args, **named: Given.kwargs) -> None:
        running = get_script_run_ctx(suppress_warning=True)
        if running is None:
            callback(*given, **named)
            return
        session = running.session_state
        asks = session._yield_callback
        object.__setattr__(session, "_yield_callback", lambda: None)
        try:
            callback(*given, **named)
        finally:
            object.__setattr__(session, "_yield_callback", asks)

    return in_one_piece
