"""What can go wrong with an office's file, each in words with the way out."""


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


class NotVisible(OfficeError):
    """The record does not exist for this viewer; the same answer whether it is another's or nobody's."""

    def __init__(self) -> None:
        super().__init__("There is no such record for you.", "Go back to the list and choose again.")


class StaleEdit(OfficeError):
    """Somebody changed the record since it was read."""
