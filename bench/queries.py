"""The queries of *Today* and of one client's page, beside bare SQL for the same clients on the same file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from bench.large import busiest_counselor, clients_of
from bench.lines import Line, by_turns, ratio
from bench.scale import Scale
from dashboard import launch
from data import office
from data.cache.cache_file import path_beside
from data.cache.snapshot import from_json
from data.store import Store

FRONT = Path(launch.__file__).with_name("front.py")
BARE = Path(__file__).with_name("bare_today.sql").read_text()
BARE_CLIENT = ("clients", "fields", "contacts", "interviews", "questions", "follow_ups", "notes")
# An instant as a number, as our own queries ask for it: to make rows of instants the engine wants one package more.
BARE_COLUMNS = {"interviews": "* REPLACE (epoch_us(scheduled_for) AS scheduled_for)"}
TODAY_TIMES, CLIENT_TIMES = 4, 3
Asked = Callable[[], object]


def lines(scale: Scale) -> list[Line]:
    """Both comparisons, each with what was worked out today kept beside the office, and with nothing kept yet."""
    path_beside(scale.office).unlink(missing_ok=True)
    with _opened(scale) as store:
        counselor = busiest_counselor(store)
        clients = clients_of(store, counselor, scale.times(20))
        # The client first, because whatever *Today* works out is kept from then on.
        cold_client = _client(store, clients[:1], scale.times(5))
        nothing_kept = _today(store, counselor, scale.times(5)), cold_client
    with _opened(scale) as store:
        all_kept = _today(store, counselor, scale.times(15)), _client(store, clients, scale.times(40))
    return [
        replace(kept, made_of=f"{kept.made_of}; {cold.seen:.1f} × with nothing kept")
        for kept, cold in zip(all_kept, nothing_kept, strict=True)
    ]


@contextmanager
def _opened(scale: Scale) -> Iterator[Store]:
    """The office as after a start, when no page remembers anything."""
    office.choose(scale.office)
    try:
        yield office.held()
    finally:
        office.release()


def _today(store: Store, counselor: int, rounds: int) -> Line:
    asked = _asked_by(store, "", counselor=str(counselor))
    as_of = datetime.now(store.zone).date()

    def bare(_round: int) -> None:
        with store.cursor() as cursor:
            cursor.execute(BARE, {"counselor_id": counselor, "as_of": as_of}).fetchall()

    found = by_turns({"ours": lambda _: [ask() for ask in asked], "bare": bare}, rounds)
    what = f"Today of one counselor asks {len(asked)} queries : one bare query"
    return ratio(what, TODAY_TIMES, found["ours"], found["bare"])


def _client(store: Store, clients: list[int], rounds: int) -> Line:
    pages = [_asked_by(store, "client", client=str(client)) for client in clients]

    def bare(number: int) -> None:
        with store.cursor() as cursor:
            for table in BARE_CLIENT:
                given = {"client_id": clients[number % len(clients)]}
                columns = BARE_COLUMNS.get(table, "*")
                cursor.execute(f"SELECT {columns} FROM {table} WHERE client_id = $client_id", given).fetchall()

    def ours(number: int) -> None:
        for ask in pages[number % len(clients)]:
            ask()

    found = by_turns({"ours": ours, "bare": bare}, rounds)
    what = f"one client's page asks {len(pages[0])} queries : seven bare selects"
    return ratio(what, CLIENT_TIMES, found["ours"], found["bare"])


def _asked_by(store: Store, page: str, **address: str) -> list[Asked]:
    """What a page asks when nothing is kept yet, to be asked again; what every page shares was asked before.

    The page runs as it is, so that what is measured is what it asks, also after somebody changed it.
    """
    app = AppTest.from_file(str(FRONT), default_timeout=60)
    st.cache_resource.clear()
    with _noted(store) as asked:
        if page:
            # A test begins with the first page: here with that of nobody.
            app.query_params["field"] = "no such field"
            app.run()
            asked.clear()
            app.query_params.clear()
            app.switch_page(f"views/counselor/{page}.py")
        app.query_params.update(address)
        app.run()
    assert not app.exception, [error.value for error in app.exception]
    return asked


@contextmanager
def _noted(store: Store) -> Iterator[list[Asked]]:
    """Everything that is asked meanwhile, of the store or of what is kept beside it, to be found and read again."""
    asked: list[Asked] = []
    kept = office.cache_file(store)
    find = kept.find

    def noting(ask: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any, **parameters: Any) -> Any:
            asked.append(lambda: ask(*given, **parameters))
            return ask(*given, **parameters)

        return noted

    def finding(*given: Any) -> dict[int, bytes]:
        asked.append(lambda: [from_json(text) for text in find(*given).values()])
        return find(*given)

    noted = {(store, "rows"): noting(store.rows), (store, "table"): noting(store.table), (kept, "find"): finding}
    for (whom, name), ask in noted.items():
        setattr(whom, name, ask)
    try:
        yield asked
    finally:
        for whom, name in noted:
            delattr(whom, name)
