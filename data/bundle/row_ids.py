"""The ids in a row of a bundle: its own, and that of what it is part of."""

from collections.abc import Mapping
from typing import Any

from core.cell_text import plain
from core.models import TABLES, own_id

# The column that says whose a row is, and the table that it leads to.
OF_A_CLIENT = ("client_id", "clients")
OWNER = {"research": ("field_id", "fields"), "questions": ("interview_id", "interviews")}


def text_id(table: str, row: Mapping[str, Any]) -> str | None:
    """What others call a row, understood or not: its id, a question's interview and place, else None."""
    key = TABLES[table].key if table == "questions" else (own_id(table),)
    parts = [row.get(column) for column in key]
    return None if any(part is None for part in parts) else "/".join(plain(part) for part in parts)


def owner_id(table: str, row: Mapping[str, Any]) -> str | None:
    """The id of what a row, understood or not, says it is part of: its client, or what leads to its client."""
    owner = row.get(OWNER.get(table, OF_A_CLIENT)[0])
    return None if owner is None else plain(owner)
