"""How the rows of an import lean on one another: whose they are, and what each reference means.

A reference leads to a row of the file or a record of the office, of the same client. One that leads elsewhere or
nowhere refuses its row; one that leads to a refused row refuses it too, once, naming where the trouble began.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from core.cell_text import says_nothing, shown
from core.findings import Refusal
from core.models import BECAUSE_OF, TABLES, own_id
from data.bundle.id_directory import IdDirectory
from data.bundle.incoming_table import ONE, IncomingTable
from data.bundle.office_records import BIGINT, Match, OfficeRecords
from data.bundle.refusals import Place
from data.bundle.validation import OF_A_CLIENT, OWNER
from data.tables import OWNED_THROUGH

# Places in an interview stay below this, so that its number and a place make one number of 63 bits.
_PLACES = 1_024
# Where there are more rows, no person has typed them, and nobody writes a name for an id.
_BY_HAND = 50_000
_OF_NOBODY = ("counselors", "cohorts")
_TEXT = pa.scalar(None, pa.string())
_WITHIN = "Records lean only on records of the same client."
Told = Iterator[tuple[Refusal, Place | None]]


def question_keys(interviews: pa.Array, positions: pa.Array) -> pa.Array:
    """One number for each question: its interview's number and its place there."""
    return pc.add(pc.multiply(interviews, _PLACES), pc.cast(positions, BIGINT))


def question_key(interview: int, position: int) -> int:
    """The same for one question."""
    return interview * _PLACES + position


@dataclass
class RowReferences:
    """The directories of all tables, filled table by table as they come in."""

    records: OfficeRecords
    directories: dict[str, IdDirectory] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)
    _called: dict[str, tuple[pa.Array, pa.Array]] = field(default_factory=dict)
    _ids_of: dict[str, dict[str, str]] = field(default_factory=dict)
    _clients: tuple[pa.Array, ...] = ()

    def __post_init__(self) -> None:
        for table in TABLES:
            if own_id(table):
                self.directories[table] = IdDirectory(_asker(self.records, table), pa.string())
        self.directories["questions"] = IdDirectory(self._questions_of_the_office, BIGINT)

    def _questions_of_the_office(self, keys: pa.Array) -> Match:
        interviews = pc.divide(keys, _PLACES)
        positions = pc.cast(pc.subtract(keys, pc.multiply(interviews, _PLACES)), pa.int32())
        return self.records.by_key("questions", pa.table({"interview_id": interviews, "position": positions}))

    def find(self, table: str, ids: pa.Array) -> Match:
        """What ids of a table mean, in the file or in the office."""
        return self.directories[table].find(ids)

    def enter(self, incoming: IncomingTable) -> None:
        """Make the rows that may come in known to those that lean on them."""
        ids, table = incoming.column(incoming.own), incoming.table
        self.directories[table].enter(ids, incoming.column("#"), incoming.column("whose"))
        if incoming.has("name") and incoming.rows.num_rows <= _BY_HAND:
            self._called[table] = (incoming.column("name"), ids)
        if table == "clients":
            self._clients = (incoming.column("#"), incoming.column("name"))

    def id_of(self, table: str, name: str) -> str | None:
        """The id of the one row of the file that has this name, for somebody who wrote the name for the id."""
        if table not in self._ids_of:
            found: dict[str, list[str]] = defaultdict(list)
            for called, text_id in zip(*(part.to_pylist() for part in self._called.get(table, ())), strict=True):
                found[str(called).casefold()].append(text_id)
            self._ids_of[table] = {called: ids[0] for called, ids in found.items() if len(ids) == 1}
        return self._ids_of[table].get(name.casefold())

    def client_name(self, number: int) -> str:
        """A client's name for a sentence."""
        if not self._names:
            # All at once, because a file may refuse as many rows as there are clients.
            of_the_file = zip(*(part.to_pylist() for part in self._clients), strict=True)
            self._names = self.records.client_names() | dict(of_the_file)
        return self._names[number]


def _asker(records: OfficeRecords, table: str) -> Callable[[pa.Array], Match]:
    return lambda ids: records.by_id(table, ids)


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
    if incoming.table in ("clients", *_OF_NOBODY):
        return
    was, whose = incoming.column("was whose"), incoming.column("whose")
    same = pc.or_(pc.fill_null(pc.equal(was, whose), False), pc.and_(pc.is_null(was), pc.is_null(whose)))
    moved = pc.invert(pc.or_(incoming.column("new"), same))
    incoming.refuse(_moved(incoming, references, moved))


def _moved(incoming: IncomingTable, references: RowReferences, moved: pa.Array) -> Told:
    column = incoming.own
    for row in incoming.those(moved, column, "was whose"):
        owner = references.client_name(row["was whose"]) if row["was whose"] is not None else "the office"
        why = f"“{shown(row[column])}” is already {owner}'s {ONE[incoming.table]}."
        yield incoming.told(row["line"], column, row[column], why, "Give it another id."), None


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
            incoming.refuse(_of_another_kind(incoming, references.records))


def _follow_because(incoming: IncomingTable, references: RowReferences) -> None:
    """What a follow-up follows from is in one table or another: its kind says in which."""
    kinds = incoming.column("kind")
    aimless = pc.invert(pc.is_in(kinds, value_set=pa.array(list(BECAUSE_OF))))
    incoming.refuse(_aimless(incoming, pc.and_(aimless, pc.is_valid(incoming.column("because_of")))))
    targets = sorted(set(BECAUSE_OF.values()), key=lambda target: (target == incoming.table, target))
    for target in targets:
        of_these = pa.array([kind for kind, leads_to in BECAUSE_OF.items() if leads_to == target])
        leading = pc.is_in(incoming.column("kind"), value_set=of_these)
        incoming.put(f"because of {target}", pc.if_else(leading, incoming.column("because_of"), _TEXT))
        if target == incoming.table:
            references.enter(incoming)
        _look_up(incoming, references, f"because of {target}", target, shown_as="because_of")
    incoming.put("because_of#", pc.coalesce(*(incoming.column(f"because of {target}#") for target in targets)))


def _aimless(incoming: IncomingTable, mask: pa.Array) -> Told:
    for row in incoming.those(mask, "because_of", "kind"):
        why = f"A follow-up of the kind {row['kind']} follows from no other record."
        remedy = f"Leave it empty; it is for {', '.join(BECAUSE_OF)}."
        yield incoming.told(row["line"], "because_of", row["because_of"], why, remedy), None


def _of_another_kind(incoming: IncomingTable, records: OfficeRecords) -> Told:
    """Without the column a follow-up keeps what it follows from, which then must still fit its kind."""
    known = pc.invert(incoming.column("new"))
    stored = records.values("follow_ups", incoming.column("#").filter(known), ["kind", "because_of"])
    for row in incoming.those(known, "#", "kind"):
        was = stored[row["#"]]
        if was["because_of"] is not None and BECAUSE_OF.get(was["kind"]) != BECAUSE_OF.get(row["kind"]):
            why = f"This follow-up is a {was['kind']} and follows from another record, so its kind cannot change alone."
            yield incoming.told(row["line"], "kind", row["kind"], why, "Add the column because_of as well."), None


def _look_up(
    incoming: IncomingTable, references: RowReferences, column: str, target: str, *, shown_as: str = ""
) -> None:
    """Put the numbers that a reference means; refuse the rows where it leads elsewhere or nowhere."""
    ids = incoming.column(column)
    found = references.find(target, ids)
    good = pc.is_valid(found.numbers)
    if _is_of_one_client(incoming, target):
        good = pc.and_(good, pc.fill_null(pc.equal(found.clients, incoming.column("whose")), False))
    incoming.put(f"{column}#", found.numbers)
    incoming.put("whose that is", found.clients)
    bad = pc.and_(pc.is_valid(ids), pc.invert(good))
    gone = incoming.refuse(_wrong(incoming, references, bad, column, target, shown_as or column))
    if target == incoming.table and gone.num_rows:
        new = gone.filter(gone["new"])[incoming.own].to_pylist()
        incoming.refuse(_behind(incoming, column, new, shown_as or column))


# The reference that says whose a row is cannot be checked against whose it is.
_PARENT_OF = {parent: (table,) for table, parent in OWNED_THROUGH.items() if parent}


def _is_of_one_client(incoming: IncomingTable, target: str) -> bool:
    """Whether references of these rows to a table stay within their client."""
    return target != "clients" and target not in _OF_NOBODY and incoming.table not in _PARENT_OF.get(target, ())


def _wrong(
    incoming: IncomingTable, references: RowReferences, bad: pa.Array, column: str, target: str, name: str
) -> Told:
    whose = ("whose",) if _is_of_one_client(incoming, target) else ()
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


def _behind(incoming: IncomingTable, column: str, refused: list[str], name: str) -> Told:
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
