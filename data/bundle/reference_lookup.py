"""The references between the rows of an import, followed: whose each row is, and what it leans on.

A reference leads to a row of the file or a record of the office, of the same client. One that leads elsewhere or
nowhere refuses its row; one that leads to a refused row refuses it too, once, naming where the trouble began.
"""

import pyarrow as pa
import pyarrow.compute as pc

from core.models import BECAUSE_OF, TABLES
from data.bundle.incoming_table import IncomingTable
from data.bundle.office_records import BIGINT
from data.bundle.reference_refusals import (
    OF_NOBODY,
    aimless_rows,
    is_of_one_client,
    moved_rows,
    rows_behind,
    rows_of_another_kind,
    wrong_references,
)
from data.bundle.row_ids import OWNER
from data.bundle.row_references import RowReferences

_TEXT = pa.scalar(None, pa.string())


def own(incoming: IncomingTable, references: RowReferences) -> None:
    """Find out whose each row is: its client, the client of what it is part of, or nobody's."""
    table, rows = incoming.table, incoming.rows.num_rows
    if table == "clients":
        incoming.put("whose", incoming.column("#"))
    elif table in OWNER:
        column, target = OWNER[table]
        _look_up(incoming, references, column, target)
        incoming.put("whose", references.find(target, incoming.column(column)).clients)
    elif incoming.has("client_id"):
        _look_up(incoming, references, "client_id", "clients")
        incoming.put("whose", incoming.column("client_id#"))
    else:
        incoming.put("whose", incoming.column("was whose") if table == "prompts" else pa.nulls(rows, BIGINT))


def refuse_moved(incoming: IncomingTable, references: RowReferences) -> None:
    """Refuse rows whose id belongs to a record of another client: a record is never moved."""
    if incoming.table in ("clients", *OF_NOBODY):
        return
    was, whose = incoming.column("was whose"), incoming.column("whose")
    same = pc.or_(pc.fill_null(pc.equal(was, whose), False), pc.and_(pc.is_null(was), pc.is_null(whose)))
    moved = pc.invert(pc.or_(incoming.column("new"), same))
    incoming.refuse(moved_rows(incoming, references, moved))


def follow_references(incoming: IncomingTable, references: RowReferences) -> None:
    """Find what every reference means; the client is looked up before, the table's own ids are known by now."""
    leading = [(c.name, c.refers) for c in TABLES[incoming.table].columns() if c.refers and incoming.has(c.name)]
    known = set(incoming.rows.column_names)
    others = [(column, target) for column, target in leading if f"{column}#" not in known]
    # Within one table last, because by then it is known which rows the other references have refused.
    for column, target in sorted(others, key=lambda reference: reference[1] == incoming.table):
        if target == incoming.table:
            references.enter(incoming)
        _look_up(incoming, references, column, target)
    if incoming.table == "follow_ups":
        if incoming.has("because_of"):
            _follow_because(incoming, references)
        else:
            incoming.refuse(rows_of_another_kind(incoming, references.records))


def _follow_because(incoming: IncomingTable, references: RowReferences) -> None:
    """What a follow-up follows from is in one table or another: its kind says in which."""
    kinds = incoming.column("kind")
    aimless = pc.invert(pc.is_in(kinds, value_set=pa.array(list(BECAUSE_OF))))
    incoming.refuse(aimless_rows(incoming, pc.and_(aimless, pc.is_valid(incoming.column("because_of")))))
    targets = sorted(set(BECAUSE_OF.values()), key=lambda target: (target == incoming.table, target))
    for target in targets:
        of_these = pa.array([kind for kind, leads_to in BECAUSE_OF.items() if leads_to == target])
        leading = pc.is_in(incoming.column("kind"), value_set=of_these)
        incoming.put(f"because of {target}", pc.if_else(leading, incoming.column("because_of"), _TEXT))
        if target == incoming.table:
            references.enter(incoming)
        _look_up(incoming, references, f"because of {target}", target, shown_as="because_of")
    incoming.put("because_of#", pc.coalesce(*(incoming.column(f"because of {target}#") for target in targets)))


def _look_up(
    incoming: IncomingTable, references: RowReferences, column: str, target: str, *, shown_as: str = ""
) -> None:
    """Put the numbers that a reference means; refuse the rows where it leads elsewhere or nowhere."""
    ids = incoming.column(column)
    found = references.find(target, ids)
    good = pc.is_valid(found.numbers)
    if is_of_one_client(incoming, target):
        good = pc.and_(good, pc.fill_null(pc.equal(found.clients, incoming.column("whose")), False))
    incoming.put(f"{column}#", found.numbers)
    incoming.put("whose that is", found.clients)
    bad = pc.and_(pc.is_valid(ids), pc.invert(good))
    gone = incoming.refuse(wrong_references(incoming, references, bad, column, target, shown_as or column))
    if target == incoming.table and gone.num_rows:
        new = gone.filter(gone["new"])[incoming.own].to_pylist()
        incoming.refuse(rows_behind(incoming, column, new, shown_as or column))
