"""Words that the product never says to anybody stand in no text that it could show."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from streamlit.testing.v1 import AppTest

from core import labels
from core.findings import Location
from core.labels import FOLLOW_UPS
from core.models import TABLES
from dashboard.blocks.contradiction_list import place
from dashboard.cli.main import main
from data import office
from data.store import Store
from tests.bundles import AMARA, contact, interview, write_bundle
from tests.conftest import ROOT

NEVER = re.compile(
    r"\b(stuck|fail(s|ed|ing|ure|ures)?|no-shows?|cold|leads?|targets?|compliance|drift\w*|ambush\w*|scores?|inactive"
    r"|lapsed|stop)\b",
    re.IGNORECASE,
)
# Texts that hold such a word and say nothing of the kind, or are not shown, each with its reason.
MEANT_OTHERWISE = {
    "Nobody leads to themselves.": "the verb: who led to whom",
    "$viewer_role IN ('local', 'lead')": "a role in a query",
    '" Target="': "an attribute of a workbook's own form",
    "Target": "the same",
}
NOT_A_TEXT = re.compile(r"visible_clients AS \(")  # the expression in front of every query


def constants(path: Path) -> Iterator[str]:
    """Every text of a module that it could show: with a space in it, or a capital in front.

    What it says of itself is for whoever reads the code, except the why of a rule and the help of a command, which
    pages and terminals show.
    """
    tree = ast.parse(path.read_text())
    own = {id(node.body[0].value) for node in ast.walk(tree) if _says_of_itself(node, path)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in own:
            text = node.value
            if " " in text.strip() or text[:1].isupper():
                yield text


def _says_of_itself(node: ast.AST, path: Path) -> bool:
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) or ast.get_docstring(node) is None:
        return False
    marks = getattr(node, "decorator_list", [])
    shown = any("command" in ast.unparse(mark) or "rule(" in ast.unparse(mark) for mark in marks)
    return not shown


MODULES = [path for room in ("core", "data", "dashboard") for path in sorted((ROOT / room).rglob("*.py"))]


def test_no_text_of_the_product_says_a_word_that_it_never_says() -> None:
    said = {text: path.name for path in MODULES for text in constants(path) if NEVER.search(text)}
    wrong = {text: where for text, where in said.items() if text not in MEANT_OTHERWISE and not NOT_A_TEXT.search(text)}
    assert wrong == {}


def test_every_exception_is_still_one() -> None:
    said = {text for path in MODULES for text in constants(path)}
    assert said >= MEANT_OTHERWISE.keys()


@pytest.mark.parametrize("text", ["Three Leads", "you were stuck at", "the stop", "no-show"])
def test_the_words_are_found_wherever_they_stand(text: str) -> None:
    assert NEVER.search(text)


def test_whatever_pages_call_things_is_a_word_they_may_say() -> None:
    found = {name: each for name, each in vars(labels).items() if name.isupper() and name != "RULES"}
    called = [label for each in found.values() for label in (each.values() if isinstance(each, Mapping) else each)]
    words = [word for label in called for word in ([label] if isinstance(label, str) else label)]
    assert len(words) > 60
    assert not [word for word in words if NEVER.search(word)]


def test_every_table_and_every_kind_of_follow_up_has_a_name_for_people() -> None:
    assert set(labels.TABLES) == set(TABLES)
    assert len(set(labels.TABLES.values())) == len(TABLES)
    assert not [
        name for name in [*labels.TABLES.values(), *(words.many for words in FOLLOW_UPS.values())] if "_" in name
    ]


def test_only_names_of_columns_are_shown_as_they_are_spelled() -> None:
    """A table's name could hold such a word, so that it is told by what `core.labels` calls it."""
    spelled = {
        ast.unparse(node.func.value)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "replace"
        and [getattr(each, "value", None) for each in node.args] == ["_", " "]
    }
    assert spelled == {
        "self.column",
        "where.column",
        "change.column",
        "column.name",
        "str(error['loc'][0])",
        "name.removesuffix('_id')",
    }


def test_the_place_of_a_contradiction_is_told_in_words_of_the_pages() -> None:
    assert place(Location("leads", "l5", "done_on")) == "Names and tips · done on, record l5"
    assert place(Location("follow_ups")) == "Follow-ups"


def test_a_dropped_file_is_told_in_words_of_the_pages(tmp_path: Path) -> None:
    talk = interview("i1", "p1", held_on="2026-11-05")
    lead = {"lead_id": "l1", "client_id": "c1", "interview_id": "i1", "kind": "book", "name": "Dig your well"}
    wish = {"target_id": "t1", "client_id": "c1", "name": "Lumen Health"}
    given = {"clients": [AMARA], "contacts": [contact("p1")], "interviews": [talk], "leads": [lead], "targets": [wish]}
    source = write_bundle(tmp_path / "people.xlsx", given)
    Store.open(tmp_path / "office.duckdb", create=True).close()
    office.release()
    office.choose(tmp_path / "office.duckdb")
    app = AppTest.from_file(str(ROOT / "dashboard" / "front.py"), default_timeout=30).run()
    app.switch_page("views/counselor/bring_in.py").run()
    app.file_uploader[0].set_value((source.name, source.read_bytes(), "application/octet-stream")).run()
    office.release()
    assert list(app.dataframe[0].value["Table"]) == [
        "Clients", "Contacts", "Interviews", "Organizations", "Names and tips",
    ]  # fmt: skip


def test_an_import_at_a_terminal_is_told_in_words_of_the_pages(tmp_path: Path) -> None:
    talk = interview("i1", "p1", held_on="2026-11-05")
    lead = {"lead_id": "l1", "client_id": "c1", "interview_id": "i1", "kind": "book", "name": "Dig your well"}
    given = {"clients": [AMARA], "contacts": [contact("p1")], "interviews": [talk], "leads": [lead]}
    source = write_bundle(tmp_path / "people.xlsx", given)
    found = CliRunner().invoke(main, ["import", str(source), str(tmp_path / "office.duckdb"), "--dry-run"])
    assert "Names and tips" in found.output
    said = found.output.replace("sheet “leads”", "")  # the name that the sheet has in the file
    assert not NEVER.search(said), said


@pytest.mark.parametrize("command", [None, *main.commands])
def test_the_help_of_every_command_says_none_of_them_either(command: str | None) -> None:
    found = CliRunner().invoke(main, [*([command] if command else []), "--help"])
    assert found.exit_code == 0
    assert not NEVER.search(found.output), found.output
