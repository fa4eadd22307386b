"""Headers of every answer: what they say to the browser about how far it may be trusted."""

from collections.abc import Sequence

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

_FOREVER = ("/static/", "/app/static/")


def content_security_policy(origin: str, scripts: Sequence[str]) -> str:
    """The Content-Security-Policy: everything from our own origin, and of inline scripts only those with these hashes.

    Styles may stand inline because Streamlit writes them so; 'wasm-unsafe-eval' is for its reader of Arrow tables.
    """
    hashes = "".join(f" '{script}'" for script in scripts)
    # Older Safari does not count the WebSocket as 'self'.
    socket = origin.replace("http", "ws", 1)
    return (
        f"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {socket}; "
        "worker-src 'self' blob:; media-src 'self' blob:; manifest-src 'self'; frame-src 'none'; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


_ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    # "no-referrer" would make browsers send "Origin: null" with our own forms, which the gate refuses.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), usb=(), payment=()",
}


def guard(headers: MutableHeaders, path: str, policy: str) -> None:
    """Set our headers on an answer, take away those that let other origins in, keep nothing personal in a cache."""
    for name in [name for name in headers if name.lower().startswith("access-control-")]:
        del headers[name]
    headers.update(_ALWAYS)
    headers["Content-Security-Policy"] = policy
    if not path.startswith(_FOREVER):
        headers["Cache-Control"] = "no-store"
    elif "cache-control" not in headers:
        headers["Cache-Control"] = "private, max-age=604800"


def guarded(send: Send, path: str, origin: str, scripts: Sequence[str]) -> Send:
    """`send`, with our headers on the answer for `path`; an empty `origin` is one that is not ours."""
    policy = content_security_policy(origin or "http://127.0.0.1", scripts)

    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            guard(MutableHeaders(scope=message), path, policy)
        await send(message)

    return wrapped
