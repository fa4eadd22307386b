"""A visitor without a browser: comes in through the gate and speaks Streamlit's own messages over one WebSocket."""

import http.client
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

SECONDS = 120


class PageBroke(AssertionError):
    """A page said that something went wrong with it, so that nothing measured on it means anything."""


class Visitor:
    """One session; it keeps what it was sent as a browser would, so that nothing unchanged is sent twice.

    `drawn` is how many elements the last run sent.
    """

    def __init__(self, link: str) -> None:
        address = urlsplit(link)
        self._page = self._query = ""
        self.drawn = 0
        self._widgets: dict[str, Any] = {}
        self._kept: set[str] = set()
        self._controls: dict[str, tuple[str, str]] = {}
        self._connecting = connect(
            f"ws://{address.netloc}/_stcore/stream",
            origin=Origin(f"http://{address.netloc}"),
            additional_headers={"Cookie": _pass(address.netloc, address.query)} if address.query else {},
            subprotocols=[Subprotocol("streamlit")],
            compression="deflate",  # as browsers offer it
            max_size=None,
        )

    def __enter__(self) -> Self:
        self._socket = self._connecting.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connecting.__exit__(kind, error, trace)

    def open(self, page: str, query: str = "") -> int:
        """Go to a page by its path ("" is the first) and an address; answers how many bytes came."""
        self._page, self._query, self._widgets, self._controls = page, query, {}, {}
        return self._run()

    def again(self) -> int:
        """The same page once more, as after a click that changes nothing."""
        return self._run()

    def enter(self, key: str, value: str | int | bool) -> int:
        """Use the control with that key; where it stands in a fragment, only that runs, as in a browser."""
        number, fragment = self._controls[key]
        self._widgets[number] = value
        return self._run(fragment)

    def is_in_fragment(self, key: str) -> bool:
        """Whether the control with that key stands in a fragment."""
        return bool(self._controls[key][1])

    def _run(self, fragment: str = "") -> int:
        message = BackMsg()
        state = message.rerun_script
        state.query_string, state.page_name, state.fragment_id = self._query, self._page, fragment
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone = "UTC"
        for number, value in self._widgets.items():
            each = state.widget_states.widgets.add(id=number)
            kind = {bool: "bool_value", int: "int_value", str: "string_value"}[type(value)]
            setattr(each, kind, value)
        self._socket.send(message.SerializeToString())
        came = self.drawn = 0
        while True:
            data = self._socket.recv(SECONDS)
            assert isinstance(data, bytes)
            came += len(data)
            if self._is_last(ForwardMsg.FromString(data)):
                return came

    def _is_last(self, message: ForwardMsg) -> bool:
        kind = message.WhichOneof("type")
        if kind == "script_finished":
            ended = message.script_finished
            if ended == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise PageBroke(f"The script does not compile ({self._where}).")
            return ended != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        if kind == "page_not_found":
            raise PageBroke(f"There is no such page ({self._where}).")
        if kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        if message.metadata.cacheable:
            self._kept.add(message.hash)
        if kind == "ref_hash":
            self.drawn += 1
        if kind == "delta":
            what = message.delta.WhichOneof("type")
            assert what in {"new_element", "add_block"}, what
            self._note(getattr(message.delta, what), message.delta.fragment_id)
        return False

    @property
    def _where(self) -> str:
        return f"/{self._page}?{self._query}"

    def _note(self, drawn: Element | Block, fragment: str) -> None:
        self.drawn += 1
        kind = drawn.WhichOneof("type") or ""
        if kind == "exception":
            raise PageBroke(f"{self._where} shows an exception: {drawn.exception.type} {drawn.exception.message}")
        # What went wrong on a page of ours is told in calm words (dashboard/crash_reports.py); no page warns otherwise.
        if kind == "alert" and drawn.alert.format in {Alert.WARNING, Alert.ERROR}:
            raise PageBroke(f"{self._where} says: {drawn.alert.title} {drawn.alert.body}")
        if number := getattr(getattr(drawn, kind, None), "id", ""):
            self._controls[number.rpartition("-")[2]] = (number, fragment)


def _pass(netloc: str, query: str) -> str:
    """The cookie that the gate gives for the token."""
    connection = http.client.HTTPConnection(netloc)
    connection.request("GET", f"/?{query}")
    answer = connection.getresponse()
    given = answer.getheader("Set-Cookie") or ""
    connection.close()
    return given.partition(";")[0]
