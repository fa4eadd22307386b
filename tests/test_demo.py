"""The made-up office is the same on any day, its people are plausible, and its stories stand."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.calendar import add_months
from core.client_facts import ContactFacts, DecisionFacts, Facts, FollowUpRow, LeadFacts, TalkFacts
from core.follow_ups import derived
from core.models import BECAUSE_OF, TABLES
from core.policy import Policy
from core.reconciliation import answers, unanswered
from core.today import Today
from core.viewer import LOCAL
from core.vocabulary import ENDS
from data import demo
from data.contradictions import contradictions
from data.demo import diary, lists, owed, population
from data.demo.parts import parts
from data.errors import OfficeError
from data.figures import client_figures
from data.file import integrity
from data.store import Store
from data.today import today as who_needs_me

Row = dict[str, Any]
Tables = Mapping[str, list[Row]]
TODAY = date(2026, 11, 22)
POLICY = Policy()
NOT_SAID = re.compile(r"\b(stuck|failed|no-show|cold|targets?|compliance|drift|ambush|score|inactive|lapsed)\b")
DAY_NAMES = re.compile(
    r"\b(mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(january|february|march|april|june|july|august)\b"
)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return demo.tables(today=TODAY)


@pytest.fixture(scope="module")
def many() -> Tables:
    """An office so large that it has a fourth counselor."""
    return demo.tables(2_101, today=TODAY)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("demo") / "office.duckdb"
    demo.office(path, today=TODAY)
    store = Store.open(path)
    yield store
    store.close()


@pytest.fixture(scope="module")
def figures(office: Store) -> Mapping[str, Row]:
    """The figures of everybody, by name."""
    names = {row["source_id"] or str(row["client_id"]): row["name"] for row in _clients(office)}
    return {names[row["client_id"]]: row for row in client_figures(office, LOCAL, TODAY, status="all")}


def _clients(store: Store) -> list[Row]:
    with store.cursor() as cursor:
        rows = cursor.execute("SELECT client_id, source_id, name, counselor_id FROM clients").fetchall()
    return [dict(zip(("client_id", "source_id", "name", "counselor_id"), row, strict=True)) for row in rows]


def _of(tables: Tables, table: str, name: str) -> list[Row]:
    number = next(row["client_id"] for row in tables["clients"] if row["name"] == name)
    return [row for row in tables[table] if row.get("client_id") == number]


def _shifted(tables: Tables, days: int) -> Tables:
    """The same rows with every day and moment so many days later."""

    def later(value: Any) -> Any:
        return value + timedelta(days=days) if isinstance(value, date) else value

    return {name: [{key: later(value) for key, value in row.items()} for row in rows] for name, rows in tables.items()}


# ── the same people on any day, in an office of any size ─────────────────────────────────────────────────────────────


def test_the_same_seed_gives_the_same_office(tables: Tables) -> None:
    assert demo.tables(today=TODAY) == tables


def test_another_seed_gives_other_people_around_the_same_stories(tables: Tables) -> None:
    others = demo.tables(seed=2, today=TODAY)
    names, other_names = ([row["name"] for row in found["clients"]] for found in (tables, others))
    assert names[:25] == other_names[:25]
    assert len(set(names[25:]) & set(other_names[25:])) < 5


@pytest.mark.parametrize("days", [1, 2, 3, 4, 5, 6, 7, 99, 466, -1000])
def test_on_another_day_they_are_the_same_people_shifted_by_whole_days(tables: Tables, days: int) -> None:
    assert demo.tables(today=TODAY + timedelta(days=days)) == _shifted(tables, days)


def test_an_appointment_stays_at_its_hour_when_the_clock_changes() -> None:
    zone = ZoneInfo("Europe/Berlin")
    summer, winter = (demo.tables(today=day, zone=zone) for day in (date(2026, 7, 1), date(2026, 12, 1)))
    hours = [
        [row["scheduled_for"].time() for row in found["interviews"] if "scheduled_for" in row]
        for found in (summer, winter)
    ]
    assert hours[0] == hours[1]
    assert all(time(9) <= hour <= time(17) for hour in hours[0])


def test_a_client_is_the_same_in_an_office_of_any_size(tables: Tables, many: Tables) -> None:
    few = demo.tables(30, today=TODAY)
    for name, rows in few.items():
        if name not in {"counselors", "cohorts"}:
            assert rows == tables[name][: len(rows)]
    assert _anonymous(tables["clients"]) == _anonymous(many["clients"][:60])
    assert tables["questions"] == many["questions"][: len(tables["questions"])]


def _anonymous(rows: list[Row]) -> list[Row]:
    return [{key: value for key, value in row.items() if key not in {"counselor_id", "cohort_id"}} for row in rows]


@pytest.mark.parametrize(("clients", "counselors"), [(1, 3), (60, 3), (2_100, 3), (2_101, 4), (40_000, 58)])
def test_there_are_three_counselors_and_more_where_each_would_have_over_700(clients: int, counselors: int) -> None:
    assert population.counselors(clients) == counselors


def test_clients_are_spread_evenly_over_counselors(many: Tables) -> None:
    found = Counter(row.get("counselor_id") for row in many["clients"])
    assert found.pop(None) == 2
    assert max(found.values()) - min(found.values()) <= 2


# ── every record can be kept ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("table", TABLES)
def test_every_record_is_one_that_the_office_takes(tables: Tables, table: str) -> None:
    for row in tables[table]:
        TABLES[table].model_validate(row)


def test_every_reference_leads_to_a_record_of_the_same_client(tables: Tables) -> None:
    owner = {
        table: {row[record.key[0]]: row.get("client_id") for row in tables[table]}
        for table, record in TABLES.items()
        if len(record.key) == 1
    }
    for table, record in TABLES.items():
        for column in record.columns():
            for row in tables[table]:
                if column.refers and column.name in row:
                    of = owner[column.refers][row[column.name]]
                    assert column.name == "client_id" or None in {of, row.get("client_id")} or of == row["client_id"]
    for row in tables["follow_ups"]:
        if "because_of" in row:
            assert owner[BECAUSE_OF[row["kind"]]][row["because_of"]] == row["client_id"]


def test_the_file_hangs_together_and_says_that_its_people_are_made_up(office: Store) -> None:
    with office.cursor() as cursor:
        integrity.check(cursor)
        facts = dict(cursor.execute("SELECT name, value FROM office").fetchall())
        audit = cursor.execute("SELECT command FROM audit").fetchall()
    assert facts["made_up"] == "yes"
    assert audit == [("make up an office",)]


def test_the_file_holds_what_the_tables_say(office: Store, tables: Tables) -> None:
    with office.cursor() as cursor:
        counted = integrity.read_through(cursor)
        held = cursor.execute("SELECT count(*), sum(held_on - DATE '2026-01-01') FROM interviews").fetchall()[0]
    assert {table: counted[table] for table in TABLES if table != "settings"} == {
        table: len(rows) for table, rows in tables.items() if table != "settings"
    }
    days = [row["held_on"] for row in tables["interviews"] if "held_on" in row]
    assert held == (len(tables["interviews"]), sum((day - date(2026, 1, 1)).days for day in days))


def test_authors_of_notes_are_clients_or_the_ids_of_counselors(office: Store) -> None:
    with office.cursor() as cursor:
        found = cursor.execute(
            "SELECT count(*) FROM notes WHERE author NOT IN ('client', 'counselor') "
            "AND author NOT IN (SELECT CAST(counselor_id AS VARCHAR) FROM counselors)"
        ).fetchall()
    assert found == [(0,)]


# ── nothing that has not happened yet, nothing that weekdays or months would betray ──────────────────────────────────


@pytest.mark.parametrize("table", TABLES)
def test_what_happened_lies_in_the_past(tables: Tables, table: str) -> None:
    plans = {"due_on", "opens_on", "needed_by", "leaves_by", "decide_by", "ends_on", "planned_for", "scheduled_for"}
    for row in tables[table]:
        for name, value in row.items():
            if isinstance(value, date) and name not in plans:
                assert value <= TODAY, (table, name, row)


def test_every_talk_goes_through_its_steps_in_order(tables: Tables) -> None:
    contradictory = {"Dawit Tadesse"}
    numbers = {row["client_id"] for row in tables["clients"] if row["name"] in contradictory}
    added = {row["contact_id"]: row["added_on"] for row in tables["contacts"]}
    for row in tables["interviews"]:
        steps = [row[name] for name in ("requested_on", "replied_on", "scheduled_on", "confirmed_on", "held_on")
                 if name in row]  # fmt: skip
        if row["client_id"] not in numbers:
            assert steps == sorted(steps)
            assert added[row["contact_id"]] <= steps[0]


def test_nobody_is_asked_before_the_two_sources_were_read(tables: Tables) -> None:
    read: dict[str, list[date]] = defaultdict(list)
    for row in tables["research"]:
        read[row["field_id"]].append(row["read_on"])
    imported = _of(tables, "clients", "Samuel Boateng")[0]["client_id"]
    for row in tables["interviews"]:
        if row["client_id"] != imported:
            assert len(read[row["field_id"]]) == 2
            assert max(read[row["field_id"]]) <= row["requested_on"]


def test_a_referrer_was_met_before_the_name_came_and_no_chain_is_longer_than_four(tables: Tables) -> None:
    loop = _of(tables, "clients", "Nabil Ghanem")[0]["client_id"]
    people = {row["contact_id"]: row for row in tables["contacts"] if row["client_id"] != loop}
    met: dict[str, date] = {}
    for row in tables["interviews"]:
        if "held_on" in row:
            met[row["contact_id"]] = min(row["held_on"], met.get(row["contact_id"], date.max))
    generations = []
    for row in people.values():
        steps, here = 0, row
        while "referred_by" in here:
            assert met[here["referred_by"]] <= here["added_on"]
            steps, here = steps + 1, people[here["referred_by"]]
        generations.append(steps)
    assert max(generations) == 4


def test_nothing_written_on_a_day_names_a_day_of_the_week_or_a_month(tables: Tables) -> None:
    for text in _texts(tables, "notes", "insights", "interviews", "follow_ups", "letters", "research"):
        assert not DAY_NAMES.search(text.lower()), text


def test_no_text_uses_a_word_that_the_product_does_not_use(tables: Tables) -> None:
    for text in _texts(tables):
        assert not NOT_SAID.search(text.lower()), text


def _texts(tables: Tables, *only: str) -> Iterator[str]:
    told = {
        "notes": ("text",), "questions": ("text", "answer"), "letters": ("text",), "insights": ("text", "bridge"),
        "interviews": ("highlights", "difficulties", "improvements", "expected", "heard"), "clients": ("pitch",),
        "decisions": ("reason", "would_change_it"), "follow_ups": ("note",), "research": ("note",),
    }  # fmt: skip
    for table in only or told:
        for row in tables[table]:
            yield from (row[name] for name in told[table] if name in row)


# ── what is owed follows from the facts ──────────────────────────────────────────────────────────────────────────────

# Their records contradict themselves, or came in from outside, where nothing is derived.
_APART = {"Nabil Ghanem", "Samuel Boateng"}


@pytest.mark.parametrize("place", range(160))
def test_what_is_recorded_as_owed_is_what_follows_from_the_facts(by_client: list[Tables], place: int) -> None:
    if by_client[place]["clients"][0]["name"] in _APART:
        pytest.skip("its records contradict themselves, or came in from outside")
    facts = _facts(by_client[place])
    assert unanswered(facts, POLICY) == []
    found = {owed_one.identity: owed_one for owed_one in derived(facts, POLICY)}
    stands = answers(found.values(), facts)
    for identity, row in stands.items():
        follows = found[identity]
        if row.kind == "keep_in_touch":
            assert row.opens_on
            assert row.due_on
            assert timedelta() <= row.opens_on - follows.opens_on <= timedelta(days=3)
            assert timedelta() <= row.due_on - follows.due_on <= timedelta(days=3)
        else:
            assert (row.opens_on, row.due_on) == (follows.opens_on, follows.due_on)
            assert follows.done_on is None or follows.done_on == row.done_on
    answered = {row.follow_up_id for row in stands.values()}
    assert all(row.done_on or row.follow_up_id in answered for row in facts.rows)


@pytest.fixture(scope="module")
def by_client(many: Tables) -> list[Tables]:
    """The records of each client, by table."""
    found: dict[str, dict[str, list[Row]]] = {row["client_id"]: defaultdict(list) for row in many["clients"]}
    for table, rows in many.items():
        for row in rows:
            if "client_id" in row:
                found[row["client_id"]][table].append(row)
    return list(found.values())


def _facts(own: Tables) -> Facts:
    return Facts(
        [
            TalkFacts(
                row["interview_id"], row["contact_id"], row.get("field_id"), row.get("scheduled_on"),
                row["scheduled_for"].date() if "scheduled_for" in row else None, row.get("confirmed_on"),
                row.get("held_on"), row.get("notes_on"), row["stage"] in ENDS, row.get("resume_requested", False),
                row.get("asked_for_job", False),
            )
            for row in own["interviews"]
        ],
        [ContactFacts(row["contact_id"], row["added_on"], row.get("referred_by")) for row in own["contacts"]],
        [
            LeadFacts(
                row["lead_id"], row["kind"], row["interview_id"], row["contact_id"], row["given_on"], row.get("done_on")
            )
            for row in own["leads"]
        ],
        [DecisionFacts(row["decision_id"], row["field_id"], row["decided_on"]) for row in own["decisions"]],
        [
            FollowUpRow(
                row["follow_up_id"], row["kind"], row.get("contact_id"), row.get("interview_id"),
                row.get("because_of"), row["opens_on"], row["due_on"], row.get("done_on"),
            )
            for row in own["follow_ups"]
        ],
    )  # fmt: skip


def test_a_hello_is_never_too_soon_on_any_day_of_a_leap_year() -> None:
    for step in range(1461):
        day = date(2024, 1, 1) + timedelta(days=step)
        assert add_months(day, 3) <= day + timedelta(days=owed.HELLO_OPENS)
        assert add_months(day, 6) <= day + timedelta(days=owed.HELLO_IS_DUE)


# ── questions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_plan_has_four_to_six_questions_one_delicate_at_most_and_closes_with_who_else(tables: Tables) -> None:
    delicate = {"compensation", "own_fit"}
    plans: dict[str, list[Row]] = defaultdict(list)
    for row in tables["questions"]:
        if row["planned"]:
            plans[row["interview_id"]].append(row)
    for rows in plans.values():
        assert [row["position"] for row in rows] == list(range(1, len(rows) + 1))
        assert 4 <= len(rows) <= 6
        assert rows[-1]["topic"] == "referral"
        assert sum(row["topic"] in delicate for row in rows) <= 1
        assert rows[0]["topic"] not in delicate
        assert len({row["text"] for row in rows}) == len(rows)


def test_no_letter_has_a_blank_left_and_its_day_is_that_of_what_it_was_for(many: Tables) -> None:
    asked = {row["interview_id"]: row["requested_on"] for row in many["interviews"]}
    thanked = {row["interview_id"]: row["done_on"] for row in many["follow_ups"] if row["kind"] == "thank_you"
               and "done_on" in row}  # fmt: skip
    assert {row["kind"] for row in many["letters"]} == {"request_email", "thank_you"}
    for row in many["letters"]:
        assert "{" not in row["text"]
        assert row["sent_on"] == (asked if row["kind"] == "request_email" else thanked)[row["interview_id"]]


def test_who_else_was_asked_for_says_the_same_in_the_talk_and_among_its_questions(tables: Tables) -> None:
    asked = {row["interview_id"]: row["asked"] for row in tables["questions"] if row["topic"] == "referral"}
    held = [row for row in tables["interviews"] if "held_on" in row and row["interview_id"] in asked]
    assert all(row["referral_asked"] == asked[row["interview_id"]] for row in held)


def test_only_what_was_asked_in_a_talk_is_answered(tables: Tables) -> None:
    held = {row["interview_id"] for row in tables["interviews"] if "held_on" in row}
    for row in tables["questions"]:
        assert row["asked"] or not row["answered"]
        assert row["interview_id"] in held or not row["asked"]
        assert ("answer" in row) >= row["answered"]


# ── people and places ────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_address_and_number_is_one_that_nobody_can_have(tables: Tables) -> None:
    for table in ("counselors", "clients", "contacts"):
        for row in tables[table]:
            assert re.fullmatch(r"[a-z]+\.[a-z]+@example\.(org|com|net)", row.get("email", "a.b@example.org"))
            assert re.fullmatch(r"555-01\d\d", row.get("phone", "555-0100"))
            assert row.get("profile_url", "https://example.com/").startswith("https://example.com/")
    assert all(row.get("url", "https://example.org/").startswith("https://example.org/") for row in tables["research"])


def test_people_come_from_many_places_and_no_two_clients_are_called_the_same(tables: Tables) -> None:
    names = [row["name"] for row in tables["clients"]]
    assert len(set(names)) == len(names)
    families = {name.split(" ", 1)[1] for name in names}
    assert sum(bool(families & set(nation.family)) for nation in lists.nations()) >= 12


def test_every_field_is_a_real_occupation_with_its_code(tables: Tables) -> None:
    for occupation in lists.occupations():
        assert re.fullmatch(r"\d\d-\d{4}\.\d\d", occupation.soc)
        assert len(occupation.titles) == 5
    assert len({occupation.soc for occupation in lists.occupations()}) == len(lists.occupations()) >= 36
    known = {occupation.field: occupation.soc for occupation in lists.occupations()}
    assert all(known[row["name"]] == row["soc_code"] for row in tables["fields"])


def test_every_organization_stands_in_a_place_that_does_not_exist(tables: Tables) -> None:
    places = {*lists.places(), "Lumenvale"}
    for row in tables["contacts"]:
        assert row["organization"].split()[0] in places


def test_only_one_client_knows_somebody_at_their_own_employer(tables: Tables) -> None:
    employer = {row["client_id"]: row.get("current_employer") for row in tables["clients"]}
    name = {row["client_id"]: row["name"] for row in tables["clients"]}
    same = {name[row["client_id"]] for row in tables["contacts"] if row["organization"] == employer[row["client_id"]]}
    assert same == {"Leonie Vasseur"}


# ── a year that looks like one ───────────────────────────────────────────────────────────────────────────────────────


def test_a_year_of_talks_grows_with_a_lull_in_it(many: Tables) -> None:
    weeks = Counter((TODAY - row["held_on"]).days // 7 for row in many["interviews"] if "held_on" in row)

    def weekly(first: int, last: int) -> float:
        return sum(weeks[week] for week in range(first, last + 1)) / (last - first + 1)

    assert weekly(1, 12) > 2 * weekly(32, 44) > 0
    assert weekly(21, 23) < weekly(16, 19) / 2
    assert weekly(21, 23) < weekly(26, 28) / 2
    assert min(weeks[week] for week in range(1, 12)) > weekly(1, 12) * 0.7


def test_a_large_office_has_ten_interviews_a_client_and_six_questions_each(many: Tables) -> None:
    clients = len(many["clients"])
    assert len(many["interviews"]) / clients == pytest.approx(10, abs=0.4)
    assert len(many["questions"]) / len(many["interviews"]) == pytest.approx(6, abs=0.2)
    assert len(many["contacts"]) / clients == pytest.approx(13, abs=1.5)


def test_every_stage_kind_and_channel_of_importance_occurs(tables: Tables, many: Tables) -> None:
    stages = {row["stage"] for row in many["interviews"]}
    assert stages >= {"requested", "scheduled", "confirmed", "held", "closed", "declined", "no_reply", "cancelled"}
    kinds = {row["kind"] for row in tables["follow_ups"]}
    assert kinds >= {"confirm", "thank_you", "thank_referrer", "write_notes", "lead", "resource", "send_resume",
                     "keep_in_touch", "decision_update", "repair"}  # fmt: skip
    assert len({row["channel"] for row in many["contacts"]}) >= 12
    assert {row["kind"] for row in tables["meetings"]} == {"meeting", "call", "message", "kind_word"}
    assert {row["status"] for row in tables["clients"]} == {"active", "paused", "closed"}
    assert {row["status"] for row in many["fields"]} == {"exploring", "leading", "ruled_out", "chosen"}


def test_the_parts_add_up_to_a_hundred_and_their_spans_run_the_right_way() -> None:
    assert sum(part.share for part in parts().values()) == 100
    for part in parts().values():
        for low, high in (part.started, part.talks, part.last_step, part.last_word, part.otherwise):
            assert 0 <= low <= high


# ── the stories ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_quiet_one_has_listed_four_people_and_written_to_none(figures: Mapping[str, Row], tables: Tables) -> None:
    maya = figures["Maya Fernhout"]
    assert (maya["contacts"], maya["reply_rate"], maya["interviews_held"], maya["stuck_days"]) == (4, None, 0, 19)
    assert [row["kind"] for row in _of(tables, "meetings", "Maya Fernhout") if "happened_on" not in row] == ["meeting"]


def test_the_forgetter_has_three_thank_yous_waiting_the_oldest_six_days(figures: Mapping[str, Row]) -> None:
    tom = figures["Tom Ashgrove"]
    assert (tom["interviews_held"], tom["follow_ups_overdue"], tom["oldest_overdue_days"]) == (5, 3, 6)


def test_the_hasty_one_decides_in_three_days_after_one_talk(figures: Mapping[str, Row], tables: Tables) -> None:
    assert figures["Priya Raghavan"]["interviews_held"] == 1
    assert _of(tables, "fields", "Priya Raghavan")[0]["decide_by"] == TODAY + timedelta(days=3)


def test_the_quiet_success_reached_the_aim_eighteen_days_ago_and_nothing_is_waiting(figures: Mapping[str, Row]) -> None:
    jonas = figures["Jonas Vestergaard"]
    assert (jonas["interviews_held"], jonas["contacts_interviewed"], jonas["stuck_days"]) == (6, 6, None)
    assert jonas["follow_ups_overdue"] == 0


def test_the_one_with_a_date_has_confirmed_it_and_chosen_nothing(figures: Mapping[str, Row], tables: Tables) -> None:
    aiko = figures["Aiko Tachibana"]
    assert (aiko["topics_answered"], aiko["topics_total"]) == (4, 11)
    talk = next(row for row in _of(tables, "interviews", "Aiko Tachibana") if "held_on" not in row)
    assert talk["scheduled_for"] == datetime.combine(TODAY + timedelta(days=2), time(14), tzinfo=ZoneInfo("UTC"))
    assert talk["stage"] == "confirmed"
    assert not [row for row in tables["questions"] if row["interview_id"] == talk["interview_id"]]


def test_the_one_just_imported_has_four_talks_and_nothing_noted(office: Store, figures: Mapping[str, Row]) -> None:
    samuel = figures["Samuel Boateng"]
    assert (samuel["contacts"], samuel["interviews_held"], samuel["topics_answered"]) == (9, 4, 0)
    with office.cursor() as cursor:
        rows = cursor.execute(
            "SELECT DISTINCT imported_on, edited FROM interviews WHERE imported_on IS NOT NULL"
        ).fetchall()
        owed_rows = cursor.execute(
            "SELECT count(*) FROM follow_ups JOIN clients USING (client_id) WHERE name = 'Samuel Boateng'"
        ).fetchall()
    assert rows == [(TODAY, None)]
    assert owed_rows == [(0,)]


def test_the_great_networker_has_four_generations_and_28_people_to_say_hello_to(figures: Mapping[str, Row]) -> None:
    gabriela = figures["Gabriela Quiroga"]
    assert (gabriela["generations"], gabriela["follow_ups_open"], gabriela["interviews_held"]) == (4, 28 + 2, 32)
    assert gabriela["oldest_overdue_days"] == 214


def test_the_one_who_never_thanks_owes_six_thank_yous(figures: Mapping[str, Row]) -> None:
    assert figures["Viktor Zelinka"]["follow_ups_overdue"] == 6


def test_three_noes_stand_in_a_row(figures: Mapping[str, Row], tables: Tables) -> None:
    assert {row["stage"] for row in _of(tables, "interviews", "Farah Khalaf")} == {"declined"}
    assert figures["Farah Khalaf"]["reply_rate"] == 1


def test_somebody_asked_and_had_no_word_since(tables: Tables) -> None:
    asked = next(row for row in _of(tables, "notes", "Tevita Taufahema") if row["author"] == "client")
    words = [row["happened_on"] for row in _of(tables, "meetings", "Tevita Taufahema")]
    assert asked["shared"]
    assert asked["created_on"] > max(words)


def test_only_that_one_asked_and_had_no_word_since(tables: Tables) -> None:
    last_word: dict[str, date] = {}
    for row in tables["meetings"]:
        if "happened_on" in row:
            last_word[row["client_id"]] = max(row["happened_on"], last_word.get(row["client_id"], date.min))
    waiting = {
        row["client_id"]
        for row in tables["notes"]
        if row["author"] == "client" and row["shared"] and row["created_on"] > last_word[row["client_id"]]
    }
    assert waiting == {_of(tables, "clients", "Tevita Taufahema")[0]["client_id"]}


def test_two_people_have_no_counselor_and_three_are_quiet_for_long(tables: Tables, figures: Mapping[str, Row]) -> None:
    assert [row["name"] for row in tables["clients"] if "counselor_id" not in row] == ["Mateo Rebelo", "Hana Kitamura"]
    status = {row["name"]: row["status"] for row in tables["clients"]}
    quiet = {name for name, row in figures.items() if (row["stuck_days"] or 0) >= 90 and status[name] == "active"}
    assert quiet == {"Bogdan Ilić", "Wanjiru Odhiambo", "Callum Tolland"}


def test_four_records_contradict_themselves(office: Store) -> None:
    found = contradictions(office, LOCAL, TODAY)
    assert {each.client for each in found} == {"Dawit Tadesse", "Margaux Girard", "Nabil Ghanem", "Sayuri Nagai"}
    assert {each.finding.code for each in found} == {"DAT201", "DAT208", "DAT214", "DAT217"}


# ── a counselor's morning ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module", params=range(7), ids=lambda step: f"{TODAY + timedelta(days=step):%A}")
def mornings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Today]:
    """The list of each counselor at eight in the morning, on each day of a week."""
    day = TODAY + timedelta(days=request.param)
    path = tmp_path_factory.mktemp("morning") / "office.duckdb"
    demo.office(path, today=day)
    store = Store.open(path)
    now = datetime.combine(day, time(8), tzinfo=store.zone)
    counselors = sorted({row["counselor_id"] for row in _clients(store)} - {None})
    found = [who_needs_me(store, LOCAL, day, now, POLICY, counselor=number) for number in counselors]
    store.close()
    return found


def test_one_or_two_people_cannot_wait_and_a_handful_would_be_glad_of_a_word(mornings: list[Today]) -> None:
    for found in mornings:
        assert 1 <= len(found.of(1)) <= 3
        assert 4 <= len(found.of(2, 3, 4)) <= 9
        assert found.of(5)


def test_at_least_every_second_person_is_on_their_way(mornings: list[Today]) -> None:
    assert sum(found.on_their_way for found in mornings) >= sum(found.people for found in mornings) / 2


def test_the_stories_stand_where_they_belong(mornings: list[Today]) -> None:
    groups = {row.name: row.group for found in mornings for row in found.listed}
    expected = {
        "Aiko Tachibana": 1, "Nia Garside": 1, "Tom Ashgrove": 2, "Viktor Zelinka": 2, "Ngoc Truong": 2,
        "Rafael Salcedo": 2, "Signe Moberg": 2, "Maya Fernhout": 3, "Jonas Vestergaard": 3,
    }  # fmt: skip
    assert {name: groups.get(name) for name in expected} == expected


def test_those_who_are_fine_are_not_on_the_list(mornings: list[Today]) -> None:
    listed = {row.name for found in mornings for row in found.listed}
    fine = {"Samuel Boateng", "Gabriela Quiroga", "Dawit Tadesse", "Margaux Girard", "Nabil Ghanem", "Sayuri Nagai"}
    assert not listed & fine


# ── kept from day to day ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_kept_office_stays_for_its_day_and_starts_fresh_on_the_next(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    assert demo.kept(path, today=TODAY, clients=3)
    with _opened(path) as store, store.change(LOCAL, "note") as change:
        change.add("cohorts", {"name": "Written by hand"})
    assert not demo.kept(path, today=TODAY, clients=3)
    assert "Written by hand" in _cohorts(path)
    assert demo.kept(path, today=TODAY + timedelta(days=1), clients=3)
    assert "Written by hand" not in _cohorts(path)
    assert [part.name for part in tmp_path.iterdir()] == ["office.duckdb"]


def test_another_size_or_seed_makes_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    demo.kept(path, today=TODAY, clients=3)
    assert demo.kept(path, today=TODAY, clients=4)
    assert demo.kept(path, today=TODAY, clients=4, seed=7)
    assert not demo.kept(path, today=TODAY, clients=4, seed=7)


@pytest.mark.parametrize("make", [demo.office, demo.kept])
def test_an_office_that_is_not_made_up_is_never_put_away(tmp_path: Path, make: Any) -> None:
    path = tmp_path / "office.duckdb"
    Store.open(path, create=True).close()
    before = path.read_bytes()
    with pytest.raises(OfficeError, match="an office of your own"):
        make(path, today=TODAY)
    assert path.read_bytes() == before


def test_an_office_that_cannot_be_finished_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "office.duckdb"
    demo.office(path, today=TODAY, clients=3)
    before = path.read_bytes()

    def stop(_done: int, _all: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.office(path, today=TODAY, clients=3, progress=stop)
    assert path.read_bytes() == before
    assert [part.name for part in tmp_path.iterdir()] == ["office.duckdb"]


@pytest.mark.slow
def test_progress_is_told_up_to_the_last_client(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    demo.office(tmp_path / "office.duckdb", today=TODAY, clients=1_100, progress=lambda *step: told.append(step))
    assert told == [(1_000, 1_100), (1_100, 1_100)]


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    store = Store.open(path)
    yield store
    store.close()


def _cohorts(path: Path) -> set[str]:
    with _opened(path) as store, store.cursor() as cursor:
        return {name for (name,) in cursor.execute("SELECT name FROM cohorts").fetchall()}


def test_a_diary_numbers_on_across_batches() -> None:
    book = diary.Diary()
    assert [book.write("notes", text="a"), book.write("notes", text="b")] == [1, 2]
    rows, before = book.turn()
    assert [row["text"] for row in rows["notes"]] == ["a", "b"]
    assert before["notes"] == 0
    assert book.write("notes", text="c") == 3
    assert book.turn()[1]["notes"] == 2
