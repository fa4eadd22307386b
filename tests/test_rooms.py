"""The house rules that no tool holds: who speaks SQL, who remembers, how long a thing may be, how it is named."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from core.viewer import LOCAL
from data.changes.change import Change
from data.store import Store
from tests.planted import AS_OF

ROOT = Path(__file__).parent.parent
ROOMS = ("core", "data", "dashboard")
# What is to be short and to name the thing first.
SHORT_ROOMS = (*ROOMS, "bench")
LONGEST_MODULE, LONGEST_FUNCTION, LONGEST_PAGE = 200, 40, 60
LONG_FOR_A_REASON = {
    "core/models.py": "one line a column of the bundle: long because there is much, not because it does much",
}
SAME_NAME_FOR_A_REASON = {
    "app": "the application, and the usual page that ours is measured beside",
    "client": "the page of one client, and what it reads of them",
    "figures": "core names the figures and adds them up, data asks for them",
    "follow_ups": "core says which follow from facts, a command what one can do with them, the page shows them",
    "front": "the script of every page, and that of the bench, which can leave the page out",
    "gate": "the package, and the layer in it that all requests go through",
    "queries": "the statements themselves, and what the bench measures of them",
    "questions": "core has the bank of them, a command what one can do with those of a talk",
    "visitor": "what is remembered of a visitor, and the bench's own",
    "today": "core puts people in order, data finds them, the page shows them",
}
LEFT_OVER = "utils util helpers helper services service managers manager base common misc"
SQL = re.compile(
    r"\b(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|(CREATE|ALTER|DROP)\s+TABLE|WITH\s+\w+\s+AS\s*\()",
    re.DOTALL,
)


def modules(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def those_who_say(what: str, *rooms: str) -> set[str]:
    """The modules in which a name or an attribute occurs."""
    return {
        named(path)
        for path in modules(*rooms)
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Attribute) and re.fullmatch(what, node.attr))
        or (isinstance(node, ast.Name) and re.fullmatch(what, node.id))
    }


# ── who does what ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_only_one_module_knows_the_engine() -> None:
    assert {named(path) for path in modules(*ROOMS) if any(m.split(".")[0] == "duckdb" for m in imports(path))} == {
        "data/engine.py"
    }


def dotted(path: Path) -> str:
    return named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def imported(path: Path, among: set[str]) -> set[str]:
    """The modules among these that a module imports anywhere in it, also in a function of its own."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name if name in among else str(node.module) for name in whole}
    return found & among


def test_no_modules_import_each_other_in_a_circle() -> None:
    among = {dotted(path) for path in modules(*ROOMS)}
    # Raises CycleError, which names the circle.
    TopologicalSorter({dotted(path): imported(path, among) for path in modules(*ROOMS)}).prepare()


def test_only_the_data_room_speaks_sql() -> None:
    speaking = {
        named(path)
        for path in modules("core", "dashboard")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value)
    }
    assert speaking == set()
    assert list((ROOT / "core").rglob("*.sql")) + list((ROOT / "dashboard").rglob("*.sql")) == []


def test_only_load_keeps_answers_and_only_the_widgets_remember() -> None:
    assert those_who_say("cache_data|cache_resource|experimental_memo", *ROOMS) <= {"dashboard/load/import_export.py"}
    remembering = those_who_say("session_state", *ROOMS)
    assert {name for name in remembering if not name.startswith("dashboard/widgets/")} == set()


def test_nobody_unpickles_or_shows_unchecked_html() -> None:
    unsafe = {"pickle", "cPickle", "joblib", "shelve", "marshal", "dill"}
    assert [named(path) for path in modules(*ROOMS) if unsafe & {m.split(".")[0] for m in imports(path)}] == []
    assert those_who_say("read_pickle|eval|exec", *ROOMS) == set()
    for path in modules("dashboard"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                assert "unsafe_allow_html" not in {keyword.arg for keyword in node.keywords}, named(path)
                assert "persist" not in {keyword.arg for keyword in node.keywords}, named(path)


def test_nobody_but_the_outermost_caller_asks_what_day_it_is() -> None:
    """Rules and figures are told; `today()` and `now()` are for the page, the command line and the store's own line."""
    asking = {
        named(path)
        for path in modules("core")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"today", "now", "utcnow"}
    }
    assert asking == set()


# ── how long, how named ──────────────────────────────────────────────────────────────────────────────────────────────


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    for path in modules(*ROOMS, "tests", "bench"):
        said = ast.get_docstring(tree(path))
        assert said, f"{named(path)} says nothing"
        assert said.splitlines()[0].rstrip().endswith((".", "?", ":", ",")) or len(said.splitlines()) > 1, named(path)


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_every_module_names_first_what_is_inside() -> None:
    """A noun says what somebody will find; what, who or how says it only to those who know already."""
    riddles = "What Who Whom Whose Which How However Where Whether When Whatever Whoever Why"
    first_words = {
        named(path): (ast.get_docstring(tree(path)) or "").split(maxsplit=1)[0].strip(",.:")
        for path in modules(*ROOMS, "tests", "bench")
    }
    assert {name: word for name, word in first_words.items() if word in riddles.split()} == {}


def test_no_module_is_longer_than_one_can_read() -> None:
    long = {named(path): lines for path in modules(*SHORT_ROOMS) if (lines := lines_of(path)) > LONGEST_MODULE}
    assert {name: lines for name, lines in long.items() if name not in LONG_FOR_A_REASON} == {}


def test_what_may_be_long_is_long() -> None:
    assert [name for name in LONG_FOR_A_REASON if lines_of(ROOT / name) <= LONGEST_MODULE] == []


def test_a_page_reads_as_a_sentence() -> None:
    pages = sorted((ROOT / "dashboard" / "views").glob("*/*.py"))
    assert len(pages) > 5
    assert {named(path): lines for path in pages if (lines := lines_of(path)) > LONGEST_PAGE} == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{named(path)}:{node.name}": lines
        for path in modules(*SHORT_ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_two_modules_share_a_name_unless_for_a_reason() -> None:
    names = Counter(path.parent.name if path.stem == "__init__" else path.stem for path in modules(*ROOMS, "bench"))
    assert {name for name, count in names.items() if count > 1} == set(SAME_NAME_FOR_A_REASON)


def test_nothing_is_named_for_being_left_over() -> None:
    parts = {part for path in modules(*ROOMS) for part in Path(named(path)).with_suffix("").parts}
    words = {word for part in parts for word in part.split("_")}
    assert words & set(LEFT_OVER.split()) == set()
    classes = {node.name for path in modules(*ROOMS) for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)}
    assert [name for name in classes if re.search(r"(Manager|Service|Helper|Util|Base|Mixin|Factory)s?$", name)] == []


# ── names that become SQL ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("hostile", ["name = 'x' --", "nonsense", "name; DROP TABLE clients"])
def test_no_name_from_outside_becomes_part_of_a_statement(tmp_path: Path, hostile: str) -> None:
    """Tables and columns are taken from data/tables.py only, whoever calls."""
    store = Store.open(tmp_path / "office.duckdb", create=True)
    with store.change(LOCAL, "add") as change:
        client = change.add("clients", {"name": "Tom", "started_on": AS_OF})

    def attempts(change: Change) -> list[object]:
        import pyarrow as pa

        rows = pa.table({"client_id": pa.array([client]), hostile: pa.array(["x"])})
        return [
            lambda: change.add("clients", {"name": "Tom", hostile: "x"}),
            lambda: change.add(hostile, {"name": "Tom"}),
            lambda: change.edit("clients", client, {hostile: "x"}),
            lambda: change.edit(hostile, client, {"name": "x"}),
            lambda: change.remove(hostile, client),
            lambda: change.record(hostile, client),
            lambda: change.load("clients", rows),
            lambda: change.rewrite("clients", rows),
            lambda: change.load(hostile, rows),
        ]

    for place in range(9):
        with pytest.raises((KeyError, ValueError)), store.change(LOCAL, "try") as change:
            attempts(change)[place]()  # type: ignore[operator]
    with pytest.raises((FileNotFoundError, OSError)):
        store.rows(f"../{hostile}", LOCAL)
    store.close()
