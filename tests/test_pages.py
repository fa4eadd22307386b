"""Every page opens: on an empty office, on the made-up one, on any day, for any address."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.viewer import LOCAL
from data import demo, office
from data.store import Store
from tests.conftest import ROOT

PAGES = ("today", "client", "follow_ups", "to_mend", "bring_in")


@pytest.fixture(scope="module")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made_up") / "office.duckdb"
    demo.office(path, today=date.today())
    return path


@pytest.fixture
def app() -> Iterator[AppTest]:
    yield AppTest.from_file(str(ROOT / "dashboard" / "front.py"), default_timeout=30)
    office.release()


def opened(app: AppTest, path: Path, page: str = "today", **address: str) -> AppTest:
    """A page of an office as somebody sees it who follows a link there."""
    office.release()
    office.choose(path)
    app.query_params.update(address)
    app.run()
    if page != "today":
        app.switch_page(f"views/counselor/{page}.py")
        app.query_params.update(address)
        app.run()
    assert not app.exception, [error.value for error in app.exception]
    return app


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_an_empty_office(app: AppTest, tmp_path: Path, page: str) -> None:
    Store.open(tmp_path / "office.duckdb", create=True).close()
    assert opened(app, tmp_path / "office.duckdb", page).title


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_the_made_up_office(app: AppTest, made_up: Path, page: str) -> None:
    assert opened(app, made_up, page).title


@pytest.mark.parametrize("days", [-400, -30, 1, 200])
def test_every_page_opens_on_another_day_and_says_so(app: AppTest, made_up: Path, days: int) -> None:
    day = date.today() + timedelta(days=days)
    opened(app, made_up, as_of=day.isoformat())
    assert any("not today: nothing can be changed here" in text.value for text in app.markdown)


def test_an_empty_office_teaches_the_first_step(app: AppTest, tmp_path: Path) -> None:
    Store.open(tmp_path / "office.duckdb", create=True).close()
    opened(app, tmp_path / "office.duckdb")
    assert app.title[0].value == "This page will show who needs you, and why."
    assert {header.value for header in app.header} == {"Bring in your own", "Look round first"}


@pytest.mark.parametrize("address", ["999", "abc", "-1", "1' or '1'='1", "9" * 40, ""])
def test_an_address_of_nobody_leads_to_the_list_of_names(app: AppTest, made_up: Path, address: str) -> None:
    opened(app, made_up, "client", client=address)
    assert app.title[0].value == "Whose story?"


@pytest.mark.parametrize("name", ["counselor", "cohort", "field", "as_of"])
def test_an_address_that_means_nothing_shows_everybody_today(app: AppTest, made_up: Path, name: str) -> None:
    opened(app, made_up, **{name: "nonsense"})


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "office.duckdb"
    demo.office(path, clients=1_500, today=date.today())
    return path


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_a_large_office(app: AppTest, large: Path, page: str) -> None:
    assert opened(app, large, page).title


def test_the_table_shows_two_hundred_and_says_how_many_more(app: AppTest, large: Path) -> None:
    opened(app, large)
    assert len(app.dataframe[0].value) == 200
    assert any("more; type a part of a name" in caption.value for caption in app.caption)


def test_every_client_of_the_made_up_office_has_a_page(app: AppTest, made_up: Path) -> None:
    opened(app, made_up)
    store = office.hold(made_up)
    clients = [row["client_id"] for row in store.ask("clients_named", LOCAL, search=None, most=200)]
    assert len(clients) >= 60
    app.switch_page("views/counselor/client.py")
    for client in clients:
        app.query_params["client"] = str(client)
        app.run()
        assert not app.exception, (client, [error.value for error in app.exception])
