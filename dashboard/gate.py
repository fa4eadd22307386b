"""Who may come in, and what they may ask for: the outermost layer, through which every request and message goes.

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

from dashboard import headers, tokens
from dashboard.entrance import ENTER, entrance, passing
from dashboard.frames import may_pass
from dashboard.notice import ROUTE
from dashboard.shell import PAGE
from dashboard.visit import Visit

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
            visit = Visit(scope)
            await self._exchange(visit, receive, self._dressed(visit, send))
        elif scope["type"] == "websocket":
            await self._conversation(Visit(scope), receive, send)
        else:
            await self._app(scope, receive, send)

    async def _exchange(self, visit: Visit, receive: Receive, send: Send) -> None:
        token = self._key() if visit.path == ROUTE else self._token()
        age = visit.age_of_pass(token)
        if not visit.is_ours:
            answer = closed()
        elif visit.path == ENTER:
            answer = await self._by_form(visit, token, receive)
        elif visit.is_navigation and visit.shown[0] is not None:
            answer = self._by_link(visit, token, age)
        elif age is None:
            answer = stranger(visit)
        elif not may_ask(visit):
            answer = nothing_here()
        elif _UPLOAD.fullmatch(visit.path) and visit.method == "PUT":
            await self._upload(visit, receive, send)
            return
        else:
            if visit.is_navigation and token and age > tokens.PASS_IS_RENEWED:
                send = _also_setting(_pass_cookie(visit, token), send)
            await self._app(visit.scope, receive, send if visit.path.startswith(OURS) else one_answer(send))
            return
        await answer(visit.scope, receive, send)

    def _by_link(self, visit: Visit, token: str | None, age: float | None) -> Response:
        shown, target = visit.shown
        if token and tokens.is_token(shown or "", token):
            return _let_in(visit, token, target)
        return stranger(visit, wrong=True) if age is None else _onward(visit, target)

    async def _by_form(self, visit: Visit, token: str | None, receive: Receive) -> Response:
        if visit.method != "POST":
            return RedirectResponse("/", HTTPStatus.SEE_OTHER)
        body = b""
        async for part in Request(visit.scope, receive).stream():
            body += part
            if len(body) > _FORM_AT_MOST:
                return closed()
        written = dict(parse_qsl(body.decode("latin-1"))).get("token", "").strip()
        # People put in what they have: the whole link, or only what stands behind "token=".
        shown = written.rpartition("token=")[2].partition("&")[0]
        if token and tokens.is_token(shown, token):
            return _let_in(visit, token, "/")
        return HTMLResponse(entrance(visit.origin, wrong=True), HTTPStatus.FORBIDDEN)

    async def _upload(self, visit: Visit, receive: Receive, send: Send) -> None:
        length = visit.said.get("content-length", "")
        if not length.isdecimal():
            await PlainTextResponse("Say how long it is.\n", 411)(visit.scope, receive, send)
        elif held_bytes() + self._arriving + int(length) > UPLOADS_AT_MOST:
            await PlainTextResponse("Too much at once.\n", 413)(visit.scope, receive, send)
        else:
            self._arriving += int(length)
            try:
                await self._app(visit.scope, receive, one_answer(send))
            finally:
                self._arriving -= int(length)

    async def _conversation(self, visit: Visit, receive: Receive, send: Send) -> None:
        def is_known() -> bool:
            return visit.age_of_pass(self._token()) is not None

        from_a_page = bool(visit.said.getlist("origin")) and visit.is_ours and not visit.is_from_elsewhere
        if visit.path != STREAM or not from_a_page or not is_known():
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

        await self._app(visit.scope, hear, speak)

    def _dressed(self, visit: Visit, send: Send) -> Send:
        policy = headers.policy(visit.origin or "http://127.0.0.1", self._scripts)

        async def wrapped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers.guard(MutableHeaders(scope=message), visit.path, policy)
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


def may_ask(visit: Visit) -> bool:
    """Whether this is one of the requests that a page makes, or a command."""
    if visit.path == ROUTE:
        return visit.method == "POST"
    if visit.path.startswith(OURS):
        return True
    if _UPLOAD.fullmatch(visit.path):
        return visit.method in ("PUT", "DELETE")
    return visit.method in ("GET", "HEAD") and bool(PAGE.fullmatch(visit.path) or _READING.fullmatch(visit.path))


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


def stranger(visit: Visit, wrong: bool = False) -> Response:
    """The answer for somebody without a pass: how to get in, where they opened a page."""
    if not visit.is_navigation:
        return closed()
    target = visit.shown[1]
    if visit.is_from_elsewhere and not wrong:
        # A click on another site's page comes without our strict cookie, even where there is one. Ask once more,
        # from a page of our own.
        return HTMLResponse(passing(target))
    answer = HTMLResponse(entrance(visit.origin, wrong), HTTPStatus.FORBIDDEN)
    if target != "/" and _TARGET.fullmatch(target):
        answer.headers.append("Set-Cookie", _cookie(visit.wish_name, quote(target, safe=""), 600))
    return answer


def _let_in(visit: Visit, token: str, target: str) -> Response:
    wish = unquote(visit.cookies.get(visit.wish_name, ""))
    if target == "/" and _TARGET.fullmatch(wish):
        target = wish
    answer = _onward(visit, target)
    answer.headers.append("Set-Cookie", _pass_cookie(visit, token))
    answer.headers.append("Set-Cookie", _cookie(visit.wish_name, "", 0))
    return answer


def _onward(visit: Visit, target: str) -> Response:
    """On to `target`, without the token in the address."""
    if not _TARGET.fullmatch(target):
        target = "/"
    if visit.is_from_elsewhere:
        # A redirect would count as the other site's request still, and come without the cookie just given.
        return HTMLResponse(passing(target))
    return RedirectResponse(target, HTTPStatus.SEE_OTHER)


def _pass_cookie(visit: Visit, token: str) -> str:
    return _cookie(visit.pass_name, tokens.new_pass(token, visit.port, time.time()), tokens.PASS_LASTS)


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict"


def _also_setting(cookie: str, send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Set-Cookie", cookie)
        await send(message)

    return wrapped
