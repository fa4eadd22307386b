"""Exit codes of the commands, and what ends one early: in words where a person can act on it, with a reference else."""

import errno

DONE = 0
LEFT = 1
"""Something was refused or is left to be answered, or a finding says *please check first*."""
WRONG = 2
"""Words, an id, a day or a path that cannot be meant."""
UNREADABLE = 3
"""Not readable as a whole, open elsewhere, or no room."""
OURS = 70
"""Something of ours broke, which says nothing about anybody's data; the number that systems use for it."""

STOPPED = 130
"""Stopped from outside before it was done, by Ctrl+C or TERM; the number that shells use for it."""


class Ended(Exception):
    """The end of a command before it was done, with its exit code and the words for it."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


_OF_THE_DISK = {
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.ENAMETOOLONG,
}  # fmt: skip


def ending_for(problem: BaseException) -> Ended | None:
    """What a person can do something about, as the end of a command; None for what is ours to mend."""
    if isinstance(problem, Ended):
        return problem
    if isinstance(problem, OSError) and problem.errno in _OF_THE_DISK:
        where = problem.filename or "The disk"
        return Ended(UNREADABLE, f"{where} cannot be read or written ({problem.strerror}).")
    return _ended_by_data(problem)


def _ended_by_data(problem: BaseException) -> Ended | None:
    from dashboard.cli import import_text  # noqa: PLC0415 - help must not wait for the engine
    from data.bundle.as_office import NotWhole  # noqa: PLC0415 - as above
    from data.errors import NotVisible, OfficeError  # noqa: PLC0415 - as above
    from data.forms.sheets import Unreadable, Unwritable  # noqa: PLC0415 - as above

    if isinstance(problem, NotWhole):
        return Ended(LEFT, import_text.not_whole(problem.outcome))
    if isinstance(problem, Unwritable):
        # What is wrong with the name is known before anything is tried; the rest is the disk's.
        return Ended(UNREADABLE if isinstance(problem.__cause__, OSError) else WRONG, str(problem))
    if isinstance(problem, OfficeError):
        return Ended(WRONG if isinstance(problem, NotVisible) else UNREADABLE, str(problem))
    return Ended(UNREADABLE, str(problem)) if isinstance(problem, Unreadable) else None


def ours_to_mend(reference: str) -> str:
    """What is said where something of ours broke; the reference stands in the log too."""
    return (
        "Something went wrong here, and it is ours to mend, not yours. What was saved before is safe. "
        f"If it happens again, pass on this reference: {reference}"
    )
