"""Queries answer all that their viewer may see, and nothing else: no row, word, number or count more."""

import csv
import io
import itertools
import random
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import strategies as st

from core.models import TABLES
from core.viewer import LOCAL, Viewer
from data.bundle.exporting import export
from data.query import SCOPE, Row, names, query, scoped
from data.store import Store
from data.tables import STORED
from tests.planted import AS_OF, Planted, keep, marker, plant
from tests.profiles import examples

# What a parameter may be, by its name; ids, days and numbers are drawn below.
WORDS: Mapping[str, tuple[Any, ...]] = {
    "by": ("counselor", "cohort", "office"),
    "code": ("FUP105", "PAC201"),
    "field": (None, "text"),
    "hellos": (True, False),
    "kind": (None, "thank_you", "keep_in_touch"),
    "next_time": (True, False),
    "record_position": (None, 1),
    "record_table": ("contacts", "interviews", "follow_ups", "meetings", "clients"),
    "search": (None, "only", "a"),
    "status": ("active", "all"),
}
ABOUT = {"code", "record_table", "record_id", "record_position"}
Values = Mapping[str, Any]
Rows = list[dict[str, Any]]
TABLE_OF = {"client": "clients", "record": "contacts", "talk": "interviews", "talks": "interviews", "listed": "clients"}
NUMBERS = re.compile(r"^(most|skip|goal_interviews|goal|limit)$|_(days|weeks|count|number|most)$")
DAYS = re.compile(
    r"^(as_of|since|until|first_week|day|today)$|_(before|after|from|until|on|since|day|week)$|^(from|to)_"
)
BEGINS = re.compile(r"_(after|from|since)$|^(from_|since|first_week)")
DRAWS, FEW_DRAWS = 2_000, 20
# These answer the same whoever is there, as long as anybody is; the last is about nobody's clients alone.
OF_NOBODY = {"anybody", "cohorts", "counselors", "figure_groups", "settings"}
OF_UNASSIGNED = {"today_unassigned"}
# What a parameter whose name says nothing is tried with, until the engine takes it.
ANYTHING = (True, AS_OF, 3, "only", [3], None)


def visible(planted: Planted, viewer: Viewer) -> set[int]:
    """The rule in Python, told anew: which clients a viewer may see in an office of real people."""
    if viewer.role in {"local", "lead"}:
        return set(planted.clients)
    if viewer.role == "counselor":
        return {client for client, counselor in planted.clients.items() if counselor in {None, viewer.person}}
    return {viewer.person} & set(planted.clients) if viewer.role == "client" else set()  # type: ignore[return-value]


@dataclass(frozen=True)
class Drawing:
    """Values for parameters by their names: any client's, any record's, any day; often such as belong together."""

    chance: random.Random
    planted: Planted
    is_wide: bool = False
    client: int | None = None
    aside: Row = field(default_factory=dict)

    @classmethod
    def begin(cls, chance: random.Random, planted: Planted) -> "Drawing":
        """Draw whether all are meant, else the client whose records are, if any, and what was put aside."""
        client = chance.choice([None, *planted.clients])
        aside = chance.choice([{}, *(row for row in planted.rows["dismissals"] if row["client_id"] == client)])
        return cls(chance, planted, chance.random() < 0.5, client, aside)

    def value(self, name: str) -> Any:
        """A value for a parameter. Raises LookupError."""
        if name in self.aside and name in ABOUT:
            return self.aside[name]
        if name in WORDS:
            return None if self.is_wide and None in WORDS[name] else self.chance.choice(WORDS[name])
        if name == "goals":
            return [self.chance.randint(1, 9) for _ in self.planted.clients]
        if name == "printed":
            return str(self.client or self._one("counselors"))
        if (table := TABLE_OF.get(name, name)) in STORED:
            return sorted(self._numbers(table))
        return self._field() if name == "of_field" else self._by_ending(name)

    def _field(self) -> str | None:
        """None, or the name of a field, the client's own where there is one."""
        own = [row["name"] for row in self.planted.rows["fields"] if self.client in {None, row["client_id"]}]
        drawn: str | None = self.chance.choice([None, *own])
        return drawn

    def _by_ending(self, name: str) -> Any:
        if name.endswith("_id"):
            thing = name.removesuffix("_id")
            return self._one(TABLE_OF.get(thing, f"{thing}s"))
        if NUMBERS.search(name):
            return {"most": 200, "skip": 0}.get(name, self.chance.randint(1, 20))
        if DAYS.search(name):
            return self._day(name)
        raise LookupError(name)

    def _day(self, name: str) -> date:
        """Any day of late, or one that something is planned for; where all are meant, one that lets everything in."""
        if not self.is_wide:
            ahead = [row["planned_day"] for row in self.planted.rows["meetings"]]
            ahead += [row["scheduled_day"] for row in self.planted.rows["interviews"]]
            of_late = AS_OF - timedelta(days=self.chance.randint(-10, 60))
            day: date = self.chance.choice([of_late, self.chance.choice(ahead or [None]) or of_late])
            return day
        return AS_OF - timedelta(days=400) if BEGINS.search(name) else AS_OF + timedelta(days=30)

    def _numbers(self, table: str) -> list[int]:
        return [row[STORED[table].number] for row in self.planted.rows[table]]

    def _one(self, table: str) -> int | None:
        """None, or the number of a record, the client's own where there is one."""
        if self.is_wide:
            return None
        numbers = self.planted.numbers(table, self.client) if self.client else []
        return self.chance.choice([None, self.chance.choice(numbers or self._numbers(table) or [1])])


def parameters(name: str, chance: random.Random, planted: Planted, store: Store) -> dict[str, Any]:
    """Values for all parameters of a query."""
    values, unknown, drawing = {}, [], Drawing.begin(chance, planted)
    for needed in sorted(query(name).parameters - {"viewer_role", "viewer_person"}):
        try:
            values[needed] = drawing.value(needed)
        except LookupError:
            unknown.append(needed)
    if not unknown:
        return values
    for tried in itertools.product(ANYTHING, repeat=len(unknown)):
        guess = values | dict(zip(unknown, tried, strict=True))
        try:
            store.rows(name, LOCAL, **guess)
        except Exception as error:  # noqa: BLE001 - whatever the engine calls it
            refused = error
        else:
            return guess
    pytest.fail(f"Say in tests/test_scope.py what the parameters {unknown} of {name} may be: {refused}")


def values_in(answer: Any) -> Iterator[Any]:
    """Every single value of an answer."""
    if isinstance(answer, Mapping):
        answer = list(answer.values())
    if isinstance(answer, list | tuple):
        for part in answer:
            yield from values_in(part)
    else:
        yield answer


def foreign_in(answer: Any, planted: Planted, seen: Collection[int]) -> list[Any]:
    """What an answer holds of clients who are not to be seen."""
    rows = [row for rows in planted.rows.values() for row in rows if row.get("client_id") not in {None, *seen}]
    numbers = {number for row in rows for number in (row["client_id"], *_own(row, planted))}
    words = {marker(row["client_id"]) for row in rows}
    return [
        value
        for value in values_in(answer)
        if value in numbers or (isinstance(value, str) and any(word in value for word in words))
    ]


def _own(row: Mapping[str, Any], planted: Planted) -> list[int]:
    return [row[table.number] for table in STORED.values() if table.number and next(iter(row)) == table.number]


def viewers(planted: Planted) -> list[Viewer]:
    counselors = [row["counselor_id"] for row in planted.rows["counselors"]]
    found = [Viewer("counselor", counselor) for counselor in [*counselors, 999]]
    found += [Viewer("client", next(iter(planted.clients), 999)), Viewer("presenter"), Viewer("lead"), LOCAL]
    return found


# ── neither too much nor too little ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Look:
    """A viewer, and whether they see anybody at all."""

    viewer: Viewer
    sees_anybody: bool


def names_of_the_house(look: Look, _values: Values, rows: Rows) -> Rows:
    return rows if look.sees_anybody or look.viewer.role != "presenter" else []


def numbers_of_the_house(look: Look, _values: Values, rows: Rows) -> Rows:
    return rows if look.sees_anybody or look.viewer.role not in {"presenter", "client"} else []


def notes(look: Look, _values: Values, rows: Rows) -> Rows:
    return [row for row in rows if row["shared"]] if look.viewer.role == "client" else rows


# What some roles do not get although it is about clients whom they see, or about nobody.
KEPT_BACK: Mapping[str, Callable[[Look, Values, Rows], Rows]] = {
    "client_notes": notes,
    "cohorts": names_of_the_house,
    "counselors": names_of_the_house,
    "figure_groups": names_of_the_house,
    "settings": numbers_of_the_house,
}


def compared(rows: Rows) -> list[str]:
    """Rows whatever their order."""
    return sorted(repr(row) for row in rows)


def due(name: str, look: Look, values: Values, less: Store) -> list[str]:
    """What a viewer is to get: what the owner gets of an office that holds these clients alone."""
    rows = less.rows(name, LOCAL, **values)
    return compared(KEPT_BACK[name](look, values, rows) if name in KEPT_BACK and look.viewer != LOCAL else rows)


def assert_all_and_nothing_else(
    name: str, whole: Store, less: Store, planted: Planted, viewer: Viewer, values: Values, seen: set[int]
) -> None:
    answer = whole.rows(name, viewer, **values)
    assert not foreign_in(answer, planted, seen), (name, viewer, values)
    assert compared(answer) == due(name, Look(viewer, bool(seen)), values, less), (name, viewer, values)


# What is random comes from a seed, which does not get simpler by being smaller.
@examples(6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(seed=st.integers(0, 2**32), counselors=st.integers(1, 3), clients=st.integers(0, 4))
def test_an_answer_is_what_an_office_of_only_the_visible_clients_gives_its_owner(
    seed: int, counselors: int, clients: int
) -> None:
    chance = random.Random(seed)
    planted = plant(chance, counselors=counselors, clients=clients, each=1)
    viewer = chance.choice(viewers(planted))
    seen = visible(planted, viewer)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        whole = stack.enter_context(closing(keep(Path(folder) / "whole.duckdb", planted.rows)))
        less = stack.enter_context(closing(keep(Path(folder) / "less.duckdb", planted.of(seen))))
        for name in names():
            for _ in range(2):
                values = parameters(name, chance, planted, whole)
                assert_all_and_nothing_else(name, whole, less, planted, viewer, values, seen)
            assert whole.table(name, viewer, **values).num_rows == len(whole.rows(name, viewer, **values))


class Shared:
    """An office whose clients are two counselors' and nobody's, and offices that hold some of them alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.planted = plant(random.Random(8), counselors=2, clients=9, each=4)
        self.mine, self.other = (row["counselor_id"] for row in self.planted.rows["counselors"])
        for row, counselor in zip(self.planted.rows["clients"], [self.mine, self.other, None] * 3, strict=True):
            row["counselor_id"] = self.planted.clients[row["client_id"]] = counselor
        self._stores: dict[frozenset[int], Store] = {}

    def office(self, clients: Collection[int]) -> Store:
        """The office with these clients and no others."""
        wanted = frozenset(clients)
        if wanted not in self._stores:
            rows = self.planted.of(wanted)
            self._stores[wanted] = keep(self.folder / f"{len(self._stores)}.duckdb", rows)
        return self._stores[wanted]

    def close(self) -> None:
        for store in self._stores.values():
            store.close()

    def telling(self, name: str, *wrong: Collection[int]) -> list[Values | None]:
        """Values with which a counselor would notice if these clients were seen in place of the right ones.

        For each of `wrong` its own, or None; the same where they tell of all at once.
        """
        chance, right = random.Random(name), visible(self.planted, Viewer("counselor", self.mine))
        found: list[Values | None] = [None for _ in wrong]
        for _ in range(FEW_DRAWS if name in OF_NOBODY | OF_UNASSIGNED else DRAWS):
            values = parameters(name, chance, self.planted, self.office(self.planted.clients))
            due = compared(self.office(right).rows(name, LOCAL, **values))
            tells = [compared(self.office(some).rows(name, LOCAL, **values)) != due for some in wrong]
            if all(tells):
                return [values for _ in wrong]
            found = [known or (values if tell else None) for known, tell in zip(found, tells, strict=True)]
            if None not in found:
                break
        return found


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    made = Shared(tmp_path_factory.mktemp("shared"))
    yield made
    made.close()


@pytest.mark.parametrize("name", names())
def test_nobody_is_hidden_from_those_who_may_see_them_and_nobody_else_shown(name: str, shared: Shared) -> None:
    planted, whole = shared.planted, shared.office(shared.planted.clients)
    own = {client for client, counselor in planted.clients.items() if counselor == shared.mine}
    hidden, leaked = shared.telling(name, own, planted.clients)
    assert (hidden is None) == (name in OF_NOBODY), "no values show that clients without a counselor are hidden"
    assert (leaked is None) == (name in OF_NOBODY | OF_UNASSIGNED), "no values show that others' clients are seen"
    told = [values for values in ((hidden,) if hidden is leaked else (hidden, leaked)) if values is not None]
    for values in told or [parameters(name, random.Random(name), planted, whole)]:
        for viewer in viewers(planted):
            seen = visible(planted, viewer)
            for each in (values, *of_their_own(values, viewer)):
                assert_all_and_nothing_else(name, whole, shared.office(seen), planted, viewer, each, seen)
        counselor = Viewer("counselor", shared.mine)
        assert whole.table(name, counselor, **values).num_rows == len(whole.rows(name, counselor, **values))


def of_their_own(values: Values, viewer: Viewer) -> list[Values]:
    """The values with which a client asks for their own records, where a query can be asked so."""
    is_asked = viewer.role == "client" and "client_id" in values
    return [{**values, "client_id": viewer.person}] if is_asked else []


def test_an_export_holds_all_that_its_viewer_may_see_and_nothing_else(shared: Shared, tmp_path: Path) -> None:
    planted, whole = shared.planted, shared.office(shared.planted.clients)
    for viewer in (viewer for viewer in viewers(planted) if viewer.role not in {"client", "presenter"}):
        seen = visible(planted, viewer)
        found, right = tmp_path / f"{viewer.role} {viewer.person}", tmp_path / f"for {viewer.role} {viewer.person}"
        export(whole, found, viewer=viewer)
        export(shared.office(seen), right)
        theirs = [row for row in planted.rows["clients"] if row["client_id"] in seen]
        for table in TABLES:
            rows, due = rows_of(found / f"{table}.csv"), rows_of(right / f"{table}.csv")
            if table in {"counselors", "cohorts"} and viewer.role == "counselor":
                name = STORED[table].number
                due = [row for row in due if row[name] in {str(client[name]) for client in theirs}]
            assert rows == due, (table, viewer)
        of_the_office = {row["prompt_id"] for row in planted.rows["prompts"] if row["client_id"] is None}
        assert {str(number) for number in of_the_office} <= {row["prompt_id"] for row in rows_of(found / "prompts.csv")}


def rows_of(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_what_is_foreign_is_found(tmp_path: Path) -> None:
    planted = plant(random.Random(3), counselors=2, clients=3, each=1)
    mine, theirs, _ = planted.clients
    store = keep(tmp_path / "office.duckdb", planted.rows)
    for leak in (
        "SELECT client_id FROM clients, (SELECT count(*) AS seen FROM visible_clients)",
        "SELECT name FROM contacts, (SELECT count(*) AS seen FROM visible_clients)",
        "SELECT contact_id FROM contacts, (SELECT count(*) AS seen FROM visible_clients)",
        "SELECT list(text) AS texts FROM notes, (SELECT count(*) AS seen FROM visible_clients)",
    ):
        answer = store.rows(scoped("leak", leak), LOCAL)
        assert foreign_in(answer, planted, {mine})
        assert not foreign_in(answer, planted, set(planted.clients))
    store.close()
    assert theirs in planted.clients


def test_a_presenter_sees_made_up_people_and_no_others(tmp_path: Path) -> None:
    planted = plant(random.Random(4), counselors=1, clients=2, each=1)
    store = keep(tmp_path / "office.duckdb", planted.rows)
    who = scoped("who", "SELECT client_id FROM visible_clients")
    assert store.rows(who, Viewer("presenter")) == []
    with store.change(LOCAL, "make up") as change:
        change.run("UPDATE office SET value = 'yes' WHERE name = 'made_up'")
    assert len(store.rows(who, Viewer("presenter"))) == 2
    store.close()


def test_a_role_that_is_not_known_sees_nobody(tmp_path: Path) -> None:
    store = keep(tmp_path / "office.duckdb", plant(random.Random(5), counselors=1, clients=2, each=1).rows)
    who = scoped("who", "SELECT client_id FROM visible_clients")
    for viewer in (Viewer("counselor"), Viewer("client"), Viewer("' OR TRUE --"), Viewer("admin", 1)):  # type: ignore[arg-type]
        assert [row for row in store.rows(who, viewer) if planted_counselor(store, row) is not None] == []
    store.close()


def planted_counselor(store: Store, row: Mapping[str, Any]) -> int | None:
    """The counselor of a client in an answer; a counselor without a person still sees who has no counselor."""
    with store.cursor() as cursor:
        found = cursor.execute("SELECT counselor_id FROM clients WHERE client_id = ?", [row["client_id"]]).fetchall()
    counselor: int | None = found[0][0]
    return counselor


@pytest.mark.parametrize("name", names())
def test_a_query_says_what_it_answers_and_reads_from_the_visible_clients(name: str) -> None:
    text = (Path(__file__).parent.parent / "data" / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first.startswith("-- ")
    assert len(first) > 20
    own = query(name).sql.replace(SCOPE, "")
    assert re.search(r"\b(FROM|JOIN)\s+visible_clients\b", own)


@pytest.mark.parametrize("name", names())
def test_every_query_has_an_answer_in_an_empty_office(name: str, empty: Store) -> None:
    values = parameters(name, random.Random(name), Planted(), empty)
    assert len(empty.rows(name, LOCAL, **values)) == empty.table(name, LOCAL, **values).num_rows


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store.open(tmp_path_factory.mktemp("empty") / "office.duckdb", create=True)
    yield store
    store.close()


@pytest.mark.parametrize("name", names())
def test_no_query_asks_what_day_it_is_or_does_more_than_ask(name: str) -> None:
    sql = query(name).sql
    assert not re.search(r"(?i)\b(current_date|current_timestamp|now\(|today\(|get_current_time)", sql)
    assert not re.search(r"(?i)\b(insert|update|delete|create|drop|alter|attach|copy|pragma|set)\s", sql)


def test_days_and_numbers_are_told_apart() -> None:
    drawing = Drawing(random.Random(1), Planted())
    assert isinstance(drawing.value("as_of"), date)
    assert isinstance(drawing.value("thank_you_days"), int)
