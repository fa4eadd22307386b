"""The register of rules: none is forgotten, judged by nobody, or without an example."""

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.case import Case
from core.clock import Clock
from core.codes import GIVEN
from core.findings import Severity
from core.policy import Policy
from core.records import CaseloadRecord
from core.rules import RULES
from core.rules.register import case_rule
from core.today import today
from core.viewer import LOCAL
from data.check import findings
from tests.casework import said
from tests.conftest import ROOT
from tests.offices import make_office
from tests.random_offices import Bundle
from tests.rule_examples import EXAMPLES, Subject, apart

RULE_FILES = {path.stem: path for path in (ROOT / "core" / "rules").glob("*.py") if path.stem != "__init__"}
# What rules are registered with, and what several of them say things with.
NO_RULES = {"register", "lateness"}
# What is never recorded of somebody is told of everybody whose records are short.
TOLD_BESIDE = {"DAT240"}


def functions(path: Path) -> Iterator[tuple[str, bool]]:
    """The public functions of a file, and whether each is registered as a rule."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, any(re.match(r"\w*_rule\(", ast.unparse(mark)) for mark in node.decorator_list)


def test_every_file_of_rules_is_imported() -> None:
    package = ast.parse((ROOT / "core" / "rules" / "__init__.py").read_text(encoding="utf-8"))
    imported = {
        alias.name
        for node in package.body
        if isinstance(node, ast.ImportFrom) and node.module == "core.rules"
        for alias in node.names
    }
    assert imported == RULE_FILES.keys() - NO_RULES


@pytest.mark.parametrize("name", sorted(RULE_FILES.keys() - NO_RULES))
def test_every_public_function_of_a_file_of_rules_is_a_rule(name: str) -> None:
    found = dict(functions(RULE_FILES[name]))
    assert [function for function, registered in found.items() if not registered] == []
    assert found
    assert found.keys() <= {rule.name for rule in RULES.values()}


def test_a_rule_must_say_why() -> None:
    def silent(case: Case, clock: object) -> Iterator[object]:
        yield from ()

    about = {"group": 3, "action": "Write", "remedy": "Wait.", "clears": "Time."}
    with pytest.raises(ValueError, match="silent does not say why"):
        case_rule("PAC299", Severity.WARN, source="R1", **about)(silent)  # type: ignore[arg-type]
    assert "PAC299" not in RULES
    assert "PAC299" not in GIVEN


def test_every_rule_says_why_where_from_and_what_to_do() -> None:
    numbers = {number.name for number in Policy.numbers()}
    for each in RULES.values():
        assert len(each.why) > 40, each.name
        assert each.source, each.name
        assert each.remedy.endswith("."), each.name
        assert each.remedy.count(".") == 1, each.name
        assert set(each.numbers) <= numbers, each.name
        if each.of is Case:
            assert each.group in range(1, 7), each.name
            assert each.action, each.name
            assert each.clears, each.name


def test_what_is_wrong_with_records_is_known_by_its_letters() -> None:
    """By them the store finds what was put aside (`mend_put_aside.sql`)."""
    assert {code for code, rule in RULES.items() if rule.of is not Case} == {c for c in RULES if c.startswith("DAT")}


def test_no_rule_uses_a_word_that_shames() -> None:
    shaming = ("stuck", "failed", "no-show", "cold", "target", "compliance", "drift", "score", "inactive", "lapsed")
    for each in RULES.values():
        text = f"{each.why} {each.remedy} {each.clears} {each.action}".lower()
        assert not [word for word in shaming if word in text.split()], each.name


# ── examples ─────────────────────────────────────────────────────────────────────────────────────────────────────────


Told = dict[str, str]


@pytest.fixture(scope="module")
def told_of_records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, Bundle], Told]]:
    """Code → words of what the rules about records tell of an example's client, in one office that holds them all."""
    marks: dict[int, str] = {}
    rows: Bundle = defaultdict(list)
    for code, example in EXAMPLES.items():
        for place, bundle in enumerate([*example.told.values(), *example.silent]):
            if isinstance(bundle, dict):
                marks[id(bundle)] = f"{code}.{place}."
                for table, own in apart(bundle, marks[id(bundle)]).items():
                    rows[table] += own
    made = make_office(tmp_path_factory.mktemp("rules") / "office.duckdb", rows)
    found: dict[tuple[Clock, str], Told] = defaultdict(dict)
    for at in {example.at for example in EXAMPLES.values()}:
        for each in findings(made.store, LOCAL, at.as_of, Policy(), now=at.now):
            if each.code in RULES and RULES[each.code].of is not Case:
                found[at, each.client_id][each.code] = each.message
    yield lambda code, bundle: found[EXAMPLES[code].at, f"{marks[id(bundle)]}maya"]
    made.store.close()


def told_of_caseload(record: CaseloadRecord, at: Clock) -> Told:
    """Code → words of what *Today* tells of several people, so many of them with something to mend."""
    people = [(number, f"c{number}", "Maya") for number in range(record.to_mend)]
    return {row.code: row.reason for row in today([], at, to_mend=people).rows}


@pytest.mark.parametrize("code", sorted({*RULES, *EXAMPLES}))
def test_every_rule_is_told_where_its_examples_say_and_nowhere_near(
    told_of_records: Callable[[str, Bundle], Told], code: str
) -> None:
    """Judged by what judges in the product, so that a rule which nobody asks fails here."""

    def told(subject: Subject) -> Told:
        if isinstance(subject, Case):
            return said(subject, example.at)
        if isinstance(subject, CaseloadRecord):
            return told_of_caseload(subject, example.at)
        return told_of_records(code, subject)

    assert code in RULES, f"{code} is no rule"
    assert code in EXAMPLES, f"{RULES[code].name} ({code}) has no example in tests/rule_examples.py"
    example = EXAMPLES[code]
    assert example.told
    assert example.silent
    for words, subject in example.told.items():
        found = told(subject)
        assert found.get(code) == words
        assert found.keys() - TOLD_BESIDE <= {code}
    for subject in example.silent:
        assert code not in told(subject)
