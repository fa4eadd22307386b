"""The memory of a visitor: what outlives a reload and is the same in every tab of a browser, in this process only.

A browser is known by the number in its pass, which the gate has looked at before any script runs. A page that was
opened without a pass, as in tests, remembers for its own session.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st

_AT_MOST = 200  # browsers; of more those that were seen longest ago are forgotten
_LONGEST = 120  # seconds that a page waits for an action, after which it shows what there is


class Memory(dict[str, Any]):
    """What is remembered of one visitor by name, and whether an action of theirs is under way."""

    def __init__(self) -> None:
        super().__init__()
        self._acting = threading.RLock()

    @contextmanager
    def acting(self) -> Iterator[None]:
        """One action after the other."""
        with self._acting:
            yield

    def wait(self) -> None:
        """Wait for the action that is under way, if there is one."""
        if self._acting.acquire(timeout=_LONGEST):
            self._acting.release()


_memories: OrderedDict[str, Memory] = OrderedDict()
_looking = threading.Lock()


def memory() -> Memory:
    """The memory of whoever looks.

    It is fetched before an action and written to after it: a session that was left meanwhile takes nothing any more.
    """
    number = _number_of_pass()
    if not number:
        if "memory" not in st.session_state:
            st.session_state["memory"] = Memory()
        own: Memory = st.session_state["memory"]
        return own
    with _looking:
        found = _memories.setdefault(number, Memory())
        _memories.move_to_end(number)
        while len(_memories) > _AT_MOST:
            _memories.popitem(last=False)
        return found


def _number_of_pass() -> str:
    """The number in the pass for the port of this page; empty without one, and in Streamlit's own test of an app."""
    host, cookies = st.context.headers.get("Host"), st.context.cookies
    if not isinstance(host, str):
        return ""
    return cookies.get(f"digwell-{host.rpartition(':')[2]}", "").partition(".")[0]
