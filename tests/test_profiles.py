"""Depth of property-based tests: said in one place, and deeper where a change is judged."""

import ast
import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import Phase, settings

from tests import profiles
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def profile() -> Iterator[None]:
    before = settings.get_current_profile_name()
    yield
    settings.load_profile(before)


def test_a_desk_and_a_judge_have_a_profile_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "1")
    profiles.register()
    judged = profiles.examples(50)
    monkeypatch.delenv("CI")
    profiles.register()
    daily = profiles.examples(50)
    assert (judged.max_examples, daily.max_examples) == (20, 10)
    assert judged.max_examples > daily.max_examples
    assert (judged.derandomize, daily.derandomize) == (True, False)
    assert judged.print_blob
    assert daily.print_blob
    assert daily.database is not None, "what failed once is tried first"


def test_a_costly_test_tries_fewer_and_at_least_one() -> None:
    settings.load_profile("daily")
    assert profiles.examples(1).max_examples == 1
    assert profiles.examples(500).max_examples == 100
    assert profiles.examples(6, stateful_step_count=8).stateful_step_count == 8


def test_what_is_broken_on_purpose_is_not_made_simple() -> None:
    settings.load_profile("mutants")
    assert Phase.shrink not in profiles.examples(10).phases
    assert profiles.examples(10).derandomize


def test_no_test_has_a_number_of_examples_of_its_own() -> None:
    own = [
        path.name
        for path in (ROOT / "tests").glob("*.py")
        if path.name not in {"profiles.py", "test_profiles.py"}
        and re.search(
            r"max_examples|(?<![\w.])settings\(\s*(deadline|parent|max_|derandomize)", path.read_text("utf-8")
        )
    ]
    assert own == []


ACTS = {"click", "tap", "press", "fill", "check", "reload", "go_back"}


def test_whatever_takes_more_than_one_click_in_a_browser_is_a_journey() -> None:
    """Steps count as often as they are written, those of the module's own functions and of loops twice."""
    forgotten = []
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        module = ast.parse(path.read_text(encoding="utf-8"))
        functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
        always = any(
            ast.unparse(node).startswith("pytestmark") and "mark.journey" in ast.unparse(node) for node in module.body
        )
        forgotten += [
            f"{path.name}::{name}"
            for name, function in functions.items()
            if name.startswith("test_") and acts(function, functions) > 1
            if not always and "pytest.mark.journey" not in map(ast.unparse, function.decorator_list)
        ]
    assert forgotten == []


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("visitor.page.get_by_role('link').click()", 1),
        ("page.get_by_label('Note').fill('x'); page.keyboard.press('Enter')", 2),
        ("for name in names:\n    page.get_by_text(name).first.click()", 2),
        ("click(visitor, 'Undo'); click(visitor, 'Undo')", 2),
        ("app.button[0].click().run(); app.button[1].click().run()", 0),
    ],
)
def test_what_is_done_in_a_browser_is_counted(written: str, count: int) -> None:
    own = ast.parse("def click(visitor, name):\n    visitor.page.get_by_role('button', name=name).click()").body[0]
    assert isinstance(own, ast.FunctionDef)
    assert acts(ast.parse(written), {"click": own}) == count


def acts(node: ast.AST, functions: Mapping[str, ast.FunctionDef]) -> int:
    """How often something is done in a browser: what a page or a part of it is told by name."""
    found = 0
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in ACTS:
            found += _is_of_a_page(each.func)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in functions:
            found += acts(functions[each.func.id], {})
        found += acts(each, functions) * (2 if isinstance(each, ast.For | ast.While) else 1)
    return found


def _is_of_a_page(call: ast.Attribute) -> bool:
    """Whether it is said to a browser's page; Streamlit's own test of an app has clicks too."""
    words = ast.unparse(call.value)
    return bool(re.search(r"\bpage\b|get_by_|locator|\bfirst\b", words))
