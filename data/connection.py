"""A connection to the engine and the cursors on it, as far as this room uses them: all that a second engine must offer.

Statements are text with values bound as `?` or `$name`. A cursor serves one caller, whose answer is drained before the
next statement.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pyarrow as pa

Parameters = Sequence[Any] | Mapping[str, Any]


class Answer(Protocol):
    """The answer to one statement, as Arrow without a copy in between."""

    def to_arrow_table(self) -> pa.Table:
        """All of it."""

    def to_arrow_reader(self, rows: int, /) -> pa.RecordBatchReader:
        """The same, so many rows at a time."""


class Cursor(Protocol):
    """One caller's way to ask and to change, in a transaction of its own where BEGIN was executed."""

    @property
    def description(self) -> Sequence[tuple[Any, ...]]:
        """The columns of the answer; the first member of each is its name."""

    def execute(self, statement: Any, parameters: Any = ..., /) -> "Cursor":
        """Execute a statement, or one that `extract_statements` parsed, with `Parameters`; the cursor itself."""

    def extract_statements(self, text: str, /) -> Sequence[Any]:
        """Statements parsed once, to be executed often."""

    def sql(self, statement: str, /, *, params: Any = ...) -> Answer:
        """The answer to a statement that returns many rows."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows of the answer that were not fetched yet."""

    def fetchmany(self, rows: int = ..., /) -> list[tuple[Any, ...]]:
        """So many of them; none at the end."""

    def to_arrow_table(self) -> pa.Table:
        """The answer as an Arrow table."""

    def register(self, name: str, rows: Any, /) -> object:
        """Let statements of this cursor read an Arrow table under a name."""

    def unregister(self, name: str, /) -> object:
        """Let such a table go."""

    def interrupt(self) -> None:
        """Cut off what is executed, from any thread."""

    def close(self) -> None:
        """Let the cursor go; what it has not committed has not happened."""


class Connection(Cursor, Protocol):
    """An open file, with which cursors of their own are made for each caller."""

    def cursor(self) -> Cursor:
        """A fresh cursor."""
