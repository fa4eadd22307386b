"""Numbers for the rows of an import: an id means the record that carries it, else that number, else a new record."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from core.cell_text import shown
from data.bundle.incoming_table import BIGINT, NO_NUMBER, ONE, IncomingTable, Told, repeats
from data.bundle.office_records import Match, OfficeRecords

TakeNumbers = Callable[[int], pa.Array]
# Ids of the shipped bank begin so; an office's own question under such an id could not be told from them.
OF_THE_BANK = "bank-"


def number_by_id(incoming: IncomingTable, records: OfficeRecords, take_numbers: TakeNumbers) -> None:
    """Give the rows of a table with ids of its own their numbers; a second row for one record is refused."""
    incoming.refuse(_repeated(incoming))
    if incoming.table == "prompts":
        incoming.refuse(_posing_as_the_bank(incoming))
    _number(incoming, records.by_id(incoming.table, incoming.column(incoming.own)), take_numbers)
    incoming.refuse(_two_of_one(incoming))


def number_by_key(incoming: IncomingTable, records: OfficeRecords, take_numbers: TakeNumbers, keys: pa.Table) -> None:
    """The same for a table that is known by a key, given here as it is stored."""
    _number(incoming, records.by_key(incoming.table, keys), take_numbers)


def _number(incoming: IncomingTable, match: Match, take_numbers: TakeNumbers) -> None:
    new = pc.is_null(match.numbers)
    incoming.put("new", new)
    incoming.put("was whose", match.clients)
    counted = pc.cumulative_sum(pc.cast(new, BIGINT))
    fresh = take_numbers(counted[-1].as_py() if len(counted) else 0)
    places = pc.if_else(new, pc.subtract(counted, 1), NO_NUMBER)
    incoming.put("#", pc.coalesce(match.numbers, fresh.take(places)))


def _repeated(incoming: IncomingTable) -> Told:
    own, lines = incoming.own, incoming.column("line")
    first = repeats(incoming.column(own), lines)
    if refused := incoming.refusals.ids(incoming.table):
        known = pc.is_in(incoming.column(own), value_set=pa.array(list(refused), pa.string()))
        for row in incoming.those(known, own):
            if refused[row[own]] < row["line"]:
                first[row["line"]] = min(refused[row[own]], first.get(row["line"], row["line"]))
    repeated = pc.is_in(lines, value_set=pa.array(list(first), pa.int32()))
    for row in incoming.those(repeated, own):
        why = f"Line {first[row['line']]} has the id “{shown(row[own])}” too."
        yield incoming.told(row["line"], own, row[own], why, "Give each row an id of its own."), None


def _posing_as_the_bank(incoming: IncomingTable) -> Told:
    for row in incoming.those(pc.starts_with(incoming.column("prompt_id"), OF_THE_BANK), "prompt_id"):
        why = f"Ids that begin with “{OF_THE_BANK}” are kept for the questions that Digwell brings."
        yield incoming.told(row["line"], "prompt_id", row["prompt_id"], why, "Give it another id."), None


def _two_of_one(incoming: IncomingTable) -> Told:
    own, lines = incoming.own, incoming.column("line")
    first = repeats(incoming.column("#"), lines)
    again = pc.is_in(lines, value_set=pa.array(list(first), pa.int32()))
    for row in incoming.those(again, own):
        why = f"“{shown(row[own])}” means the same {ONE[incoming.table]} as line {first[row['line']]}."
        yield incoming.told(row["line"], own, row[own], why, "Keep one of the two rows."), None


def refuse_repeated_keys(incoming: IncomingTable, keys: pa.Array, column: str, words: str) -> None:
    """Refuse the rows whose key an earlier row has; `words` says what the key is, `column` where to mend it."""
    first = repeats(keys, incoming.column("line"))
    again = pc.is_in(incoming.column("line"), value_set=pa.array(list(first), pa.int32()))
    rows = incoming.those(again, column)
    incoming.refuse(
        (
            incoming.told(row["line"], column, row[column], f"Line {first[row['line']]} has the same {words}.",
                          "Keep one of the two rows, or change one."),
            None,
        )
        for row in rows
    )  # fmt: skip
