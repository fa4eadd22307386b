"""The lock file beside an office that is open: which process has it, where that answers, and the key to ask it with."""

import json
import os
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from data.file import private

REPORT_ROUTE = "/digwell/ask"
"""Where a command asks the process that has an office open; the key opens this and nothing else does."""


@dataclass(frozen=True, slots=True)
class LockFile:
    """The content of `<office>.open` while a Digwell serves it; another key each time."""

    process: int
    port: int
    key: str = field(repr=False)

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"


def _file(office: Path) -> Path:
    return office.with_name(office.name + ".open")


def write(office: Path, port: int) -> LockFile:
    """Say that this process serves an office, in the place of whatever an earlier one left there.

    Where that cannot be written, on a full disk, the office is served all the same and commands cannot ask for it.
    """
    lock = LockFile(os.getpid(), port, secrets.token_urlsafe(32))
    with suppress(OSError):
        private.write(_file(office), json.dumps(asdict(lock)))
    return lock


def remove(office: Path, lock: LockFile) -> None:
    """Take the lock file of this process away, unless another process has written its own meanwhile."""
    with suppress(OSError):
        if read(office) == lock:
            _file(office).unlink()


def read(office: Path) -> LockFile | None:
    """The lock file beside an office; None where there is none that could be trusted.

    It may be of a process that is gone: whether it counts shows in who has the office open.
    """
    try:
        if private.is_private(_file(office)):
            found = json.loads(_file(office).read_text(encoding="ascii"))
            return LockFile(int(found["process"]), int(found["port"]), str(found["key"]))
    except (OSError, ValueError, TypeError, KeyError):
        pass
    return None
