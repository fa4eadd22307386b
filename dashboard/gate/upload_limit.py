"""The limit on the uploaded files that all sessions together may hold in memory."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Send
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from dashboard.gate.request import GateRequest
from dashboard.gate.responses import uniform_refusals

UPLOADS_AT_MOST = 100 * 2**20
"""Bytes of uploaded files that all sessions together may hold."""


class UploadLimit:
    """Passes an upload on where there is room for it, those that are still arriving counted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._arriving = 0

    async def exchange(self, request: GateRequest, receive: Receive, send: Send) -> None:
        """Take one upload, or say why not: 411 without its length, 413 where it would be too much."""
        length = request.headers.get("content-length", "")
        if not length.isdecimal():
            await PlainTextResponse("Say how long it is.\n", 411)(request.scope, receive, send)
        elif held_bytes() + self._arriving + int(length) > UPLOADS_AT_MOST:
            await PlainTextResponse("Too much at once.\n", 413)(request.scope, receive, send)
        else:
            self._arriving += int(length)
            try:
                await self._app(request.scope, receive, uniform_refusals(send))
            finally:
                self._arriving -= int(length)


def held_bytes() -> int:
    """Bytes of uploaded files that are in memory now."""
    if not Runtime.exists():
        return 0
    manager = Runtime.instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return 0
    return sum(len(file.data) for files in list(manager.file_storage.values()) for file in list(files.values()))
