"""The gate, the outermost layer: every request and every message goes through it, or no further.

In this order: the right machine and name (Host), our own pages (Origin, Sec-Fetch-Site), somebody who showed the
token, and only then one of the few paths and messages that a page needs. Everything else gets the same answer.
"""

import re
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from urllib.parse import parse_qsl, quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from dashboard.gate import headers, tokens
from dashboard.gate.frames import may_pass
from dashboard.gate.login_page import ENTER, login_page, passing
from dashboard.gate.request import GateRequest
from dashboard.gate.shell import PAGE
from dashboard.lock_file import ROUTE

STREAM = "/_stcore/stream"
OURS = "/digwell/"
"""Below this lie our own routes; each says itself which methods it takes."""

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_READING = re.compile(
    r"/static/(?!.*\.\.)[\w./@-]+|/app/static/[\w-]+\.(?:woff2|svg|png|txt)|/favicon\.png|/_stcore/(?:health|host-config)"
    r"|/media/[0-9a-f]+(?:\.\w+)?"
)
_UPLOAD = re.compile(rf"/_stcore/upload_file/{_ID}/{_ID}")
_TARGET = re.compile(r"/[A-Za-z0-9_-]*(?:\?[!-~]{0,2000})?")
_TRUSTED = 0.1  # seconds that somebody known is spoken to unlooked; what they say is checked each time
_FORM_AT_MOST = 4096  # bytes; a link with its token has about a hundred
UPLOADS_AT_MOST = 100 * 2**20
"""Bytes of uploaded files that all sessions together may hold."""


class Gate:
    """The layer itself; `token` gives the office's token as it is at this moment, None when nobody may come in.

    `key` gives the one that opens the route for commands of this machine, which neither token nor pass does.
    """

    def __init__(
        self,
        app: ASGIApp,
        token: Callable[[], str | None],
        scripts: Sequence[str],
        key: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._app = app
        self._token = token
        self._key = key
        self._scripts = scripts
        self._arriving = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, one WebSocket, or the application's life."""
        if scope["type"] == "http":
            request = GateRequest(scope)
            await self._exchange(request, receive, self._dressed(request, send))
        elif scope["type"] == "websocket":
            await self._conversation(GateRequest(scope), receive, send)
        else:
            await self._app(scope, receive, send)

    async def _exchange(self, request: GateRequest, receive: Receive, send: Send) -> None:
        token = self._key() if request.path == ROUTE else self._token()
        age = request.age_of_pass(token)
        if not request.is_ours:
            answer = closed()
        elif request.path == ENTER:
            answer = await self._by_form(request, token, receive)
        elif request.is_navigation and request.shown[0] is not None:
            answer = self._by_link(request, token, age)
        elif age is None:
            answer = stranger(request)
        elif not may_ask(request):
            answer = nothing_here()
        elif _UPLOAD.fullmatch(request.path) and request.method == "PUT":
            await self._upload(request, receive, send)
            return
        else:
            if request.is_navigation and token and age > tokens.PASS_IS_RENEWED:
                send = _also_setting(_pass_cookie(request, token), send)
            await self._app(request.scope, receive, send if request.path.startswith(OURS) else one_answer(send))
            return
        await answer(request.scope, receive, send)

    def _by_link(self, request: GateRequest, token: str | None, age: float | None) -> Response:
        shown, target = request.shown
        if token and tokens.is_token(shown or "", token):
            return _let_in(request, token, target)
        return stranger(request, wrong=True) if age is None else _onward(request, target)

    async def _by_form(self, request: GateRequest, token: str | None, receive: Receive) -> Response:
        if request.method != "POST":
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        body = b""
        async for part in Request(request.scope, receive).stream():
            body += part
            if len(body) > _FORM_AT_MOST:
                return closed()
        written = dict(parse_qsl(body.decode("latin-1"))).get("token", "").strip()
        # People put in what they have: the whole link, or only what stands behind "token=".
        shown = written.rpartition("token=")[2].partition("&")[0]
        if token and tokens.is_token(shown, token):
            return _let_in(request, token, "/")
        return HTMLResponse(login_page(request.origin, wrong=True), HTTPStatus.FORBIDDEN)

    async def _upload(self, request: GateRequest, receive: Receive, send: Send) -> None:
        length = request.said.get("content-length", "")
        if not length.isdecimal():
            await PlainTextResponse("Say how long it is.\n", 411)(request.scope, receive, send)
        elif held_bytes() + self._arriving + int(length) > UPLOADS_AT_MOST:
            await PlainTextResponse("Too much at once.\n", 413)(request.scope, receive, send)
        else:
            self._arriving += int(length)
            try:
                await self._app(request.scope, receive, one_answer(send))
            finally:
                self._arriving -= int(length)

    async def _conversation(self, request: GateRequest, receive: Receive, send: Send) -> None:
        def is_known() -> bool:
            return request.age_of_pass(self._token()) is not None

        from_a_page = bool(request.said.getlist("origin")) and request.is_ours and not request.is_from_elsewhere
        if request.path != STREAM or not from_a_page or not is_known():
            await send({"type": "websocket.close", "code": 1008})
            return

        async def hear() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive":
                    return message
                if not is_known():
                    await send({"type": "websocket.close", "code": 1008})
                    return {"type": "websocket.disconnect", "code": 1008}
                if may_pass(message.get("bytes")):
                    return message

        known, looked = True, time.monotonic()

        async def speak(message: Message) -> None:
            nonlocal known, looked
            if message["type"] == "websocket.send":
                # A page is hundreds of messages, and to look the token up for each took a tenth of the page's time.
                if time.monotonic() > looked + _TRUSTED:
                    known, looked = is_known(), time.monotonic()
                if not known:
                    message = {"type": "websocket.close", "code": 1008}
            await send(message)

        await self._app(request.scope, hear, speak)

    def _dressed(self, request: GateRequest, send: Send) -> Send:
        policy = headers.policy(request.origin or "http://127.0.0.1", self._scripts)

        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers.guard(MutableHeaders(scope=message), request.path, policy)
            await send(message)

        return wrapped


def one_answer(send: Send) -> Send:
    """`send`, with one and the same answer for everything that Streamlit refuses or does not have."""
    replaced = False

    async def wrapped(message: Message) -> None:
        nonlocal replaced
        plain = nothing_here()
        if message["type"] == "http.response.start":
            replaced = message["status"] in (400, 403, 404, 405)
            if replaced:
                message = {**message, "status": plain.status_code, "headers": plain.raw_headers}
        elif replaced and not message.get("more_body"):
            message = {**message, "body": plain.body}
        elif replaced:
            return
        await send(message)

    return wrapped


def may_ask(request: GateRequest) -> bool:
    """Whether this is one of the requests that a page makes, or a command."""
    if request.path == ROUTE:
        return request.method == "POST"
    if request.path.startswith(OURS):
        return True
    if _UPLOAD.fullmatch(request.path):
        return request.method in ("PUT", "DELETE")
    return request.method in ("GET", "HEAD") and bool(PAGE.fullmatch(request.path) or _READING.fullmatch(request.path))


def held_bytes() -> int:
    """Bytes of uploaded files that are in memory now."""
    if not Runtime.exists():
        return 0
    manager = Runtime.instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return 0
    return sum(len(file.data) for files in list(manager.file_storage.values()) for file in list(files.values()))


def closed() -> Response:
    """The answer for everything that comes from elsewhere or without a pass."""
    return PlainTextResponse("Not open.\n", HTTPStatus.FORBIDDEN)


def nothing_here() -> Response:
    """The answer, to somebody who is let in, for what does not exist and for what nobody may have."""
    return PlainTextResponse("There is nothing here.\n", HTTPStatus.NOT_FOUND)


def stranger(request: GateRequest, wrong: bool = False) -> Response:
    """The answer for somebody without a pass: how to get in, where they opened a page."""
    if not request.is_navigation:
        return closed()
    target = request.shown[1]
    if request.is_from_elsewhere and not wrong:
        # A click on another site's page comes without our strict cookie, even where there is one. Ask once more,
        # from a page of our own.
        return HTMLResponse(passing(target))
    answer = HTMLResponse(login_page(request.origin, wrong), HTTPStatus.FORBIDDEN)
    if target != "/" and _TARGET.fullmatch(target):
        answer.headers.append("Set-Cookie", _cookie(request.wish_name, quote(target, safe=""), 600))
    return answer


def _let_in(request: GateRequest, token: str, target: str) -> Response:
    wish = unquote(request.cookies.get(request.wish_name, ""))
    if target == "/" and _TARGET.fullmatch(wish):
        target = wish
    answer = _onward(request, target)
    answer.headers.append("Set-Cookie", _pass_cookie(request, token))
    answer.headers.append("Set-Cookie", _cookie(request.wish_name, "", 0))
    return answer


def _onward(request: GateRequest, target: str) -> Response:
    """On to `target`, without the token in the address."""
    if not _TARGET.fullmatch(target):
        target = "/"
    if request.is_from_elsewhere:
        # A redirect would count as the other site's request still, and come without the cookie just given.
        return HTMLResponse(passing(target))
    return RedirectResponse(target, HTTPStatus.SEE_OTHER)


def _pass_cookie(request: GateRequest, token: str) -> str:
    return _cookie(request.pass_name, tokens.new_pass(token, request.port, time.time()), tokens.PASS_LASTS)


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict"


def _also_setting(cookie: str, send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Set-Cookie", cookie)
        await send(message)

    return wrapped
