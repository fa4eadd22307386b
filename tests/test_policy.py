"""An office's own numbers."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from core.findings import Severity
from core.policy import Policy


def test_every_number_has_its_unit_source_and_words() -> None:
    for number in Policy.numbers():
        assert number.unit
        assert number.source
        assert number.about
    assert Policy().halted_after_days == 14
    assert Policy().acceptance_rate == Fraction(1, 2)


# For the runway, and for trackers in people's own words; nothing reads them before these are here.
NOT_READ_YET = {"acceptance_rate", "acceptance_needs_requests", "free_form_mb"}


def test_a_number_that_an_office_may_change_changes_something() -> None:
    root = Path(__file__).parent.parent
    modules = [path for room in ("core", "data", "dashboard") for path in (root / room).rglob("*.py")]
    said = " ".join(path.read_text(encoding="utf-8") for path in modules if path.name != "policy.py")
    read = set(re.findall(r"\w+", said))
    assert {number.name for number in Policy.numbers()} - read == NOT_READ_YET


def test_the_usual_numbers_lie_within_their_own_bounds() -> None:
    settings = {n.name: str(n.default) for n in Policy.numbers() if not isinstance(n.default, frozenset)}
    assert Policy.from_settings(settings) == (Policy(), [])


def test_an_office_may_change_them() -> None:
    policy, findings = Policy.from_settings(
        {
            "goal_interviews": " 8 ",
            "acceptance_rate": "40 %",
            "quiet_weeks": "2026-W52, 2026W53",
            "time_zone": "Europe/Berlin",
            "halted_after_days": "",
        }
    )
    assert not findings
    assert policy.goal(None) == 8
    assert policy.goal(0) == 0
    assert policy.acceptance_rate == Fraction(2, 5)
    assert policy.calendar.quiet_weeks == {"2026-W52", "2026-W53"}
    assert policy.halted_after_days == 14


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("halted_after_days", "soon"),
        ("halted_after_days", "0"),
        ("halted_after_days", "-3"),
        ("goal_interviews", "1000000"),
        ("acceptance_rate", "2"),
        ("acceptance_rate", "1/0"),
        ("quiet_weeks", "2026-W54"),
        ("quiet_weeks", "Christmas"),
    ],
)
def test_a_value_that_is_not_understood_is_told_and_the_usual_one_holds(name: str, value: str) -> None:
    policy, (finding,) = Policy.from_settings({name: value})
    assert policy == Policy()
    assert (finding.code, finding.severity) == ("DAT230", Severity.WARN)
    assert (finding.where.table, finding.where.id, finding.where.column) == ("settings", name, "value")
    assert value in finding.message
    assert finding.remedy


def test_a_name_that_nobody_reads_is_told() -> None:
    policy, (finding,) = Policy.from_settings({"halted_after": "3"})
    assert policy == Policy()
    assert finding.code == "DAT231"
