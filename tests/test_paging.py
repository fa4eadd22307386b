"""Long lists a page at a time: each says how many there are, and all of them can be seen, each once."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.blocks import contradiction_list
from data import office
from tests.offices import Office, make_office
from tests.opening import new_app, opened

TODAY = date.today()
MANY = 67


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Office]:
    """Sixty-seven clients, each with a promise that waits, a hello and a talk whose answer came before its request."""
    day = {name: TODAY - timedelta(days=n) for name, n in {"added": 30, "asked": 9, "answered": 12, "due": 5}.items()}
    numbers = range(MANY)
    path = tmp_path_factory.mktemp("many") / "office.duckdb"
    made = make_office(path, {
        "clients": [{"client_id": f"c{n}", "name": f"Client {n:02}", "started_on": day["added"]} for n in numbers],
        "contacts": [
            {"contact_id": f"p{n}", "client_id": f"c{n}", "name": "Ines Duarte", "added_on": day["added"]}
            for n in numbers
        ],
        "interviews": [
            {"interview_id": f"i{n}", "client_id": f"c{n}", "contact_id": f"p{n}", "stage": "replied",
             "requested_on": day["asked"], "replied_on": day["answered"]}
            for n in numbers
        ],
        "follow_ups": [
            {"follow_up_id": f"{kind}{n}", "client_id": f"c{n}", "contact_id": f"p{n}", "kind": kind,
             "opens_on": day["added"], "due_on": day["due"]}
            for n in numbers for kind in ("other", "keep_in_touch")
        ],
    })  # fmt: skip
    made.store.close()
    return path, made


@pytest.fixture
def app() -> Iterator[AppTest]:
    yield new_app()
    office.release()


def named(app: AppTest) -> list[str]:
    """The clients whom rows of the page name, in order."""
    return [text for link in app.get("page_link") if "Client" in (text := link.proto.label) and "**" in text]


def owed(app: AppTest) -> list[str]:
    """The follow-ups that can be said to be done on the page."""
    return [str(button.key) for button in app.button if str(button.key).startswith("done_")]


def mended(app: AppTest) -> list[str]:
    """The contradictions that can be said to be right on the page."""
    return [str(button.key) for button in app.button if str(button.key).startswith("right_")]


PAGED: list[tuple[str, str, Callable[[AppTest], list[str]], int]] = [
    ("client", "names_page_", named, 20),
    ("follow_ups", "promised_page__", owed, 30),
    ("to_mend", "mend_page", mended, 50),
]


@pytest.mark.parametrize(("page", "key", "listed", "most"), PAGED, ids=[page for page, *_ in PAGED])
def test_a_list_says_how_many_there_are_and_every_one_can_be_seen(
    app: AppTest, made: Any, page: str, key: str, listed: Callable[[AppTest], list[str]], most: int
) -> None:
    opened(app, made[0], page)
    seen: list[str] = []
    for number in range(1, -(-MANY // most) + 1):
        app.session_state[key] = number
        app.run()
        assert not app.exception
        first, last = (number - 1) * most + 1, min(number * most, MANY)
        assert f"{first}–{last} of {MANY}" in [caption.value for caption in app.caption]
        assert len(listed(app)) == last - first + 1
        seen += listed(app)
    assert len(set(seen)) == MANY


def test_hellos_have_pages_of_their_own(app: AppTest, made: Any) -> None:
    opened(app, made[0], "follow_ups")
    app.session_state["hellos"] = True
    app.session_state["hellos_page__"] = 3
    app.run()
    told = [caption.value for caption in app.caption]
    assert f"1–30 of {MANY}" in told
    assert f"61–{MANY} of {MANY}" in told
    assert len(owed(app)) == 30 + 7


def test_a_list_that_became_shorter_ends_on_its_last_page(
    app: AppTest, made: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contradiction_list, "_SHOWN", MANY - 1)
    opened(app, made[0], "to_mend")
    app.session_state["mend_page"] = 2
    app.run()
    [last] = mended(app)
    next(button for button in app.button if button.key == last).click().run()
    assert not app.exception
    assert len(mended(app)) == MANY - 1
    assert not [caption for caption in app.caption if " of " in caption.value]
