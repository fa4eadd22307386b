"""Depth of property-based tests: said in one place, and deeper where a change is judged."""

import re
from collections.abc import Iterator

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
    assert (judged.max_examples, daily.max_examples) == (30, 15)
    assert judged.max_examples > daily.max_examples
    assert (judged.derandomize, daily.derandomize) == (True, False)
    assert judged.print_blob
    assert daily.print_blob
    assert daily.database is not None, "what failed once is tried first"


def test_a_costly_test_tries_fewer_and_at_least_one() -> None:
    settings.load_profile("daily")
    assert profiles.examples(1).max_examples == 1
    assert profiles.examples(500).max_examples == 150
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
