"""The gate's own answers: refused, nothing here, how to get in, let in; and what it changes in those of Streamlit."""

import re
import time
from http import HTTPStatus
from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Message, Send

from dashboard.gate import tokens
from dashboard.gate.login_page import forwarding_page, login_page
from dashboard.gate.request import GateRequest

_TARGET = re.compile(r"/[A-Za-z0-9_-]*(?:\?[!-~]{0,2000})?")
_WISH_LASTS = 600  # seconds between a page that was not opened and the link that lets one in


def refused() -> Response:
    """The answer for everything that comes from elsewhere or without a pass."""
    return PlainTextResponse("Not open.\n", HTTPStatus.FORBIDDEN)


def nothing_here() -> Response:
    """The answer, to somebody who is let in, for what does not exist and for what nobody may have."""
    return PlainTextResponse("There is nothing here.\n", HTTPStatus.NOT_FOUND)


def wrong_token(request: GateRequest) -> Response:
    """The login page once more, for somebody who showed what is not the token."""
    return HTMLResponse(login_page(request.origin, wrong=True), HTTPStatus.FORBIDDEN)


def not_let_in(request: GateRequest, wrong: bool = False) -> Response:
    """The answer for somebody without a pass: how to get in, where they opened a page; `wrong` after another token."""
    if not request.is_navigation:
        return refused()
    target = request.address_without_token
    if request.is_cross_origin and not wrong:
        # A click on another site's page comes without our strict cookie, even where there is one. Ask once more,
        # from a page of our own.
        return HTMLResponse(forwarding_page(target))
    answer = HTMLResponse(login_page(request.origin, wrong), HTTPStatus.FORBIDDEN)
    if target != "/" and _TARGET.fullmatch(target):
        answer.headers.append("Set-Cookie", _cookie(request.wish_cookie, quote(target, safe=""), _WISH_LASTS))
    return answer


def let_in(request: GateRequest, token: str, target: str) -> Response:
    """The answer for somebody who showed the token: a pass, and on to `target`, or to the page wanted before."""
    wish = unquote(request.cookies.get(request.wish_cookie, ""))
    if target == "/" and _TARGET.fullmatch(wish):
        target = wish
    answer = go_to(request, target)
    answer.headers.append("Set-Cookie", new_pass_cookie(request, token))
    answer.headers.append("Set-Cookie", _cookie(request.wish_cookie, "", 0))
    return answer


def go_to(request: GateRequest, target: str) -> Response:
    """On to `target`, without the token in the address; to the first page where it is no page of ours."""
    if not _TARGET.fullmatch(target):
        target = "/"
    if request.is_cross_origin:
        # A redirect would count as the other site's request still, and come without the cookie just given.
        return HTMLResponse(forwarding_page(target))
    return RedirectResponse(target, HTTPStatus.SEE_OTHER)


def new_pass_cookie(request: GateRequest, token: str) -> str:
    """The line that gives a browser a fresh pass."""
    before = request.cookies.get(request.pass_cookie, "")
    return _cookie(request.pass_cookie, tokens.new_pass(token, request.port, time.time(), before), tokens.PASS_LASTS)


def _cookie(name: str, value: str, seconds: int) -> str:
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict"


# ── answers of Streamlit ─────────────────────────────────────────────────────────────────────────────────────────────


def setting_cookie(cookie: str, send: Send) -> Send:
    """`send`, with a cookie more."""

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).append("Set-Cookie", cookie)
        await send(message)

    return wrapped


def uniform_refusals(send: Send) -> Send:
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
