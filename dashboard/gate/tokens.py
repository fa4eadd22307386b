"""The token of an office, which opens its front door, and the pass that a browser gets for showing it."""

import base64
import hashlib
import hmac
import secrets
from pathlib import Path

from data.errors import NoRoom
from data.file import private

PASS_LASTS = 7 * 24 * 3600
"""Seconds that a browser may come back without showing the token again."""

PASS_IS_RENEWED = 24 * 3600
"""Seconds after which a page load gets a fresh pass, so that somebody who comes every day is never asked."""


class Token:
    """The secret of one office, in a file beside it that only its owner can read; it survives restarts.

    The file is looked at on every question, so that replacing or removing it shuts everybody out at once.
    """

    def __init__(self, office: Path) -> None:
        self.file = office.with_name(office.name + ".token")
        self._seen: tuple[int, int, int] | None = None
        self._text: str | None = None

    def prepare(self, renew: bool = False) -> None:
        """Make the file where there is none, where others could have read it, or where `renew` asks for it.

        Raises NoRoom where the folder cannot be written.
        """
        try:
            if renew or not private.is_private(self.file) or not self.text():
                private.write(self.file, secrets.token_urlsafe(32) + "\n")
        except OSError as problem:
            raise NoRoom(
                f"{self.file} cannot be written ({problem.strerror}).",
                "Choose a folder of your own for the office.",
            ) from problem

    def text(self) -> str | None:
        """The token as it is now; None where the file is gone, and then nobody is let in."""
        try:
            stat = self.file.stat()
            seen = (stat.st_mtime_ns, stat.st_ino, stat.st_size)
            if seen != self._seen:
                self._text, self._seen = self.file.read_text("ascii").strip() or None, seen
        except (OSError, UnicodeDecodeError):
            self._text, self._seen = None, None
        return self._text


def is_token(shown: str, token: str) -> bool:
    """Whether what somebody shows is the token, in a time that tells nothing about how near it came."""
    return hmac.compare_digest(shown.encode(), token.encode())


def new_pass(token: str, port: int, now: float) -> str:
    """A pass for the browser that showed the token: when it was given, a number used once, and our seal on both."""
    given = f"{int(now)}.{secrets.token_urlsafe(12)}"
    return f"{given}.{_seal(token, port, given)}"


def age_of_pass(text: str, token: str, port: int, now: float) -> float | None:
    """Seconds since the pass was given; None when it is not ours, not for this port, or too old."""
    given, _, seal = text.rpartition(".")
    if not hmac.compare_digest(seal.encode(), _seal(token, port, given).encode()):
        return None
    age = now - int(given.partition(".")[0])
    return age if -60 <= age <= PASS_LASTS else None


def _seal(token: str, port: int, given: str) -> str:
    digest = hmac.digest(token.encode(), f"digwell pass {port} {given}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
