"""The office as a page reads it: who looks, which day it is, its own numbers; and answers that are kept."""

from collections.abc import Callable, Hashable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from core.clock import Clock
from core.policy import Policy
from core.viewer import LOCAL, Viewer
from dashboard import widgets
from dashboard.charts import Picture
from dashboard.load.versioned_cache import VersionedCache
from dashboard.widgets import Caseload
from data.cache.snapshot import ClientSnapshot, fingerprint_of, snapshots
from data.office import cache_file, held
from data.query import Row
from data.store import Store

Answer = TypeVar("Answer")
_AT_MOST = 1_000  # answers; those about an office of 40,000 clients take megabytes, and there are few of these


def store() -> Store:
    """The office that is open."""
    return held()


def viewer() -> Viewer:
    """The viewer who is looking; only the owner of this machine can sign in so far."""
    return LOCAL


_of_store: WeakKeyDictionary[Store, VersionedCache] = WeakKeyDictionary()


def cached(answer: Callable[[], Answer], name: str, version: tuple[Hashable, ...], *parameters: Hashable) -> Answer:
    """An answer, asked once per name, office, viewer and parameters until the version moves."""
    office = store()
    if office not in _of_store:
        _of_store.setdefault(office, VersionedCache(_AT_MOST))
    return _of_store[office].get((name, viewer(), *parameters), version, answer)


def version(counselor: int | None) -> tuple[int, ...]:
    """The version that moves with every change to a counselor's clients, with None to anybody's."""
    versions = store().versions
    return versions.office if counselor is None else versions.counselor(counselor)


def zone() -> ZoneInfo:
    """The office's time zone."""
    return store().zone


def now() -> datetime:
    """This moment in the office's zone."""
    return datetime.now(zone())


def today() -> date:
    """The day it is in the office's zone."""
    return now().date()


def day() -> date:
    """The day that everything is looked at from: the one in the address, else today."""
    return widgets.day_in_address(today())


def can_change() -> bool:
    """Whether anything can be changed on this page: only on a page of today."""
    return day() == today()


def counselor_of(client: int) -> int | None:
    """The number of the counselor who looks after a client."""
    found: int | None = rows("client_card", client_id=client)[0]["counselor_id"]
    return found


def counselors() -> list[Row]:
    """The counselors who look after clients here."""
    return rows("counselors")


def cohorts() -> list[Row]:
    """The cohorts there are."""
    return rows("cohorts")


def field_names() -> list[Row]:
    """The fields that are explored here."""
    return rows("field_names")


def rows(query: str, counselor: int | None = None, **parameters: Any) -> list[Row]:
    """The rows of a named query; with a counselor, kept for as long as nothing of that counselor's clients changes."""
    given = tuple(sorted(parameters.items(), key=lambda item: item[0]))
    return cached(lambda: store().rows(query, viewer(), **parameters), query, version(counselor), given)


def policy() -> Policy:
    """The office's numbers."""
    # Asked only when they moved: a row of Today looks them up, and there are many.
    return cached(
        lambda: Policy.from_settings({row["name"]: row["value"] for row in rows("settings")})[0],
        "policy",
        store().versions.office,
    )


def is_empty() -> bool:
    """Whether nobody is in the office yet."""
    return not rows("anybody")[0]["anybody"]


def picture(name: str, about: Caseload | int, as_of: date, draw: Callable[[], Picture]) -> Picture:
    """A picture of a caseload or of a client as of a day, drawn once for what it shows."""
    moves = store().versions.client(about) if isinstance(about, int) else version(about.counselor)
    return cached(draw, name, moves, about, as_of)


def clock(as_of: date) -> Clock:
    """A day as rules look at it, at this moment where it is today."""
    return Clock.at(as_of, now(), policy(), zone())


def snapshots_of(as_of: date, **whose: Any) -> Iterator[tuple[int, ClientSnapshot]]:
    """A snapshot of each client as of a day, one by one; what was worked out today already is not asked again."""
    fingerprint = fingerprint_of(rows("settings"), counselors())
    return snapshots(store(), viewer(), clock(as_of), today(), cache_file(store()), fingerprint, **whose)
