"""The route by which a command of this machine asks the Digwell that has its office open."""

import asyncio
import json
import logging
import threading
import time
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from dashboard import crash_reports
from dashboard.cli import exits, reports
from dashboard.cli.exits import OURS
from dashboard.cli.reports import Report, ReportRequest
from dashboard.lock_file import REPORT_ROUTE
from data.office import held

_LONGEST = 100_000  # bytes; a request with its paths has a few hundred
_EVERY = 0.2  # seconds between two lines that say how far it is
_REQUEST = TypeAdapter(ReportRequest)


async def answer(request: Request) -> Response:
    """A report on the office that is open, as lines of JSON; the gate has looked at the key."""
    asked = await _body(request)
    try:
        found = json.loads(asked)
        office, wanted = found["office"], _REQUEST.validate_python(found["request"])
    except (ValueError, ValidationError, KeyError, TypeError):
        return PlainTextResponse("This is not a request that Digwell knows.\n", 400)
    if office != str(held().path):
        return PlainTextResponse("Another office is open here.\n", 409)
    return StreamingResponse(_lines(wanted), media_type="application/x-ndjson")


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            return b""
    return body


class _Abandoned(Exception):
    """Whoever asked has gone."""


async def _lines(wanted: ReportRequest) -> AsyncIterator[str]:
    """How far it is while it is worked out in a thread of its own, then the report."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[dict[str, Any]]()
    gone = threading.Event()
    next_line = time.monotonic() + _EVERY

    def progress(what: str, done: int, of: int) -> None:
        nonlocal next_line
        if gone.is_set():
            raise _Abandoned
        if time.monotonic() >= next_line:
            next_line = time.monotonic() + _EVERY
            loop.call_soon_threadsafe(lines.put_nowait, {"progress": [what, done, of]})

    def work() -> None:
        found = _report(wanted, progress)
        loop.call_soon_threadsafe(lines.put_nowait, {"report": asdict(found)})

    working = threading.Thread(target=work, daemon=True)
    working.start()
    try:
        while True:
            line = await lines.get()
            yield json.dumps(line, ensure_ascii=False) + "\n"
            if "report" in line:
                return
    finally:
        gone.set()


def _report(wanted: ReportRequest, progress: reports.Progress) -> Report:
    try:
        return reports.report(held(), wanted, progress)
    except _Abandoned:
        return Report()
    except Exception as problem:
        logging.getLogger("digwell").error("Not answered", exc_info=problem)
        return Report(said=exits.ours_to_mend(crash_reports.reference(problem)), code=OURS)


route = Route(REPORT_ROUTE, answer, methods=["POST"])
