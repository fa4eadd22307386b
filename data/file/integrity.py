"""Checks that what is stored hangs together: every row is read, every reference leads somewhere, every day is right."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from data.connection import Cursor
from data.errors import DamagedOffice
from data.references import REFERENCES, UNIQUE, Key, Reference
from data.tables import STORED
from data.time_zone import DAYS, office_zone, wrong_days

# So many are told; one is enough to know that something is wrong.
_TOLD = 20
_MANY_CLIENTS = 1_000


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing that must not be: in which table, at which record, what."""

    table: str
    number: int
    what: str


def check(cursor: Cursor) -> None:
    """The whole office. Raises DamagedOffice naming what is wrong first."""
    found, zone = breaches(cursor), office_zone(cursor)
    for table, _, _ in DAYS:
        found += [Breach(table, number, f"the wrong {day}") for number, day, _ in wrong_days(cursor, zone, table)]
    if found:
        first = found[0]
        why = f"The records do not hang together: {first.table} {first.number}, {first.what}."
        raise DamagedOffice(why, "Use an earlier backup, and report this.")


def breaches(
    cursor: Cursor,
    clients: Collection[int] | None = None,
    references: Collection[Reference] = REFERENCES,
    keys: Collection[Key] = UNIQUE,
) -> list[Breach]:
    """References that lead nowhere or to another client's record, and rows that share what only one may have.

    With `clients` only among their records, with `references` and `keys` only what these say.
    """
    few = clients is not None and len(clients) <= _MANY_CLIENTS
    within = "t.client_id IN (SELECT unnest(CAST($clients AS BIGINT[])))" if few else "TRUE"
    parts = [_leading_nowhere(reference, within) for reference in references] + [_twice(key, within) for key in keys]
    # Of few clients planning is what takes long, so all is asked at once; of a large office what is compared would take
    # more memory at once than there is.
    asked = [" UNION ALL ".join(parts)] if few and parts else parts
    found: list[Breach] = []
    for sql in asked:
        told = f"SELECT * FROM ({sql}) AS found LIMIT {_TOLD - len(found)}"
        cursor.execute(told, {"clients": sorted(clients or ())} if "$clients" in told else {})
        found += [Breach(*row) for row in cursor.fetchall()]
    return found


def _leading_nowhere(reference: Reference, within: str) -> str:
    of, stored = STORED[reference.of], STORED[reference.table]
    # Both of one client, unless one of them is the office's own.
    both = of.has_client and stored.has_client
    same = " AND coalesce(r.client_id = t.client_id, TRUE)" if both else ""
    return (
        f"SELECT '{reference.table}' AS table_name, t.{stored.number} AS number, '{reference.column}' AS what "
        # Planned in half the time of NOT EXISTS, or a sixth, and there are sixty of these.
        f"FROM {reference.table} AS t LEFT JOIN {reference.of} AS r ON r.{of.number} = t.{reference.column}{same} "
        f"WHERE {reference.condition} AND {within if stored.has_client else 'TRUE'} AND r.{of.number} IS NULL"
    )


def _twice(key: Key, within: str) -> str:
    table, *names = key
    stored = STORED[table]
    first = names[0]
    return (
        f"SELECT '{table}', min(u.{stored.number}), 'the same {' and '.join(names)} twice' FROM {table} AS u "
        f"WHERE u.{first} IN (SELECT t.{first} FROM {table} AS t "
        f"WHERE t.{first} IS NOT NULL AND {within if stored.has_client else 'TRUE'}) "
        f"GROUP BY {', '.join(f'u.{name}' for name in names)} HAVING count(*) > 1"
    )


def read_through(cursor: Cursor, progress: Callable[[int, int], None] | None = None) -> dict[str, int]:
    """Read every value of every table, so that every checksum is compared; the number of rows of each table.

    The engine raises an error where a block does not agree with its checksum; blocks that are not read go unnoticed.
    """
    rows = {}
    tables = _tables(cursor)
    for table in tables:
        cursor.execute(f'SELECT count(*), bit_xor(hash(t)) FROM "{table}" AS t')
        rows[table] = int(cursor.fetchall()[0][0])
        if progress:
            progress(len(rows), len(tables))
    return rows


def count(cursor: Cursor) -> dict[str, int]:
    """The number of rows of each table."""
    counted = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in _tables(cursor))
    return dict(cursor.execute(counted).fetchall())


def _tables(cursor: Cursor) -> list[str]:
    cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY table_name")
    return [name for (name,) in cursor.fetchall()]
