"""A directory of the ids of one table: the rows of the file first, then the records of the office."""

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc

from data.bundle.office_records import BIGINT, Match


class IdDirectory:
    """The ids of one table; `ask_office` answers for ids that the file does not hold."""

    def __init__(self, ask_office: Callable[[pa.Array], Match], kind: pa.DataType) -> None:
        self._ask_office = ask_office
        self.enter(pa.array([], kind), pa.array([], BIGINT), pa.array([], BIGINT))

    def enter(self, ids: pa.Array, numbers: pa.Array, clients: pa.Array) -> None:
        """The rows of the file: their ids, the numbers they mean, and whose they are (null: nobody's)."""
        self._ids, self._numbers, self._clients = ids, numbers, clients

    def find(self, ids: pa.Array) -> Match:
        """The numbers that ids mean and whose these are, in their order; null for an unknown id and for none."""
        places = pc.index_in(ids, value_set=self._ids)
        found = Match(self._numbers.take(places), self._clients.take(places))
        missing = pc.and_(pc.is_valid(ids), pc.is_null(places))
        if not pc.any(missing).as_py():
            return found
        others = pc.unique(ids.filter(missing))
        office = self._ask_office(others)
        places = pc.index_in(ids, value_set=others)
        return Match(
            pc.coalesce(found.numbers, office.numbers.take(places)),
            pc.if_else(missing, office.clients.take(places), found.clients),
        )


def single(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    """A column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
