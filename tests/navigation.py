"""The pages that the navigation names, read from the script that every page shares."""

import ast
from collections.abc import Mapping

from tests.conftest import ROOT

FRONT = ROOT / "dashboard" / "front.py"


def registered() -> list[str]:
    """The files of the pages in the navigation's order, as `front.py` names them: views/counselor/today.py."""
    tree = ast.parse(FRONT.read_text(encoding="utf-8"))
    given = {
        ast.unparse(target): node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
    }
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "st.Page")
    return [_text(call.args[0], given) for call in calls]


def _text(node: ast.expr, given: Mapping[str, object]) -> str:
    """The text of a constant, or of an f-string with constants of the module."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    plain = [part.value if isinstance(part, ast.FormattedValue) else part for part in parts]
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else str(given[ast.unparse(part)]) for part in plain
    )
