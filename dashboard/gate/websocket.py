"""The WebSocket of a page: who may open one, and every message looked at on its way."""

import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Send

from dashboard.gate import frames
from dashboard.gate.request import GateRequest

STREAM = "/_stcore/stream"
"""The one path at which Streamlit listens for WebSockets."""

_TRUSTED = 0.1  # seconds that somebody known is spoken to unlooked; what they say is checked each time
_REFUSED = 1008  # the code with which a WebSocket is closed by a policy


async def converse(
    app: ASGIApp, request: GateRequest, is_let_in: Callable[[], bool], receive: Receive, send: Send
) -> None:
    """Carry a page's messages to the application and back, for as long as `is_let_in`; refuse it to anybody else."""
    from_a_page = (
        bool(request.headers.getlist("origin")) and request.has_our_host_and_origin and not request.is_cross_origin
    )
    if request.path != STREAM or not from_a_page or not is_let_in():
        await send({"type": "websocket.close", "code": _REFUSED})
        return
    await app(request.scope, _checked_receive(receive, send, is_let_in), _checked_send(send, is_let_in))


def _checked_receive(receive: Receive, send: Send, is_let_in: Callable[[], bool]) -> Receive:
    """`receive`, of messages that a page needs and of somebody who is still let in; the end of it for anybody else."""

    async def checked() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            if not is_let_in():
                await send({"type": "websocket.close", "code": _REFUSED})
                return {"type": "websocket.disconnect", "code": _REFUSED}
            if frames.is_allowed(message.get("bytes")):
                return message

    return checked


def _checked_send(send: Send, is_let_in: Callable[[], bool]) -> Send:
    """`send`, which closes the WebSocket of somebody who is let in no longer."""
    known, looked = True, time.monotonic()

    async def checked(message: Message) -> None:
        nonlocal known, looked
        if message["type"] == "websocket.send":
            # A page is hundreds of messages, and to look the token up for each took a tenth of the page's time.
            if time.monotonic() > looked + _TRUSTED:
                known, looked = is_let_in(), time.monotonic()
            if not known:
                message = {"type": "websocket.close", "code": _REFUSED}
        await send(message)

    return checked
