"""The gate, the outermost layer: every request and every message goes through it, or no further.

In this order: the right machine and name (Host), our own pages (Origin, Sec-Fetch-Site), somebody who showed the
token, and only then one of the few paths and messages that a page needs. Everything else gets the same answer.
"""

from collections.abc import Callable, Sequence
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.gate import allowed_requests, response_headers, responses, tokens, websocket
from dashboard.gate.login_page import LOGIN_FORM
from dashboard.gate.request import GateRequest
from dashboard.gate.upload_limit import UploadLimit
from dashboard.lock_file import REPORT_ROUTE

_FORM_AT_MOST = 4096  # bytes; a link with its token has about a hundred


class Gate:
    """The layer itself; `token` gives the office's token as it is at this moment, None when nobody may come in.

    `key` gives the one that opens the route for commands of this machine, which neither token nor pass does. `scripts`
    are the hashes of the inline scripts that a page may run.
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
        self._uploads = UploadLimit(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, one WebSocket, or the application's life."""
        if scope["type"] == "http":
            request = GateRequest(scope)
            guarded = response_headers.guarded(send, request.path, request.origin, self._scripts)
            await self._exchange(request, receive, guarded)
        elif scope["type"] == "websocket":
            request = GateRequest(scope)
            await websocket.converse(
                self._app, request, lambda: request.age_of_pass(self._token()) is not None, receive, send
            )
        else:
            await self._app(scope, receive, send)

    async def _exchange(self, request: GateRequest, receive: Receive, send: Send) -> None:
        token = self._key() if request.path == REPORT_ROUTE else self._token()
        age = request.age_of_pass(token)
        answer = await self._own_answer(request, token, age, receive)
        if answer is not None:
            await answer(request.scope, receive, send)
        elif allowed_requests.is_upload(request):
            await self._uploads.exchange(request, receive, send)
        else:
            if request.is_navigation and token and (age or 0) > tokens.PASS_IS_RENEWED:
                send = responses.setting_cookie(responses.new_pass_cookie(request, token), send)
            if not request.path.startswith(allowed_requests.OURS):
                send = responses.uniform_refusals(send)
            await self._app(request.scope, receive, send)

    async def _own_answer(
        self, request: GateRequest, token: str | None, age: float | None, receive: Receive
    ) -> Response | None:
        """The answer of the gate itself; None where somebody is let in and may have what they ask for."""
        if not request.has_our_host_and_origin:
            return responses.refused()
        if request.path == LOGIN_FORM:
            return await _by_form(request, token, receive)
        if request.is_navigation and request.token_in_address is not None:
            return _by_link(request, token, age)
        if age is None:
            return responses.not_let_in(request)
        return None if allowed_requests.is_allowed(request) else responses.nothing_here()


def _by_link(request: GateRequest, token: str | None, age: float | None) -> Response:
    """The answer to an address with a token in it."""
    if token and tokens.is_token(request.token_in_address or "", token):
        return responses.let_in(request, token, request.address_without_token)
    if age is None:
        return responses.not_let_in(request, wrong=True)
    return responses.go_to(request, request.address_without_token)


async def _by_form(request: GateRequest, token: str | None, receive: Receive) -> Response:
    """The answer to the form of the login page."""
    if request.method != "POST":
        return RedirectResponse("/", HTTPStatus.SEE_OTHER)
    body = b""
    async for part in Request(request.scope, receive).stream():
        body += part
        if len(body) > _FORM_AT_MOST:
            return responses.refused()
    written = dict(parse_qsl(body.decode("latin-1"))).get("token", "").strip()
    # People put in what they have: the whole link, or only what stands behind "token=".
    shown = written.rpartition("token=")[2].partition("&")[0]
    if token and tokens.is_token(shown, token):
        return responses.let_in(request, token, "/")
    return responses.wrong_token(request)
