"""The meaning of every id in the rows of an import: a row of the file or a record of the office."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from core.models import TABLES, own_id
from data.bundle.id_directory import IdDirectory
from data.bundle.incoming_table import IncomingTable
from data.bundle.office_records import BIGINT, Match, OfficeRecords

# Places in an interview stay below this, so that its number and a place make one number of 63 bits.
_PLACES = 1_024
# Where there are more rows, no person has typed them, and nobody writes a name for an id.
_BY_HAND = 50_000


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
