"""One reason has one place: *Today*, the command line, the client's page and `check` tell it alike, of any office."""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
from hypothesis import given

from core.clock import Clock
from core.labels import GROUPS, noticed_under
from core.policy import Policy
from core.reasons import GOOD, SEVERAL
from core.today_row import TodayRow, stand, told_among_others
from core.viewer import LOCAL
from data import check
from data.cache.snapshot import computed, revisions_of
from data.caseload_pass import CaseloadOverview, caseload_overview
from data.today import as_json, today
from tests.offices import Office, make_office, refill
from tests.profiles import examples
from tests.random_offices import FIELD_NAMES, Bundle, offices

EXAMPLES = examples(30)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("one_place") / "office.duckdb"
    made = make_office(path, {"settings": [{"name": "time_zone", "value": "Europe/Paris"}]})
    yield made
    made.store.close()


def at(office: Office, as_of: date, minute: int = 0) -> Clock:
    now = datetime.combine(as_of, time(9, minute), office.store.zone)
    return Clock.at(as_of, now, Policy(), office.store.zone)


def overview(office: Office, clock: Clock, **whose: str) -> CaseloadOverview:
    """*Today* of a caseload as the page has it."""
    clients = revisions_of(office.store, LOCAL, **whose)
    known = computed(office.store, LOCAL, clock, clock.as_of, clients, whose)
    return caseload_overview(office.store, LOCAL, clock, known.items(), **whose)


@EXAMPLES
@given(drawn=offices())
def test_a_reason_stands_in_one_group_under_one_code_in_the_same_words_everywhere(
    office: Office, drawn: tuple[date, Bundle]
) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    clock = at(office, as_of)
    shown = overview(office, clock).today
    printed = today(office.store, LOCAL, as_of, at(office, as_of, 3).now, Policy())
    assert as_json(printed) == as_json(shown)
    rows = {row.client_id: row for row in shown.rows if row.group != SEVERAL}
    among_others = {who for row in shown.of(SEVERAL) if row.code == "PAC204" for who, _, _ in row.clients}
    noticed = check.findings(office.store, LOCAL, as_of, Policy(), now=clock.now)
    for client in revisions_of(office.store, LOCAL):
        alone = computed(office.store, LOCAL, clock, as_of, {client}, {"client": client})[client]
        stands = stand(alone.case, clock)
        assert stands.row == rows.get(client), "the page of one client tells what the list of many tells"
        assert bool(told_among_others(stands, clock)) == (client in among_others)
        if stands.row:
            each_is_noticed(
                stands.row, {(f.code, f.message, noticed_under(f)) for f in noticed if f.client_id == alone.case.key}
            )


def each_is_noticed(row: TodayRow, noticed: set[tuple[str, str, str]]) -> None:
    """Everything noticed holds each reason of a row: under its code, in its words, below the heading of its group."""
    for reason in row.reasons:
        words = reason.words.removesuffix(f", and {reason.also} more like it")
        assert (reason.code, f"{words}.", GROUPS[reason.group]) in noticed
    assert row.group == (row.reasons[0].group if row.reasons else GOOD)


@EXAMPLES
@given(drawn=offices(), name=FIELD_NAMES)
def test_with_a_field_the_list_is_still_of_whole_clients(office: Office, drawn: tuple[date, Bundle], name: str) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    clock = at(office, as_of)
    everybody, of_field = overview(office, clock).today, overview(office, clock, field=name).today
    explore = {
        office.number("clients", row["client_id"])
        for row in bundle.get("fields", [])
        if row["name"].lower() == name.lower()
    }
    of_them = {row.client_id: row for row in everybody.rows if row.client_id in explore}
    assert {row.client_id: row for row in of_field.rows if row.client_id} == of_them
    assert as_json(today(office.store, LOCAL, as_of, clock.now, Policy(), field=name)) == as_json(of_field)


@pytest.mark.parametrize(("minute", "strikes"), [(0, 0), (4, 0), (5, 5), (59, 55)])
def test_a_clock_strikes_each_five_minutes(office: Office, minute: int, strikes: int) -> None:
    now = datetime(2026, 11, 22, 9, minute, 59, tzinfo=office.store.zone)
    assert Clock.at(date(2026, 11, 22), now, Policy(), office.store.zone).now.time() == time(9, strikes)
