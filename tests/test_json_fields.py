"""Fields as JSON in the trail: whichever side wrote them, either reads them, and nobody else's SQL speaks of JSON."""

import ast
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.changes.json_fields import as_json, json_read, json_written
from data.connection import Cursor
from data.store import Store
from data.tables import STORED
from tests.profiles import examples

ROOT = Path(__file__).parent.parent
KINDS = sorted({kind for stored in STORED.values() for kind in stored.columns.values()})
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "BIGINT": st.integers(-(2**53), 2**53),
    "INTEGER": st.integers(-(2**31), 2**31 - 1),
    "BOOLEAN": st.booleans(),
    "DATE": st.dates(date(1, 1, 1)),
    "TIMESTAMPTZ": st.datetimes(datetime(1900, 1, 1), datetime(9000, 1, 1), timezones=st.just(UTC)),
    # The engine keeps no zero byte and no half of a pair, and neither does a cell.
    "VARCHAR": st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
}


@pytest.fixture(scope="module")
def cursor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cursor]:
    store = Store.open(tmp_path_factory.mktemp("json") / "office.duckdb", create=True)
    with store.cursor() as cursor:
        columns = ", ".join(f"{kind.lower()} {kind}" for kind in KINDS)
        cursor.execute(f"CREATE TEMP TABLE one ({columns})")
        cursor.execute(f"CREATE TEMP TABLE other ({columns})")
        yield cursor
    store.close()


rows = st.fixed_dictionaries({kind.lower(): st.none() | VALUES[kind] for kind in KINDS})
FEW = examples(60)
OF_EACH = {kind.lower(): kind for kind in KINDS}


def lay(cursor: Cursor, table: str, row: dict[str, Any]) -> None:
    values = [row[name] for name in OF_EACH]
    cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - one of two names of ours
    cursor.execute(f"INSERT INTO {table} VALUES ({', '.join('?' for _ in values)})", values)  # noqa: S608


def read(cursor: Cursor, text: str, row: dict[str, Any]) -> bool:
    """Whether each field of a text, read in its type, is the value that the row has there."""
    same = [f"{json_read('$text', name, kind)} IS NOT DISTINCT FROM one.{name}" for name, kind in OF_EACH.items()]
    lay(cursor, "one", row)
    return bool(cursor.execute(f"SELECT {' AND '.join(same)} FROM one", {"text": text}).fetchall()[0][0])  # noqa: S608


@FEW
@given(row=rows)
def test_what_python_wrote_and_what_the_engine_wrote_is_read_alike(cursor: Cursor, row: dict[str, Any]) -> None:
    assert read(cursor, as_json(row), row)
    written = cursor.execute(f"SELECT {json_written('one', OF_EACH)} FROM one").fetchall()[0][0]  # noqa: S608
    assert read(cursor, written, row)
    plain = {name: value for name, value in json.loads(written).items() if name != "timestamptz"}
    assert plain == {name: value for name, value in json.loads(as_json(row)).items() if name != "timestamptz"}


@FEW
@given(row=rows, other=rows)
def test_only_what_differs_is_written_where_that_is_wanted(
    cursor: Cursor, row: dict[str, Any], other: dict[str, Any]
) -> None:
    lay(cursor, "one", row)
    lay(cursor, "other", other)
    sql = f"SELECT {json_written('one', OF_EACH, other='other')} FROM one, other"  # noqa: S608
    assert json.loads(cursor.execute(sql).fetchall()[0][0]).keys() == {n for n in row if row[n] != other[n]}


def test_what_is_not_in_a_text_is_read_as_nothing(cursor: Cursor) -> None:
    sql = f"SELECT {json_read('$text', 'name', 'VARCHAR')}, {json_read('$text', 'beside', 'VARCHAR')}"
    assert cursor.execute(sql, {"text": '{"beside":"name"}'}).fetchall() == [(None, "name")]


def test_no_other_sql_of_ours_speaks_of_json() -> None:
    spoken = re.compile(r"->|\bto_json\b|\bjson_\w+\(")
    speaking = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "data").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and spoken.search(node.value)
    }
    # The cache is a file of SQLite's, whoever keeps the office.
    assert speaking == {"data/changes/json_fields.py", "data/cache/cache_file.py"}
    assert [path.name for path in (ROOT / "data").rglob("*.sql") if spoken.search(path.read_text("utf-8"))] == []
