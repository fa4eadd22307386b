"""Reports of what breaks of ours: a reference for the person, and a log line that holds no word of anybody's data.

Tracebacks and messages of exceptions carry values (names, notes, paths), so neither is ever written down: what is
left is the kind of exception, the places in the code it came through, and the reference that the person was shown.
"""

import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

import streamlit as st

_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that look alike
_ROOT = Path(__file__).resolve().parent.parent
_LOG = logging.getLogger("digwell")


def show(problem: Exception) -> bool:
    """Tell the person, calmly, that a page broke, with the reference; True, so that Streamlit adds nothing."""
    st.warning(
        f"Something went wrong here, and it is ours to mend, not yours. What was saved before is safe.\n\n"
        f"Please reload the page. If it happens again, pass on this reference: **{reference(problem)}**",
        title="This part of the page could not be shown",
        icon=":material/build:",
    )
    return True


def reference(problem: BaseException) -> str:
    """Six letters that name this one mishap, on the page and in the log."""
    known = getattr(problem, "digwell_reference", None)
    if isinstance(known, str):
        return known
    fresh = "".join(secrets.choice(_LETTERS) for _ in range(6))
    problem.__dict__["digwell_reference"] = fresh
    return fresh


def description(problem: BaseException) -> str:
    """The kind of exception and where it came through, innermost first, with its reference; never what it says."""
    kinds = [_kind_and_places(problem)]
    cause = problem.__cause__ or problem.__context__
    while cause is not None and len(kinds) < 4:
        kinds.append(_kind_and_places(cause))
        cause = cause.__cause__ or cause.__context__
    return f"{', from '.join(kinds)} (reference {reference(problem)})"


def _kind_and_places(problem: BaseException) -> str:
    frames = traceback.extract_tb(problem.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_ROOT / "dashboard")]
    places = dict.fromkeys(_place(frame.filename, frame.lineno) for frame in reversed([*ours, *frames[-1:]]))
    return f"{type(problem).__name__} at {' < '.join(places)}" if places else type(problem).__name__


def _place(file: str, line: int | None) -> str:
    path = Path(file)
    name = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else Path(path.name)
    return f"{name}:{line}"


class _Discreet(logging.LogRecord):
    """A record that keeps who speaks and from where, and of an exception its description; others' words are dropped."""

    def __init__(self, *parts: Any, **more: Any) -> None:
        super().__init__(*parts, **more)
        problem = self.exc_info[1] if self.exc_info else None
        if self.name == _LOG.name:
            said = self.getMessage()
            self.msg = f"{said}: {description(problem)}" if problem is not None else said
        else:
            self.msg = description(problem) if problem is not None else f"said at {self.filename}:{self.lineno}"
        self.args = ()
        self.exc_info = self.exc_text = self.stack_info = None


@contextmanager
def discreet_logging() -> Iterator[None]:
    """Everything that is logged or left uncaught in this process is told by its description only, while this lasts."""
    before = logging.getLogRecordFactory(), threading.excepthook, sys.excepthook, sys.unraisablehook
    logging.setLogRecordFactory(_Discreet)
    threading.excepthook = lambda thrown: _uncaught(thrown.exc_type, thrown.exc_value, None)
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda thrown: _uncaught(thrown.exc_type, thrown.exc_value, None)
    try:
        yield
    finally:
        logging.setLogRecordFactory(before[0])
        threading.excepthook, sys.excepthook, sys.unraisablehook = before[1:]


def _uncaught(_kind: type[BaseException], problem: BaseException | None, _trace: TracebackType | None) -> None:
    if problem is not None:
        _LOG.error("Not caught", exc_info=problem)
