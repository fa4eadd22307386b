"""The table *Everyone*: what it says of each, and that what it says as text is still in order of figures."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from streamlit.testing.v1 import AppTest

from core.policy import Policy
from core.reasons import SEVERAL
from core.viewer import LOCAL
from dashboard.widgets.people_table import people
from data import demo, office
from data.store import Store
from data.today import today as who_needs_me
from tests.conftest import ROOT


def row(name: str = "Maya Ito", **facts: Any) -> dict[str, Any]:
    """Somebody in the table, who has done nothing yet."""
    counts = ("interviews_held", "topics_answered", "topics_total", "promises_late", "contacts", "contacts_new")
    nothing = dict.fromkeys(counts, 0) | {"contacts_new_imported": 0, "oldest_promise_days": None, "weeks": (0,) * 12}
    return {"client_id": 1, "name": name, "why": "On the way", "goal": None, **nothing, **facts}


def column(name: str, *rows: dict[str, Any]) -> list[Any]:
    """A column of the table, without the space that lines figures up."""
    cells: list[Any] = people(rows, len(rows)).table[name].to_pylist()
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


def test_people_whom_a_file_brought_in_are_not_called_added() -> None:
    assert column("Added", row(contacts_new=46, contacts_new_imported=46), row(contacts_new=3)) == [0, 3]


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
        texts = people(rows, len(rows)).table[name].to_pylist()
        found = page.evaluate("texts => [...texts].sort((one, other) => one.localeCompare(other))", texts)
        assert [int(text.split()[0]) for text in found] == sorted(counts), name
    page.close()
