"""Named queries: each `queries/<name>.sql` with its parameters, and the scope that stands in front of it."""

import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar

import pyarrow as pa

from core.viewer import Viewer
from data.connection import Cursor

# The one text that says whose records a viewer may see; every query reads from it.
SCOPE = """visible_clients AS (
    SELECT client_id
    FROM clients
    WHERE CASE $viewer_role
        WHEN 'local' THEN TRUE
        WHEN 'lead' THEN TRUE
        WHEN 'counselor' THEN counselor_id = $viewer_person OR counselor_id IS NULL
        WHEN 'client' THEN client_id = $viewer_person
        WHEN 'presenter' THEN EXISTS (SELECT 1 FROM office WHERE office.name = 'made_up' AND office.value = 'yes')
        ELSE FALSE
    END
)"""

Row = dict[str, Any]
Found = TypeVar("Found")

_COMMENT = re.compile(r"--[^\n]*")
# The n-th smallest value of a group. The files have the form that every engine reads and that sorts each group; written
# out is this engine's own, which keeps the smallest few only (weekly: 290 ms of CPU instead of 370).
_NTH_SMALLEST = re.compile(r"\(array_agg\((\w+) ORDER BY \1\)\)\[(\d+)\]")
_NTH_SMALLEST_HERE = r"min(\1, \2)[\2]"
_BUILDS_ON = re.compile(r"^-- Builds on: (\w+)\.$", re.MULTILINE)
_PARAMETER = re.compile(r"\$([a-z_][a-z0-9_]*)")
_WITH = re.compile(r"WITH\s+(?:RECURSIVE\s+)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """A query's name, its SQL with the scope in front, and the parameters that it mentions."""

    name: str
    sql: str
    parameters: frozenset[str]

    def bound(self, viewer: Viewer, given: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters as the engine takes them; raises TypeError for one that is missing or unknown."""
        values = {"viewer_role": viewer.role, "viewer_person": viewer.person, **given}
        if unknown := given.keys() - self.parameters:
            raise TypeError(f"The query {self.name} has no parameter {', '.join(sorted(unknown))}.")
        if missing := self.parameters - values.keys():
            raise TypeError(f"The query {self.name} needs {', '.join(sorted(missing))}.")
        return {name: values[name] for name in self.parameters}


def scoped(name: str, text: str) -> Query:
    """A query made of a text that reads from `visible_clients`."""
    bare = _bare(text)
    before = "".join(f",\n{part} AS (\n{_bare(_text(part))}\n)" for part in _parts(text))
    if begins := _WITH.match(bare):
        sql = f"WITH RECURSIVE {SCOPE}{before},\n{bare[begins.end() :]}"
    else:
        sql = f"WITH RECURSIVE {SCOPE}{before}\n{bare}"
    return Query(name, sql, frozenset(_PARAMETER.findall(sql)))


def _bare(text: str) -> str:
    """A text as it is put together: without comments, and in this engine's own words where they are faster."""
    return _NTH_SMALLEST.sub(_NTH_SMALLEST_HERE, _COMMENT.sub("", text)).strip().removesuffix(";")


def _parts(text: str) -> list[str]:
    """The queries that a text builds on ("-- Builds on: figures." in its head), each after what it builds on itself.

    Such a query stands in front under its own name, so that what it says is said once.
    """
    found: list[str] = []
    for part in _BUILDS_ON.findall(text):
        found += [each for each in (*_parts(_text(part)), part) if each not in found]
    return found


def _text(name: str) -> str:
    return files("data.queries").joinpath(f"{name}.sql").read_text(encoding="utf-8")


@cache
def query(name: str) -> Query:
    """The query of that name; raises FileNotFoundError where there is none."""
    return scoped(name, _text(name))


def names() -> tuple[str, ...]:
    """The names of all queries there are."""
    found = (entry.name for entry in files("data.queries").iterdir() if entry.name.endswith(".sql"))
    return tuple(sorted(name.removesuffix(".sql") for name in found))


# A long query takes as long to parse as to plan (the figures in 2.0: 3 ms), so each is parsed once for all.
_parsed: dict[str, Any] = {}
# What it warns of is a copy in memory; planning the query twice, which is the other way, takes longer (6 ms of 31).
warnings.filterwarnings("ignore", message="Arrow output on a DB-API result")


def _executed(cursor: Cursor, asked: str | Query, viewer: Viewer, given: Mapping[str, Any]) -> Cursor:
    wanted = query(asked) if isinstance(asked, str) else asked
    if wanted.sql not in _parsed:
        _parsed[wanted.sql] = cursor.extract_statements(wanted.sql)[0]
    return cursor.execute(_parsed[wanted.sql], wanted.bound(viewer, given))


def fetch_rows(cursor: Cursor, asked: str | Query, viewer: Viewer, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a query, drained, by the names of their columns."""
    found = _executed(cursor, asked, viewer, given)
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def fetch_table(cursor: Cursor, asked: str | Query, viewer: Viewer, given: Mapping[str, Any]) -> pa.Table:
    """The same as an Arrow table."""
    return _executed(cursor, asked, viewer, given).to_arrow_table()


class Reading(Protocol):
    """Lends a cursor to some work, and says what the work found."""

    def __call__(self, work: Callable[[Cursor], Found], /) -> Found:
        """What was found."""


class Reader:
    """Queries read from one cursor at a time: small results as dictionaries, tables as Arrow.

    A query is the name of a file in `data/queries`, or a `Query` of this room's own.
    """

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def rows(self, name: str | Query, viewer: Viewer, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query for a viewer."""
        return self._reading(lambda cursor: fetch_rows(cursor, name, viewer, parameters))

    def table(self, name: str | Query, viewer: Viewer, **parameters: Any) -> pa.Table:
        """The same as an Arrow table."""
        return self._reading(lambda cursor: fetch_table(cursor, name, viewer, parameters))
