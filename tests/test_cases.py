"""Cases say of each client what the client's rows say."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from core.case import Case, PutAside
from core.clock import Clock
from core.policy import Policy
from core.today import today as in_order
from core.viewer import LOCAL
from data.cases.gathering import caseload_cases
from tests.case_oracle import ZONE, Oracle, busy_office, key, plain, said_in, words_from
from tests.offices import Office, make_office, refill, rows_of
from tests.profiles import examples

# What fails is a seed, and what it says is the case that differs: there is nothing to be made smaller.
EXAMPLES = examples(15, phases=[Phase.explicit, Phase.reuse, Phase.generate])


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("cases") / "office.duckdb"
    made = make_office(path, {"settings": [{"name": "time_zone", "value": ZONE.key}]})
    yield made
    made.store.close()


@EXAMPLES
@given(seed=st.integers(0, 2**32))
def test_every_case_is_what_the_rows_say(office: Office, seed: int) -> None:
    as_of, bundle = busy_office(random.Random(seed))
    refill(office, bundle)
    for day in (as_of, as_of - timedelta(days=9)):
        clock = Clock.at(day, None, Policy(), ZONE)
        found = caseload_cases(office.store, LOCAL, clock, thorough=True, status="all").cases
        expected = [Oracle(bundle, client, clock).case() for client in bundle.get("clients", [])]
        assert [case.key for case in sorted(found, key=key)] == [case.key for case in sorted(expected, key=key)]
        for here, there in zip(sorted(found, key=key), sorted(expected, key=key), strict=True):
            assert plain(here)._asdict() == plain(there)._asdict()


@EXAMPLES
@given(seed=st.integers(0, 2**32))
def test_looking_less_things_up_changes_nothing_on_the_list(office: Office, seed: int) -> None:
    as_of, bundle = busy_office(random.Random(seed))
    refill(office, bundle)
    clock = Clock.at(as_of, None, Policy(), ZONE)
    quick, thorough = (
        caseload_cases(office.store, LOCAL, clock, thorough=thorough).cases for thorough in (False, True)
    )
    everything = with_all_ever_said(office, thorough, clock)
    assert in_order(quick, clock).rows == in_order(everything, clock).rows


def with_all_ever_said(office: Office, found: Iterable[Case], clock: Clock) -> list[Case]:
    """The cases with every word that was ever said and everything that was ever put aside, read plainly."""
    words, asides = defaultdict(list), defaultdict(list)
    for row in rows_of(office.store, "meetings"):
        if row["happened_on"] and row["happened_on"] <= clock.as_of:
            words[row["client_id"]].append(said_in(row))
    for row in rows_of(office.store, "dismissals"):
        about = row["code"], row["record_table"], row["record_id"], row["reason"]
        # What was put aside on a day that nobody noted was so then.
        on = row["dismissed_on"] or words_from(clock)
        asides[row["client_id"]].append(PutAside(*about, on, row["until"], row["facts"] or ""))
    return [
        case._replace(
            words=words[case.client_id],
            aside=asides[case.client_id],
            last_word=max((word.on for word in words[case.client_id]), default=None),
            last_aside=max((put.on for put in asides[case.client_id] if put.on <= clock.as_of), default=None),
        )
        for case in found
    ]
