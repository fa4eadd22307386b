"""Records by the ids under which they come in and go out."""

from typing import Literal

from core.viewer import Viewer
from data.store import Reader

NamedTable = Literal["clients", "counselors", "cohorts"]


def number_of(reader: Reader, viewer: Viewer, table: NamedTable, text_id: str) -> int | None:
    """The store's number of the record that an id means, None where it means none that the viewer may see.

    An id means the record that carries it, else the record of that number.
    """
    found = reader.rows("record_by_id", viewer, record_table=table, printed=text_id.strip())
    return found[0]["number"] if found else None


def client_names(reader: Reader, viewer: Viewer) -> dict[str, str]:
    """The name of every client whom the viewer may see, by the id under which the client goes out."""
    return {row["printed_id"]: row["name"] for row in reader.rows("client_names", viewer)}
