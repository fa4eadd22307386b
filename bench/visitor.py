"""A visitor without a browser: comes in through the gate and speaks Streamlit's own messages over one WebSocket."""

import http.client
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Block_pb2 import Block
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

SECONDS = 120


class Visitor:
    """One session; it keeps what it was sent as a browser would, so that nothing unchanged is sent twice."""

    def __init__(self, link: str) -> None:
        address = urlsplit(link)
        self._page = ""
        self._widgets: dict[str, Any] = {}
        self._kept: set[str] = set()
        self._controls: dict[str, tuple[str, str]] = {}
        self._socket = connect(
            f"ws://{address.netloc}/_stcore/stream",
            origin=Origin(f"http://{address.netloc}"),
            additional_headers={"Cookie": _pass(address.netloc, address.query)} if address.query else {},
            subprotocols=[Subprotocol("streamlit")],
            compression="deflate",
            max_size=None,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def open(self, page: str, query: str = "") -> int:
        """Go to a page by its path ("" is the first) and an address; answers how many bytes came."""
        self._page, self._query, self._widgets, self._controls = page, query, {}, {}
        return self._run()

    def again(self) -> int:
        """The same page once more, as after a click that changes nothing."""
        return self._run()

    def enter(self, key: str, value: str | int | bool, *, in_fragment: bool = True) -> int:
        """Use the control with that key; only its fragment runs where it stands in one and `in_fragment` is true."""
        number, fragment = self._controls[key]
        self._widgets[number] = value
        return self._run(fragment if in_fragment else "")

    def keys(self) -> Mapping[str, tuple[str, str]]:
        """The controls on the page: key to widget and fragment."""
        return self._controls

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
        came = 0
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
            assert ended != ForwardMsg.FINISHED_WITH_COMPILE_ERROR
            return ended != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        if message.metadata.cacheable:
            self._kept.add(message.hash)
        if kind == "delta":
            what = message.delta.WhichOneof("type")
            assert what in {"new_element", "add_block"}, what
            self._note(getattr(message.delta, what), message.delta.fragment_id)
        return False

    def _note(self, drawn: Element | Block, fragment: str) -> None:
        kind = drawn.WhichOneof("type") or ""
        assert kind != "exception"
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
