"""Cases say of each client what the client's rows say."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given

from core.clock import Clock
from core.policy import Policy
from core.today import today as in_order
from core.viewer import LOCAL
from data.cases.gathering import caseload_cases
from tests.case_oracle import ZONE, Oracle, busy_offices, key, plain
from tests.offices import Office, make_office, refill
from tests.profiles import examples
from tests.random_offices import Bundle

EXAMPLES = examples(30)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("cases") / "office.duckdb"
    made = make_office(path, {"settings": [{"name": "time_zone", "value": ZONE.key}]})
    yield made
    made.store.close()


@EXAMPLES
@given(drawn=busy_offices())
def test_every_case_is_what_the_rows_say(office: Office, drawn: tuple[date, Bundle]) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    for day in (as_of, as_of - timedelta(days=9)):
        clock = Clock.at(day, None, Policy(), ZONE)
        found = caseload_cases(office.store, LOCAL, clock, thorough=True, status="all").cases
        expected = [Oracle(bundle, client, clock).case() for client in bundle.get("clients", [])]
        assert [case.key for case in sorted(found, key=key)] == [case.key for case in sorted(expected, key=key)]
        for here, there in zip(sorted(found, key=key), sorted(expected, key=key), strict=True):
            assert plain(here)._asdict() == plain(there)._asdict()


@EXAMPLES
@given(drawn=busy_offices())
def test_looking_less_things_up_changes_nothing_on_the_list(office: Office, drawn: tuple[date, Bundle]) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    clock = Clock.at(as_of, None, Policy(), ZONE)
    quick, thorough = (
        in_order(caseload_cases(office.store, LOCAL, clock, thorough=thorough).cases, clock).rows
        for thorough in (False, True)
    )
    assert quick == thorough
