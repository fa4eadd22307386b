"""The line that a command leaves in the audit: who did what and when, and what it undoes."""

from dataclasses import dataclass
from datetime import datetime

from core.viewer import Viewer
from data.changes.trail import insert
from data.connection import Cursor
from data.file.change_marks import ChangeMark

_COLUMNS = ("audit_id", "occurred_at", "command", "role", "person", "client_id", "undoes")


@dataclass(slots=True)
class AuditLine:
    """One command's line; `undoes` is the number of the one that it undoes."""

    number: int
    moment: datetime
    command: str
    viewer: Viewer
    undoes: int | None = None

    @property
    def mark(self) -> ChangeMark:
        """What it is known by in the file."""
        return ChangeMark.at(self.number, self.moment)

    def write(self, cursor: Cursor, client: int | None) -> None:
        """Write it, with the client that all of it is about, if it is about one."""
        who = [self.viewer.role, self.viewer.person, client]
        insert(cursor, "audit", _COLUMNS, [[self.number, self.moment, self.command, *who, self.undoes]])
