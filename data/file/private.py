"""Private files: small ones that only their owner may read."""

import os
import secrets
from pathlib import Path


def is_private(file: Path) -> bool:
    """Whether a file is there, is ours, and nobody else may read or change it; raises OSError."""
    try:
        stat = file.lstat()
    except FileNotFoundError:
        return False
    # Windows has no such bits; there the folder's own rights count.
    return os.name == "nt" or (stat.st_uid == os.geteuid() and stat.st_mode & 0o177 == 0o000)


def write(file: Path, text: str) -> None:
    """Write a file in one step, in the place of what was there; raises OSError."""
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as stream:
        stream.write(text)
    fresh.replace(file)
