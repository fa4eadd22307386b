"""Many threads at once: each is answered only for the client it asked about, and nobody loses a change."""

import random
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.viewer import LOCAL
from data.query import names, query, scoped
from data.store import Store
from tests.planted import AS_OF, Planted, keep, marker, plant

pytestmark = pytest.mark.slow

VIEWER = ("viewer_role", "viewer_person")
CONTACTS = scoped(
    "contacts_of",
    "SELECT p.client_id, p.name, count(*) OVER () AS contacts FROM contacts p "
    "JOIN visible_clients v ON v.client_id = p.client_id WHERE p.client_id = $client_id",
)


@pytest.fixture(scope="module")
def planted() -> Planted:
    return plant(random.Random(1), counselors=2, clients=8, each=3)


@pytest.fixture
def store(tmp_path: Path, planted: Planted) -> Iterator[Store]:
    office = keep(tmp_path / "office.duckdb", planted.rows)
    yield office
    office.close()


def together(work: list[Callable[[], None]]) -> None:
    """Run all at once; the first error of any is raised here."""
    wrong: list[BaseException] = []

    def run(one: Callable[[], None]) -> None:
        try:
            one()
        except BaseException as error:  # noqa: BLE001 - handed to the test
            wrong.append(error)

    threads = [threading.Thread(target=run, args=[one]) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise wrong[0]


def test_eight_threads_are_answered_for_the_client_they_asked_about_while_one_writes(
    store: Store, planted: Planted
) -> None:
    clients, stop = list(planted.clients), threading.Event()
    answered: list[int] = []
    one_client = [name for name in names() if query(name).parameters == {"client_id", *VIEWER}]
    assert one_client

    def reader(number: int) -> None:
        chance = random.Random(number)
        for _ in range(250):
            client = chance.choice(clients)
            asked = CONTACTS if chance.random() < 0.7 else chance.choice(one_client)
            if chance.random() < 0.5:
                rows = store.rows(asked, LOCAL, client_id=client)
            else:
                rows = store.table(asked, LOCAL, client_id=client).to_pylist()
            others = [marker(other) for other in clients if other != client]
            assert not any(other in repr(rows) for other in others)
            assert asked is not CONTACTS or {row["client_id"] for row in rows} == {client}
            answered.append(client)

    def writer() -> None:
        chance = random.Random(99)
        while not stop.is_set():
            client = chance.choice(clients)
            with store.change(LOCAL, "add") as change:
                change.add("contacts", {"client_id": client, "name": marker(client), "added_on": AS_OF})

    writing = threading.Thread(target=writer)
    writing.start()
    try:
        together([lambda number=number: reader(number) for number in range(8)])  # type: ignore[misc]
    finally:
        stop.set()
        writing.join()
    assert len(answered) == 8 * 250


def test_writers_wait_for_each_other_and_none_is_lost(store: Store, planted: Planted) -> None:
    client = next(iter(planted.clients))

    def count_up() -> None:
        for _ in range(25):
            with store.change(LOCAL, "count") as change:
                goal = change.record("clients", client)["goal_interviews"] or 0
                change.edit("clients", client, {"goal_interviews": goal + 1})

    with store.change(LOCAL, "begin") as change:
        change.edit("clients", client, {"goal_interviews": None})
        before = change.record("clients", client)["revision"]
    together([count_up] * 6)
    with store.change(LOCAL, "look") as change:
        record = change.record("clients", client)
    assert record["goal_interviews"] == 150
    assert record["revision"] in {before + 150, before + 151}


def test_readers_are_not_kept_waiting_by_a_change_that_takes_long(store: Store, planted: Planted) -> None:
    client = next(iter(planted.clients))
    done: list[Any] = []
    with store.change(LOCAL, "take long") as change:
        change.edit("clients", client, {"name": "half way"})
        reader = threading.Thread(target=lambda: done.extend(store.rows(CONTACTS, LOCAL, client_id=client)))
        reader.start()
        reader.join(5)
        assert done
        assert not reader.is_alive()


def _left_half_read(cursor: Any) -> None:
    cursor.execute("SELECT * FROM range(100000)").fetchone()
    raise LookupError


def test_no_cursor_is_left_open_and_the_log_is_folded_in(store: Store, planted: Planted) -> None:
    client = next(iter(planted.clients))
    for _ in range(20):
        store.rows(CONTACTS, LOCAL, client_id=client)
        with pytest.raises(LookupError), store.cursor() as cursor:
            _left_half_read(cursor)
        with store.change(LOCAL, "add") as change:
            change.add("notes", {"client_id": client, "text": "x"})
    store.fold_in()
    assert not store.path.with_name("office.duckdb.wal").exists()
