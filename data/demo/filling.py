"""A made-up office's file: lives written batch by batch and put into the store in one change; kept, or made anew."""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import pyarrow as pa

from core.viewer import LOCAL
from data.changes.change import Change
from data.demo import columns, population
from data.demo.diary import Diary, Rows
from data.errors import OfficeError
from data.query import Row
from data.store import Store

T = TypeVar("T")
Progress = Callable[[int, int], None]
SEED, CLIENTS = 1, 60
_UTC = ZoneInfo("UTC")
# So many lives are turned into columns at once (more fall out of the processor's cache), so many are handed to the
# engine at once, and so many are one change, which the engine keeps in memory until it is done.
_PAGE, _BATCH, _ONE_CHANGE = 100, 1_000, 10_000
_MEMORY = "1GB"
_RECIPE = "made_up_as"


def office(
    path: Path, *, today: date, clients: int = CLIENTS, seed: int = SEED, progress: Progress | None = None
) -> None:
    """Make a made-up office at `path`, dated relative to `today`; `progress` is told clients done and clients in all.

    It is made beside the path and put there when it is whole; a made-up office that was there before is gone then.
    Raises OfficeError where an office that is not made up is at the path, and what opening a file raises.
    """
    path = Path(path).resolve()
    if path.exists():
        _recipe_of(path)
    unfinished = path.with_name(f"{path.name}.new")
    _take_away(unfinished)
    try:
        store = Store.open(unfinished, create=True, memory_limit=_MEMORY)
        try:
            _fill(store, clients, seed, today, progress)
        finally:
            store.close()
        unfinished.replace(path)
    finally:
        _take_away(unfinished)


def kept(
    path: Path, *, today: date, clients: int = CLIENTS, seed: int = SEED, progress: Progress | None = None
) -> bool:
    """Keep a made-up office of today at `path`: made where none is, anew where it is of another day, size or seed.

    So a made-up office starts fresh each day, and whatever was recorded in it the day before is gone: its people are
    dated relative to today, and what somebody tried out would not move with them. Answers whether it was made now.
    Raises OfficeError where an office that is not made up is at the path, and what opening a file raises.
    """
    path = Path(path).resolve()
    if path.exists() and _recipe_of(path) == _recipe(clients, seed, today):
        return False
    office(path, today=today, clients=clients, seed=seed, progress=progress)
    return True


def tables(clients: int = CLIENTS, seed: int = SEED, *, today: date, zone: ZoneInfo = _UTC) -> Mapping[str, list[Row]]:
    """The same office as rows of the bundle by table, without a file: what a test looks at.

    Ids are text and count from 1 in every table; appointments stand in `zone`.
    """
    found: dict[str, list[Row]] = {}
    for _, rows, _ in _pages(clients, seed):
        for table, written in rows.items():
            bundle = (columns.bundle_row(table, row, today, zone) for row in written)
            found.setdefault(table, []).extend(bundle)
    return found


def _recipe(clients: int, seed: int, today: date) -> str:
    return json.dumps({"clients": clients, "seed": seed, "day": today.isoformat()})


def _recipe_of(path: Path) -> str:
    """What the made-up office at a path was made from. Raises OfficeError where it is not made up."""
    store = Store.open(path)
    try:
        with store.cursor() as cursor:
            facts = dict(cursor.execute("SELECT name, value FROM office").fetchall())
    finally:
        store.close()
    if facts.get("made_up") != "yes":
        raise OfficeError(f"{path} is an office of your own.", "Name another file for the made-up one.")
    return str(facts.get(_RECIPE, ""))


def _take_away(path: Path) -> None:
    for part in (path, *path.parent.glob(f"{path.name}.wal*")):
        part.unlink(missing_ok=True)


def _fill(store: Store, clients: int, seed: int, today: date, progress: Progress | None) -> None:
    """Write everybody, in one change unless there are very many; whether it is whole shows in the file's name."""
    batches = _ahead(_batches(store, clients, seed, today))
    for first in range(0, clients, _ONE_CHANGE):
        with store.change(LOCAL, "make up an office") as change:
            if not first:
                _say_that_it_is_made_up(change, _recipe(clients, seed, today))
            for done, found in islice(batches, _ONE_CHANGE // _BATCH):
                for table, rows in found.items():
                    change.load(table, rows)
                if progress:
                    progress(done, clients)


def _say_that_it_is_made_up(change: Change, recipe: str) -> None:
    change.run("UPDATE office SET value = 'yes' WHERE name = 'made_up'")
    change.run("INSERT INTO office VALUES (?, ?)", [_RECIPE, recipe])


def _batches(store: Store, clients: int, seed: int, today: date) -> Iterator[tuple[int, dict[str, pa.Table]]]:
    """Batch by batch what the store takes, with how many clients there are by then."""
    anchor = columns.Anchor(today, store.zone, columns.Numbers(store.ids))
    batch: dict[str, list[pa.Table]] = {}
    for done, rows, before in _pages(clients, seed):
        anchor.numbers.give(rows, before)
        for table, written in rows.items():
            if written:
                batch.setdefault(table, []).append(columns.arrow(table, written, anchor))
        if done % _BATCH == 0 or done == clients:
            # A column that is empty on one page may be filled on another.
            yield done, {table: pa.concat_tables(parts, promote_options="default") for table, parts in batch.items()}
            batch = {}


def _ahead(batches: Iterator[T]) -> Iterator[T]:
    """The same batches, each made while the one before is being put into the file, which the engine does by itself."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = beside.submit(next, batches, None)
            yield batch


def _pages(clients: int, seed: int) -> Iterator[tuple[int, Rows, dict[str, int]]]:
    """Rows of so many clients at a time, with how many clients there are by then and what was written before."""
    diary = Diary()
    population.write_office(diary, clients, seed)
    for place in range(clients):
        population.write_client(diary, place, clients, seed)
        if (place + 1) % _PAGE == 0 or place + 1 == clients:
            rows, before = diary.turn()
            yield place + 1, rows, before
