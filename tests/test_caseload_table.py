"""The table *Everyone*: what it says of each, and that what it says as text is still in order of figures."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from core.policy import Policy
from core.reasons import SEVERAL
from core.viewer import LOCAL
from dashboard.widgets import people_table
from dashboard.widgets.people_table import people
from data import demo, office
from data.caseload_table import ORDERS, arranged
from data.store import Store
from data.today import today as who_needs_me
from tests.conftest import ROOT
from tests.opening import new_app, opened


def row(name: str = "Maya Ito", **facts: Any) -> dict[str, Any]:
    """Somebody in the table, who has done nothing yet."""
    counts = ("interviews_held", "topics_answered", "topics_total", "promises_late", "contacts", "contacts_new")
    nothing = dict.fromkeys((*counts, "added"), 0) | {"oldest_promise_days": None, "weeks": (0,) * 12, "goal": None}
    found = {"client_id": 1, "name": name, "why": "On the way", **nothing, **facts}
    return {**found, "steps": sum(found["weeks"])}


def table_of(*rows: dict[str, Any]) -> pa.Table:
    """The table of a caseload with these in it."""
    return pa.Table.from_pylist(list(rows))


def column(name: str, *rows: dict[str, Any]) -> list[Any]:
    """A column of the table, without the space that lines figures up."""
    cells: list[Any] = people(table_of(*rows)).table[name].to_pylist()
    return [cell.strip() if isinstance(cell, str) else cell for cell in cells]


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made_up") / "office.duckdb"
    demo.office(path, today=date.today())
    return path


@pytest.fixture
def table(made_up: Path) -> Iterator[Any]:
    """The table as *Today* shows it, by name."""
    office.release()
    office.choose(made_up)
    app = AppTest.from_file(str(ROOT / "dashboard" / "front.py"), default_timeout=30).run()
    assert not app.exception
    yield app.dataframe[0].value.set_index("Name")
    office.release()


def test_nobody_is_on_the_way_whom_the_page_calls_quiet_for_long(table: Any, made_up: Path) -> None:
    office.release()
    store = Store.open(made_up)
    found = who_needs_me(store, LOCAL, date.today(), datetime.now(store.zone), Policy())
    store.close()
    quiet = {name for row in found.of(SEVERAL) if row.code == "PAC204" for _, _, name in row.clients}
    assert quiet
    assert set(table.index[table["Why"] == "Quiet for long"]) == quiet
    assert (table["Why"] == "On the way").sum() == found.on_their_way


def test_those_on_the_list_come_first_then_who_is_quiet_then_who_is_on_the_way(table: Any) -> None:
    kinds = [{"Quiet for long": 1, "On the way": 2}.get(why, 0) for why in table["Why"]]
    assert kinds == sorted(kinds)


def test_an_aim_stands_beside_the_talks_only_of_those_who_have_one_of_their_own(table: Any, made_up: Path) -> None:
    office.release()
    store = Store.open(made_up)
    with store.cursor() as cursor:
        own = dict(cursor.execute("SELECT name, goal_interviews FROM clients").fetchall())
    store.close()
    assert {own[name] is None for name in table.index} == {True, False}
    for name, talks in table["Talks"].items():
        held, _, aim = talks.strip().partition(" of ")
        assert held.isdecimal()
        assert aim == ("" if own[name] is None else str(own[name]))
    assert column("Talks", row(interviews_held=5), row(interviews_held=5, goal=8)) == ["5", "5 of 8"]


def test_topics_of_several_fields_are_told_as_a_count_and_never_as_a_share_of_them() -> None:
    heard = row(topics_answered=8, topics_total=22), row(topics_answered=8, topics_total=11), row()
    assert column("Topics", *heard) == ["8 of 22", "8 of 11", "no field"]


def test_beside_the_bars_stands_in_words_how_many_steps_they_are() -> None:
    rows = row(weeks=(0,) * 11 + (1,)), row(weeks=(2,) * 12), row()
    assert column("12 weeks", *rows) == ["1 step", "24 steps", "0 steps"]
    assert [sum(bars) for bars in column("By week", *rows)] == [1, 24, 0]


@pytest.mark.browser
def test_a_browser_that_sorts_these_texts_puts_them_in_order_of_figures(chromium: Browser) -> None:
    """Text is compared as the table of Streamlit does it, by the rules of a language."""
    counts = (11, 0, 100, 9, 2, 10, 1, 20)
    rows = [
        row(interviews_held=n, goal=12 if n % 2 else None, topics_answered=n, topics_total=110, weeks=(n,))
        for n in counts
    ]
    page = chromium.new_page()
    for name in ("Talks", "Topics", "12 weeks"):
        texts = people(table_of(*rows)).table[name].to_pylist()
        found = page.evaluate("texts => [...texts].sort((one, other) => one.localeCompare(other))", texts)
        assert [int(text.split()[0]) for text in found] == sorted(counts), name
    page.close()


def caseload(many: int) -> pa.Table:
    """So many people in the order of *Today*, none of their figures in that order."""
    return table_of(
        *(
            row(
                f"Client {n:04}", client_id=n, key=f"client {n:04}", interviews_held=n * 7 % 31, contacts=n * 11 % 97,
                topics_answered=n * 3 % 12, promises_late=n % 5, added=n % 4, weeks=(n * 17 % 23,),
                oldest_promise_days=n * 13 % 50 if n % 5 else None,
            )
            for n in (n * 37 % many for n in range(many))
        )
    )  # fmt: skip


def test_every_order_that_can_be_chosen_is_one_that_the_table_has() -> None:
    assert set(people_table.ORDERS) == {"", *ORDERS}


@pytest.mark.parametrize("order", ORDERS)
def test_everybody_is_sorted_and_not_only_those_in_sight(order: str) -> None:
    """Alike ones stay as *Today* has them; who has nothing to sort by stands last, whichever end comes first."""
    table = caseload(1_203)
    column, direction = ORDERS[order]
    rows = table.to_pylist()
    known = [each for each in rows if each[column] is not None]
    right = sorted(known, key=lambda each: each[column], reverse=direction == "descending")
    right += [each for each in rows if each[column] is None]
    found = people(table).take(arranged(table, None, order))
    assert found.clients.to_pylist() == [each["client_id"] for each in right]
    assert found.table["Name"].to_pylist() == [each["name"] for each in right]


def test_a_name_is_found_in_all_of_them_whatever_the_case_and_stays_in_order() -> None:
    table = caseload(1_203)
    found = people(table).take(arranged(table, "ENT 12", "fewest_people"))
    wanted = [each for each in table.to_pylist() if "ent 12" in each["name"].lower()]
    assert found.clients.to_pylist() == [
        each["client_id"] for each in sorted(wanted, key=lambda each: each["contacts"])
    ]
    assert people(table).take(arranged(table, ".*", None)).clients.to_pylist() == [], "a name is no pattern"
    assert people(table).take(arranged(table, None, None)).clients.to_pylist() == table["client_id"].to_pylist()


def test_whoever_is_found_by_name_is_a_link_too_which_a_keyboard_can_follow(made_up: Path) -> None:
    app = opened(new_app(), made_up)
    everybody = app.dataframe[0].value
    name = everybody["Name"].iloc[-1]
    next(box for box in app.text_input if box.key == "find_everyone").set_value(name.upper()).run()
    assert list(app.dataframe[0].value["Name"]) == [name]
    assert any(caption.value == "One person with that in their name." for caption in app.caption)
    assert name in " ".join(link.proto.label for link in app.get("page_link"))
    next(box for box in app.text_input if box.key == "find_everyone").set_value("").run()
    next(box for box in app.selectbox if box.key == "sort_everyone").set_value("most_people").run()
    counts = list(app.dataframe[0].value["People"])
    assert counts == sorted(everybody["People"], reverse=True)
    office.release()


@pytest.mark.parametrize(("weeks", "most"), [([[1, 5, 0], [2, 0, 0]], 5), ([[0, 0]], 1), ([], 1)])
def test_the_bars_of_all_rows_stand_on_one_scale_from_zero(weeks: list[list[int]], most: int) -> None:
    kind = people_table._bars(pa.chunked_array([weeks], pa.list_(pa.int32())))["type_config"]
    assert (kind["y_min"], kind["y_max"]) == (0, most)
