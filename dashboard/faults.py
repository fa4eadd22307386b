"""What goes wrong on the way, as the end of a command: what a person can do something about, and what is ours."""

import errno

from dashboard import import_wording
from dashboard.endings import LEFT, UNREADABLE, WRONG, Ended
from data.bundle.as_office import NotWhole
from data.errors import NotVisible, OfficeError
from data.forms.sheets import Unreadable, Unwritable

_OF_THE_DISK = {
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENAMETOOLONG,
}  # fmt: skip


def ended(problem: BaseException) -> Ended | None:
    """What a person can do something about, as the end of a command; None for what is ours to mend."""
    if isinstance(problem, Ended):
        return problem
    if isinstance(problem, NotWhole):
        return Ended(LEFT, import_wording.not_whole(problem.outcome))
    if isinstance(problem, OSError) and problem.errno in _OF_THE_DISK:
        where = problem.filename or "The disk"
        return Ended(UNREADABLE, f"{where} cannot be read or written ({problem.strerror}).")
    code = _code_of(problem)
    return None if code is None else Ended(code, str(problem))


def _code_of(problem: BaseException) -> int | None:
    if isinstance(problem, Unwritable):
        # What is wrong with the name is known before anything is tried; the rest is the disk's.
        return UNREADABLE if isinstance(problem.__cause__, OSError) else WRONG
    if isinstance(problem, OfficeError):
        return WRONG if isinstance(problem, NotVisible) else UNREADABLE
    return UNREADABLE if isinstance(problem, Unreadable) else None


def ours_to_mend(reference: str) -> str:
    """What is said where something of ours broke; the reference stands in the log too."""
    return (
        "Something went wrong here, and it is ours to mend, not yours. What was saved before is safe. "
        f"If it happens again, pass on this reference: {reference}"
    )
