"""The mutations still fit the program, and whoever tries them says truly what was noticed."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.mutants.mutation import Mutation
from tests.mutants.mutations import MUTATIONS
from tests.mutants.trial import Verdict, copied, passes, tried


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_finds_its_text_once_and_names_tests_that_are_there(mutation: Mutation) -> None:
    assert mutation.faults(ROOT) == []


def test_each_has_a_name_of_its_own_and_breaks_something_else() -> None:
    assert len({each.name for each in MUTATIONS}) == len(MUTATIONS)
    assert len({(each.file, each.old, each.new) for each in MUTATIONS}) == len(MUTATIONS)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A program of one line, with a test that knows half of it."""
    root = tmp_path / "root"
    for folder in ("core", "data", "dashboard", "tests", ".git"):
        (root / folder).mkdir(parents=True)
    (root / "core" / "late.py").write_text("def late(days):\n    return days > 3 and days < 28\n")
    (root / "data" / "late.sql").write_text("SELECT days < 28\n")
    (root / "tests" / "conftest.py").write_text(
        "from hypothesis import settings\nsettings.register_profile('mutants', settings())\n"
    )
    (root / "tests" / "test_late.py").write_text(
        "from core.late import late\ndef test_late():\n    assert late(4) and not late(3)\n"
        "def test_wrong():\n    assert False\n"
    )
    return root


KNOWN, UNKNOWN, WRONG = ("tests/test_late.py::test_late",), ("tests/test_late.py::test_x",), ("tests/test_late.py",)


def mutation(old: str, new: str, tests: tuple[str, ...] = KNOWN) -> Mutation:
    return Mutation("x", "core/late.py", old, new, tests)


@pytest.mark.slow
def test_what_is_noticed_what_survives_and_what_cannot_be_judged(tree: Path, tmp_path: Path) -> None:
    text = (tree / "core" / "late.py").read_text()
    here = copied(tree, tmp_path / "copy")
    assert not (here / ".git").exists()
    assert tried(here, mutation("days > 3", "days > 4"))[0] is Verdict.KILLED
    assert tried(here, mutation("days < 28", "days < 29"))[0] is Verdict.SURVIVED
    verdict, said = tried(here, mutation("days > 3", "days > 4", UNKNOWN))
    assert verdict is Verdict.NOT_JUDGED
    assert "test_x" in said
    assert tried(here, mutation("days > 3", "days >"))[0] is Verdict.NOT_JUDGED, (
        "a tree that does not run shows nothing"
    )
    assert (here / "core" / "late.py").read_text() == text == (tree / "core" / "late.py").read_text()
    assert passes(here, KNOWN) is None
    assert "test_wrong" in (passes(here, WRONG) or "")


def test_a_mutation_that_no_longer_fits_is_told_with_where_its_text_went(tree: Path) -> None:
    assert mutation("days > 3", "days > 4").faults(tree) == []
    assert mutation("days", "hours").faults(tree) == [
        "its text stands 3 times in core/late.py; it stands in data/late.sql"
    ]
    assert mutation("days >= 3", "days > 4").faults(tree) == ["its text stands 0 times in core/late.py"]
    assert mutation("days > 3", "days > 3").faults(tree) == ["it changes nothing"]
    assert mutation("days > 3", "x", UNKNOWN).faults(tree) == ["there is no test_x in tests/test_late.py"]
    assert mutation("days > 3", "x", ("tests/test_y.py",)).faults(tree) == ["there is no tests/test_y.py"]
