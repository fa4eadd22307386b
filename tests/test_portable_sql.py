"""SQL that a second engine (PostgreSQL) reads too: in queries, schema and Python no word that only this one knows.

Nor do they say what ties an office to one file: numbers, moments and rules that are the engine's own.
"""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.viewer import LOCAL
from data.query import Query, query, scoped
from data.store import Store
from tests.conftest import ROOT


class Construct(NamedTuple):
    """Something not to be used: its name, how it is found, what stands for it, an example that must be found."""

    name: str
    pattern: str
    instead: str
    example: str


# An argument and a comma, within the brackets of one call.
TWO_PARTS = r"\b(min|max)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*,"
NOT_TO_BE_USED = (
    # What PostgreSQL does not read, or reads otherwise.
    Construct("BY NAME", r"\bUNION\s+(ALL\s+)?BY\s+NAME\b", "columns in one order", "(b) UNION ALL BY NAME (c)"),
    Construct("EXCLUDE", r"\*\s*(EXCLUDE|REPLACE|RENAME)\s*\(|\bCOLUMNS\(", "columns by name", "SELECT * EXCLUDE (a)"),
    Construct("BY ALL", r"\bBY\s+ALL\b", "columns by name", "SELECT a, b FROM t GROUP BY ALL"),
    Construct("QUALIFY", r"\bQUALIFY\b", "WHERE around it", "SELECT a FROM t QUALIFY count(*) OVER (ORDER BY a) = 1"),
    Construct("min of several", TWO_PARTS, "(array_agg(x ORDER BY x))[2]", "SELECT min(coalesce(a, b), 2)[2] FROM t"),
    Construct("HUGEINT", r"\b(U?HUGEINT|BIGNUM)\b", "DECIMAL(38, 0)", "SELECT CAST(a AS HUGEINT) FROM t"),
    Construct("small, unsigned", r"\b(U?TINYINT|USMALLINT|UINTEGER|UBIGINT)\b", "INTEGER", "SELECT CAST(a AS TINYINT)"),
    Construct("DOUBLE", r"\bDOUBLE\b(?!\s+PRECISION)", "DOUBLE PRECISION", "SELECT CAST(a AS DOUBLE) FROM t"),
    Construct("nested type", r"\b(STRUCT|MAP|JSON)\b", "columns, a table", "CREATE TABLE t (a STRUCT(b INTEGER))"),
    Construct("BLOB", r"\b(BLOB|DATETIME|TIMESTAMP_\w+|BITSTRING)\b", "VARCHAR, TIMESTAMPTZ", "SELECT CAST(a AS BLOB)"),
    Construct("untyped", r"\$\w+\s+IS\b", "CAST($p AS VARCHAR) IS NULL", "SELECT a FROM t WHERE $p IS NULL"),
    # A key is never empty.
    Construct("DESC", r"(?<!\bchange_id )\bDESC\b(?!\s+NULLS\b)", "DESC NULLS LAST", "SELECT a ORDER BY a DESC, b"),
    Construct("::", r"::", "CAST(a AS DATE)", "SELECT a::DATE FROM t"),
    Construct("//", r"//", "floor(a / b)", "SELECT a // 2 FROM t"),
    Construct("/", r"(?<!DOUBLE PRECISION\))\s/\s", "CAST(a AS DOUBLE PRECISION) / b", "SELECT a / b FROM t"),
    Construct("==", r"==", "=", "SELECT a FROM t WHERE a == 1"),
    Construct("-> or lambda", r"->>?|\blambda\b", "columns", "SELECT a ->> 'b' FROM t"),
    Construct("list", r"(?<![\w)\]\\])\[", "rows", "SELECT [1, 2] AS a"),
    Construct("struct", r"\{", "columns", "SELECT {a: 1} AS b"),
    Construct("FROM in front", r"(\A|\()\s*FROM\b", "SELECT *", "SELECT a FROM (FROM t) AS u"),
    Construct("odd join", r"\b(ASOF|POSITIONAL|SEMI|ANTI)\b.{0,9}\bJOIN\b", "EXISTS", "SELECT a FROM t ASOF JOIN u"),
    Construct("PIVOT", r"\b(UN)?PIVOT\b|\b(SUMMARIZE|DESCRIBE|SAMPLE)\b", "sums of CASE", "PIVOT t ON a"),
    Construct("GLOB", r"\b(GLOB|REGEXP)\b", "LIKE, strpos", "SELECT a FROM t WHERE a GLOB 'b*'"),
    # What keeps an office from moving out of its one file, also where the other engine reads it.
    Construct("sequence", r"\b(SEQUENCE|IDENTITY|SERIAL|rowid)\b", "data/ids.py", "CREATE SEQUENCE s"),
    Construct("RETURNING", r"\bRETURNING\b", "what was given already", "DELETE FROM t RETURNING a"),
    Construct("ON CONFLICT", r"\bON\s+CONFLICT\b|\bINSERT\s+OR\b", "look first", "INSERT OR REPLACE INTO t"),
    Construct("foreign key", r"\bFOREIGN\s+KEY\b|\bREFERENCES\b", "references.py", "CREATE TABLE t (a REFERENCES u)"),
    Construct("index", r"\bINDEX\b", "a primary key has one", "CREATE INDEX i ON t (a)"),
    Construct("default", r"\bDEFAULT\b|\bGENERATED\b", "a value given", "CREATE TABLE t (a INTEGER DEFAULT 1)"),
    Construct("ENUM", r"\bENUM\b|\bCREATE\s+TYPE\b", "a CHECK", "CREATE TYPE mood AS ENUM ('a')"),
    Construct("MACRO", r"\b(MACRO|TRIGGER|FUNCTION)\b", "Python", "CREATE MACRO double(a) AS a * 2"),
    Construct("SAVEPOINT", r"\bSAVEPOINT\b", "all of a change or nothing", "SAVEPOINT s"),
    Construct("today's day", r"(?i:\bcurrent_(date|time\w*)\b)", "a parameter", "SELECT current_date"),
    Construct("session", r"\A\s*(SET|RESET|PRAGMA|CHECKPOINT|LOAD|INSTALL)\b", "data/engine.py", "SET threads = 1"),
    Construct("other file", r"\b(ATTACH|DETACH|COPY|EXPORT)\b", "Arrow, through Python", "COPY t TO 'file'"),
)  # fmt: skip

# What both engines know under one name and answer alike; PostgreSQL's manual decides about a new one.
FUNCTIONS = frozenset({
    "array_agg", "array_position", "cast", "chr", "coalesce", "concat_ws", "count", "date_trunc", "decimal", "extract",
    "generate_series", "greatest", "least", "lower", "max", "min", "nullif", "row_number", "starts_with", "string_agg",
    "strpos", "sum", "unnest",
})  # fmt: skip
CALL = re.compile(r"(?<!\bAS )\b([A-Za-z_]\w*)\(")
INSTEAD = MappingProxyType(
    {
        "contains": "strpos(a, b) > 0",
        "epoch_us": "CAST(extract(epoch FROM t) * 1000000 AS BIGINT)",
        "list_position": "array_position(a, b)",
    }
)

# Where it is said all the same: module, function, what; each with its reason.
MEANT = MappingProxyType(
    {
        ("data/query.py", "", "min of several"): "this engine's own form, written out from the one of both",
        ("data/changes/json_fields.py", "_member", "to_json()"): "writes a field of the trail's JSON",
        ("data/changes/json_fields.py", "json_read", "-> or lambda"): "reads a field of the trail's JSON",
    }
)
# Modules whose SQL is for one engine by what they are there for.
OF_ONE_ENGINE = MappingProxyType(
    {
        "data/file/": "how the file of this engine is kept",
        "data/engine.py": "opens that file, and locks the engine down",
        "data/office_file.py": "holds it open, and folds its log in",
        "data/cache/cache_file.py": "another engine's file beside the office, which may be deleted at any time",
    }
)

COMMENT, LITERAL = re.compile(r"--[^\n]*"), re.compile(r"'[^']*'")
# A text in Python is SQL, or a piece of it, where it has a word of it in capitals or begins with a call.
SPEAKS = re.compile(
    r"\b(SELECT|FROM|WHERE|JOIN|ON|AND|OR|IN|IS|NOT|NULL|AS|CAST|CASE|WHEN|UNION|ORDER|GROUP|INSERT|UPDATE|DELETE|CREATE"
    r"|ALTER|DROP|SET|MERGE|VALUES|WITH|PRAGMA|COPY|ATTACH|SAVEPOINT)\b|\A[a-z]\w*\("
)


def found_in(text: str, *, any_case: bool = True) -> set[str]:
    """What a piece of SQL says that is not to be used, functions with brackets.

    Words in Python count in capitals only, as the house writes them: such a text can also be for people.
    """
    bare = LITERAL.sub("''", COMMENT.sub("", text))
    flags = re.IGNORECASE if any_case else 0
    words = {each.name for each in NOT_TO_BE_USED if re.search(each.pattern, bare, flags)}
    return words | {f"{name}()" for name in CALL.findall(bare) if name.lower() not in FUNCTIONS}


def better(what: str) -> str:
    """What to write instead."""
    words = {each.name: each.instead for each in NOT_TO_BE_USED}
    return words.get(what) or INSTEAD.get(what.removesuffix("()"), "a function of both engines, which FUNCTIONS names")


def texts(path: Path) -> Iterator[tuple[str, str]]:
    """The SQL of a module: the function it stands in ("" for none) and a text, with `x` for what is put in."""
    yield from _texts(ast.parse(path.read_text(encoding="utf-8")), "")


def _texts(node: ast.AST, function: str) -> Iterator[tuple[str, str]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if SPEAKS.search(text := _text(child)):
            yield function, text
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
        within = child.name if is_function else function  # type: ignore[attr-defined]
        # The pieces of a text are in it already; what is put in may hold texts of its own.
        for part in [child] if not isinstance(child, ast.JoinedStr) else _put_in(child):
            yield from _texts(part, within)


def _put_in(text: ast.JoinedStr) -> list[ast.AST]:
    return [part for part in text.values if isinstance(part, ast.FormattedValue)]


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def found_in_python() -> set[tuple[str, str, str]]:
    modules = (str(path.relative_to(ROOT)) for path in (ROOT / "data").rglob("*.py"))
    return {
        (module, function, what)
        for module in modules
        if not module.startswith(tuple(OF_ONE_ENGINE))
        for function, text in texts(ROOT / module)
        for what in found_in(text, any_case=False)
    }


# ── nothing of it is there ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", sorted((ROOT / "data").rglob("*.sql")), ids=lambda path: path.stem)
def test_a_second_engine_reads_each_query_and_the_schema(path: Path) -> None:
    assert {what: better(what) for what in found_in(path.read_text(encoding="utf-8"))} == {}


def test_a_second_engine_reads_the_sql_in_python() -> None:
    assert {found: better(found[-1]) for found in found_in_python() - MEANT.keys()} == {}


def test_what_is_meant_all_the_same_is_still_said() -> None:
    assert MEANT.keys() - found_in_python() == set()
    assert [name for name in OF_ONE_ENGINE if not (ROOT / name).exists()] == []


# ── and it would be found ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("each", NOT_TO_BE_USED, ids=lambda each: each.name)
def test_each_word_is_found(each: Construct) -> None:
    assert each.name in found_in(each.example)
    assert each.name in found_in(each.example, any_case=False)
    assert each.name in found_in(f"-- Why?\n{each.example.lower()}")
    assert each.name not in found_in(f"SELECT 1 -- {each.example}")


@pytest.mark.parametrize(
    "call",
    [
        "contains(a, b)", "epoch_us(a)", "list_position(a, b)", "list_sort(a)", "json_exists(a, '$.b')", "to_json(a)",
        "hash(a)", "any_value(a)", "arg_max(a, b)", "strftime(a, b)", "ifnull(a, b)", "TRY_CAST(a AS DATE)", "len(a)",
        "now()", "uuid()", "nextval('s')", "range(3)", "read_csv('file')", "struct_pack(a := 1)", "list(a)", "epoch(a)",
    ],
)  # fmt: skip
def test_each_function_that_only_one_engine_knows_is_found(call: str) -> None:
    name = f"{call.partition('(')[0]}()"
    assert found_in(f"{call} = d") == found_in(call, any_case=False) == {name}


def test_what_both_engines_read_is_not_found() -> None:
    both = """
        -- UNION ALL BY NAME, now(), a::DATE
        SELECT (array_agg(a ORDER BY a))[2] AS b, max(coalesce(c, least(d, e))) AS f, min(g), 'h -> {i} :: now()' AS j,
            CAST(k AS DOUBLE PRECISION) / nullif(l, 0) AS m, CAST(extract(epoch FROM n) * 1000000 AS BIGINT) AS o,
            count(*) FILTER (WHERE strpos(p, q) > 0) AS r, CAST(NULL AS DECIMAL(38, 0)) AS s
        FROM t
        CROSS JOIN generate_series($u, $v, INTERVAL '7 days') AS each(week)
        WHERE CAST($w AS VARCHAR) IS NULL AND x IN (SELECT unnest(CAST($y AS BIGINT[])))
        UNION ALL
        SELECT 1, NULL
        ORDER BY name, z DESC NULLS LAST
    """
    assert found_in(both) == set()


def test_sql_in_python_is_found_wherever_it_stands(tmp_path: Path) -> None:
    module = tmp_path / "made_up.py"
    module.write_text(
        '"""SELECT of a module is no SQL."""\n'
        'ONE = "SELECT a " "FROM t"\n'
        'PROSE = "Nothing here, and list(s) of it."\n'
        "def two(name):\n"
        '    """A docstring FROM somewhere."""\n'
        "    run(f\"UPDATE {name} SET a = {', '.join(f'hash({n})' for n in name)}\")\n"
    )
    assert list(texts(module)) == [("", "SELECT a FROM t"), ("two", "UPDATE x SET a = x"), ("two", "hash(x)")]


# ── where this engine has something faster ───────────────────────────────────────────────────────────────────────────

SECOND = "SELECT (array_agg(day ORDER BY day))[2] AS day"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(tmp_path_factory.mktemp("empty") / "office.duckdb", create=True)
    yield store
    store.close()


def test_the_second_smallest_is_written_out_in_the_engines_own_words() -> None:
    assert scoped("second", SECOND).sql.endswith("SELECT min(day, 2)[2] AS day")
    for name in ("topics_so_far", "figures", "weekly"):
        assert "min(heard_on, 2)[2] AS replicated_on" in query(name).sql
        assert "array_agg(heard_on" not in query(name).sql


@given(days=st.lists(st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 5)), max_size=5))
def test_both_forms_of_the_second_smallest_are_one(empty: Store, days: list[date | None]) -> None:
    both = f"{SECOND} FROM unnest(CAST($days AS DATE[])) AS each(day)"
    forms = scoped("written out", both), Query("as it stands", both, frozenset({"days"}))
    in_order: list[Any] = [*sorted(day for day in days if day), None, None]
    for form in forms:
        assert empty.rows(form, LOCAL, days=days) == [{"day": in_order[1]}], form.name
