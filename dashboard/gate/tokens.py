"""The token of an office, which opens its front door, and the pass that a browser gets for showing it."""

import hashlib
import hmac
import secrets
from pathlib import Path

from itsdangerous import BadSignature, TimestampSigner

from data.errors import NoRoom
from data.file import private

PASS_LASTS = 7 * 24 * 3600
"""Seconds that a browser may come back without showing the token again."""

PASS_IS_RENEWED = 24 * 3600
"""Seconds after which a page load gets a fresh pass, so that somebody who comes every day is never asked."""

_CLOCK_MAY_GO_BACK = 60  # seconds; a pass of a later moment than that was not given by this clock


class Token:
    """The secret of one office, in a file beside it that only its owner can read; it survives restarts.

    The file is looked at on every request, so that replacing or removing it shuts everybody out at once.
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


def new_pass(token: str, port: int, now: float, before: str = "") -> str:
    """A pass for the browser that showed the token: the browser's number and the second it was given, both signed.

    A browser that has a pass, `before`, keeps its number, by which the pages remember it.
    """
    known = _unsigned(before, token, port, now)
    return _Signer(token, port, now).sign(known[0] if known else secrets.token_urlsafe(12)).decode()


def age_of_pass(text: str, token: str, port: int, now: float) -> float | None:
    """Seconds since the pass was given; None when it is not ours, not for this port, too old, or of a later day."""
    known = _unsigned(text, token, port, now)
    return known[1] if known else None


def _unsigned(text: str, token: str, port: int, now: float) -> tuple[bytes, float] | None:
    """The number in a pass and its age in seconds, where it holds."""
    try:
        number, given = _Signer(token, port, now).unsign(text, return_timestamp=True)
    except BadSignature:
        return None
    age = now - given.timestamp()
    return (number, age) if -_CLOCK_MAY_GO_BACK <= age <= PASS_LASTS else None


class _Signer(TimestampSigner):
    """The signer of one office's passes for one port, at a moment that is given."""

    def __init__(self, token: str, port: int, now: float) -> None:
        super().__init__(token, salt=f"digwell pass {port}", key_derivation="hmac", digest_method=hashlib.sha256)
        self._now = int(now)

    def get_timestamp(self) -> int:
        """The moment that is given, in whole seconds."""
        return self._now

    def verify_signature(self, value: str | bytes, sig: str | bytes) -> bool:
        """Whether the signature is the very one we write: Base64 reads others, with signs it skips, as the same."""
        return super().verify_signature(value, sig) and sig == self.get_signature(value)
