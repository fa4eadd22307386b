"""The refusals of rows that lean on another client's record, on none, or on a row that was refused itself."""

import pyarrow as pa
import pyarrow.compute as pc

from core.cell_text import says_nothing, shown
from core.models import BECAUSE_OF, TABLES
from data.bundle.incoming_table import ONE, IncomingTable, Told
from data.bundle.office_records import OfficeRecords
from data.bundle.row_ids import OF_A_CLIENT, OWNER
from data.bundle.row_references import RowReferences
from data.tables import OWNED_THROUGH

OF_NOBODY = ("counselors", "cohorts")
_WITHIN = "Records lean only on records of the same client."
# The reference that says whose a row is cannot be checked against whose it is.
_PARENT_OF = {parent: (table,) for table, parent in OWNED_THROUGH.items() if parent}


def is_of_one_client(incoming: IncomingTable, target: str) -> bool:
    """Whether references of these rows to a table stay within their client."""
    return target != "clients" and target not in OF_NOBODY and incoming.table not in _PARENT_OF.get(target, ())


def moved_rows(incoming: IncomingTable, references: RowReferences, mask: pa.Array) -> Told:
    """Rows whose id is a record of somebody else's."""
    column = incoming.own
    for row in incoming.those(mask, column, "was whose"):
        owner = references.client_name(row["was whose"]) if row["was whose"] is not None else "the office"
        why = f"“{shown(row[column])}” is already {owner}'s {ONE[incoming.table]}."
        yield incoming.told(row["line"], column, row[column], why, "Give it another id."), None


def aimless_rows(incoming: IncomingTable, mask: pa.Array) -> Told:
    """Follow-ups of a kind that follows from no record, yet name one."""
    for row in incoming.those(mask, "because_of", "kind"):
        why = f"A follow-up of the kind {row['kind']} follows from no other record."
        remedy = f"Leave it empty; it is for {', '.join(BECAUSE_OF)}."
        yield incoming.told(row["line"], "because_of", row["because_of"], why, remedy), None


def rows_of_another_kind(incoming: IncomingTable, records: OfficeRecords) -> Told:
    """Without the column a follow-up keeps what it follows from, which then must still fit its kind."""
    known = pc.invert(incoming.column("new"))
    stored = records.values("follow_ups", incoming.column("#").filter(known), ["kind", "because_of"])
    for row in incoming.those(known, "#", "kind"):
        was = stored[row["#"]]
        if was["because_of"] is not None and BECAUSE_OF.get(was["kind"]) != BECAUSE_OF.get(row["kind"]):
            why = f"This follow-up is a {was['kind']} and follows from another record, so its kind cannot change alone."
            yield incoming.told(row["line"], "kind", row["kind"], why, "Add the column because_of as well."), None


def wrong_references(
    incoming: IncomingTable, references: RowReferences, bad: pa.Array, column: str, target: str, name: str
) -> Told:
    """Rows whose reference leads to another client's record, to a refused row or to nothing; `name` is its heading."""
    whose = ("whose",) if is_of_one_client(incoming, target) else ()
    rows = incoming.those(bad, column, f"{column}#", "whose that is", *whose)
    owners = _owners(incoming, references, target, {row[column] for row in rows}) if whose else {}
    for row in rows:
        value, line = row[column], row["line"]
        root = incoming.refusals.root(target, value)
        if row[f"{column}#"] is not None:
            owner = row["whose that is"]
            of = f"{references.client_name(owner)}'s" if owner is not None else "the office's"
            why = f"“{shown(value)}” is {of} {ONE[target]}, and this row is somebody else's."
            yield incoming.told(line, name, value, why, _WITHIN), None
        elif root and owners.get(value, row.get("whose")) != row.get("whose"):
            why = f"“{shown(value)}” is another client's {ONE[target]}, which could not come in either."
            yield incoming.told(line, name, value, why, _WITHIN), None
        elif root:
            yield incoming.behind(line, name, value, root), root
        else:
            why = f"There is no {ONE[target]} “{shown(value)}”, neither in this file nor in the office."
            yield incoming.told(line, name, value, why, _remedy(incoming.table, references, name, target, value)), None


def _owners(incoming: IncomingTable, references: RowReferences, target: str, ids: set[str]) -> dict[str, int | None]:
    """Whose the refused rows among these ids say they are: the client's number, None for one who is refused too.

    One whose client is not known at all is left out: when that is mended, the row may be anybody's.
    """
    said = {text_id: owner for text_id in ids if (owner := incoming.refusals.owner(target, text_id))}
    table = OWNER.get(target, OF_A_CLIENT)[1]
    found = references.find(table, pa.array(list(said.values()), pa.string()))
    numbers = found.numbers if table == "clients" else found.clients
    return {
        text_id: number
        for (text_id, owner), number in zip(said.items(), numbers.to_pylist(), strict=True)
        if number is not None or (table == "clients" and incoming.refusals.root(table, owner))
    }


def _remedy(table: str, references: RowReferences, column: str, target: str, value: str) -> str:
    """What to do about an id that nothing has."""
    needed = {each.name for each in TABLES[table].columns() if each.need == "filled"}
    if says_nothing(value) and column not in needed:
        return "Leave the cell empty where there is none."
    if text_id := references.id_of(target, value):
        return f"Write the id in place of the name: {text_id}."
    return f"Add it to {target}, or mend the id."


def rows_behind(incoming: IncomingTable, column: str, refused: list[str], name: str) -> Told:
    """In a chain within one table, all the rows behind the refused ones, however long the chain is."""
    followers: dict[str, list[tuple[str, int]]] = {}
    led = incoming.those(pc.is_valid(incoming.column(column)), column, incoming.own)
    for row in led:
        followers.setdefault(row[column], []).append((row[incoming.own], row["line"]))
    waiting = [(text_id, incoming.refusals.root(incoming.table, text_id)) for text_id in refused]
    while waiting:
        text_id, root = waiting.pop()
        assert root is not None  # noqa: S101 - each of them has just been refused
        for follower, line in followers.pop(text_id, ()):
            yield incoming.behind(line, name, text_id, root), root
            waiting.append((follower, root))
