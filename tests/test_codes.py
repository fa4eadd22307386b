"""Every code that is told is given out in one place, once, and nothing is told under another."""

import ast
import re
from collections.abc import Iterator

import pytest

from core.codes import GIVEN, Notice, give
from core.findings import Severity
from core.records import ContactRecord
from core.rules import RULES
from core.rules.people_data import referral_loop
from core.rules.register import record_rule
from tests.conftest import ROOT

CODE = re.compile(r"\b[A-Z]{3}\d{3}\b")


def sources(*endings: str) -> Iterator[tuple[str, str]]:
    """The name and the text of every file of the three rooms, what is said to the linter taken out."""
    for room in ("core", "data", "dashboard"):
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in endings:
                text = path.read_text(encoding="utf-8")
                yield str(path.relative_to(ROOT)), re.sub(r"# noqa[^\n]*", "", text)


def test_a_code_is_given_out_once_whatever_to() -> None:
    with pytest.raises(ValueError, match="PAC201 is come_to_a_halt already"):
        give("PAC201", "another")
    with pytest.raises(ValueError, match="DAT201 is reply_before_request already"):
        give("DAT201", "another")
    with pytest.raises(ValueError, match="DAT255 is empty_cells_filled already"):
        record_rule("DAT255", Severity.WARN, ContactRecord, remedy="Wait.")(referral_loop)
    assert "DAT255" not in RULES


@pytest.mark.parametrize("code", ["PAC20", "pac299", "PACE299", "PAC2990", ""])
def test_a_code_is_three_letters_and_three_digits(code: str) -> None:
    with pytest.raises(ValueError, match="is not three letters and three digits"):
        give(code, "another")
    assert code not in GIVEN


def test_every_code_that_anything_speaks_of_is_given_out() -> None:
    spoken = {(code, name) for name, text in sources(".py", ".sql", ".js") for code in CODE.findall(text)}
    assert {(code, name) for code, name in spoken if code not in GIVEN} == set()
    assert len({code for code, _ in spoken}) == len(GIVEN)


def test_every_notice_is_told_by_something_and_only_by_its_name() -> None:
    told = {
        node.attr
        for name, text in sources(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Notice" and name != "core/codes.py"
    }
    assert set(Notice.__members__) == told
    spelled = {name for name, text in sources(".py", ".sql") for notice in Notice if notice.value in text}
    assert spelled == {"core/codes.py"}


def test_nothing_is_told_under_a_code_that_was_made_up_on_the_spot() -> None:
    codes = {
        ast.unparse(node.args[0] if node.args else node)
        for _, text in sources(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding"
    }
    # `told` of data.forms hands on what it is given, and is looked at below.
    assert {code for code in codes if not code.startswith("Notice.")} == {"rule.code", "self.code", "code"}
    handed_on = [
        ast.unparse(node.args[0])
        for name, text in sources(".py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "told" and name.startswith("data/forms/")
    ]
    assert handed_on
    assert [code for code in handed_on if not code.startswith("Notice.")] == []
