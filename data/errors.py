"""Errors about an office's file, each in words with the way out."""

import re

_RESTORE = "Restore your latest backup: digwell restore BACKUP OFFICE --replace."


class OfficeError(Exception):
    """Something about the office's file that a person can do something about."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


class OfficeInUse(OfficeError):
    """Another process has the file open; `process` is its number where the engine names it."""

    def __init__(self, path: object, process: int | None) -> None:
        who = f"process {process}" if process else "another program"
        super().__init__(f"{path} is open in {who}.", "Use it there, or close it there first.")
        self.process = process


class NotAnOffice(OfficeError):
    """The file is there but holds no office."""


class NewerOffice(OfficeError):
    """The file was written by a later Digwell."""


class DamagedOffice(OfficeError):
    """The file or its log has been damaged."""


class NoRoom(OfficeError):
    """The disk is full, or the file may not be written."""


class Reopened(OfficeError):
    """The engine gave the file up and it was opened anew; what was under way has not happened."""

    def __init__(self, path: object, because: OfficeError | None) -> None:
        message = because.message if because else f"{path} had to be opened again."
        super().__init__(message, because.remedy if because else "Do that once more.")


class NotVisible(OfficeError):
    """The record does not exist for this viewer; the same answer whether it is another's or nobody's."""

    def __init__(self) -> None:
        super().__init__("There is no such record for you.", "Go back to the list and choose again.")


class StaleEdit(OfficeError):
    """Somebody changed the record since it was read."""

    def __init__(self) -> None:
        super().__init__("Somebody has changed this since you opened it.", "Look at it again and then change it.")


class ChangedSince(OfficeError):
    """Something has changed a record since, so that restoring it would lose that."""


class BrokenReference(OfficeError):
    """A change would leave something that refers to nothing, to another client's record, or twice to the same."""


_HOLDER = re.compile(r"PID (\d+)")
_DAMAGED = ("Corrupt", "checksum", "Could not read enough bytes", "replaying WAL", "data may be corrupt")
_UNWRITABLE = {
    "No space left": ("There is no room left for {path}.", "Make room on the disk; everything saved so far is safe."),
    "File too large": ("{path} may not grow any further.", "Raise the limit for files; what was saved is safe."),
    "Disk quota": ("Your share of the disk is used up; {path} cannot grow.", "Make room; what was saved is safe."),
    "Read-only file system": ("{path} lies on a disk that may only be read.", "Copy it to a disk you may write to."),
    "Permission denied": ("{path} may not be opened or written by you.", "Ask whoever owns it, or check its folder."),
    "Out of Memory": ("This needs more memory than Digwell may use.", "Ask for less at a time."),
}


def in_words(path: object, text: str) -> OfficeError | None:
    """The error above that the engine's own one about a file means; None where it is not about the file."""
    if "Could not set lock" in text:
        holder = _HOLDER.search(text)
        return OfficeInUse(path, int(holder[1]) if holder else None)
    if any(sign in text for sign in _DAMAGED):
        return DamagedOffice(f"{path} is damaged.", _RESTORE)
    for sign, (message, remedy) in _UNWRITABLE.items():
        if sign in text:
            return NoRoom(message.format(path=path), remedy)
    if "not a valid DuckDB database" in text or "Is a directory" in text:
        return NotAnOffice(f"{path} is not an office.", "Choose the file that Digwell made.")
    if "No such file or directory" in text:
        return NotAnOffice(f"There is no folder for {path}.", "Make the folder first, or check the path.")
    return None


def unfinished(path: object) -> DamagedOffice:
    """Changes that Digwell had confirmed are not in the file."""
    return DamagedOffice(
        f"{path} lacks changes that were saved: its log was cut off, taken away or replaced.",
        f"{_RESTORE} To go on with what is there, remove the file {path}.last first.",
    )


def changed_since() -> ChangedSince:
    """What is to be undone has moved on."""
    return ChangedSince("Something has changed this since.", "Open the record and change it by hand.")
