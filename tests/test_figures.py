"""The four figures from SQL agree with the same worked out again in plain Python, for everybody and on any day."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given

from core.figures import BESIDE, CLIENT_FIGURES, FIGURES, GROUP_FIGURES, PARTS_OF_OVERDUE, GroupedBy, summed
from core.viewer import LOCAL, Viewer
from data.caseload_figures import caseload_figures
from data.figures import by_client, client_figures, figures_table, group_figures
from data.figures import printed as printed_of
from data.selection import selection
from tests import oracle
from tests.offices import Office, make_office, refill
from tests.profiles import examples
from tests.random_offices import FIELD_NAMES, Bundle, offices

D = date(2026, 11, 22)
KINDS: tuple[tuple[GroupedBy, str], ...] = (("counselor", "counselor_id"), ("cohort", "cohort_id"))
EXAMPLES = examples(50)
PARTS = (*PARTS_OF_OVERDUE, "oldest_promise_days")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path = tmp_path_factory.mktemp("figures") / "office.duckdb"
    made = make_office(path, {"settings": [{"name": "time_zone", "value": "America/New_York"}]})
    yield made
    made.store.close()


def printed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in CLIENT_FIGURES} for row in rows]


def counted(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in GROUP_FIGURES[2:]}


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in FIGURES}


def active_with(bundle: Bundle, rows: list[dict[str, Any]], name: str, value: str | None) -> list[dict[str, Any]]:
    """The oracle's rows of the active clients whose bundle row has this value."""
    about = {row["client_id"]: row[name] for row in bundle.get("clients", [])}
    return [row for row in rows if row["active"] and about[row["client_id"]] == value]


# ── against the oracle ───────────────────────────────────────────────────────────────────────────────────────────────


@EXAMPLES
@given(drawn=offices())
def test_all_figures_agree_with_the_oracle_for_everybody_on_any_day(office: Office, drawn: tuple[date, Bundle]) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    for day in (as_of, as_of - timedelta(days=28)):
        right = oracle.client_rows(bundle, day, office.store.zone)
        assert client_figures(office.store, LOCAL, day, status="all") == printed(right)
        each_group_agrees(office, bundle, right, day)
    each_client_agrees(office, right, day)
    each_caseload_agrees(office, bundle, right, day)


def each_client_agrees(office: Office, right: list[dict[str, Any]], day: date) -> None:
    for row in right[:2]:
        number = office.number("clients", row["client_id"])
        assert client_figures(office.store, LOCAL, day, client=number) == printed([row])


def each_group_agrees(office: Office, bundle: Bundle, right: list[dict[str, Any]], day: date) -> None:
    for kind, id_name in KINDS:
        found = group_figures(office.store, LOCAL, day, by=kind)
        ids = [row[id_name] for row in bundle[f"{kind}s"]]
        nobodys = active_with(bundle, right, id_name, None)
        assert [row["group_id"] for row in found] == ids + [None] * bool(nobodys)
        for row in found:
            assert counted(row) == counted(oracle.summed(active_with(bundle, right, id_name, row["group_id"])))
    [row] = group_figures(office.store, LOCAL, day, by="office", status="all")
    assert counted(row) == counted(oracle.summed(right))


def each_caseload_agrees(office: Office, bundle: Bundle, right: list[dict[str, Any]], day: date) -> None:
    for counselor, number in office.numbers["counselors"].items():
        theirs = active_with(bundle, right, "counselor_id", counselor)
        assert client_figures(office.store, LOCAL, day, counselor=number) == printed(theirs)
        table = figures_table(office.store, LOCAL, day, counselor=number)
        assert sorted(table["printed_id"].to_pylist()) == [row["client_id"] for row in theirs]
        assert plain(summed(by_client(table).values())) == plain(oracle.summed(theirs))
        seen = sorted([*theirs, *active_with(bundle, right, "counselor_id", None)], key=lambda row: row["client_id"])
        assert client_figures(office.store, Viewer("counselor", number), day) == printed(seen)
    for cohort, number in office.numbers["cohorts"].items():
        found = client_figures(office.store, LOCAL, day, cohort=number)
        assert found == printed(active_with(bundle, right, "cohort_id", cohort))


@EXAMPLES
@given(drawn=offices(), name=FIELD_NAMES)
def test_a_field_narrows_every_figure_to_what_belongs_to_it(
    office: Office, drawn: tuple[date, Bundle], name: str
) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    right = oracle.client_rows(oracle.of_field(bundle, name), as_of, office.store.zone)
    table = figures_table(office.store, LOCAL, as_of, of_field=name.upper(), status="all")
    assert printed_of(table) == printed(right)
    by_id = {row["printed_id"]: row for row in table.to_pylist()}
    for row in right:
        assert {part: by_id[row["client_id"]][part] for part in PARTS} == {part: row[part] for part in PARTS}
    active = oracle.summed([row for row in right if row["active"]])
    together = summed(by_client(figures_table(office.store, LOCAL, as_of, of_field=name)).values())
    assert plain(together) == plain(active)
    everything = oracle.client_rows(bundle, as_of, office.store.zone)
    explore = {row["client_id"] for row in right}
    whole = figures_table(office.store, LOCAL, as_of, field=name, status="all")
    assert printed_of(whole) == printed([row for row in everything if row["client_id"] in explore])


@EXAMPLES
@given(drawn=offices())
def test_what_is_overdue_is_the_sum_of_promises_what_is_old_what_is_over_and_hellos(
    office: Office, drawn: tuple[date, Bundle]
) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    right = {row["client_id"]: row for row in oracle.client_rows(bundle, as_of, office.store.zone)}
    for row in figures_table(office.store, LOCAL, as_of, status="all").to_pylist():
        assert sum(row[part] for part in PARTS_OF_OVERDUE) == row["follow_ups_overdue"]
        assert {part: row[part] for part in PARTS} == {part: right[row["printed_id"]][part] for part in PARTS}


@EXAMPLES
@given(drawn=offices())
def test_what_has_no_field_is_told(office: Office, drawn: tuple[date, Bundle]) -> None:
    as_of, bundle = drawn
    refill(office, bundle)
    asked = {"as_of": as_of, "missed_from": as_of - timedelta(days=28), **selection(status="all")}
    owed = [row for row in bundle.get("follow_ups", []) if not oracle.fields_of_owed(bundle, row)]
    open_now = [row for row in owed if oracle.is_open(row, as_of)]
    known = [row for row in bundle.get("contacts", []) if oracle.by_day(row["added_on"], as_of)]
    held = [row for row in bundle.get("interviews", []) if oracle.by_day(row["held_on"], as_of)]
    assert office.store.rows("without_field", LOCAL, **asked) == [
        {
            "talks": sum(row["field_id"] is None for row in held),
            "people": sum(not oracle.fields_of(bundle, row["contact_id"]) for row in known),
            "follow_ups_open": len(open_now),
            "follow_ups_overdue": sum(row["due_on"] < as_of for row in open_now),
        }
    ]


# ── the fine print ───────────────────────────────────────────────────────────────────────────────────────────────────

AMARA = {"client_id": "amara", "name": "Amara", "started_on": D - timedelta(days=100)}
INES = {"contact_id": "ines", "client_id": "amara", "name": "Ines", "added_on": D - timedelta(days=100)}
TALK = {"interview_id": "talk", "client_id": "amara", "contact_id": "ines"}


def of_amara(office: Office, as_of: date = D, **tables: list[dict[str, Any]]) -> dict[str, Any]:
    refill(office, {"clients": [AMARA], "contacts": [INES], **tables})
    [row] = client_figures(office.store, LOCAL, as_of)
    return row


def test_a_client_without_records_has_zeros_and_nothing_to_divide_by(office: Office) -> None:
    later = {**AMARA, "started_on": D + timedelta(days=9)}
    row = of_amara(office, clients=[later], contacts=[])
    assert list(row) == list(CLIENT_FIGURES)
    assert {name for name, value in row.items() if value is None} == {
        "reply_rate", "coverage", "oldest_overdue_days", "referral_share", "stage",
    }  # fmt: skip
    assert all(value == 0 for name, value in row.items() if value is not None and name != "client_id")


def test_a_clients_id_is_the_bundles_else_the_number_and_ids_are_sorted_as_text(office: Office) -> None:
    refill(office, {"clients": [{**AMARA, "client_id": "9"}, {**AMARA, "client_id": "10"}, {"started_on": D}]})
    ids = [row["client_id"] for row in client_figures(office.store, LOCAL, D)]
    assert ids == sorted(ids)
    assert {"9", "10"} < set(ids)
    [number] = set(ids) - {"9", "10"}
    [row] = client_figures(office.store, LOCAL, D, client=int(number))
    assert row["client_id"] == number


LADDER = ("identified", "researched", "requested", "replied", "scheduled", "confirmed", "held")


@pytest.mark.parametrize("furthest", range(len(LADDER)))
def test_of_steps_on_one_day_the_furthest_is_the_stage(office: Office, furthest: int) -> None:
    columns = ("requested_on", "replied_on", "scheduled_on", "confirmed_on", "held_on")
    talk = {**TALK, **{name: D for place, name in enumerate(columns, start=2) if place <= furthest}}
    read = [{"field_id": "nursing", "read_on": D}] if furthest >= 1 else []
    fields = [{"field_id": "nursing", "client_id": "amara", "name": "Nursing"}]
    row = of_amara(office, contacts=[{**INES, "added_on": D}], interviews=[talk], fields=fields, research=read)
    assert row["stage"] == LADDER[furthest]


def test_the_stage_is_the_latest_step_and_not_the_furthest(office: Office) -> None:
    held = {**TALK, "held_on": D - timedelta(days=3)}
    assert (
        of_amara(office, contacts=[{**INES, "added_on": D - timedelta(days=2)}], interviews=[held])["stage"]
        == "identified"
    )


def test_a_topic_is_replicated_by_another_person_and_by_nothing_else(office: Office) -> None:
    tom = {**INES, "contact_id": "tom"}
    fields = [{"field_id": "nursing", "client_id": "amara", "name": "Nursing"}]
    talks = [
        {**TALK, "interview_id": each, "contact_id": who, "field_id": "nursing", "held_on": D}
        for each, who in (("first", "ines"), ("again", "ines"), ("other", "tom"))
    ]
    answers = [
        {"interview_id": each, "topic": "lifestyle", "text": "?", "answered": True}
        for each in ("first", "first", "again")
    ]
    of_two = partial(of_amara, office, contacts=[INES, tom], fields=fields, interviews=talks)
    row = of_two(questions=answers)
    assert (row["topics_answered"], row["topics_replicated"], row["topics_total"]) == (1, 0, 11)
    row = of_two(questions=[*answers, {**answers[0], "interview_id": "other"}])
    assert (row["topics_answered"], row["topics_replicated"], row["coverage"]) == (1, 1, 1 / 11)


def test_a_chain_into_a_loop_has_no_generation_and_one_beside_it_has(office: Office) -> None:
    chain = [("a", "b"), ("b", "a"), ("c", "a"), ("d", "d"), ("e", None), ("f", "e"), ("g", "f")]
    people = [{**INES, "contact_id": each, "referred_by": by} for each, by in chain]
    assert of_amara(office, contacts=people)["generations"] == 2
    assert of_amara(office, contacts=people[:4])["generations"] == 0


@pytest.mark.parametrize(
    ("kind", "days", "warm"),
    [("thank_you", 179, 1), ("thank_you", 180, 0), ("keep_in_touch", 0, 1), ("thank_referrer", 1, 0)],
)
def test_a_thank_you_or_a_hello_warms_for_179_days(office: Office, kind: str, days: int, warm: int) -> None:
    done = D - timedelta(days=days)
    owed = {"client_id": "amara", "interview_id": "talk", "kind": kind, "due_on": D, "done_on": done}
    assert of_amara(office, interviews=[TALK], follow_ups=[owed])["contacts_warm"] == warm


def test_an_aim_reached_is_never_quiet_and_the_offices_aim_is_a_setting(office: Office) -> None:
    held = [{**TALK, "interview_id": str(n), "held_on": D - timedelta(days=30)} for n in range(5)]
    assert of_amara(office, interviews=held)["stuck_days"] == 30
    with office.store.change(LOCAL, "test") as change:
        change.set("goal_interviews", "5")
    try:
        [row] = client_figures(office.store, LOCAL, D)
        assert row["stuck_days"] is None
    finally:
        with office.store.change(LOCAL, "test") as change:
            change.set("goal_interviews", "")


TOMORROW, TODAY = "2026-11-23T00:30-05:00", "2026-11-22T23:30-05:00"


@pytest.mark.parametrize(
    ("days", "talk", "halted"),
    [
        (14, {}, 1),
        (13, {}, 0),
        (19, {"scheduled_for": TOMORROW}, 0),
        (19, {"scheduled_for": TODAY}, 1),
        (19, {"scheduled_for": TOMORROW, "stage": "cancelled"}, 1),
        (19, {"scheduled_for": TOMORROW, "stage": "declined"}, 1),
        (19, {"scheduled_for": TOMORROW, "stage": "no_reply"}, 1),
        (19, {"scheduled_for": TOMORROW, "stage": "held"}, 0),
        (19, {"scheduled_for": TOMORROW, "held_on": D - timedelta(days=19)}, 1),
    ],
)
def test_halted_is_who_is_quiet_for_14_days_with_no_appointment_ahead(
    office: Office, days: int, talk: dict[str, Any], halted: int
) -> None:
    row = of_amara(office, interviews=[{**TALK, "requested_on": D - timedelta(days=days), **talk}])
    assert row["stuck_days"] == days
    assert group_figures(office.store, LOCAL, D, by="office")[0]["clients_stuck"] == halted


def test_shares_of_a_group_are_sums_over_sums(office: Office) -> None:
    talks = []
    for client, asked, answered in (("amara", 11, 10), ("tom", 44, 2)):
        for n in range(asked):
            replied = D if n < answered else None
            of = {"interview_id": f"{client}{n}", "client_id": client, "contact_id": client}
            talks.append({**of, "requested_on": D, "replied_on": replied})
    people = [{"contact_id": each, "client_id": each, "name": each, "added_on": D} for each in ("amara", "tom")]
    refill(office, {"clients": [AMARA, {**AMARA, "client_id": "tom"}], "contacts": people, "interviews": talks})
    [row] = group_figures(office.store, LOCAL, D, by="office")
    assert row["reply_rate"] == 12 / 55
    assert row["group_name"] == "The whole office"


def test_a_counselor_without_clients_has_zeros_and_those_without_a_counselor_stand_last(office: Office) -> None:
    counselors = [{"counselor_id": each, "name": each.title()} for each in ("dana", "kim")]
    cohorts = [{"cohort_id": "spring", "name": "Spring"}]
    clients = [{**AMARA, "counselor_id": "kim", "cohort_id": "spring"}, {**AMARA, "client_id": "tom"}]
    refill(office, {"counselors": counselors, "cohorts": cohorts, "clients": clients})
    found = group_figures(office.store, LOCAL, D, by="counselor")
    assert list(found[0]) == list(GROUP_FIGURES)
    assert [(row["group_id"], row["group_name"], row["clients"]) for row in found] == [
        ("dana", "Dana", 0), ("kim", "Kim", 1), (None, "No counselor yet", 1),
    ]  # fmt: skip
    spring = group_figures(office.store, LOCAL, D, by="counselor", cohort=office.number("cohorts", "spring"))
    assert [row["group_id"] for row in spring] == ["kim"]
    dana = group_figures(office.store, LOCAL, D, by="counselor", counselor=office.number("counselors", "dana"))
    assert [(row["group_id"], row["clients"]) for row in dana] == [("dana", 0)]
    seen = group_figures(office.store, Viewer("counselor", office.number("counselors", "kim")), D, by="counselor")
    assert [row["group_id"] for row in seen] == ["kim", None]


def test_an_empty_office_has_its_row_and_nobody_else_has(office: Office) -> None:
    refill(office, {})
    assert client_figures(office.store, LOCAL, D) == []
    assert group_figures(office.store, LOCAL, D, by="counselor") == []
    [row] = group_figures(office.store, LOCAL, D, by="office")
    assert (row["clients"], row["interviews_held"], row["coverage"]) == (0, 0, None)
    assert plain(summed([])) == plain(row)
    assert not any(summed([])[name] for name in BESIDE)
    found = caseload_figures(office.store, LOCAL, D, summed([]))
    assert (found.promised, found.ages) == ([], [])
    assert [week["people"] for week in found.weeks] == [0] * 26


def test_a_client_sees_nobody_else(office: Office) -> None:
    refill(office, {"clients": [AMARA, {**AMARA, "client_id": "tom"}]})
    amara = Viewer("client", office.number("clients", "amara"))
    assert [row["client_id"] for row in client_figures(office.store, amara, D, status="all")] == ["amara"]
    assert client_figures(office.store, amara, D, client=office.number("clients", "tom")) == []
    assert group_figures(office.store, amara, D, by="office")[0]["clients"] == 1
    assert client_figures(office.store, Viewer("presenter"), D) == []


def test_a_field_narrows_a_caseload_to_those_who_explore_it(office: Office) -> None:
    fields = [{"client_id": "amara", "name": "Nursing"}]
    refill(office, {"clients": [AMARA, {**AMARA, "client_id": "tom"}], "fields": fields})
    assert figures_table(office.store, LOCAL, D, field="nursing")["printed_id"].to_pylist() == ["amara"]
