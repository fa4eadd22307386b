"""Targets of an import's dismissals, the records they are about: `table/id`, or `questions/INTERVIEW/POSITION`."""

import pyarrow as pa
import pyarrow.compute as pc

from core.cell_text import shown
from core.models import TABLES, own_id
from data.bundle.incoming_table import BIGINT, ONE, IncomingTable, Told
from data.bundle.row_references import RowReferences, question_keys

AIMS = ("record_table", "record_id", "record_position")
_MENDING = "Write it as table/id, such as contacts/c7, or questions/INTERVIEW/POSITION."


def find_targets(incoming: IncomingTable, references: RowReferences) -> None:
    """Find the record that each dismissal is about, and whose it is; refuse those about nothing."""
    rows = incoming.rows.num_rows
    parts = [_parts(text) for text in incoming.column("record").to_pylist()]
    incoming.put("record_table", pa.array([part[0] for part in parts], pa.string()))
    incoming.put("record_key", pa.array([part[1] for part in parts], pa.string()))
    incoming.put("record_position", pa.array([part[2] for part in parts], pa.int32()))
    numbers, whose = pa.nulls(rows, BIGINT), pa.nulls(rows, BIGINT)
    for table in pc.unique(incoming.column("record_table")).drop_null().to_pylist():
        about = pc.fill_null(pc.equal(incoming.column("record_table"), table), False)
        ids = pc.if_else(about, incoming.column("record_key"), pa.scalar(None, pa.string()))
        found = references.find("interviews" if table == "questions" else table, ids)
        if table == "questions":
            keys = question_keys(found.numbers, incoming.column("record_position"))
            there = pc.is_valid(references.find("questions", keys).numbers)
            found_numbers = pc.if_else(there, found.numbers, pa.scalar(None, BIGINT))
        else:
            found_numbers = found.numbers
        numbers = pc.coalesce(numbers, found_numbers)
        whose = pc.coalesce(whose, found.clients)
    incoming.put("record_id", numbers)
    incoming.put("whose", whose)
    incoming.refuse(_aimless(incoming, pc.is_null(numbers)))


def _parts(text: str) -> tuple[str | None, str | None, int | None]:
    """The table, the id within it and the position that a record's name means; None where it means none."""
    table, _, text_id = text.partition("/")
    if table == "questions":
        interview, _, position = text_id.rpartition("/")
        return (table, interview, int(position)) if position.isdecimal() and len(position) < 5 else (None, None, None)
    return (table, text_id, None) if table in TABLES and own_id(table) else (None, None, None)


def _aimless(incoming: IncomingTable, mask: pa.Array) -> Told:
    for row in incoming.those(mask, "record", "record_table", "record_key"):
        table, value, line = row["record_table"], row["record"], row["line"]
        if table is None:
            why = f"“{shown(value)}” names no record."
            yield incoming.told(line, "record", value, why, _MENDING), None
        elif root := incoming.refusals.root(table, value.partition("/")[2]) or incoming.refusals.root(
            "interviews" if table == "questions" else table, row["record_key"]
        ):
            yield incoming.behind(line, "record", value, root), root
        else:
            why = (
                f"There is no {ONE[table]} “{shown(value.partition('/')[2])}”, neither in this file nor in the office."
            )
            yield incoming.told(line, "record", value, why, _MENDING), None
