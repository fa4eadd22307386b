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

from dashboard import answers, faults, mishaps
from dashboard.answers import Answer, Question
from dashboard.endings import OURS
from dashboard.notice import ROUTE
from data.office import held

_LONGEST = 100_000  # bytes; a question with its paths has a few hundred
_EVERY = 0.2  # seconds between two lines that say how far it is
_QUESTION = TypeAdapter(Question)


async def ask(request: Request) -> Response:
    """The answer to a question about the office that is open, as lines of JSON; the gate has looked at the key."""
    asked = await _body(request)
    try:
        found = json.loads(asked)
        office, question = found["office"], _QUESTION.validate_python(found["question"])
    except (ValueError, ValidationError, KeyError, TypeError):
        return PlainTextResponse("This is not a question that Digwell knows.\n", 400)
    if office != str(held().path):
        return PlainTextResponse("Another office is open here.\n", 409)
    return StreamingResponse(_lines(question), media_type="application/x-ndjson")


async def _body(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST:
            return b""
    return body


class _Abandoned(Exception):
    """Whoever asked has gone."""


async def _lines(question: Question) -> AsyncIterator[str]:
    """How far it is while it is worked out in a thread of its own, then the answer."""
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
        found = _answer(question, progress)
        loop.call_soon_threadsafe(lines.put_nowait, {"answer": asdict(found)})

    working = threading.Thread(target=work, daemon=True)
    working.start()
    try:
        while True:
            line = await lines.get()
            yield json.dumps(line, ensure_ascii=False) + "\n"
            if "answer" in line:
                return
    finally:
        gone.set()


def _answer(question: Question, progress: answers.Progress) -> Answer:
    try:
        return answers.answer(held(), question, progress)
    except _Abandoned:
        return Answer()
    except Exception as problem:
        logging.getLogger("digwell").error("Not answered", exc_info=problem)
        return Answer(said=faults.ours_to_mend(mishaps.reference(problem)), code=OURS)


route = Route(ROUTE, ask, methods=["POST"])
